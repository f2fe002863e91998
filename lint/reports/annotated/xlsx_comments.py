"""The comments of a worksheet: remarks added and taken back, and the boxes they are drawn in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from lint.model import SEVERITY_WORDS
from lint.reports.annotated.marks import AUTHOR
from lint.reports.annotated.ooxml import AnnotationError, read_number
from lint.reports.annotated.xlsx_cells import Place
from lint.reports.facts.places import spell_column
from lint.reports.formats.cells import fit_cell

_WITHDRAWN = "上次审核指出的问题，本次已不再出现。"
_OUR_LEADS = tuple(f"\n【{word}】" for word in SEVERITY_WORDS.values())  # how a remark behind another's comment begins
_NOTE_LINE = 26  # characters a line of a comment's box holds, for its height

_SPACES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_DRAWING_HEAD = (
    f'<xml{_SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def add_remarks(comments: Any, main: str, remarks: Mapping[Place, str]) -> list[Place]:
    """Adds remarks to a comments part; returns the places that had no comment before.

    Raises AnnotationError for a part without its lists.
    """
    authors, listed = (comments.find(f"{{{main}}}{name}") for name in ("authors", "commentList"))
    if authors is None or listed is None:
        raise AnnotationError("原有批注的部件不完整")
    names = [author.text for author in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{{{main}}}author").text = AUTHOR
        names.append(AUTHOR)
    number = names.index(AUTHOR)
    existing = {item.get("ref"): item for item in listed}
    fresh = []
    for place, text in remarks.items():
        reference = f"{spell_column(place[1])}{place[0]}"
        comment = existing.get(reference)
        if comment is None:
            comment = etree.SubElement(listed, f"{{{main}}}comment", ref=reference, authorId=str(number))
            fresh.append(place)
            lead = ""
        else:
            lead = "\n"
        words = comment.find(f"{{{main}}}text")
        if words is None:
            words = etree.SubElement(comment, f"{{{main}}}text")
        if "".join(map(str, words.itertext())) == _WITHDRAWN:
            words[:], lead = [], ""
        run = etree.SubElement(words, f"{{{main}}}r")
        look = etree.SubElement(run, f"{{{main}}}rPr")
        etree.SubElement(look, f"{{{main}}}sz", val="9")
        content = etree.SubElement(run, f"{{{main}}}t")
        content.text = lead + fit_cell(text)
        content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return fresh


def withdraw_remarks(comments: Any, main: str) -> list[str]:
    """Empties our own comments and takes our lines out of others'; returns the cells they stood at."""
    authors = [author.text for author in comments.iter(f"{{{main}}}author")]
    places = []
    for comment in comments.iter(f"{{{main}}}comment"):
        words = comment.find(f"{{{main}}}text")
        author = read_number(comment, "authorId", -1)
        if words is None:
            continue
        if 0 <= author < len(authors) and authors[author] == AUTHOR:
            words[:] = []
            etree.SubElement(etree.SubElement(words, f"{{{main}}}r"), f"{{{main}}}t").text = _WITHDRAWN
            places.append(comment.get("ref", ""))
            continue
        ours = [run for run in words if "".join(map(str, run.itertext())).startswith(_OUR_LEADS)]
        for run in ours:
            words.remove(run)
        if ours:
            places.append(comment.get("ref", ""))
    return places


def make_drawing(remarks: Mapping[Place, str], block: int) -> bytes:
    """A new drawing with a box for each remark; `block` keeps its shapes' ids apart from other sheets'."""
    return f"{_DRAWING_HEAD % block}{_boxes(remarks, block)}</xml>".encode()


def add_boxes(drawing: bytes, remarks: Mapping[Place, str], block: int) -> bytes:
    """A drawing with a box more for each remark. Raises AnnotationError where the drawing has no end."""
    end = drawing.rfind(b"</")  # shapes go before the end tag of the root
    if end < 0:
        raise AnnotationError("原有批注的图形部件不完整")
    boxes = _boxes(remarks, block).replace("<v:shape ", f"<v:shape{_SPACES} ")  # its own prefixes are not known
    return drawing[:end] + boxes.encode() + drawing[end:]


def _boxes(remarks: Mapping[Place, str], block: int) -> str:
    return "".join(_box(place, text, block, index) for index, (place, text) in enumerate(remarks.items(), 1))


def _box(place: Place, text: str, block: int, index: int) -> str:
    """The box of one comment (ECMA-376 part 4, 19.4: legacy VML that every spreadsheet program reads)."""
    row, column = place[0] - 1, place[1] - 1
    lines = sum(1 + len(line) // _NOTE_LINE for line in text.split("\n"))
    height = min(lines + 1, 30)
    anchor = f"{column + 1}, 15, {max(0, row - 1)}, 10, {column + 5}, 15, {max(0, row - 1) + height}, 4"
    return (
        f'<v:shape id="_x0000_s{block * 1024 + index}" type="#_x0000_t202" '
        'style="position:absolute;width:240pt;height:80pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
