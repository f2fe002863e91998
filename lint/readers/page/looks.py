"""Lines of a page read more than once: what two looks at the same ink do not agree on is in doubt.

A digit or a sign lost changes a target, and the engine is sure of what it did read; a second cut of the
same line, at another size, loses something else. Signs are told by their shapes (`signs`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lint.readers.page import engine, signs
from lint.readers.page.drawing import Box, Drawing
from lint.readers.page.engine import Image, Reading
from lint.readers.page.layout import Piece
from lint.readers.page.paper import TYPE

_SHORT = 20  # times its height: a longer line is running text, in which no target stands
_SURE = 0.85  # least confidence at which a line without digits and signs is taken as read
_AGREED = 0.9  # confidence of a text that two looks at its line give
_SHOWN = 0.95  # confidence of a sign whose shape says the same
_DISPUTED = 0.3  # the most a text may claim that no second look confirms
_LIKELY = 0.9  # of a character: what it looks like besides is not asked
_FIGURES = re.compile(r"[0-9≥≤≧≦<>=＜＞＝%％]")
_NUMBER = re.compile(r"[0-9一二三四五六七八九十百千万*×Xx(（.]")
_SAME = str.maketrans({"＝": "=", "═": "=", "＞": ">", "＜": "<", "⩾": "≥", "⩽": "≤", "〉": ">", "〈": "<"})
_KIN = {"≧": "≥", "≦": "≤"}
_DASH = 2.5  # heights that a dash is wide at least
_THIN = 0.35  # type sizes: a line of no more ink than a dash, which a recogniser blows up to a wall


@dataclass(frozen=True, slots=True)
class _Look:
    """A text and how sure it is: that of its least certain character."""

    text: str
    confidence: float


def read_once(drawing: Drawing, boxes: Sequence[Box]) -> list[Piece]:
    """The lines at these places, each as the engine reads it; lines without text are left out."""
    found = engine.read_lines([drawing.cut(box) for box in boxes])
    return [_piece(_plain(reading), box) for reading, box in zip(found, boxes, strict=True) if reading.text]


def read_twice(drawing: Drawing, boxes: Sequence[Box]) -> list[Piece]:
    """The lines at these places: those with figures or signs, and doubtful ones, looked at again."""
    cuts = [drawing.cut(box) for box in boxes]
    first = [_seen(reading, cut, box) for reading, cut, box in zip(engine.read_lines(cuts), cuts, boxes, strict=True)]
    again = [index for index, look in enumerate(first) if _is_asked(look, boxes[index])]
    second = _looks(drawing, boxes, again, pad=5, coarse=True)
    open_ = [index for index in again if _joined(first[index], second[index]) is None]
    third = _looks(drawing, boxes, open_, pad=1, coarse=False)
    result = []
    for index, box in enumerate(boxes):
        look = first[index]
        if index in third:
            look = _voted([look, second[index], third[index]])
        elif index in second:
            look = _joined(look, second[index]) or look
        if look.text:
            result.append(_piece(look, box))
    return result


def _looks(drawing: Drawing, boxes: Sequence[Box], some: Sequence[int], pad: int, coarse: bool) -> dict[int, _Look]:
    cuts = [drawing.cut(boxes[index], pad, coarse=coarse) for index in some]
    readings = engine.read_lines(cuts)
    return {index: _seen(reading, cut, boxes[index]) for index, reading, cut in zip(some, readings, cuts, strict=True)}


def _is_asked(look: _Look, box: Box) -> bool:
    """Whether a line is worth a second look."""
    if box[2] - box[0] >= _SHORT * max(box[3] - box[1], TYPE / 2):
        return False
    if look.text and look.confidence >= _SHOWN and (look.text in signs.DASHES or look.text in signs.SIGNS):
        return False  # told by its shape
    return look.confidence < _SURE or _FIGURES.search(look.text) is not None


def _joined(one: _Look, other: _Look) -> _Look | None:
    """What two looks agree on; None where they do not, or neither is sure."""
    if _key(one.text) != _key(other.text):
        return None
    confidence = max(one.confidence, other.confidence)
    return _Look(one.text, max(confidence, _AGREED) if min(one.confidence, other.confidence) > 0.5 else confidence)


def _voted(looks: list[_Look]) -> _Look:
    """The text that most looks give; in doubt where each gives another."""
    votes = Counter(_key(look.text) for look in looks)
    key, count = votes.most_common(1)[0]
    best = max((look for look in looks if _key(look.text) == key), key=lambda look: look.confidence)
    if count < 2:
        best = max(looks, key=lambda look: look.confidence)
        return _Look(best.text, min(best.confidence, _DISPUTED))
    others = [look for look in looks if _key(look.text) != key and look.text]
    sure = max((look.confidence for look in others), default=0.0)
    return _Look(best.text, best.confidence if best.confidence > sure else min(best.confidence, _DISPUTED))


def _key(text: str) -> str:
    """A text as it counts when looks are compared: forms of the same sign and spaces do not."""
    return re.sub(r"\s", "", text).translate(_SAME)


def _piece(look: _Look, box: Box) -> Piece:
    left, top, right, bottom = box
    return Piece(look.text, left, top, right, bottom, bottom - top, round(look.confidence, 4))


def _plain(reading: Reading) -> _Look:
    return _Look(reading.text, min(reading.confidences, default=0.0))


# ── one look: what was read beside what the ink shows ─────────────────────────────────────────


def _seen(reading: Reading, cut: Image, box: Box) -> _Look:
    """What one look at a line gives: its text, signs told by their shapes, doubt where a character was lost."""
    ink = signs.glyphs(cut)
    wide, high = box[2] - box[0], box[3] - box[1]
    if high < _THIN * TYPE and wide > _DASH * high and (not reading.text or reading.text in signs.DASHES):
        return _Look("—", _SHOWN)
    text, confidences = _signed(reading, ink, cut.shape[1])
    least = min(confidences, default=0.0)
    if text and _lost(text if len(text) == len(reading.places) else reading.text, reading.places, wide, high):
        least = min(least, _DISPUTED)
    return _Look(text, least)


def _signed(reading: Reading, ink: Sequence[tuple[Image, int, int]], width: int) -> tuple[str, list[float]]:
    """The text with its signs as their shapes say, and how sure each character is."""
    text, sure = list(reading.text), list(reading.confidences)
    for index, char in enumerate(reading.text):
        follows = reading.text[index + 1 : index + 2]
        leads = index == 0 and (not follows or _NUMBER.match(follows) is not None or follows in "=＝")
        if char not in signs.LIKE or not (leads or char.translate(_SAME) in signs.SIGNS):
            continue
        glyph = _at(ink, reading.places[index] * width)
        shown = signs.sign_of(glyph) if glyph is not None else ""
        text[index], sure[index] = _settled(char, sure[index], shown, leads)
    if reading.text and ink and reading.text[0].isdigit():
        glyph, left, right = ink[0]
        beyond = reading.places[0] * width - right
        shown = signs.sign_of(glyph) if beyond > 0 and right - left > 0.3 * glyph.shape[0] else ""
        if shown in signs.SIGNS and shown:  # passed over by the engine
            return shown + "".join(text), [_AGREED, *sure]
    return "".join(text), sure


def _settled(char: str, sure: float, shown: str, leads: bool) -> tuple[str, float]:
    """A character that may be a sign, and how sure it is, once its shape is known ("" where it tells nothing)."""
    written = char.translate(_SAME)
    if written in signs.SIGNS:
        if _KIN.get(shown, shown) == _KIN.get(written, written):
            return char, max(sure, _SHOWN)
        if shown in ("", "—"):
            return char, sure if sure >= _LIKELY else min(sure, _DISPUTED)
        return (shown, min(sure, _DISPUTED)) if sure < _SURE else (char, _DISPUTED)
    if shown and shown != "—":
        if char in "23" and sure >= _SHOWN:
            return char, _DISPUTED
        return shown, _SHOWN
    if char in "23" and sure >= _SURE:
        return char, sure
    return char, min(sure, _DISPUTED) if leads else sure


def _at(ink: Sequence[tuple[Image, int, int]], place: float) -> Image | None:
    """The glyph at a place of a line, None where it has grown together with others."""
    near = min(ink, key=lambda item: max(item[1] - place, place - item[2], 0.0), default=None)
    if near is None:
        return None
    glyph, left, right = near
    tallest = max(item[0].shape[0] for item in ink)
    return glyph if right - left <= 1.3 * max(tallest, glyph.shape[0]) else None


_INK = 0.9  # height of a line's ink in type sizes
_HALF = 0.55  # width of a Latin letter or digit in type sizes
_HOLE = 0.8  # type sizes of empty room in which a character must have stood


def _lost(text: str, places: Sequence[float], width: float, height: float) -> bool:
    """Whether the engine passed over a character: its others stand too far apart for their widths.

    `places` holds where each character of the text was read, as shares of the line's `width`.
    """
    letters = [(char, place * width) for char, place in zip(text, places, strict=False) if char != " "]
    if len(letters) < 2 or len(text) != len(places):
        return False
    widths = [_HALF if char.isascii() else 1.0 for char, _ in letters]
    gaps = [after[1] - before[1] for before, after in pairwise(letters)]
    full = sorted(gap for gap, one, other in zip(gaps, widths, widths[1:], strict=False) if one == other == 1.0)
    size = full[len(full) // 2] if len(full) >= 2 else height / _INK
    if size > 1.5 * height / _INK:  # letters spaced out over the cell
        return False
    holes = [gap - (one + other) / 2 * size for gap, one, other in zip(gaps, widths, widths[1:], strict=False)]
    holes.append(letters[0][1] - widths[0] / 2 * size)
    holes.append(width - letters[-1][1] - widths[-1] / 2 * size)
    return float(np.max(holes)) > _HOLE * size
