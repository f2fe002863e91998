"""What a single cell's text may be: a target, a sign, a unit: told by the words of the settings.

Names and targets stand side by side in a form's cells and slip into one another's columns. A
target says nothing but how much, when, or which state; a name may mention a number (65岁以上老年人)
but says what it counts. So a text is the likelier a target the more of it its numbers, dates and
state words make up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lint.language.folding import normalise
from lint.language.lexicon import Lexicon
from lint.language.parser import Parser
from lint.language.target import Moment, Quantity, Target

Reason = Literal[
    "comparator", "number", "unit", "percent", "money", "date", "period", "state", "standard", "reference", "vague"
]
TARGET, STATE, PART = 1.0, 0.8, 0.5
"""Degrees: nothing but a number or time; a state or limit in words; a number beside other words."""

_SIGNS = "≥≤><=≈±"
_MOST_OF_IT = 0.75  # share of a text's letters and digits in its numbers and times from which it is a target
_HALF_OF_IT = 0.5
_LONGEST = 60  # characters of a normalised text; what is longer is a sentence
_LONGEST_STATE = 12  # characters of a state in words: 不发生重大安全生产事故
_NO_WORD = re.compile(r"[^\w%‰≥≤><=≈±°/¥+-]|_")
_BARE_NUMBER = re.compile(r":?[-+]?¥?\d[\d,]*(?:\.\d+)?")
_AFTER_DATE = re.compile(r"(?:之前|以前|前|内|底|末|止|起|开始|完成|完工|竣工|结束|到位)+")


@dataclass(frozen=True, slots=True)
class CellReading:
    """How far a text looks like a target, and why.

    `degree` is 0 for a text that does not, else PART, STATE or TARGET. `reasons` say what in it
    speaks for a target, whatever the degree. `bare` tells a number without comparator and unit,
    which may as well be a weight, a score, an amount or a running number.
    """

    target: Target
    degree: float
    reasons: tuple[Reason, ...]
    bare: bool = False


class CellReader:
    """Reads cells with one lexicon; results are kept per distinct text."""

    __slots__ = ("_bounds", "_lexicon", "_parse", "_signs", "read")

    def __init__(self, lexicon: Lexicon, parser: Parser) -> None:
        self._lexicon = lexicon
        self._parse = parser.parse
        self._bounds = tuple(word for word, sign in lexicon.before if len(word) > 1 and sign in "≥≤<>")
        self._signs = frozenset((*_SIGNS, ">=", "<=", "=>", "=<", *lexicon.before_words, *lexicon.after_words))
        self.read = lru_cache(maxsize=65536)(self._read)
        """The reading of a cell's text as written. Never raises."""

    def is_sign(self, text: str) -> bool:
        """Whether a text is a comparator and nothing else (≥, 不低于, >=): what a sign column holds."""
        return normalise(text).strip(":") in self._signs

    def is_unit(self, text: str) -> bool:
        """Whether a text is a unit of measure and nothing else (人次, %, 元/人·月): what a unit column holds."""
        word = normalise(text).strip(":()")
        head, *below = re.split(r"[/·每]", word)
        if not head or any(not part for part in below):
            return False
        known = self._lexicon.unit(head) is not None or self._lexicon.multiplier.fullmatch(head) is not None
        return known and all(part in self._lexicon.per or self._lexicon.unit(part) is not None for part in below)

    def _read(self, text: str) -> CellReading:
        target = self._parse(text, "")
        reasons = self._reasons(target)
        if target.kind == "empty" or len(target.text) > _LONGEST:
            return CellReading(target, 0.0, reasons)
        bare = _BARE_NUMBER.fullmatch(target.text) is not None
        return CellReading(target, TARGET if bare else self._degree(target, reasons), reasons, bare)

    def _degree(self, target: Target, reasons: tuple[Reason, ...]) -> float:
        text = target.text
        quantities = [q for q in target.quantities if not q.unit.text or q.unit.dimension]
        if quantities or target.dates:
            share = self._share(target, quantities)
            if share >= _MOST_OF_IT:
                return TARGET if not _only_event(target) else STATE
            if self._bounded(target) or (share >= _HALF_OF_IT and any(sign in text for sign in _SIGNS)):
                return TARGET
            return STATE if any(sign in text for sign in _SIGNS) else PART if share >= _HALF_OF_IT else 0.0
        if self._bounded(target):
            return TARGET
        words = text.strip(":,;。.")
        if len(words) > _LONGEST_STATE:
            return 0.0
        return STATE if words in self._lexicon.state_whole or not self._lexicon.vague.sub("", words) else 0.0

    def _bounded(self, target: Target) -> bool:
        """Whether the text begins with a bound and names what it bounds (≥95%, 不低于上年; 达到 and 为 are none)."""
        body = target.text.lstrip(":")
        return body[:1] in _SIGNS or (body.startswith(self._bounds) and bool(target.quantities or target.references))

    def _share(self, target: Target, quantities: list[Quantity]) -> float:
        """The share of the text's letters and digits that its quantities and times make up."""
        text = target.text
        taken = [False] * len(text)
        for start, end in (
            *map(self._span, [text] * len(quantities), quantities),
            *(_lasting(text, d) for d in target.dates),
        ):
            taken[start:end] = [True] * (end - start)
        letters = [index for index, char in enumerate(text) if not _NO_WORD.match(char)]
        return sum(taken[index] for index in letters) / len(letters) if letters else 0.0

    def _span(self, text: str, quantity: Quantity) -> tuple[int, int]:
        """Where a quantity begins and ends with the comparators about it."""
        start = len(text[: quantity.start].rstrip(f"{_SIGNS}~(¥"))
        head, tail = text[:start], text[quantity.end :]
        word = next((word for word in self._lexicon.before_words if head.endswith(word)), "")
        after = next((word for word in self._lexicon.after_words if tail.startswith(word)), "")
        return start - len(word), quantity.end + len(after)

    def _reasons(self, target: Target) -> tuple[Reason, ...]:
        found: dict[Reason, None] = {}
        if target.comparator:
            found["comparator"] = None
        for quantity in target.quantities:
            found["number"] = None
            if quantity.unit.dimension == "ratio":
                found["percent"] = None
            elif quantity.unit.dimension == "money":
                found["money"] = None
            elif quantity.unit.dimension:
                found["unit"] = None
        for moment in target.dates:
            found["date" if moment.kind in ("date", "event") else "period"] = None
        layers: tuple[tuple[Reason, tuple[str, ...]], ...] = (
            ("state", target.states), ("standard", target.standards), ("reference", target.references),
            ("vague", target.vague),
        )  # fmt: skip
        found.update((reason, None) for reason, words in layers if words)
        return tuple(found)


def _lasting(text: str, moment: Moment) -> tuple[int, int]:
    """Where a time begins and ends with the words that bound it."""
    after = _AFTER_DATE.match(text, moment.end)
    return moment.start, after.end() if after else moment.end


def _only_event(target: Target) -> bool:
    """Whether the text names an event and no number: 汛前完成 is a target, and as well a task's name."""
    return not target.quantities and all(moment.kind == "event" for moment in target.dates)
