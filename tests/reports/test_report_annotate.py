"""Annotated copies: the findings at their cells, everything else as it was, explanations read back."""

import io
import struct
import zlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

import docx as docx_library
import openpyxl
import pytest
import xlsxwriter
from docx.oxml.ns import qn

from lint.model import Finding, Location, Submission
from lint.readers import read
from lint.reports.annotated import copy as copies
from lint.reports.annotated.marks import place_marks
from lint.reports.annotated.sheets import LIST_COLUMNS, MARK, REPLY
from lint.reports.annotated.xlsx import annotate
from lint.reports.facts.rulebook import Rulebook
from lint.reports.registry import REPORTS, render_report
from lint.run.originals import OriginalFiles
from lint.run.replies import apply_replies, take_apart
from lint.settings import SettingsError
from tests.reports.golden_files import compare
from tests.reports.samples import RULES, finding, indicator, table_of

SHEET = "表1 '甲' 类"


def png():
    """The smallest picture: one grey point."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00\x7f")) + chunk(b"IEND", b"")


@lru_cache(maxsize=1)
def workbook():
    """A form with all that libraries lose: shape, picture, validation, conditional format, rich text, comment."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet(SHEET)
    odd = book.add_format({"font_name": "方正小标宋简体", "font_size": 17, "bg_color": "#00FF00", "border": 2})
    sheet.merge_range("A1:D1", "公务用车项目支出绩效目标表", odd)
    sheet.set_column("B:B", 33.5, book.add_format({"italic": True}))
    sheet.write_row("A2", ["一级指标", "二级指标", "三级指标", "指标值"])
    sheet.write_row("A3", ["产出指标", "数量指标", "更新公务用车数量", "按需"], odd)
    sheet.merge_range("C4:C5", "更新完成时间", odd)
    sheet.write("D4", "及时")
    sheet.write_formula("D6", "=1+1", odd, 2)
    sheet.write_comment("D4", "审核员手写的批注", {"author": "张三"})
    sheet.insert_textbox("F2", "形状里的字")
    sheet.insert_image("F9", "x.png", {"image_data": io.BytesIO(png())})
    sheet.data_validation("D3:D9", {"validate": "list", "source": ["是", "否"]})
    sheet.conditional_format("D3:D9", {"type": "cell", "criteria": ">", "value": 5, "format": odd})
    book.add_worksheet("另一张").write("A1", "不相干")
    book.define_name("范围", f"='{SHEET.replace(chr(39), chr(39) * 2)}'!$A$1:$D$6")
    book.close()
    return buffer.getvalue()


def made(code, severity, place, name="更新公务用车数量", value="按需", message="含糊。"):
    row = indicator("数量指标", name, value, None)
    found = finding(code, "r", severity, table_of(1, "公务用车"), row, file="a.xlsx", message=message, location=place)
    return replace(found, fingerprint=f"{hash((code, str(place))) & (2**64 - 1):016x}")


def places():
    at = lambda row, column: Location(sheet=SHEET, row=row, column=column)  # noqa: E731
    from lint.model import Severity

    return [
        made("V001", Severity.ERROR, at(3, 4)),
        made("V005", Severity.INFO, at(3, 4), message="没有符号。"),
        made("V001", Severity.WARNING, at(4, 4), "更新完成时间", "及时"),
        made("C001", Severity.WARNING, at(5, 3), "更新完成时间", "及时"),  # inside the merged C4:C5
        made("V003", Severity.ERROR, at(9, 2), "=1+1", ""),  # a cell that is not there yet
        made("P001", Severity.WARNING, Location(), "", ""),
    ]


def marked(findings):
    return place_marks(findings, None, Rulebook(RULES))


@pytest.fixture
def copy(settings):
    findings = places()
    return annotate(workbook(), marked(findings), settings)


def test_every_other_part_keeps_its_bytes(copy):
    before, after = ZipFile(io.BytesIO(workbook())), ZipFile(io.BytesIO(copy))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    kept = {"xl/drawings/drawing1.xml", "xl/media/image1.png", "xl/worksheets/sheet2.xml", "xl/theme/theme1.xml"}
    assert kept <= set(after.namelist())


