"""The facts of every rule as plain data, for whoever must not import rules (reports)."""

from __future__ import annotations

from lint.checks.registry import all_rules, options_of
from lint.model import RuleFacts
from lint.settings import Settings


def catalogue(settings: Settings) -> dict[str, RuleFacts]:
    """The facts of all rules by code, in the order of lists, with the severities in force."""
    return {
        rule.code: RuleFacts(
            code=rule.code,
            name=rule.name,
            title=rule.title,
            family=rule.family.letter,
            order=order,
            severity=options_of(rule, settings).severity,
            review=rule.review,
            basis=rule.basis,
            why=rule.why,
            scope=rule.scope,
            about=rule.about,
            measurable=rule.measurable,
            reading=rule.reading,
        )
        for order, rule in enumerate(all_rules())
    }
