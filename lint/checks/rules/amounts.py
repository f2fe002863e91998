"""A: money that does not fit the project's own funding block (rules A001, A002)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Family, Hit, Outcome, RowRule, Subject, TableRule
from lint.language import Language, Quantity, Target
from lint.model import ANNUAL, WHOLE, Fund, Indicator, Table
from lint.settings.sections import RuleOptions

_COST_LEVELS = ("成本指标", "经济成本指标")
_UNIT_OF_NAME = re.compile(r"[(（](亿元|万元|元)[)）]$")
_DECIMALS = re.compile(r"\d\.(\d+)")
_TEN_THOUSAND = 1e4


def yuan_text(amount: float) -> str:
    """An amount in yuan as people write it: 44万元, 568元."""
    if abs(amount) >= _TEN_THOUSAND:
        return f"{_trimmed(amount / _TEN_THOUSAND, 6)}万元"
    return f"{_trimmed(amount, 2)}元"


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
        margin = _half_step(target.text[worst.start : worst.end], worst.unit.scale)
        margin += max(_budget_half_step(subject.table, label), self.options.tolerance_yuan)
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


class FundsDoNotAddUp(TableRule):
    """The parts of a period's money must add up to its total, and a year cannot have more than the whole.

    Judged per period from amounts read, never from blanks read as nothing. Parts of parts (其中…)
    count once. Not a defect: a difference within the rounding of the written figures. Where a
    blank cell may hold the missing money the rule cannot judge. Rests on arithmetic.
    """

    code = "A002"
    name = "funds-do-not-add-up"
    title = "资金分项与总额不符"
    family = AMOUNTS
    review = "完整性"
    about = "target"
    why = "资金总额是各项来源之和；不相等时，批复、拨款和评价都没有可依的数。"
    not_a_defect = "按写出的位数四舍五入造成的差额；“其中”之下再分的明细不重复相加；空白单元格不当作 0。"
    bad = (
        Example(
            table={
                "annual_budget": 1000000.0,
                "funds": (
                    Fund("年度资金总额", ANNUAL, 1000000.0, True, "1,000,000"),
                    Fund("其中:中央财政资金", ANNUAL, 0.0, False, "0"),
                    Fund("市县(区)财政资金", ANNUAL, 900000.0, False, "900,000"),
                    Fund("其他资金", ANNUAL, None, False, ""),
                ),
            }
        ),
        Example(
            table={
                "annual_budget": 1000000.0,
                "funds": (
                    Fund("年度资金总额", ANNUAL, 1000000.0, True, "100", "万元"),
                    Fund("其中:当年财政拨款", ANNUAL, 900000.0, False, "90", "万元"),
                    Fund("上年结转资金", ANNUAL, 200000.0, False, "20", "万元"),
                ),
            }
        ),
        Example(
            table={
                "annual_budget": 300000.0,
                "total_budget": 200000.0,
                "funds": (
                    Fund("实施期资金总额", WHOLE, 200000.0, True, "200,000"),
                    Fund("年度资金总额", ANNUAL, 300000.0, True, "300,000"),
                ),
            }
        ),
    )
    good = (
        Example(
            table={
                "annual_budget": 60000.0,
                "funds": (
                    Fund("年度资金总额", ANNUAL, 60000.0, True, "60,000"),
                    Fund("其中:中央财政资金", ANNUAL, 0.0, False, "0"),
                    Fund("市县(区)财政资金", ANNUAL, 60000.0, False, "60,000"),
                    Fund("其他资金", ANNUAL, None, False, ""),
                ),
            }
        ),
        Example(
            table={
                "annual_budget": 1000000.0,
                "funds": (
                    Fund("年度资金总额", ANNUAL, 1000000.0, True, "100.00", "万元"),
                    Fund("其中:财政拨款", ANNUAL, 800000.0, False, "80.00", "万元"),
                    Fund("其中:中央资金", ANNUAL, 500000.0, False, "50.00", "万元"),
                    Fund("县级资金", ANNUAL, 300000.0, False, "30.00", "万元"),
                    Fund("其他资金", ANNUAL, 200000.0, False, "20.00", "万元"),
                ),
            },
            note="中央与县级是财政拨款的明细，不重复相加",
        ),
        Example(
            table={
                "annual_budget": 1000100.0,
                "funds": (
                    Fund("年度资金总额", ANNUAL, 1000100.0, True, "100.01", "万元"),
                    Fund("财政拨款", ANNUAL, 333300.0, False, "33.33", "万元"),
                    Fund("上年结转", ANNUAL, 333300.0, False, "33.33", "万元"),
                    Fund("其他资金", ANNUAL, 333400.0, False, "33.34", "万元"),
                ),
            },
            note="各项四舍五入到百元，差额在写出的位数之内",
        ),
        Example(
            table={
                "annual_budget": 60000.0,
                "funds": (
                    Fund("年度资金总额", ANNUAL, 60000.0, True, "60,000"),
                    Fund("其中:中央财政资金", ANNUAL, 0.0, False, "0"),
                    Fund("市县(区)财政资金", ANNUAL, None, False, ""),
                ),
            },
            note="县级资金空白，无从核对，记为不能判断",
        ),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`often_blank`: parts that forms leave blank where there is none."""

        often_blank: tuple[str, ...]

    options: Options

    def check_table(self, table: Table) -> Iterable[Outcome]:
        """Hits, one a period at most and one for the year against the whole."""
        if not table.funds:
            if table.annual_budget is None and table.total_budget is None:
                yield CouldNot("未读到资金情况")
            else:
                yield NOT_APPLICABLE
            return
        whole, annual = (
            list(self._period(period, [fund for fund in table.funds if fund.period == period], table))
            for period in (WHOLE, ANNUAL)
        )
        judged = [outcome for outcome in _told_once(whole, annual) if outcome is not NOT_APPLICABLE]
        year = self._year(table)
        if year is not None:
            judged.append(year)
        if not judged:
            yield NOT_APPLICABLE
        yield from (outcome for outcome in judged if outcome is not None)

    def _period(self, period: str, funds: Sequence[Fund], table: Table) -> Iterator[Outcome]:
        """One outcome for each total and the parts below it; department forms split one total several ways."""
        totals = [place for place, fund in enumerate(funds) if fund.total]
        if not totals:
            yield CouldNot(f"{period}资金总额未能读出") if funds else NOT_APPLICABLE
            return
        if len({funds[place].amount for place in totals}) > 1:
            yield CouldNot(f"{period}资金总额不止一个")
            return
        starts = [0, *totals[1:]] if len(totals) > 1 else [0]
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(funds)], strict=True)):
            parts = [fund for fund in funds[start:end] if not fund.total]
            yield self._sum(period, funds[totals[number]], parts, str(number or ""), table)

    def _sum(self, period: str, total: Fund, parts: Sequence[Fund], way: str, table: Table) -> Outcome:
        if not any(fund.written.strip() or fund.amount is not None for fund in parts):
            if total.amount is None or not parts:
                return NOT_APPLICABLE
            return CouldNot(f"{period}资金分项未填")
        if total.amount is None:
            return CouldNot(f"{period}资金总额未能读出")
        if any(fund.amount is None and fund.written.strip() for fund in parts):
            return CouldNot(f"{period}资金分项有读不出的金额")
        read = [(fund.label, fund.amount) for fund in parts if fund.amount is not None]
        blanks = [fund.label for fund in parts if fund.amount is None]
        if not any(amount for _, amount in read):
            if total.amount == 0:
                return None if read else NOT_APPLICABLE
            if table.cut or (blanks and not table.merges):  # a scan may have lost what is missing
                return CouldNot(f"{period}资金分项只读到0或空白")
        step = min(_step(fund) for fund in (*parts, total) if fund.amount is not None)
        margin = step / 2 * (sum(1 for _, amount in read if amount) + 1)
        if abs(sum(amount for _, amount in read) - total.amount) <= margin:
            return None
        sums = possible_sums(tuple(amount for _, amount in read))
        if any(abs(one - total.amount) <= margin for one in sums):
            return None
        best = min(sums, key=lambda one: abs(one - (total.amount or 0.0)))
        main = [label for label in blanks if not any(word in label for word in self.options.often_blank)]
        gap = best - total.amount
        if gap < 0 and main:
            return CouldNot(f"{period}资金分项有空白")
        left = f"（{'、'.join(blanks)}未填）" if blanks and gap < 0 else ""
        return Hit(
            f"{period}资金分项合计{yuan_text(best)}，与{period}资金总额{yuan_text(total.amount)}不符，"
            f"{'多' if gap > 0 else '少'}{yuan_text(abs(gap))}{left}。",
            "若属笔误，请核对各项来源与总额并更正；若属实，请补填未列的资金来源并附依据。",
            confidence=0.9 if blanks and gap < 0 else 0.98,
            location=total.location,
            period=period,
            subject=f"{period}分项{way}",
            data={
                "total_yuan": total.amount,
                "sum_yuan": best,
                "parts": [{"label": label, "yuan": amount} for label, amount in read],
                "blank": blanks,
            },
        )

    def _year(self, table: Table) -> Hit | None:
        annual, whole = table.annual_budget, table.total_budget
        if annual is None or not whole:
            return None
        margin = _budget_half_step(table, ANNUAL) + _budget_half_step(table, WHOLE)
        if annual - whole <= margin:
            return None
        place = next((fund.location for fund in table.funds if fund.total and fund.period == ANNUAL), None)
        return Hit(
            f"年度资金总额{yuan_text(annual)}大于实施期资金总额{yuan_text(whole)}。",
            "若属笔误，请核对两个总额及其单位并更正；若属实，请说明实施期资金总额为何不含年度资金，并附依据。",
            confidence=0.95,
            location=place,
            subject="年度大于实施期",
            data={"annual_yuan": annual, "total_yuan": whole},
        )


