"""What a report is told of the rules: plain data, complete, in the order of lists."""

from __future__ import annotations

from pathlib import Path

from lint.checks import all_rules
from lint.checks.catalogue import catalogue
from lint.model import Severity
from lint.run.chain import check
from lint.run.inputs import find
from lint.settings import load

REVIEWS = {"完整性", "相关性", "适当性", "可行性"}


def test_every_rule_is_in_it_in_order_with_its_own_words() -> None:
    facts = catalogue(load())
    assert [(item.code, item.order) for item in facts.values()] == [
        (rule.code, place) for place, rule in enumerate(all_rules())
    ]
    assert all(item.title and item.why and item.review in REVIEWS for item in facts.values())
    assert all(item.code.startswith(item.family) for item in facts.values())
    assert {item.code for item in facts.values() if item.measurable} == {"V001", "V002", "V003"}
    assert {item.code for item in facts.values() if item.reading} == {"X001", "X002", "X003"}


def test_severity_is_the_one_in_force() -> None:
    changed = catalogue(load(flags={"rules.V001.severity": "info"}))
    assert changed["V001"].severity is Severity.INFO
    assert changed["V002"].severity is Severity.ERROR


def test_a_report_carries_it_whatever_was_selected(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_text("没有表的文件。\n", encoding="utf-8")
    with find([str(path)], load()) as inputs:
        report = check(inputs, load(), select=["V001"], jobs=1)
    assert report.rules == catalogue(load())
