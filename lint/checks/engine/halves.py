"""The two halves of a form, 实施期 on the left and 年度 on the right.

Narrow cells cut names short in one half; the same row in both halves is one defect, told once.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lint.checks.engine.found import Found
from lint.language.folding import fold_words, is_cut
from lint.model import ANNUAL, WHOLE, Indicator, Table

_MOST_CUT = 100  # findings of one rule, category and value among which a cut name is looked for
_MOST_PAIRS = 250_000  # comparisons of names for one category; a form has some tens of rows
_CUT_NAME = 2  # characters of a cut name that must be left for it to be completed: 验收 of 验收合格率


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same, one of them perhaps cut off by a narrow cell."""
    return is_cut(fold_words(one), fold_words(other), _CUT_NAME)


def pairs(table: Table) -> list[tuple[Indicator, Indicator]]:
    """The rows that stand in both halves, as (实施期 row, 年度 row); each row in at most one pair.

    Rows pair within a level 2: first by equal names, then a name with its cut form where the
    values agree, each in reading order.
    """
    left: dict[str, list[Indicator]] = defaultdict(list)
    right: dict[str, list[Indicator]] = defaultdict(list)
    for row in table.indicators:
        if row.name and row.period in (WHOLE, ANNUAL):
            (left if row.period == WHOLE else right)[row.level2].append(row)
    found: list[tuple[Indicator, Indicator]] = []
    for level2, annual in right.items():
        whole = left.get(level2, [])
        for key in (_name_and_value, _name_only):
            whole, annual = _matched(whole, annual, key, found)
        if len(whole) * len(annual) > _MOST_PAIRS:
            continue
        for row in annual:
            twin = next((other for other in whole if _cut(other, row)), None)
            if twin is not None:
                whole = [other for other in whole if other is not twin]
                found.append((twin, row))
    return found


def _matched(
    whole: list[Indicator],
    annual: list[Indicator],
    key: Callable[[Indicator], tuple[str, ...]],
    found: list[tuple[Indicator, Indicator]],
) -> tuple[list[Indicator], list[Indicator]]:
    """Moves rows of equal key, in reading order, to `found`; gives back what is left of both halves."""
    if not whole or not annual:
        return whole, annual
    waiting: dict[tuple[str, ...], deque[Indicator]] = defaultdict(deque)
    for row in whole:
        waiting[key(row)].append(row)
    rest = []
    for row in annual:
        twins = waiting.get(key(row))
        if twins:
            found.append((twins.popleft(), row))
        else:
            rest.append(row)
    taken = {id(twin) for twin, _ in found}
    return [row for row in whole if id(row) not in taken], rest


def with_whole_names(table: Table) -> Table:
    """The table with names cut off in one half completed from the other; the same one if none is.

    Only a row with the same level 2 and value lends its name: the text of the document is what
    both cells together say.
    """
    if not table.two_halves:
        return table
    names: dict[int, str] = {}
    for one, other in pairs(table):
        if one.uncertain or other.uncertain or fold_words(one.name) == fold_words(other.name):
            continue
        short, long = sorted((one, other), key=lambda row: len(fold_words(row.name)))
        names[id(short)] = long.name
    if not names:
        return table
    return replace(
        table,
        indicators=tuple(replace(row, name=names[id(row)]) if id(row) in names else row for row in table.indicators),
    )


def fold(found: Sequence[Found]) -> list[Found]:
    """Hits with those of the 实施期 half folded into the equal ones of the 年度 half."""
    if not any(item.indicator is not None and item.indicator.period == WHOLE for item in found):
        return list(found)
    exact: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, item in enumerate(found):
        if item.indicator is not None and item.indicator.period == ANNUAL:
            exact[(*_key(item), _name(item))].append(index)
            alike[_key(item)].append(index)
    twins: dict[int, Mapping[str, Any]] = {}
    dropped: set[int] = set()
    for index, item in enumerate(found):
        row = item.indicator
        if row is None or row.period != WHOLE:
            continue
        waiting = exact.get((*_key(item), _name(item)))
        place = waiting.popleft() if waiting else None
        if place is None:
            rest = (other for other in alike.get(_key(item), ())[:_MOST_CUT] if other not in twins)
            place = next((other for other in rest if same_name(_name(found[other]), row.name)), None)
        if place is not None and place not in twins:
            twins[place] = {**found[place].hit.data, "also_period": WHOLE}
            dropped.add(index)
    return [
        replace(item, hit=replace(item.hit, data=twins[index])) if index in twins else item
        for index, item in enumerate(found)
        if index not in dropped
    ]


def _key(item: Found) -> tuple[str, str, str]:
    assert item.indicator is not None
    return item.rule.code, item.indicator.level2, fold_words(item.indicator.value + item.indicator.unit)


def _name(item: Found) -> str:
    return fold_words(item.indicator.name) if item.indicator else ""


def _name_and_value(row: Indicator) -> tuple[str, ...]:
    return fold_words(row.name), fold_words(row.value + row.unit)


def _name_only(row: Indicator) -> tuple[str, ...]:
    return (fold_words(row.name),)


def _cut(one: Indicator, other: Indicator) -> bool:
    return _same_value(one, other) and same_name(one.name, other.name)


def _same_value(one: Indicator, other: Indicator) -> bool:
    return fold_words(one.value + one.unit) == fold_words(other.value + other.unit)
