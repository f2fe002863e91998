"""The marks of an annotated copy: which finding stands at which cell, and what is written there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lint.model import SEVERITY_WORDS, Finding, Location, Submission
from lint.reports.facts.places import say_place
from lint.reports.facts.rows import find_row
from lint.reports.facts.rulebook import Rulebook

FILLS = {"error": "F8CBAD", "warning": "FFE699", "info": "DDEBF7"}
AUTHOR = "jxlint"


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding and where it is put.

    `place` is the cell in the original: the target's own where the finding speaks of the target
    (`on_target`), else the finding's. `row` is the index of its row among the table's indicators,
    None where it concerns no row. `heading` names the rule.
    """

    finding: Finding
    place: Location
    heading: str
    row: int | None = None
    on_target: bool = False


def place_marks(findings: Iterable[Finding], submission: Submission | None, rules: Rulebook) -> list[Mark]:
    """One mark a finding, in their order."""
    tables = {table.number: table for table in submission.tables} if submission else {}
    marks = []
    for finding in findings:
        table = tables.get(finding.table or 0)
        row = find_row(finding, table) if table is not None else None
        on_target = rules.facts(finding.code).about == "target"
        value = table.indicators[row].value_location if table is not None and row is not None and on_target else None
        marks.append(Mark(finding, value or finding.location, rules.heading(finding.code), row, on_target))
    return marks


def write_remark(marks: Sequence[Mark]) -> str:
    """The text of the comment at one cell."""
    parts = []
    for mark in marks:
        finding = mark.finding
        said = [f"【{SEVERITY_WORDS[finding.severity]}】{mark.heading}", finding.message]
        if finding.data.get("also_period"):
            said.append(f"{finding.data['also_period']}的同一行同此。")
        if finding.suggestion:
            said.append(f"建议：{finding.suggestion}")
        if finding.explained:
            said.append(f"已说明：{finding.explained}")
        parts.append("\n".join(said))
    return "\n\n".join(parts)


def find_worst(marks: Iterable[Mark]) -> str:
    """The severest of the marks' severities."""
    return max((mark.finding for mark in marks), key=lambda finding: finding.severity.rank).severity.value


def fill_row(number: int, mark: Mark) -> tuple[str | int, ...]:
    """The cells of one row of 问题清单, in the order of `sheets.LIST_COLUMNS`."""
    finding = mark.finding
    return (
        number,
        SEVERITY_WORDS[finding.severity],
        mark.heading,
        say_place(finding.location) or "整份材料",
        finding.project,
        " ".join(filter(None, (finding.period, finding.level2))),
        " ▸ ".join(filter(None, (finding.name, finding.value))),
        finding.message,
        finding.suggestion,
        finding.basis,
        "已说明" if finding.explained else "",
        finding.explained,
        finding.fingerprint,
    )
