"""Rows told line by line, where all lines of a table without rules stand at the same distance."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lint.readers.page.lines import LEVEL, MOST_ROWS, SLACK, WRAPPED, Line, Span, runs_on

_DOUBTED = -0.5  # em by which a word must seem to have had room to prove that it begins a row
_APART = 0.8  # em between lines, below which the columns' lines are not level with one another
_MOST_HEADED = 0.8  # share of the rows in whose first line a column has a text, if each row has one


@dataclass(frozen=True, slots=True)
class LineTable:
    """Rows told line by line: where each is, the cells' rows by column, and rows in doubt."""

    rows: tuple[Span, ...]
    shares: tuple[tuple[tuple[int, int], ...], ...]
    doubts: frozenset[int]


def line_rows(columns: Sequence[Sequence[Line]], widths: Sequence[float], size: float) -> LineTable | None:
    """The rows of a table whose lines all stand at the same distance, their texts at the top of their cells.

    A line begins a row where a text in it had room in the line above, or none stands there. None
    where the lines of the columns are not level with one another.
    """
    levels: list[list[tuple[int, Line]]] = []
    for column, line in sorted(
        ((index, line) for index, own in enumerate(columns) for line in own), key=lambda item: item[1].middle
    ):
        if levels and line.middle - levels[-1][0][1].middle < 2 * LEVEL * size:
            levels[-1].append((column, line))
        elif levels and line.middle - levels[-1][0][1].middle < _APART * size:
            return None
        else:
            levels.append([(column, line)])
    proven = _row_starts(levels, widths, size, _DOUBTED)
    heads = Counter(column for index in proven for column, _ in levels[index])
    leaves = {column for column, number in heads.items() if number >= _MOST_HEADED * len(proven)}
    # What is not proven either way, and what may be a row because each column has a text in it.
    likely = _row_starts(levels, widths, size, SLACK)
    starts = [
        index
        for index, level in enumerate(levels)
        if index in proven or index in likely or leaves <= {column for column, _ in level}
    ]
    ends = [*starts[1:], len(levels)]
    count = len(starts)
    unproven = {row for row, start in enumerate(starts) if start not in proven}
    doubts = unproven | {row - 1 for row in unproven}
    if len(leaves) < 2 or count > MOST_ROWS:
        doubts = set(range(count))
    row_of = {id(line): row for row in range(count) for i in range(starts[row], ends[row]) for _, line in levels[i]}
    shares = []
    for column, own in enumerate(columns):
        shares.append(tuple((row, row + 1) for row in sorted({row_of[id(line)] for line in own})))
        if column in leaves:
            continue
        for upper, line in itertools.pairwise(own):
            near = line.middle - upper.middle <= WRAPPED * size
            if near and row_of[id(line)] > row_of[id(upper)] and runs_on(upper, line, widths[column], SLACK):
                doubts |= {row_of[id(upper)], row_of[id(line)]}  # the end of a merged category, or another one
    rows = tuple(
        Span(
            min(line.top for level in levels[start:end] for _, line in level),
            max(line.bottom for level in levels[start:end] for _, line in level),
        )
        for start, end in zip(starts, ends, strict=True)
    )
    return LineTable(rows, tuple(shares), frozenset(doubts))


def _row_starts(
    levels: Sequence[Sequence[tuple[int, Line]]], widths: Sequence[float], size: float, slack: float
) -> set[int]:
    """The levels in which some text cannot go on with the one above it."""
    starts: set[int] = set()
    before: dict[int, Line] = {}
    for index, level in enumerate(levels):
        if any(
            column not in before
            or line.middle - before[column].middle > WRAPPED * size
            or not runs_on(before[column], line, widths[column], slack)
            for column, line in level
        ):
            starts.add(index)
        before = dict(level)
    return starts
