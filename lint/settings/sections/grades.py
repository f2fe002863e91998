"""[grades]: the scheme of the grades (docs/grades.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grades:
    """`weights` by severity, `shares` by review, `bounds` by grade (best first, least score in [0, 100]).

    `most_unjudged` is a share; `above_worst` counts grades, `table_rows` rows.
    """

    most_unjudged: float
    above_worst: int
    table_rows: float
    weights: Mapping[str, float]
    shares: Mapping[str, float]
    bounds: Mapping[str, float]
