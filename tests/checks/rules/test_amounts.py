"""A001 and A002 beyond their examples: rounding, halves, units, nesting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.checks import build, select
from lint.checks.engine.walk import Engine
from lint.checks.rule import NOT_APPLICABLE, CouldNot, Hit, Outcome, Subject
from lint.checks.rules.amounts import CostExceedsBudget
from lint.checks.rules.funds import FundsDoNotAddUp, possible_sums
from lint.checks.rules.wording import yuan_text
from lint.model import ANNUAL, WHOLE, Fund, Indicator, Submission, Table
from tests.shipped import LANGUAGE, TOOLS

A001, A002 = build((CostExceedsBudget, FundsDoNotAddUp), TOOLS)


def cost(value: str, budget: float | None, name: str = "维修成本", period: str = ANNUAL, **table: object) -> Outcome:
    row = Indicator(period, "产出指标", "成本指标", name, value)
    facts = {"annual_budget": budget, **table}
    return A001.check_row(Subject(row, Table(1, **facts), LANGUAGE.parse(value)))  # type: ignore[arg-type]


@pytest.mark.parametrize("budget", [1e4, 1e6, 1e8])
def test_tolerance_follows_the_written_places_not_the_size(budget: float) -> None:
    assert cost(f"≤{budget / 1e4:.2f}万元", budget - 140) is None
    assert isinstance(cost(f"≤{budget / 1e4:.2f}万元", budget - 400), Hit)
    assert isinstance(cost(f"≤{budget:.0f}元", budget - 102), Hit)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("≤30万元", None),
        ("≤40万元", "A001"),
        ("≤300万元", "A001"),
        ("≤40000万元", "U005"),
        ("394505万元", "U005"),
        ("42644155万元", "A001"),
    ],
)
def test_slip_of_unit_is_left_to_u005_and_never_both(value: str, code: str | None) -> None:
    row = Indicator(ANNUAL, "产出指标", "成本指标", "维修总成本", value)
    form = Submission("a.txt", "text", tables=(Table(1, annual_budget=394505.0, indicators=(row,)),))
    for words in (["A001", "U005"], ["A001"], ["U005"]):
        findings = Engine(build(select(words, []), TOOLS), TOOLS).check(form)[0]
        assert [finding.code for finding in findings] == [code] * (code in words)


def test_halves_are_held_against_their_own_total() -> None:
    budgets = {"total_budget": 600000.0, "two_halves": True}
    assert isinstance(cost("≤50万元", 200000.0, **budgets), Hit)
    assert cost("≤50万元", 200000.0, period=WHOLE, **budgets) is None
    assert isinstance(cost("≤70万元", 200000.0, period=WHOLE, **budgets), Hit)
    assert isinstance(cost("≤70万元", None, **budgets), Hit)


def test_no_budget_is_no_judgement() -> None:
    assert isinstance(cost("≤50万元", None), CouldNot)
    assert isinstance(cost("≤50万元", 0.0), CouldNot)
    assert isinstance(cost("≤50万元", 10000.0, period=WHOLE), CouldNot)


@pytest.mark.parametrize("value", ["100%", "市场价", "3次", ""])
def test_no_money_is_not_applicable(value: str) -> None:
    assert cost(value, 1.0) is NOT_APPLICABLE


def test_a_whole_project_in_a_single_column_is_held_against_the_whole_total() -> None:
    assert cost("500万元", 1e6, "项目总投资", total_budget=5e6) is None
    assert isinstance(cost("600万元", 1e6, "项目总投资", total_budget=5e6), Hit)


def funds(total: str, *parts: str | None, unit: str = "元", period: str = ANNUAL) -> Table:
    scale = 1e4 if unit == "万元" else 1.0

    def fund(label: str, written: str | None, is_total: bool) -> Fund:
        amount = float(written.replace(",", "")) * scale if written else None
        return Fund(label, period, amount, is_total, written or "", unit)

    labels = ("其中:中央财政资金", "省级财政资金", "市县(区)财政资金", "单位自筹", "其他资金")
    rows = [fund("资金总额", total, True), *(fund(a, b, False) for a, b in zip(labels, parts, strict=False))]
    return Table(1, annual_budget=rows[0].amount, funds=tuple(rows))


def hits(table: Table) -> list[Hit]:
    return [outcome for outcome in A002.check_table(table) if isinstance(outcome, Hit)]


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        (funds("60,000", "0", "0", "60,000", "0", None), False),
        (funds("60,000", "0", "0", "50,000", "0", None), True),
        (funds("60,000", "0", "0", "70,000", "0", None), True),
        (funds("60,000", "0", "0", None, "0", None), False),
        (funds("60,000", "0", "0", "0", "0", "0"), True),
        (funds("0", "0", "0", "0", "0", None), False),
        (funds("100.00", "33.33", "33.33", "33.33", unit="万元"), False),
        (funds("100.00", "33.33", "33.33", "33.30", unit="万元"), True),
        (funds("1637.51", "595.51", "20", "615.51", "1022", unit="万元"), False),
        (funds("100", "60", "40", "60", unit="万元"), True),
    ],
)
def test_parts_against_the_total(table: Table, wrong: bool) -> None:
    assert bool(hits(table)) is wrong


def test_blank_main_part_is_no_judgement() -> None:
    outcomes = list(A002.check_table(funds("60,000", "0", "0", None, "0", None)))
    assert len(outcomes) == 1
    assert isinstance(outcomes[0], CouldNot)


def test_unreadable_part_is_no_judgement() -> None:
    table = Table(
        1, funds=(Fund("年度资金总额", ANNUAL, 1e4, True, "10,000"), Fund("市县资金", ANNUAL, None, False, "1O,0O0"))
    )
    assert [type(outcome) for outcome in A002.check_table(table)] == [CouldNot]


def test_one_total_split_in_two_ways_is_not_added_twice() -> None:
    def split(*parts: float) -> tuple[Fund, ...]:
        total = Fund("预算合计", ANNUAL, 100.0, True, "100")
        return (total, *(Fund(f"来源{n}", ANNUAL, part, False, f"{part:g}") for n, part in enumerate(parts)))

    assert hits(Table(1, funds=(*split(60, 40), *split(70, 30)))) == []
    assert len(hits(Table(1, funds=(*split(60, 40), *split(70, 20))))) == 1


def test_the_same_error_in_both_halves_is_told_once() -> None:
    halves = [funds("60,000", "0", "0", "50,000", period=period).funds for period in (WHOLE, ANNUAL)]
    found = hits(Table(1, funds=(*halves[0], *halves[1])))
    assert [(hit.period, hit.data["also_period"]) for hit in found] == [(ANNUAL, WHOLE)]
    other = funds("70,000", "0", "0", "50,000", period=WHOLE).funds
    assert [hit.period for hit in hits(Table(1, funds=(*other, *halves[1])))] == [WHOLE, ANNUAL]


def test_year_above_the_whole_term() -> None:
    table = Table(1, annual_budget=3e5, total_budget=2e5, funds=(Fund("年度资金总额", ANNUAL, 3e5, True, "300,000"),))
    assert [hit.subject for hit in hits(table)] == ["年度大于实施期"]


@given(st.lists(st.integers(0, 10**7).map(float), min_size=1, max_size=8))
def test_plain_sum_comes_first_and_no_sum_is_larger(amounts: list[float]) -> None:
    sums = possible_sums(tuple(amounts))
    assert sums[0] == sum(amounts)
    assert max(sums) == sums[0]


@pytest.mark.parametrize(
    ("amount", "text"), [(440000.0, "44万元"), (568.0, "568元"), (183154.0, "18.3154万元"), (0.5, "0.5元")]
)
def test_amounts_in_words(amount: float, text: str) -> None:
    assert yuan_text(amount) == text
