"""Which hit speaks where several rules hit one row (`Rule.outranks`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lint.checks.engine.found import Found
from lint.checks.rule import Rule


def deciders(reported: Iterable[str], rules: Iterable[type[Rule]]) -> list[type[Rule]]:
    """Rules that are not reported (codes) but may silence one that is: they must run all the same."""
    known = frozenset(reported)
    return [rule for rule in rules if rule.code not in known and known.intersection(rule.outranks)]


def best_of_each_row(found: Sequence[Found]) -> list[Found]:
    """The hits without those that another rule's hit on the same row outranks."""
    silenced: set[tuple[int, str]] = set()
    for item in found:
        if item.indicator is not None:
            silenced.update((id(item.indicator), code) for code in item.rule.outranks)
    return [item for item in found if (id(item.indicator), item.rule.code) not in silenced]
