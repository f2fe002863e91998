"""The typed sections: they and rules.toml hold the same keys; what does not fit is named."""

from __future__ import annotations

import tomllib
import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from lint.checks import all_rules
from lint.settings import Settings, SettingsError, load
from lint.settings.sections import RuleOptions
from lint.settings.typed import UnfitError, built
from tests.cli.command import ROOT

SHIPPED = tomllib.loads((ROOT / "rules.toml").read_text(encoding="utf-8"))
OPEN = frozenset(SHIPPED["schema"]["open"])
SECTIONS = [name for name in SHIPPED if name not in ("schema", "rules")]


def pairs(kind: Any, table: Mapping[str, Any], key: str) -> Iterator[tuple[str, set[str], set[str]]]:
    """Every dataclass below `kind` with the table it stands for: key, its fields, the table's keys."""
    yield key, {item.name for item in fields(kind)}, set(table)
    hints = typing.get_type_hints(kind)
    for item in fields(kind):
        if is_dataclass(hints[item.name]) and item.name in table:
            yield from pairs(hints[item.name], table[item.name], f"{key}.{item.name}")


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_has_the_fields_that_the_shipped_file_has_keys(name: str) -> None:
    kind = type(getattr(load(), name))
    for key, known, given in pairs(kind, SHIPPED[name], name):
        assert known == given, key


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rules_options_have_the_fields_that_its_section_has_keys(rule: Any) -> None:
    for key, known, given in pairs(rule.Options, SHIPPED["rules"][rule.code], f"rules.{rule.code}"):
        assert known == given, key
    assert issubclass(rule.Options, RuleOptions)


def test_every_section_of_a_rule_belongs_to_a_rule() -> None:
    assert set(SHIPPED["rules"]) == {rule.code for rule in all_rules()}


def test_a_table_read_as_a_mapping_takes_words_as_keys_or_any_key() -> None:
    """A table of fixed English keys is a dataclass; a mapping has keys that are data."""

    def mappings(kind: Any, key: str) -> Iterator[str]:
        hints = typing.get_type_hints(kind)
        for item in fields(kind):
            if is_dataclass(hints[item.name]):
                yield from mappings(hints[item.name], f"{key}.{item.name}")
            elif typing.get_origin(hints[item.name]) not in (tuple, None):
                yield f"{key}.{item.name}"

    by_data = {"language.units", "language.unit_bases", "language.counted", "grades.weights"}
    for name in SECTIONS:
        for key in mappings(type(getattr(load(), name)), name):
            table = load().get(key)
            assert key in OPEN | by_data or not any(word.isascii() for word in table), key


def test_values_are_those_of_the_file() -> None:
    settings = load()
    assert settings.limits.pages == SHIPPED["limits"]["pages"]
    assert settings.language.states.grades == tuple(SHIPPED["language"]["states"]["grades"])
    assert settings.language.units["money"]["元"].also == ("圆", "人民币")
    assert settings.similarity.credit.money == pytest.approx(0.1)
    assert settings.language is settings.language


def test_a_flag_changes_the_typed_value_too() -> None:
    assert load(flags={"reports.reply_days": 9}).reports.reply_days == 9


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[grades.bounds]\n\n"优" = 91\n', ()),
        ('[language.multipliers]\n\n"兆" = "many"\n', ("第 3 行", "language.multipliers.兆", "数字")),
        ('[language.units.money]\n"文" = { scale = 1.0, alos = ["钱"] }\n', ("第 2 行", "alos", "未知")),
    ],
)
def test_an_entry_that_does_not_fit_names_file_line_and_key(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    path = tmp_path / "jxlint.toml"
    path.write_text(text, encoding="utf-8")
    settings = load(path)
    if not words:
        assert settings.grades.bounds["优"] == pytest.approx(91.0)
        return
    with pytest.raises(SettingsError) as error:
        _ = settings.language
    for word in (str(path), *words):
        assert word in str(error.value)


def test_what_a_table_lacks_is_an_error_unless_it_has_a_default() -> None:
    with pytest.raises(UnfitError, match="severity 没有填写"):
        built(RuleOptions, {"enabled": True}, "rules.Z001")
    with pytest.raises(UnfitError, match="severity 的值不能用，应为error、warning、info 之一"):
        built(RuleOptions, {"enabled": True, "severity": "fatal"}, "rules.Z001")
    with pytest.raises(UnfitError, match="enabled 的值不能用，应为true 或 false"):
        built(RuleOptions, {"enabled": 1, "severity": "info"}, "rules.Z001")


def test_typed_sections_do_not_make_settings_unequal() -> None:
    one, other = load(flags={"limits.pages": 7}), load(flags={"limits.pages": 7})
    assert one.limits.pages == 7
    assert one == other
    assert isinstance(replace(one), Settings)
