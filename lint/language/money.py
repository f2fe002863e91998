"""Amounts of money: what a cell, a heading or a folded value states, in yuan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lint.language import numbers
from lint.language.folding import normalise
from lint.language.lexicon import Lexicon

YUAN = "元"
_LABEL = re.compile(r"(?P<label>[^\d:¥]{0,24}(?:\([^()]{1,12}\))?):(?=.)")  # 年度资金总额(万元):50
_CURRENCY = re.compile(r"(?:人民币|RMB|CNY|¥)+:?")
_NUMBER = re.compile(
    rf"-?(?:(?P<grouped>\d{{1,3}}(?:\.\d{{3}}){{2,}})|(?P<arabic>{numbers.ARABIC}(?![\d,])|\d[\d,]*(?:\.\d+)?))"
)
_NUMERAL = re.compile(numbers.CHINESE)
_NOTE = re.compile(r"(?:整|正)?(?:\([^()]*\)?)?[。.]?")
_THREE_PLACES = re.compile(r"\d{1,3}\.\d{3}")
_LONGEST = 60  # characters of a cell that states an amount, its label and its note included


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as a cell states it.

    `yuan` is rounded to cents; `written` its digits as they stand, without separators, so that the
    last written place can be told; `unit` the unit they are in (元, 万元 …), "" where neither the cell
    nor whoever asked knew it (`yuan` then counts the digits as yuan); `own` whether the cell itself
    named the unit.
    """

    yuan: float
    written: str
    unit: str
    own: bool


class MoneyReader:
    """Reads amounts with the money units and multipliers of one lexicon; results are kept."""

    __slots__ = ("_lexicon", "_named", "_unit", "_units", "read", "read_unit")

    def __init__(self, lexicon: Lexicon) -> None:
        units = {text: unit.scale for text, unit in lexicon.units.items() if unit.dimension == "money"}
        multipliers = f"[{''.join(map(re.escape, lexicon.multipliers))}]"
        names = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
        self._lexicon = lexicon
        self._units = units
        self._unit = re.compile(rf"(?P<bracket>\()?(?P<multiplier>{multipliers}*)(?P<unit>{names})?(?(bracket)\))")
        self._named = re.compile(rf"(?:[(:]|单位)[^()]{{0,6}}?(?<!单)({multipliers}{{0,2}}(?:{names}))")
        self.read = lru_cache(maxsize=16384)(self._read)
        """The amount of a cell that states one and nothing else, None for other texts.

        `unit` ("" by default) applies where the cell names none: what its heading says. A label with a
        colon before the amount and a note in brackets behind it belong to it (年度资金总额：50万(含税)).
        In yuan, a group of three after a point ("170.000") is thousands: a scan takes commas for
        points, and yuan have two decimals. Never raises.
        """
        self.read_unit = lru_cache(maxsize=4096)(self._read_unit)
        """The money unit a heading names in brackets, after a colon or after 单位 (元, 万元 …), "" where none."""

    def _read_unit(self, text: str) -> str:
        found = self._named.search(normalise(text[:_LONGEST]))
        return found[1] if found else ""

    def factor(self, unit: str) -> float | None:
        """Yuan in one of a money unit with its multipliers (万元 → 10⁴, 万 → 10⁴), None for other texts."""
        match = self._unit.fullmatch(normalise(unit))
        if match is None or not (match["unit"] or match["multiplier"]):
            return None
        return self._lexicon.factor(match["multiplier"]) * self._units[match["unit"] or YUAN]

    def _read(self, text: str, unit: str = "") -> Money | None:
        plain = normalise(text)
        if len(plain) > _LONGEST:
            return None
        label = _LABEL.match(plain)
        start = label.end() if label else 0
        if currency := _CURRENCY.match(plain, start):
            start = currency.end()
        number = self._number(plain, start)
        if number is None:
            return None
        value, written, end = number
        match = self._unit.match(plain, end)
        assert match is not None  # every part of it is optional
        if not _NOTE.fullmatch(plain, match.end()):
            return None
        own = bool(match["multiplier"] or match["unit"])
        if not own and written[-1] in numbers.CHARACTERS:
            return None  # 三 is a running number sooner than an amount
        named = match["multiplier"] + (match["unit"] or YUAN) if own else unit or self.read_unit(plain[:start])
        named = named or (YUAN if currency else "")
        if _is_thousands(written) and named == YUAN:
            value, written = value * 1000, written.replace(".", "")
        factor = self.factor(named) if named else 1.0
        return None if factor is None else Money(round(value * factor, 2), written, named, own)

    def _number(self, plain: str, start: int) -> tuple[float, str, int] | None:
        """The number at `start`, its digits without separators, and where it ends."""
        if found := _NUMBER.match(plain, start):
            sign = -1 if found[0][0] == "-" else 1
            digits = found["grouped"].replace(".", "") if found["grouped"] else re.sub("[, ]", "", found["arabic"])
            return sign * float(digits), "-" * (sign < 0) + digits, found.end()
        for end in range(min(len(plain), start + _LONGEST), start, -1):  # 伍拾万元: the numeral takes 万 along
            if _NUMERAL.fullmatch(plain, start, end) and (value := numbers.read_chinese(plain[start:end])) is not None:
                return value, plain[start:end], end
        return None


def _is_thousands(written: str) -> bool:
    return _THREE_PLACES.fullmatch(written.lstrip("-")) is not None


_STATES_MONEY = re.compile(r"\d(?:\d|\.)*(?:万|亿)?元|元/|[每/][^/]*元")
_STATED = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?元")
_FACTORS = {"": 1.0, "万": 1e4, "亿": 1e8}


def states_money(folded: str) -> bool:
    """Whether a value as `fold_copied_value` gives it states an amount in yuan."""
    return bool(_STATES_MONEY.search(folded))


def stated_amounts(folded: str) -> list[float]:
    """The amounts in yuan that a value as `fold_copied_value` gives it states."""
    return [round(float(number) * _FACTORS[scale], 2) for number, scale in _STATED.findall(folded)]
