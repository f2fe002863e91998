"""The engine: coverage, exclusions, halves, causes, purity, order."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from lint.checks import all_rules, build, select
from lint.checks.engine.walk import UNCERTAIN, Engine
from lint.checks.rule import NOT_APPLICABLE, CouldNot, Hit, Outcome, RowRule, Rule, Subject, SubmissionRule, TableRule
from lint.checks.tools import Tools
from lint.model import ANNUAL, WHOLE, Indicator, Location, Severity, Submission, Table, Unreadable
from lint.settings import load
from lint.settings.sections import RuleOptions
from tests.shipped import TOOLS

PLAIN = RuleOptions(enabled=True, severity=Severity.WARNING)


def row(
    name: str, value: str = "1个", period: str = ANNUAL, level2: str = "数量指标", line: int = 1, **more: object
) -> Indicator:
    return Indicator(period, "产出指标", level2, name, value, location=Location(line=line), **more)  # type: ignore[arg-type]


def submission(*rows: Indicator, **table: object) -> Submission:
    facts = {"number": 1, "project": "项目", "two_halves": any(r.period == WHOLE for r in rows), **table}
    return Submission("a.txt", "text", tables=(Table(indicators=rows, **facts),))  # type: ignore[arg-type]


class ByName(RowRule):
    """A rule that reads its outcome off the row's name."""

    code = "Z003"
    name = "by-name"
    calls = 0

    def check_row(self, subject: Subject) -> Outcome:
        type(self).calls += 1
        outcomes: dict[str, Outcome] = {"坏": Hit("坏。", "改。"), "不适用": NOT_APPLICABLE, "不知": CouldNot("看不清")}
        return outcomes.get(subject.indicator.name.split("-")[0])


class Placed(ByName):
    """The same, with the table."""

    code = "Z001"
    needs_table = True


class OfTable(TableRule):
    """Hits and doubts on tables, by the project's name."""

    code = "Z011"
    name = "of-table"

    def check_table(self, table: Table) -> list[Outcome]:
        if table.project == "两处":
            return [Hit("甲。", "改。", subject="甲"), Hit("乙。", "改。", subject="乙"), CouldNot("丙看不清")]
        return {"疑": [CouldNot("看不清")], "无关": [NOT_APPLICABLE]}.get(table.project, [])


class OfSubmission(SubmissionRule):
    """One hit a submission."""

    code = "Z012"
    name = "of-submission"

    def check_submission(self, submission: Submission) -> list[Outcome]:
        return [Hit("一。", "改。", subject="一")]


def engine(*rules: type[Rule]) -> Engine:
    return Engine([rule(PLAIN, TOOLS) for rule in rules], TOOLS)


@pytest.mark.parametrize("rule", [ByName, Placed])
def test_coverage_counts_every_row_once(rule: type[RowRule]) -> None:
    rows = [row("坏-1"), row("好"), row("好"), row("不适用"), row("不知"), row("不知"), row("坏-2", uncertain=True)]
    findings, coverage = engine(rule).check(submission(*rows))
    count = coverage[rule.code]
    assert (count.looked, count.flagged, count.not_applicable, count.could_not) == (3, 1, 1, 3)
    assert count.looked + count.not_applicable + count.could_not == len(rows)
    assert set(count.why) == {"看不清（2）", f"{UNCERTAIN}（1）"}
    assert [finding.name for finding in findings] == ["坏-1"]


def test_coverage_of_tables_counts_each_table_once() -> None:
    tables = tuple(Table(number, project=project) for number, project in enumerate(("两处", "疑", "无关", "好"), 1))
    findings, coverage = engine(OfTable).check(Submission("a.txt", "text", tables=tables))
    count = coverage["Z011"]
    assert len(findings) == 2
    assert (count.looked, count.flagged, count.not_applicable, count.could_not) == (2, 1, 1, 1)
    assert set(count.why) == {"丙看不清（1）", "看不清（1）"}


def test_submission_rule_counts_one_subject() -> None:
    _, coverage = engine(OfSubmission).check(submission(row("好")))
    assert (coverage["Z012"].looked, coverage["Z012"].flagged) == (1, 1)


def test_equal_rows_are_judged_once() -> None:
    ByName.calls = 0
    checker = engine(ByName)
    many = submission(*(row("坏", line=line) for line in range(1, 51)))
    findings, coverage = checker.check(many)
    checker.check(many)
    assert ByName.calls == 1
    assert len(findings) == coverage["Z003"].flagged == 50


