"""整改说明: what a department wrote into the sheet 问题清单 of an annotated copy.

The sheet is known by its two column titles, whatever it and its file are called. Its rows are
taken out of the document, so that a list of findings is never read as a form, and what was
written is put beside the findings of the next check by fingerprint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lint.model import Document, Report, Row
from lint.reports.annotated.sheets import MARK, REPLY, ROWS_SHEET

_LONGEST = 2000  # characters kept of one explanation


def take_apart(document: Document) -> tuple[Document, Mapping[str, str]]:
    """The document without our own sheets, and the explanations by fingerprint.

    A document that holds no such list comes back as it is.
    """
    heads = {row.grid: columns for row in document.rows if (columns := _columns(row)) is not None}
    if not heads:
        return document, {}
    found: dict[str, str] = {}
    kept = []
    for row in document.rows:
        columns = heads.get(row.grid)
        sheet = row.cells[0].location.sheet if row.cells else None
        if columns is None:
            if sheet != ROWS_SHEET:
                kept.append(row)
            continue
        words = {cell.column: cell.text.strip() for cell in row.cells}
        mark, reply = (words.get(column, "") for column in columns)
        if mark and reply and mark != MARK:
            found[mark] = reply.removeprefix("'")[:_LONGEST]
    return replace(document, rows=tuple(kept)), found


def apply_replies(report: Report) -> Report:
    """The report with the explanations that any of its files carries beside the findings they are for."""
    given: dict[str, str] = {}
    for submission in report.submissions:
        given.update(submission.explanations)
    if not given:
        return report
    findings = tuple(
        replace(finding, explained=given[finding.fingerprint]) if finding.fingerprint in given else finding
        for finding in report.findings
    )
    return replace(report, findings=findings)


def _columns(row: Row) -> tuple[int, int] | None:
    """The columns of fingerprint and explanation where the row is the list's head."""
    at = {cell.text.strip(): cell.column for cell in row.cells}
    return (at[MARK], at[REPLY]) if MARK in at and REPLY in at else None
