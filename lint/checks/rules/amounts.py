"""A: cost targets beside the project's money (rule A001; its funding block stands in `funds`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Family, Hit, Outcome, RowRule, Subject
from lint.checks.rules.precision import budget_half_step, half_step
from lint.checks.rules.wording import yuan_text
from lint.language import Language, Quantity, Target
from lint.model import ANNUAL, WHOLE, Indicator, Table
from lint.settings.sections import RuleOptions

_COST_LEVELS = ("成本指标", "经济成本指标")
_UNIT_OF_NAME = re.compile(r"[(（](亿元|万元|元)[)）]$")

AMOUNTS = Family("A", "金额", 5)


class CostExceedsBudget(RowRule):
    """A cost target above the project's own money can be met by no project: one of the two is wrong.

    Compares totals only, with the funding of the row's own half (年度 with the annual total, 实施期
    with the whole one). Not a defect: unit prices and quotas (元/人/月, 每…, 标准, 人均), savings and
    income, amounts that differ by no more than the rounding of the written figures. A slip of unit
    by about 10⁴ is U005's affair and outranks this rule (engine.exclusive). Rests on arithmetic.
    """

    code = "A001"
    name = "cost-exceeds-budget"
    title = "成本指标大于项目资金"
    family = AMOUNTS
    review = "可行性"
    about = "target"
    shares = ("language.costs",)
    why = "成本目标是花钱的上限，比项目自己的资金还多，说明金额、单位或资金总额至少有一处写错。"
    not_a_defect = (
        "单价、标准、定额（元/人/月、每…、人均）不是总额；节约额、收入不是成本；"
        "四舍五入造成的差额不算；相差约一万倍的属元与万元混用，由 U005 提出。"
    )
    needs_table = True
    bad = (
        Example("成本指标", "设备购置成本", "≤52万元", table={"annual_budget": 440000.0}),
        Example("经济成本指标", "维修总成本", "120万元", table={"annual_budget": 1000000.0, "form": "2021"}),
        Example("成本指标", "印刷费用", "3万-6万元", table={"annual_budget": 50000.0}),
        Example(
            "成本指标",
            "工程总成本",
            "≤80万元",
            period="实施期",
            table={"annual_budget": 200000.0, "total_budget": 600000.0},
        ),
        Example("成本指标", "设备购置成本（万元）", "≤52", table={"annual_budget": 440000.0}, also=("U002",)),
        Example("成本指标", "单台50万元以上设备总价", "960万元", table={"annual_budget": 8700000.0}),
        Example("数量指标", "培训经费", "9万元", table={"annual_budget": 60000.0}, also=("C001", "U001")),
    )
    good = (
        Example("成本指标", "遗属补助发放标准", "568元/人/月", table={"annual_budget": 500.0}),
        Example("成本指标", "设备购置成本", "≤44万元", table={"annual_budget": 440000.0}),
        Example("成本指标", "保险费用", "≤18.32万元", table={"annual_budget": 183154.0}),
        Example("成本指标", "单台50万元以上设备单价", "60万元", table={"annual_budget": 500000.0}),
        Example("成本指标", "每台设备购置成本", "≤6万元", table={"annual_budget": 50000.0}),
        Example("经济效益指标", "带动社会投资", "≥500万元", table={"annual_budget": 50000.0}),
        Example("成本指标", "节约成本", "≥6万元", table={"annual_budget": 50000.0}),
        Example(
            "成本指标",
            "工程总成本",
            "≤60万元",
            period="实施期",
            table={"annual_budget": 200000.0, "total_budget": 600000.0},
        ),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`tolerance_yuan` in yuan; `total_per`: money per one of these is a total all the same."""

        tolerance_yuan: float
        total_endings: tuple[str, ...]
        other_levels: tuple[str, ...]
        cost_endings: tuple[str, ...]
        rate_endings: tuple[str, ...]
        total_per: tuple[str, ...]
        whole_words: tuple[str, ...]

    options: Options

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row; not applicable unless it states a total of cost in money."""
        row, target = subject.indicator, subject.target
        money = _amounts(row, target, self.language)
        if not money or not self._is_cost(row) or self._is_price(row, money):
            return NOT_APPLICABLE
        limit, label = self._limit(row, subject.table)
        if limit is None:
            return CouldNot("未读到项目资金总额")
        if limit <= 0:
            return CouldNot("项目资金总额为0或未填")
        worst = max(money, key=lambda q: q.base)
        excess = worst.base - limit
        margin = half_step(target.text[worst.start : worst.end], worst.unit.scale)
        margin += max(budget_half_step(subject.table, label), self.options.tolerance_yuan)
        if excess <= margin:
            return None
        data = {
            "amount_yuan": worst.base,
            "budget_yuan": limit,
            "budget_period": label,
            "excess_yuan": round(excess, 2),
        }
        whole = subject.table.total_budget
        share = label == ANNUAL and whole is not None and limit < whole and worst.base - whole <= margin
        remedy = (
            f"若指整个实施期的成本，请改写本年度应承担的部分（不超过{yuan_text(limit)}）；若属笔误，请更正金额；"
            if share
            else f"若属笔误，请改为不超过{yuan_text(limit)}的金额；"
        )
        return Hit(
            f"{row.level2}“{row.name}”定为{yuan_text(worst.base)}，大于本项目{label}资金总额{yuan_text(limit)}，"
            f"多出{yuan_text(excess)}。",
            f"{remedy}若属实，请补充其余资金的来源和依据，或相应调整资金总额。",
            confidence=0.95 if row.level2 in _COST_LEVELS else 0.85,
            data=data,
        )

    def _is_cost(self, row: Indicator) -> bool:
        if any(word in row.name for word in self.words.costs.not_cost):
            return False
        if row.name.endswith(self.options.rate_endings):
            return False  # money against a rate is U001's
        if row.level2 in _COST_LEVELS:
            return True
        return row.level2 in self.options.other_levels and row.name.endswith(self.options.cost_endings)

    def _is_price(self, row: Indicator, money: Sequence[Quantity]) -> bool:
        if any(per not in self.options.total_per for q in money for per in q.unit.per):
            return True
        if row.name.endswith(self.options.total_endings):
            return False
        return any(word in row.name + row.value + row.unit for word in self.words.costs.unit_price)

    def _limit(self, row: Indicator, table: Table) -> tuple[float | None, str]:
        """The money the row may not exceed and the name of its half."""
        annual, whole = table.annual_budget, table.total_budget
        if row.period == WHOLE:
            return whole, WHOLE
        spans = any(word in row.name for word in self.options.whole_words)
        if annual is None or (spans and not table.two_halves and whole is not None and whole > annual):
            return whole, WHOLE
        return annual, ANNUAL


def _amounts(row: Indicator, target: Target, language: Language) -> list[Quantity]:
    """The amounts of a value; a bare number takes the unit that closes the name: 购置成本（万元） ▸ 52."""
    stated = _UNIT_OF_NAME.search(row.name)
    if stated is None or not target.is_bare_number:
        return [q for q in target.quantities if q.unit.dimension == "money"]
    unit = language.parse("1", stated[1]).quantities[0].unit
    return [replace(q, unit=unit) for q in target.quantities]
