"""Cause chains through the real rules: a slipped column, a wrong unit in the whole form."""

from __future__ import annotations

import pytest

from lint.checks import all_rules, build
from lint.checks.engine.walk import Engine
from lint.model import ANNUAL, Finding, Indicator, Location, Submission, Table
from tests.shipped import TOOLS

ENGINE = Engine(build([rule for rule in all_rules() if rule.code[0] in "UA"], TOOLS), TOOLS)
ROWS = (
    ("数量指标", "培训人数", "≥120人"),
    ("成本指标", "培训费用", "≤3万元"),
    ("质量指标", "培训合格率", "≥95%"),
    ("时效指标", "培训完成时间", "2024年6月底前"),
    ("数量指标", "改造面积", "≥300平方米"),
)


def findings(rows: list[tuple[str, str, str]], **table: object) -> list[Finding]:
    indicators = tuple(
        Indicator(ANNUAL, "产出指标", level2, name, value, location=Location(line=line))
        for line, (level2, name, value) in enumerate(rows, 1)
    )
    facts = {"annual_budget": 60000.0, "year": 2024, **table}
    form = Submission("a.txt", "text", tables=(Table(1, indicators=indicators, **facts),))  # type: ignore[arg-type]
    return ENGINE.check(form)[0]


@pytest.mark.parametrize("step", [1, -1])
def test_values_slipped_by_one_row_are_one_cause(step: int) -> None:
    values = [row[2] for row in ROWS]
    slipped = values[step:] + values[:step]
    rows = [(level2, name, value) for (level2, name, _), value in zip(ROWS, slipped, strict=True)]
    units = [finding for finding in findings(rows) if finding.code == "U001"]
    assert len(units) >= 3
    assert units[0].cause is None
    assert units[0].data["shifted_rows"] in (4, 5)
    assert "错" in units[0].message
    assert {finding.cause for finding in units[1:]} == {units[0].fingerprint}


def test_wrong_values_that_fit_no_neighbour_stay_apart() -> None:
    rows = [(level2, name, "75万元") for level2, name, _ in ROWS if level2 != "成本指标"]
    units = [finding for finding in findings(rows) if finding.code == "U001"]
    assert len(units) >= 3
    assert {finding.cause for finding in units} == {None}


def test_right_values_have_no_findings() -> None:
    assert [finding for finding in findings(list(ROWS)) if finding.code == "U001"] == []


def test_one_wrong_unit_of_a_form_is_one_cause() -> None:
    rows = [
        ("成本指标", f"{what}成本", f"≤{amount}万元")
        for what, amount in (("印刷", 30000), ("场租", 20000), ("授课", 10000))
    ]
    scale = [finding for finding in findings(rows) if finding.code == "U005"]
    assert len(scale) == 3
    assert scale[0].cause is None
    assert {finding.cause for finding in scale[1:]} == {scale[0].fingerprint}
    assert not [finding for finding in findings(rows) if finding.code == "A001"]
