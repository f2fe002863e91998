"""The annotated copy of one submission: the original stays untouched, the copy carries the findings.

A workbook and a Word document keep their form; everything else becomes a workbook of the rows read.
"""

from __future__ import annotations

from collections.abc import Sequence

from lint.model import Finding, Report, Submission
from lint.reports.annotated.marks import cells_of
from lint.reports.facts.figures import by_file, submissions_by_path
from lint.reports.originals import ALONE, Originals
from lint.settings import Settings, SettingsError

_KEEP_THEIR_FORM = ("xlsx", "docx")


def render(report: Report, settings: Settings, originals: Originals = ALONE) -> bytes:
    """The copy's bytes, for a report of one file. Raises SettingsError for a file that was not read."""
    (file,) = report.files
    submission = submissions_by_path(report).get(file.path)
    if submission is None:
        raise SettingsError(f"{file.path} 未能读取，没有可批注的内容。")
    findings = by_file(report)[file.path]
    original = originals.content(file.path) if submission.carrier in _KEEP_THEIR_FORM else None
    if original is not None:
        try:
            return _same_form(submission, original, findings, settings)
        except Exception:  # noqa: S110  # a package odd enough to be read but not edited: the rows serve as well
            pass
    from lint.reports.annotated.rows import annotated

    return annotated(submission, findings)


def ending_of(content: bytes) -> str:
    """The file name's ending for an annotated copy, without the point."""
    return "docx" if b"word/document.xml" in content else "xlsx"


def _same_form(submission: Submission, data: bytes, findings: Sequence[Finding], settings: Settings) -> bytes:
    if submission.carrier == "xlsx":
        from lint.reports.annotated.xlsx import annotated
    else:
        from lint.reports.annotated.docx import annotated
    return annotated(data, findings, cells_of(findings, submission), settings)
