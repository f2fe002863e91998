"""Lines of a text → pieces with the gaps between them: what still says where a cell may end.

A piece is a run of characters without any separator. The gap before it says what stood there: nothing,
a space, a cell's end (bar, tab, wide gap), a line's end, an empty line. Marks that a page, a sharing site
or a converter put between the cells are taken out; the gap they leave is torn: it may stand inside a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from lint.extract.flattened.glyphs import is_traditional, simplified
from lint.model import Location, Row


class Gap(IntEnum):
    """What stands before a piece, the weakest first."""

    NONE = 0
    SPACE = 1
    CELL = 2
    LINE = 3
    BLANK = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, the gap before it, and its place.

    `torn` says that a page's or a site's mark stood in the gap; `place` is the grid column of its cell,
    -1 where the text has none.
    """

    text: str
    gap: Gap
    location: Location
    torn: bool = False
    place: int = -1


_BAR = re.compile(r"(?<!\\)\|")
_BARRED = re.compile(r"^\s*\||\|\s*$|\s\|\s|\|\s*\|")
_RULER = re.compile(r"^[\s|:\-+=—]+$")
_WIDE = re.compile(r"\t|[ \u00a0]{2,}|\u3000+")
_PINYIN = re.compile(
    r"(?<=[\u4e00-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,6}[)）]"
)  # 版權(quán): how some sharing sites print a glyph that they replaced
_LATIN_LINE = re.compile(r"^[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ\d\s]{6,80}$")
_PAGE_MARK = re.compile(
    r"^\s*(?:[-—–－·]+\s*\d{1,4}\s*[-—–－·]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,3}\s*/\s*\d{1,3})\s*$"
)
_INNER_MARK = re.compile(
    r"\s*(?:第\s*\d{1,4}\s*页\s*[,，/]?\s*共\s*\d{1,4}\s*页|[—–]\s*\d{1,4}\s*[—–]|(?<=\s)-\s\d{1,4}\s-(?=\s))\s*"
)
_RUNNING = re.compile(
    r"^.{2,30}(?:20\d\d年度?)?.{0,8}(?:部门预算|部门决算|预算公开|决算公开|办公室.{0,4}20\d\d年\d{1,2}月\d{1,2}日印发)$"
)
_SHARED = re.compile(r"由会员|由用户(?:提供|上传)|在线阅读|文库|全文预览|文档简介|资源描述|珍藏版")
_CHUNK = re.compile(r"^\s{0,2}(\d{1,2})、")
_DOUBLED_COMMA = re.compile(r"[,，](?=[，,；。、;])")  # a converter's ",，"
_MARK_LINE = re.compile(r"^[\s|\u200b]*$")


def pieces_of(rows: Sequence[Row]) -> list[Piece]:
    """The pieces of a document's rows in reading order."""
    fold = is_traditional("".join(cell.text[:400] for row in rows[:400] for cell in row.cells))
    shared = any(_SHARED.search(simplified(cell.text[:200])) for row in rows for cell in row.cells if row.paragraph)
    result: list[Piece] = []
    last_line, chunk, torn = 0, 0, False
    for row in rows:
        number = row.cells[0].location.line or 0
        gap = Gap.BLANK if number > last_line + 1 and last_line else Gap.LINE
        last_line = number
        if len(row.cells) == 1 and row.paragraph:
            text = row.cells[0].text
            if _is_mark(text):
                torn = True
                continue
            if shared and (found := _CHUNK.match(text)) and int(found[1]) == chunk + 1:
                chunk += 1
                text = text[found.end() :]
                if chunk > 1:
                    gap = Gap.SPACE if text.startswith((" ", "\u3000")) else Gap.NONE
                    torn = True
            torn = _split(simplified(text) if fold else text, gap, row.cells[0].location, torn, result)
            continue
        for cell in row.cells:
            torn = _split(simplified(cell.text) if fold else cell.text, gap, cell.location, torn, result, cell.column)
            gap = Gap.CELL
    return result


def _is_mark(text: str) -> bool:
    """Whether a line is a page's mark, a running head or pinyin set between the lines."""
    if len(text) > 80:
        return False
    return bool(_PAGE_MARK.match(text) or _RUNNING.match(text) or (_LATIN_LINE.match(text) and " " in text.strip()))


def _split(text: str, gap: Gap, location: Location, torn: bool, into: list[Piece], place: int = -1) -> bool:
    """Appends the pieces of one cell or paragraph; whether the next gap is torn."""
    folded = _PINYIN.sub("", text)
    parts: Iterable[str] = (folded,)
    if "|" in folded and _BARRED.search(folded):
        if _RULER.match(folded) and "-" in folded:
            return torn
        parts = _BAR.split(folded)
    for number, part in enumerate(parts):
        if number and gap < Gap.LINE:
            gap = Gap.CELL
        for run in _runs(part):
            words, inner_torn = run
            for word in words.split():
                into.append(
                    Piece(
                        _DOUBLED_COMMA.sub("", word),
                        gap,
                        location,
                        torn or inner_torn,
                        place if gap != Gap.SPACE else -1,
                    )
                )
                gap, torn, inner_torn = Gap.SPACE, False, False
            gap = Gap.CELL if gap == Gap.SPACE else gap
        if gap == Gap.SPACE:
            gap = Gap.CELL
    return torn


def _runs(part: str) -> list[tuple[str, bool]]:
    """The stretches of a cell between wide gaps; whether a page's mark stood before each."""
    result: list[tuple[str, bool]] = []
    for number, stretch in enumerate(_INNER_MARK.split(part)):
        for place, run in enumerate(_WIDE.split(stretch)):
            if run.strip():
                result.append((run, number > 0 and place == 0))
    return result
