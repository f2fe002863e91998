"""Which category every row of a block stands under, however the categories are printed: merged, on each row, once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lint.extract.grids.sheet import Placed, SheetRow
from lint.extract.words import Words, level1_of, squash

_TELLING = 3  # second levels from which a first one beside the first of them is neither on the last nor at the middle
_BEHIND = re.compile(r"等$|类$")


@dataclass(frozen=True, slots=True)
class Level:
    """A row's category cell in one column: the cell, whether the row shows it itself, and whether it is in doubt.

    `since` is the number of the row from which the same text holds without a break.
    """

    spot_text: str = ""
    placed: Placed | None = None
    shown: bool = False
    doubt: bool = False
    since: int = -1


@dataclass(frozen=True, slots=True)
class Filled:
    """A category column's text for each row; `firsts` are the rows where another category of it certainly begins."""

    levels: list[Level]
    firsts: frozenset[int]
    down: bool = True


def filled(
    rows: Sequence[SheetRow],
    column: int,
    before: Level,
    named: Sequence[bool],
    upper: Filled | None,
    marks: frozenset[int],
    top: bool = False,
) -> Filled:
    """The category cells of a column for each of a block's rows; `before` is what stood above the block.

    Merged cells cover their rows. Without merges a category is printed on the first of its rows, on the last, or beside
    their middle: which one is told by where the cells of the whole column stand within the groups of the `upper` level.
    `named` tells the rows that show a name or a target of their own, `marks` those whose names count anew (指标1);
    `top` says that the upper level surely stands on the first of its rows.
    """
    direct = [row.at(column) for row in rows]
    labelled = frozenset(i for i, placed in enumerate(direct) if placed is not None)
    if not labelled:
        return Filled([before] * len(rows), frozenset())
    merged = any(placed is not None and placed.last > placed.top for placed in direct)
    known = [i for i in range(len(rows)) if named[i] or direct[i] is not None]
    cuts = upper.firsts if upper is not None else frozenset()
    alone = sum(not named[i] for i in labelled)  # categories on rows of their own, above their names
    carried: list[tuple[int, ...]] = []
    for i in range(len(rows)):
        carried.append((i,) if i in labelled else carried[-1] if carried else ())
    if merged or before.placed is not None or alone * 2 > len(labelled) or len(labelled) == len(known):
        return _levels(rows, direct, carried, before, True)
    upper_down = upper is None or upper.down
    firsts = [part[0] for part in _segments(known, cuts if upper_down else frozenset()) if labelled & set(part)]
    down = all(first in labelled for first in firsts)
    owners = _by_manner(len(rows), known, labelled, cuts, marks)
    if down and top:
        owners = carried  # a form prints both levels in one manner
    elif down:
        others = [() if not upper_down or len(way) != 1 else way for way in owners]
        owners = [tuple(dict.fromkeys((*own, *other))) for own, other in zip(carried, others, strict=True)]
    return _levels(rows, direct, owners, before, down)


def settled(upper: Filled, rows: Sequence[SheetRow], column: int, words: Words) -> Filled | None:
    """The first level, beyond doubt on the first of its rows, where the second levels in `column` prove it; else None.

    Neither level is merged, every second level belongs to the first one above it, and one of these heads so many that
    it can stand neither beside their middle nor on the last of them.
    """
    headed: Counter[int] = Counter()
    for i, row in enumerate(rows):
        second, first = row.at(column), upper.levels[i].placed
        if second is None:
            continue
        if first is None or max(first.last - first.top, second.last - second.top) > 0:
            return None
        level1, level2 = canonical(first.spot.text, words)[0], canonical(second.spot.text, words)[1]
        if not level1 or level1 not in (level1_of(level2), level2):
            return None
        headed[first.top] += 1
    if not upper.down or max(headed.values(), default=0) < _TELLING:
        return None
    return replace(upper, levels=[replace(level, doubt=False) for level in upper.levels])


