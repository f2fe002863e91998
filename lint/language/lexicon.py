"""The words of rules.toml, section `language`, made ready for matching.

A lexicon is built once from settings and shared; the parsers take it as an argument. A word that
normalising would change can never match a normalised text: that is a configuration error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass

from lint.language.folding import normalise
from lint.language.target import Unit
from lint.settings import SettingsError
from lint.settings.sections import Language as Section
from lint.settings.sections.language import Names, UnitEntry

NAME_DIMENSIONS = (
    "ratio", "money", "duration", "time", "times", "person", "household", "organisation", "count", "amount",
    "area", "length", "mass", "volume", "speed", "concentration", "temperature", "noise", "bandwidth", "score",
)  # fmt: skip
"""Keys of [language.names] that are demands; the other keys are word lists with their own use."""


class Lexicon:
    """Word tables of one settings object.

    `units` maps every writing of a unit to the Unit; `wrong` maps the writings to avoid to the
    standard one; `longest_unit` bounds the lookup. `before` and `after` are comparators by word,
    longest first. `endings` maps the ends of names to the dimension they demand ("" for none).
    Raises SettingsError for a word that can never match or has two meanings.
    """

    def __init__(self, words: Section) -> None:
        _reject_dead_words(words)
        self.units, self.wrong = _units(words)
        self.longest_unit = max(map(len, self.units))
        self.multipliers = words.multipliers
        self.multiplier = re.compile(f"[{''.join(self.multipliers)}]+")
        self.before = _comparators(words.comparators_before)
        self.after = _comparators(words.comparators_after)
        self.before_words = tuple(word for word, _ in self.before)
        self.after_words = tuple(word for word, _ in self.after)
        self.per = frozenset(words.per.words)
        self.longest_per = max(map(len, self.per))
        self.idioms = compile_words(words.idioms)
        self.approximately = frozenset(words.approximately)
        self.range_signs = frozenset(words.range_signs)
        self.places = words.places_with_numeral
        self.placeholders = frozenset(words.placeholders)
        self.change = compile_words(words.change_words)
        self.own_measure = words.own_measure
        self.state_whole = frozenset(words.states.whole)
        self.state_part = compile_words(words.states.part)
        self.state_pattern = _regular(words.states.patterns, "language.states.patterns")
        self.grades = frozenset(words.states.grades)
        self.affirmations = frozenset(words.states.affirmations)
        self.grade_names = words.states.grade_names
        self.state_every = compile_words(words.states.every)
        self.negations = words.states.negations
        self.hedges = compile_words(words.hedges.words)
        self.standard = _regular(words.standards.patterns, "language.standards.patterns")
        self.reference = compile_words(words.references.words)
        self.compared = _regular([words.references.compared], "language.references.compared")
        self.not_reference = compile_words(words.references.not_references)
        self.vague = compile_words(words.vague.words)
        self.dimension_names = words.dimensions
        self.counted_names = words.counted_names
        names = words.names
        self.endings = _endings(names)
        self.longest_ending = max(map(len, self.endings))
        self.cost_items = tuple(sorted(names.cost_items, key=len, reverse=True))
        self.bare = names.bare
        self.share = names.share
        self.share_of_money = compile_words(names.share_of_money)
        self.money_anywhere = compile_words(names.money_anywhere)
        self.persons = names.persons
        self.tails = tuple(sorted(names.tails, key=len, reverse=True))
        self.change_names = names.change
        self.practices = names.practice

    def unit(self, text: str) -> Unit | None:
        """The unit whose writing is exactly `text`, multipliers included (万平方米), or None."""
        found = self.units.get(text)
        if found is not None:
            return found
        match = self.multiplier.match(text)
        if match is None:
            return None
        factor = self.factor(match[0])
        rest = self.units.get(text[match.end() :])
        if rest is not None:
            return Unit(text, match[0] + rest.name, rest.dimension, rest.scale * factor, rest.counted, rest.per)
        return None

    def factor(self, multiplier: str) -> float:
        """The product of the multipliers in 万, 百万, 千亿 …"""
        product = 1.0
        for char in multiplier:
            product *= self.multipliers[char]
        return product


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of the words, the longest first; one that never matches where there are none."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered)) if ordered else "(?!)")


def _regular(patterns: Sequence[str], key: str) -> re.Pattern[str]:
    """One pattern of the regular expressions under a key. Raises SettingsError for a bad one."""
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise SettingsError(f"{key}：“{pattern}”不是合法的正则表达式（{error}）。") from None
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


def _units(words: Section) -> tuple[dict[str, Unit], dict[str, str]]:
    units: dict[str, Unit] = {}
    wrong: dict[str, str] = {}

    def add(text: str, unit: Unit) -> None:
        known = units.get(text)
        if known is not None and (known.name, known.dimension) != (unit.name, unit.dimension):
            both = f"{known.dimension}（{known.name}）和 {unit.dimension}（{unit.name}）"
            raise SettingsError(f"language.units：单位“{text}”同时属于 {both}，请删去其一。")
        units[text] = unit

    for dimension, table in words.units.items():
        for name, entry in table.items():
            scale = _scale(entry, words.unit_bases.get(dimension, ""), f"language.units.{dimension}.{name}")
            for text in (name, *entry.also):
                add(text, Unit(text, name, dimension, scale))
            for text in entry.wrong:
                add(text, Unit(text, name, dimension, scale))
                wrong[text] = name
    for counted, texts in words.counted.items():
        for text in texts:
            add(text, Unit(text, text, "count", 1.0, counted))
    return units, wrong


def _scale(entry: UnitEntry, base: str, key: str) -> float:
    if entry.scale is not None:
        return entry.scale
    if entry.pint is None or not base:
        raise SettingsError(f"{key}：请用 scale 写明换算系数，或用 pint 写明单位表达式。")
    from lint.language.measure import scale_of

    return scale_of(entry.pint, base, key)


def _comparators(table: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    pairs = [(word, sign) for sign, words in table.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _endings(names: Names) -> dict[str, str]:
    endings: dict[str, str] = {}
    for dimension in (*NAME_DIMENSIONS, "none"):
        for word in getattr(names, dimension):
            meaning = "" if dimension == "none" else dimension
            if endings.setdefault(word, meaning) != meaning:
                raise SettingsError(
                    f"language.names：“{word}”同时列在 {endings[word] or 'none'} 和 {dimension}，请删去其一。"
                )
    return endings


_NOT_WORDS = (
    "language.standards.patterns", "language.states.patterns",  # regular expressions
    "language.costs", "language.examples", "language.categories",  # compared with names as they stand
)  # fmt: skip


def _reject_dead_words(value: object, key: str = "language") -> None:
    if key in _NOT_WORDS:
        return
    if is_dataclass(value):
        for item in fields(value):
            _reject_dead_words(getattr(value, item.name), f"{key}.{item.name}")
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            if key.startswith("language.units."):
                _reject_dead_word(name, key)
            _reject_dead_words(entry, f"{key}.{name}")
    elif isinstance(value, tuple):
        for word in value:
            _reject_dead_word(word, key)


def _reject_dead_word(word: str, key: str) -> None:
    plain = normalise(word)
    if plain != word or not word:
        raise SettingsError(f"{key}：词条“{word}”永远不会命中，请改为规范化后的写法“{plain}”。")
