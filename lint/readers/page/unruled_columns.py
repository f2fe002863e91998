"""The columns of a table told by white space.

A line of the table with most texts (its head, as a rule) gives one seed a column; every line below
that joins no two of them belongs to the table, and its texts make the columns wider; the space left
free between them is where a rule would stand.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lint.readers.page.lines import GAP, SAME_LINE, Line, Shape, segments_of
from lint.readers.page.ruled import Edge

LINES = 4  # lines that make a table, its head among them
_SEED_GAP = 0.8  # em between the texts of a head row
_COLUMNS = 3  # columns that make a table
_MOST_LINES = 250  # lines of a page looked at; a page of small type has some hundred
_MOST_SEEDS = 25  # lines tried as the head of a table
_MOST_COLUMNS = 40  # of a table; a form has a dozen
_MOST_TEXTS = 80  # in one line of a table
_LARGE = 1.3  # times the usual type size: a title, not a row
_MOSTLY = 0.6  # share of a column's texts


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a table and the stretch (left, right) that the texts of each column take."""

    lines: tuple[Line, ...]
    columns: tuple[tuple[float, float], ...]

    @property
    def top(self) -> float:
        """The upper end of its first line."""
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        """The lower end of its last line."""
        return max(line.bottom for line in self.lines)

    @property
    def size(self) -> float:
        """Its usual type size."""
        return statistics.median(line.size for line in self.lines)


def best_block(lines: Sequence[Line], verticals: Sequence[Edge]) -> Block | None:
    """The table with most columns, then most lines, that begins at one of these lines."""
    lines = lines[:_MOST_LINES]
    fine = [segments_of(line, GAP, verticals) for line in lines]
    seeds = [segments_of(line, _SEED_GAP, verticals) for line in lines]
    order = sorted(
        (i for i in range(len(lines)) if _COLUMNS <= len(seeds[i]) <= _MOST_COLUMNS), key=lambda i: (-len(seeds[i]), i)
    )
    best: Block | None = None
    for start in order[:_MOST_SEEDS]:
        block = _grown(lines, fine, seeds, start)
        if len(block.lines) < LINES or len(block.columns) < _COLUMNS:
            continue
        if best is None or (len(block.columns), len(block.lines)) > (len(best.columns), len(best.lines)):
            best = block
    return best


def carried(lines: Sequence[Line], verticals: Sequence[Edge], before: Shape) -> Block | None:
    """The first lines of a page that go on with the columns of the page before.

    None where a table begins among them that reaches further: another form's.
    """
    if len(before.columns) < _COLUMNS:
        return None
    own = best_block(lines, verticals)
    taken: list[Line] = []
    islands = [(left, right, True) for left, right in before.columns]
    hit: set[int] = set()
    for line in lines[:_MOST_LINES]:
        segments = segments_of(line, GAP, verticals)
        grown = _joined(islands, segments)
        if (
            grown is None
            or line.size > _LARGE * before.size
            or any(right < before.edges[0] or left > before.edges[-1] for left, right in segments)
        ):
            break
        islands = grown
        hit |= {sum(edge <= (left + right) / 2 for edge in before.edges[1:-1]) for left, right in segments}
        taken.append(line)
    if len(hit) < _COLUMNS:
        return None
    if own is not None and own.top <= taken[-1].middle < own.lines[-1].middle:
        return None
    columns = _columns(islands)
    return Block(tuple(taken), tuple(columns)) if len(columns) == len(before.columns) else None


def inner_edges(block: Block, verticals: Sequence[Edge], ends: Counter[float], known: Sequence[float]) -> list[float]:
    """Where the columns of a table part: at a rule, at the ends of rules, as on the page before, or midway."""
    xs = []
    for (_, left), (right, _) in zip(block.columns, block.columns[1:], strict=False):
        ruled = [
            x
            for x, top, bottom in verticals
            if left <= x <= right and min(bottom, block.bottom) - max(top, block.top) > 0
        ]
        stops = [(count, x) for x, count in ends.items() if left <= x <= right]
        same = [x for x in known if left <= x <= right]
        if ruled:
            xs.append(statistics.median(ruled))
        elif stops:
            xs.append(max(stops)[1])
        elif len(same) == 1:
            xs.append(same[0])
        elif _ranged_left(block, left, right):
            # The column before it may grow up to where this one's texts begin, on the next page too.
            xs.append(max(right - GAP * block.size, (left + right) / 2))
        else:
            xs.append((left + right) / 2)
    return xs


