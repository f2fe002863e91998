"""Spreadsheets in OOXML (.xlsx, .xlsm, .et saved so): every sheet's cells as the user sees them.

openpyxl gives the workbook (sheets, strings, styles, calendar); the sheets themselves are walked
row by row, because its read-only mode drops merged cells and hidden rows and its other mode
builds every cell of a merged range, which a hostile range of a whole sheet makes unbounded.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.cell.text import Text
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.functions import fromstring

from lint.model import Cell, Document, Location, Row
from lint.package import open_package
from lint.package.markup import check_markup
from lint.readers.grid import rows_of
from lint.readers.limits import Limits, Meter, ReadError, too_much
from lint.readers.numberformat import CHINESE_BUILTIN, GENERAL, show, text_section
from lint.settings import Settings

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = {  # ISO 29500 strict → transitional, the only one the library reads
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_ROW, _COLUMN, _MERGE = _MAIN + "row", _MAIN + "col", _MAIN + "mergeCell"
_CELL, _VALUE, _FORMULA, _INLINE = _MAIN + "c", _MAIN + "v", _MAIN + "f", _MAIN + "is"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ECMA-376 22.9.2.19 (ST_Xstring)
_UNCOMPUTED = "\x00"  # a formula without a result
UNCOMPUTED = "（公式未计算）"  # what its cell shows, with confidence 0
_STYLES = ("xl/styles.xml", "xl/styles-as-written.xml")
_LISTED = 5  # places named in a note before the rest is only counted

BROKEN = "表格文件已损坏或不完整，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"


def read(data: bytes, path: str, settings: Settings) -> Document:
    """The rows of every sheet in order; hidden ones are kept and marked. Raises ReadError."""
    limits = settings.limits
    package = open_package(data, limits)
    check_markup(package)
    try:
        return _Workbook(data, package, limits).document(path)
    except ReadError:
        raise
    except Exception as error:  # any file can make the library fail in any way
        raise ReadError(BROKEN) from error


class _Workbook:
    def __init__(self, data: bytes, package: zipfile.ZipFile, limits: Limits) -> None:
        self.limits = limits
        self.meter = Meter(limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.book, self.package = _load(data, package)
        self.codes = _format_codes(self.package)
        self.date1904 = self.book.epoch == CALENDAR_MAC_1904
        self.notes: list[str] = []

    def document(self, path: str) -> Document:
        sheets = [sheet for sheet in self.book.worksheets if hasattr(sheet, "_worksheet_path")]
        if len(sheets) > self.limits.sheets:
            raise too_much("工作表数", self.limits.sheets, "张", "sheets")
        rows: list[Row] = []
        for number, sheet in enumerate(sheets, 1):
            hidden = sheet.sheet_state != "visible"
            reader = _Sheet(self, sheet.title, number, hidden)
            with self.package.open(sheet._worksheet_path) as stream:
                found = reader.rows(stream, sheet._shared_strings)
            if hidden and found:
                self.notes.append(f"工作表“{sheet.title}”是隐藏的，其中内容已读取，请核对是否应当申报。")
            self.notes.extend(reader.notes(hidden))
            rows.extend(found)
        notes = (*self.notes, *self.meter.notes())
        return Document(path, "xlsx", tuple(rows), merges=True, notes=notes)


def _load(data: bytes, package: zipfile.ZipFile) -> tuple[Any, zipfile.ZipFile]:
    """The workbook and the package its sheets are read from."""
    strict = any(b"purl.oclc.org" in package.read(name) for name in package.namelist() if name == "xl/workbook.xml")
    try:
        if not strict:
            return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False), package
    except MemoryError:
        raise
    except Exception:
        # Styles and properties written by other programs break the library; the cells do not
        # need them: formats are read apart. What remains broken is an error of the file.
        strict = True
    plain = _plain(package)
    return load_workbook(plain, read_only=True, data_only=True, keep_links=False), zipfile.ZipFile(plain)


def _plain(package: zipfile.ZipFile) -> io.BytesIO:
    """The package with an empty style sheet, without properties, its namespaces transitional."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as copy:
        for name in package.namelist():
            part = package.read(name)
            if name.lower() in ("docprops/core.xml", "docprops/custom.xml"):
                continue
            if name.lower().endswith((".xml", ".rels")):
                for strict, transitional in _STRICT.items():
                    part = part.replace(strict, transitional)
            copy.writestr("xl/styles-as-written.xml" if name.lower() == "xl/styles.xml" else name, part)
    kept.seek(0)
    return kept


