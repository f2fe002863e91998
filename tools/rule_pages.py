"""Writes docs/rules/ from the rules' own words and examples; with --check only compares.

python tools/rule_pages.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lint.checks import all_rules  # noqa: E402
from lint.checks.pages import as_index, as_markdown  # noqa: E402
from lint.settings import load  # noqa: E402

FOLDER = ROOT / "docs" / "rules"


def pages() -> dict[str, str]:
    """File names and texts of all pages, from the shipped settings."""
    settings = load()
    rules = all_rules()
    written = {f"{rule.code}.md": as_markdown(rule, settings) for rule in rules}
    return {"README.md": as_index(rules, settings), **written}


def stale(wanted: dict[str, str]) -> list[str]:
    """Names of the pages that are missing, differ or are left over."""
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    return sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))


def main() -> int:
    """0 where the pages are current (or were written), 1 where `--check` finds a stale one."""
    wanted = pages()
    if "--check" in sys.argv[1:]:
        names = stale(wanted)
        if names:
            print(f"docs/rules is stale ({', '.join(names)}): run python tools/rule_pages.py")
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale(wanted):
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
