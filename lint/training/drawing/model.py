"""Plain data: a drawn form is title lines, a full rectangle of cells with their true roles, lines below, and the
gold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Split = Literal["train", "held-out"]
Part = tuple[str, str]
Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside the grid; ``parts`` are its pieces as (text, role), in order, together the whole text."""

    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid. ``role`` is its true role (a heading's is ``head:value``, a target's ``value``).

    ``parts`` is filled where one cell holds text of several roles (“年度资金总额：50万”): (text, role) pieces, in
    order,
    together the whole text. Rows and columns count from 0.
    """

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    role: str
    parts: tuple[Part, ...] = ()

    def pieces(self) -> tuple[Part, ...]:
        """The cell's text as (text, role) pieces."""
        return self.parts or ((self.text, self.role),)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn form.

    ``gold`` is one mapping a table, in the format of the shared layouts; empty for a negative. ``used`` names
    every word
    and manner chosen (``word:value:指标值``, ``manner:funds:sentence``), ``unseen`` those of them that are held out.
    """

    seed: int
    split: Split
    family: str
    before: tuple[Line, ...]
    title: tuple[Line, ...]
    cells: tuple[Cell, ...]
    height: int
    width: int
    after: tuple[Line, ...]
    gold: tuple[Gold, ...]
    used: tuple[str, ...]
    unseen: tuple[str, ...]
    landscape: bool

    def rows(self) -> list[list[Cell]]:
        """The cells that begin in each row, left to right; a row wholly covered from above is an empty list."""
        return by_row(self.cells, self.height)

    def to_json(self) -> dict[str, Any]:
        """The grid in the format of the shared layouts (``NN.json``), roles added to every cell."""
        rows = [[_cell_json(cell) for cell in row] for row in self.rows()]
        return {
            "title": [line.text for line in self.title],
            "rows": rows,
            "after": [line.text for line in self.after],
            "cols": self.width,
            "before": [line.text for line in self.before],
            "numeric": True,
            "landscape": self.landscape,
            "family": self.family,
            "seed": self.seed,
            "split": self.split,
            "unseen": list(self.unseen),
        }


def by_row(cells: Iterable[Cell], height: int) -> list[list[Cell]]:
    """Cells grouped by the row they begin in, left to right."""
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for cell in cells:
        rows[cell.row].append(cell)
    for row in rows:
        row.sort(key=lambda cell: cell.column)
    return rows


def _cell_json(cell: Cell) -> dict[str, Any]:
    data: dict[str, Any] = {"t": cell.text, "rs": cell.row_span, "cs": cell.column_span, "role": cell.role}
    if cell.parts:
        data["parts"] = [list(part) for part in cell.parts]
    return data


def from_json(data: Mapping[str, Any], gold: Sequence[Gold] = ()) -> Drawn:
    """A grid read back from the shared layouts' JSON; roles are "" where the file has none.

    Raises ValueError when the cells do not fill a rectangle.
    """
    cells: list[Cell] = []
    width = int(data.get("cols") or 0) or sum(cell["cs"] for cell in data["rows"][0])
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(data["rows"]):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            height, span = int(cell["rs"]), int(cell["cs"])
            spots = {(row + down, column + right) for down in range(height) for right in range(span)}
            if taken & spots or column + span > width:
                raise ValueError(f"row {row}: cell {cell['t']!r} does not fit")
            taken |= spots
            parts = tuple((str(text), str(role)) for text, role in cell.get("parts", ()))
            cells.append(Cell(str(cell["t"]), row, column, height, span, str(cell.get("role", "")), parts))
            column += span
    height = 1 + max((row for row, _ in taken), default=-1)
    if len(taken) != height * width:
        raise ValueError("the cells leave gaps")

    def lines(key: str) -> tuple[Line, ...]:
        return tuple(Line(str(text), ((str(text), key),)) for text in data.get(key, ()))

    return Drawn(
        seed=int(data.get("seed", 0)),
        split="held-out" if data.get("split") == "held-out" else "train",
        family=str(data.get("family", "")),
        before=lines("before"),
        title=lines("title"),
        cells=tuple(cells),
        height=height,
        width=width,
        after=lines("after"),
        gold=tuple(gold),
        used=(),
        unseen=tuple(data.get("unseen", ())),
        landscape=bool(data.get("landscape")),
    )
