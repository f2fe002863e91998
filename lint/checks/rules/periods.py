"""S003: the two halves of a form against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lint.checks.engine.halves import pairs
from lint.checks.rule import NOT_APPLICABLE, Example, Hit, Outcome, TableRule
from lint.checks.rules.structure import STRUCTURE
from lint.language import Moment, Quantity, Target
from lint.language.folding import fold_words
from lint.model import ANNUAL, WHOLE, Indicator, Slot, Table
from lint.settings.sections import RuleOptions

_PART = ("S001", "S002")  # codes that fire on an example of a few rows


class PeriodConflict(TableRule):
    """The two halves of a form must not contradict each other: a year is part of the whole term.

    Compares rows of the same level 2 and name. A conflict is: the year asks for more of something
    that adds up than the whole term; the two use different dimensions or opposite comparators; the
    year's date lies after the whole term's; the halves differ, or one leaves a category empty,
    though the money says that the term is this one year. Not a defect: a year's smaller share,
    other rates from year to year.
    """

    code = "S003"
    name = "period-conflict"
    title = "实施期与年度指标互相矛盾"
    family = STRUCTURE
    review = "可行性"
    about = "form"
    why = "年度目标是实施期目标的一部分；两半对不上，就不知道该按哪一个考核。"
    not_a_defect = "年度数量小于实施期、各年比率不同、名称因格子窄而截断，都不算矛盾。"
    bad = (
        Example(
            rows=((WHOLE, "数量指标", "培训人次", "≥200人次"), (ANNUAL, "数量指标", "培训人次", "≥300人次")), also=_PART
        ),
        Example(
            rows=((WHOLE, "质量指标", "设备完好率", "≥95%"), (ANNUAL, "质量指标", "设备完好率", "12台")),
            also=(*_PART, "U001"),
        ),
        Example(
            rows=((WHOLE, "时效指标", "完工时间", "2024年6月底前"), (ANNUAL, "时效指标", "完工时间", "2024年12月底前")),
            also=_PART,
        ),
        Example(
            rows=((WHOLE, "数量指标", "购置车辆", "10辆"), (ANNUAL, "数量指标", "购置车辆", "4辆")),
            table={"annual_budget": 300000.0, "total_budget": 300000.0, "texts": {"项目期": "1年"}},
            also=_PART,
        ),
        Example(
            rows=((WHOLE, "数量指标", "培训人次", "≥600人次"), (ANNUAL, "质量指标", "培训合格率", "≥95%")),
            table={"merges": True, "slots": (Slot(WHOLE, "质量指标"),)},
            also=_PART,
            note="年度填有质量指标，实施期空着",
        ),
    )
    good = (
        Example(
            rows=((WHOLE, "数量指标", "培训人次", "≥600人次"), (ANNUAL, "质量指标", "培训合格率", "≥95%")),
            table={"merges": True, "slots": (Slot(ANNUAL, "数量指标"),), "annual_budget": 1e5, "total_budget": 3e5},
            note="跨年度项目，本年没有这一类任务",
        ),
        Example(rows=((WHOLE, "数量指标", "培训人次", "≥600人次"), (ANNUAL, "数量指标", "培训人次", "≥200人次"))),
        Example(rows=((WHOLE, "质量指标", "设备完好率", "≥95%"), (ANNUAL, "质量指标", "设备完好率", "≥98%"))),
        Example(
            rows=((WHOLE, "时效指标", "完工时间", "2026年12月底前"), (ANNUAL, "时效指标", "完工时间", "2024年12月底前"))
        ),
        Example(rows=((ANNUAL, "数量指标", "培训人次", "≥200人次"),)),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`adding_dimensions`: what a year adds to the whole term."""

        adding_dimensions: tuple[str, ...]

    options: Options

    def check_table(self, table: Table) -> Iterable[Outcome]:
        """A hit on each 年度 row that contradicts its 实施期 row."""
        if not {WHOLE, ANNUAL} <= {row.period for row in table.indicators}:
            yield NOT_APPLICABLE
            return
        for whole, annual in pairs(table):
            if whole.uncertain or annual.uncertain or not whole.value or not annual.value:
                continue
            if fold_words(whole.value + whole.unit) == fold_words(annual.value + annual.unit):
                continue
            if reason := self._conflict(whole, annual, table):
                yield Hit(
                    f"“{annual.name}”实施期为“{whole.value}{whole.unit}”，年度为“{annual.value}{annual.unit}”，{reason}。",
                    "若属笔误，请使两半一致；若属实，请说明两个时期各自的口径并附依据。",
                    confidence=0.85,
                    indicator=annual,
                    data={"whole": whole.value + whole.unit, "annual": annual.value + annual.unit},
                )
        yield from self._half_filled(table)

    def _half_filled(self, table: Table) -> Iterator[Hit]:
        """Categories filled in one half and shown empty in the other, where cells can be trusted.

        A category of the whole term may have no target this year, unless the money says that the
        term is this year.
        """
        if not table.merges or any(row.uncertain for row in table.indicators):
            return
        filled = {(row.period, row.level2) for row in table.indicators}
        same_money = table.annual_budget is not None and table.annual_budget == table.total_budget
        for slot in table.slots:
            other = WHOLE if slot.period == ANNUAL else ANNUAL
            if (slot.period, slot.level2) in filled or (other, slot.level2) not in filled:
                continue
            if slot.period == WHOLE or same_money:
                yield Hit(
                    f"{slot.level2}在{other}目标中已填写，在{slot.period}目标中却空着。",
                    f"若属漏填，请补填{slot.period}的{slot.level2}；若确不适用，请说明两个时期各自的口径。",
                    confidence=0.8,
                    location=slot.location,
                    period=slot.period,
                    level2=slot.level2,
                    subject=f"{slot.level2}空着",
                    data={"filled": other, "empty": slot.period},
                )

    def _conflict(self, whole: Indicator, annual: Indicator, table: Table) -> str:
        one, other = self.language.parse(whole.value, whole.unit), self.language.parse(annual.value, annual.unit)
        first, second = _single(one), _single(other)
        if first and second:
            return self._numbers(first, second, table)
        late = _last(other.dates), _last(one.dates)
        if not one.quantities and not other.quantities and late[0] and late[1] and late[0] > late[1]:
            return "年度的日期晚于实施期"
        return ""

    def _numbers(self, whole: Quantity, annual: Quantity, table: Table) -> str:
        kinds = whole.unit.dimension, annual.unit.dimension
        if all(kinds) and kinds[0] != kinds[1]:
            return "两处的量纲不同"
        if whole.unit.name != annual.unit.name and "money" not in kinds:
            return ""
        if {whole.comparator, annual.comparator} == {"≥", "≤"} and whole.base == annual.base:
            return "一处是下限，一处是上限"
        if kinds[0] not in self.options.adding_dimensions or whole.unit.per or annual.unit.per:
            return ""
        if annual.base > whole.base:
            return "年度大于实施期"
        if annual.base != whole.base and self._one_year(table):
            return "而项目只实施一年"
        return ""

    def _one_year(self, table: Table) -> bool:
        span = re.search(r"\d+", table.texts.get("项目期", ""))
        return (
            span is not None
            and int(span[0]) == 1
            and table.annual_budget is not None
            and table.annual_budget == table.total_budget
        )


def _single(target: Target) -> Quantity | None:
    return target.quantities[0] if len(target.quantities) == 1 else None


def _last(moments: Sequence[Moment]) -> tuple[int, int, int] | None:
    """The latest calendar day named, as (year, month, day) with month and day at their latest."""
    days: Iterator[tuple[int, int, int]] = (
        (m.year, m.month or 12, m.day or 31) for m in moments if m.kind == "date" and m.year is not None and m.exists
    )
    return max(days, default=None)
