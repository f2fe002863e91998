"""[language]: the words by which values and names are understood, shared by all rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """One unit: `scale` to the first unit of its dimension, or `pint`, an expression; other writings.

    `also` are correct writings, `wrong` those that U004 asks to be replaced.
    """

    scale: float | None = None
    pint: str | None = None
    also: Words = ()
    wrong: Words = ()


@dataclass(frozen=True, slots=True)
class WordList:
    """A table that holds one list."""

    words: Words


@dataclass(frozen=True, slots=True)
class Dates:
    """Words of times: festivals, seasons (times only beside one of `season_bounds`), periods."""

    festivals: Words
    seasons: Words
    season_bounds: Words
    lunar: Words
    recurring: Words
    relative: Words
    whole: Words
    not_dates: Words


@dataclass(frozen=True, slots=True)
class States:
    """Words of states that can be told for sure; `patterns` are regular expressions."""

    whole: Words
    part: Words
    patterns: Words
    affirmations: Words
    grades: Words
    grade_names: Words
    every: Words
    negations: Words


@dataclass(frozen=True, slots=True)
class Standards:
    """Regular expressions of named standards."""

    patterns: Words


@dataclass(frozen=True, slots=True)
class References:
    """What points to a figure that can be looked up; `compared` is a regular expression."""

    words: Words
    compared: str
    not_references: Words


@dataclass(frozen=True, slots=True)
class Names:
    """What an indicator's name demands, told by how it ends; each list's use stands in rules.toml."""

    ratio: Words
    money: Words
    cost_items: Words
    duration: Words
    time: Words
    times: Words
    person: Words
    household: Words
    organisation: Words
    count: Words
    amount: Words
    area: Words
    length: Words
    mass: Words
    volume: Words
    speed: Words
    concentration: Words
    temperature: Words
    noise: Words
    bandwidth: Words
    score: Words
    bare: Words
    none: Words
    share: Words
    share_of_money: Words
    change: Words
    practice: Words
    tails: Words
    money_anywhere: Words
    persons: Words


@dataclass(frozen=True, slots=True)
class Costs:
    """Words of a row's name or value, as written, that tell costs from other money and from prices."""

    not_cost: Words
    unit_price: Words


@dataclass(frozen=True, slots=True)
class Proposal:
    """A `target` to propose where one of `words` stands in the name and `level2` is empty or holds the category."""

    words: Words
    level2: Words
    target: str


@dataclass(frozen=True, slots=True)
class Examples:
    """What a checkable target looks like, for suggestions.

    By dimension where the name itself demands one of `named_dimensions`, else the first of `targets`
    that fits, else by category (其他 for any other).
    """

    named_dimensions: Words
    targets: tuple[Proposal, ...]
    by_category: Mapping[str, str]
    by_dimension: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Categories:
    """`names` that are categories and nothing else, without punctuation."""

    names: Words


@dataclass(frozen=True, slots=True)
class Language:
    """The vocabulary. Words are in their normalised form but in `costs`, `examples` and `categories`."""

    idioms: Words
    places_with_numeral: Words
    approximately: Words
    range_signs: Words
    placeholders: Words
    fillers: Words
    change_words: Words
    own_measure: Words
    comparators_before: Mapping[str, Words]
    comparators_after: Mapping[str, Words]
    multipliers: Mapping[str, float]
    dimensions: Mapping[str, str]
    counted_names: Mapping[str, str]
    unit_bases: Mapping[str, str]
    units: Mapping[str, Mapping[str, UnitEntry]]
    counted: Mapping[str, Words]
    per: WordList
    dates: Dates
    states: States
    standards: Standards
    references: References
    hedges: WordList
    vague: WordList
    dictionary: WordList
    names: Names
    costs: Costs
    examples: Examples
    categories: Categories
