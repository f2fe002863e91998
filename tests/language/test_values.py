"""What values are read as: one table, one reading a line."""

from __future__ import annotations

import pytest

from tests.shipped import LANGUAGE

# value, unit column, comparator, low, high, dimension, scale, denominators
QUANTITIES = [
    ("≥95%", "", "≥", 95, 95, "ratio", 0.01, ()),
    ("$\\geq 95\\%$", "", "≥", 95, 95, "ratio", 0.01, ()),
    ("＞８５％", "", ">", 85, 85, "ratio", 0.01, ()),
    ("≦3次", "", "≤", 3, 3, "count", 1, ()),
    ("：100%", "", "", 100, 100, "ratio", 0.01, ()),
    ("l00%", "", "", 100, 100, "ratio", 0.01, ()),
    ("不低于8年", "", "≥", 8, 8, "duration", 31556952, ()),
    ("不少于（含）6次", "", "≥", 6, 6, "count", 1, ()),
    ("大于等于98%", "", "≥", 98, 98, "ratio", 0.01, ()),
    ("不超过6小时", "", "≤", 6, 6, "duration", 3600, ()),
    ("控制在1%以内", "", "≤", 1, 1, "ratio", 0.01, ()),
    ("98%以上", "", "≥", 98, 98, "ratio", 0.01, ()),
    ("28%以下", "", "≤", 28, 28, "ratio", 0.01, ()),
    ("60%及以上", "", "≥", 60, 60, "ratio", 0.01, ()),
    ("约400万元", "", "≈", 400, 400, "money", 10000, ()),
    ("~528元", "", "≈", 528, 528, "money", 1, ()),
    ("户均1000元左右", "", "≈", 1000, 1000, "money", 1, ("户",)),
    ("1,500,000卷", "", "", 1500000, 1500000, "count", 1, ()),
    ("2，600元以上", "", "≥", 2600, 2600, "money", 1, ()),
    ("1 200 000元", "", "", 1200000, 1200000, "money", 1, ()),
    ("≥15万平方米", "", "≥", 15, 15, "area", 10000, ()),
    ("1.5亿元", "", "", 1.5, 1.5, "money", 1e8, ()),
    ("三百二十五人", "", "", 325, 325, "count", 1, ()),
    ("两次", "", "", 2, 2, "count", 1, ()),
    ("半年", "", "", 0.5, 0.5, "duration", 31556952, ()),
    ("分三批", "", "", 3, 3, "count", 1, ()),
    ("3-5天", "", "", 3, 5, "duration", 86400, ()),
    ("80%~90%", "", "", 80, 90, "ratio", 0.01, ()),
    ("10至20万元", "", "", 10, 20, "money", 10000, ()),
    ("6—8cm", "", "", 6, 8, "length", 0.01, ()),
    ("百分之九十五以上", "", "≥", 95, 95, "ratio", 0.01, ()),
    ("百分之百", "", "", 100, 100, "ratio", 0.01, ()),
    ("≤千分之三", "", "≤", 0.3, 0.3, "ratio", 0.01, ()),
    ("不高于十万分之五", "", "≤", 0.005, 0.005, "ratio", 0.01, ()),
    ("百分之99", "", "", 99, 99, "ratio", 0.01, ()),
    ("九成五", "", "", 95, 95, "ratio", 0.01, ()),
    ("≥九成", "", "≥", 90, 90, "ratio", 0.01, ()),
    ("三分之二以上", "", "≥", 200 / 3, 200 / 3, "ratio", 0.01, ()),
    ("1/2", "", "", 50, 50, "ratio", 0.01, ()),
    ("过半数", "", "", 50, 50, "ratio", 0.01, ()),
    ("≤3.5‰", "", "≤", 3.5, 3.5, "ratio", 0.001, ()),
    ("提高0.4个百分点", "", "", 0.4, 0.4, "ratio", 0.01, ()),
    ("568元/人/月", "", "", 568, 568, "money", 1, ("人", "月")),
    ("6元/平方米·天", "", "", 6, 6, "money", 1, ("平方米", "天")),
    ("每平方米每月0.2元", "", "", 0.2, 0.2, "money", 1, ("平方米", "月")),
    ("每处不超过2小时", "", "≤", 2, 2, "duration", 3600, ("处",)),
    ("120人次/年", "", "", 120, 120, "count", 1, ("年",)),
    ("365人/次", "", "", 365, 365, "count", 1, ("次",)),
    ("≤1.0mg/m³", "", "≤", 1, 1, "concentration", 1, ()),
    ("≤55分贝", "", "≤", 55, 55, "noise", 1, ()),
    ("16000m ²", "", "", 16000, 16000, "area", 1, ()),
    ("5千米", "", "", 5, 5, "length", 1000, ()),
    ("300千瓦时", "", "", 300, 300, "energy", 1, ()),
    ("40TB", "", "", 40, 40, "data", 1000, ()),
    ("-28000元", "", "", -28000, -28000, "money", 1, ()),
    ("3200余人", "", "", 3200, 3200, "count", 1, ()),
    ("≥20", "人次/年", "≥", 20, 20, "count", 1, ("年",)),
    ("≥95", "%", "≥", 95, 95, "ratio", 0.01, ()),
    ("95%", "%", "", 95, 95, "ratio", 0.01, ()),
    ("5万", "元", "", 5, 5, "money", 10000, ()),
    ("3200/人/月", "元", "", 3200, 3200, "money", 1, ("人", "月")),
    ("10以上", "天", "≥", 10, 10, "duration", 86400, ()),
    ("1140万", "", "", 1140, 1140, "", 10000, ()),
    ("≤86", "", "≤", 86, 86, "", 1, ()),
    ("200工作人员", "", "", 200, 200, "", 1, ()),
]


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "low", "high", "dimension", "scale", "per"),
    QUANTITIES,
    ids=[value + unit for value, unit, *_ in QUANTITIES],
)
def test_quantity(
    value: str, unit: str, comparator: str, low: float, high: float, dimension: str, scale: float, per: tuple[str, ...]
) -> None:
    target = LANGUAGE.parse(value, unit)
    assert target.kind == "quantity"
    first = target.quantities[-1] if value.startswith("三分之") else target.quantities[0]
    assert (first.comparator, first.unit.dimension, first.unit.per) == (comparator, dimension, per)
    assert (first.low, first.high) == pytest.approx((low, high))
    assert first.unit.scale == pytest.approx(scale)
    assert first.bare == (dimension == "" and "工作人员" not in value)


