"""Alignment of double-width text: how many terminal columns a text takes.

By the East Asian Width of Unicode Standard Annex #11, as terminals do; the standard library's own
table is enough and costs no import time (wcwidth's takes longer to load than `explain` may take).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_NO_WIDTH = ("Mn", "Me", "Cf", "Cc")  # combining marks, formats, controls


def count_columns(text: str) -> int:
    """Terminal columns of a text; control characters count 0."""
    return sum(map(_width, text))


@lru_cache(maxsize=1 << 16)
def _width(char: str) -> int:
    if unicodedata.category(char) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def pad(text: str, width: int) -> str:
    """The text with spaces after it up to `width` columns."""
    return text + " " * max(width - count_columns(text), 0)


def cut(text: str, width: int) -> str:
    """The text, its end replaced by … where it takes more than `width` columns."""
    if count_columns(text) <= width:
        return text
    kept, used = [], 0
    for char in text:
        size = _width(char)
        if used + size > width - 1:
            break
        kept.append(char)
        used += size
    return "".join(kept) + "…"


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns (at least 2), broken between characters.

    A Latin word or number is kept whole where it fits a line; closing punctuation begins no line
    (it takes the piece before it along) and opening punctuation ends none.
    """
    lines: list[str] = []
    line: list[str] = []
    used = 0  # columns of `line`
    for piece in _pieces(text, width):
        size = count_columns(piece)
        if line and used + size > width:
            carried = [line.pop()] if piece[0] in _CLOSING and len(line) > 1 else []
            if line[-1] in _OPENING and len(line) > 1:
                carried.insert(0, line.pop())
            if sum(map(count_columns, carried)) + size > width:  # no room for both: the width comes first
                line, carried = line + carried, []
            lines.append("".join(line).rstrip())
            line, used = carried, sum(map(count_columns, carried))
        if line or not piece.isspace():
            line.append(piece)
            used += size
    return [*lines, "".join(line).rstrip()] if line or not lines else lines


_OPENING = "“‘（《【"
_CLOSING = "，。、；：！？）》】”’%％…"


def _pieces(text: str, width: int) -> list[str]:
    """Characters, with runs of Latin letters, digits and comparators together as far as they fit a line."""
    pieces: list[str] = []
    for char in text:
        joins = _joins(char)
        last = pieces[-1] if pieces else " "
        if joins and _joins(last[-1]) and len(last) < width:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _joins(char: str) -> bool:
    return (char.isascii() and not char.isspace()) or char in "≥≤＞＜＝±"


def align_columns(table: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Rows of texts as aligned columns, two spaces between, ending in a line feed.

    `right` are the 0-based columns (of numbers) that are aligned to the right.
    """
    widths = [max(count_columns(row[index]) for row in table) for index in range(len(table[0]))]
    lines = []
    for row in table:
        cells = [
            " " * (width - count_columns(text)) + text if index in right else pad(text, width)
            for index, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"
