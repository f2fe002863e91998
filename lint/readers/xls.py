"""Old spreadsheets (BIFF: .xls, .et) through xlrd: every sheet's cells as the user sees them."""

from __future__ import annotations

import io
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code

from lint.model import Cell, Document, Location, Row
from lint.readers.grid import rows_of
from lint.readers.limits import Limits, Meter, ReadError, too_much
from lint.readers.numberformat import CHINESE_BUILTIN, GENERAL, show, text_section
from lint.settings import Settings

BROKEN = "表格文件已损坏或不完整，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
_FORMATTED = 80  # the BIFF version from which xlrd reads formats and merged cells
_LISTED = 5  # places named in a note before the rest is only counted


def read(data: bytes, path: str, settings: Settings) -> Document:
    """The rows of every sheet in order; hidden ones are kept and marked. Raises ReadError."""
    limits = settings.limits
    try:
        book = _open(data)
        return _document(book, path, limits)
    except ReadError:
        raise
    except MemoryError:
        raise
    except xlrd.XLRDError as error:
        if "ncrypt" in str(error) or "assword" in str(error):
            raise ReadError("表格有打开密码，无法读取，请用 Excel 或 WPS 取消密码后重新上传。") from None
        raise ReadError(BROKEN) from error
    except Exception as error:  # any file can make the library fail in any way
        raise ReadError(BROKEN) from error


def _open(data: bytes) -> Any:
    quiet = io.StringIO()
    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=quiet, ragged_rows=True)
    except NotImplementedError:
        return xlrd.open_workbook(file_contents=data, logfile=quiet, ragged_rows=True)


def _document(book: Any, path: str, limits: Limits) -> Document:
    meter = Meter(limits)
    if book.nsheets > limits.sheets:
        raise too_much("工作表数", limits.sheets, "张", "sheets")
    rows: list[Row] = []
    notes: list[str] = []
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        found = _sheet(book, sheet, number + 1, meter, notes)
        if found and sheet.visibility != 0:
            notes.append(f"工作表“{sheet.name}”是隐藏的，其中内容已读取，请核对是否应当申报。")
        rows.extend(found)
    merges = book.biff_version >= _FORMATTED
    return Document(path, "xls", tuple(rows), merges=merges, notes=(*notes, *meter.notes()))


def _sheet(book: Any, sheet: Any, number: int, meter: Meter, notes: list[str]) -> list[Row]:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: dict[int, list[tuple[int, int, int]]] = {}
    for top, bottom, left, right in sheet.merged_cells:
        meter.cell("")
        last = min(bottom, sheet.nrows)
        if last <= top or right <= left:
            continue
        spans[top, left] = (last - top, min(right, meter.limits.columns) - left)
        for row in range(top, last):
            covered.setdefault(row, []).append((left, right, top))
    hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    seen_rows: list[int] = []
    seen_columns: set[int] = set()
    lines: list[tuple[int, list[Cell]]] = []
    for row in range(sheet.nrows):
        cells = []
        for column in range(sheet.row_len(row)):
            if any(
                left <= column < right and (top, left) != (row, column) for left, right, top in covered.get(row, ())
            ):
                continue
            text = meter.cell(_text(book, sheet.cell(row, column)))
            tall, wide = spans.get((row, column), (1, 1))
            if not text.strip() and (row, column) not in spans:
                continue
            unseen = sheet.visibility != 0 or row in hidden_rows or column in hidden_columns
            if text.strip() and row in hidden_rows and (not seen_rows or seen_rows[-1] != row + 1):
                seen_rows.append(row + 1)
            elif text.strip() and column in hidden_columns:
                seen_columns.add(column)
            place = Location(sheet=sheet.name, row=row + 1, column=column + 1)
            cells.append(Cell(text, place, column, tall, max(1, wide), hidden=unseen))
        if cells:
            meter.row()
            lines.append((row, cells))
    if seen_rows and sheet.visibility == 0:
        listed = "、".join(str(row) for row in seen_rows[:_LISTED])
        more = f" 等 {len(seen_rows)} 处" if len(seen_rows) > _LISTED else ""
        notes.append(f"工作表“{sheet.name}”有隐藏行（第 {listed}{more} 行），内容已读取，请核对是否应当申报。")
    if seen_columns and sheet.visibility == 0:
        notes.append(f"工作表“{sheet.name}”有隐藏列（{len(seen_columns)} 列），内容已读取，请核对是否应当申报。")
    return rows_of(lines, number)


def _text(book: Any, cell: Any) -> str:
    kind, value = cell.ctype, cell.value
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    code = _code(book, cell)
    if kind == xlrd.XL_CELL_TEXT:
        return text_section(value.replace("\r\n", "\n").replace("\r", "\n"), code)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(error_text_from_code.get(value, "#ERR"))
    if kind == xlrd.XL_CELL_DATE and code == GENERAL:
        code = CHINESE_BUILTIN[14]
    return show(float(value), code, date1904=bool(book.datemode))


def _code(book: Any, cell: Any) -> str:
    if cell.xf_index is None or cell.xf_index >= len(book.xf_list):
        return GENERAL
    key = book.xf_list[cell.xf_index].format_key
    if key in CHINESE_BUILTIN:
        return CHINESE_BUILTIN[key]
    entry = book.format_map.get(key)
    return entry.format_str if entry is not None and entry.format_str else GENERAL
