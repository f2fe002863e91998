"""A tiny corpus that trains in a second: every n-th row of the shipped one, all categories in it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lint.training.corpus import ACCEPTED, FILES, Accepted, Row, load_accepted, load_corpora, write_rows

STEP = 120


@lru_cache(maxsize=1)
def rows() -> tuple[Row, ...]:
    return tuple(load_corpora()[::STEP])


@lru_cache(maxsize=1)
def accepted() -> tuple[Accepted, ...]:
    return tuple(load_accepted()[::STEP])


def _file(row: Row) -> str:
    if row.kind == "form" and row.source == "blind":
        return "blind_forms.jsonl"
    return "authored.jsonl" if row.source == "authored" else "real.jsonl"


def write(folder: Path) -> None:
    """The tiny corpus as files that `load_corpora` and `load_accepted` read."""
    heads = {name: "sector\tlevel2\tname\tvalue\n" for name in FILES if name.endswith(".tsv")}
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_text(heads.get(name, ""), encoding="utf-8")
    for name in (name for name in FILES if name.endswith(".jsonl")):
        write_rows(folder / name, [row for row in rows() if _file(row) == name])
    lines = ("\t".join((a.sector, a.name, a.value, a.best, "、".join(a.others))) for a in accepted())
    (folder / ACCEPTED).write_text("\n".join(("sector\tname\tvalue\tbest\tothers", *lines, "")), encoding="utf-8")
