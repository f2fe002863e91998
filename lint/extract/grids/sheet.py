"""The rows of a document with the cells that reach into them from above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lint.extract.lines import Line, Spot


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at a row: `top` is the number of the row it starts in, `last` of the last one it covers."""

    spot: Spot
    top: int
    last: int


@dataclass(slots=True)
class SheetRow:
    """One row of the document: its own cells and those that cover it from above, left to right.

    `number` counts the rows of the document from 0; `width` is the number of grid columns of its grid.
    """

    line: Line
    number: int
    width: int
    own: tuple[Placed, ...]
    covered: tuple[Placed, ...] = ()

    @property
    def paragraph(self) -> bool:
        """Whether the row is a paragraph outside any grid."""
        return self.line.paragraph

    def at(self, column: int) -> Placed | None:
        """The cell over a grid column, own or from above; None where it is empty."""
        for placed in (*self.own, *self.covered):
            if placed.spot.column <= column < placed.spot.end:
                return placed
        return None

    def texts(self) -> list[str]:
        """The texts of the row's own cells."""
        return [placed.spot.text for placed in self.own]


def sheet_rows(lines: Sequence[Line]) -> list[SheetRow]:
    """The rows of a document; a cell's span counts rows of its own grid."""
    rows: list[SheetRow] = []
    for run in _runs(lines):
        width = max((spot.end for line in run for spot in line.spots), default=0)
        open_cells: list[Placed] = []
        base = len(rows)
        for line in run:
            number = len(rows)
            open_cells = [placed for placed in open_cells if placed.last >= number]
            own = tuple(
                Placed(spot, number, min(number + max(1, spot.cell.row_span) - 1, base + len(run) - 1))
                for spot in line.spots
            )
            rows.append(SheetRow(line, number, width, own, tuple(open_cells)))
            open_cells += [placed for placed in own if placed.last > number]
    return rows


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Paragraphs one by one, the rows of a grid together."""
    run: list[Line] = []
    for line in lines:
        if run and (line.paragraph or run[-1].grid != line.grid or _sheet(run[-1]) != _sheet(line)):
            yield run
            run = []
        if line.paragraph:
            yield [line]
        else:
            run.append(line)
    if run:
        yield run


def _sheet(line: Line) -> str | None:
    return line.location.sheet
