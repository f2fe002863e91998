"""Spreadsheets: merged cells, formats, what is hidden, what was not computed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from tests.readers import making
from tests.readers.making import expected, grid, placed, read, refused, saved, workbook


def _book(*rows: list[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    return book


def test_merged_cells_stand_once_with_their_spans() -> None:
    document = read(saved(workbook()))
    assert document.carrier == "xlsx"
    assert document.merges
    assert placed(document) == expected()
    assert document.rows[5].cells[2].location.sheet == "绩效目标表"
    assert (document.rows[5].cells[2].location.row, document.rows[5].cells[2].location.column) == (6, 4)


def test_content_decides_not_the_name() -> None:
    assert placed(read(saved(workbook()), "form.xls")) == expected()
    assert placed(read(saved(workbook()), "form.pdf")) == expected()


def test_numbers_are_shown_in_their_format() -> None:
    book = _book(["合格率", 0.95, "日期", dt.date(2025, 3, 1), "金额", 1234567.5, "天", 3])
    sheet = book.active
    assert sheet is not None
    sheet["B1"].number_format = "0%"
    sheet["D1"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["F1"].number_format = "#,##0.00"
    assert grid(read(saved(book))) == [["合格率", "95%", "日期", "2025年3月1日", "金额", "1,234,567.50", "天", "3"]]


def test_a_blank_row_inside_a_merged_range_shortens_it() -> None:
    book = _book(["数量指标", "甲", "1个"], [None, None, None], [None, "乙", "2个"])
    assert book.active is not None
    book.active.merge_cells("A1:A3")
    assert placed(read(saved(book)))[0] == ("数量指标", 0, 2, 1)


def test_hidden_rows_columns_and_sheets_are_read_marked_and_noted() -> None:
    book = _book(["名称", "值", "备用"], ["甲", "1个", "旧"], ["乙", "2个", "旧"])
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    other = book.create_sheet("旧表")
    other.append(["丙"])
    other.sheet_state = "hidden"
    document = read(saved(book))
    hidden = {cell.text for row in document.rows for cell in row.cells if cell.hidden}
    assert hidden == {"备用", "旧", "乙", "2个", "丙"}
    notes = "".join(document.notes)
    assert "隐藏行（第 3 行）" in notes
    assert "隐藏列（C 列）" in notes
    assert "“旧表”是隐藏的" in notes


def test_a_formula_without_a_result_is_in_doubt_and_named() -> None:
    book = _book(["总额", "=A1+1"])
    document = read(saved(book))
    cell = document.rows[0].cells[1]
    assert (cell.text, cell.confidence) == ("（公式未计算）", 0.0)
    assert "B1 是没有计算结果的公式" in document.notes[0]


def test_rich_text_inline_text_and_comments() -> None:
    book = _book(["甲"])
    sheet = book.active
    assert sheet is not None
    sheet["B1"] = CellRichText("不低于", TextBlock(InlineFont(b=True), "95%"))
    sheet["B1"].comment = Comment("批注不是表格内容", "某人")
    assert grid(read(saved(book))) == [["甲", "不低于95%"]]


def test_phonetic_text_is_left_out() -> None:
    data = saved(_book(["东京"]))
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1">'
        '<si><t>东京</t><rPh sb="0" eb="2"><t>dong</t></rPh></si></sst>'
    )
    changed = making.repacked(data, {"xl/sharedStrings.xml": strings.encode()})
    assert grid(read(changed)) == [["东京"]]


def test_a_broken_style_sheet_does_not_lose_the_cells() -> None:
    data = making.repacked(saved(workbook()), {"xl/styles.xml": b"<styleSheet><cellXfs><xf fontId='x'/></cellXfs>"})
    assert placed(read(data)) == expected()


def test_a_huge_declared_dimension_allocates_nothing() -> None:
    data = saved(workbook())
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    start, stop = sheet.index(b"<dimension"), sheet.index(b"/>", sheet.index(b"<dimension"))
    sheet = sheet[:start] + b'<dimension ref="A1:XFD1048576"' + sheet[stop:]
    sheet = sheet.replace(b"<mergeCell ", b'<mergeCell ref="J100:XFD1048576"/><mergeCell ', 1)
    assert placed(read(making.repacked(data, {"xl/worksheets/sheet1.xml": sheet}))) == expected()


def test_three_hundred_sheets_are_read_and_more_than_the_limit_refused() -> None:
    book = openpyxl.Workbook()
    for number in range(300):
        book.create_sheet(f"表{number}").append([f"项目{number}"])
    data = saved(book)
    assert len(read(data).rows) == 300
    assert "limits.sheets" in refused(data, sheets=100)


def test_limits_on_rows_and_cells() -> None:
    data = saved(_book(*([["甲", "乙"]] * 50)))
    assert "limits.rows" in refused(data, rows=20)
    assert "limits.cells" in refused(data, cells=20)