KINDS = [
    ("2024年12月底前", "date"),
    ("2024-12-31", "date"),
    ("2024.3.20", "date"),
    ("12月底", "date"),
    ("第三季度", "date"),
    ("年底前", "date"),
    ("元宵节", "date"),
    ("主汛期前", "date"),
    ("开工前", "date"),
    ("腊月廿五前", "date"),
    ("T+1", "date"),
    ("2024年1-12月", "date"),
    ("1-12月", "date"),
    ("2024-2026年", "date"),
    ("6.30前", "date"),
    ("每日早8点", "date"),
    ("五年内", "quantity"),
    ("15个工作日", "quantity"),
    ("百余场", "quantity"),
    ("一人一档", "state"),
    ("通过省级验收", "state"),
    ("√", "state"),
    ("DN300", "standard"),
    ("第一名", "standard"),
    ("符合八项规定", "standard"),
    ("合格以上", "standard"),
    ("按合同支付", "reference"),
    ("与上年持平", "reference"),
    ("永久", "period"),
    ("数百人", "other"),
    ("1、完善制度；2、提升能力", "vague"),
    ("每季度末", "period"),
    ("半年一次", "period"),
    ("半年发放一次", "period"),
    ("三年一滚动", "period"),
    ("每个工作日", "period"),
    ("按月", "period"),
    ("按季度发放", "period"),
    ("全年", "period"),
    ("收到文件后30日内", "quantity"),
    ("24小时内", "quantity"),
    ("合格", "state"),
    ("无", "state"),
    ("否", "state"),
    ("零", "state"),
    ("不发生消防事故", "state"),
    ("不得检出农药残留", "state"),
    ("与法院签订备忘录", "state"),
    ("一次性通过", "state"),
    ("取消", "state"),
    ("无安全事故", "state"),
    ("已签订", "state"),
    ("通过验收", "state"),
    ("零投诉", "state"),
    ("所有机组正常运行", "state"),
    ("落实到村集体经济组织", "state"),
    ("公示无异议", "state"),
    ("达到国家卫生城市标准", "standard"),
    ("符合《文物保护工程管理办法》", "standard"),
    ("GB 12345-2008", "standard"),
    ("BSL-2", "standard"),
    ("一级", "standard"),
    ("甲级", "standard"),
    ("优秀等次", "standard"),
    ("中标价", "reference"),
    ("≤合同天数", "reference"),
    ("不高于批复概算", "reference"),
    ("政府指导价", "reference"),
    ("不低于上年", "reference"),
    ("明显提升", "vague"),
    ("一批", "vague"),
    ("若干间", "vague"),
    ("第一时间", "vague"),
    ("十分满意", "vague"),
    ("无明显渗漏", "vague"),
    ("基本不扰民", "vague"),
    ("规范签订", "vague"),
    ("按年度计划推进", "vague"),
    ("播种后及时核验", "vague"),
    ("小于市场价", "vague"),
    ("提前", "other"),
    ("八层会议室", "other"),
    ("无人机", "other"),
    ("", "empty"),
    ("——", "empty"),
    ("/", "empty"),
]


