"""Texts that go into cells of csv, xlsx and the like: harmless and within the format's bounds."""

from __future__ import annotations

import re

LIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet program take a typed or imported text for a formula.

The full-width ones are taken so by Excel under a Chinese or Japanese locale (OWASP, "CSV Injection")."""

CELL_LIMIT = 32767  # characters a cell holds (Excel, "Specifications and limits")
_CUT = "……（超出单元格容量，余下从略）"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold
_LEADING = " \t\r\n\u3000\xa0\ufeff\u200b"


SUSPECT = frozenset((*LIVE, *_LEADING))
"""First characters of a text that has to be looked at; any other text is harmless."""


def is_live(text: str) -> bool:
    """Whether a spreadsheet program could take the text for a formula, leading white space aside."""
    if text[:1] not in SUSPECT:
        return False
    return text.lstrip(_LEADING).startswith(LIVE) or text[0] in "\t\r"


def neutralise(text: str) -> str:
    """The text with an apostrophe before it where `is_live`; for formats without cell types (csv)."""
    return f"'{text}" if is_live(text) else text


def make_printable(text: str) -> str:
    """The text without the control characters that XML 1.0 forbids."""
    return _ILLEGAL.sub("", text)


def fit_cell(text: str) -> str:
    """`make_printable(text)`, cut with a remark where a cell cannot hold it."""
    text = make_printable(text)
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - len(_CUT)] + _CUT
