"""What a table carries over from another project: rows and sentences about somebody else's subject.

A row or sentence that two tables share belongs to the one whose project's name speaks of it. It is
left over in the other table where the words it has in common with that name occur nowhere in the
other's own name, overview, basis or funds. Words that many projects' names bear (大楼, 改造) and
everyday words (服务, 人员) show nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from lint.language.folding import fold_copied_passage, fold_copied_value, fold_copy
from lint.language.money import stated_amounts
from lint.model import Indicator
from lint.settings.sections.similarity import Similarity
from lint.similarity.account import Account
from lint.similarity.background import Background
from lint.similarity.view import TableView

_SENTENCE = re.compile(r"[。；;！!\n]|目标[一二三四五六七八九十\d]+[:：、]?|(?<!\d)\d[.．、](?!\d)")
_IDENTITY = ("项目概况", "立项依据", "项目设立必要性")
_FIELDS = ("总体目标", "项目实施计划", "保证项目实施的制度、措施")
_PARTICULAR = 3
_SHORT_WORD = 3  # pairs of characters
_FEE = re.compile(r"(.)[费款]")


@dataclass(frozen=True, slots=True)
class Leftover:
    """One row (`indicator`) or sentence (`field`, `text`) of a table that belongs to `owner`'s project.

    `kind` is "subject" (`words` are those it shares with the owner's name and the table itself does
    not know), "amount" (it states the owner's budget) or "year" (it states the owner's year).
    """

    table: TableView
    owner: TableView
    words: tuple[str, ...]
    text: str
    field: str = ""
    indicator: Indicator | None = None
    kind: str = "subject"


@dataclass(frozen=True, slots=True)
class _Unit:
    key: str
    text: str
    field: str = ""
    indicator: Indicator | None = None


class Leftovers:
    """Finds leftovers among the tables of one run. `options` is the section [similarity]."""

    def __init__(self, views: Sequence[TableView], options: Similarity, background: Background) -> None:
        self._views = views
        self._options = options
        self._background = background
        self._units = [tuple(_units(view)) for view in views]
        self._known = [_identity(view) for view in views]
        self._names = [view.core for view in views]
        self._everyday: dict[str, bool] = {}

    def find(self, related: Mapping[tuple[int, int], Account]) -> Iterator[tuple[int, Leftover]]:
        """Leftovers with their table's index, in the order of tables; one a row or sentence.

        `related` are the pairs (i < j) found to be copies: between those a nearly equal unit counts
        as shared, between others only an equal one.
        """
        holders: dict[str, list[int]] = defaultdict(list)
        for index, units in enumerate(self._units):
            for key in {unit.key for unit in units}:
                holders[key].append(index)
        partners: dict[int, list[int]] = defaultdict(list)
        for i, j in related:
            partners[i].append(j)
            partners[j].append(i)
        for index, view in enumerate(self._views):
            if view.whole:
                continue
            sources = [j for j in partners[index] if not related[min(index, j), max(index, j)].signs]
            for unit in self._units[index]:
                owner = self._owner(index, unit, holders[unit.key], partners[index])
                if owner is not None:
                    other, words = owner
                    yield index, Leftover(view, self._views[other], words, unit.text, unit.field, unit.indicator)
                elif (stale := self._stale(index, unit, sources)) is not None:
                    yield index, stale

    def _stale(self, index: int, unit: _Unit, sources: Sequence[int]) -> Leftover | None:
        """An amount or a year of a table's source that was not adapted."""
        view = self._views[index]
        own = {view.table.annual_budget, view.table.total_budget}
        for other in sources:
            source = self._views[other]
            money = source.table.annual_budget
            row = unit.indicator
            stated = stated_amounts(fold_copied_value(row.value + row.unit)) if row else []
            if money and money not in own and money in stated and _particular(money):
                return Leftover(view, source, (), unit.text, "", unit.indicator, "amount")
            year = source.year
            late = view.year and year and year < view.year and not self._states(unit, view.year)
            if year and late and self._states(unit, year) and any(each.key == unit.key for each in self._units[other]):
                return Leftover(view, source, (str(year),), unit.text, unit.field, unit.indicator, "year")
        return None

    @staticmethod
    def _states(unit: _Unit, year: int) -> bool:
        text = unit.text + (unit.indicator.value if unit.indicator else "")
        return re.search(rf"(?<!\d){year}(?!\d)", text) is not None

    def _owner(
        self, index: int, unit: _Unit, holders: Sequence[int], partners: Sequence[int]
    ) -> tuple[int, tuple[str, ...]] | None:
        """The table whose project the unit speaks of, and the words that say so."""
        if len(holders) > self._options.leftover_holders:
            return None  # written so by everybody
        near = [other for other in partners if other not in holders and self._has_like(other, unit)]
        best: tuple[int, tuple[str, ...]] | None = None
        for other in (*holders, *near):
            if other == index or self._views[other].whole:
                continue
            words = self._foreign(index, other, unit)
            if words and (best is None or sum(map(len, words)) > sum(map(len, best[1]))):
                best = other, words
        return best

    def _has_like(self, other: int, unit: _Unit) -> bool:
        least: float = self._options.same_text * 100
        return any(
            bool(each.indicator) == bool(unit.indicator) and fuzz.ratio(each.key, unit.key, score_cutoff=least) > 0
            for each in self._units[other]
        )

    def _foreign(self, index: int, other: int, unit: _Unit) -> tuple[str, ...]:
        """Words of the other's name in the unit, unknown to the table's own identity and telling."""
        known, name = self._known[index], self._names[other]
        words = [word for word in _common(unit.key, name) if not _knows(known, word) and self._telling(word)]
        if not words and unit.field and len(unit.key) <= self._options.leftover_short:
            words = [
                m[1] for m in _FEE.finditer(name) if m[1] in unit.key and m[1] not in known and self._own(other, m[1])
            ]
        return tuple(words)

    def _own(self, other: int, character: str) -> bool:
        """Whether a single character (水 of 水费) is what the other table is about all through."""
        least: int = self._options.leftover_mentions
        return self._known[other].count(character) >= least

    def _telling(self, word: str) -> bool:
        known = self._everyday.get(word)
        if known is None:
            bearers = sum(word in name for name in self._names)
            limit = max(self._options.leftover_bearers, self._options.leftover_bearer_share * len(self._names))
            known = bool(bearers <= limit and self._background.name(word) >= self._options.leftover_word)
            self._everyday[word] = known
        return known


