"""Tables told by white space: their data, pieces of text put together to lines, and wrapped text.

Lengths are in the page's own unit, origin at the top left; "em" is the type size.
"""

from __future__ import annotations

import statistics
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from lint.readers.page.ruled import Edge, Lattice

GAP = 0.35  # em between the texts of two columns; a space between words is narrower or harmless
SAME_LINE = 0.5  # em two pieces of a line may differ in height
WRAPPED = 2.2  # em from line to line, above which two lines are two cells
SLACK = 0.15  # em by which a word may seem to fit in a line although it did not
LEVEL = 0.2  # em two texts of a row may differ in height at their tops
MOST_ROWS = 120  # rows on a page; sharing out more would take too long
_NEVER_FIRST = "，。、；：！？）》〉】」』”’％%,.;:!?)]}/"  # what no line begins with
_NEVER_LAST = "≥≤＞＜±￥¥（《/"  # what stays with the number after it


class Placed(Protocol):
    """What is needed of a piece of text."""

    @property
    def text(self) -> str:
        """Its characters."""

    @property
    def left(self) -> float:
        """Its left end."""

    @property
    def top(self) -> float:
        """Its upper end."""

    @property
    def right(self) -> float:
        """Its right end."""

    @property
    def bottom(self) -> float:
        """Its lower end."""

    @property
    def size(self) -> float:
        """Its type size."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the table at the end of one page tells of the next one's: its column edges, the outer
    ones among them, the stretch that the texts of each column take, its type size, and the distance
    up to which two lines are of one cell (None where rules say it); whether that distance is `sure`.
    """

    edges: tuple[float, ...]
    columns: tuple[tuple[float, float], ...]
    size: float
    wrapped: float | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Guess:
    """A table whose rules are missing in part, and where (top, bottom) its rows are in doubt."""

    lattice: Lattice
    shape: Shape
    doubtful: tuple[tuple[float, float], ...] = ()


@dataclass(slots=True)
class Line:
    """Pieces side by side."""

    top: float
    bottom: float
    size: float
    pieces: list[Placed] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """From the left end of its first piece to the right end of its last."""
        return self.pieces[-1].right - self.pieces[0].left


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of one column: the stretch (top, bottom) of its lines."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


def lines_of(pieces: Iterable[Placed]) -> list[Line]:
    """Pieces at one height put together to lines, from top to bottom, each from left to right."""
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda item: (item.top + item.bottom, item.left)):
        middle = (piece.top + piece.bottom) / 2
        last = lines[-1] if lines else None
        if last is not None and middle - last.middle < SAME_LINE * max(last.size, piece.size):
            last.pieces.append(piece)
        else:
            lines.append(Line(piece.top, piece.bottom, piece.size, [piece]))
    for line in lines:
        line.pieces.sort(key=lambda item: item.left)
        line.size = statistics.median(piece.size for piece in line.pieces)
    return lines


def segments_of(line: Line, gap: float, verticals: Sequence[Edge]) -> list[tuple[float, float]]:
    """The stretches of a line's texts, apart where a gap (in em) or an upright rule lies between them."""
    middle, near, least = line.middle, GAP * line.size, gap * line.size
    stops = sorted(x for x, top, bottom in verticals if top <= middle <= bottom)
    result: list[tuple[float, float]] = []
    left, right = line.pieces[0].left, line.pieces[0].right
    for piece in line.pieces[1:]:
        start = piece.left
        stop = bisect_left(stops, right - near)
        if start - right < least and not (stop < len(stops) and stops[stop] <= start + near):
            right = max(right, piece.right)
        else:
            result.append((left, right))
            left, right = start, piece.right
    return [*result, (left, right)]


def runs_on(before: Line, line: Line, width: float, slack: float) -> bool:
    """Whether a line's first word had no room in the line above, in a column of a width; `slack` in em."""
    return before.width + _first_word(line) > width + slack * line.size


def _first_word(line: Line) -> float:
    """The width of what cannot be parted at a line's start: a Latin word, a character and its comma."""
    end = 1
    while end < len(line.pieces) and (
        line.pieces[end].text in _NEVER_FIRST
        or (
            line.pieces[end - 1].text in _NEVER_LAST
            and (line.pieces[end].text.isascii() or line.pieces[end - 1].text == "/")
        )
        or (line.pieces[end - 1].text.isascii() and line.pieces[end].text.isascii())
    ):
        end += 1
    if len(line.pieces[0].text) > 1:  # more than a character: what it begins with is unknown
        return min(line.pieces[0].right - line.pieces[0].left, line.size)
    return line.pieces[end - 1].right - line.pieces[0].left