def test_the_annotated_sheet_keeps_all_that_it_had(copy):
    sheet = ZipFile(io.BytesIO(copy)).read("xl/worksheets/sheet1.xml").decode()
    old = ZipFile(io.BytesIO(workbook())).read("xl/worksheets/sheet1.xml").decode()
    for mark in (
        "<f>1+1</f>",
        "dataValidation ",
        "conditionalFormatting",
        'mergeCell ref="C4:C5"',
        "<drawing ",
        "<cols>",
    ):
        assert sheet.count(mark) == old.count(mark) > 0
    book = openpyxl.load_workbook(io.BytesIO(copy))
    assert book.sheetnames == [SHEET, "另一张", "问题清单"]
    assert "范围" in book.defined_names
    cell = book[SHEET]["D3"]
    assert (cell.font.name, cell.font.size, cell.border.left.style) == ("方正小标宋简体", 17, "medium")
    assert book[SHEET]["A1"].fill.fgColor.rgb == "FF00FF00"
    assert book[SHEET]["D6"].fill.fgColor.rgb == "FF00FF00"
    widths = [
        openpyxl.load_workbook(io.BytesIO(data))[SHEET].column_dimensions["B"].width for data in (workbook(), copy)
    ]
    assert widths[0] == widths[1] > 30


def test_comments_and_fills_stand_at_the_exact_cells(copy):
    sheet = openpyxl.load_workbook(io.BytesIO(copy))[SHEET]
    noted = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert sorted(noted) == ["B9", "C4", "D3", "D4"]
    assert noted["D3"].index("含糊。") < noted["D3"].index("没有符号。")
    assert noted["D4"].startswith("审核员手写的批注")
    fills = {place: sheet[place].fill.fgColor.rgb for place in noted}
    assert fills == {"B9": "FFF8CBAD", "C4": "FFFFE699", "D3": "FFF8CBAD", "D4": "FFFFE699"}
    assert sheet["B9"].font.italic  # the column's own style, then the fill
    drawing = ZipFile(io.BytesIO(copy)).read("xl/drawings/vmlDrawing1.vml").decode()
    assert drawing.count('ObjectType="Note"') == 4


def test_the_list_links_to_the_cells_and_holds_every_finding(copy):
    sheet = openpyxl.load_workbook(io.BytesIO(copy))["问题清单"]
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == [title for title, _ in LIST_COLUMNS]
    assert [row[-1] for row in rows[1:]] == [item.fingerprint for item in places()]
    assert sheet["D2"].hyperlink.location == "'表1 ''甲'' 类'!D3"
    assert sheet["D7"].hyperlink is None
    assert sheet["G6"].value == "=1+1"
    assert sheet["G6"].data_type == "s"
    assert sheet["G6"].quotePrefix
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_copy_that_comes_back_is_marked_afresh(copy, settings):
    left = [item for item in places() if item.location.column == 4 and item.location.row == 3]
    again = annotate(copy, marked(left[:1]), settings)
    sheet = openpyxl.load_workbook(io.BytesIO(again))[SHEET]
    noted = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert noted["D3"].count("含糊。") == 1
    assert "没有符号。" not in noted["D3"]
    assert noted["C4"] == noted["B9"] == "上次审核指出的问题，本次已不再出现。"
    assert noted["D4"] == "审核员手写的批注"
    assert sheet["D3"].fill.fgColor.rgb == "FFF8CBAD"
    assert [sheet[place].fill.fill_type for place in ("B9", "C4", "D4")] == [None, None, None]
    assert sheet["D6"].fill.fgColor.rgb == "FF00FF00"
    drawings = ZipFile(io.BytesIO(again)).read("xl/drawings/vmlDrawing1.vml").decode()
    assert drawings.count('ObjectType="Note"') == 4
    assert ZipFile(io.BytesIO(again)).read("xl/comments1.xml").decode().count("<author>jxlint</author>") == 1


def test_without_findings_the_copy_only_gains_the_list(settings):
    book = openpyxl.load_workbook(io.BytesIO(annotate(workbook(), [], settings)))
    assert book["问题清单"].max_row == 1


