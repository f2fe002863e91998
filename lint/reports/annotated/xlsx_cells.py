"""The cells of a worksheet by their addresses, in its XML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lint.reports.annotated.ooxml import AnnotationError, read_number
from lint.reports.facts.places import spell_column

Place = tuple[int, int]
"""Row and column of a cell, from 1."""


class Grid:
    """The rows and cells of a sheet; missing ones are made in their places.

    Raises AnnotationError for a sheet without cells or with addresses that are none.
    """

    def __init__(self, root: Any, main: str) -> None:
        self._main = main
        self._data = root.find(f"{{{main}}}sheetData")
        if self._data is None:
            raise AnnotationError("工作表里没有单元格区")
        self._rows: dict[int, Any] = {}
        at = 0
        for row in self._data:
            at = read_number(row, "r", at + 1)
            self._rows[at] = row
        self._columns = [
            (read_number(item, "min"), read_number(item, "max"), item.get("style"))
            for item in root.iter(f"{{{main}}}col")
        ]

    def cell(self, place: Place) -> Any:
        """The cell at (row, column); a new one takes the style its row or column has."""
        number, column = place
        row = self._rows.get(number)
        if row is None:
            row = self._made_row(number)
        at = 0
        after = None
        for cell in row:
            at = read_column(cell.get("r", "")) or at + 1
            if at == column:
                return cell
            if at > column:
                after = cell
                break
        made = row.makeelement(f"{{{self._main}}}c", {"r": f"{spell_column(column)}{number}"})
        style = row.get("s") if row.get("customFormat") in ("1", "true") else None
        style = style or next((given for low, high, given in self._columns if low <= column <= high and given), None)
        if style:
            made.set("s", style)
        if after is None:
            row.append(made)
        else:
            after.addprevious(made)
        return made

    def _made_row(self, number: int) -> Any:
        row = self._data.makeelement(f"{{{self._main}}}row", {"r": str(number)})
        behind = min((at for at in self._rows if at > number), default=None)
        if behind is None:
            self._data.append(row)
        else:
            self._rows[behind].addprevious(row)
        self._rows[number] = row
        return row


def find_anchors(root: Any, tag: str) -> Callable[[Place], Place]:
    """A function from a place to the top-left cell of the merged range it lies in, or itself."""
    ranges = []
    for item in root.iter(tag):
        first, _, last = item.get("ref", "").partition(":")
        top, left = read_row(first), read_column(first)
        ranges.append((top, left, read_row(last or first), read_column(last or first)))

    def anchor(place: Place) -> Place:
        row, column = place
        for top, left, bottom, right in ranges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return place

    return anchor


def read_column(reference: str) -> int:
    """The 1-based column of a reference such as AB12, 0 where it names none."""
    column = 0
    for letter in reference:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter.upper()) - ord("A") + 1
    return column


def read_row(reference: str) -> int:
    """The row of a reference such as AB12, 0 where it names none."""
    digits = "".join(sign for sign in reference if sign.isdigit())
    return int(digits) if digits else 0
