"""Makes submissions with invented units in every carrier, for the readers' tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
import openpyxl
from docx.document import Document as DocxDocument

from lint.model import Document, Unreadable
from lint.readers.detection import parse
from lint.settings import Settings
from lint.settings import loading as settings

TITLE = "青禾县项目支出绩效目标表"

# One form as a grid: (text, row, column, row span, column span), rows and columns from 0.
FORM: Sequence[tuple[str, int, int, int, int]] = (
    (TITLE, 0, 0, 1, 5),
    ("（2025年度）", 1, 0, 1, 5),
    ("项目名称", 2, 0, 1, 2),
    ("农机库房修缮", 2, 2, 1, 3),
    ("项目资金（元）", 3, 0, 1, 2),
    ("年度资金总额：", 3, 2, 1, 1),
    ("86,000", 3, 3, 1, 2),
    ("绩效指标", 4, 0, 6, 1),
    ("一级指标", 4, 1, 1, 1),
    ("二级指标", 4, 2, 1, 1),
    ("三级指标", 4, 3, 1, 1),
    ("指标值", 4, 4, 1, 1),
    ("产出指标", 5, 1, 3, 1),
    ("数量指标", 5, 2, 2, 1),
    ("修缮库房间数", 5, 3, 1, 1),
    ("≥6间", 5, 4, 1, 1),
    ("更换门窗数量", 6, 3, 1, 1),
    ("24扇", 6, 4, 1, 1),
    ("质量指标", 7, 2, 1, 1),
    ("验收合格率", 7, 3, 1, 1),
    ("100%", 7, 4, 1, 1),
    ("效益指标", 8, 1, 1, 1),
    ("社会效益指标", 8, 2, 1, 1),
    ("农机停放保障程度", 8, 3, 1, 1),
    ("提高", 8, 4, 1, 1),
    ("满意度指标", 9, 1, 1, 1),
    ("服务对象满意度指标", 9, 2, 1, 1),
    ("农户满意度", 9, 3, 1, 1),
    ("≥90%", 9, 4, 1, 1),
)
ROWS = [
    ("数量指标", "修缮库房间数", "≥6间"),
    ("数量指标", "更换门窗数量", "24扇"),
    ("质量指标", "验收合格率", "100%"),
    ("社会效益指标", "农机停放保障程度", "提高"),
    ("服务对象满意度指标", "农户满意度", "≥90%"),
]


def loaded(**limits: int) -> Settings:
    """The shipped settings with some limits changed."""
    return settings.load(flags={f"limits.{key}": value for key, value in limits.items()})


def read(data: bytes, name: str = "form", **limits: int) -> Document:
    """The document in these bytes; fails where they are refused."""
    found = parse(data, name, loaded(**limits))
    assert isinstance(found, Document), found
    return found


def refused(data: bytes, name: str = "form", **limits: int) -> str:
    """The reason these bytes are refused with; fails where they are read."""
    found = parse(data, name, loaded(**limits))
    assert isinstance(found, Unreadable), found
    assert found.reason.startswith(name)
    assert found.reason.endswith("。")
    assert "Traceback" not in found.reason
    assert "\n" not in found.reason
    return found.reason


def grid(document: Document) -> list[list[str]]:
    """The texts of a document's rows."""
    return [[cell.text for cell in row.cells] for row in document.rows]


def placed(document: Document) -> list[tuple[str, int, int, int]]:
    """Every cell with text: (text, column, row span, column span)."""
    return [
        (cell.text, cell.column, cell.row_span, cell.column_span)
        for row in document.rows
        for cell in row.cells
        if cell.text
    ]


def expected() -> list[tuple[str, int, int, int]]:
    """What `placed` gives for FORM."""
    return [(text, column, tall, wide) for text, _, column, tall, wide in FORM]


def workbook() -> openpyxl.Workbook:
    """FORM on the only sheet of a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "绩效目标表"
    for text, row, column, tall, wide in FORM:
        sheet.cell(row + 1, column + 1, text)
        if tall > 1 or wide > 1:
            sheet.merge_cells(start_row=row + 1, start_column=column + 1, end_row=row + tall, end_column=column + wide)
    return book


def saved(book: openpyxl.Workbook | DocxDocument) -> bytes:
    """The bytes a workbook or a document is saved as."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def html(form: Sequence[tuple[str, int, int, int, int]] = FORM) -> str:
    """FORM as an HTML table."""
    lines: dict[int, list[str]] = {}
    for text, row, _, tall, wide in form:
        spans = (f' rowspan="{tall}"' if tall > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
        lines.setdefault(row, []).append(f"<td{spans}>{text}</td>")
    return "<table>" + "".join(f"<tr>{''.join(cells)}</tr>" for _, cells in sorted(lines.items())) + "</table>"


def word() -> DocxDocument:
    """FORM in a Word document: the title and the year as paragraphs, the rest as a table."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("（2025年度）")
    table = document.add_table(8, 5)
    for text, row, column, tall, wide in FORM[2:]:
        first = table.cell(row - 2, column)
        last = table.cell(row - 2 + tall - 1, column + wide - 1)
        (first.merge(last) if first is not last else first).text = text
    return document


def zipped(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """A package with some of its members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members: dict[str, bytes | str] = {name: package.read(name) for name in package.namelist()}
    return zipped({**members, **changes})
