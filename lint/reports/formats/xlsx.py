"""The findings as a workbook: a sheet 问题清单 with the flat columns and a sheet 汇总.

Every text is stored as a text (never as a formula), and where it could be taken for one on
editing the cell carries Excel's quote prefix as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from lint.model import SEVERITY_WORDS, Report
from lint.reports.facts.figures import count_file, group_by_file, index_submissions
from lint.reports.facts.flat import COLUMNS, Scalar, flatten
from lint.reports.facts.grades import grade
from lint.reports.facts.rulebook import Rulebook
from lint.reports.formats.cells import fit_cell, is_live
from lint.settings import Settings

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575  # data rows a sheet holds below its header (Excel, "Specifications and limits")
_FILLS = {"error": "#F8CBAD", "warning": "#FFE699", "info": "#DDEBF7"}
_WIDTHS = {"message": 48, "suggestion": 40, "file": 24, "project": 24, "name": 28, "value": 18, "rule": 22, "data": 20}


def render(report: Report, settings: Settings) -> bytes:
    """The workbook's bytes. Findings beyond a sheet's height go to 问题清单2 and so on."""
    buffer = BytesIO()
    book = make_workbook(buffer)
    put = TextWriter(book)
    findings = report.findings
    for start in range(0, max(1, len(findings)), MOST_ROWS):
        number = start // MOST_ROWS + 1
        sheet = book.add_worksheet("问题清单" if number == 1 else f"问题清单{number}")
        _header(book, sheet, COLUMNS)
        chunk = findings[start : start + MOST_ROWS]
        for row, finding in enumerate(chunk, 1):
            values = flatten(finding)
            for column, key in enumerate(COLUMNS):
                fill = _FILLS[finding.severity.value] if key == "severity" else None
                put(sheet, row, column, values[key], fill=fill)
        sheet.autofilter(0, 0, max(1, len(chunk)), len(COLUMNS) - 1)
    _overview(book, put, report, settings)
    book.close()
    return buffer.getvalue()


def make_workbook(buffer: BytesIO) -> Workbook:
    """A workbook that takes no text for a formula, a number or a link, and is the same at each writing."""
    import datetime as dt

    import xlsxwriter

    book = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"created": dt.datetime(2000, 1, 1), "author": "jxlint"})  # no clock in a report
    return book


class TextWriter:
    """Writes scalars into cells; texts as texts, with the quote prefix where they look live."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str | None, bool, bool], Any] = {}

    def __call__(
        self, sheet: Worksheet, row: int, column: int, value: Scalar, *, fill: str | None = None, wrap: bool = False
    ) -> None:
        """Puts `value` into the 0-based cell; `fill` is a colour like #FFE699."""
        if value is None or value == "":
            if fill or wrap:
                sheet.write_blank(row, column, None, self.format(fill, False, wrap))
        elif isinstance(value, str):
            text = fit_cell(value)
            live = is_live(text)
            sheet.write_string(row, column, text, self.format(fill, live, wrap) if fill or live or wrap else None)
        else:
            sheet.write_number(row, column, value, self.format(fill, False, wrap) if fill or wrap else None)

    def format(self, fill: str | None, live: bool, wrap: bool) -> Any:
        """The cell format with this fill, quote prefix and wrapping; one of each kind a book."""
        key = (fill, live, wrap)
        if key not in self._formats:
            wanted: dict[str, Any] = {"valign": "top"}
            if fill:
                wanted |= {"bg_color": fill}
            if live:
                wanted |= {"quote_prefix": True}
            if wrap:
                wanted |= {"text_wrap": True, "border": 1}
            self._formats[key] = self._book.add_format(wanted)
        return self._formats[key]


def make_heading_format(book: Workbook) -> Any:
    """Bold on grey, for the first row of a sheet."""
    return book.add_format({"bold": True, "bg_color": "#D9D9D9", "border": 1, "valign": "vcenter", "text_wrap": True})


def _header(book: Workbook, sheet: Worksheet, columns: Sequence[str]) -> None:
    bold = make_heading_format(book)
    for column, title in enumerate(columns):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, _WIDTHS.get(title, 11))
    sheet.freeze_panes(1, 0)


def _overview(book: Workbook, put: Callable[..., None], report: Report, settings: Settings) -> None:
    sheet = book.add_worksheet("汇总")
    titles = ["文件", "综合等级", "得分", "绩效目标表", "指标行", "参加检查", "未能判断"]
    titles += [*SEVERITY_WORDS.values(), "已说明", "说明"]
    bold = make_heading_format(book)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    sheet.set_column(0, 0, 36)
    sheet.set_column(len(titles) - 1, len(titles) - 1, 48)
    sheet.freeze_panes(1, 0)
    found, submissions, rules = group_by_file(report), index_submissions(report), Rulebook(report.rules)
    for row, file in enumerate(report.files, 1):
        own = found[file.path]
        figures = count_file(file, own, submissions.get(file.path), rules)
        overall = grade(file, own, rules, settings)[-1]
        values: list[Scalar] = [file.path, overall.word, overall.score, figures.tables, figures.rows]
        values += [figures.judged, figures.unread]
        values += [figures.by_severity.get(severity, 0) for severity in SEVERITY_WORDS]
        values += [figures.explained, "；".join(filter(None, (file.unread or overall.why, *file.notes)))]
        for column, value in enumerate(values):
            put(sheet, row, column, value)
    for row, notice in enumerate(report.notices, len(report.files) + 2):
        put(sheet, row, 0, notice)
