"""Building blocks of a .docx: paragraphs and tables as XML elements, fonts with fallbacks.

Written as XML text and parsed once a table: element by element takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from lint.reports.formats.cells import make_printable

TITLE, BODY, HEAD1, HEAD2, TABLE = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "仿宋_GB2312"
LATIN = "Times New Roman"
FALLBACKS = {
    TITLE: "方正小标宋_GBK,小标宋,华文中宋,宋体,SimSun,Noto Serif CJK SC,Source Han Serif SC",
    BODY: "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC,Source Han Serif SC",
    HEAD1: "SimHei,微软雅黑,Noto Sans CJK SC,Source Han Sans SC",
    HEAD2: "楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC,Source Han Serif SC",
}
"""The fonts of GB/T 9704-2012 and what stands in for them, as the font table's alternative names."""

TWO, THREE, FOUR, FIVE, SMALL_FIVE = 22.0, 16.0, 14.0, 10.5, 9.0  # 二号 三号 四号 五号 小五 in points
LINE = 29.0  # points a line: 225 mm of text height in 22 lines (GB/T 9704-2012, 5.2.2)
TWIPS_A_MM = 1440 / 25.4
EMU_A_MM = 36000
UPRIGHT_WIDTH = 156.0  # mm of text on an upright page (GB/T 9704-2012, 5.2.1)


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: font, size in points, alignment, indent in characters, line in points (0: single)."""

    font: str = BODY
    size: float = THREE
    align: str = "both"
    indent: int = 2
    line: float = LINE
    bold: bool = False
    keep: bool = False
    before: float = 0.0


CELL = Look(TABLE, SMALL_FIVE, "left", 0, 0)
CELL_HEAD = Look(HEAD1, SMALL_FIVE, "center", 0, 0)
CELL_CENTRE = Look(TABLE, SMALL_FIVE, "center", 0, 0)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: heading, width in mm, alignment."""

    title: str
    width: float
    centred: bool = False


def measure_text_width(document: Any, section: int) -> float:
    """Millimetres of text in a section (0 the first, -1 the last); the standard's where the document has none."""
    sections = list(document.sections)
    if not sections:
        return UPRIGHT_WIDTH
    page = sections[section]
    try:
        width = ((page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)) / EMU_A_MM
    except ValueError:  # a measure that is no number
        return UPRIGHT_WIDTH
    return width if width > 0 else UPRIGHT_WIDTH


def make_paragraph(text: str, look: Look, extra: Any = None) -> Any:
    """A w:p with the text, and `extra` (an element such as w:drawing) in a run of its own."""
    element = _parsed(_paragraph(text, look))
    if extra is not None:
        holder = _parsed("<w:r/>")
        holder.append(extra)
        element.append(holder)
    return element


def make_picture(inline: Any) -> Any:
    """A paragraph of a cell that shows one picture (python-docx's inline shape)."""
    drawing = _parsed("<w:drawing/>")
    drawing.append(inline)
    return make_paragraph("", CELL, drawing)


def make_page_number(look: Look, *, before: str = "", after: str = "") -> Any:
    """A paragraph with “— 1 —”, the page's number between `before` and `after`."""
    properties = _run_properties(look)
    field = "".join(
        f"<w:r>{properties}{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText>PAGE</w:instrText>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    runs = f"{_run(before + '— ', look)}{field}{_run(' —' + after, look)}"
    return _parsed(f"<w:p>{_properties(look)}{runs}</w:p>")


def make_table(columns: Sequence[Column], rows: Iterable[Sequence[Any]], width: float) -> Any:
    """A w:tbl over `width` mm: heading row repeated on each page, no row torn apart.

    A cell is a text, or a list of texts and ready elements (w:p), a paragraph each.
    """
    scale = width / sum(column.width for column in columns)
    widths = [round(column.width * scale * TWIPS_A_MM) for column in columns]
    looks = [CELL_CENTRE if column.centred else CELL for column in columns]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    parts = [
        f"{_table_properties(sum(widths))}<w:tblGrid>{grid}</w:tblGrid>",
        _row([column.title for column in columns], widths, [CELL_HEAD] * len(columns), heading=True),
        *(_row(row, widths, looks) for row in rows),
    ]
    return _parsed(f"<w:tbl>{''.join(parts)}</w:tbl>")


def _parsed(xml: str) -> Any:
    name, _, rest = xml.partition(">")
    closing = "/" if name.endswith("/") else ""
    return parse_xml(f"{name.removesuffix('/')} {nsdecls('w')}{closing}>{rest}")


def _paragraph(text: str, look: Look) -> str:
    return f"<w:p>{_properties(look)}{_run(text, look) if text else ''}</w:p>"


def _run(text: str, look: Look) -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in make_printable(text).splitlines() or [""]
    )
    return f"<w:r>{_run_properties(look)}{lines}</w:r>"


def _row(cells: Sequence[Any], widths: Sequence[int], looks: Sequence[Look], *, heading: bool = False) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/>' if heading else ""
    made = []
    for cell, width, look in zip(cells, widths, looks, strict=True):
        items = cell if isinstance(cell, list) else [cell]
        content = "".join(
            _paragraph(item, look) if isinstance(item, str) else etree.tostring(item, encoding="unicode")
            for item in items
        )
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
        made.append(f"<w:tc>{properties}{content}</w:tc>")
    repeated = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(made)}</w:tr>"


def _table_properties(width: int) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{size}" w:type="dxa"/>'
        for side, size in (("top", 45), ("left", 80), ("bottom", 45), ("right", 80))
    )
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )


@lru_cache(maxsize=64)
def _properties(look: Look) -> str:
    line = f'w:line="{round(look.line * 20)}" w:lineRule="exact"' if look.line else 'w:line="245" w:lineRule="auto"'
    indent = ""
    if look.indent:
        points = round(look.indent * look.size * 20)
        indent = f'<w:ind w:firstLineChars="{look.indent * 100}" w:firstLine="{points}"/>'
    keep = "<w:keepNext/>" if look.keep else ""
    spacing = f'<w:spacing w:before="{round(look.before * 20)}" w:after="0" {line}/>'
    return f'<w:pPr>{keep}{spacing}{indent}<w:jc w:val="{look.align}"/></w:pPr>'


@lru_cache(maxsize=64)
def _run_properties(look: Look) -> str:
    size = round(look.size * 2)
    fonts = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia={quoteattr(look.font)} w:cs="{LATIN}" w:hint="eastAsia"'
    bold = "<w:b/>" if look.bold else ""
    return f'<w:rPr><w:rFonts {fonts}/>{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
