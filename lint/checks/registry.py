"""The register of rules: which there are, in which order, which are chosen.

Nothing is listed here: the modules of `lint.checks.rules` are found in their folder, those of
installed rule packages by the entry points of the group `jxlint.rules` (`lint.settings.packages`).
Importing this module imports no rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

from lint.checks.rule import Family, Rule
from lint.checks.tools import Tools
from lint.settings import Settings, SettingsError
from lint.settings.packages import RulePackage, rule_packages
from lint.settings.sections import RuleOptions
from lint.settings.typed import UnfitError, built

_HOME = "lint.checks.rules"
_CODE = re.compile(r"[A-Z]\d{3}")


@lru_cache(maxsize=1)
def all_rules() -> tuple[type[Rule], ...]:
    """Every rule class, by the place of its family, then by code.

    Raises SettingsError for an installed rule package that cannot be used.
    """
    own = [rule for module in _own_modules() for rule in _rules_of(module)]
    rules = [*own, *_packaged({rule.code: rule for rule in own})]
    return tuple(sorted(rules, key=lambda rule: (rule.family.place, rule.family.letter, rule.code)))


def select(selected: Sequence[str], ignored: Sequence[str]) -> tuple[type[Rule], ...]:
    """The rules that `--select` and `--ignore` leave.

    Each word is a code (V001), a family (V), a rule's English name, or ALL. Raises SettingsError
    with a Chinese sentence for a word that names no rule. Nothing selected means all.
    """
    chosen = [rule for rule in all_rules() if not selected or _named(rule, selected)]
    _reject_unknown((*selected, *ignored))
    return tuple(rule for rule in chosen if not _named(rule, ignored))


def by_code(code: str) -> type[Rule]:
    """The rule with this code or English name. Raises SettingsError."""
    word = code.strip().lower()
    for rule in all_rules():
        if word in (rule.code.lower(), rule.name):
            return rule
    raise SettingsError(f"没有名为 {code} 的规则，可用 jxlint rules 查看全部规则代码。")


def build(rules: Iterable[type[Rule]], tools: Tools) -> tuple[Rule, ...]:
    """The rules with their tools and settings, those switched off (`enabled = false`) left out."""
    made = (rule(options_of(rule, tools.settings), tools) for rule in rules)
    return tuple(rule for rule in made if rule.options.enabled)


def options_of(rule: type[Rule], settings: Settings) -> RuleOptions:
    """The section [rules.CODE] of a rule. Raises SettingsError for an entry that does not fit."""
    return settings.options(rule.code, rule.Options)


def _own_modules() -> Iterator[ModuleType]:
    home = import_module(_HOME)
    for found in walk_packages(home.__path__, f"{_HOME}."):
        yield import_module(found.name)


def _rules_of(module: ModuleType) -> list[type[Rule]]:
    return [
        item
        for item in vars(module).values()
        if isinstance(item, type)
        and issubclass(item, Rule)
        and item.__module__ == module.__name__
        and hasattr(item, "code")
    ]


def _packaged(known: dict[str, type[Rule]]) -> Iterator[type[Rule]]:
    """The rules of installed packages; `known` are those there are by code, and grow."""
    for package in rule_packages():
        try:
            module = import_module(package.module)
        except Exception as error:
            raise package.unusable(f"导入时出错（{type(error).__name__}：{error}）") from None
        rules = _rules_of(module)
        if not rules:
            raise package.unusable("模块里没有规则")
        for rule in rules:
            if wrong := _wrong(rule, package, known):
                raise package.unusable(wrong)
            known[rule.code] = rule
            yield rule


def _wrong(rule: type[Rule], package: RulePackage, known: dict[str, type[Rule]]) -> str:
    """Why a rule of a package cannot be taken, in Chinese; empty where it can."""
    code = str(rule.code)
    if not _CODE.fullmatch(code):
        return f"规则代码“{code}”不是一个大写字母加三位数字"
    if code in known:
        return f"规则 {code} 已经有了"
    missing = [name for name in ("name", "title", "family", "scope") if not getattr(rule, name, None)]
    if missing or not isinstance(rule.family, Family) or not code.startswith(rule.family.letter):
        return f"规则 {code} 没有写明 {'、'.join(missing) or '它的 family'}"
    if code not in package.sections:
        return f"设置文件里没有 [rules.{code}]"
    try:
        built(rule.Options, package.sections[code], f"rules.{code}")
    except UnfitError as unfit:
        return f"设置文件里 {unfit}"
    return ""


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