def test_memory_of_equal_rows_is_bounded() -> None:
    small = Tools.of(load(flags={"engine.remembered_rows": 10}))
    checker = Engine([ByName(PLAIN, small)], small)
    findings, _ = checker.check(submission(*(row(f"坏-{n % 37}", line=n) for n in range(1, 200))))
    assert len(findings) == 199
    assert len(checker._judged) <= 10


def test_same_row_in_both_halves_is_one_finding_on_the_annual_half() -> None:
    rows = (row("坏-设备采购验收合格", period=WHOLE), row("坏-设备采购验收合格率", period=ANNUAL))
    findings, coverage = engine(ByName).check(submission(*rows))
    assert [(f.period, f.name, f.data["also_period"]) for f in findings] == [(ANNUAL, "坏-设备采购验收合格率", WHOLE)]
    assert coverage["Z003"].looked == 2
    assert coverage["Z003"].flagged == 1


def test_halves_with_different_values_are_two_findings() -> None:
    rows = (row("坏", "2个", period=WHOLE), row("坏", "1个", period=ANNUAL))
    findings, _ = engine(ByName).check(submission(*rows))
    assert [f.period for f in findings] == [WHOLE, ANNUAL]


def test_each_annual_row_folds_at_most_one_whole_row() -> None:
    rows = (row("坏", period=WHOLE), row("坏", period=WHOLE, line=2), row("坏", period=ANNUAL))
    findings, _ = engine(ByName).check(submission(*rows))
    assert sorted(f.period for f in findings) == [WHOLE, ANNUAL]


def test_names_cut_by_a_narrow_cell_are_judged_whole() -> None:
    class NeedsRate(ByName):
        def check_row(self, subject: Subject) -> Outcome:
            return None if subject.indicator.name.endswith("率") else Hit("不是率。", "改。")

    rows = (row("餐厅用具购置合格率", "100%", period=WHOLE), row("餐厅用具购置", "100%", period=ANNUAL))
    assert engine(NeedsRate).check(submission(*rows))[0] == []
    other_value = (rows[0], row("餐厅用具购置", "9件", period=ANNUAL))
    assert [f.name for f in engine(NeedsRate).check(submission(*other_value))[0]] == ["餐厅用具购置"]


class First(ByName):
    """Hits on every row; outranks the two below."""

    code = "Z001"
    name = "first"
    outranks = ("Z002", "Z004")

    def check_row(self, subject: Subject) -> Outcome:
        return Hit("空。", "补。") if not subject.indicator.value else None


class Second(ByName):
    """Hits on every row; outranked by First."""

    code = "Z002"
    name = "second"
    outranks = ("Z004",)

    def check_row(self, subject: Subject) -> Outcome:
        return Hit("含糊。", "改。")


def test_exclusive_rules_give_one_finding_a_row_in_any_order() -> None:
    rows = (row("甲", ""), row("乙", "提升", line=2))
    for rules in ((First, Second), (Second, First)):
        findings, coverage = engine(*rules).check(submission(*rows))
        assert [(f.name, f.code) for f in findings] == [("甲", "Z001"), ("乙", "Z002")]
        assert coverage["Z002"].flagged == 1


def test_exclusion_holds_between_row_rules_and_table_rules() -> None:
    class AlsoVague(TableRule):
        code = "Z004"
        name = "also-vague"

        def check_table(self, table: Table) -> list[Outcome]:
            return [Hit("没有时限。", "补。", indicator=indicator) for indicator in table.indicators]

    findings, coverage = engine(Second, AlsoVague).check(submission(row("甲")))
    assert [f.code for f in findings] == ["Z002"]
    assert coverage["Z004"].flagged == 0


class Chained(ByName):
    """Hits with a common cause."""

    code = "Z002"
    name = "chained"

    def check_row(self, subject: Subject) -> Outcome:
        head = subject.indicator.name == "表头"
        return Hit("错。", "改。", cause="单位", explains="单位" if head else "")


def test_hits_of_one_cause_point_to_the_first() -> None:
    findings, _ = engine(Chained).check(submission(row("甲", line=1), row("乙", line=2), row("丙", line=3)))
    assert findings[0].cause is None
    assert [f.cause for f in findings[1:]] == [findings[0].fingerprint] * 2


def test_hits_of_one_cause_point_to_the_one_that_explains_it() -> None:
    findings, _ = engine(Chained).check(submission(row("甲", line=1), row("表头", line=2), row("丙", line=3)))
    assert [f.cause for f in findings] == [findings[1].fingerprint, None, findings[1].fingerprint]


