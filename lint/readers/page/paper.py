"""A scanned or photographed page made even: its light, the size of its type, its skew, its perspective.

Takes a grey image (height × width, 0 black … 255 white) of any resolution and gives a `Sheet`: paper
near white wherever the lamp stood, type some `TYPE` pixels high whatever the dots an inch, rules level
and upright. All that looks at a page after this counts on these sizes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from lint.readers.page import strokes

Image: TypeAlias = npt.NDArray[np.uint8]
Matrix: TypeAlias = npt.NDArray[np.float64]

TYPE = 24.0  # pixels of a character's ink on a sheet: 9 points at 200 dpi
PAPER = 245  # what paper is made; a little below white keeps the pen's overshoot apart
_FINEST = 2.0  # times a sheet that its fine copy is large at most: the engine reads lines 48 high
_LONGEST = 5200  # pixels of a side looked at: A4 at 400 dpi and a little
_MOST_PIXELS = 14e6  # of a sheet; a page of 5 point type
_ZOOMS = (0.2, 4.0)
_SMALL = 900  # pixels of the longer side at which light is looked at: paper has no detail
_LAMP = 25  # pixels there that no character is wide or high
_DARKEST = 30  # paper darker than this is no paper
_INK = 170  # after the light is evened, what is darker is ink
_LEAST_TYPE = 5  # pixels high; smaller is dust, and cannot be read
_FEWEST_CHARACTERS = 5  # fewer are a smudge
_TALL = 80  # percentile of heights of specks that is a whole character, not a part of one
_MOST_SKEW = 8.0  # degrees; a page laid on the glass askew or held so, not one turned on purpose
_LEAST_SKEW = 0.03
_FEWEST_RULES = 3  # of a direction, from which it can be told how they draw together
_STRAIGHT = 0.0004  # slope that rules may differ by: one pixel over the width of a page
_MOST_SLOPE = 0.12  # of a rule after the page was levelled
_DRAWN_TOGETHER = 0.25  # the most that the far side of a page may be shorter than the near one
_DARK_EDGE = 0.15  # share of a picture's edge that is dark where paper lies on something
_LEAST_PAPER = 0.15  # share of a picture that its paper takes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page made even: `image` with type `TYPE` pixels high, `fine` the same `times` as large for reading,
    `zoom` pixels of the sheet to one of the picture it was made of.
    """

    image: Image
    fine: Image
    times: float
    zoom: float


def sheet_of(image: Image) -> Sheet:
    """The sheet of a page's picture."""
    before = 1.0
    longest = max(image.shape[:2])
    if longest > _LONGEST:
        before = _LONGEST / longest
        image = _resized(image, before)
    flat = lit(image)
    size = _type_size(flat)
    zoom = min(max(TYPE / size, _ZOOMS[0]), _ZOOMS[1], math.sqrt(_MOST_PIXELS / max(image.size, 1)))
    rough = _resized(flat, zoom)
    turn = _levelling(rough)
    levelled = _warped(rough, turn) if turn is not None else rough
    square = _squaring(levelled)
    matrix = turn
    if square is not None:
        matrix = square if turn is None else _after(turn, square)
    sheet = rough if matrix is None else _warped(rough, matrix)
    times = min(max(size / TYPE, 1.0), _FINEST)
    if times < 1.1:
        return Sheet(sheet, sheet, 1.0, zoom * before)
    fine = _resized(flat, zoom * times)
    if matrix is not None:
        scale = (fine.shape[1] / rough.shape[1], fine.shape[0] / rough.shape[0])
        grow = np.diag([scale[0], scale[1], 1.0])
        height, width = sheet.shape[:2]
        fine = _warped(fine, (grow @ matrix[0] @ np.linalg.inv(grow), (round(width * times), round(height * times))))
    return Sheet(sheet, fine, fine.shape[1] / sheet.shape[1], zoom * before)


