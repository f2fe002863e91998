"""Workbooks and documents with really merged cells."""

import random
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from lint.training.drawing.model import Cell, Drawn

_PLAIN_NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?")
_WRITTEN = datetime(2020, 1, 1, tzinfo=UTC)  # so that the same form gives the same bytes


def write_xlsx(drawn: Drawn, path: Path) -> None:
    """Writes a workbook: lines over the table as merged rows, plain figures as numbers."""
    rng = random.Random(f"xlsx:{drawn.split}:{drawn.seed}")
    left = 1 if rng.random() < 0.1 else 0
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": _WRITTEN.replace(tzinfo=None)})
    sheet = book.add_worksheet(rng.choice(("Sheet1", "绩效目标表", "表11", "1", "附表")))
    box = book.add_format(
        {"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "font_name": "宋体", "font_size": 10}
    )
    head = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "font_name": "宋体", "font_size": 14})
    note = book.add_format({"align": "left", "text_wrap": True, "font_name": "宋体", "font_size": 10})
    for column in range(drawn.width):
        longest = max(
            (
                len(line)
                for cell in drawn.cells
                if cell.column == column and cell.column_span == 1
                for line in cell.text.split("\n")
            ),
            default=6,
        )
        sheet.set_column(column + left, column + left, min(36, max(7, longest * 1.9)))
    row = 1 if rng.random() < 0.1 else 0
    for lines, style in ((drawn.before, note), (drawn.title, head)):
        for item in lines:
            _over(sheet, row, left, drawn.width, item.text, style)
            row += 1
    for cell in drawn.cells:
        _cell(sheet, cell, row, left, box)
    row += drawn.height
    for item in drawn.after:
        _over(sheet, row, left, drawn.width, item.text, note)
        row += 1
    book.close()


def _over(sheet: xlsxwriter.worksheet.Worksheet, row: int, left: int, width: int, text: str, style: object) -> None:
    if width > 1:
        sheet.merge_range(row, left, row, left + width - 1, text, style)
    else:
        sheet.write_string(row, left, text, style)


def _cell(sheet: xlsxwriter.worksheet.Worksheet, cell: Cell, top: int, left: int, style: object) -> None:
    row, column = top + cell.row, left + cell.column
    if cell.row_span > 1 or cell.column_span > 1:
        sheet.merge_range(row, column, row + cell.row_span - 1, column + cell.column_span - 1, "", style)
    if _PLAIN_NUMBER.fullmatch(cell.text) and str(float(cell.text)).removesuffix(".0") == cell.text:
        sheet.write_number(row, column, float(cell.text), style)
    elif cell.text:
        sheet.write_string(row, column, cell.text, style)
    else:
        sheet.write_blank(row, column, None, style)


def write_docx(drawn: Drawn, path: Path) -> None:
    """Writes a document: paragraphs over and under one table."""
    document = docx.Document()
    properties = document.core_properties
    properties.created = properties.modified = _WRITTEN
    section = document.sections[0]
    if drawn.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    style = document.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(10.5 if drawn.width < 8 else 8)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    for item in drawn.before:
        document.add_paragraph(item.text)
    for item in drawn.title:
        document.add_paragraph(item.text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(rows=drawn.height, cols=drawn.width)
    table.style = "Table Grid"
    grid = [list(row.cells) for row in table.rows]
    for cell in drawn.cells:
        box = grid[cell.row][cell.column]
        if cell.row_span > 1 or cell.column_span > 1:
            box = box.merge(grid[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1])
            for extra in box.paragraphs[1:]:
                extra._element.getparent().remove(extra._element)
        paragraph = box.paragraphs[0]
        for number, text in enumerate(cell.text.split("\n")):
            if number:
                paragraph.add_run().add_break()
            if text:
                paragraph.add_run(text)
    for item in drawn.after:
        document.add_paragraph(item.text)
    document.save(str(path))
    _settle(path)


def _settle(path: Path) -> None:
    """Writes the zip file again with one fixed time, so that the same form gives the same bytes."""
    with zipfile.ZipFile(path) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts:
            item = zipfile.ZipInfo(name, _WRITTEN.timetuple()[:6])
            item.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(item, data)
