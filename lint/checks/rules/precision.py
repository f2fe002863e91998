"""How exact a written amount is: half of its last place, in yuan."""

from __future__ import annotations

import re

from lint.model import Fund, Table

_DECIMALS = re.compile(r"\d\.(\d+)")
_TEN_THOUSAND = 1e4


def half_step(written: str, scale: float) -> float:
    """Half of the last written place of a number, in yuan: 18.32万元 → 50."""
    match = _DECIMALS.search(written)
    return scale * 10.0 ** -(len(match[1]) if match else 0) / 2


def fund_step(fund: Fund) -> float:
    """The last written place of an amount of the funding block, in yuan."""
    scale = _TEN_THOUSAND if fund.unit.startswith("万") else 1.0
    return 2 * half_step(fund.written, scale)


def budget_half_step(table: Table, period: str) -> float:
    """Half of the last written place of a period's total, in yuan."""
    for fund in table.funds:
        if fund.total and fund.period == period and fund.amount is not None:
            return fund_step(fund) / 2
    return 0.5  # a total read without its text is taken as whole yuan
