"""Parsing a target value into a Target: comparator, quantities, dates, kind."""

from __future__ import annotations

import re
from functools import lru_cache

from lint.language.normalise import normalise
from lint.language.target import Kind, Moment, Quantity, Target, Unit

_COMPARATOR = re.compile(r"[≥≤><=≈±]")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(%|万元|元)?")
_DATE = re.compile(r"(20\d\d)年?")
_UNITS = {
    "%": Unit("%", "%", "ratio", 0.01),
    "元": Unit("元", "元", "money", 1.0),
    "万元": Unit("万元", "万元", "money", 1e4),
}


@lru_cache(maxsize=65536)
def parse_target(value: str, unit: str = "") -> Target:
    """The parsed target of a value cell and its unit column (both as written). Never raises."""
    text = normalise(value) + normalise(unit)
    sign = _COMPARATOR.search(text)
    comparator = sign[0] if sign else ""
    dates = tuple(Moment(m[0], "date", m.start(), m.end(), year=int(m[1])) for m in _DATE.finditer(text))
    quantities = tuple(
        Quantity(float(m[1]), float(m[1]), comparator, _UNITS.get(m[2] or "", Unit()), m.start(), m.end())
        for m in _NUMBER.finditer(text)
        if not any(date.start <= m.start() < date.end for date in dates)
    )
    kind: Kind = "empty" if not text else "quantity" if quantities else "date" if dates else "other"
    return Target(value, unit, text, comparator, quantities, dates, kind)
