"""A grid being filled: cells are put at their places, a row at a time or as a block, and the whole must come out
full.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .choice import Choice
from .model import Cell, Part


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell before it has a place: text, role, columns it takes, and its parts where it holds several roles."""

    text: str
    role: str
    span: int = 1
    parts: tuple[Part, ...] = ()


class Canvas:
    """A grid ``width`` columns wide that grows downward."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.height = 0
        self.cells: list[Cell] = []

    def put(self, row: int, column: int, height: int, piece: Piece) -> None:
        """Puts a cell that covers ``height`` rows and the piece's columns."""
        self.cells.append(Cell(piece.text, row, column, height, piece.span, piece.role, piece.parts))
        self.height = max(self.height, row + height)

    def line(self, pieces: Sequence[Piece], start: int = 0) -> None:
        """Adds one row below; with ``start`` the columns before it must be covered by the caller."""
        row, column = self.height, start
        for piece in pieces:
            self.put(row, column, 1, piece)
            column += piece.span
        if column != self.width:
            raise ValueError(f"a row of {column} columns in a grid of {self.width}")

    def block(self, root: Piece, lines: Sequence[Sequence[Piece]]) -> None:
        """Adds rows with one cell merged beside all of them on the left."""
        self.put(self.height, 0, len(lines), root)
        self.height -= len(lines)
        for pieces in lines:
            self.line(pieces, root.span)


def spans(choice: Choice, width: int, weights: Sequence[float]) -> list[int]:
    """Cuts ``width`` columns into ``len(weights)`` runs of at least one, the wider the weight the more likely."""
    sizes = [1] * len(weights)
    for place in choice.random.choices(range(len(weights)), weights, k=max(0, width - len(weights))):
        sizes[place] += 1
    return sizes
