"""Tables without rules between their rows: lines put together to cells, cells to rows.

The lines of a column are put together to cells at that distance at which most columns have equally
many of them; where that tells nothing, rows are told line by line (`space_levels`).
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from collections.abc import Sequence

from lint.readers.page.lines import (
    GAP,
    LEVEL,
    MOST_ROWS,
    SLACK,
    WRAPPED,
    Guess,
    Line,
    Placed,
    Shape,
    Span,
    lines_of,
    runs_on,
)
from lint.readers.page.ruled import Box, Edge, Lattice
from lint.readers.page.unruled_columns import Block, best_block, carried, inner_edges
from lint.readers.page.unruled_levels import LineTable, line_rows
from lint.readers.page.unruled_merged import shared_out

_MOST_TABLES = 6  # tables without rules on a page
_FEW_ROWS = 3  # rows that pair across columns, below which nothing is told by it
_NEARER = 0.95  # share of the least distance of two rows


def unruled(pieces: Sequence[Placed], verticals: Sequence[Edge], before: Shape | None) -> list[Guess]:
    """Tables whose rows no rule parts."""
    lines = lines_of(pieces)
    found: list[Guess] = []
    if before is not None and before.wrapped is not None and (block := carried(lines, verticals, before)):
        found.append(_with_rows(block, verticals, before))
        lines = [line for line in lines if line.middle > block.bottom]
    while len(found) < _MOST_TABLES and (block := best_block(lines, verticals)) is not None:
        found.append(_with_rows(block, verticals, None))
        lines = [line for line in lines if line.middle > block.bottom]
    return found


def _with_rows(block: Block, verticals: Sequence[Edge], before: Shape | None) -> Guess:
    """The table of a block: its rows, and in each column which of them a cell covers."""
    size = block.size
    known = before.edges if before is not None else ()
    inner = inner_edges(block, verticals, Counter(), known)
    xs = [block.columns[0][0] - GAP * size, *inner, block.columns[-1][1] + GAP * size]
    if len(known) == len(xs) and known[0] <= xs[0] + size and known[-1] >= xs[-1] - size:
        xs[0], xs[-1] = known[0], known[-1]
    columns = _column_lines(block, xs)
    widths = [right - left for left, right in block.columns]
    spans, agreed, wrapped = _cells(columns, widths, size, before.wrapped if before is not None else None)
    if agreed < 2 and (table := line_rows(columns, widths, size)) is not None:
        return _from_lines(xs, table, Shape(tuple(xs), block.columns, size, wrapped, sure=False), size)
    base = max(range(len(spans)), key=lambda index: len(spans[index]))
    count = len(spans[base])
    leaves = [own for own in spans if len(own) == count]
    tops = [Span(max(own[i].top for own in leaves), max(own[i].bottom for own in leaves)) for i in range(count)]
    spans = [
        own if len(own) == count else _split_at(own, lines, tops, size)
        for own, lines in zip(spans, columns, strict=True)
    ]
    leaves = [own for own in spans if len(own) == count]
    rows = [Span(min(own[i].top for own in leaves), max(own[i].bottom for own in leaves)) for i in range(count)]
    doubts = {i for i in range(count) if i and rows[i].top < rows[i - 1].bottom}
    if agreed < 2 or count > MOST_ROWS or (before is not None and not before.sure):
        doubts = set(range(count))
    ys = _boundaries(rows, size)
    # Once more, with the rows as high as the categories that stand in one row alone.
    shares = [shared_out(own, rows, ys, size)[0] for own in spans]
    rows = _heightened(rows, spans, shares)
    ys = _boundaries(rows, size)
    shares = []
    for own in spans:
        ranges, astray = shared_out(own, rows, ys, size)
        shares.append(ranges)
        doubts |= astray
    ys[0], ys[-1] = min(ys[0], block.top), max(ys[-1], block.bottom)
    lattice = _lattice_of(xs, ys, shares)
    shape = Shape(tuple(xs), block.columns, size, wrapped, sure=agreed >= 2)
    return Guess(lattice, shape, tuple((ys[i], ys[i + 1]) for i in sorted(doubts)))


def _from_lines(xs: Sequence[float], table: LineTable, shape: Shape, size: float) -> Guess:
    """The table of rows told line by line."""
    ys = _boundaries(table.rows, size)
    lattice = _lattice_of(xs, ys, table.shares)
    return Guess(lattice, shape, tuple((ys[i], ys[i + 1]) for i in sorted(table.doubts)))


def _column_lines(block: Block, xs: Sequence[float]) -> list[list[Line]]:
    """The lines of each column."""
    cells: list[list[Placed]] = [[] for _ in xs[1:]]
    for line in block.lines:
        for piece in line.pieces:
            middle = (piece.left + piece.right) / 2
            index = sum(x <= middle for x in xs[1:-1])
            cells[index].append(piece)
    return [lines_of(own) for own in cells]


def _cells(
    columns: Sequence[Sequence[Line]], widths: Sequence[float], size: float, wrapped: float | None
) -> tuple[list[list[Span]], int, float]:
    """The lines of each column put together to cells, how many columns have as many as any, and the
    distance up to which lines are of one cell.

    That distance is the one at which most columns have equally many cells, where it is not known.
    """
    if wrapped is not None:
        spans = [_put_together(own, wrapped, width) for own, width in zip(columns, widths, strict=True)]
        most = max(map(len, spans))
        return spans, _agreeing(columns, spans), wrapped
    steps = sorted(
        {
            round(after.middle - before.middle, 1)
            for own in columns
            for before, after in itertools.pairwise(own)
            if after.middle - before.middle < WRAPPED * size
        }
    )
    near = [0.0]
    for step in steps:
        if step - near[-1] > 0.05 * size or near[-1] == 0.0:
            near.append(step)
        else:
            near[-1] = step
    best: tuple[tuple[int, float, int], list[list[Span]], float] | None = None
    for limit in (step + 0.03 * size for step in near[:12]):
        spans = [_put_together(own, limit, width) for own, width in zip(columns, widths, strict=True)]
        most = max(map(len, spans))
        equal = [own for own in spans if len(own) == most]
        apart = sum(
            max(own[i].top for own in equal) > min(own[i].bottom for own in equal) for i in range(most)
        ) / max(most, 1)  # fmt: skip
        score = (len(equal) if most >= _FEW_ROWS and apart == 0 else 0, -apart, most)
        if best is None or score > best[0]:
            best = (score, spans, limit)
    assert best is not None
    spans = best[1]
    # What stands closer than any two rows of the fullest column is of one cell in the others too.
    fullest = max(range(len(spans)), key=lambda index: len(spans[index]))
    starts = {round(span.top, 2) for span in spans[fullest]}
    row_steps = [
        after.middle - before.middle
        for before, after in zip(columns[fullest], columns[fullest][1:], strict=False)
        if round(after.top, 2) in starts
    ]
    limit = max(_NEARER * min(row_steps, default=0.0), best[2])
    spans = [_put_together(lines, limit, width) for lines, width in zip(columns, widths, strict=True)]
    return spans, _agreeing(columns, spans) if best[0][0] else 0, limit


def _agreeing(columns: Sequence[Sequence[Line]], spans: Sequence[Sequence[Span]]) -> int:
    """How many columns have as many cells as any; the same texts in two halves of a form count once."""
    most = max(map(len, spans))
    seen = {
        tuple((round(line.top), round(line.width)) for line in lines)
        for lines, own in zip(columns, spans, strict=True)
        if len(own) == most
    }
    return len(seen)


def _put_together(lines: Sequence[Line], limit: float, width: float) -> list[Span]:
    """The cells of one column: a line near above that had no room for its first word goes on in it.

    `width` is that of the column's longest line.
    """
    spans: list[Span] = []
    before: Line | None = None
    for line in lines:
        if before is not None and line.middle - before.middle <= limit and runs_on(before, line, width, SLACK):
            spans[-1] = Span(spans[-1].top, max(spans[-1].bottom, line.bottom))
        else:
            spans.append(Span(line.top, line.bottom))
        before = line
    return spans


def _split_at(spans: Sequence[Span], lines: Sequence[Line], rows: Sequence[Span], size: float) -> list[Span]:
    """The cells of a column, parted where each row has a line that begins with it.

    Two texts as long as their column, one under the other, look like one that was broken.
    """
    starts = [any(abs(line.top - row.top) < LEVEL * size for line in lines) for row in rows]
    if not all(starts):
        return list(spans)
    result: list[Span] = []
    for line in lines:
        if not result or any(abs(line.top - row.top) < LEVEL * size for row in rows):
            result.append(Span(line.top, line.bottom))
        else:
            result[-1] = Span(result[-1].top, line.bottom)
    return result if len(result) == len(rows) else list(spans)


def _boundaries(rows: Sequence[Span], size: float) -> list[float]:
    """The heights between rows, midway between their texts."""
    inner = [(before.bottom + after.top) / 2 for before, after in itertools.pairwise(rows)]
    leads = [(after.top - before.bottom) / 2 for before, after in itertools.pairwise(rows)]
    lead = max(statistics.median(leads) if leads else 0.0, 0.1 * size)
    ys = [rows[0].top - lead, *inner, rows[-1].bottom + lead]
    for index in range(1, len(ys)):
        ys[index] = max(ys[index], ys[index - 1] + 0.01 * size)
    return ys


def _heightened(
    rows: Sequence[Span], spans: Sequence[Sequence[Span]], shares: Sequence[Sequence[tuple[int, int]]]
) -> list[Span]:
    """The rows with the cells that stand in one row alone."""
    result = list(rows)
    for own, ranges in zip(spans, shares, strict=True):
        for span, (first, end) in zip(own, ranges, strict=False):
            if end - first == 1:
                result[first] = Span(min(result[first].top, span.top), max(result[first].bottom, span.bottom))
    return result


def _lattice_of(xs: Sequence[float], ys: Sequence[float], shares: Sequence[Sequence[tuple[int, int]]]) -> Lattice:
    """The table with these columns and rows, each column's cells over their rows."""
    height = len(ys) - 1
    index = [[-1] * len(shares) for _ in range(height)]
    boxes: list[Box] = []
    for column, ranges in enumerate(shares):
        covered = {row for first, end in ranges for row in range(first, end)}
        alone = [(row, row + 1) for row in range(height) if row not in covered]
        for first, end in sorted([*ranges, *alone]):
            for row in range(first, end):
                index[row][column] = len(boxes)
            boxes.append(Box(first, column, end - first, 1, xs[column], ys[first], xs[column + 1], ys[end]))
    return Lattice(tuple(xs), tuple(ys), tuple(boxes), tuple(tuple(line) for line in index))
