"""The register of rules: families, codes, selection.

`all_rules` lists them in the order of their codes; importing this module imports no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module

from lint.checks.rule import Rule
from lint.checks.tools import Tools
from lint.settings import SettingsError

FAMILIES: tuple[str, ...] = (
    "values",  # V
    "units",  # U
    "misplaced",  # C001
    "categories",  # C002, C003
    "copies",  # D001, D003
    "duplicates",  # D002
    "amounts",  # A
    "dates",  # T
    "structure",  # S
    "privacy",  # P
    "extraction",  # X
)


@lru_cache(maxsize=1)
def all_rules() -> tuple[type[Rule], ...]:
    """Every rule class, sorted by family in the order of the contract, then by code."""
    rules = [rule for family in FAMILIES for rule in _rules_of(family)]
    rules.sort(key=lambda rule: (rule.family.place, rule.code))
    return tuple(rules)


def _rules_of(family: str) -> list[type[Rule]]:
    module = import_module(f"lint.checks.rules.{family}")
    return [
        item
        for item in vars(module).values()
        if isinstance(item, type)
        and issubclass(item, Rule)
        and item.__module__ == module.__name__
        and hasattr(item, "code")
    ]


def select(selected: Sequence[str], ignored: Sequence[str]) -> tuple[type[Rule], ...]:
    """The rules that `--select` and `--ignore` leave.

    Each word is a code (V001), a family (V), a rule's English name, or ALL. Raises SettingsError
    with a Chinese sentence for a word that names no rule. Nothing selected means all.
    """
    chosen = [rule for rule in all_rules() if not selected or _named(rule, selected)]
    _reject_unknown((*selected, *ignored))
    return tuple(rule for rule in chosen if not _named(rule, ignored))


def by_code(code: str) -> type[Rule]:
    """The rule with this code or English name; imports no family after the rule's. Raises SettingsError."""
    word = code.strip().lower()
    for family in FAMILIES:
        for rule in _rules_of(family):
            if word in (rule.code.lower(), rule.name):
                return rule
    raise SettingsError(f"没有名为 {code} 的规则，可用 jxlint rules 查看全部规则代码。")


def build(rules: Iterable[type[Rule]], tools: Tools) -> tuple[Rule, ...]:
    """The rules with their tools and settings, those switched off (`enabled = false`) left out."""
    return tuple(rule(tools) for rule in rules if tools.settings.rule(rule.code)["enabled"])


def _named(rule: type[Rule], words: Sequence[str]) -> bool:
    return any(
        word.strip().upper() == "ALL" or rule.code.startswith(word.strip().upper()) or rule.name == word.strip().lower()
        for word in words
        if word.strip()
    )


def _reject_unknown(words: Sequence[str]) -> None:
    for word in words:
        if word.strip().upper() != "ALL" and not any(_named(rule, [word]) for rule in all_rules()):
            raise SettingsError(f"没有名为 {word} 的规则，可用 jxlint rules 查看全部规则代码。")
