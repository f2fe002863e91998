"""A page's picture read: made even, its cells found, their lines read, all of it turned where it lies askew.

Each line of text in a cell is recognised by itself; a page without rules goes through the engine's own
text detection. The confidence of a cell is that of its least certain character.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lint.readers.limits import Limits
from lint.readers.page import engine, layout, strokes
from lint.readers.page.drawing import Drawing
from lint.readers.page.layout import Page, Piece
from lint.readers.page.looks import read_once, read_twice
from lint.readers.page.paper import Image, Sheet, is_written, sheet_of
from lint.settings import Settings

_TELLING = 2  # lines with a word of the forms, below which a page may lie on its side or head
_PROBED = 24  # lines looked at to tell how a page lies
_WRITING = 5  # characters below which a page is a picture with a smudge
_UNREAD = 0.3  # mean confidence below which what was found is noise, not writing


def page(image: Image, number: int, settings: Settings) -> tuple[Page, list[str]]:
    """One page read from a grey image (height × width), and Chinese notes about it.

    The places in the page are pixels of the straightened image.
    """
    limits = settings.limits
    words: Sequence[str] = settings.get("ocr.page_words")
    sheet = sheet_of(image)
    if not is_written(sheet):
        return _unread(image, number)
    found = _read_upright(sheet, number, limits)
    if _telling(_texts(found), words) < _TELLING:
        # Characters lying on their side are read with confidence too, but in no sensible order.
        turns = {turn: sheet_of(np.ascontiguousarray(np.rot90(image, turn))) for turn in (1, 2, 3)}
        told = {turn: _telling([piece.text for piece in _probe(page)], words) for turn, page in turns.items()}
        best = max(told, key=lambda turn: told[turn])
        if told[best] > _telling(_texts(found), words):
            found = _read_upright(turns[best], number, limits)
    sure = _sureness(found)
    if sure < _UNREAD or sum(map(len, _texts(found))) < _WRITING:
        return _unread(image, number)
    return found, []


def _unread(image: Image, number: int) -> tuple[Page, list[str]]:
    return Page(number, image.shape[1], image.shape[0]), [
        f"第 {number} 页是图像，没有识别出文字，请确认清晰、方向正确，或提供带文字的电子件。"
    ]


def _read_upright(sheet: Sheet, number: int, limits: Limits) -> Page:
    height, width = sheet.image.shape[:2]
    drawing = Drawing(sheet)
    lattices = drawing.lattices()
    boxes = drawing.lines(lattices) if lattices else engine.found_lines(sheet.image)
    pieces = read_twice(drawing, boxes[: limits.page_objects])
    tables, outside = layout.fill(lattices, pieces)
    for guess in drawing.guesses:
        layout.doubt(tables, guess.lattice, guess.doubtful)
    return Page(
        number, width, height, tables, layout.lines_of(outside), scale=1 / sheet.zoom, tolerance=strokes.TOLERANCE
    )


def _texts(found: Page) -> list[str]:
    """The texts of a page's cells and lines."""
    cells = [text for table in found.tables for text in table.texts if text]
    return cells + [line.text for line in found.lines]


def _telling(texts: list[str], words: Sequence[str]) -> int:
    """How many texts hold a word that the forms are full of."""
    return sum(any(word in text for word in words) for text in texts)


def _sureness(found: Page) -> float:
    """The mean confidence of a page's cells and lines, 0 where there are none."""
    values = [
        confidence
        for table in found.tables
        for text, confidence in zip(table.texts, table.confidences, strict=True)
        if text
    ]
    values.extend(line.confidence for line in found.lines)
    return sum(values) / len(values) if values else 0.0


def _probe(sheet: Sheet) -> list[Piece]:
    """A few lines of a page."""
    drawing = Drawing(sheet)
    lattices = drawing.lattices()
    boxes = drawing.lines(lattices) if lattices else engine.found_lines(sheet.image)
    some = sorted(boxes, key=lambda box: (box[3] - box[1]) / max(box[2] - box[0], 1.0))[:_PROBED]
    return read_once(drawing, some)
