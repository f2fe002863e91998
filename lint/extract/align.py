"""Which cell of a row belongs to which column, where a scan has shifted cells left or right.

A row's non-empty cells keep their order; every way of laying them on the columns in that order
is scored by what the cells say (a category, a target, a name), by how well their places agree
with the head's, and, in forms with two halves, by how alike the halves are. The best one is the
reading; a second one nearly as good makes the row uncertain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from math import comb

from lint.extract.columns import Column, Columns
from lint.extract.lines import Spot
from lint.extract.words import Kind, Words, level1_of, squash

_MOST_WAYS = 4000  # ways of laying one row scored; more columns than any known form has
_CLOSE = 0.75  # score between the best and the next reading below which a row is uncertain
_CLEAR = 4.0  # score from which the best reading stands although one of its cells looks odd
_SKIPPED = -6.0  # a cell that lands nowhere
_BAD = -3.0  # a cell in a column that its text contradicts


@dataclass(frozen=True, slots=True)
class Placing:
    """One reading of a row: column index by cell (None: nowhere), and how sure it is."""

    columns: tuple[int | None, ...]
    sure: bool
    shifted: bool


@dataclass(slots=True)
class Effort:
    """How many ways of laying rows may still be tried in a document: hostile ones end in bounded time."""

    ways: int = 2_000_000  # some twenty seconds; the worst scan known needs a hundredth


@dataclass(frozen=True, slots=True)
class Context:
    """What a form's other rows say of a row.

    `local`: its categories are words of its own, so that any text may be one; `inactive`: halves
    that no other row fills; `carried`: the second level above the row, by half.
    """

    local: bool = False
    inactive: frozenset[int] = frozenset()
    carried: Mapping[int, str] = field(default_factory=dict)
    effort: Effort = field(default_factory=Effort)


def place(spots: Sequence[Spot], columns: Columns, words: Words, context: Context) -> Placing:
    """The reading of a row's cells."""
    exact = by_position(spots, columns.columns)
    if exact is not None and _plausible(spots, exact, columns, words, context):
        return Placing(tuple(exact), sure=True, shifted=False)
    ranked = _ranked(spots, columns, words, context)
    best_score, best, worst = ranked[0]
    margin = best_score - ranked[1][0] if len(ranked) > 1 else _CLEAR
    sure = margin >= _CLOSE and (worst > _BAD or (margin >= _CLEAR and None not in best))
    return Placing(best, sure, shifted=True)


def by_position(spots: Sequence[Spot], columns: Sequence[Column]) -> list[int | None] | None:
    """Column index by cell where each cell stands in a column of its own, else None."""
    found: list[int | None] = []
    for spot in spots:
        index = next((i for i, column in enumerate(columns) if column.start <= spot.column < column.end), None)
        if index is None:
            index = next(
                (i for i, column in enumerate(columns) if spot.column < column.end and column.start < spot.end), None
            )
        if index is None or (found and found[-1] is not None and index <= found[-1]):
            return None
        found.append(index)
    return found


def _plausible(
    spots: Sequence[Spot], placing: Sequence[int | None], columns: Columns, words: Words, context: Context
) -> bool:
    """Whether nothing a cell says contradicts the column it stands in."""
    halves: list[dict[str, Spot]] = [{} for _ in range(columns.halves)]
    for spot, index in zip(spots, placing, strict=True):
        if index is None or spot.column != columns.columns[index].start:
            return False
        halves[columns.columns[index].half][columns.columns[index].role] = spot
    for half, cells in enumerate(halves):
        full = "name" in cells and "value" in cells
        for role, spot in cells.items():
            if fit(role, words.kind(spot.text), context.local) > _BAD:
                continue
            if role == "name" and _named_so(cells, words, context.carried.get(half, "")):
                continue
            if role == "name" and full and "level2" in cells and words.category(cells["level2"].text) is not None:
                continue  # a name that looks like a target, between a category and a target
            if role not in ("level1", "level2") or not full or not _own_words(cells, words):
                return False
        if "value" in cells and "name" not in cells:
            return False
    return _values_missing(halves, words)


def _own_words(cells: dict[str, Spot], words: Words) -> bool:
    """Whether a full row may show a category in words of its own: name and target are unmistakable."""
    if "level1" not in cells or "level2" not in cells or cells["level2"].text == cells["name"].text:
        return False
    first, second = words.kind(cells["level1"].text), words.kind(cells["level2"].text)
    target = words.kind(cells["value"].text)
    return first.category is not None and second.value == 0 == words.kind(cells["name"].text).value < target.value


def _named_so(cells: dict[str, Spot], words: Words, carried: str) -> bool:
    """Whether a category word in the name column is the name: its own category stands beside or above it."""
    category = words.category(cells["name"].text)
    if category is None:
        return False
    if "level2" not in cells:
        return "value" in cells and category.level2 == carried
    above = words.category(cells["level2"].text)
    return "value" in cells or (above is not None and above.level2 == category.level2)