def lit(image: Image) -> Image:
    """The image in even light: each place divided by the paper around it; what lies beside the paper white."""
    height, width = image.shape[:2]
    factor = max(1, round(max(height, width) / _SMALL))
    small = cv2.resize(image, (max(width // factor, 1), max(height // factor, 1)), interpolation=cv2.INTER_AREA)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_LAMP, _LAMP))
    paper = cv2.GaussianBlur(np.asarray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, disc)), (0, 0), 5)
    light = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    flat = np.asarray(cv2.divide(image, np.maximum(light, _DARKEST), scale=PAPER), dtype=np.uint8)
    beside = _beside(np.asarray(small, dtype=np.uint8))
    if beside is not None:
        flat[np.asarray(cv2.resize(beside, (width, height), interpolation=cv2.INTER_NEAREST)) > 0] = PAPER
    return flat


def _beside(small: Image) -> Image | None:
    """What lies outside a sheet of paper photographed on something darker; None where paper fills the picture."""
    _, bright = cv2.threshold(cv2.GaussianBlur(small, (0, 0), 2), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask = np.asarray(bright)
    edge = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    if float((edge == 0).mean()) < _DARK_EDGE:
        return None
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    if count < 2:
        return None
    largest = 1 + int(np.argmax(np.asarray(stats)[1:, cv2.CC_STAT_AREA]))
    outlines, _ = cv2.findContours(
        (np.asarray(labels) == largest).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    hull = cv2.convexHull(max(outlines, key=cv2.contourArea))
    if cv2.contourArea(hull) < _LEAST_PAPER * small.size:
        return None
    outside = np.full(small.shape[:2], 255, np.uint8)
    cv2.fillConvexPoly(outside, hull, (0,))
    return np.asarray(cv2.dilate(outside, np.ones((5, 5), np.uint8)), dtype=np.uint8)


def is_written(sheet: Sheet) -> bool:
    """Whether a sheet has specks of ink of the size of characters, so that reading it is worth its time."""
    return bool(_like_type(sheet.image).size >= _FEWEST_CHARACTERS)


def _type_size(flat: Image) -> float:
    """The height in pixels of most characters' ink; `TYPE` where nothing looks like type."""
    high = _like_type(flat)
    return float(np.percentile(high, _TALL)) if high.size >= _FEWEST_CHARACTERS else TYPE


def _like_type(flat: Image) -> npt.NDArray[np.int32]:
    """The heights of the specks of ink that may be characters or parts of them."""
    ink = cv2.threshold(flat, _INK, 255, cv2.THRESH_BINARY_INV)[1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(ink), connectivity=8)
    wide, high = np.asarray(stats)[1:, cv2.CC_STAT_WIDTH], np.asarray(stats)[1:, cv2.CC_STAT_HEIGHT]
    like = (high >= _LEAST_TYPE) & (wide <= 3 * high) & (high <= 3 * wide) & (high < flat.shape[0] / 12)
    return np.asarray(high[like], dtype=np.int32)


def _resized(image: Image, factor: float) -> Image:
    if abs(factor - 1) < 0.02:
        return image
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=way), dtype=np.uint8)


# ── level and square ──────────────────────────────────────────────────────────────────────────

Warp: TypeAlias = tuple[Matrix, tuple[int, int]]
"""A homography and the (width, height) of what it gives."""


def _warped(image: Image, warp: Warp) -> Image:
    matrix, size = warp
    return np.asarray(
        cv2.warpPerspective(image, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(PAPER, PAPER, PAPER)),
        dtype=np.uint8,
    )


def _after(first: Warp, second: Warp) -> Warp:
    return second[0] @ first[0], second[1]


def _levelling(image: Image) -> Warp | None:
    """The turn that makes rules and lines of text level; None where they are."""
    angle = _skew(image)
    if not _LEAST_SKEW < abs(angle) <= _MOST_SKEW:
        return None
    height, width = image.shape[:2]
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0.0, 0.0, 1.0]])
    return _framed(turn, width, height)


