"""How long each report format takes, and how that compares with the bare library.

    python benchmarks/reports.py [--tables 200] [--findings 2000] [--repeat 3]

The report is made up in memory: tables of twelve rows in one file, findings spread over them. What
is timed is `render`, from the report to the bytes. The peer of a format, in the same run, writes
the same cells (or the same JSON) with the bare library and nothing else: xlsxwriter, python-docx
(through its table rows, the quickest way it offers), csv, json. The least of `--repeat` runs counts.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lint.checks.catalogue import catalogue  # noqa: E402
from lint.checks.engine.identity import fingerprint  # noqa: E402
from lint.model import (  # noqa: E402
    LEVEL1_OF_LEVEL2,
    Coverage,
    FileReport,
    Finding,
    Indicator,
    Location,
    Report,
    Severity,
    Submission,
    Table,
)
from lint.reports.registry import REPORTS, render_report  # noqa: E402
from lint.settings import load  # noqa: E402

TABLE_ROWS = 12  # rows of a form, as in the submissions
LEVELS = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "服务对象满意度指标")
CODES = (
    ("V001", Severity.ERROR, "指标值“{value}”没有可核验的数量、时间或标准，完成与否无法判断。"),
    ("C001", Severity.WARNING, "指标“{name}”说的是时间，不是成本，放错了二级指标。"),
    ("V005", Severity.INFO, "指标值“{value}”没有写明是不少于、不超过还是等于。"),
)


def made(tables: int, findings: int) -> Report:
    """A report of one file; texts of the length that real ones have, no two rows alike."""
    path = "某县机关事务中心2024年部门预算.txt"
    forms, found = [], []
    for number in range(1, tables + 1):
        rows = tuple(
            Indicator(
                "年度",
                LEVEL1_OF_LEVEL2[level],
                level,
                f"第{number}号项目保障事项{at}完成情况",
                f"≥{number * 7 + at}次",
                location=Location(line=number * 30 + at),
            )
            for at in range(TABLE_ROWS)
            for level in [LEVELS[at % len(LEVELS)]]
        )
        project = f"第{number}号业务保障经费"
        forms.append(
            Table(number, f"{project}项目支出绩效目标表", project, "某县机关事务中心", year=2024, indicators=rows)
        )
    for at in range(findings):
        form = forms[at * tables // findings]
        row = form.indicators[at % TABLE_ROWS]
        code, severity, text = CODES[at % len(CODES)]
        found.append(
            Finding(
                code,
                code,
                severity,
                text.format(name=row.name, value=row.value),
                "写成可以核对的数量或日期，例如“≥20次”“2024年11月底前”；确实难以量化的，写明判定的依据。",
                path,
                row.location,
                form.number,
                form.project,
                form.department,
                row.period,
                row.level2,
                row.name,
                row.value,
                0.95,
                fingerprint(code, form.department, form.project, row.period, row.level2, row.name, row.value),
                basis="财预〔2021〕101号",
            )
        )
    coverage = {code: Coverage(tables * TABLE_ROWS, findings // len(CODES)) for code, _, _ in CODES}
    file = FileReport(path, "performance-form", tables, tables * TABLE_ROWS, 0.5, coverage)
    return Report("0", (file,), tuple(found), (Submission(path, "text", tables=tuple(forms)),), rules=catalogue(load()))


def least(work: Callable[[], object], repeat: int) -> float:
    """Seconds of the quickest of `repeat` runs."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def sheets_of(data: bytes) -> list[list[list[object]]]:
    """The cells of a workbook, sheet by sheet, without their looks."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


def bare_xlsx(sheets: list[list[list[object]]], notes: int = 0) -> bytes:
    """The same cells (and as many comments) with xlsxwriter alone."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        for at in range(notes):
            book.worksheets()[0].write_comment(at, 6, "问题")
    return buffer.getvalue()


def texts_of(data: bytes) -> list[list[list[str]]]:
    """The cells of a Word document, table by table."""
    import docx

    document = docx.Document(io.BytesIO(data))
    return [
        [
            ["".join(t.text or "" for t in cell.iter(_w("t"))) for cell in row.iter(_w("tc"))]
            for row in table._tbl.tr_lst
        ]
        for table in document.tables
    ]


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def bare_docx(tables: list[list[list[str]]]) -> bytes:
    """The same table cells with python-docx alone."""
    import docx

    document = docx.Document()
    for rows in tables:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def bare_csv(rows: list[list[str]]) -> str:
    """The same cells with csv alone."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def peer(form: str, content: str | bytes, findings: int) -> tuple[str, Callable[[], object]] | None:
    """The peer's name and its work for what a format wrote, or None where no library writes the like."""
    if isinstance(content, bytes):
        if form == "docx":
            tables = texts_of(content)
            return "python-docx", lambda: bare_docx(tables)
        sheets = sheets_of(content)
        notes = findings if form == "annotated" else 0
        return "xlsxwriter", lambda: bare_xlsx(sheets, notes)
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content)))
        return "csv", lambda: bare_csv(rows)
    if form in ("json", "sarif"):
        whole = json.loads(content)
        indent = 1 if "\n" in content.strip() else None
        return "json", lambda: json.dumps(whole, ensure_ascii=False, indent=indent)
    if form == "jsonl":
        lines = [json.loads(line) for line in content.splitlines()]
        return "json", lambda: [json.dumps(line, ensure_ascii=False) for line in lines]
    return None


def main() -> None:
    """Prints a line a format and the sum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=200)
    parser.add_argument("--findings", type=int, default=2000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    report, settings = made(options.tables, options.findings), load()
    print(f"{options.tables} 张表，{options.findings} 处问题；取 {options.repeat} 次中最快的一次")
    print(f"{'格式':<10}{'秒':>8}{'字节':>12}  {'对照':<12}{'对照秒':>8}{'比值':>7}")
    total = 0.0
    for form, wanted in REPORTS.items():
        content = render_report(wanted, report, settings)
        seconds = least(lambda wanted=wanted: render_report(wanted, report, settings), options.repeat)
        total += seconds
        line = f"{form:<12}{seconds:>8.3f}{len(content):>14}"
        if (other := peer(form, content, options.findings)) is not None:
            bare = least(other[1], options.repeat)
            line += f"  {other[0]:<14}{bare:>8.3f}{seconds / bare:>8.2f}"
        print(line)
    print(f"合计 {total:.2f} 秒（目标 5 秒以内）")


if __name__ == "__main__":
    main()
