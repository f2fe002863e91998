"""Text files: tab grids, Markdown tables, columns set apart by spaces, one cell a line.

Decodes UTF-8 (with or without mark), UTF-16 and GB18030, turns LaTeX and mark-up left by other
tools into plain characters and gives every cell its line and its number within the line.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from lint.language.latex import print_formulas
from lint.language.widths import count_columns
from lint.model import Cell, Document, Location, Row, Unreadable
from lint.readers.limits import Meter, ReadError
from lint.settings import Settings

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZERO_SHARE = 0.02  # of the high bytes; a form has a line end every fifty characters at least
_SAMPLE = 65536  # bytes looked at to guess UTF-16 without a mark
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_MAY_BE_UNPRINTABLE = 0.002  # share of control characters above which bytes are no text
_LINE_END = re.compile(r"\r\n|\n|\r")


class NotTextError(ValueError):
    """The bytes are no text in any encoding known here."""


def parse(data: bytes, path: str, settings: Settings) -> Document | Unreadable:
    """The document in the bytes of a text file, or why there is none.

    `path` is only named in the result. Never raises for any bytes.
    """
    try:
        text = decode(data)
    except NotTextError:
        return Unreadable(path, f"{path} 不是能识别的文本文件（编码不明或含二进制内容），请另存为 UTF-8 文本后重试。")
    if not text.strip():
        return Unreadable(path, f"{path} 是空文件，没有可检查的内容，请确认是否传错文件。")
    meter = Meter(settings.limits)
    try:
        found = tuple(_metered(row, meter) for row in rows(text, meter.limits.columns))
    except ReadError as error:
        return Unreadable(path, f"{path}：{error}")
    return Document(path, "text", found, notes=tuple(meter.notes()))


def _metered(row: Row, meter: Meter) -> Row:
    """The row, counted; a cell longer than any form's text comes cut."""
    meter.row()
    cells = []
    for cell in row.cells:
        text = meter.cell(cell.text)
        cells.append(cell if len(text) == len(cell.text) else replace(cell, text=text))
    return row if all(a is b for a, b in zip(cells, row.cells, strict=True)) else replace(row, cells=tuple(cells))


