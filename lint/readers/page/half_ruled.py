"""Tables with rules between their rows: the upright rules that they lack, the rows that may be two."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from lint.readers.page.lines import Guess, Line, Placed, Shape, lines_of, runs_on, segments_of
from lint.readers.page.ruled import Edge, Lattice, find
from lint.readers.page.unruled_columns import LINES, Block, best_block, carried, inner_edges

_BAND_GAP = 1.0  # em between two cells of a row above or below the indicators
_PADDING = 1.6  # em of its width that a cell may leave empty at its sides
_BROKEN = 0.6  # share of a row's cells
_COVERED = 0.5  # share of a table's height that a rule must run along to be its column's
_LARGE_PART = 0.4  # share of a ruled table's lines in which the columns are that lack a rule
_WHOLE_BAND = 0.6  # share of the lines of a table in one band between rules: its rows have none


def bounds(rows: Sequence[Edge], columns: Sequence[Edge]) -> tuple[float, float, float, float]:
    """The left, upper, right and lower end of the rules of a table."""
    xs = [x for _, left, right in rows for x in (left, right)] + [x for x, _, _ in columns]
    ys = [y for _, top, bottom in columns for y in (top, bottom)] + [y for y, _, _ in rows]
    return min(xs), min(ys), max(xs), max(ys)


def completed(
    lattice: Lattice | None,
    rows: Sequence[Edge],
    columns: Sequence[Edge],
    pieces: Sequence[Placed],
    tolerance: float,
    gap: float,
    before: Shape | None,
    divides: float,
    shortest: float | None = None,
) -> tuple[list[Guess], bool]:
    """A table with the upright rules that it lacks; and whether its rows lack theirs instead."""
    lines = lines_of(pieces)
    left, _, right, _ = bounds(rows, columns)
    if before is not None and (
        before.wrapped is not None or max(abs(before.edges[0] - left), abs(before.edges[-1] - right)) > 2 * tolerance
    ):
        before = None
    known = before.edges if before is not None else ()
    goes_on = carried(lines, columns, before) if before is not None else None
    block = best_block(lines, columns)
    if goes_on is not None and (block is None or block.top <= goes_on.bottom):
        block = goes_on
    if block is None:
        return [], False
    ys = sorted({y for y, _, _ in rows})
    bands = Counter(sum(y <= line.middle for y in ys) for line in block.lines)
    if block is not goes_on and max(bands.values()) >= max(LINES, _WHOLE_BAND * len(block.lines)):
        return [], True
    top = max((y for y in ys if y <= block.lines[0].middle), default=block.top)
    bottom = min((y for y in ys if y >= block.lines[-1].middle), default=block.bottom)
    inner = inner_edges(block, columns, _ends(rows), known)
    missing = _missing(block, inner, columns, top, bottom, tolerance)
    shape = Shape((left, *inner, right), block.columns, block.size)
    if not missing:
        doubtful = _two_rows(lattice, block) if lattice is not None else []
        return [Guess(lattice, shape, tuple(doubtful))] if lattice is not None and doubtful else [], False
    if lattice is not None and len(block.lines) < _LARGE_PART * len(lines):
        return [], False  # a few rows that happen to stand in columns, among others with all their rules
    fresh = [(x, top, bottom) for x in missing]
    for upper, lower in itertools.pairwise(ys):
        if lower - upper <= tolerance or top <= (upper + lower) / 2 <= bottom:
            continue
        inside = [line for line in lines if upper < line.middle < lower]
        fresh += [
            (x, upper, lower) for x in _band(inside, columns, missing, block.size, only_known=lattice is not None)
        ]
    found = find(rows, [*columns, *fresh], tolerance, gap, divides, shortest)
    return [Guess(one, shape, tuple(_two_rows(one, block))) for one in found], False


def _two_rows(lattice: Lattice, block: Block) -> list[tuple[float, float]]:
    """The rows of a ruled table (top, bottom) that may be two: the rule between them is missing.

    In most of their cells a line ends although the next one's first word had room in it.
    """
    cells: dict[int, list[Placed]] = {}
    for line in block.lines:
        for piece in line.pieces:
            number = lattice.at((piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2)
            if number is not None:
                cells.setdefault(number, []).append(piece)
    written: Counter[int] = Counter()
    broken: Counter[int] = Counter()
    for number, own in cells.items():
        box = lattice.boxes[number]
        if box.row_span > 1:
            continue
        written[box.row] += 1
        width = box.right - box.left - _PADDING * block.size
        broken[box.row] += any(
            not runs_on(before, line, width, 0.0) for before, line in itertools.pairwise(lines_of(own))
        )
    return [
        (lattice.ys[row], lattice.ys[row + 1])
        for row, count in broken.items()
        if count >= max(2, _BROKEN * written[row])
    ]


def _ends(rows: Sequence[Edge]) -> Counter[float]:
    """Where horizontal rules begin and end, and how many do there."""
    return Counter(round(x, 1) for _, left, right in rows for x in (left, right))


def _missing(
    block: Block, inner: Sequence[float], columns: Sequence[Edge], top: float, bottom: float, tolerance: float
) -> list[float]:
    """The places between a table's columns at which no rule runs down."""
    result = []
    for x, ((_, left), (right, _)) in zip(inner, zip(block.columns, block.columns[1:], strict=False), strict=True):
        length = sum(
            max(0.0, min(end, bottom) - max(start, top))
            for at, start, end in columns
            if left - tolerance <= at <= right + tolerance
        )
        if length < _COVERED * (bottom - top):
            result.append(x)
    return result


def _band(
    lines: Sequence[Line], columns: Sequence[Edge], known: Sequence[float], size: float, *, only_known: bool
) -> list[float]:
    """Where the cells of one row part whose upright rules are missing."""
    taken: list[tuple[float, float]] = []
    for line in lines:
        taken += segments_of(line, _BAND_GAP, columns)
    result = []
    reached = None
    for left, right in sorted(taken):
        if reached is not None and left - reached >= _BAND_GAP * size:
            middle = lines[0].middle
            inside = [x for x in known if reached <= x <= left]
            crossed = any(reached <= x <= left and top <= middle <= bottom for x, top, bottom in columns)
            if inside and not crossed:
                result.append(inside[0])
            elif not crossed and not only_known:
                result.append((reached + left) / 2)
        reached = right if reached is None else max(reached, right)
    return result