def _values_missing(halves: Sequence[dict[str, Spot]], words: Words) -> bool:
    """Whether names without a target can be taken at their word: no cell seems to have moved."""
    bare = [cells["name"] for cells in halves if "name" in cells and not {"value", "sign"} & set(cells)]
    if not bare:
        return True
    if any(words.kind(spot.text).value > 0 for spot in bare):
        return False
    if len(halves) == 1:
        return len(halves[0]) == 1 or "level2" in halves[0]
    return len(bare) == len(halves) and alike(bare[0].text, bare[1].text)


_Row = tuple[Sequence[Spot], Sequence[Kind], Sequence[Sequence[float]]]
_Reading = tuple[float, tuple[int | None, ...], float]


def _ranked(spots: Sequence[Spot], columns: Columns, words: Words, context: Context) -> list[_Reading]:
    """The best readings of different meaning, best first."""
    kinds = [words.kind(spot.text) for spot in spots]
    fits = [[fit(column.role, kind, context.local) for column in columns.columns] for kind in kinds]
    best: list[_Reading] = []
    for left_out in range(min(3, len(spots))):
        if context.effort.ways <= 0:
            break
        for way in _ways(len(spots), len(columns.columns), left_out):
            score, worst = _score(way, (spots, kinds, fits), columns, context.inactive)
            best.append((score, way, worst))
        context.effort.ways -= len(best)
        if best and max(best, key=lambda item: item[0])[2] > _BAD:
            break  # every cell has found a place that suits it
    ordered = sorted(best, key=lambda item: -item[0]) or [(_BAD, in_order(len(spots), len(columns.columns)), _SKIPPED)]
    meaning = _meaning(ordered[0][1], columns, spots)
    others = [item for item in ordered[1:8] if _meaning(item[1], columns, spots) != meaning]
    return [ordered[0], *others]


def _ways(cells: int, columns: int, left_out: int) -> Iterator[tuple[int | None, ...]]:
    """Column indices, rising, for each cell; `left_out` of them without any."""
    kept = cells - left_out
    if kept > columns or comb(cells, kept) * comb(columns, kept) > _MOST_WAYS:
        return
    for chosen in combinations(range(cells), kept):
        for places in combinations(range(columns), kept):
            way: list[int | None] = [None] * cells
            for cell, column in zip(chosen, places, strict=True):
                way[cell] = column
            yield tuple(way)


def in_order(cells: int, columns: int) -> tuple[int | None, ...]:
    """Cells on columns from the left: the reading of a row too long to try all ways."""
    return tuple(i if i < columns else None for i in range(cells))


def _meaning(way: tuple[int | None, ...], columns: Columns, spots: Sequence[Spot]) -> tuple[tuple[str, int, str], ...]:
    """What a reading says: equal texts in the same role count as the same."""
    return tuple(
        (columns.columns[index].role, columns.columns[index].half, spot.text)
        for index, spot in zip(way, spots, strict=True)
        if index is not None and columns.columns[index].role not in ("root", "level1")
    )


def _score(way: tuple[int | None, ...], row: _Row, columns: Columns, inactive: frozenset[int]) -> tuple[float, float]:
    spots, kinds, fits = row
    total, worst = 0.0, 0.0
    cells: dict[tuple[str, int], int] = {}
    previous: tuple[int, int] | None = None
    for i, index in enumerate(way):
        if index is None:
            if i and spots[i].text == spots[i - 1].text:
                total -= 0.5
            elif (category := kinds[i].category) is not None and category.strong:
                total -= 2.0
            else:
                total += _SKIPPED
                worst = min(worst, _SKIPPED)
            continue
        column = columns.columns[index]
        fit = fits[i][index]
        if column.role != "name" or kinds[i].category is None:
            worst = min(worst, fit)
        total += fit
        if spots[i].column == column.start:
            total += 1.2
        if previous is not None and spots[i].column - previous[0] == column.start - previous[1]:
            total += 0.8
        previous = (spots[i].column, column.start)
        cells[column.role, column.half] = i
    for half in range(columns.halves):
        name, value = cells.get(("name", half)), cells.get(("value", half))
        if name is not None and kinds[name].category is not None and not _category_as_name(cells, half, kinds):
            worst = min(worst, fits[name][columns.role("name", half) or 0])
        if name is not None and value is None and ("sign", half) not in cells:
            total -= 2.0
        elif value is not None and name is None:
            total -= 2.5
        if half in inactive and (name is not None or value is not None):
            total -= 3.0
    total += _levels(cells, kinds, columns)
    if columns.halves == 2:
        total += _twins(cells, kinds)
    return total, worst