def _format_codes(package: zipfile.ZipFile) -> list[str]:
    """The format code of each cell style, in the order cells refer to them."""
    name = next((item for item in package.namelist() if item.lower() in _STYLES), None)
    if name is None:
        return []
    try:
        root = fromstring(package.read(name))
    except etree.XMLSyntaxError:
        return []
    own = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iter(_MAIN + "numFmt")}
    codes = []
    for style in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"):
        number = style.get("numFmtId", "0")
        builtin = int(number) if number.isdigit() else 0
        codes.append(own.get(number) or CHINESE_BUILTIN.get(builtin) or BUILTIN_FORMATS.get(builtin, GENERAL))
    return codes


class _Sheet:
    """Walks one sheet; collects what the user does not see or what could not be computed."""

    def __init__(self, workbook: _Workbook, title: str, number: int, hidden: bool) -> None:
        self.title = title
        self.number = number
        self.hidden = hidden
        self.codes = workbook.codes
        self.date1904 = workbook.date1904
        self.meter = workbook.meter
        self.limits = workbook.limits
        self.hidden_columns: set[int] = set()
        self.hidden_rows: list[int] = []
        self.shown_hidden_columns: set[int] = set()
        self.uncomputed: list[str] = []
        self.errors: list[str] = []

    def rows(self, stream: Any, strings: list[str]) -> list[Row]:
        """The sheet's rows that hold text, with merged cells as spans."""
        raw: list[tuple[int, bool, list[tuple[int, str]]]] = []
        merges: dict[tuple[int, int], tuple[int, int]] = {}
        counter = 0
        parser = etree.iterparse(
            stream,
            tag=(_ROW, _COLUMN, _MERGE),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        for _, element in parser:
            if element.tag == _ROW:
                counter = _row_number(element, counter)
                cells = list(self._cells(element, counter, strings))
                if cells:
                    self.meter.row()
                    hidden = element.get("hidden") in ("1", "true")
                    raw.append((counter, hidden, cells))
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            elif element.tag == _MERGE:
                self.meter.cell("")
                left, top, right, bottom = range_boundaries(element.get("ref", ""))
                if left and top and right and bottom:  # whole rows or columns have no corners
                    merges[(top, left)] = (bottom - top + 1, right - left + 1)
            elif element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min", "0")), int(element.get("max", "0"))
                self.hidden_columns.update(range(first, min(last, first + self.limits.columns) + 1))
        return self._with_merges(raw, merges)

    def _cells(self, element: Any, row: int, strings: list[str]) -> Iterator[tuple[int, str]]:
        column = 0
        for cell in element:
            if cell.tag != _CELL:
                continue
            place = cell.get("r")
            column = coordinate_to_tuple(place)[1] if place else column + 1
            text = self._text(cell, strings, row, column)
            if text and not text.isspace():
                yield column, self.meter.cell(text)

    def _text(self, cell: Any, strings: list[str], row: int, column: int) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_INLINE)
            return _unescape(getattr(Text.from_tree(inline), "content", "") or "") if inline is not None else ""
        value = cell.findtext(_VALUE)
        if value is None or value == "":
            if cell.find(_FORMULA) is not None and kind != "str":
                self.uncomputed.append(f"{get_column_letter(column)}{row}")
                return _UNCOMPUTED
            return ""
        style = int(cell.get("s", "0"))
        code = self.codes[style] if style < len(self.codes) else GENERAL
        if kind == "s":
            return text_section(_unescape(strings[int(value)]), code)
        if kind == "n":
            return show(float(value), code, date1904=self.date1904)
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if kind == "e":
            self.errors.append(f"{get_column_letter(column)}{row}（{value}）")
            return str(value)
        if kind == "d":
            return str(value).removesuffix("T00:00:00")
        return text_section(_unescape(value), code)

    def _with_merges(
        self, raw: list[tuple[int, bool, list[tuple[int, str]]]], merges: dict[tuple[int, int], tuple[int, int]]
    ) -> list[Row]:
        if not raw:
            return []
        last_row = raw[-1][0]
        ends = [left + wide - 1 for (_, left), (_, wide) in merges.items() if wide <= self.limits.columns]
        last_column = max(ends + [column for _, _, cells in raw for column, _ in cells])
        covered = _Covered(merges)
        empty: dict[int, list[int]] = {}
        for top, left in merges:
            empty.setdefault(top, []).append(left)
        lines = []
        for number, hidden, found in raw:
            texts = {column: text for column, text in found if not covered.hides(number, column)}
            columns = sorted({*texts, *empty.get(number, ())})
            cells = []
            for column in columns:
                tall, wide = merges.get((number, column), (1, 1))
                unseen = hidden or self.hidden or self._column_hidden(column, wide)
                text = texts.get(column, "")
                doubt = text == _UNCOMPUTED
                if text and not hidden and not self.hidden and unseen:
                    self.shown_hidden_columns.add(column)
                cells.append(
                    Cell(
                        UNCOMPUTED if doubt else text,
                        Location(sheet=self.title, row=number, column=column),
                        column - 1,
                        min(tall, last_row - number + 1),
                        max(1, min(wide, last_column - column + 1)),
                        confidence=0.0 if doubt else 1.0,
                        hidden=unseen,
                    )
                )
            if hidden and any(cell.text for cell in cells):
                self.hidden_rows.append(number)
            if cells:
                lines.append((number, cells))
        return rows_of(lines, self.number)

    def _column_hidden(self, column: int, wide: int) -> bool:
        if not self.hidden_columns:
            return False
        span = range(column, column + min(wide, self.limits.columns))
        return all(each in self.hidden_columns for each in span)

    def notes(self, sheet_hidden: bool) -> list[str]:
        """Chinese sentences on what is hidden, not computed or in error on this sheet."""
        notes = []
        if self.hidden_rows and not sheet_hidden:
            notes.append(
                f"工作表“{self.title}”有隐藏行（第 {_some(self.hidden_rows)} 行），内容已读取，请核对是否应当申报。"
            )
        if self.shown_hidden_columns:
            letters = [get_column_letter(column) for column in sorted(self.shown_hidden_columns)]
            notes.append(f"工作表“{self.title}”有隐藏列（{_some(letters)} 列），内容已读取，请核对是否应当申报。")
        if self.uncomputed:
            notes.append(
                f"工作表“{self.title}”的 {_some(self.uncomputed)} 是没有计算结果的公式，"
                "请用 Excel 或 WPS 打开并保存一次后重新检查。"
            )
        if self.errors:
            notes.append(f"工作表“{self.title}”的 {_some(self.errors)} 是出错的公式，请更正后重新检查。")
        return notes


class _Covered:
    """Which cells lie under a merged range (all but its first), without listing them."""

    def __init__(self, merges: dict[tuple[int, int], tuple[int, int]]) -> None:
        self.ranges = [(top, left, top + tall, left + wide) for (top, left), (tall, wide) in merges.items()]
        self.ranges.sort()
        self.next = 0
        self.open: list[tuple[int, int, int, int]] = []

    def hides(self, row: int, column: int) -> bool:
        """Rows must come in ascending order."""
        while self.next < len(self.ranges) and self.ranges[self.next][0] <= row:
            self.open.append(self.ranges[self.next])
            self.next += 1
        self.open = [item for item in self.open if item[2] > row]
        return any(left <= column < right and (top, left) != (row, column) for top, left, _, right in self.open)


def _row_number(element: Any, counter: int) -> int:
    written = element.get("r")
    return int(float(written)) if written else counter + 1


def _unescape(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _some(items: list[Any]) -> str:
    listed = "、".join(str(item) for item in items[:_LISTED])
    return listed if len(items) <= _LISTED else f"{listed} 等 {len(items)} 处"
