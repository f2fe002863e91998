"""Parsing a target value into a Target: the layers of the language in their fixed order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from lint.language.dates import DateReader
from lint.language.folding import normalise
from lint.language.lexicon import Lexicon
from lint.language.quantities import read_leading_comparator, read_quantities
from lint.language.states import read_codes, read_references, read_standards, read_states, read_vague
from lint.language.target import Kind, Moment, Quantity, Target

_LONGEST = 400  # characters of a value that are parsed: what is longer is prose, not a target
_REMEMBERED = 131072


class Parser:
    """Parses values with one lexicon; results are kept per distinct value.

    `segment` cuts a text into words; it is asked for few values only (see `read_states`).
    """

    __slots__ = ("_dates", "_lexicon", "_segment", "parse")

    def __init__(self, lexicon: Lexicon, dates: DateReader, segment: Callable[[str], Sequence[str]]) -> None:
        self._lexicon = lexicon
        self._dates = dates
        self._segment = segment
        self.parse = lru_cache(maxsize=_REMEMBERED)(self._parse)
        """The parsed target of a value cell and its unit column ("" by default), both as written. Never raises."""

    def _parse(self, value: str, unit: str = "") -> Target:
        lexicon = self._lexicon
        text = normalise(value[:_LONGEST])
        dates = self._dates.read(text)
        quantities = read_quantities(text, dates, lexicon)
        column = normalise(unit[:_LONGEST])
        if (column and column not in lexicon.placeholders) or column == "%":
            text, dates, quantities = self._with_column(text, column, dates, quantities)
        states: tuple[str, ...] = ()
        standards: tuple[str, ...] = ()
        references: tuple[str, ...] = ()
        vague: tuple[str, ...] = ()
        if text and not quantities:
            standards = read_standards(text, lexicon) or (() if dates else read_codes(text))
            references = read_references(text, lexicon)
            vague = read_vague(text, lexicon)
            if not (standards or references or dates):
                states = read_states(text, lexicon, self._segment)
        comparator = quantities[0].comparator if quantities else read_leading_comparator(text, lexicon)
        kind = _kind(text, quantities, dates, states, standards, references, vague, lexicon)
        return Target(value, unit, text, comparator, quantities, dates, kind, states, standards, references, vague)

    def _with_column(
        self, text: str, column: str, dates: tuple[Moment, ...], quantities: tuple[Quantity, ...]
    ) -> tuple[str, tuple[Moment, ...], tuple[Quantity, ...]]:
        """The value read again with the unit column written behind its one bare number."""
        bare = [quantity for quantity in quantities if quantity.bare]
        if len(quantities) != 1 or not bare:
            return text, dates, quantities
        place = bare[0].end - len(bare[0].unit.text)  # before denominators that stand alone (3200/人/月)
        joined = text[:place] + column + text[place:]
        dates = self._dates.read(joined)
        return joined, dates, read_quantities(joined, dates, self._lexicon)


def _kind(
    text: str,
    quantities: Sequence[Quantity],
    dates: Sequence[Moment],
    states: Sequence[str],
    standards: Sequence[str],
    references: Sequence[str],
    vague: Sequence[str],
    lexicon: Lexicon,
) -> Kind:
    if not text or text in lexicon.placeholders:
        return "empty"
    if quantities:
        return "quantity"
    if dates:
        return "date" if any(date.kind in ("date", "event") for date in dates) else "period"
    if references:
        return "reference"
    if standards:
        return "standard"
    if states:
        return "state"
    return "vague" if vague else "other"
