"""What a scanned page shows before any character is read: its skew, its rules, its lines of text.

Works on grey images (height × width, 0 black … 255 white) of about 200 dots per inch; the sizes
below are pixels at that resolution.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from lint.readers.page.ruled import Edge, Lattice, find
from lint.readers.page.unruled import Guess, guesses

Image: TypeAlias = npt.NDArray[np.uint8]

TOLERANCE = 6.0  # pixels a rule may waver; a line of text is some 28 high
_GAP = 14.0  # between the dashes of a dashed rule
_RULE = 36  # the shortest run of ink taken for a rule; strokes of characters are shorter
_SHORT_RULE = 18  # a vertical rule over one row, broken by the grain of the scan; see `_kept`
_TIGHT = 4.0  # how far a short rule may stand from the line of a long one
_TOUCH = 2.0  # how near a short rule must end to the rules above and below
_DIVIDES = 0.8  # share of a row that an upright rule covers; the stroke of a character covers less
_GRAIN = 9  # along which a rule is smoothed
_BESIDE = 31  # across which its paper is looked at
_FAINT = 22  # how much darker than its paper a rule is, of 255
_MOST_SKEW = 6.0  # degrees; a page laid on the glass askew, not one turned on purpose
_LEAST_SKEW = 0.03
_TEXT = 24.0  # the usual height of a line's ink
_EM = 1.1  # type sizes a line's ink is high, turned round
_GROWN_ACROSS, _GROWN_DOWN = 9, 5  # how far ink is grown to make stretches of text of characters
_SPECK = 6  # pixels of ink; less is no character
_DASH_THICK = 5  # pixels a dash is thick at most
_FEWEST_DASHES = 6  # in a row that make a rule; strokes of characters never are so many
_MOST_LINES = 3000  # lines of text on a page; more are noise


Box: TypeAlias = tuple[float, float, float, float]
"""The place of a line of text: left, top, right, bottom."""


def turned(image: Image, quarters: int) -> Image:
    """The image turned by quarters counterclockwise."""
    return np.ascontiguousarray(np.rot90(image, quarters))


def straightened(image: Image) -> Image:
    """The image turned so that its long rules (or lines of text) are level."""
    angle = _skew(image)
    if not _LEAST_SKEW < abs(angle) <= _MOST_SKEW:
        return image
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    paper = float(np.percentile(image[::8, ::8], 90))
    return np.asarray(
        cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper, paper, paper)),
        dtype=np.uint8,
    )


def _skew(image: Image) -> float:
    """Degrees the page must be turned counterclockwise to be level.

    The angle at which ink gathers most sharply into rows, rules and lines of text alike; found in
    steps of a half, then of a tenth, then of a fortieth of a degree.
    """
    small = cv2.resize(_ink(image), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    if not small.any():
        return 0.0
    height, width = small.shape[:2]
    inner = np.asarray(small[height // 20 : -(height // 20) or None, width // 20 : -(width // 20) or None])

    def sharpness(angle: float) -> float:
        rows, columns = inner.shape[:2]
        matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
        sums = np.asarray(cv2.warpAffine(inner, matrix, (columns, rows))).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(sums)).sum())

    best, reach = 0.0, _MOST_SKEW
    for step in (0.5, 0.1, 0.025):
        count = round(reach / step)
        angles = [best + step * number for number in range(-count, count + 1)]
        best = max(angles, key=sharpness)
        reach = step
    level = sharpness(0.0)
    return best if sharpness(best) > 1.02 * level else 0.0


def _ink(image: Image) -> Image:
    """Ink white on black, whatever the lighting of the paper."""
    smooth = cv2.medianBlur(image, 3)
    return np.asarray(
        cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY_INV, 41, 14),
        dtype=np.uint8,
    )


def _upright(image: Image) -> Image:
    """Ink that runs on downwards: a faint rule between texts stands out when smoothed along itself."""
    smooth = cv2.blur(image, (1, _GRAIN))
    paper = cv2.blur(smooth, (_BESIDE, 1))
    return np.asarray(cv2.threshold(cv2.subtract(paper, smooth), _FAINT, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)


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
    """A straightened page: its ink, its rules, and the lines of text between them."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.ink = _ink(image)
        self.across = _opened(self.ink, (_RULE, 1))
        self.down = _opened(_upright(image), (1, _SHORT_RULE))
        dashed, level, upright = _dashes(self.ink)
        self.dashed = dashed
        self.horizontal = [*_edges(_long(self.across, across=True), across=True), *level]
        self.vertical = [*_kept(_edges(self.down, across=False), self.horizontal), *upright]
        self.guesses: list[Guess] = []
        """The tables among `lattices` that white space tells, with their doubtful stretches."""
        self._rules: Image | None = None
        self._lattices: list[Lattice] | None = None

    def lattices(self) -> list[Lattice]:
        """The page's ruled tables, from top to bottom."""
        if self._lattices is not None:
            return self._lattices
        found = find(self.horizontal, self.vertical, TOLERANCE, _GAP, divides=_DIVIDES)
        height, width = self.image.shape[:2]
        ruled = [item for item in found if len(item.boxes) > 1 and _is_table(item, width, height)]
        rules = (self.horizontal, self.vertical)
        kept, self.guesses = guesses(ruled, rules, self._blobs(), TOLERANCE, _GAP, divides=_DIVIDES)
        tables = [*kept, *(guess.lattice for guess in self.guesses)]
        self._lattices = sorted(tables, key=lambda item: (item.ys[0], item.xs[0]))
        return self._lattices

    def _blobs(self) -> list[_Blob]:
        """Stretches of text, grown together from characters side by side; what they say is unknown."""
        text = self.ink.copy()
        rules = cv2.bitwise_or(_long(self.across, across=True), _long(self.down, across=False))
        rules = cv2.dilate(cv2.bitwise_or(rules, self.dashed), np.ones((3, 3), np.uint8))
        text[np.asarray(rules) > 0] = 0
        count, labels, stats, _ = cv2.connectedComponentsWithStats(text, connectivity=8)
        small = np.asarray(stats)[:, cv2.CC_STAT_AREA] < _SPECK
        small[0] = False
        if count > 1:
            text[small[np.asarray(labels)]] = 0
        grown = cv2.dilate(text, np.ones((_GROWN_DOWN, _GROWN_ACROSS), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(grown), connectivity=8)
        boxes = [
            (x + _GROWN_ACROSS // 2, y + _GROWN_DOWN // 2, wide - _GROWN_ACROSS + 1, high - _GROWN_DOWN + 1)
            for x, y, wide, high, _ in np.asarray(stats)[1 : min(count, _MOST_LINES)].tolist()
        ]
        high = [box[3] for box in boxes if 0.5 * _TEXT <= box[3] <= 2 * _TEXT]
        size = float(np.median(high)) * _EM if high else _TEXT
        return [_Blob(x, y, x + wide, y + tall, size) for x, y, wide, tall in boxes]

    def lines(self, lattices: list[Lattice]) -> list[Box]:
        """The lines of text in each cell, then those outside the tables."""
        text = self._text()
        slots: list[Box] = []
        outside = text.copy()
        for lattice in lattices:
            for box in lattice.boxes:
                inset = 3
                left, top = int(box.left) + inset, int(box.top) + inset
                right, bottom = int(box.right) - inset, int(box.bottom) - inset
                if right - left > 4 and bottom - top > 4:
                    slots.extend(self._slots(text, left, top, right, bottom))
            left, top, right, bottom = (
                int(lattice.xs[0]), int(lattice.ys[0]), math.ceil(lattice.xs[-1]), math.ceil(lattice.ys[-1])
            )  # fmt: skip
            outside[max(top - 4, 0) : bottom + 4, max(left - 4, 0) : right + 4] = 0
        for left, top, right, bottom in _blocks(outside):
            slots.extend(self._slots(outside, left, top, right, bottom))
        return slots[:_MOST_LINES]

    def cut(self, box: Box, pad: int = 3, *, smooth: bool = True, stretch: bool = False) -> Image:
        """The image of a line with `pad` pixels of paper around it and no rules.

        `smooth` takes the grain of the scan out; `stretch` makes ink black and paper white.
        """
        left, top, right, bottom = (int(value) for value in box)
        left, top = max(left - pad, 0), max(top - pad, 0)
        cut = self.image[top : bottom + pad, left : right + pad].copy()
        rules = self._ruled()[top : bottom + pad, left : right + pad] > 0
        if rules.any():
            cut[rules] = np.uint8(np.percentile(cut, 90))
        if smooth:
            cut = np.asarray(cv2.GaussianBlur(cut, (3, 3), 0), dtype=np.uint8)
        if stretch:
            dark, light = np.percentile(cut, 2), np.percentile(cut, 80)
            level = (cut.astype(np.float32) - dark) / max(float(light - dark), 1.0) * 255
            cut = np.clip(level, 0, 255).astype(np.uint8)
        return cut

    def _text(self) -> Image:
        """The ink without rules and specks."""
        text = self.ink.copy()
        text[self._ruled() > 0] = 0
        count, labels, stats, _ = cv2.connectedComponentsWithStats(text, connectivity=8)
        small = np.asarray(stats)[:, cv2.CC_STAT_AREA] < _SPECK
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
                    cv2.rectangle(near, *corners, color=(255,), thickness=int(2 * _TIGHT) + 1)
            down = _long(np.asarray(cv2.bitwise_and(self.down, near), dtype=np.uint8), across=False)
            both = cv2.bitwise_or(cv2.bitwise_and(_long(self.across, across=True), near), down)
            both = cv2.bitwise_or(both, self.dashed)
            self._rules = np.asarray(cv2.dilate(both, np.ones((3, 3), np.uint8)), dtype=np.uint8)
        return self._rules

    def _slots(self, text: Image, left: int, top: int, right: int, bottom: int) -> list[Box]:
        area = text[top:bottom, left:right]
        slots: list[Box] = []
        for first, last in _bands(area):
            columns = _without_rests(np.flatnonzero(area[first:last].any(axis=0)), area.shape[1])
            if columns.size == 0:
                continue
            x0, x1 = left + int(columns[0]), left + int(columns[-1]) + 1
            y0, y1 = top + first, top + last
            if x1 - x0 < 3 and y1 - y0 < 6:
                continue
            slots.append((float(x0), float(y0), float(x1), float(y1)))
        return slots


def _dashes(ink: Image) -> tuple[Image, list[Edge], list[Edge]]:
    """The dashes of dashed and dotted rules, and the level and the upright rules they make.

    A dash is a thin speck of ink in line with others of its kind at short distances.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    table = np.asarray(stats)
    chosen = np.zeros(count, dtype=bool)
    edges: tuple[list[Edge], list[Edge]] = ([], [])
    for found, along, across in ((edges[0], 0, 1), (edges[1], 1, 0)):
        thin = (table[:, 2 + across] <= _DASH_THICK) & (table[:, 2 + along] <= _RULE) & (table[:, 4] >= 3)
        thin[0] = False
        numbers = np.flatnonzero(thin)[: 20 * _MOST_LINES]
        middle = table[numbers, across] + table[numbers, 2 + across] / 2
        order = np.argsort(middle, kind="stable")
        # Specks whose middles follow one another closely are of one rule, which may waver.
        group = np.zeros(len(order), dtype=np.int64)
        group[order] = np.cumsum(np.diff(middle[order], prepend=0.0) > 1.0)
        order = np.lexsort((table[numbers, along], group))
        run: list[int] = []
        for number in [*numbers[order].tolist(), -1]:
            near = (
                number >= 0
                and run
                and abs(_middle(table[number], across) - _middle(table[run[-1]], across)) <= _DASH_THICK
                and 0 <= table[number][along] - table[run[-1]][along] - table[run[-1]][2 + along] <= _GAP
            )
            if near:
                run.append(number)
                continue
            if len(run) >= _FEWEST_DASHES:
                chosen[run] = True
                at = float(np.median([_middle(table[item], across) for item in run]))
                found.append(
                    (at, float(table[run[0]][along]), float(table[run[-1]][along] + table[run[-1]][2 + along]))
                )
            run = [number]
    return np.asarray(chosen[np.asarray(labels)] * 255, dtype=np.uint8), *edges


def _middle(box: Any, axis: int) -> float:
    return float(box[axis] + box[2 + axis] / 2)


def _opened(ink: Image, size: tuple[int, int]) -> Image:
    """Runs of ink of at least `size` (width, height); a rule may waver by a pixel."""
    wide, high = size
    # Thickened across its direction, a rule that steps from one row of pixels to the next stays
    # whole; closed along it, strokes of neighbouring characters would grow together.
    thick = cv2.dilate(ink, np.ones((3, 1) if wide > high else (1, 3), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8))
    return np.asarray(cv2.bitwise_and(runs, ink), dtype=np.uint8)


def _long(rules: Image, *, across: bool) -> Image:
    """Rules long and thin enough to be none of a character's strokes."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    table = np.asarray(stats)
    length = table[:, cv2.CC_STAT_WIDTH if across else cv2.CC_STAT_HEIGHT]
    keep = length >= (2 * _RULE if across else _RULE)
    keep[0] = False
    return np.asarray(keep[np.asarray(labels)] * 255, dtype=np.uint8) if count > 1 else np.zeros_like(rules)


def _edges(rules: Image, *, across: bool) -> list[Edge]:
    """The rules of a mask as edges; one that wavers is cut into pieces that follow it."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    table = np.asarray(stats)
    labelled = np.asarray(labels)
    edges: list[Edge] = []
    order = np.argsort(-table[1:count, cv2.CC_STAT_AREA])[:4000] + 1
    for number in order:
        x, y, wide, high = (int(value) for value in table[number][:4])
        thick = high if across else wide
        if thick <= TOLERANCE:
            edges.append((y + high / 2, x, x + wide) if across else (x + wide / 2, y, y + high))
            continue
        part = labelled[y : y + high, x : x + wide] == number
        length = wide if across else high
        step = max(length // 12, _RULE)
        for start in range(0, length, step):
            piece = part[:, start : start + step] if across else part[start : start + step, :]
            at = np.flatnonzero(piece.any(axis=1 if across else 0))
            if at.size == 0 or at[-1] - at[0] > 3 * TOLERANCE:
                continue  # a picture or a stamp, not a rule
            middle = (int(at[0]) + int(at[-1])) / 2
            end = min(start + step, length)
            edges.append((y + middle, x + start, x + end) if across else (x + middle, y + start, y + end))
    return edges


def _kept(vertical: list[Edge], horizontal: list[Edge]) -> list[Edge]:
    """Vertical rules: long ones, short ones in line with them, short ones from rule to rule.

    What else is short and upright is a stroke of a character.
    """
    long = [edge for edge in vertical if edge[2] - edge[1] >= 3 * _RULE]
    kept = list(long)
    for x, top, bottom in vertical:
        if bottom - top >= 3 * _RULE:
            continue
        in_line = any(abs(x - other) <= _TIGHT for other, _, _ in long)
        ends = all(
            any(left - TOLERANCE <= x <= right + TOLERANCE and abs(y - end) <= _TOUCH for y, left, right in horizontal)
            for end in (top, bottom)
        )
        crossed = [y for y, left, right in horizontal if left - TOLERANCE <= x <= right + TOLERANCE]
        inside = any(y <= top + _TIGHT for y in crossed) and any(y >= bottom - _TIGHT for y in crossed)
        if (in_line and inside) or ends:
            kept.append((x, top, bottom))
    return kept


def _is_table(lattice: Lattice, width: int, height: int) -> bool:
    """Whether rules make a table: large enough for text, not the frame of a picture."""
    wide, high = lattice.xs[-1] - lattice.xs[0], lattice.ys[-1] - lattice.ys[0]
    return wide > 0.2 * width and high > 1.5 * _TEXT and len(lattice.boxes) >= 2


def _bands(area: Image) -> list[tuple[int, int]]:
    """The lines of text in a cell: runs of rows with ink, accents and split signs put together."""
    if area.size == 0:
        return []
    sums = (area > 0).sum(axis=1)
    least = 1 if area.shape[1] < 200 else 2
    rows = np.flatnonzero(sums >= least)
    if rows.size == 0:
        return []
    bands: list[list[int]] = []
    for row in rows:
        if bands and row - bands[-1][1] <= 1:
            bands[-1][1] = int(row) + 1
        else:
            bands.append([int(row), int(row) + 1])
    joined: list[list[int]] = []
    for band in bands:
        if joined:
            together = band[1] - joined[-1][0]
            gap = band[0] - joined[-1][1]
            small = min(band[1] - band[0], joined[-1][1] - joined[-1][0]) < 0.6 * _TEXT
            if together <= 1.35 * _TEXT and gap <= 0.4 * _TEXT and small:
                joined[-1][1] = band[1]
                continue
        joined.append(list(band))
    result: list[tuple[int, int]] = []
    for first, last in joined:
        result.extend(_parted(sums, first, last))
    return [(first, last) for first, last in result if last - first >= 5]


def _without_rests(columns: Any, width: int) -> Any:
    """Columns with ink, less what a rule left at the edges of its cell, far from the text."""
    if columns.size == 0:
        return columns
    breaks = np.flatnonzero(np.diff(columns) > _TEXT) + 1
    runs = np.split(columns, breaks)
    kept = [run for run in runs if run[-1] - run[0] >= 4 or not (run[0] <= 3 or run[-1] >= width - 4)]
    return np.concatenate(kept) if kept else columns[:0]


def _parted(sums: Any, first: int, last: int) -> list[tuple[int, int]]:
    """A band too high for one line, cut where it has least ink."""
    if last - first <= 1.9 * _TEXT:
        return [(first, last)]
    count = max(2, round((last - first) / (1.25 * _TEXT)))
    pitch = (last - first) / count
    if float(np.min(sums[first:last])) > 0.6 * float(np.median(sums[first:last])):
        return [(first, last)]  # no valley: large type, not several lines
    cuts = [first]
    for number in range(1, count):
        middle = first + number * pitch
        low, high = int(middle - pitch / 3), int(middle + pitch / 3) + 1
        cuts.append(low + int(np.argmin(sums[low:high])))
    cuts.append(last)
    return [(one, other) for one, other in itertools.pairwise(cuts) if other - one >= 5]


def _blocks(text: Image) -> list[tuple[int, int, int, int]]:
    """Areas of text outside tables: words near one another on a line."""
    grown = cv2.dilate(text, np.ones((3, 41), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(grown), connectivity=8)
    blocks = []
    for x, y, wide, high, area in np.asarray(stats)[1 : min(count, _MOST_LINES)]:
        if high >= 8 and wide >= 12 and area >= 60:
            blocks.append((int(x), int(y), int(x + wide), int(y + high)))
    return sorted(blocks, key=lambda block: (block[1], block[0]))
