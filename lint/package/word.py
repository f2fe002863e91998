"""The tables of a Word document, walked and numbered in one way by reading and annotating."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What an old program shows instead of a newer part: the same content a second time."""
_VAL = W + "val"
_GONE = frozenset((FALLBACK, W + "del", W + "moveFrom"))
_AROUND = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag"))


def walk_tables(body: Any) -> Iterator[Any]:
    """Every table of a body in document order: the first is number 1 of `Location.part`.

    Tables in deleted text, in deleted rows and in what only old programs show have no number.
    """
    for table in body.iter(f"{W}tbl"):
        if not any(above.tag in _GONE or is_deleted_row(above) for above in table.iterancestors()):
            yield table


def is_deleted_row(element: Any) -> bool:
    """Whether this is a row of a table that tracked changes have deleted."""
    return element.tag == f"{W}tr" and element.find(f"{W}trPr/{W}del") is not None


def walk_inside(node: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those in content controls and tracked insertions."""
    for child in node:
        if child.tag == wanted:
            yield child
        elif child.tag in _AROUND:
            yield from walk_inside(child, wanted)


def read_value(element: Any, default: int) -> int:
    """The w:val of an element as a number, never below the default; the default where it holds none."""
    written = None if element is None else element.get(_VAL)
    return max(default, int(written)) if written and written.isdigit() and len(written) < 9 else default
