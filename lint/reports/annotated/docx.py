"""An annotated copy of a Word document: comments and shading at the table cells; all else as it was.

python-docx keeps parts it does not know as bytes and the ones it knows as XML, so shapes, fields
and settings stay; only comments and the cells' shading are added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from lint.package import open_package
from lint.package.markup import check_markup
from lint.package.word import W as _W
from lint.package.word import read_value, walk_inside, walk_tables
from lint.reports.annotated.marks import AUTHOR, FILLS, Mark, fill_row, find_worst, write_remark
from lint.reports.annotated.ooxml import AnnotationError
from lint.reports.annotated.sheets import LIST_COLUMNS, LIST_SHEET, MARK, REPLY
from lint.reports.formats.cells import make_printable
from lint.settings import Settings

_SHADE_BEFORE = ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")  # behind shd in w:tcPr

_LIST = (  # title in LIST_COLUMNS, share of the width
    ("序号", 5.0),
    ("规则", 14.0),
    ("位置", 14.0),
    ("原内容", 18.0),
    ("问题", 28.0),
    ("修改建议", 28.0),
    (REPLY, 24.0),
    (MARK, 14.0),
)

Place = tuple[int, int, int]


def annotate(data: bytes, marks: Sequence[Mark], settings: Settings) -> bytes:
    """The copy's bytes. Marks without a cell become one comment at the document's first paragraph.

    Raises ReadError for a package beyond the limits, AnnotationError for a document that python-docx
    cannot open or write.
    """
    document = _opened(data, settings)
    tables = list(walk_tables(document.element.body))
    at: dict[Place, list[Mark]] = {}
    general: list[Mark] = []
    for mark in marks:
        place = mark.place
        if place.part and place.row and place.part <= len(tables):
            at.setdefault((place.part, place.row, place.column or 1), []).append(mark)
        else:
            general.append(mark)
    for (part, row, column), found in at.items():
        cell = _cell(tables[part - 1], row, column)
        if cell is None:
            general.extend(found)
            continue
        _shade(cell, FILLS[find_worst(found)])
        _comment(document, cell.iter(f"{_W}p"), write_remark(found))
    if general:
        _comment(document, document.element.body.iter(f"{_W}p"), write_remark(general))
    if marks:
        _list(document, marks)
    return _saved(document)


def _opened(data: bytes, settings: Settings) -> Any:
    from docx import Document

    check_markup(open_package(data, settings.limits))
    try:
        return Document(BytesIO(data))
    except Exception as error:  # a foreign package can make the library fail in any way
        raise AnnotationError("文档的部件不完整") from error


def _saved(document: Any) -> bytes:
    buffer = BytesIO()
    try:
        document.save(buffer)
    except Exception as error:  # the same: relationships that it read without a look are written now
        raise AnnotationError("文档的部件不完整") from error
    return buffer.getvalue()


def _list(document: Any, marks: Sequence[Mark]) -> None:
    """The table 问题清单 behind the last page, with the column that the department fills in."""
    from lint.reports.formats import wordml

    titles = [title for title, _ in LIST_COLUMNS]
    columns = [wordml.Column(title, share) for title, share in _LIST]
    rows = []
    for number, mark in enumerate(marks, 1):
        cells = dict(zip(titles, map(str, fill_row(number, mark)), strict=True))
        rows.append([cells[title] for title, _ in _LIST])
    document.add_page_break()
    heading = wordml.make_paragraph(LIST_SHEET, wordml.Look(wordml.HEAD1, wordml.THREE, "left", 0, keep=True))
    body = document.element.body
    for element in (
        heading,
        wordml.make_table(columns, rows, wordml.measure_text_width(document, -1)),
        wordml.make_paragraph("", wordml.CELL),
    ):
        if body.sectPr is None:
            body.append(element)
        else:
            body.sectPr.addprevious(element)


def _cell(table: Any, row: int, column: int) -> Any:
    """The cell that starts at or covers a 1-based grid column, or None."""
    rows = list(walk_inside(table, f"{_W}tr"))
    if row > len(rows):
        return None
    before = rows[row - 1].find(f"{_W}trPr/{_W}gridBefore")
    at = 1 + read_value(before, 0)
    last = None
    for cell in walk_inside(rows[row - 1], f"{_W}tc"):
        if at > column:
            break
        last = cell
        at += read_value(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
    return last


def _shade(cell: Any, colour: str) -> None:
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        properties = cell.makeelement(f"{_W}tcPr")
        cell.insert(0, properties)
    shade = properties.find(f"{_W}shd")
    if shade is None:
        shade = properties.makeelement(f"{_W}shd")
        behind = next((child for child in properties if child.tag[len(_W) :] in _SHADE_BEFORE), None)
        if behind is None:
            properties.append(shade)
        else:
            behind.addprevious(shade)
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(f"{_W}{name}", value)


def _comment(document: Any, paragraphs: Iterator[Any], text: str) -> None:
    """A comment over the first paragraph that has runs, else over an empty run in the first one."""
    from docx.text.paragraph import Paragraph

    found = list(paragraphs)
    if not found:
        document.add_paragraph()
        found = [document.paragraphs[-1]._p]
    element = next((item for item in found if item.find(f"{_W}r") is not None), found[0])
    paragraph = Paragraph(element, document.part)
    runs = paragraph.runs or [paragraph.add_run("")]
    document.add_comment(runs=runs, text=make_printable(text), author=AUTHOR, initials="jx")
