"""The columns of an indicator block and what each of them says, decided over the whole table."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lint.extract.grids.linear import Floats, Linear
from lint.extract.grids.shapes import Shapes, bucket, grams
from lint.extract.grids.sheet import Placed, SheetRow
from lint.extract.words import squash

_SAMPLE = 60  # cells of a column that are looked at: more say nothing new
_COMMON = 4  # texts of a column whose characters are told
_SHORT = 10  # characters of such a text


@dataclass(slots=True)
class Region:
    """The rows of one indicator block: its head rows and the rows under them."""

    heads: list[SheetRow]
    body: list[SheetRow]
    root: str = ""
    above: list[SheetRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Strip:
    """A logical column: the grid columns [start, end), its head cells from top to bottom, its own cells."""

    start: int
    end: int
    heads: tuple[Placed, ...]
    cells: tuple[Placed, ...]
    shared: int = 0  # how many columns to the left stand under the same lowest head cell

    @property
    def head(self) -> str:
        """The lowest head's text."""
        return self.heads[-1].spot.text if self.heads else ""


def strips(region: Region) -> list[Strip]:
    """The logical columns of a block, left to right."""
    rows = [*region.heads, *region.body]
    starts = sorted({placed.spot.column for row in rows for placed in row.own} | {0})
    width = max((row.width for row in rows), default=0)
    covering = [placed for row in rows[:1] for placed in row.covered]
    starts = sorted({*starts, *(placed.spot.column for placed in covering)})
    result: list[Strip] = []
    for start, end in zip(starts, [*starts[1:], width], strict=True):
        heads: list[Placed] = []
        for row in region.heads:
            found = row.at(start)
            if found is not None and (not heads or heads[-1].spot is not found.spot):
                heads.append(found)
        cells: list[Placed] = []
        for row in region.body:
            found = row.at(start)
            if found is not None and found.spot.column == start and (not cells or cells[-1].spot is not found.spot):
                cells.append(found)
        if not heads and not cells:
            continue
        if heads and not cells and heads[-1].spot.column != start:
            continue  # nothing but the right part of a wide head
        shared = 0
        if heads and heads[-1].spot.column != start:
            shared = sum(strip.start >= heads[-1].spot.column for strip in result)
        result.append(Strip(start, end, tuple(heads), tuple(cells), shared))
    return result


def strip_features(
    found: Sequence[Strip], region: Region, shapes: Shapes, masked: frozenset[int] = frozenset()
) -> list[list[int]]:
    """The buckets of each column's features; the heads of `masked` columns are taken as words never seen (training)."""
    count = len(region.body)
    stats = [_stats(strip, count, shapes) for strip in found]
    heads = [
        "len3" if i in masked else shapes.main(strip.head) if strip.heads else "none" for i, strip in enumerate(found)
    ]
    filled = [_leading(strip, shapes) for strip in found]
    result: list[list[int]] = []
    for i, strip in enumerate(found):
        buckets: list[int] = []
        tokens = [f"i{min(i, 5)}", f"r{min(len(found) - 1 - i, 5)}", f"shared{strip.shared}"]
        if i in masked:
            tokens += ["h:letters", "h:len3", "heads1"]
        elif strip.heads:
            buckets += grams("h:", strip.head)
            tokens += [f"h:{token}" for token in shapes.of(strip.head)]
            for upper in strip.heads[:-1]:
                buckets += grams("u:", upper.spot.text)
                tokens += [f"u:{token}" for token in shapes.of(upper.spot.text)]
            tokens.append(f"heads{len(strip.heads)}")
        else:
            tokens.append("headless")
        tokens += stats[i]
        for text in _common(strip):
            buckets += grams("b:", text)
        for name, j in (("-2", i - 2), ("-1", i - 1), ("+1", i + 1), ("+2", i + 2)):
            if 0 <= j < len(found):
                tokens += [f"{name}h{heads[j]}", f"{name}b{filled[j]}"]
                if found[j].heads and j not in masked:
                    buckets += grams(name, found[j].head)
            else:
                tokens.append(f"{name}none")
        for seen in ("target", "number", "c2", "sign"):
            left = sum(seen in filled[j] for j in range(i))
            right = sum(seen in filled[j] for j in range(i + 1, len(found)))
            tokens += [f"left:{seen}{min(left, 2)}", f"right:{seen}{min(right, 2)}"]
        named = [h.removeprefix("h=") for h in heads]
        tokens += [f"lefth:{h}" for h in set(named[:i])] + [f"righth:{h}" for h in set(named[i + 1 :])]
        result.append(buckets + [bucket(token) for token in tokens])
    return result


def _leading(strip: Strip, shapes: Shapes) -> str:
    """The token that most of a column's cells show."""
    mains = Counter(shapes.main(placed.spot.text).split("=")[0] for placed in strip.cells[:_SAMPLE])
    if not mains:
        return "empty"
    targets = mains["target"] + mains["state"] + mains["number"]
    if targets * 2 >= sum(mains.values()) and mains["target"]:
        return "target"
    return mains.most_common(1)[0][0]


