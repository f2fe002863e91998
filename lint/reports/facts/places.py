"""A finding's place in words: 第3页、工作表“Sheet1”C12 …"""

from __future__ import annotations

from lint.model import Location


def spell_column(column: int) -> str:
    """The letters of a 1-based column number: 1 → A, 28 → AB. Raises ValueError below 1."""
    if column < 1:
        raise ValueError(column)
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def say_place(location: Location) -> str:
    """The place in Chinese, coarse to fine, or an empty string where nothing is known of it."""
    parts = []
    if location.page is not None:
        parts.append(f"第{location.page}页")
    if location.sheet is not None:
        parts.append(f"工作表“{location.sheet}”")
        if location.row is not None:
            column = spell_column(location.column) if location.column else ""
            parts.append(f"{column}{location.row}单元格" if column else f"第{location.row}行")
        return "".join(parts)
    if location.line is not None:
        parts.append(f"第{location.line}行")
    if location.part is not None:
        parts.append(f"第{location.part}个表格")
    if location.row is not None and location.line is None:
        parts.append(f"第{location.row}行")
        if location.column is not None:
            parts.append(f"第{location.column}列")
    return "".join(parts)