def _framed(matrix: Matrix, width: int, height: int) -> Warp:
    """A homography moved so that all of a picture of this size stays in sight."""
    corners = np.array([[[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]]])
    moved = np.asarray(cv2.perspectiveTransform(corners, matrix))[0]
    left, top = np.floor(moved.min(axis=0))
    right, bottom = np.ceil(moved.max(axis=0))
    shift = np.array([[1.0, 0.0, -left], [0.0, 1.0, -top], [0.0, 0.0, 1.0]])
    return shift @ matrix, (int(right - left), int(bottom - top))


def _skew(image: Image) -> float:
    """Degrees the page must be turned counterclockwise to be level.

    The angle at which ink gathers most sharply into rows, rules and lines of text alike; found in
    steps of a half, then of a tenth, then of a fortieth of a degree.
    """
    ink = cv2.threshold(image, _INK, 255, cv2.THRESH_BINARY_INV)[1]
    small = cv2.resize(ink, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
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


def _squaring(image: Image) -> Warp | None:
    """The homography that makes rules level and upright; None where they are, or too few tell.

    Rules of one direction meet in one point far away, so that the slope of a rule grows in step with
    where it crosses the middle of the page.
    """
    height, width = image.shape[:2]
    level = _slopes(strokes.segments(image, across=True), height)
    upright = _slopes(strokes.segments(image, across=False), width)
    if level is None and upright is None:
        return None
    level, upright = level or (0.0, 0.0), upright or (0.0, 0.0)
    corners = []
    for y in (0.0, float(height)):
        for x in (0.0, float(width)):
            # y = across_at + slope·(x' - width/2) and x = down_at + slope·(y' - height/2), where they cross
            one, other = level[0] + level[1] * y, upright[0] + upright[1] * x
            over = 1 - one * other
            dy = (y - height / 2 + one * (x - width / 2)) / over
            corners.append((x + other * dy, height / 2 + dy))
    moved = np.array(corners, dtype=np.float32)
    drawn = max(abs(level[1]) * width, abs(upright[1]) * height)
    if drawn > _DRAWN_TOGETHER:
        return None
    straight = np.array([(0, 0), (width, 0), (0, height), (width, height)], dtype=np.float32)
    if float(np.abs(moved - straight).max()) < 1.5:
        return None
    matrix = np.asarray(cv2.getPerspectiveTransform(moved, straight), dtype=np.float64)
    return _framed(matrix, width, height)


def _slopes(segments: Sequence[tuple[float, float, float]], size: int) -> tuple[float, float] | None:
    """(a, b) of slope = a + b·place for rules told as (place where it crosses the middle, slope, length).

    Fitted by least squares, rules that stray left out step by step; None where too few are left.
    """
    known = np.array([item for item in segments if abs(item[1]) <= _MOST_SLOPE], dtype=np.float64).reshape(-1, 3)
    known = known[(known[:, 0] > -0.2 * size) & (known[:, 0] < 1.2 * size)]
    if len(known) < _FEWEST_RULES:
        return None
    places, slopes, weights = known[:, 0], known[:, 1], known[:, 2]
    fit = np.array([float(np.average(slopes, weights=weights)), 0.0])
    spread = float(np.ptp(places)) > 0.15 * size
    for _ in range(6):
        off = np.abs(slopes - fit[0] - fit[1] * places)
        limit = max(2.5 * float(np.median(off)), _STRAIGHT)
        near = off <= limit
        if near.sum() < _FEWEST_RULES:
            break
        design = np.stack([np.ones(int(near.sum())), places[near]], axis=1)
        if not spread:
            design = design[:, :1]
        root = np.sqrt(weights[near])
        found = np.linalg.lstsq(design * root[:, None], slopes[near] * root, rcond=None)[0]
        fit = np.array([found[0], found[1] if spread else 0.0])
    return float(fit[0]), float(fit[1])
