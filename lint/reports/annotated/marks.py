"""What the annotated copies write: the remark at a cell, the columns of the sheet 问题清单."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lint.model import SEVERITY_WORDS, Finding, Location, Submission
from lint.reports.facts.places import in_words
from lint.reports.facts.rows import row_of
from lint.reports.facts.rulebook import heading

FILLS = {"error": "F8CBAD", "warning": "FFE699", "info": "DDEBF7"}
AUTHOR = "jxlint"


_ABOUT_THE_VALUE = ("V", "U", "A", "T")  # families whose findings speak of the target, not of its name


def about_the_value(finding: Finding) -> bool:
    """Whether the finding speaks of the row's target, and not of its name or category."""
    return finding.code.startswith(_ABOUT_THE_VALUE)


def cells_of(findings: Iterable[Finding], submission: Submission | None) -> list[Location]:
    """The cell each finding is put at: the target's own cell where the finding speaks of the target."""
    tables = {table.number: table for table in submission.tables} if submission else {}
    places = []
    for finding in findings:
        table = tables.get(finding.table or 0)
        row = row_of(finding, table) if table is not None and about_the_value(finding) else None
        value = table.indicators[row].value_location if table is not None and row is not None else None
        places.append(value or finding.location)
    return places


def remark(findings: Sequence[Finding]) -> str:
    """The text of the comment at one cell."""
    parts = []
    for finding in findings:
        said = [f"【{SEVERITY_WORDS[finding.severity]}】{heading(finding.code)}", finding.message]
        if finding.data.get("also_period"):
            said.append(f"{finding.data['also_period']}的同一行同此。")
        if finding.suggestion:
            said.append(f"建议：{finding.suggestion}")
        if finding.explained:
            said.append(f"已说明：{finding.explained}")
        parts.append("\n".join(said))
    return "\n\n".join(parts)


def worst(findings: Iterable[Finding]) -> str:
    """The severest of the findings' severities."""
    return max(findings, key=lambda finding: finding.severity.rank).severity.value


def list_row(number: int, finding: Finding) -> tuple[str | int, ...]:
    """The cells of one row of 问题清单, in the order of LIST_COLUMNS."""
    return (
        number,
        SEVERITY_WORDS[finding.severity],
        heading(finding.code),
        in_words(finding.location) or "整份材料",
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
