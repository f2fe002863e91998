"""The figures of one file that reports print: rows judged, rows not read, findings by severity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lint.model import FileReport, Finding, Report, Severity
from lint.reports.facts.rulebook import Rulebook

if TYPE_CHECKING:
    from lint.model import Submission


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one file. `rows` are indicator rows, `unread` those that could not be read for sure.

    `judged` rows took part in the checks; `measurable` of `targets` judged are free of findings that
    say a target cannot be checked.
    """

    tables: int
    rows: int
    unread: int
    targets: int
    measurable: int
    by_severity: Mapping[Severity, int] = field(default_factory=dict)
    by_code: Mapping[str, int] = field(default_factory=dict)
    explained: int = 0

    @property
    def judged(self) -> int:
        """Rows that took part in the checks."""
        return self.rows - self.unread

    @property
    def unread_share(self) -> float:
        """Share of the rows that could not be read for sure, 0 where there is no row."""
        return self.unread / self.rows if self.rows else 0.0

    @property
    def findings(self) -> int:
        """All findings of the file."""
        return sum(self.by_code.values())


def count_file(
    file: FileReport, findings: Sequence[Finding], submission: Submission | None, rules: Rulebook
) -> Figures:
    """The figures of one file from its part of the report.

    `findings` are the file's own. Without `submission` the rows not read are taken from the
    coverage (the row rule that could not judge the most).
    """
    asked = [file.coverage[code] for code in rules.measuring() if code in file.coverage]
    if submission is not None:
        unread = sum(row.uncertain for table in submission.tables for row in table.indicators)
    else:
        unread = min(file.indicators, max((counts.could_not for counts in asked), default=0))
    targets = max((counts.looked for counts in asked), default=0)
    unmeasurable = sum(2 if f.data.get("also_period") else 1 for f in findings if rules.facts(f.code).measurable)
    return Figures(
        tables=file.tables,
        rows=file.indicators,
        unread=unread,
        targets=targets,
        measurable=max(0, targets - unmeasurable),
        by_severity=Counter(finding.severity for finding in findings),
        by_code=Counter(finding.code for finding in findings),
        explained=sum(bool(finding.explained) for finding in findings),
    )


def group_by_file(report: Report) -> dict[str, list[Finding]]:
    """The report's findings by file path, in the order of the report; every file has a list."""
    found: dict[str, list[Finding]] = {file.path: [] for file in report.files}
    for finding in report.findings:
        found.setdefault(finding.file, []).append(finding)
    return found


def index_submissions(report: Report) -> dict[str, Submission]:
    """The report's submissions by path."""
    return {submission.path: submission for submission in report.submissions}


def say_coverage(figures: Figures) -> str:
    """共 N 张表 M 行，其中 K 行参加检查，J 行未能判断。"""
    return (
        f"共 {figures.tables} 张表 {figures.rows} 行，其中 {figures.judged} 行参加检查，{figures.unread} 行未能判断。"
    )
