"""The annotated copy of one submission: the original stays untouched, the copy carries the findings.

A workbook and a Word document keep their form; everything else becomes a workbook of the rows read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lint.model import Finding, Report, Submission
from lint.reports.annotated.marks import cells_of
from lint.reports.facts.figures import by_file, submissions_by_path
from lint.settings import Settings, SettingsError

SUFFIXES = {"xlsx": ".xlsx", "docx": ".docx"}


def render(report: Report, settings: Settings, source: Path | None = None) -> bytes:
    """The copy's bytes, for a report of one file.

    `source` is where the original lies if not at the path the report names. Raises SettingsError
    for several files at once and for a file that was not read.
    """
    if len(report.files) != 1:
        raise SettingsError("批注副本一次只能写一个文件，请用 --out 目录 分别输出。")
    file = report.files[0]
    submission = submissions_by_path(report).get(file.path)
    if submission is None:
        raise SettingsError(f"{file.path} 未能读取，没有可批注的内容。")
    findings = by_file(report)[file.path]
    original = source or Path(file.path)
    if submission.carrier in SUFFIXES and original.is_file():
        try:
            return _same_form(submission, original.read_bytes(), findings, settings)
        except Exception:  # noqa: S110  # a package odd enough to be read but not edited: the rows serve as well
            pass
    from lint.reports.annotated.rows import annotated

    return annotated(submission, findings)


def suffix(data: bytes) -> str:
    """The file name's ending for an annotated copy."""
    return ".docx" if b"word/document.xml" in data else ".xlsx"


def _same_form(submission: Submission, data: bytes, findings: Sequence[Finding], settings: Settings) -> bytes:
    if submission.carrier == "xlsx":
        from lint.reports.annotated.xlsx import annotated
    else:
        from lint.reports.annotated.docx import annotated
    return annotated(data, findings, cells_of(findings, submission), settings)
