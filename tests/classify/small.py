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


def write(folder: Path) -> None:
    """The tiny corpus as files that `load_corpora` and `load_accepted` read."""
    heads = {name: "sector\tlevel2\tname\tvalue\n" for name in FILES if name.endswith(".tsv")}
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_text(heads.get(name, ""), encoding="utf-8")
    write_rows(folder / FILES[0], rows())
    lines = ("\t".join((a.sector, a.name, a.value, a.best, "、".join(a.others))) for a in accepted())
    (folder / ACCEPTED).write_text("\n".join(("sector\tname\tvalue\tbest\tothers", *lines, "")), encoding="utf-8")