def test_causes_do_not_reach_into_another_table() -> None:
    tables = tuple(Table(n, project=str(n), indicators=(row("甲", line=n),)) for n in (1, 2))
    findings, _ = engine(Chained).check(Submission("a.txt", "text", tables=tables))
    assert [f.cause for f in findings] == [None, None]


class AlsoLate(ByName):
    """Hits on every row; follows from another rule's hit."""

    code = "Z004"
    name = "also-late"
    follows = ("Z002",)

    def check_row(self, subject: Subject) -> Outcome:
        return Hit("没有时限。", "补。")


class Unranked(Second):
    """Hits on every row; outranks nobody."""

    outranks = ()


def test_one_rule_may_follow_from_another_on_the_same_row() -> None:
    form = submission(row("甲"), row("乙", line=2))
    both = engine(Unranked, AlsoLate).check(form)[0]
    vague = {f.name: f.fingerprint for f in both if f.code == "Z002"}
    assert {f.name: f.cause for f in both if f.code == "Z004"} == vague
    alone = engine(AlsoLate).check(form)[0]
    assert [f.cause for f in alone] == [None, None]


def test_findings_stand_in_reading_order() -> None:
    names = [f"坏-{n}" for n in range(30)]
    rows = [row(name, line=line) for line, name in enumerate(names, 5)]
    random.Random(7).shuffle(rows)
    findings, _ = engine(ByName, Placed).check(submission(*rows))
    assert [(f.location.line, f.code) for f in findings] == sorted((f.location.line, f.code) for f in findings)
    assert len(findings) == 60


def test_unreadable_file_is_a_finding() -> None:
    checker = Engine(build(all_rules(), TOOLS), TOOLS)
    findings, coverage = checker.check_unreadable(Unreadable("b.xlsx", "文件有密码保护，请解除后重新报送。"))
    assert [(f.code, f.file, str(f.severity)) for f in findings] == [("X002", "b.xlsx", "error")]
    assert "密码" in findings[0].message
    assert coverage["X002"].flagged == 1
    assert all(count.could_not == 1 for code, count in coverage.items() if code != "X002")


def whole_form() -> Submission:
    rows = (
        row("印刷册数", "≥3000册", WHOLE, line=1),
        row("印刷册数", "≥3000册", ANNUAL, line=1),
        row("印刷册数", "≥3000册", ANNUAL, line=2),
        row("印刷合格率", "", ANNUAL, "质量指标", 3),
        row("完成时间", "2023年2月30日", ANNUAL, "时效指标", 4),
        row("印刷总成本", "≤90万元", ANNUAL, "成本指标", 5),
        row("节能环保", "节能环保", ANNUAL, "生态效益指标", 6),
        row("满意度", "≥95%", ANNUAL, "服务对象满意度指标", 7),
        row("培训", "人", ANNUAL, "数量指标", 8, uncertain=True, reasons=("数字丢失",)),
    )
    return submission(*rows, year=2024, annual_budget=440000.0, total_budget=440000.0)


def test_selection_and_order_do_not_change_what_a_rule_says() -> None:
    form = whole_form()
    rules = list(build(all_rules(), TOOLS))
    everything, all_coverage = Engine(rules, TOOLS).check(form)
    assert len({finding.code for finding in everything}) >= 5
    random.Random(3).shuffle(rules)
    assert Engine(rules, TOOLS).check(form) == (everything, all_coverage)
    for rule in all_rules():
        alone, coverage = Engine(build(select([rule.code], []), TOOLS), TOOLS).check(form)
        assert alone == [replace(f, cause=None) for f in everything if f.code == rule.code]
        assert all(coverage[code] == all_coverage[code] for code in coverage)


def test_checking_leaves_the_submission_as_it_was() -> None:
    form, twin = whole_form(), whole_form()
    Engine(build(all_rules(), TOOLS), TOOLS).check(form)
    assert form == twin


@pytest.mark.slow
@pytest.mark.parametrize("value", ["100%", "提升"])
def test_a_huge_form_costs_no_more_than_its_rows(value: str) -> None:
    """Eight thousand rows alike in everything but a name: a quadratic rule would take minutes."""
    rows = [
        row(f"维修面积{n}的合格率", value, period, "社会效益指标", n, level1_written="产出指标")
        for n in range(4_000)
        for period in (WHOLE, ANNUAL)
    ]
    rules = [rule for rule in all_rules() if rule.code[0] in "CDASTPX" and rule.code not in ("C001", "D001", "D003")]
    _, coverage = Engine(build(rules, TOOLS), TOOLS).check(submission(*rows))
    assert coverage["C002"].could_not == 8_000
    assert coverage["C003"].looked == 8_000
