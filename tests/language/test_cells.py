"""What single cells may be: targets by degree and reason, signs, units."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.language.cells import PART, STATE, TARGET
from tests.language.corpora import FOLDER
from tests.shipped import LANGUAGE

CELLS = LANGUAGE.cells


@pytest.mark.parametrize(
    ("text", "degree", "reasons"),
    [
        ("≥95%", TARGET, ("comparator", "number", "percent")),
        ("：100%", TARGET, ("number", "percent")),
        ("3.5万元", TARGET, ("number", "money")),
        ("不少于 3 次", TARGET, ("comparator", "number", "unit")),
        ("98%以上", TARGET, ("comparator", "number", "percent")),
        ("2024年12月底前", TARGET, ("date",)),
        ("每季度末前", TARGET, ("period",)),
        ("全年", TARGET, ("period",)),
        ("≤中标价", TARGET, ("comparator", "reference")),
        ("不超过预算", TARGET, ("comparator", "reference")),
        ("1,200", TARGET, ("number",)),
        ("九成五", TARGET, ("number", "percent")),
        ("汛期前", STATE, ("date",)),
        ("合格", STATE, ("state",)),
        ("稳步提升", STATE, ("vague",)),
        ("调解成功率≥80%", STATE, ("comparator", "number", "percent")),
        ("4小时抢通", PART, ("number", "unit")),
        ("65岁以上老年人健康管理人数", 0.0, ("number",)),
        ("12345热线受理量", 0.0, ("number",)),
        ("设备购置数量", 0.0, ()),
        ("突破关键核心技术数", 0.0, ("comparator",)),
        ("", 0.0, ()),
        ("/", 0.0, ()),
        ("≥", 0.0, ("comparator",)),
    ],
)
def test_how_far_a_text_looks_like_a_target(text: str, degree: float, reasons: tuple[str, ...]) -> None:
    found = CELLS.read(text)
    assert (found.degree, found.reasons) == (degree, reasons)


def test_a_bare_number_is_told() -> None:
    assert [CELLS.read(text).bare for text in ("103", "-3.5", "￥1,200.00", "103人", "≥103", "一")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_targets_and_names_of_the_corpora_are_told_apart() -> None:
    """Bounds a little under what was measured over all corpora: 0.13 % of names, 58 % of values at STATE or more."""
    names, values = set(), set()
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            names.add(row["name"])
            values.add(row["value"])
    names, values = names - values, values - names
    false = [name for name in names if CELLS.read(name).degree >= STATE]
    found = [value for value in values if CELLS.read(value).degree >= STATE]
    assert len(false) <= 0.003 * len(names), false
    assert len(found) >= 0.7 * len(values)


@pytest.mark.parametrize("text", ["≥", "＝", ">=", "≤", "大于等于", "不低于", "以上", "约", "：≥"])
def test_signs(text: str) -> None:
    assert CELLS.is_sign(text)


@pytest.mark.parametrize("text", ["", "定性", "≥95%", "%", "95", "以上人员"])
def test_no_signs(text: str) -> None:
    assert not CELLS.is_sign(text)


@pytest.mark.parametrize(
    "text", ["人次", "％", "万元", "元/人·月", "（个）", "㎡", "元/人/年", "次/年", "万", "立方米", "元每亩"]
)
def test_units(text: str) -> None:
    assert CELLS.is_unit(text)


@pytest.mark.parametrize("text", ["", "/", "3人", "人员培训", "≥", "元/", "指标", "单价"])
def test_no_units(text: str) -> None:
    assert not CELLS.is_unit(text)


@given(st.text(max_size=40))
def test_any_text_has_a_reading(text: str) -> None:
    found = CELLS.read(text)
    assert found.degree in (0.0, PART, STATE, TARGET)
    assert found.target is LANGUAGE.parse(text)
    assert isinstance(CELLS.is_unit(text), bool)
    assert isinstance(CELLS.is_sign(text), bool)