def _ranged_left(block: Block, left: float, right: float) -> bool:
    """Whether most texts of the column that begins at `right` begin there."""
    starts = [
        after.left
        for line in block.lines
        for before, after in zip([None, *line.pieces], line.pieces, strict=False)
        if after.left >= right - GAP and (before is None or before.right <= left + GAP)
    ]
    return sum(start - right < SAME_LINE * block.size for start in starts) > _MOSTLY * len(starts)


def _grown(
    lines: Sequence[Line], fine: Sequence[list[tuple[float, float]]], seeds: Sequence[list[tuple[float, float]]],
    start: int,
) -> Block:  # fmt: skip
    """The table with a line as its head: the lines below until one joins two columns."""
    islands = [(left, right, True) for left, right in seeds[start]]
    size = lines[start].size
    taken = [lines[start]]
    above = all(line.size <= _LARGE * size for line in lines[:start]) and _reaches_top(fine, islands, start)
    first = 0 if above else _head_above(fine, islands, start)
    order = [*range(start + 1, len(lines)), *range(start - 1, first - 1, -1)]
    stopped = False
    for index in order:
        if stopped and index > start:
            continue
        grown = None if lines[index].size > _LARGE * size else _joined(islands, fine[index])
        if grown is None:
            stopped = True
            if index < start:
                break
            continue
        islands = grown
        taken.append(lines[index])
    return Block(tuple(sorted(taken, key=lambda line: line.middle)), tuple(_columns(islands)))


def _head_above(fine: Sequence[list[tuple[float, float]]], islands: list[tuple[float, float, bool]], start: int) -> int:
    """The line of a head above one of its rows: all but one of the columns have a text in it.

    The head itself may lack one, whose words stand in two lines. `start` where there is none.
    """
    found = start
    grown = islands
    for index in range(start - 1, -1, -1):
        wider = _joined(grown, fine[index])
        if wider is None:
            break
        grown = wider
        if len(fine[index]) >= max(_COLUMNS + 1, len(islands) - 1):
            found = index
    return found


def _reaches_top(
    fine: Sequence[list[tuple[float, float]]], islands: list[tuple[float, float, bool]], start: int
) -> bool:
    """Whether all lines above could be rows too: a table that goes on from the page before."""
    if start == 0:
        return False
    grown = islands
    for index in range(start - 1, -1, -1):
        wider = _joined(grown, fine[index])
        if wider is None:
            return False
        grown = wider
    return True


def _joined(
    islands: list[tuple[float, float, bool]], segments: Sequence[tuple[float, float]]
) -> list[tuple[float, float, bool]] | None:
    """The columns with the texts of one more line; None where one text lies in two of them."""
    result = islands
    if len(segments) > _MOST_TEXTS:
        return None
    for left, right in segments:
        hit = [item for item in result if item[0] < right and left < item[1]]
        if len(hit) == 1:
            ((start, end, head),) = hit
            if start <= left and right <= end:
                continue  # most texts make no column wider
        else:
            if sum(item[2] for item in hit) > 1:
                return None
            start = min((item[0] for item in hit), default=left)
            end = max((item[1] for item in hit), default=right)
            head = any(item[2] for item in hit)
        result = [*(item for item in result if item not in hit), (min(left, start), max(right, end), head)]
    return sorted(result)


def _columns(islands: Sequence[tuple[float, float, bool]]) -> list[tuple[float, float]]:
    """One stretch a column: texts that no head stands over join the nearest column between heads."""
    heads = [index for index, item in enumerate(islands) if item[2]]
    groups: dict[int, list[float]] = {}
    for index, (left, right, _) in enumerate(islands):
        if index < heads[0]:
            owner = -1
        elif index > heads[-1]:
            owner = len(islands)
        else:
            owner = min(heads, key=lambda head: max(islands[head][0] - right, left - islands[head][1]))
        if owner in groups:
            groups[owner][0], groups[owner][1] = min(groups[owner][0], left), max(groups[owner][1], right)
        else:
            groups[owner] = [left, right]
    return sorted((left, right) for left, right in groups.values())