def _stats(strip: Strip, rows: int, shapes: Shapes) -> list[str]:
    """What a column's cells are together."""
    texts = [placed.spot.text for placed in strip.cells[:_SAMPLE]]
    tokens = [f"fill{_share(len(texts), min(rows, _SAMPLE))}"]
    if not texts:
        return tokens
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(shapes.of(text)))
    tokens += [f"b:{token}~{_share(count, len(texts))}" for token, count in counts.items()]
    tokens.append(f"distinct{_share(len(set(texts)), len(texts))}")
    mean = sum(map(len, texts)) / len(texts)
    tokens.append(f"mean{min(int(mean / 2), 12)}")
    if any(placed.last > placed.top for placed in strip.cells):
        tokens.append("merged")
    numbers = [float(word) for text in texts if (word := squash(text).rstrip("%分")).replace(".", "", 1).isdecimal()]
    if len(numbers) > 2:
        total = sum(numbers)
        tokens += ["hundred"] if 79.5 <= total <= 100.5 else []
        tokens += ["rising"] if all(b - a == 1 for a, b in pairwise(numbers)) else []
        tokens.append(f"size{sum(max(numbers) > bound for bound in (10, 30, 100, 1000, 100000))}")
    return tokens


def _share(count: int, total: int) -> int:
    """A share in five steps, none and all apart."""
    if not count or not total:
        return 0
    if count >= total:
        return 5
    return 1 + int(4 * count / total)


def _common(strip: Strip) -> list[str]:
    texts = Counter(placed.spot.text for placed in strip.cells[:_SAMPLE] if len(placed.spot.text) <= _SHORT)
    return [text for text, _ in texts.most_common(_COMMON)]


ROLES_OF_ROW = ("name", "value", "sign", "unit", "level2", "level1")
_BEAM = 48  # readings kept at each column; the best never fell out on the drawn forms with 24
_ORDER = 0.35  # how far the usual order of roles counts beside what columns say
_TWICE = -9.0  # a role that a half can have only once
_NO_NAME = -8.0
_NO_VALUE = -6.0
_BACK = -4.0  # a category's column behind the name's without a half beginning there
_ONCE = frozenset(("name", "sign", "unit", "level2", "level1", "root", "project", "department", "goal"))


@dataclass(frozen=True, slots=True)
class Reading:
    """The roles of a block's columns, the half each stands in, and how sure it is.

    `margin` is the distance in log probability to the best reading in which another column is the name, the value,
    the sign, the unit or a level; `sure` by column the probability of its own role.
    """

    roles: tuple[str, ...]
    halves: tuple[int, ...]
    score: float
    margin: float
    sure: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    score: float
    roles: tuple[str, ...]
    halves: tuple[int, ...]
    half: int
    seen: frozenset[str]


def decode(scores: Floats, model: Linear, found: Sequence[Strip], fixed: dict[int, str] | None = None) -> Reading:
    """The best roles of the columns, under the rules of a form: one name a half, levels before it, a value behind."""
    ways = [_Way(0.0, (), (), 0, frozenset())]
    classes = model.classes
    for i in range(len(found)):
        options = [model.index(fixed[i])] if fixed and i in fixed else [int(c) for c in (-scores[i]).argsort()[:7]]
        grown: list[_Way] = []
        for way in ways:
            last = model.index(way.roles[-1]) if way.roles else len(classes)
            for option in options:
                step = float(scores[i][option]) + _ORDER * max(-6.0, float(model.transitions[last][option]))
                grown += _next(way, classes[option], step, found[i])
        grown.sort(key=lambda way: -way.score)
        ways = grown[:_BEAM]
    ended = sorted(((_end(way), way) for way in ways), key=lambda item: -item[0])
    best_score, best = ended[0]
    meaning = _meaning(best)
    margin = next((best_score - score for score, way in ended[1:] if _meaning(way) != meaning), 20.0)
    sure = tuple(math.exp(float(scores[i][model.index(role)])) for i, role in enumerate(best.roles))
    return Reading(best.roles, best.halves, best_score, margin, sure)


def _next(way: _Way, role: str, step: float, strip: Strip) -> list[_Way]:
    """The ways to go on with a column in a role: in this half, or opening the second one."""
    result = []
    roles = (*way.roles, role)
    cost = 0.0
    if role in _ONCE and role in way.seen and not (strip.shared and role == way.roles[-1]):
        cost += _TWICE
    if role in ("level1", "level2") and "name" in way.seen:
        cost += _BACK
    result.append(_Way(way.score + step + cost, roles, (*way.halves, way.half), way.half, way.seen | {role}))
    opens = role in ("level1", "level2", "name") and {"name", "value"} <= way.seen and way.half == 0
    if opens:
        result.append(_Way(way.score + step, roles, (*way.halves, 1), 1, frozenset({role})))
    return result


def _end(way: _Way) -> float:
    score = way.score
    score += 0.0 if "name" in way.seen else _NO_NAME
    return score + (0.0 if "value" in way.seen else _NO_VALUE)


def _meaning(way: _Way) -> tuple[tuple[str, int], ...]:
    return tuple(
        (role if role in ROLES_OF_ROW else "", half if role in ROLES_OF_ROW else 0)
        for role, half in zip(way.roles, way.halves, strict=True)
    )