def _levels(
    rows: Sequence[SheetRow],
    direct: Sequence[Placed | None],
    owners: Sequence[tuple[int, ...]],
    before: Level,
    down: bool,
) -> Filled:
    """The levels of rows whose category's row is known, the likeliest first where there are several."""
    result: list[Level] = []
    firsts = set()
    for i, owner in enumerate(owners):
        placed = direct[owner[0]] if owner else None
        if placed is None:
            result.append(before if before.placed is not None else Level(doubt=not down))
            continue
        same = bool(result) and squash(result[-1].spot_text) == squash(placed.spot.text)
        if not same:
            firsts.add(i)
        since = result[-1].since if same else rows[i].number
        own = direct[i] is not None and placed.top == rows[i].number
        result.append(Level(placed.spot.text, placed, own, len(owner) > 1, since))
    return Filled(result, frozenset(firsts) if down else frozenset(), down)


def _segments(known: Sequence[int], cuts: frozenset[int]) -> list[list[int]]:
    """Rows between the certain beginnings of the level above."""
    result: list[list[int]] = []
    for i in known:
        if i in cuts or not result:
            result.append([])
        result[-1].append(i)
    return result


def _by_manner(
    count: int, known: Sequence[int], labelled: frozenset[int], cuts: frozenset[int], marks: frozenset[int]
) -> list[tuple[int, ...]]:
    """For each row the labelled rows that may head it, where labels stand on the last row or beside the middle."""
    ways: list[dict[int, frozenset[int]]] = []
    for manner in ("upper", "lower", "last"):
        told: dict[int, frozenset[int]] = {}
        for segment in _segments(known, cuts):
            labels = [i for i, row in enumerate(segment) if row in labelled]
            if not labels:
                continue
            starts = {i for i, row in enumerate(segment) if row in marks}
            found = _groups(len(segment), labels, manner, starts)
            if found is None:
                told = {}
                break
            told |= {row: frozenset(segment[k] for k in found[i]) for i, row in enumerate(segment)}
        if told:
            ways.append(told)
    if not ways:
        nearest = sorted(labelled)
        return [tuple(sorted(nearest, key=lambda at: abs(at - i))[:2]) for i in range(count)]
    empty: frozenset[int] = frozenset()
    return [tuple(sorted(empty.union(*(way.get(i, empty) for way in ways)))) for i in range(count)]


def _groups(count: int, labels: Sequence[int], manner: str, starts: set[int]) -> list[set[int]] | None:
    """Which labels may head each of `count` rows when they are cut into one group a label; None where none fits.

    `upper` and `lower` are the two ways of taking the middle of an even number of rows. Where names count anew
    (`starts`), a group begins only there.
    """

    def fits(start: int, label: int, end: int) -> bool:
        size, offset = end - start, label - start
        if start and len(starts) > 1 and start not in starts:
            return False
        return offset == {"last": size - 1, "upper": (size - 1) // 2, "lower": size // 2}[manner]

    ends: list[set[int]] = [{0}]
    bounds = [*labels[1:], count]
    for label, bound in zip(labels, bounds, strict=True):
        last = bound == count and label == labels[-1]
        options = range(count, count + 1) if last else range(label + 1, bound + 1)
        ends.append({end for end in options for start in ends[-1] if start <= label and fits(start, label, end)})
    if not ends[-1]:
        return None
    alive = [set[int]() for _ in ends]
    alive[-1] = ends[-1]
    owners: list[set[int]] = [set() for _ in range(count)]
    for k in range(len(labels) - 1, -1, -1):
        for end in alive[k + 1]:
            for start in ends[k]:
                if start <= labels[k] and fits(start, labels[k], end):
                    alive[k].add(start)
                    for row in range(start, end):
                        owners[row].add(labels[k])
    return owners


def canonical(text: str, words: Words) -> tuple[str, str]:
    """(first level, second level) that a category's text means, "" for what it does not tell; canonical names."""
    category = words.category(text)
    if category is None:
        category = words.category(_BEHIND.sub("", squash(text)))
    if category is not None:
        return category.level1, category.level2
    return words.near_category(text)
