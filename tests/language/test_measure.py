"""The factors of the shipped units against pint, and units that a project defines by an expression."""

from __future__ import annotations

import copy
import importlib.util
import sys
from typing import Any

import pytest

from lint.language.lexicon import Lexicon
from lint.language.measure import _registry, scale_of
from lint.settings import Settings, SettingsError, load
from tests.shipped import LANGUAGE

needs_pint = pytest.mark.skipif(importlib.util.find_spec("pint") is None, reason="the extra units is not installed")

PINT = {
    "分钟": "minute", "小时": "hour", "天": "day", "周": "week", "年": "year", "毫秒": "millisecond",
    "平方千米": "km**2", "公顷": "hectare", "亩": "2000 / 3 * m**2", "平方厘米": "cm**2",
    "千米": "km", "厘米": "cm", "毫米": "mm", "微米": "um", "海里": "nautical_mile", "英寸": "inch",
    "克": "gram", "毫克": "mg", "吨": "tonne", "斤": "0.5 * kg", "升": "liter", "毫升": "mL",
    "MB": "megabyte", "TB": "terabyte", "PB": "petabyte", "Gbps": "gigabit/second",
    "兆瓦时": "MWh", "千卡": "kilocalorie", "吉焦": "gigajoule", "兆瓦": "MW", "瓦": "W",
    "千伏": "kV", "米/秒": "m/s", "兆帕": "MPa", "千帕": "kPa", "ug/m3": "ug/m**3", "mg/L": "mg/L",
}  # fmt: skip


@needs_pint
@pytest.mark.parametrize(("name", "expression"), PINT.items())
def test_shipped_factor_is_that_of_pint(name: str, expression: str) -> None:
    unit = LANGUAGE.lexicon.units[name]
    base = load().get(f"language.unit_bases.{unit.dimension}")
    assert unit.scale == pytest.approx(scale_of(expression, base, name), rel=3e-3)


def with_unit(entry: dict[str, Any]) -> Lexicon:
    section = copy.deepcopy(dict(load().get("language")))
    section["units"]["area"]["英亩"] = entry
    return Lexicon(Settings({**load().values, "language": section}).language)


@needs_pint
def test_a_unit_defined_by_an_expression() -> None:
    assert with_unit({"pint": "acre"}).units["英亩"].scale == pytest.approx(4046.86, rel=1e-4)


@needs_pint
@pytest.mark.parametrize(
    "entry", [{"pint": "kilogram"}, {"pint": "no_such_unit"}, {"pint": "9**9**9"}, {"pint": "__import__('os')"}, {}]
)
def test_a_bad_definition_is_an_error(entry: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="英亩"):
        with_unit(entry)


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pint", None)
    _registry.cache_clear()
    with pytest.raises(SettingsError, match=r"area\.英亩：.*jixiao-lint\[units\].*scale") as caught:
        with_unit({"pint": "acre"})
    assert caught.value.__cause__ is None
    assert with_unit({"scale": 4046.86}).units["英亩"].scale == 4046.86