def written(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_explanations_come_back_by_fingerprint(copy, settings, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(copy))
    sheet = book["问题清单"]
    column = next(cell.column for cell in sheet[1] if cell.value == REPLY)
    sheet.cell(2, column).value = "已改为 18 辆"
    sheet.cell(4, column).value = "  "
    book.save(tmp_path / "filled.xlsx")
    document, given = take_apart(read(str(tmp_path / "filled.xlsx"), settings))
    assert given == {places()[0].fingerprint: "已改为 18 辆"}
    sheets = {row.cells[0].location.sheet for row in document.rows}
    assert sheets == {SHEET, "另一张"}  # the list is not read as a form
    assert MARK not in {cell.text for row in document.rows for cell in row.cells}


def test_explanations_of_any_file_meet_their_findings(report):
    wanted = report.findings[2]
    told = Submission("说明.xlsx", "xlsx", "other", explanations={wanted.fingerprint: "已补充"})
    done = apply_replies(replace(report, submissions=(*report.submissions, told)))
    explained = [item for item in done.findings if item.explained == "已补充"]
    assert {item.fingerprint for item in explained} == {wanted.fingerprint}
    assert len(done.findings) == len(report.findings)
    assert apply_replies(report) is report


def test_a_document_without_a_list_stays_as_it_is(settings, tmp_path):
    document = read(str(written(tmp_path, "a.xlsx", workbook())), settings)
    assert take_apart(document) == (document, {})


def as_text(data):
    """Every cell with its remark, a sheet after the other."""
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        lines.append(f"== {sheet.title}")
        for row in sheet.iter_rows():
            lines.append("\t".join("" if cell.value is None else str(cell.value) for cell in row))
            lines.extend(f"  # {cell.coordinate} {cell.comment.text!r}" for cell in row if cell.comment)
    return "\n".join(lines)


def test_golden(single, settings):
    compare("report.annotated.tsv", as_text(copies.render(single, settings)))


def test_text_input_becomes_a_workbook_of_the_rows_read(single, settings, tmp_path):
    data = copies.render(single, settings)
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = list(book["识读结果"].iter_rows(values_only=True))
    assert len(rows) - 1 == single.files[0].indicators
    assert [cell.comment is not None for cell in book["识读结果"]["G"]].count(True) == 12
    assert [cell.comment is not None for cell in book["识读结果"]["F"]].count(True) == 4  # three C001, one X001
    assert [cell.comment is not None for cell in book["识读结果"]["B"]].count(True) == 1
    assert len(list(book["问题清单"].iter_rows())) - 1 == len(single.findings)
    assert book["问题清单"]["D2"].hyperlink.location == "'识读结果'!G5"
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert [row[-1] for row in rows if row[-1] == "列错位"] == ["列错位"]
    document, given = take_apart(read(str(written(tmp_path, "rows.xlsx", data)), settings))
    explained = next(item for item in single.findings if item.explained)
    assert given == {explained.fingerprint: explained.explained}
    assert document.rows == ()


def test_the_original_is_not_touched(single, settings, tmp_path):
    path = written(tmp_path, "a.xlsx", workbook())
    submission = Submission(str(path), "xlsx", tables=single.submissions[0].tables)
    found = [replace(item, file=str(path)) for item in places()]
    report = replace(single, files=(replace(single.files[0], path=str(path)),), findings=tuple(found))
    data = copies.render(replace(report, submissions=(submission,)), settings, OriginalFiles(settings))
    assert path.read_bytes() == workbook()
    assert copies.choose_ending(data) == "xlsx"
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames[0] == SHEET


def test_a_workbook_that_cannot_be_edited_still_gets_its_rows_annotated(single, settings, tmp_path):
    broken = io.BytesIO()
    with ZipFile(io.BytesIO(workbook())) as old, ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<styleSheet" if name == "xl/styles.xml" else old.read(name))
    path = written(tmp_path, "a.xlsx", broken.getvalue())
    file, submission = single.files[0], single.submissions[0]
    found = tuple(replace(item, file=str(path)) for item in single.findings)
    moved = replace(submission, path=str(path), carrier="xlsx")
    report = replace(single, files=(replace(file, path=str(path)),), findings=found, submissions=(moved,))
    book = openpyxl.load_workbook(io.BytesIO(copies.render(report, settings, OriginalFiles(settings))))
    assert book.sheetnames == ["识读结果", "问题清单"]
    assert book["问题清单"].max_row - 1 == len(found)


@lru_cache(maxsize=1)
def word_form():
    document = docx_library.Document()
    document.add_paragraph("公务用车项目支出绩效目标表")
    table = document.add_table(3, 4)
    for row, texts in enumerate(
        (["一级", "二级", "三级指标", "指标值"], ["产出", "数量", "更新数量", "按需"], ["", "", "", ""])
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(2, 0).merge(table.cell(2, 1))
    document.add_table(1, 1).cell(0, 0).text = "第二张表"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_document_gets_comments_and_shading(single, settings, tmp_path):
    from lint.model import Severity

    path = written(tmp_path, "a.docx", word_form())
    at = [Location(part=1, row=2, column=4), Location(part=1, row=3, column=3), Location(part=9, row=1), Location()]
    found = [
        replace(made("V001", Severity.ERROR, place, message=f"第{n}处"), file=str(path)) for n, place in enumerate(at)
    ]
    file = replace(single.files[0], path=str(path))
    report = replace(single, files=(file,), findings=tuple(found), submissions=(Submission(str(path), "docx"),))
    data = copies.render(report, settings, OriginalFiles(settings))
    assert copies.choose_ending(data) == "docx"
    document = docx_library.Document(io.BytesIO(data))
    texts = [comment.text for comment in document.comments]
    assert len(texts) == 3
    assert all(any(f"第{n}处" in text for text in texts) for n in range(4))
    assert "第2处" in texts[2]
    assert "第3处" in texts[2]
    cells = document.tables[0].rows[1]._tr.findall(qn("w:tc"))
    shades = [cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}") for cell in cells]
    assert [shade is not None for shade in shades] == [False, False, False, True]
    assert shades[3].get(qn("w:fill")) == "F8CBAD"
    merged = document.tables[0].rows[2]._tr.findall(qn("w:tc"))
    assert merged[1].find(f"{qn('w:tcPr')}/{qn('w:shd')}") is not None  # grid column 3 behind a merged cell
    listed = document.tables[-1]
    assert [row.cells[-1].text for row in listed.rows][1:] == [item.fingerprint for item in found]
    reply = next(at for at, cell in enumerate(listed.rows[0].cells) if cell.text == REPLY)
    listed.cell(3, reply).text = "已按要求修改"
    document.save(tmp_path / "filled.docx")
    back, given = take_apart(read(str(tmp_path / "filled.docx"), settings))
    assert given == {found[2].fingerprint: "已按要求修改"}
    assert MARK not in {cell.text for row in back.rows for cell in row.cells}
    before = ZipFile(io.BytesIO(word_form()))
    assert set(before.namelist()) <= set(ZipFile(io.BytesIO(data)).namelist())


def test_what_cannot_be_annotated_is_said(report, settings):
    with pytest.raises(SettingsError, match="一次只能写一个文件"):
        render_report(REPORTS["annotated"], report, settings)
    unread = replace(report, files=report.files[2:], findings=report.findings[-1:], submissions=())
    with pytest.raises(SettingsError, match="未能读取"):
        copies.render(unread, settings)


SHARED = Path("../shared/forms")


@pytest.mark.skipif(not SHARED.is_dir(), reason="没有 ../shared/forms，只用自制的表测试")
@pytest.mark.parametrize("name", ["project.xlsx", "columns.xlsx"])
def test_forms_of_the_wild_keep_their_values(name, settings):
    data = (SHARED / name).read_bytes()
    first = openpyxl.load_workbook(io.BytesIO(data))
    sheet = first.sheetnames[0]
    found = Finding("V001", "r", places()[0].severity, "含糊。", "", name, Location(sheet=sheet, row=20, column=6))
    copy = openpyxl.load_workbook(io.BytesIO(annotate(data, marked([found]), settings)))
    for old in first:
        new = copy[old.title]
        assert [[c.value for c in row] for row in old.iter_rows()] == [
            [c.value for c in row] for row in new.iter_rows()
        ]
        assert old.merged_cells.ranges == new.merged_cells.ranges
