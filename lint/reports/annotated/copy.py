"""The annotated copy of one submission: the original stays untouched, the copy carries the findings.

A workbook and a Word document keep their form; everything else becomes a workbook of the rows read.
"""

from __future__ import annotations

from collections.abc import Sequence

from lint.model import Report
from lint.package import ReadError
from lint.reports.annotated.marks import Mark, place_marks
from lint.reports.annotated.ooxml import AnnotationError
from lint.reports.facts.figures import group_by_file, index_submissions
from lint.reports.facts.rulebook import Rulebook
from lint.reports.originals import ALONE, Originals
from lint.settings import Settings, SettingsError

_KEEP_THEIR_FORM = ("xlsx", "docx")


def render(report: Report, settings: Settings, originals: Originals = ALONE) -> bytes:
    """The copy's bytes, for a report of one file. Raises SettingsError for a file that was not read."""
    (file,) = report.files
    submission = index_submissions(report).get(file.path)
    if submission is None:
        raise SettingsError(f"{file.path} 未能读取，没有可批注的内容。")
    marks = place_marks(group_by_file(report)[file.path], submission, Rulebook(report.rules))
    original = originals.content(file.path) if submission.carrier in _KEEP_THEIR_FORM else None
    if original is not None:
        try:
            return _same_form(submission.carrier, original, marks, settings)
        except (AnnotationError, ReadError) as reason:  # it was read but cannot be edited: the rows serve as well
            originals.set_aside(file.path, str(reason))
    from lint.reports.annotated.rows import annotate

    return annotate(submission, marks)


def choose_ending(content: bytes) -> str:
    """The file name's ending for an annotated copy, without the point."""
    return "docx" if b"word/document.xml" in content else "xlsx"


def _same_form(carrier: str, data: bytes, marks: Sequence[Mark], settings: Settings) -> bytes:
    if carrier == "xlsx":
        from lint.reports.annotated.xlsx import annotate
    else:
        from lint.reports.annotated.docx import annotate
    return annotate(data, marks, settings)
