"""For text, PDF, pictures and old formats: a workbook of the rows as they were read, annotated.

Uncertain rows are grey and say why: what the program could not read is not the department's defect.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from lint.model import Submission
from lint.reports.annotated.marks import AUTHOR, FILLS, Mark, fill_row, find_worst, write_remark
from lint.reports.annotated.sheets import LIST_COLUMNS, LIST_SHEET, PLACE_COLUMN, REPLY_COLUMN, ROWS_SHEET
from lint.reports.facts.places import say_place, spell_column
from lint.reports.formats.cells import fit_cell
from lint.reports.formats.xlsx import TextWriter, make_heading_format, make_workbook

_COLUMNS = (
    ("表号", 6),
    ("项目", 26),
    ("期间", 8),
    ("一级类别", 14),
    ("二级类别", 18),
    ("名称", 34),
    ("目标值", 22),
    ("单位", 8),
    ("原文位置", 20),
    ("识读存疑", 26),
)
_TABLE, _NAME, _VALUE = 1, 5, 6  # 0-based columns that findings about a table, a name, a target are put at
_UNSURE = "#E7E6E6"


def annotate(submission: Submission, marks: Sequence[Mark]) -> bytes:
    """The workbook's bytes: 识读结果 with comments and fills, 问题清单 with links to it."""
    buffer = BytesIO()
    book = make_workbook(buffer)
    put = TextWriter(book)
    sheet, listed = book.add_worksheet(ROWS_SHEET), book.add_worksheet(LIST_SHEET)
    bold = make_heading_format(book)
    for target, columns in ((sheet, _COLUMNS), (listed, LIST_COLUMNS)):
        for column, (title, width) in enumerate(columns):
            target.write_string(0, column, title, bold)
            target.set_column(column, column, width)
        target.freeze_panes(1, 0)
    rows, first_of = _rows(submission)
    at: dict[tuple[int, int], list[Mark]] = {}
    cell_of: dict[int, tuple[int, int]] = {}
    for index, mark in enumerate(marks):
        start = first_of.get(mark.finding.table or 0)
        if start is None:
            continue
        column = _VALUE if mark.on_target else _NAME
        cell_of[index] = (start, _TABLE) if mark.row is None else (start + mark.row, column)
        at.setdefault(cell_of[index], []).append(mark)
    for number, cells in enumerate(rows, 1):
        unsure = bool(cells[-1])
        for column, value in enumerate(cells):
            found = at.get((number, column))
            fill = f"#{FILLS[find_worst(found)]}" if found else _UNSURE if unsure else None
            put(sheet, number, column, value, fill=fill, wrap=True)
            if found:
                note = {"author": AUTHOR, "x_scale": 2.2, "y_scale": min(6.0, 1.4 * len(found))}
                sheet.write_comment(number, column, fit_cell(write_remark(found)), note)
    sheet.autofilter(0, 0, max(1, len(rows)), len(_COLUMNS) - 1)
    _list(book, put, listed, marks, cell_of)
    book.close()
    return buffer.getvalue()


def _rows(submission: Submission) -> tuple[list[tuple[Any, ...]], dict[int, int]]:
    """The sheet's rows below the header, and the 1-based row at which each table begins."""
    rows: list[tuple[Any, ...]] = []
    first: dict[int, int] = {}
    for table in submission.tables:
        first[table.number] = len(rows) + 1
        name = table.project or table.title
        if not table.indicators:
            rows.append((table.number, name, "", "", "", "（没有读到指标行）", "", "", say_place(table.location), ""))
        for row in table.indicators:
            doubt = "、".join(row.reasons) or "是" if row.uncertain else ""
            place = say_place(row.location)
            rows.append(
                (table.number, name, row.period, row.level1, row.level2, row.name, row.value, row.unit, place, doubt)
            )
    return rows, first


def _list(book: Any, put: TextWriter, sheet: Any, marks: Sequence[Mark], cell_of: dict[int, Any]) -> None:
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "text_wrap": True, "valign": "top", "border": 1})
    for index, mark in enumerate(marks):
        for column, value in enumerate(fill_row(index + 1, mark)):
            fill = "#FFF2CC" if column == REPLY_COLUMN else None
            if column == PLACE_COLUMN and index in cell_of:
                row, target = cell_of[index]
                there = f"internal:'{ROWS_SHEET}'!{spell_column(target + 1)}{row + 1}"
                sheet.write_url(index + 1, column, there, link, fit_cell(str(value)))
            else:
                put(sheet, index + 1, column, value, fill=fill, wrap=True)
    sheet.autofilter(0, 0, max(1, len(marks)), len(LIST_COLUMNS) - 1)
