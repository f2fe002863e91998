"""Command line: draws forms into a folder.

    python -m lint.training.drawing draw --split train --count 20 --seed 1 --out FOLDER --kinds
    json,html,txt,xlsx,docx,pdf,scan200,photo

Forms are written as ``FOLDER/files/NNNN.*`` with ``NNNN.gold.jsonl`` beside, flattened texts as ``FOLDER/pages``,
page images
as ``FOLDER/scanDPI`` and ``FOLDER/photo``, tables without targets below a folder ``negative``: the order that
``score_layouts.py`` reads. Kinds other than json, html, txt and roles need ``benchmarks/carriers_drawn``, so they
are drawn in a checkout.
"""

import argparse
import importlib
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import draw, flatten, join
from .html import to_html
from .model import Drawn, Gold
from .tape import Flat

_PLAIN = ("json", "html", "txt", "roles")
_CARRIERS = "benchmarks.carriers_drawn.render"
_FOLLOWING = 10**9  # seeds of forms that follow another on a page of text, far from those of the forms themselves
_KIND = re.compile(r"json|html|txt|roles|xlsx|docx|pdf|office-pdf|photo|scan\d{2,3}")


def runs(flat: Flat) -> list[list[Any]]:
    """The roles of a text as runs [length, role, begin]; a run is one cell's text or what stands between two."""
    found: list[list[Any]] = []
    for role, begin in zip(flat.roles, flat.begins, strict=True):
        if found and found[-1][1] == role and not begin:
            found[-1][0] += 1
        else:
            found.append([1, role, begin])
    return found


def write_gold(path: Path, gold: Sequence[Gold]) -> None:
    """Writes one table a line."""
    path.write_text("".join(json.dumps(table, ensure_ascii=False) + "\n" for table in gold), encoding="utf8")


def write(drawn: Drawn, name: str, kinds: Sequence[str], out: Path, carriers: Any, more: Sequence[Drawn] = ()) -> None:
    """Writes one form in every kind, its gold beside; ``more`` are forms that follow it on a page of text."""
    for kind in kinds:
        folder = out / {"txt": "pages", "roles": "pages", "photo": "photo"}.get(
            kind, kind if kind.startswith("scan") else "files"
        )
        folder = folder if drawn.gold else folder / "negative"
        folder.mkdir(parents=True, exist_ok=True)
        gold: Sequence[Gold] = drawn.gold
        if kind == "json":
            (folder / f"{name}.json").write_text(json.dumps(drawn.to_json(), ensure_ascii=False), encoding="utf8")
        elif kind == "html":
            (folder / f"{name}.html").write_text(to_html(drawn, drawn.seed), encoding="utf8")
        elif kind in ("txt", "roles"):
            flat = join([flatten(form, form.seed) for form in (drawn, *more)])
            gold = flat.gold
            if kind == "txt":
                (folder / f"{name}.txt").write_text(flat.text, encoding="utf8", newline="")
            else:
                data = {"text": flat.text, "runs": runs(flat), "manner": flat.manner}
                (folder / f"{name}.roles.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf8")
        else:
            carriers.render(drawn, kind, folder / name)
        if gold:
            write_gold(folder / f"{name}.gold.jsonl", gold)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="drawing", description="绘制绩效目标表")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("draw", help="按种子绘制若干张表")
    command.add_argument("--split", choices=("train", "held-out"), default="train")
    command.add_argument("--count", type=int, default=10)
    command.add_argument("--seed", type=int, default=0, help="第一张表的种子，其后逐张加一")
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--kinds", default="json,html,txt")
    command.add_argument("--per-text", type=int, default=1, help="一份平文本里有几张表")
    command.add_argument("--family", default="", help="只绘制这一类版式")
    options = parser.parse_args(arguments)
    kinds = [kind for kind in options.kinds.split(",") if kind]
    wrong = [kind for kind in kinds if not _KIND.fullmatch(kind)]
    if wrong:
        print(
            f"--kinds 不认识 {'、'.join(wrong)}，可用 "
            f"json,html,txt,roles,xlsx,docx,pdf,office-pdf,scan100…scan400,photo",
            file=sys.stderr,
        )
        return 2
    carriers = _carriers() if any(kind not in _PLAIN for kind in kinds) else None
    width = max(4, len(str(options.count - 1)))
    for number in range(options.count):
        seed = options.seed + number
        more = [
            draw(_FOLLOWING + seed * 10 + place, options.split, options.family) for place in range(1, options.per_text)
        ]
        write(draw(seed, options.split, options.family), f"{seed:0{width}d}", kinds, options.out, carriers, more)
    if carriers is not None and "office-pdf" in kinds:
        carriers.convert_office(options.out / "files")
    return 0


def _carriers() -> Any:
    return importlib.import_module(_CARRIERS)


if __name__ == "__main__":
    sys.exit(main())
