"""A page's sheet looked at before any character is read: its rules, its tables, its lines of text.

Works on a `Sheet` (`lint.readers.page.paper`), whose type is some 24 pixels high; the sizes below are its pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np

from lint.readers.page import strokes
from lint.readers.page.bands import blocks, slots
from lint.readers.page.paper import PAPER, TYPE, Image, Sheet
from lint.readers.page.ruled import Lattice, find
from lint.readers.page.unruled import Guess, guesses

_DIVIDES = 0.8  # share of a row that an upright rule covers; the stroke of a character covers less
_EM = 1.1  # type sizes a line's ink is high, turned round
_GROWN_ACROSS, _GROWN_DOWN = 9, 5  # how far ink is grown to make stretches of text of characters
_LOWEST = 1.1  # type sizes that a line is high at least when it is read
_LEAST = 0.45  # type sizes that a stretch of text is long at least; less is dirt
_MOST_LINES = 3000  # lines of text on a page; more are noise


Box: TypeAlias = tuple[float, float, float, float]
"""The place of a line of text: left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class _Blob:
    """The place of a stretch of text."""

    left: float
    top: float
    right: float
    bottom: float
    size: float
    text: str = "□□"


class Drawing:
    """A page's sheet: its ink, its rules, and the lines of text between them."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.image = sheet.image
        self.ink = strokes.ink_of(sheet.image)
        self.down = strokes.opened(strokes.runs(sheet.image, across=False), (1, strokes.SHORT))
        sides = strokes.opened(self.down, (1, 2 * strokes.RULE))  # higher than any character
        self.across = strokes.level_runs(sheet.image, self.ink, sides)
        dashed, level, upright = strokes.dashes(self.ink)
        self.dashed = dashed
        rules = strokes.edges(strokes.long(self.across, across=True), across=True)
        self.horizontal = [*strokes.whole(rules, sides), *level]
        self.vertical = [
            *strokes.checked(strokes.edges(self.down, across=False), self.horizontal, sheet.image),
            *upright,
        ]
        self.guesses: list[Guess] = []
        """The tables among `lattices` that white space tells, with their doubtful stretches."""
        self._rules: Image | None = None
        self._lattices: list[Lattice] | None = None

    def lattices(self) -> list[Lattice]:
        """The page's ruled tables, from top to bottom."""
        if self._lattices is not None:
            return self._lattices
        found = find(self.horizontal, self.vertical, strokes.TOLERANCE, strokes.GAP, _DIVIDES, strokes.SHORT)
        height, width = self.image.shape[:2]
        ruled = [item for item in found if len(item.boxes) > 1 and _is_table(item, width, height)]
        rules = (self.horizontal, self.vertical)
        kept, guessed = guesses(
            ruled, rules, self._blobs(), strokes.TOLERANCE, strokes.GAP, None, _DIVIDES, strokes.SHORT
        )
        self.guesses = [guess for guess in guessed if not any(_overlap(guess.lattice, item) for item in kept)]
        tables = [*kept, *(guess.lattice for guess in self.guesses)]
        self._lattices = sorted(tables, key=lambda item: (item.ys[0], item.xs[0]))
        return self._lattices

    def _blobs(self) -> list[_Blob]:
        """Stretches of text, grown together from characters side by side; what they say is unknown."""
        text = self.ink.copy()
        rules = cv2.bitwise_or(strokes.long(self.across, across=True), strokes.long(self.down, across=False))
        rules = cv2.dilate(cv2.bitwise_or(rules, self.dashed), np.ones((3, 3), np.uint8))
        text[np.asarray(rules) > 0] = 0
        count, labels, stats, _ = cv2.connectedComponentsWithStats(text, connectivity=8)
        small = np.asarray(stats)[:, cv2.CC_STAT_AREA] < strokes.SPECK
        small[0] = False
        if count > 1:
            text[small[np.asarray(labels)]] = 0
        grown = cv2.dilate(text, np.ones((_GROWN_DOWN, _GROWN_ACROSS), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(grown), connectivity=8)
        boxes = [
            (x + _GROWN_ACROSS // 2, y + _GROWN_DOWN // 2, wide - _GROWN_ACROSS + 1, high - _GROWN_DOWN + 1)
            for x, y, wide, high, _ in np.asarray(stats)[1 : min(count, _MOST_LINES)].tolist()
            if max(wide - _GROWN_ACROSS, high - _GROWN_DOWN) >= _LEAST * TYPE
        ]
        high = [box[3] for box in boxes if 0.5 * TYPE <= box[3] <= 2 * TYPE]
        size = float(np.median(high)) * _EM if high else TYPE
        return [_Blob(x, y, x + wide, y + tall, size) for x, y, wide, tall in boxes]

    def lines(self, lattices: list[Lattice]) -> list[Box]:
        """The lines of text in each cell, then those outside the tables."""
        text = self._text()
        found: list[Box] = []
        outside = text.copy()
        for lattice in lattices:
            for box in lattice.boxes:
                inset = 3
                left, top = int(box.left) + inset, int(box.top) + inset
                right, bottom = int(box.right) - inset, int(box.bottom) - inset
                if right - left > 4 and bottom - top > 4:
                    found.extend(slots(text, left, top, right, bottom))
            left, top, right, bottom = (
                int(lattice.xs[0]), int(lattice.ys[0]), math.ceil(lattice.xs[-1]), math.ceil(lattice.ys[-1])
            )  # fmt: skip
            outside[max(top - 4, 0) : bottom + 4, max(left - 4, 0) : right + 4] = 0
        for left, top, right, bottom in blocks(outside):
            found.extend(slots(outside, left, top, right, bottom))
        return found[:_MOST_LINES]

    def cut(self, box: Box, pad: int = 3, *, coarse: bool = False) -> Image:
        """The image of a line with `pad` pixels of the sheet around it, paper where rules are.

        From the fine copy, or `coarse` from the sheet, its grain smoothed: another look at the same ink.
        """
        left, top, right, bottom = (int(value) for value in box)
        # A dash alone would fill the height that lines are read at.
        above = max(pad, round((_LOWEST * TYPE - (bottom - top)) / 2))
        left, top, right, bottom = max(left - pad, 0), max(top - above, 0), right + pad, bottom + above
        rules = self._ruled()[top:bottom, left:right]
        times = 1.0 if coarse else self.sheet.times
        source = self.sheet.image if coarse else self.sheet.fine
        cut = source[round(top * times) : round(bottom * times), round(left * times) : round(right * times)].copy()
        if rules.any():
            if cut.shape != rules.shape:
                rules = np.asarray(
                    cv2.resize(rules, (cut.shape[1], cut.shape[0]), interpolation=cv2.INTER_NEAREST), dtype=np.uint8
                )
            cut[rules > 0] = PAPER
        if coarse:
            cut = np.asarray(cv2.GaussianBlur(cut, (3, 3), 0), dtype=np.uint8)
        return cut

    def _text(self) -> Image:
        """The ink without rules and specks."""
        text = self.ink.copy()
        text[self._ruled() > 0] = 0
        count, labels, stats, _ = cv2.connectedComponentsWithStats(text, connectivity=8)
        small = np.asarray(stats)[:, cv2.CC_STAT_AREA] < strokes.SPECK
        small[0] = False
        if count > 1:
            text[small[np.asarray(labels)]] = 0
        return text

    def _ruled(self) -> Image:
        """The ink of the rules between cells; strokes in line with a rule elsewhere stay text."""
        if self._rules is None:
            near = np.zeros_like(self.ink)
            for lattice in self.lattices():
                for box in lattice.boxes:
                    corners = (int(box.left), int(box.top)), (int(box.right), int(box.bottom))
                    cv2.rectangle(near, *corners, color=(255,), thickness=int(2 * strokes.TIGHT) + 1)
            down = strokes.long(np.asarray(cv2.bitwise_and(self.down, near), dtype=np.uint8), across=False)
            both = cv2.bitwise_or(cv2.bitwise_and(strokes.long(self.across, across=True), near), down)
            both = cv2.bitwise_or(both, self.dashed)
            self._rules = np.asarray(cv2.dilate(both, np.ones((3, 3), np.uint8)), dtype=np.uint8)
        return self._rules


def _is_table(lattice: Lattice, width: int, height: int) -> bool:
    """Whether rules make a table: large enough for text, not the frame of a picture."""
    wide, high = lattice.xs[-1] - lattice.xs[0], lattice.ys[-1] - lattice.ys[0]
    return wide > 0.2 * width and high > 1.5 * TYPE and len(lattice.boxes) >= 2


def _overlap(one: Lattice, other: Lattice) -> bool:
    return (
        min(one.xs[-1], other.xs[-1]) - max(one.xs[0], other.xs[0]) > TYPE
        and min(one.ys[-1], other.ys[-1]) - max(one.ys[0], other.ys[0]) > TYPE
    )
