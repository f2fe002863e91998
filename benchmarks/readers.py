"""Speed of each reader against the bare library reading the same file, in one run.

    python -m benchmarks.readers [--forms 60] [--repeats 5] [--pdf FILE]

Makes its own files with invented units. "bare" is the least that has to be done with the library
to hold every cell (or every character and rule) in memory. The ratio is the reader's time divided
by the bare library's; the best of the repeats counts on both sides.
"""

from __future__ import annotations

import argparse
import csv
import ctypes
import importlib.util
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pypdfium2.raw as native
import xlrd
from lxml import html

from lint.model import Document
from lint.readers.detection import parse
from lint.settings import loading as settings

CATEGORIES = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "服务对象满意度指标")
PDF = Path(__file__).parent.parent / "tests" / "readers" / "files" / "broken.pdf"
XLS = Path(__file__).parent.parent / "tests" / "readers" / "files" / "form.xls"


def form(number: int) -> list[list[str]]:
    """The rows of an invented form; an empty text continues the cell above."""
    rows = [
        ["青禾县项目支出绩效目标表", "", "", "", ""],
        ["（2025年度）", "", "", "", ""],
        ["项目名称", f"农机库房修缮第{number}期", "", "", ""],
        ["项目资金（元）", "年度资金总额：", f"{number * 1000}", "", ""],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    ]
    for category in CATEGORIES:
        rows.extend(["", "", category, f"{category[:2]}第{item}项完成情况", f"≥{item * 7}个"] for item in range(1, 6))
    return rows


def workbook(forms: int) -> bytes:
    """The forms as a workbook, one a sheet, labels merged."""
    book = openpyxl.Workbook()
    for number in range(1, forms + 1):
        sheet = book.create_sheet(f"表{number}")
        for row in form(number):
            sheet.append([text or None for text in row])
        sheet.merge_cells("A1:E1")
        sheet.merge_cells(f"A5:A{len(form(number))}")
    return _saved(book)


def word(forms: int) -> bytes:
    """The forms as tables of a document."""
    document = docx.Document()
    for number in range(1, forms + 1):
        rows = form(number)
        document.add_paragraph(rows[0][0])
        table = document.add_table(len(rows), 5)
        for line, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, row, strict=True):
                cell.text = text
    return _saved(document)


def page(forms: int) -> bytes:
    """The forms as tables of a web page."""
    parts = []
    for number in range(1, forms + 1):
        lines = ("".join(f"<td>{text}</td>" for text in row) for row in form(number))
        parts.append("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
    return f"<html><meta charset=utf-8><body>{''.join(parts)}</body></html>".encode()


def flat(forms: int) -> bytes:
    """The indicators of the forms as separated values."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["项目名称", "二级指标", "三级指标", "指标值"])
    for number in range(1, forms + 1):
        writer.writerows([f"农机库房修缮第{number}期", *row[2:]] for row in form(number)[5:])
    return out.getvalue().encode()


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bare_xlsx(data: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)


def bare_docx(data: bytes) -> int:
    document = docx.Document(io.BytesIO(data))
    return sum(bool(cell.text) for table in document.tables for row in table.rows for cell in row.cells)


def bare_html(data: bytes) -> int:
    root = html.fromstring(data)
    return sum(bool(cell.text_content()) for cell in root.iter("td", "th"))


def bare_csv(data: bytes) -> int:
    return sum(bool(field) for row in csv.reader(io.StringIO(data.decode("utf-8"))) for field in row)


def bare_xls(data: bytes) -> int:
    book = xlrd.open_workbook(file_contents=data, formatting_info=True)
    return sum(bool(cell.value) for sheet in book.sheets() for row in sheet.get_rows() for cell in row)


def bare_pdf(data: bytes) -> int:
    """Every character with its box, every path with its bounds."""
    count = 0
    document = pypdfium2.PdfDocument(data)
    left, bottom, right, top = (ctypes.c_double() for _ in range(4))
    for page in document:
        text = page.get_textpage()
        held = []
        for index in range(text.count_chars()):
            native.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            code = native.FPDFText_GetUnicode(text, index)
            held.append((code, left.value, bottom.value, right.value, top.value))
        for item in page.get_objects(max_depth=8):
            held.append(item.get_bounds())  # type: ignore[arg-type]
        count += len(held)
    document.close()
    return count


def plumber_pdf(data: bytes) -> int:
    """The tables of every page as pdfplumber finds them: a higher library, for scale."""
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with pdfplumber.open(io.BytesIO(data)) as document:
        return sum(len(table) for page in document.pages for table in page.extract_tables())


def best(work: Callable[[], Any], repeats: int) -> float:
    """The least processor time of some runs, in seconds: other work on the machine does not count."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--forms", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--pdf", type=Path, default=PDF)
    options = parser.parse_args()
    shipped = settings.load()
    cases: list[tuple[str, bytes, Callable[[bytes], int], str]] = [
        ("xlsx", workbook(options.forms), bare_xlsx, "openpyxl"),
        ("docx", word(max(options.forms // 6, 1)), bare_docx, "python-docx"),
        ("html", page(options.forms), bare_html, "lxml"),
        ("csv", flat(options.forms * 10), bare_csv, "csv"),
        ("xls", XLS.read_bytes(), bare_xls, "xlrd"),
        ("pdf", options.pdf.read_bytes(), bare_pdf, "pypdfium2"),
    ]
    if importlib.util.find_spec("pdfplumber"):  # of the extra `bench`
        cases.append(("pdf", options.pdf.read_bytes(), plumber_pdf, "pdfplumber"))
    for name, data, bare, library in cases:
        document = parse(data, f"form.{name}", shipped)
        assert isinstance(document, Document), document
        cells = sum(bool(cell.text) for row in document.rows for cell in row.cells)
        amount, unit = (document.pages or 0, "pages") if name == "pdf" else (cells, "cells")
        ours = best(lambda data=data, name=name: parse(data, f"form.{name}", shipped), options.repeats)  # type: ignore[misc]
        theirs = best(lambda data=data, bare=bare: bare(data), options.repeats)  # type: ignore[misc]
        print(
            f"{name:5} {amount:6} {unit}  reader {amount / ours:10,.0f} {unit}/s  "
            f"{library:11} {amount / theirs:10,.0f} {unit}/s  ratio {ours / theirs:.2f}"
        )


if __name__ == "__main__":
    main()