def _told_once(whole: Sequence[Outcome], annual: Sequence[Outcome]) -> Iterator[Outcome]:
    """The outcomes of both periods; a hit that the year repeats in the same figures stands there only."""
    same = {_figures(outcome) for outcome in whole if isinstance(outcome, Hit)}
    repeated = {_figures(outcome) for outcome in annual if isinstance(outcome, Hit)} & same
    for outcome in whole:
        if not (isinstance(outcome, Hit) and _figures(outcome) in repeated):
            yield outcome
    for outcome in annual:
        if isinstance(outcome, Hit) and _figures(outcome) in repeated:
            yield replace(outcome, data={**outcome.data, "also_period": WHOLE})
        else:
            yield outcome


def _figures(hit: Hit) -> tuple[float, float]:
    return hit.data["total_yuan"], hit.data["sum_yuan"]


def possible_sums(amounts: tuple[float, ...]) -> list[float]:
    """Every total the amounts may stand for, parts of parts counted once.

    A run of amounts that adds up exactly to the one before it may be its breakdown (其中), one
    that adds up to the one after it (two or more) may lead to a subtotal (小计). The plain sum
    comes first; repeats are dropped. Lists longer than any form's are only added up.
    """

    @cache
    def sums(start: int) -> tuple[float, ...]:
        if start == len(amounts):
            return (0.0,)
        found = [amounts[start] + rest for rest in sums(start + 1)]
        running = 0.0
        for end in range(start + 1, len(amounts)):
            running += amounts[end]
            if amounts[start] and _equal(running, amounts[start]):
                found.extend(amounts[start] + rest for rest in sums(end + 1))
            before = amounts[start] + running - amounts[end]
            if end > start + 1 and amounts[end] and _equal(before, amounts[end]):
                found.extend(amounts[end] + rest for rest in sums(end + 1))
        return tuple(dict.fromkeys(round(one, 2) for one in found))

    return list(sums(0)) if len(amounts) <= _MOST_PARTS else [sum(amounts)]


