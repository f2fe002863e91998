"""A: the funding block by itself (rule A002)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Hit, Outcome, TableRule
from lint.checks.rules.amounts import AMOUNTS
from lint.checks.rules.precision import budget_half_step, fund_step
from lint.checks.rules.wording import yuan_text
from lint.model import ANNUAL, WHOLE, Fund, Table
from lint.settings.sections import RuleOptions

_MOST_PARTS = 24  # a longer list of sources is no funding block of this form; keeps the search small


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
        step = min(fund_step(fund) for fund in (*parts, total) if fund.amount is not None)
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
        margin = budget_half_step(table, ANNUAL) + budget_half_step(table, WHOLE)
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
