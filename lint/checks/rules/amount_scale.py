"""U005: an amount in 元 that was meant in 万元, or the other way about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Hit, Outcome, RowRule, Subject
from lint.checks.rules.units import UNITS
from lint.checks.rules.wording import quoted, row_words, yuan_text
from lint.checks.tools import Tools
from lint.language.names import COST_CATEGORIES
from lint.model import WHOLE, Fund, Indicator, Table
from lint.settings.sections import RuleOptions

_TEN_THOUSAND = 1e4


class AmountScale(RowRule):
    """An amount ten thousand times the project's money, or a ten-thousandth of it, mixes up 元 and 万元.

    Compares cost totals with the annual and whole totals and the parts of the funding block.
    Not a defect: unit prices and standards, income and savings. Smaller excesses are A001's.
    Rests on arithmetic.
    """

    code = "U005"
    name = "amount-scale"
    title = "金额疑似元/万元混用"
    family = UNITS
    review = "可行性"
    about = "target"
    outranks = ("A001",)
    shares = ("language.costs",)
    why = "成本金额与项目资金相差约一万倍，多半是把元写成万元（或反过来），按原样考核毫无意义。"
    not_a_defect = "单价和补助标准、收入和节支不与项目资金比；差得不到一千倍的超出由 A001 提出。"
    needs_table = True
    bad = (
        Example("成本指标", "供暖系统维修总成本", "394505万元", table={"annual_budget": 394505.0}),
        Example("成本指标", "印刷总成本", "≤36000万元", table={"annual_budget": 42000.0}),
        Example("成本指标", "项目总成本", "≤1260元", table={"annual_budget": 12600000.0}),
        Example("经济成本指标", "设备购置总成本（万元）", "520000元", table={"annual_budget": 520000.0}),
    )
    good = (
        Example("成本指标", "供暖系统维修总成本", "39.4505万元", table={"annual_budget": 394505.0}),
        Example("成本指标", "项目总成本", "≤1260万元", table={"annual_budget": 12600000.0}),
        Example("成本指标", "护理补贴标准", "1260元/人/年", table={"annual_budget": 12600000.0}),
        Example("经济效益指标", "带动产值", "≥36000万元", table={"annual_budget": 42000.0}),
        Example("成本指标", "设备购置成本", "≤9万元", table={"annual_budget": 80000.0}, also=("A001",)),
        Example("成本指标", "每册印制成本", "≤12元", table={"annual_budget": 120000.0}),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """Ratios of an amount to the project's money from and to which 10⁴ is taken for a slip;
        `same_within` is relative.
        """

        ratio_from: float
        ratio_to: float
        same_within: float
        total_words: tuple[str, ...]

    options: Options

    def __init__(self, options: Options, tools: Tools) -> None:
        super().__init__(options, tools)
        self._lexicon = self.language.lexicon

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row; not applicable unless it states cost in money that is no unit price."""
        row, target, table = subject.indicator, subject.target, subject.table
        amounts = [quantity for quantity in target.quantities if quantity.unit.dimension == "money"]
        if len(amounts) != 1 or row.level2 not in COST_CATEGORIES or target.is_unit_price:
            return NOT_APPLICABLE
        text = row.name + row.value + row.unit
        if any(word in row.name for word in self.words.costs.not_cost) or any(
            w in text for w in self.words.costs.unit_price
        ):
            return NOT_APPLICABLE
        amount = amounts[0].base
        stated = self.language.read_name(row.name).unit
        if stated is not None and stated.dimension == "money" and stated.scale != amounts[0].unit.scale:
            return self._two_units(row, stated.text, amounts[0].unit.text)
        known = _project_money(table, row)
        if not known:
            return CouldNot("未读到项目资金总额")
        return self._compare(row, amount, known)

    def _compare(self, row: Indicator, amount: float, known: Sequence[tuple[str, float]]) -> Outcome:
        near = self.options.same_within
        for label, total in known:
            if total > 0 and abs(amount / _TEN_THOUSAND - total) <= near * total and amount > total:
                return self._hit(row, amount, amount / _TEN_THOUSAND, label, total, 0.97)
        label, total = known[0]
        if total > 0 and self.options.ratio_from <= amount / total <= self.options.ratio_to:
            return self._hit(row, amount, amount / _TEN_THOUSAND, label, total, 0.85)
        if any(word in row.name for word in self.options.total_words):
            for label, total in known[:2]:
                if amount > 0 and abs(amount * _TEN_THOUSAND - total) <= near * total:
                    return self._hit(row, amount, amount * _TEN_THOUSAND, label, total, 0.93)
        return None

    def _hit(self, row: Indicator, amount: float, likely: float, label: str, total: float, confidence: float) -> Hit:
        return Hit(
            f"{row_words(row)}折合{yuan_text(amount)}，而{label}为{yuan_text(total)}，"
            f"相差约{_times(amount, total)}，疑似元与万元混用。",
            f"若属单位写错，改为“{yuan_text(likely)}”；若属实，请核对资金总额的单位并补充依据。",
            confidence=confidence,
            data={"amount_yuan": amount, "likely_yuan": likely, "budget_yuan": total, "budget": label},
            cause=f"U005 {'more' if likely > amount else 'less'}",  # one wrong unit in a form shows in every amount
        )

    def _two_units(self, row: Indicator, stated: str, written: str) -> Hit:
        return Hit(
            f"指标{quoted(row.name)}的名称注明单位是{stated}，指标值{quoted(row.value)}却以{written}计，疑似元与万元混用。",
            f"请核对金额，名称与指标值只保留一个单位；若属实，把名称里的“{stated}”删去。",
            confidence=0.85,
            data={"stated": stated, "written": written},
        )


def _times(amount: float, total: float) -> str:
    ratio = max(amount, total) / min(amount, total) if min(amount, total) > 0 else 0.0
    return f"{ratio / _TEN_THOUSAND:.1f}万倍".replace(".0", "")


def _project_money(table: Table, row: Indicator) -> list[tuple[str, float]]:
    """The project's totals, the row's half first, then the parts of its funding block."""
    annual, whole = ("年度资金总额", table.annual_budget), ("实施期资金总额", table.total_budget)
    totals = [whole, annual] if row.period == WHOLE else [annual, whole]
    known = [(label, amount) for label, amount in totals if amount]
    parts: Sequence[Fund] = [fund for fund in table.funds if not fund.total and fund.amount]
    return known + [(fund.label, fund.amount) for fund in parts if fund.amount is not None] if known else []
