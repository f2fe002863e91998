"""From a carrier's cells to the document's rows: what every carrier with merged cells shares."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from lint.model import Cell, Row


def rows_of(lines: Sequence[tuple[int, Sequence[Cell]]], grid: int) -> list[Row]:
    """The rows of one grid that hold text.

    `lines` are (row number, cells) in ascending order; a cell's `row_span` counts row numbers.
    Lines without text are left out and spans shortened by them, so that a span counts rows of the
    result. Empty cells stay only where they span several rows or columns or are in doubt.
    """
    filled = [(number, cells) for number, cells in lines if any(cell.text or cell.confidence < 1 for cell in cells)]
    numbers = [number for number, _ in filled]
    result = []
    for index, (number, cells) in enumerate(filled):
        kept = []
        for cell in cells:
            if cell.row_span > 1:
                below = bisect_left(numbers, number + cell.row_span, lo=index)
                kept.append(replace(cell, row_span=below - index))
            elif cell.text or cell.column_span > 1 or cell.confidence < 1:
                kept.append(cell)
        result.append(Row(tuple(kept), grid))
    return result


class Occupied:
    """Which grid columns are taken by cells that reach down from rows above.

    Columns are counted from 0. `place` must be called for the cells of a row from left to right,
    `next_row` between rows.
    """

    def __init__(self, columns: int) -> None:
        self._limit = columns
        self._until: dict[int, int] = {}
        self._row = 0
        self._column = 0

    def next_row(self) -> None:
        """Goes to the next row."""
        self._row += 1
        self._column = 0
        if self._until:
            self._until = {column: row for column, row in self._until.items() if row > self._row}

    def place(self, row_span: int, column_span: int) -> int:
        """The column the next cell of this row starts in; takes the columns for its rows.

        Raises ValueError where the grid becomes wider than its limit.
        """
        while self._column in self._until:
            self._column += 1
        start = self._column
        self._column += column_span
        if self._column > self._limit:
            raise ValueError("too many columns")
        if row_span > 1:
            for column in range(start, self._column):
                self._until[column] = self._row + row_span
        return start
