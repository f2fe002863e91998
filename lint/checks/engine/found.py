"""A hit on its way to becoming a finding: with the rule, the table and the row it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from lint.checks.rule import Hit, Rule
from lint.model import Indicator, Table


@dataclass(frozen=True, slots=True)
class Found:
    """One hit; `table` and `indicator` None where it concerns none."""

    rule: Rule
    hit: Hit
    table: Table | None
    indicator: Indicator | None
