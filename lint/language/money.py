"""Amounts of money: what a cell, a heading or a folded value states in yuan."""

from __future__ import annotations

import re

_STATES_MONEY = re.compile(r"\d(?:\d|\.)*(?:万|亿)?元|元/|[每/][^/]*元")
_STATED = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?元")
_FACTORS = {"": 1.0, "万": 1e4, "亿": 1e8}


def states_money(folded: str) -> bool:
    """Whether a value as `fold_copied_value` gives it states an amount in yuan."""
    return bool(_STATES_MONEY.search(folded))


def stated_amounts(folded: str) -> list[float]:
    """The amounts in yuan that a value as `fold_copied_value` gives it states."""
    return [round(float(number) * _FACTORS[scale], 2) for number, scale in _STATED.findall(folded)]
