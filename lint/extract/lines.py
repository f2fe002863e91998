"""Rows of a document as extraction walks them: watermarks and page marks taken out, spans known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lint.extract.words import Words
from lint.model import Cell, Document, Location, Passage


@dataclass(frozen=True, slots=True)
class Spot:
    """A non-empty cell: its text in one line, the grid columns [column, end) it covers."""

    text: str
    column: int
    end: int
    cell: Cell

    @property
    def location(self) -> Location:
        """Where the cell stands in the file."""
        return self.cell.location


@dataclass(frozen=True, slots=True)
class Line:
    """The non-empty cells of one row, left to right.

    `covered` are merged cells of rows above that reach into this row (carriers with spans only).
    `spans` says that columns can be trusted. `bare` marks a line that is nothing but a number: a
    page's, unless the file holds one cell a line.
    """

    spots: tuple[Spot, ...]
    grid: int
    paragraph: bool
    spans: bool
    covered: tuple[Spot, ...] = ()
    bare: bool = False

    @property
    def text(self) -> str:
        """The text of a line that has but one cell, else the first cell's."""
        return self.spots[0].text

    @property
    def location(self) -> Location:
        """Where the line's first non-empty cell stands."""
        return self.spots[0].location

    @property
    def lone(self) -> bool:
        """Whether one cell holds all of the line."""
        return len(self.spots) == 1


def lines_of(document: Document, words: Words) -> tuple[list[Line], list[Passage]]:
    """The lines of a document and the passages (watermarks, page numbers) taken out of them."""
    lines: list[Line] = []
    marks: list[Passage] = []
    open_spans: list[tuple[int, Spot]] = []  # last row covered, cell
    grid = -1
    for row in document.rows:
        spots: list[Spot] = []
        for cell in row.cells:
            text, found = words.without_watermark(one_line(cell.text))
            marks.extend(Passage(mark, cell.location) for mark in found)
            if text:
                spots.append(Spot(text, cell.column, cell.column + max(1, cell.column_span), cell))
        if row.grid != grid:
            grid, open_spans = row.grid, []
        if not spots:
            continue
        bare = row.paragraph and spots[0].text.isdecimal()
        if len(spots) == 1 and not bare and len(row.cells) == 1 and words.is_page_mark(spots[0].text):
            marks.append(Passage(spots[0].text, spots[0].location))
            continue
        covered: tuple[Spot, ...] = ()
        if document.merges and not row.paragraph:
            number = spots[0].location.row
            if number is not None:
                open_spans = [(last, spot) for last, spot in open_spans if last >= number]
                covered = tuple(spot for _, spot in open_spans)
                open_spans += _spans(spots, number)
        lines.append(Line(tuple(spots), row.grid, row.paragraph, document.merges, covered, bare))
    return lines, marks


def _spans(spots: Iterable[Spot], number: int) -> list[tuple[int, Spot]]:
    return [(number + spot.cell.row_span - 1, spot) for spot in spots if spot.cell.row_span > 1]


def one_line(text: str) -> str:
    """A cell's text without line ends: Chinese runs on, Latin words keep a space."""
    if "\n" not in text and "\r" not in text:
        return text.strip()
    parts = [part.strip() for part in text.splitlines()]
    joined = ""
    for part in parts:
        if (
            joined
            and part
            and joined[-1].isascii()
            and part[0].isascii()
            and joined[-1].isalpha()
            and part[0].isalpha()
        ):
            joined += " "
        joined += part
    return joined
