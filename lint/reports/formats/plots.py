"""What the small plots of a page show: bars on one scale, and a ring (see templates/plots.html)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its parts as (style class, count), and what a click filters by."""

    label: str
    parts: Sequence[tuple[str, int]]
    filter_key: str = ""
    filter_value: str = ""

    @property
    def total(self) -> int:
        """Sum of the parts."""
        return sum(count for _, count in self.parts)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: its style class, where it begins and how wide it is, in hundredths of the plot."""

    style: str
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Stacked bars on one scale: the longest is 100 wide. False where there is nothing to show."""

    caption: str
    bars: Sequence[Bar]

    def __bool__(self) -> bool:
        return any(bar.total for bar in self.bars)

    def parts_of(self, bar: Bar) -> Iterator[Part]:
        """The pieces of one bar that are not empty."""
        longest = max(item.total for item in self.bars)
        left = 0.0
        for style, count in bar.parts:
            width = 100 * count / longest
            if count:
                yield Part(style, left, width)
            left += width


@dataclass(frozen=True, slots=True)
class Ring:
    """A part of a whole. False where the whole is empty."""

    caption: str
    part: int
    whole: int

    radius = 15.9155  # of a circle of circumference 100, so that a share in percent is a dash length

    def __bool__(self) -> bool:
        return self.whole > 0

    @property
    def percent(self) -> float:
        """The share, 0 to 100."""
        return 100 * self.part / self.whole

    @property
    def shown(self) -> str:
        """The share in words, never 100 % unless it is."""
        return f"{math.floor(self.percent)}%"
