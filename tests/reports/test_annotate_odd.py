"""Originals that were read but cannot be edited: said in one sentence, and nothing else is swallowed."""

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import docx as docx_library
import openpyxl
import pytest

from lint.model import Location, Severity
from lint.package import ReadError
from lint.reports.annotated import copy, docx, xlsx
from lint.reports.annotated.ooxml import AnnotationError
from lint.run.originals import OriginalFiles
from tests.reports.test_report_annotate import marked, places, word_form, workbook

CHANGES = {  # part → what is done to it, and what the user is told
    "no style sheet": ("xl/_rels/workbook.xml.rels", rb"<Relationship [^>]*styles[^>]*/>", b"", "没有样式表"),
    "style sheet gone": ("xl/styles.xml", None, None, "缺少部件 xl/styles.xml"),
    "style sheet broken": ("xl/styles.xml", rb"</styleSheet>", b"", "不是完整的 XML"),
    "no cells": ("xl/worksheets/sheet1.xml", rb"<sheetData>.*</sheetData>", b"", "没有单元格区"),
    "a row without a number": ("xl/worksheets/sheet1.xml", rb'<row r="3"', b'<row r="drei"', "row 的 r 不是数"),
    "a style without a number": ("xl/worksheets/sheet1.xml", rb'(<c r="D3") s="\d+"', rb'\1 s="x"', "c 的 s 不是数"),
    "comments without a list": ("xl/comments1.xml", rb"<commentList>.*</commentList>", b"", "原有批注的部件不完整"),
    "a drawing without an end": ("xl/drawings/vmlDrawing1.vml", rb"(?s)<xml .*</xml>", b"<xml/>", "图形部件不完整"),
    "no directory of sheets": ("xl/workbook.xml", rb"<sheets>.*</sheets>", b"", "没有工作表目录"),
}


def changed(data, part, pattern, by):
    made = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                if pattern is None:
                    continue
                content, times = re.subn(pattern, by, content, flags=re.DOTALL)
                assert times, f"{part} holds no {pattern}"
            new.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("name", CHANGES)
def test_a_workbook_that_cannot_be_edited_is_named(name, settings):
    part, pattern, by, told = CHANGES[name]
    with pytest.raises(AnnotationError, match=re.escape(told)):
        xlsx.annotate(changed(workbook(), part, pattern, by), marked(places()), settings)


def test_a_document_that_cannot_be_opened_is_named(settings):
    broken = changed(word_form(), "word/document.xml", rb"</w:document>", b"")
    with pytest.raises(AnnotationError, match="部件不完整"):
        docx.annotate(broken, marked(places()[:1]), settings)


def test_a_document_that_cannot_be_written_again_is_named(settings):
    part = "word/_rels/document.xml.rels"
    odd = changed(word_form(), part, rb' Type="[^"]*theme"', b"")
    with pytest.raises(AnnotationError, match="部件不完整"):
        docx.annotate(odd, marked(places()[:1]), settings)


def test_a_document_without_sections_gets_its_list(settings):
    bare = changed(word_form(), "word/document.xml", rb"<w:sectPr.*</w:sectPr>", b"")
    done = docx_library.Document(io.BytesIO(docx.annotate(bare, marked(places()[:1]), settings)))
    assert done.tables[-1].cell(0, 0).text == "序号"


def test_a_package_beyond_the_limits_is_named(settings):
    with pytest.raises(ReadError):
        xlsx.annotate(b"PK\x03\x04nothing", marked(places()), settings)


@pytest.fixture
def submitted(single, tmp_path):
    """A report of one workbook on the disk, made by what is done to its bytes."""

    def make(data):
        path = tmp_path / "a.xlsx"
        path.write_bytes(data)
        submission = replace(single.submissions[0], path=str(path), carrier="xlsx")
        found = tuple(replace(item, file=str(path)) for item in single.findings)
        file = replace(single.files[0], path=str(path))
        return replace(single, files=(file,), findings=found, submissions=(submission,))

    return make


def test_the_user_is_told_and_gets_the_rows_annotated(submitted, settings):
    report = submitted(changed(workbook(), *CHANGES["style sheet broken"][:3]))
    originals = OriginalFiles(settings)
    book = openpyxl.load_workbook(io.BytesIO(copy.render(report, settings, originals)))
    assert book.sheetnames == ["识读结果", "问题清单"]
    (remark,) = originals.remarks
    path = report.files[0].path
    assert remark == f"{path} 不能在原件上批注（部件 xl/styles.xml 不是完整的 XML），批注副本改为识读结果的工作簿。"


def test_an_error_of_ours_is_not_swallowed(submitted, settings, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(xlsx, "make_list", broken)
    with pytest.raises(ZeroDivisionError):
        copy.render(submitted(workbook()), settings, OriginalFiles(settings))


def test_the_command_says_what_could_not_be_annotated(tmp_path, capsys):
    from lint.cli import main

    path = tmp_path / "a.xlsx"
    path.write_bytes(changed(workbook(), *CHANGES["style sheet gone"][:3]))
    one, many = ["-f", "annotated", "-o", str(tmp_path / "b.xlsx")], ["--out", str(tmp_path), "--report", "annotated"]
    for arguments in (one, many):
        with pytest.raises(SystemExit):
            main(["check", str(path), *arguments, "--jobs", "1"])
        assert "a.xlsx 不能在原件上批注（缺少部件 xl/styles.xml）" in capsys.readouterr().err


def test_a_mark_on_a_place_that_is_not_there_stands_in_the_list_alone(settings):
    away = replace(places()[0], location=Location(sheet="没有这张表", row=1, column=1), severity=Severity.INFO)
    book = openpyxl.load_workbook(io.BytesIO(xlsx.annotate(workbook(), marked([away]), settings)))
    assert book["问题清单"]["D2"].hyperlink is None
    assert book["问题清单"].max_row == 2
