"""From the kinds of rows to the blocks of a form."""

from __future__ import annotations

from collections.abc import Sequence

from lint.extract.grids.columns import Region
from lint.extract.grids.sheet import SheetRow


def regions_of(rows: Sequence[SheetRow], kinds: Sequence[str]) -> list[Region]:
    """The indicator blocks of a document: head rows with the rows under them, up to the next head or other part.

    Rows that go on in another grid (a page's) are a block of their own without heads.
    """
    found: list[Region] = []
    region: Region | None = None
    waiting: Region | None = None  # heads whose rows have not come yet
    for row, kind in zip(rows, kinds, strict=True):
        if row.paragraph:
            region = region if kind in ("data", "sum", "other") else None
            continue
        if kind == "head":
            if region is None or region.body or region.heads[-1].line.grid != row.line.grid:
                region = Region([], [])
                found.append(region)
            region.heads.append(row)
            waiting = region
        elif kind == "data":
            if region is None and waiting is not None and waiting.heads[-1].line.grid == row.line.grid:
                region = waiting
            waiting = None
            if region is None or _last(region).line.grid != row.line.grid:
                region = Region([], [])
                found.append(region)
            region.body.append(row)
        elif kind not in ("sum", "inner"):
            region = None
    return [region for region in found if region.body]


def _last(region: Region) -> SheetRow:
    return (region.body or region.heads)[-1]
