"""Plain data of the language layer: what a target value says.

A Target adds layers to the text of a value cell and never rewrites it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Kind = Literal["quantity", "date", "period", "state", "standard", "reference", "vague", "empty", "other"]
"""What a value is, taken as a whole. Where it says several things, the first that can be checked
wins: quantity, date, period, reference, standard, state, then vague and other."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure as written and as understood.

    `text` as written; `name` the standard writing ("平方米"), equal to `text` where unknown;
    `dimension` one of money, ratio, count, duration, date, area, length, mass, volume, data,
    energy, power, speed, temperature, concentration, noise …, "" where unknown or absent;
    `scale` the factor to the dimension's base unit (yuan, 1 for ratios, square metre, metre, second …);
    `counted` what is counted where the dimension is count (person, thing, times, household …);
    `per` the standard writing of the denominators, in order (元/人/月 → ("人", "月")).
    """

    text: str = ""
    name: str = ""
    dimension: str = ""
    scale: float = 1.0
    counted: str = ""
    per: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a value with its comparator and unit.

    `low` and `high` are equal unless it is a range; multipliers (万, 亿, %) are not applied to
    them: a quantity of 5万元 has low 5 and unit.scale 10⁴. `comparator` is one of ≥ ≤ > < = ≈ ±
    or "". `start` and `end` bound it in the target's `text`. `bare` says no unit was written.
    """

    low: float
    high: float
    comparator: str
    unit: Unit
    start: int
    end: int

    @property
    def bare(self) -> bool:
        """Whether the number stands without any unit of its own (1005, 1140万, 3320/人/月)."""
        return not self.unit.name

    @property
    def base(self) -> float:
        """The upper number in the base unit of its dimension: yuan, share of 1, seconds, m² …"""
        return self.high * self.unit.scale


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, deadline or period named in a value.

    `kind`: "date" (a calendar date, month, quarter or year), "recurring" (每季度末, 半年一次),
    "whole" (全年, 全天), "event" (元宵节前, 汛期前). A span after an event (收到文件后30日内) is a
    quantity of duration.
    `year`, `month`, `day` as written, None where not; `exists` is False for 2月30日 and 13月.
    `first`/`last` are the calendar days it spans where year is known.
    """

    text: str
    kind: Literal["date", "recurring", "whole", "event"]
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    exists: bool = True
    first: dt.date | None = None
    last: dt.date | None = None
    deadline: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed target value.

    `value` and `unit` as given, `text` normalised (`lint.language.normalise`) with the unit
    column appended; `comparator` that of the first quantity, or one standing alone.
    `states`, `standards`, `references`, `vague` are the words found; they are looked for only where
    there is no quantity.
    """

    value: str
    unit: str
    text: str
    comparator: str
    quantities: tuple[Quantity, ...]
    dates: tuple[Moment, ...]
    kind: Kind
    states: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()

    @property
    def first(self) -> Quantity | None:
        """The first quantity, or None."""
        return self.quantities[0] if self.quantities else None

    @property
    def dimension(self) -> str:
        """Dimension of the first quantity that has one; "date" where only a date is given; else ""."""
        for quantity in self.quantities:
            if quantity.unit.dimension:
                return quantity.unit.dimension
        return "date" if self.dates and not self.quantities else ""

    @property
    def is_bare_number(self) -> bool:
        """Whether there is a number and none of the numbers has a unit."""
        return bool(self.quantities) and all(quantity.bare for quantity in self.quantities)

    @property
    def is_ratio(self) -> bool:
        """Whether the first dimension named is a ratio (%, ‰, 成)."""
        return self.dimension == "ratio"

    @property
    def is_money(self) -> bool:
        """Whether the first dimension named is money."""
        return self.dimension == "money"

    @property
    def is_unit_price(self) -> bool:
        """Whether it is money per something (元/人/月, 每…): no total. 元/年 is a total of a year."""
        return any(q.unit.dimension == "money" and any(p != "年" for p in q.unit.per) for q in self.quantities)

    @property
    def yuan(self) -> float | None:
        """The amount in yuan where the value is money (the upper end of a range), else None."""
        for quantity in self.quantities:
            if quantity.unit.dimension == "money":
                return quantity.base
        return None

    @property
    def has_deadline(self) -> bool:
        """Whether it names a date, a period or a length of time that can be checked."""
        return bool(self.dates) or any(quantity.unit.dimension == "duration" for quantity in self.quantities)

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years named, in order."""
        return tuple(date.year for date in self.dates if date.year is not None)
