"""Writes docs/rules/ and the README's table from the rules' own words and examples; with --check only compares.

python tools/rule_pages.py [--check]

The pages are also the record of the codes there have been: a code that is on a page keeps its English
name and does not vanish, so a rule renamed by mistake is refused and not written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lint.checks import all_rules  # noqa: E402
from lint.checks.pages import as_index, as_markdown, as_table  # noqa: E402
from lint.settings import load  # noqa: E402

FOLDER = Path("docs") / "rules"
INDEX = FOLDER / "README.md"
MANUAL = Path("README.zh.md")
_LISTED = re.compile(r"^\| \[([A-Z]\d{3})\]\(\1\.md\) \| ([a-z-]+) \|", re.MULTILINE)
_TABLE = re.compile(r"^\| 代码 \| 英文名 \| 说明 \| 级别 \|\n(?:\|.*\n)+", re.MULTILINE)


def pages(root: Path) -> dict[Path, str]:
    """Paths below `root` and texts of all pages, from the shipped settings."""
    settings = load()
    rules = all_rules()
    manual = (root / MANUAL).read_text(encoding="utf-8")
    return {
        INDEX: as_index(rules, settings),
        **{FOLDER / f"{rule.code}.md": as_markdown(rule, settings) for rule in rules},
        MANUAL: _TABLE.sub(lambda _: as_table(rules, settings), manual, count=1),
    }


def stale(root: Path, wanted: Mapping[Path, str]) -> list[str]:
    """Paths of the pages that are missing, differ or are left over."""
    known = [MANUAL, *(path.relative_to(root) for path in (root / FOLDER).glob("*.md"))]
    present = {path: (root / path).read_text(encoding="utf-8") for path in known}
    return sorted(str(path) for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path))


def renamed(root: Path, wanted: Mapping[Path, str]) -> list[str]:
    """What became of codes on the present index that the wanted one lacks, or gives another name."""
    path = root / INDEX
    before = dict(_LISTED.findall(path.read_text(encoding="utf-8"))) if path.exists() else {}
    after = dict(_LISTED.findall(wanted[INDEX]))
    return [
        f"{code} {name} is now {after.get(code, 'gone')}" for code, name in before.items() if after.get(code) != name
    ]


def main(root: Path = ROOT) -> int:
    """0 where the pages are current (or were written), 1 where `--check` finds a stale one or a code was renamed."""
    wanted = pages(root)
    if lost := renamed(root, wanted):
        print(f"codes never change their meaning ({'; '.join(lost)})")
        return 1
    names = stale(root, wanted)
    if "--check" in sys.argv[1:]:
        if names:
            print(f"the rules' pages are stale ({', '.join(names)}): run python tools/rule_pages.py")
        return 1 if names else 0
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for name in map(Path, names):
        if name in wanted:
            (root / name).write_text(wanted[name], encoding="utf-8")
        else:
            (root / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