def _equal(one: float, other: float) -> bool:
    return abs(one - other) < 0.005  # half a cent: the amounts are decimal figures held as floats


def _amounts(row: Indicator, target: Target, language: Language) -> list[Quantity]:
    """The amounts of a value; a bare number takes the unit that closes the name: 购置成本（万元） ▸ 52."""
    stated = _UNIT_OF_NAME.search(row.name)
    if stated is None or not target.is_bare_number:
        return [q for q in target.quantities if q.unit.dimension == "money"]
    unit = language.parse("1", stated[1]).quantities[0].unit
    return [replace(q, unit=unit) for q in target.quantities]


_MOST_PARTS = 24  # a longer list of sources is no funding block of this form; keeps the search small


def _half_step(written: str, scale: float) -> float:
    """Half of the last written place of a number, in yuan: 18.32万元 → 50."""
    match = _DECIMALS.search(written)
    return scale * 10.0 ** -(len(match[1]) if match else 0) / 2


def _step(fund: Fund) -> float:
    scale = _TEN_THOUSAND if fund.unit.startswith("万") else 1.0
    return 2 * _half_step(fund.written, scale)


def _budget_half_step(table: Table, period: str) -> float:
    for fund in table.funds:
        if fund.total and fund.period == period and fund.amount is not None:
            return _step(fund) / 2
    return 0.5  # a total read without its text is taken as whole yuan


def _trimmed(number: float, places: int) -> str:
    text = f"{number:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
