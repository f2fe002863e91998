"""Amounts of money in cells and headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.language.money import Money
from tests.shipped import LANGUAGE

READER = LANGUAGE.money


@pytest.mark.parametrize(
    ("text", "unit", "yuan", "written", "named"),
    [
        ("612万元", "元", 6_120_000, "612", "万元"),
        ("854万（其中：财政资金800万）", "", 8_540_000, "854", "万元"),
        ("854万(含税)", "元", 8_540_000, "854", "万元"),
        ("年度资金总额：50万", "", 500_000, "50", "万元"),
        ("年度资金总额（万元）：50.25", "", 502_500, "50.25", "万元"),
        ("￥1,200.00", "", 1200, "1200.00", "元"),
        ("￥1,200.00", "万元", 12_000_000, "1200.00", "万元"),
        ("人民币50万元整", "元", 500_000, "50", "万元"),
        ("50（万元）", "元", 500_000, "50", "万元"),
        ("伍拾万元整", "", 500_000, "伍拾万", "元"),
        ("1 200 000", "元", 1_200_000, "1200000", "元"),
        ("1,500,00", "元", 150_000, "150000", "元"),
        ("1.234.567", "元", 1_234_567, "1234567", "元"),
        ("170.000", "元", 170_000, "170000", "元"),
        ("170.000", "万元", 1_700_000, "170.000", "万元"),
        ("-3.5", "万元", -35_000, "-3.5", "万元"),
        ("12.5亿元", "万元", 1_250_000_000, "12.5", "亿元"),
        ("5", "百万元", 5_000_000, "5", "百万元"),
        ("0", "元", 0, "0", "元"),
        ("18.32", "", 18.32, "18.32", ""),
    ],
)
def test_amounts(text: str, unit: str, yuan: float, written: str, named: str) -> None:
    own = named not in (unit, "") and "￥" not in text and "（万元）：" not in text
    assert READER.read(text, unit) == Money(yuan, written, named, own)


def test_the_cell_own_unit_is_told() -> None:
    assert READER.read("50万元", "万元") == Money(500_000, "50", "万元", True)


@pytest.mark.parametrize(
    "text",
    ["", "无", "50%", "2024年", "100元/人", "50人", "约50万元", "一", "三", "12.3.4", "≥50万元", "50万元至80万元"],
)
def test_no_amounts(text: str) -> None:
    assert READER.read(text, "元") is None


def test_a_unit_that_is_no_money_gives_no_amount() -> None:
    assert READER.read("50", "人次") is None
    assert READER.factor("人次") is None
    assert READER.factor("万元") == READER.factor("万") == 10_000
    assert READER.factor("") is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("项目资金（万元）", "万元"),
        ("单位：万元", "万元"),
        ("金额单位:元", "元"),
        ("（单位：千元）", "千元"),
        ("预算金额：50万元", "万元"),
        ("（元）", "元"),
        ("单位：亿元", "亿元"),
        ("资金（3单元）", ""),
        ("预算数", ""),
        ("", ""),
    ],
)
def test_units_of_headings(text: str, unit: str) -> None:
    assert READER.read_unit(text) == unit


@given(st.floats(0.01, 1e9).map(lambda number: round(number, 2)), st.sampled_from(["元", "万元", "亿元"]))
def test_any_amount_is_read_back(number: float, unit: str) -> None:
    for text in (f"{number:.2f}{unit}", f"{number:,.2f}", f"￥{number:,.2f}", f"资金总额：{number:.2f}{unit}"):
        found = READER.read(text, unit)
        assert found is not None
        factor = READER.factor(unit)
        assert factor is not None
        assert found.yuan == pytest.approx(number * factor, abs=0.01)


@given(st.text(max_size=70), st.sampled_from(["", "元", "万元", "人"]))
def test_any_text_is_an_amount_or_none(text: str, unit: str) -> None:
    found = READER.read(text, unit)
    assert found is None or isinstance(found.yuan, float)