@pytest.mark.parametrize(("value", "kind"), KINDS)
def test_kind(value: str, kind: str) -> None:
    assert LANGUAGE.parse(value).kind == kind


@pytest.mark.parametrize(
    ("value", "year", "month", "day", "exists", "deadline"),
    [
        ("2024年12月底前", 2024, 12, None, True, True),
        ("2024年2月30日", 2024, 2, 30, False, False),
        ("2023年2月29日前", 2023, 2, 29, False, True),
        ("2024-12-31", 2024, 12, 31, True, False),
        ("2024年13月", 2024, 13, None, False, False),
        ("2024年12底", 2024, 12, None, True, True),
        ("6月31日", None, 6, 31, False, False),
        ("十二月底前", None, 12, None, True, True),
        ("2024年第三季度末", 2024, None, None, True, True),
        ("2024年", 2024, None, None, True, False),
    ],
)
def test_date(value: str, year: int | None, month: int | None, day: int | None, exists: bool, deadline: bool) -> None:
    (moment,) = LANGUAGE.parse(value).dates
    assert (moment.year, moment.month, moment.day, moment.exists) == (year, month, day, exists)
    assert moment.deadline == deadline
    assert LANGUAGE.parse(value).quantities == ()


def test_span_of_a_quarter() -> None:
    (moment,) = LANGUAGE.parse("2024年第三季度").dates
    assert str(moment.first) == "2024-07-01"
    assert str(moment.last) == "2024-09-30"


def test_two_dates() -> None:
    assert LANGUAGE.parse("2023年1月至2024年2月").years == (2023, 2024)


@pytest.mark.parametrize(
    ("value", "yuan", "unit_price"),
    [
        ("≤12.5万元", 125000.0, False),
        ("3万-6万元", 60000.0, False),
        ("80元/人", 80.0, True),
        ("110万元/年", 1.1e6, False),
    ],
)
def test_money(value: str, yuan: float, unit_price: bool) -> None:
    target = LANGUAGE.parse(value)
    assert target.is_money
    assert target.yuan == pytest.approx(yuan)
    assert target.is_unit_price is unit_price


@pytest.mark.parametrize("value", ["5A级景区", "PM2.5", "1、完善制度；2、提升能力", "第3名称", "指标①"])
def test_codes_and_list_marks_are_no_quantities(value: str) -> None:
    assert LANGUAGE.parse(value).quantities == ()


def test_words_of_a_date_are_no_duration() -> None:
    assert LANGUAGE.parse("2024年12月").quantities == ()
    assert LANGUAGE.parse("12个月").dimension == "duration"
    assert LANGUAGE.parse("≥1月").dimension == "duration"


def test_several_quantities_in_order() -> None:
    target = LANGUAGE.parse("室内16000m²，室外2000m²；绿化5亩")
    assert [quantity.high for quantity in target.quantities] == [16000, 2000, 5]
    for quantity in target.quantities:
        assert target.text[quantity.start : quantity.end].startswith(f"{quantity.high:g}")


@pytest.mark.parametrize(
    ("value", "number", "unit", "dimension"),
    [
        ("=100.00(%)", 100, "%", "ratio"),
        ("≤30.00（万元）", 30, "万元", "money"),
        ("≥1200.00(米)", 1200, "米", "length"),
        ("≥4.00(批次/千人)", 4, "批次/千人", "count"),
        ("≤20.00(工作日)", 20, "工作日", "duration"),
        ("3(含维修)", 3, "", ""),
        ("100(全部)", 100, "", ""),
    ],
)
def test_a_unit_in_brackets_behind_the_number_is_its_unit(value: str, number: float, unit: str, dimension: str) -> None:
    (quantity,) = LANGUAGE.parse(value).quantities
    assert (quantity.high, quantity.unit.text, quantity.unit.dimension) == (number, unit, dimension)
