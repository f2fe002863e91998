"""Dumps of one cell a line: packs the lines of a form back into rows.

Some tools write every cell of a table on a line of its own and drop the empty ones. The head words
on consecutive lines give the columns; the rows below are cut so that categories, names and
targets fall into columns that suit them, by dynamic programming over the cells in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from lint.extract.align import alike, fit
from lint.extract.columns import Columns, head_row
from lint.extract.lines import Line, Spot
from lint.extract.words import Words, is_amount

_HEADS = 3  # head words on consecutive lines from which a form counts as stacked
_MOST_HEADS = 40  # head words of one row; the widest known form has fifteen columns
_MOST_CELLS = 100_000  # cells of one block; the largest known form has some 120
_NEW_ROW = -1.0
_MISSING = {
    "name": -4.0,
    "value": -3.0,
    "actual": -1.0,
    "weight": -1.0,
    "score": -1.0,
    "sign": -0.6,
    "unit": -0.6,
    "level2": -0.2,
    "level1": 0.0,
    "root": 0.0,
}
_MISSING_OTHER = -0.3  # remarks are often empty
_REPEATED = -2.0  # a target that repeats its name: rather the actual value beside its target
_UNLIKE_TWIN = -4.0
_LIKE_TWIN = 3.0


def head_run(lines: Sequence[Line], start: int, words: Words) -> int:
    """How many lines from `start` are head words of one stacked head row; 0 where they make none."""
    end = start
    while end < min(len(lines), start + _MOST_HEADS) and lines[end].lone and _is_head(lines[end], words):
        end += 1
    if end - start < _HEADS:
        return 0
    return end - start if head_row(_row(lines[start:end]), words) is not None else 0


def pack(lines: Sequence[Line], words: Words) -> list[Line]:
    """The lines of a form with stacked cells packed into rows; other forms come back as they are."""
    start = next((i for i, line in enumerate(lines) if line.lone and head_run(lines, i, words)), None)
    if start is None:
        return list(lines)
    length = head_run(lines, start, words)
    head = _row(lines[start : start + length])
    found = head_row(head, words)
    end = start + length
    while end < len(lines) and lines[end].lone and not words.ends(lines[end].text):
        end += 1
    body = lines[start + length : end]
    if found is None or len(body) > _MOST_CELLS or not body:
        return list(lines)
    columns = found.columns
    if columns.halves == 2 and not _doubled(body, words):
        columns, head = _filled_half(columns, head, body, words)
    rows = _rows([line.spots[0] for line in body], columns, words)
    return [*_labels(lines[:start], words), head, *rows, *_labels(lines[end:], words)]


def _is_head(line: Line, words: Words) -> bool:
    return words.head(line.text) is not None or words.kind(line.text).root


def _row(lines: Sequence[Line]) -> Line:
    """Lone cells as one row, each in the next column."""
    return _line([replace(line.spots[0], column=i, end=i + 1) for i, line in enumerate(lines)], lines[0])


def _line(spots: Sequence[Spot], like: Line) -> Line:
    return replace(like, spots=tuple(spots), paragraph=False, bare=False)


def _labels(lines: Sequence[Line], words: Words) -> list[Line]:
    """Lone labels with the lone contents that follow them as rows of label and content."""
    result: list[Line] = []
    row: list[Line] = []
    for line in lines:
        label = line.lone and _is_label(line, words)
        joins = row and line.lone and not label and (len(row) == 1 or is_amount(line.text))
        if joins:
            row.append(line)
            continue
        if row:
            result.append(_row(row))
        row = [line] if label else []
        if not label:
            result.append(line)
    if row:
        result.append(_row(row))
    return result


def _is_label(line: Line, words: Words) -> bool:
    text = line.text
    return bool(words.field(text)) or words.funds.is_head(text) or any(words.funds.label(text)[:2])


def _doubled(body: Sequence[Line], words: Words) -> bool:
    """Whether the names stand twice, so that both halves of the form are filled."""
    names = Counter(
        line.text for line in body if words.kind(line.text).category is None and words.kind(line.text).value == 0
    )
    near = 0
    texts = list(names)
    for text, count in names.items():
        near += count > 1 or any(other != text and alike(text, other) for other in texts[:400])
    return near * 2 >= max(1, len(names))


def _filled_half(columns: Columns, head: Line, body: Sequence[Line], words: Words) -> tuple[Columns, Line]:
    """The columns and the head of a form of which only one half is filled, as its categories tell.

    A category twice in a row has an empty left half, one that comes again after its name and
    target an empty right half; where each stands once, nothing shows a second half.
    """
    categories = [(i, words.category(line.text)) for i, line in enumerate(body)]
    second = [(i, category.level2) for i, category in categories if category is not None and category.strong]
    pairs = [b - a for (a, one), (b, other) in pairwise(second) if one and one == other]
    if not pairs:
        left = tuple(column for column in columns.columns if column.half == 0)
        shown = [spot for spot in head.spots if spot.column < left[-1].end]
        return Columns(left, 1, columns.flat), _line(shown, head)
    empty = 0 if sum(gap == 1 for gap in pairs) * 2 >= len(pairs) else 1
    kept = [column for column in columns.columns if column.half != empty or column.role in ("root", "level1", "level2")]
    return Columns(tuple(kept), 2, columns.flat), head


@dataclass(frozen=True, slots=True)
class _State:
    """The best way to have placed all cells so far with the last one in a given column."""

    score: float
    before: _State | None
    column: int
    fresh: bool  # the cell opened a row
    name: str  # the left half's name in the open row


@dataclass(frozen=True, slots=True)
class _Table:
    """What leaving columns out costs (summed from the left), and which columns are names."""

    before: tuple[float, ...]
    names: tuple[tuple[bool, bool], ...]
    values: tuple[bool, ...]
    first: bool


def _rows(spots: Sequence[Spot], columns: Columns, words: Words) -> list[Line]:
    """Cells in order → rows, each cell in the column chosen for it."""
    costs = [_MISSING.get(column.role, _MISSING_OTHER) for column in columns.columns]
    before = tuple(accumulate(costs, initial=0.0))
    names = tuple((c.role == "name" and c.half == 0, c.role == "name" and c.half == 1) for c in columns.columns)
    values = tuple(column.role == "value" for column in columns.columns)
    states: list[_State | None] = [None] * len(columns.columns)
    for number, spot in enumerate(spots):
        kind = words.kind(spot.text)
        fits = [fit(column.role, kind, local=False) for column in columns.columns]
        table = _Table(before, names, values, number == 0)
        states = [_best(index, spot.text, states, table, own) for index, own in enumerate(fits)]
    ends = [(state.score + before[-1] - before[index + 1], state) for index, state in enumerate(states) if state]
    placed: list[tuple[int, bool]] = []
    state: _State | None = max(ends, key=lambda item: item[0])[1] if ends else None
    while state is not None:
        placed.append((state.column, state.fresh))
        state = state.before
    placed.reverse()
    result: list[list[Spot]] = []
    for spot, (column, fresh) in zip(spots, placed, strict=True):
        if fresh or not result:
            result.append([])
        start = columns.columns[column].start
        result[-1].append(replace(spot, column=start, end=start + 1))
    return [Line(tuple(row), grid=0, paragraph=False, spans=False) for row in result]


def _best(index: int, text: str, states: Sequence[_State | None], table: _Table, own: float) -> _State | None:
    """The best state with the next cell in column `index`; `own` is how well it fits there."""
    left_name, right_name = table.names[index]
    if not any(states):
        return _State(own + table.before[index], None, index, True, text if left_name else "") if table.first else None
    best: _State | None = None
    for last, state in enumerate(states):
        if state is None:
            continue
        if index > last:
            score = state.score + own + table.before[index] - table.before[last + 1]
            if right_name:
                score += _LIKE_TWIN if state.name and alike(state.name, text) else _UNLIKE_TWIN
            elif table.values[index] and text == state.name:
                score += _REPEATED
            if best is None or score > best.score:
                best = _State(score, state, index, False, text if left_name else state.name)
        score = state.score + own + table.before[-1] - table.before[last + 1] + _NEW_ROW + table.before[index]
        if right_name:
            score += _UNLIKE_TWIN
        if best is None or score > best.score:
            best = _State(score, state, index, True, text if left_name else "")
    return best
