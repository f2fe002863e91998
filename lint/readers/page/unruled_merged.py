"""Which rows each cell of a column covers, in a table without rules between its rows.

Categories, whose cells reach over several rows, stand in the middle or at the top of their rows,
and only one way of sharing the rows out among them puts them all there.
"""

from __future__ import annotations

from collections.abc import Sequence

from lint.readers.page.lines import MOST_ROWS, Span

_GAP_ROW = 0.5  # em that a row without a cell costs, against a cell out of its rows' middle
_ASTRAY = 0.3  # share of a row's height a cell may stand from the middle of its rows
_FEW = 0.75  # share of the rows: fewer cells are categories
_BIASED = 0.15  # em by which merged cells may stand worse
_TELLING = 0.5  # em: a smaller difference tells nothing


def shared_out(
    spans: Sequence[Span], rows: Sequence[Span], ys: Sequence[float], size: float
) -> tuple[list[tuple[int, int]], set[int]]:
    """The rows (first, end) of each cell of a column and the rows that may be another cell's.

    The ranges of a column without text are none; rows between two ranges have no cell.
    """
    count = len(rows)
    if not spans:
        return [], set()
    if len(spans) == count and all(ys[i] < span.middle < ys[i + 1] for i, span in enumerate(spans)):
        return [(i, i + 1) for i in range(count)], set()
    if len(spans) > count or count > MOST_ROWS:
        # more cells than rows: each goes where it stands
        places = [min(max(sum(y <= span.middle for y in ys) - 1, 0), count - 1) for span in spans]
        return [(i, i + 1) for i in sorted(set(places))], set(places)
    merged, over = _best_shares(spans, rows, ys, size, merged=True)
    single, alone = _best_shares(spans, rows, ys, size, merged=False)
    close = abs(merged - single) <= _TELLING
    categories = close and _heads_rows(alone, count)
    ranges = over if categories or merged <= single + _BIASED else alone
    astray: set[int] = set()
    if len(spans) > 1:
        for index, (span, (first, end)) in enumerate(zip(spans, ranges, strict=True)):
            height = min(ys[i + 1] - ys[i] for i in range(first, end))
            if _off(span, first, end, rows, ys) > _ASTRAY * height:
                for near in ranges[max(index - 1, 0) : index + 2]:
                    astray |= set(range(*near))
        if close and not categories:
            # In the middle of three rows, or in the second of them with none beside it?
            astray |= {row for one in over if one not in alone for row in range(*one)}
    return ranges, astray


def _heads_rows(alone: Sequence[tuple[int, int]], count: int) -> bool:
    """Whether cells are so few that they are categories, and the row under the head would have none.

    What stands in one row alone stands in the first that it speaks of, so these reach over several.
    """
    return len(alone) > 1 and alone[1][0] > 1 and len(alone) <= _FEW * count


def _off(span: Span, first: int, end: int, rows: Sequence[Span], ys: Sequence[float]) -> float:
    """How far a cell stands from the middle of its rows, or from the top of the only one."""
    off = abs(span.middle - (ys[first] + ys[end]) / 2)
    return min(off, abs(span.top - rows[first].top)) if end - first == 1 else off


def _best_shares(
    spans: Sequence[Span], rows: Sequence[Span], ys: Sequence[float], size: float, *, merged: bool
) -> tuple[float, list[tuple[int, int]]]:
    """The cheapest way of sharing rows out among cells, and its cost in em.

    `merged` cells reach over all rows between them and stand in their middle; else each stands in
    one row and the rows without any are empty.
    """
    count, many = len(rows), len(spans)
    empty = _GAP_ROW if merged else 0.0
    # best[j]: cost of the cells so far on the first j rows
    best: list[float] = [empty * j for j in range(count + 1)]
    chosen: list[list[tuple[int, int]]] = [[] for _ in range(count + 1)]
    for number, span in enumerate(spans):
        fresh = [float("inf")] * (count + 1)
        ways: list[list[tuple[int, int]]] = [[] for _ in range(count + 1)]
        for end in range(number + 1, count - (many - number - 1) + 1):
            for first in range(number if merged else end - 1, end):
                cost = best[first] + _off(span, first, end, rows, ys) / size
                if cost < fresh[end]:
                    fresh[end], ways[end] = cost, [*chosen[first], (first, end)]
        for end in range(1, count + 1):  # a row without a cell
            if fresh[end - 1] + empty < fresh[end]:
                fresh[end], ways[end] = fresh[end - 1] + empty, ways[end - 1]
        best, chosen = fresh, ways
    return best[count], chosen[count]