def decode(data: bytes) -> str:
    """The characters of a text file's bytes.

    A byte order mark decides; then UTF-16 by its pattern of zero bytes, UTF-8, GB18030. Control
    characters that a dump left in are dropped. Raises NotTextError where none fits.
    """
    for encoding in _candidates(data):
        whole = data[: len(data) // 2 * 2] if encoding.startswith("utf-16") else data
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        bad = len(_UNPRINTABLE.findall(text))
        if bad <= len(text) * _MAY_BE_UNPRINTABLE and _looks_written(text):
            return _UNPRINTABLE.sub("", text) if bad else text
    raise NotTextError


def _candidates(data: bytes) -> Iterator[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            yield encoding
            return
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    # Chinese text has line ends, tabs and digits: their high bytes are zero, always on one side.
    # Low bytes are zero too in a few frequent characters (一, the wide space), hence the factor.
    for encoding, low, high in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        zeros = sample[high::2].count(0)
        if zeros and zeros >= pairs * _ZERO_SHARE and zeros > 3 * sample[low::2].count(0):
            yield encoding
    if sample.count(0) > len(sample) * _MAY_BE_UNPRINTABLE + 1:
        return
    yield "utf-8"
    yield "gb18030"


def _looks_written(text: str) -> bool:
    """Whether most letters are of scripts these forms use: wrong decodings hit rare planes."""
    sample = text[:_SAMPLE]
    strange = sum(1 for char in sample if unicodedata.category(char) in ("Cn", "Co", "Cs"))
    return strange <= len(sample) * 0.05


def rows(text: str, widest: int = 512) -> Iterator[Row]:
    """Rows of a text in reading order; blank lines give none but end a run of tabbed lines.

    Lines with tabs, Markdown bars or columns set apart by spaces are grid rows, others paragraphs.
    A grid is a run of grid rows; its number grows by one with each run. Tabs and bars number the
    columns; columns set apart by spaces are told by where their cells begin in the run's lines.
    """
    grid, inside = 0, False
    aligned: list[tuple[int, list[_Piece]]] = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        pieces = _aligned(line)
        if pieces:
            if not inside:
                grid, inside = grid + 1, True
            aligned.append((number, pieces))
            continue
        if aligned:
            yield from _in_columns(aligned, grid)
            aligned = []
        if not line.strip():
            inside = False
            continue
        texts = _cells(line)
        if texts is None:
            continue  # the ruler under a Markdown header
        if len(texts) == 1 or len(texts) > widest:
            inside = False
            if written := clean(line):
                yield Row((Cell(written, Location(line=number, column=1), 0),), grid, paragraph=True)
            continue
        if not inside:
            grid, inside = grid + 1, True
        cells = tuple(
            Cell(shown, Location(line=number, column=index + 1), index)
            for index, raw in enumerate(texts)
            if (shown := clean(raw))
        )
        if cells:
            yield Row(cells, grid)
    if aligned:
        yield from _in_columns(aligned, grid)


_Piece = tuple[int, str]  # where a cell begins, in display columns, and its raw text


def _aligned(line: str) -> list[_Piece]:
    """The cells of a line whose columns are set apart by spaces; none for other lines."""
    if "\t" in line or len(line) > _LONGEST_SPACED or ("  " not in line and "\u3000" not in line):
        return []
    if _BAR_ROW.match(line):
        return []
    pieces: list[_Piece] = []
    at = 0
    for gap in _GAP.finditer(line):
        if gap.start() > at:
            pieces.append((count_columns(line[:at]), line[at : gap.start()]))
        at = gap.end()
    if at < len(line):
        pieces.append((count_columns(line[:at]), line[at:]))
    return pieces if len(pieces) >= _SPACED_CELLS else []


def _in_columns(lines: list[tuple[int, list[_Piece]]], grid: int) -> Iterator[Row]:
    """Rows of a run of spaced lines: cells that begin at about the same place share a column."""
    column_of: dict[int, int] = {}
    column, last = -1, -_NEAR - 1
    for start in sorted({start for _, pieces in lines for start, _ in pieces}):
        if start - last > _NEAR:
            column += 1
        column_of[start] = column
        last = start
    for number, pieces in lines:
        cells = []
        before = -1
        for index, (start, raw) in enumerate(pieces):
            before = max(before + 1, column_of[start])
            if shown := clean(raw):
                cells.append(Cell(shown, Location(line=number, column=index + 1), before))
        if cells:
            yield Row(tuple(cells), grid)


_BAR_ROW = re.compile(r"^\s*\|.*\|\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_RULER = re.compile(r"^[\s|:\-+=]+$")
_GAP = re.compile(r"(?:[ \u00a0]{2,}|[ \u00a0]*\u3000{1,}[ \u00a0\u3000]*)")


def _cells(line: str) -> list[str] | None:
    """The raw cells of a line: one for a paragraph, None for a Markdown ruler."""
    if "\t" in line:
        return line.split("\t")
    if _BAR_ROW.match(line):
        if _RULER.match(line):
            return None
        return [cell.replace("\\|", "|") for cell in _BAR.split(line.strip()[1:-1])]
    return [line]


_SPACED_CELLS = 2  # a gap of two spaces sets columns apart
_NEAR = 2  # display columns within which beginnings are the same column
_LONGEST_SPACED = 400  # characters; a longer line with gaps is running text

_TAG = re.compile(r"</?(?:b|i|u|em|strong|p|span|sub|sup|font|div|center|small)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOX = re.compile(r"<input\b[^<>]{0,200}>", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_BOLD = re.compile(r"\*\*(?=\S)(.{1,500}?)\*\*")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&le;": "≤", "&ge;": "≥", "&quot;": '"', "&amp;": "&"}
_ENTITY = re.compile("|".join(_ENTITIES))
_SPACES = re.compile(r"[ \t\u00a0\u3000\u200b\ufeff]+")


def clean(raw: str) -> str:
    """A cell's text as a reader of the form sees it: no LaTeX, no mark-up, outer spaces gone.

    Full-width characters stay as written; they are part of what the form says.
    """
    text = raw
    if "<" in text:
        text = _BOX.sub(lambda box: "☑" if "checked" in box[0].lower() else "□", text)
        text = _BREAK.sub(" ", _TAG.sub("", text))
    if "&" in text:
        text = _ENTITY.sub(lambda entity: _ENTITIES[entity[0]], text)
    if "#" in text:
        text = _HEADING.sub("", text)
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
    if "$" in text or "\\" in text:
        text = print_formulas(text)
    return _SPACES.sub(" ", text).strip()