def _units(view: TableView) -> Iterator[_Unit]:
    for row, indicator in zip(view.rows, view.indicators, strict=True):
        if len(row.name) > 2 and not indicator.uncertain:
            yield _Unit(row.name, indicator.name, indicator=indicator)
    for field in _FIELDS:
        text = view.table.texts.get(field) or view.table.texts.get(f"{field}（实施期）") or ""
        for sentence in _SENTENCE.split(text):
            key = fold_copied_passage(sentence)
            if len(key) > 4:
                yield _Unit(key, sentence.strip(), field)


def _identity(view: TableView) -> str:
    """What the table says its project is: name, overview, basis, need and the funds' labels."""
    texts = view.table.texts
    parts = [view.table.project, *(texts.get(name, "") for name in _IDENTITY), *(f.label for f in view.table.funds)]
    return "\n".join(fold_copy(part) for part in parts)


def _particular(money: float) -> bool:
    """Whether an amount is one that two projects do not have by chance: three digits that count or more."""
    return len(f"{money:.2f}".replace(".", "").strip("0")) >= _PARTICULAR


def _common(one: str, other: str) -> list[str]:
    """The maximal common substrings of two or more characters."""
    found: list[str] = []
    at = 0
    while at < len(one):
        size = 0
        while at + size < len(one) and one[at : at + size + 1] in other:
            size += 1
        if size > 1 and not any(one[at : at + size] in word for word in found):
            found.append(one[at : at + size])
        at += max(size - 1, 1)
    return found


def _knows(known: str, word: str) -> bool:
    """Whether an identity knows a word: half of its pairs of neighbouring characters, of a short word any."""
    pairs = [word[i : i + 2] in known for i in range(len(word) - 1)]
    return any(pairs) if len(pairs) < _SHORT_WORD else 2 * sum(pairs) >= len(pairs)