def _category_as_name(cells: dict[tuple[str, int], int], half: int, kinds: Sequence[Kind]) -> bool:
    """Whether a category word can be the name: its own category beside it, or a target after one."""
    second = cells.get(("level2", half))
    if second is None:
        return False
    above, name = kinds[second].category, kinds[cells["name", half]].category
    same = above is not None and name is not None and above.level2 == name.level2
    return same or ("value", half) in cells


def _levels(cells: dict[tuple[str, int], int], kinds: Sequence[Kind], columns: Columns) -> float:
    """A first level alone beside a name, and a second one that does not belong to it, are less likely."""
    first, second = cells.get(("level1", 0)), cells.get(("level2", 0))
    if first is None:
        return 0.0
    if second is None:
        # a merged first level shows on its first row only, and there a second one stands beside it
        return -2.0 if ("name", 0) in cells and columns.role("level2", 0) is not None else 0.0
    one, two = kinds[first].category, kinds[second].category
    if one is None or two is None or not one.level1 or not two.level2:
        return 0.0
    belongs = level1_of(two.level2) == one.level1 or two.level1 == one.level1
    return 0.0 if belongs else -4.0


def _twins(cells: dict[tuple[str, int], int], kinds: Sequence[Kind]) -> float:
    """The halves of most rows say the same, the right one perhaps cut short."""
    total = 0.0
    names = cells.get(("name", 0)), cells.get(("name", 1))
    if names[0] is not None and names[1] is not None:
        total += 3.0 if alike(kinds[names[0]].text, kinds[names[1]].text) else -0.5
    for role, same, different in (("value", 2.0, -0.3), ("level2", 1.5, -1.0)):
        left, right = cells.get((role, 0)), cells.get((role, 1))
        if left is not None and right is not None:
            total += same if squash(kinds[left].text) == squash(kinds[right].text) else different
    return total


@lru_cache(maxsize=16384)
def alike(one: str, other: str) -> bool:
    """Whether two names are the same, one of them perhaps cut off or misread in one character."""
    a, b = squash(one), squash(other)
    if a == b or (min(len(a), len(b)) >= 2 and (a.startswith(b) or b.startswith(a))):
        return True
    return len(a) == len(b) >= 4 and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def fit(role: str, kind: Kind, local: bool) -> float:
    """How well a text fits a role, from about -8 (impossible) to 6 (made for it)."""
    return _FITS.get(role, _other_fit)(kind, local)


def _root_fit(kind: Kind, local: bool) -> float:
    return 5.0 if kind.root else -8.0


def _level1_fit(kind: Kind, local: bool) -> float:
    category = kind.category
    if category is not None and category.level1:
        return 6.0 if category.strong else 3.0
    if category is not None:
        return 1.0
    return 0.0 if local and kind.value < 1 else -6.0


def _level2_fit(kind: Kind, local: bool) -> float:
    category = kind.category
    if category is not None:
        if category.level2:
            return 6.0 if category.strong else 3.0
        return 1.0
    if kind.level:
        return 2.0
    return 0.0 if local and kind.value < 1 else -6.0


def _name_fit(kind: Kind, local: bool) -> float:
    if kind.root:
        return -6.0
    if kind.category is not None:
        return -4.0 if kind.category.strong else -0.5
    if kind.value >= 1:
        return -3.5
    return -1.5 if kind.value > 0 else 1.0


def _value_fit(kind: Kind, local: bool) -> float:
    if kind.root:
        return -6.0
    if kind.category is not None and kind.category.strong:
        return -5.0
    if kind.value > 0:
        return 3.0
    return -0.5 if len(kind.text) <= 14 else -1.5


def _sign_fit(kind: Kind, local: bool) -> float:
    return 4.0 if kind.sign else -6.0


def _unit_fit(kind: Kind, local: bool) -> float:
    if kind.category is not None or kind.root or kind.number:
        return -5.0
    return 1.5 if len(kind.text) <= 6 else -3.0


def _type_fit(kind: Kind, local: bool) -> float:
    return 4.0 if kind.type else -6.0


def _mark_fit(kind: Kind, local: bool) -> float:
    if kind.number or kind.text.endswith(("%", "分")):
        return 2.0
    return -5.0


def _actual_fit(kind: Kind, local: bool) -> float:
    return _value_fit(kind, local) - 0.3


def _other_fit(kind: Kind, local: bool) -> float:
    if kind.category is not None and kind.category.strong:
        return -3.0
    return -0.5 if kind.value > 0 else 0.0


_FITS = {
    "root": _root_fit,
    "level1": _level1_fit,
    "level2": _level2_fit,
    "name": _name_fit,
    "value": _value_fit,
    "sign": _sign_fit,
    "unit": _unit_fit,
    "type": _type_fit,
    "weight": _mark_fit,
    "score": _mark_fit,
    "number": _mark_fit,
    "actual": _actual_fit,
}
