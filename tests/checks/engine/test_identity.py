"""Fingerprints: what a finding says, never where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lint.checks import build, select
from lint.checks.engine.identity import fingerprint
from lint.checks.engine.walk import Engine
from lint.extract import Extractor
from lint.language.folding import fold_figures, fold_spelling, fold_words
from lint.model import ANNUAL, WHOLE, Finding, Indicator, Location, Submission, Table
from lint.run.chain import load
from tests.shipped import TOOLS

ENGINE = Engine(build(select(["C003", "D002", "S002"], []), TOOLS), TOOLS)


def form(path: str = "甲.txt", first_line: int = 1, number: int = 1, **changes: str) -> Submission:
    names = {"name": "经济效益", "value": "≥95%", "project": "维修费", "department": "某中心", **changes}
    row = Indicator(
        ANNUAL, "效益指标", "经济效益指标", names["name"], names["value"], location=Location(line=first_line + 3)
    )
    table = Table(
        number,
        project=names["project"],
        department=names["department"],
        indicators=(row, replace(row, location=Location(line=first_line + 4))),
        location=Location(line=first_line),
    )
    return Submission(path, "text", tables=(table,))


def prints(submission: Submission) -> list[tuple[str, str]]:
    return [(finding.code, finding.fingerprint) for finding in ENGINE.check(submission)[0]]


@pytest.mark.parametrize(
    "moved",
    [
        form(path="乙/改名后.xlsx"),
        form(first_line=900, number=17),
        form(department="016-某中心"),
        form(value="≥95％"),
        form(value=" ：≥95% "),
        form(value="≥90%"),
        form(project="维 修 费"),
    ],
    ids=["renamed", "moved", "code before the department", "full width", "colon of a scan", "other figure", "spaces"],
)
def test_same_finding_keeps_its_fingerprint(moved: Submission) -> None:
    assert prints(moved) == prints(form())
    assert len(prints(moved)) >= 3


@pytest.mark.parametrize(
    "changed", [form(value="≤95%"), form(value="明显提升"), form(project="购置费"), form(department="另一中心")]
)
def test_changed_words_change_the_fingerprint(changed: Submission) -> None:
    before = {code: value for code, value in prints(form()) if code == "C003"}
    after = {code: value for code, value in prints(changed) if code == "C003"}
    assert before.keys() == after.keys() == {"C003"}
    assert before != after


@pytest.mark.parametrize(
    "differ",
    [
        lambda base: {**base, "code": "V002"},
        lambda base: {**base, "period": WHOLE},
        lambda base: {**base, "level2": "社会效益指标"},
        lambda base: {**base, "name": "电费"},
        lambda base: {**base, "name": "2号楼"},
        lambda base: {**base, "subject": "甲"},
    ],
)
def test_every_part_tells_findings_apart(differ: Callable[[dict[str, str]], dict[str, str]]) -> None:
    base = {
        "code": "V001",
        "department": "某中心",
        "project": "维修费",
        "period": ANNUAL,
        "level2": "经济效益指标",
        "name": "1号楼",
        "value": "提升",
    }
    assert fingerprint(**differ(base)) != fingerprint(**base)
    assert len(fingerprint(**base)) == 16


def test_normal_forms() -> None:
    assert fold_spelling(" ≥ 95％\u3000") == "≥95%"
    assert fold_words("：100%。") == "100%"
    assert fold_figures("≥1,234.5万元") == fold_figures("≥2万元") == "≥#万元"


SAMPLE = """项目支出绩效目标表
(2024年度)

项目名称\t维修费
绩效指标\t一级指标\t二级指标\t三级指标\t指标值
\t产出指标\t数量指标\t维修面积\t≥300平方米
\t效益指标\t经济效益指标\t经济效益\t≥95%
\t满意度指标\t服务对象满意度指标\t满意度\t≥95%
"""


def from_file(path: Path) -> list[Finding]:
    loaded = load(str(path), TOOLS.settings, Extractor(TOOLS.settings, TOOLS.language))
    assert isinstance(loaded, Submission)
    return ENGINE.check(loaded)[0]


def test_same_findings_from_a_renamed_moved_and_recoded_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "改名.txt").write_text(SAMPLE, encoding="gb18030")
    (tmp_path / "bom.txt").write_text(SAMPLE, encoding="utf-16")
    other = SAMPLE.replace("维修费", "购置费")
    (tmp_path / "moved.txt").write_text("封面\n\n" + other + "\n\n" + SAMPLE, encoding="utf-8")
    first = [(f.code, f.fingerprint) for f in from_file(tmp_path / "a.txt")]
    assert {"C003"} <= {code for code, _ in first}
    for name in ("改名.txt", "bom.txt"):
        assert [(f.code, f.fingerprint) for f in from_file(tmp_path / name)] == first
    moved = [(f.code, f.fingerprint) for f in from_file(tmp_path / "moved.txt") if f.project == "维修费"]
    assert moved == first
