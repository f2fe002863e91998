"""[extract]: the words of headers, titles and fields by which forms are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Headers:
    """The words that name each role of a form's columns, without spaces and what stands in brackets."""

    level1: tuple[str, ...]
    level2: tuple[str, ...]
    name: tuple[str, ...]
    value: tuple[str, ...]
    sign: tuple[str, ...]
    unit: tuple[str, ...]
    type: tuple[str, ...]
    explanation: tuple[str, ...]
    scoring: tuple[str, ...]
    weight: tuple[str, ...]
    actual: tuple[str, ...]
    score: tuple[str, ...]
    deviation: tuple[str, ...]
    project: tuple[str, ...]
    department: tuple[str, ...]
    year: tuple[str, ...]
    period: tuple[str, ...]
    annual_budget: tuple[str, ...]
    total_budget: tuple[str, ...]
    goal: tuple[str, ...]
    number: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Funds:
    """The labels of the funding block; `heads` and `not_budget` are regular expressions."""

    heads: tuple[str, ...]
    totals: tuple[str, ...]
    parts: tuple[str, ...]
    annual: tuple[str, ...]
    whole: tuple[str, ...]
    groups: tuple[str, ...]
    not_budget: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """How forms are found and read.

    `titles`, `page_marks`, `running_heads`, `chapters` and the values of `fields` are regular
    expressions on text without spaces; the other lists are words. `category_marks` are pairs of such an
    expression and the category it tells, the first that fits winning. `categories` and `first_levels`
    map canonical names to what a cell may say, `fields` canonical field names to their labels.
    `least_confidence` in [0, 1], `title_length` in characters.
    """

    category_marks: tuple[tuple[str, str], ...]
    least_confidence: float
    watermarks: tuple[str, ...]
    titles: tuple[str, ...]
    title_length: int
    not_titles: tuple[str, ...]
    department_titles: tuple[str, ...]
    continuations: tuple[str, ...]
    page_marks: tuple[str, ...]
    running_heads: tuple[str, ...]
    chapters: tuple[str, ...]
    ends: tuple[str, ...]
    contacts: tuple[str, ...]
    sums: tuple[str, ...]
    value_states: tuple[str, ...]
    signs: tuple[str, ...]
    types: tuple[str, ...]
    categories: Mapping[str, tuple[str, ...]]
    first_levels: Mapping[str, tuple[str, ...]]
    headers: Headers
    fields: Mapping[str, tuple[str, ...]]
    funds: Funds
