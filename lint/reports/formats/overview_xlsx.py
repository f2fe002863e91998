"""汇总.xlsx of a batch: 排名, 部门, 常见问题, 跨材料雷同, 未读文件."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from lint.model import SEVERITY_WORDS
from lint.reports.facts.flat import Scalar
from lint.reports.facts.grades import OVERALL
from lint.reports.facts.overview import Entry, Overview
from lint.reports.facts.rulebook import REVIEWS
from lint.reports.formats.xlsx import TextWriter, make_heading_format, make_workbook

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_WIDE = {"文件": 40, "部门": 28, "规则": 36, "说明": 48, "项目": 28, "报告": 36, "原因": 60, "对照文件": 40}


def render(overview: Overview) -> bytes:
    """The workbook's bytes."""
    buffer = BytesIO()
    book = make_workbook(buffer)
    put, rules = TextWriter(book), overview.rules
    ranking = ("名次", "文件", "部门", "综合等级", "得分", *(f"{review}等级" for review in REVIEWS))
    ranking += ("表数", "指标行", "判断行数", "未读占比", *SEVERITY_WORDS.values(), "已说明", "说明", "报告")
    _sheet(book, put, "排名", ranking, (_ranking(item) for item in overview.entries))
    departments = ("部门", "材料数", "未评定", "指标行", "判断行数", "未读占比", "错误", "警告", "平均得分")
    _sheet(
        book,
        put,
        "部门",
        departments,
        (
            (d.name, d.submissions, d.ungraded, d.rows, d.judged, _share(d.unread_share), d.errors, d.warnings, d.score)
            for d in overview.departments
        ),
    )
    _sheet(
        book,
        put,
        "常见问题",
        ("代码", "规则", "问题数", "涉及材料"),
        ((item.code, rules.facts(item.code).title, item.findings, item.submissions) for item in overview.defects),
    )
    copies = ("相似度", "部门", "文件", "表", "项目", "对照部门", "对照文件", "对照表", "对照项目", "说明")
    _sheet(
        book,
        put,
        "跨材料雷同",
        copies,
        ((item.score, *item.one, *item.other, item.message) for item in overview.copies),
    )
    _sheet(book, put, "未读文件", ("文件", "原因"), ((file.path, file.unread) for file in overview.unread))
    book.close()
    return buffer.getvalue()


def _ranking(item: Entry) -> Sequence[Scalar]:
    figures = item.figures
    grades = {found.review: found for found in item.grades}
    return (
        item.rank,
        item.file.path,
        item.department,
        grades[OVERALL].word,
        grades[OVERALL].score,
        *(grades[review].word for review in REVIEWS),
        figures.tables,
        figures.rows,
        figures.judged,
        _share(figures.unread_share),
        *(figures.by_severity.get(level, 0) for level in SEVERITY_WORDS),
        figures.explained,
        "；".join(filter(None, (grades[OVERALL].why, *item.file.notes))),
        "、".join(item.outputs),
    )


def _share(share: float) -> str:
    return f"{share:.1%}"


def _sheet(book: Workbook, put: TextWriter, name: str, titles: Sequence[str], rows: Iterable[Sequence[Scalar]]) -> None:
    sheet = book.add_worksheet(name)
    bold = make_heading_format(book)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, _WIDE.get(title, 11))
    last = 0
    for last, cells in enumerate(rows, 1):
        for column, value in enumerate(cells):
            put(sheet, last, column, value)
    sheet.autofilter(0, 0, max(1, last), len(titles) - 1)
    sheet.freeze_panes(1, 2 if name == "排名" else 0)
