"""From ruled lines to cells: the horizontal and vertical rules of a page → tables with merged cells.

Used for the rules drawn in a PDF and for those found in a scanned image. Coordinates are the
page's own (points or pixels), origin at the top left. Cells whose dividing line is missing are one
cell with spans. A side left open (no outer border, or a table cut by the end of the page) is
closed at the end of the lines that reach it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

Edge = tuple[float, float, float]
"""(position, start, end): y, x0, x1 of a horizontal rule; x, y0, y1 of a vertical one."""

DIVIDES = 0.5  # share of a cell's side that a rule must cover to divide it from its neighbour
_BESIDE = 0.8  # share of a table's height that a rule beside it must run along to belong to it
_MOST_LINES = 4000  # distinct positions in one direction; a form has some hundred


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a ruled table: its place in the grid (from 0) and on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: the positions of its columns and rows, its cells, and where each is."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    index: tuple[tuple[int, ...], ...]

    def at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point, None outside the table."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x) - 1, len(self.xs) - 2)
        row = min(bisect_right(self.ys, y) - 1, len(self.ys) - 2)
        return self.index[row][column]


def find(
    horizontal: Sequence[Edge],
    vertical: Sequence[Edge],
    tolerance: float,
    gap: float,
    divides: float = DIVIDES,
    shortest: float | None = None,
) -> list[Lattice]:
    """The ruled tables made of these rules, from top to bottom.

    Rules within `tolerance` of each other are one (double lines, corners that miss each other);
    pieces of a rule up to `gap` apart are one (dashed and dotted lines). `divides` is the share of a
    row that an upright rule must cover to divide its cells. `shortest` is how long an upright rule is at
    least; without it, three times the gap.
    """
    rows = _joined(horizontal, tolerance, gap)
    columns = _joined(vertical, tolerance, gap)
    least = 3 * max(tolerance, gap)
    rows = [edge for edge in rows if edge[2] - edge[1] >= least]
    columns = [edge for edge in columns if edge[2] - edge[1] >= (least if shortest is None else shortest)]
    if len(rows) > _MOST_LINES or len(columns) > _MOST_LINES:
        return []
    found = []
    for some_rows, some_columns in _connected(rows, columns, max(tolerance, gap)):
        lattice = _lattice(some_rows, some_columns, tolerance, divides)
        if lattice is not None:
            found.append(lattice)
    return _outermost(sorted(found, key=lambda item: (item.ys[0], item.xs[0])))


def _joined(edges: Sequence[Edge], tolerance: float, gap: float) -> list[Edge]:
    """Edges at the same position that touch, as one."""
    lines: list[list[Edge]] = []
    for edge in sorted(edges):
        # Chained, so that a rule that runs slightly askew in pieces stays one.
        if lines and edge[0] - lines[-1][-1][0] <= tolerance:
            lines[-1].append(edge)
        else:
            lines.append([edge])
    result = []
    for line in lines:
        weight = sum(end - start for _, start, end in line)
        position = sum(at * (end - start) for at, start, end in line) / weight if weight > 0 else line[0][0]
        start, end = None, 0.0
        for _, first, last in sorted(line, key=lambda edge: edge[1]):
            if start is None:
                start, end = first, last
            elif first <= end + gap:
                end = max(end, last)
            else:
                result.append((position, start, end))
                start, end = first, last
        if start is not None:
            result.append((position, start, end))
    return result


def _connected(rows: list[Edge], columns: list[Edge], reach: float) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups of rules that cross or touch one another."""
    parent = list(range(len(rows) + len(columns)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for number, (x, top, bottom) in enumerate(columns, len(rows)):
        for index, (y, left, right) in enumerate(rows):
            if left - reach <= x <= right + reach and top - reach <= y <= bottom + reach:
                parent[root(index)] = root(number)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for index, edge in enumerate(rows):
        groups.setdefault(root(index), ([], []))[0].append(edge)
    for number, edge in enumerate(columns, len(rows)):
        groups.setdefault(root(number), ([], []))[1].append(edge)
    return _with_lone(list(groups.values()))


def _with_lone(groups: list[tuple[list[Edge], list[Edge]]]) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups with the upright rules that touch none: on a page that a merged cell spans from top

    to bottom, nothing crosses the rule at its far side.
    """
    tables = [group for group in groups if group[0] and group[1]]
    spans = [(min(e[1] for e in columns), max(e[2] for e in columns)) for _, columns in tables]
    for rows, columns in groups:
        if rows:
            continue
        top, bottom = min(e[1] for e in columns), max(e[2] for e in columns)
        beside = [
            (min(abs(columns[0][0] - edge[0]) for edge in table[1]), index)
            for index, (table, (high, low)) in enumerate(zip(tables, spans, strict=True))
            if min(bottom, low) - max(top, high) >= _BESIDE * max(bottom - top, low - high)
        ]
        if beside:
            tables[min(beside)[1]][1].extend(columns)
    return tables


def _lattice(rows: list[Edge], columns: list[Edge], tolerance: float, divides: float) -> Lattice | None:
    if len(rows) < 2 and len(columns) < 2:
        return None
    left, right = (min(e[1] for e in rows), max(e[2] for e in rows)) if rows else (columns[0][0], columns[-1][0])
    top, bottom = (min(e[1] for e in columns), max(e[2] for e in columns)) if columns else (rows[0][0], rows[-1][0])
    reach = 3 * tolerance
    xs = _positions([edge[0] for edge in columns], tolerance)
    ys = _positions([edge[0] for edge in rows], tolerance)
    columns, rows = list(columns), list(rows)
    if not xs or left < xs[0] - reach:
        xs.insert(0, left)
        columns.append((left, top, bottom))
    if right > xs[-1] + reach:
        xs.append(right)
        columns.append((right, top, bottom))
    if not ys or top < ys[0] - reach:
        ys.insert(0, top)
        rows.append((top, left, right))
    if bottom > ys[-1] + reach:
        ys.append(bottom)
        rows.append((bottom, left, right))
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > 200_000:
        return None
    across = _covers(rows, ys, xs, tolerance, DIVIDES)  # [line][column]: a rule above row `line`
    down = _covers(columns, xs, ys, tolerance, divides)  # [line][row]: a rule left of column `line`
    return _cells(xs, ys, across, down)


def _positions(values: list[float], tolerance: float) -> list[float]:
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _covers(
    edges: list[Edge], lines: list[float], stops: list[float], tolerance: float, share: float
) -> list[list[bool]]:
    """For each line and each interval between stops: whether rules cover enough of it."""
    covered = [[0.0] * (len(stops) - 1) for _ in lines]
    for position, start, end in edges:
        line = min(range(len(lines)), key=lambda index: abs(lines[index] - position))
        if abs(lines[line] - position) > 2 * tolerance:
            continue
        first = max(bisect_right(stops, start) - 1, 0)
        for index in range(first, len(stops) - 1):
            if stops[index] >= end:
                break
            covered[line][index] += max(0.0, min(end, stops[index + 1]) - max(start, stops[index]))
    return [
        [covered[line][index] >= share * (stops[index + 1] - stops[index]) for index in range(len(stops) - 1)]
        for line in range(len(lines))
    ]


def _cells(xs: list[float], ys: list[float], across: list[list[bool]], down: list[list[bool]]) -> Lattice:
    width, height = len(xs) - 1, len(ys) - 1
    index = [[-1] * width for _ in range(height)]
    boxes: list[Box] = []
    for row in range(height):
        for column in range(width):
            if index[row][column] >= 0:
                continue
            wide = 1
            while column + wide < width and index[row][column + wide] < 0 and not down[column + wide][row]:
                wide += 1
            tall = 1
            while row + tall < height and _goes_on(row + tall, column, wide, index, across, down):
                tall += 1
            for line in range(row, row + tall):
                index[line][column : column + wide] = [len(boxes)] * wide
            boxes.append(Box(row, column, tall, wide, xs[column], ys[row], xs[column + wide], ys[row + tall]))
    return Lattice(tuple(xs), tuple(ys), tuple(boxes), tuple(tuple(line) for line in index))


def _goes_on(
    row: int, column: int, wide: int, index: list[list[int]], across: list[list[bool]], down: list[list[bool]]
) -> bool:
    """Whether a cell of these columns reaches down into `row`."""
    if any(across[row][column : column + wide]) or any(item >= 0 for item in index[row][column : column + wide]):
        return False
    if any(down[line][row] for line in range(column + 1, column + wide)):
        return False
    return column + wide >= len(index[row]) or down[column + wide][row]


def _outermost(found: list[Lattice]) -> list[Lattice]:
    """Tables less frames around them: a single box drawn around other tables is no table."""
    return [
        item
        for item in found
        if len(item.boxes) > 1 or not any(other is not item and _within(other, item) for other in found)
    ]


def _within(inner: Lattice, outer: Lattice) -> bool:
    return (
        outer.xs[0] <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[-1]
        and outer.ys[0] <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[-1]
    )
