"""The shapes of ≥ ≤ ＝ and their kin, told by drawing and not by a recogniser that knows them badly.

A sign stands alone in its cell or before a number; engines trained on running text read N, M, 2 or 二 for
it, and with confidence. Here the glyph itself is looked at: bars are rows that ink fills from side to
side, a wedge is a single stroke whose middle runs out to one side and back.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Image: TypeAlias = npt.NDArray[np.uint8]
Mask: TypeAlias = npt.NDArray[np.bool_]

SIGNS = "≥≤≧≦=><"
LIKE = frozenset("≥≤≧≦⩾⩽=＝═><＞＜〉〈》《NMWVIZzSs2二三ΣΞ≡〓»«乙Ⅱ∑工彡≈~∠")
"""What engines read where a sign stands, the signs among it."""

DASHES = frozenset("—－-一–_ー─")
_HEIGHT = 48  # pixels a glyph is looked at; its strokes are some four
_BAR = 0.72  # share of a glyph's width that a bar fills in a row
_SAME = 0.86  # of the longer bar, the shorter of an equals sign; the upper stroke of 二 is a quarter shorter
_FLAT = 0.72  # height of an equals sign to its width at most; 二 is higher
_WIDE = 0.78  # width of a sign to its height at least; 2 and z are narrower
_APEX = 0.22  # of its width, how far a wedge's middle runs out to one side
_ARM = 0.62  # of its width that a wedge's ink takes in a row at most: one stroke, slanting
_STRAY = 0.05  # share of the paper between two bars that may be dirt
_RIM = 0.1  # of its height, the soft rim of a bar
_DASH = 0.3  # height of a dash to its width at most


def glyphs(line: Image) -> list[tuple[Image, int, int]]:
    """The glyphs of a line's picture from left to right, with their left and right ends: ink that paper sets apart."""
    mask = _inked(line)
    columns = np.flatnonzero(mask.any(axis=0))
    if columns.size == 0:
        return []
    stretches = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    result = []
    for stretch in stretches:
        left, right = int(stretch[0]), int(stretch[-1]) + 1
        rows = np.flatnonzero(mask[:, left:right].any(axis=1))
        # With a rim of paper, or a bar alone would be all ink.
        rim = line[max(int(rows[0]) - 1, 0) : int(rows[-1]) + 2, max(left - 1, 0) : right + 1]
        result.append((rim, left, right))
    return result


def sign_of(glyph: Image) -> str:
    """The sign a glyph's picture shows: one of `SIGNS`, — for a dash, and nothing where it is none of them."""
    height, width = glyph.shape[:2]
    if height < 2 or width < 3:
        return ""
    scale = _HEIGHT / max(height, width)
    large = cv2.resize(
        glyph, (max(round(width * scale), 1), max(round(height * scale), 1)), interpolation=cv2.INTER_CUBIC
    )
    mask = _inked(np.asarray(large, dtype=np.uint8))
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return ""
    mask = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = mask.shape
    bars = _bars(mask)
    if not bars:
        return _wedge(mask) if wide >= _WIDE * high else ""
    if len(bars) == 1 and bars[0][1] - bars[0][0] >= 0.9 * high:
        return "—" if high <= _DASH * wide else ""
    if len(bars) == 2 and bars[0][0] <= 2 and bars[1][1] >= high - 2 and mask[bars[0][1] : bars[1][0]].mean() < _STRAY:
        lengths = sorted(int(np.ptp(np.flatnonzero(mask[a:b].any(axis=0)))) for a, b in bars)
        return "=" if lengths[0] >= _SAME * lengths[1] and high <= _FLAT * wide else ""
    return _over_bars(mask, bars)


def _over_bars(mask: Mask, bars: list[tuple[int, int]]) -> str:
    """A wedge over one bar or two at the foot."""
    high, wide = mask.shape
    feet = bars[-1][1] >= high - 2 and bars[0][0] >= 0.4 * high and len(bars) <= 2
    if not feet or wide < _WIDE * high * (1.0 if len(bars) == 1 else 0.8):
        return ""
    upper = mask[: bars[0][0]]
    # The bar's own soft upper rim: rows down from the last empty one, if the wedge leaves one.
    empty = np.flatnonzero(~upper.any(axis=1))
    if empty.size and len(upper) - empty[-1] <= _RIM * high:
        upper = upper[: empty[-1]]
    filled = np.flatnonzero(upper.any(axis=1))
    if filled.size < 0.3 * high:
        return ""
    wedge = _wedge(upper[: filled[-1] + 1])
    return {">": "≥≧", "<": "≤≦"}[wedge][len(bars) - 1] if wedge else ""


def _bars(mask: Mask) -> list[tuple[int, int]]:
    """The rows (first, last + 1) of the bars of a glyph from top to bottom."""
    full = mask.mean(axis=1) >= _BAR
    rows = np.flatnonzero(full)
    if rows.size == 0:
        return []
    return [(int(run[0]), int(run[-1]) + 1) for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)]


def _wedge(mask: Mask) -> str:
    """> or < where a single stroke runs out to one side and back; nothing else where it does not."""
    filled = np.flatnonzero(mask.any(axis=1))
    if filled.size < 6:
        return ""
    mask = mask[filled[0] : filled[-1] + 1]
    high, wide = mask.shape
    middles, thick = [], []
    for row in mask:
        at = np.flatnonzero(row)
        if at.size == 0:
            return ""
        if int(np.ptp(at)) + 1 - at.size > 0.12 * wide:
            return ""  # two strokes side by side
        middles.append(float(at.mean()) / wide)
        thick.append(at.size / wide)
    if float(np.percentile(thick, 80)) > _ARM:
        return ""
    third = max(high // 5, 1)
    ends = (float(np.mean(middles[:third])) + float(np.mean(middles[-third:]))) / 2
    apex = int(np.argmax(np.abs(np.array(middles) - ends)))
    out = middles[apex] - ends
    if abs(out) < _APEX or not 0.25 <= apex / high <= 0.75:
        return ""
    same = abs(float(np.mean(middles[:third])) - float(np.mean(middles[-third:]))) <= 0.25
    way = 1 if out > 0 else -1
    smooth = np.convolve(middles, np.ones(3) / 3, mode="valid") * way
    top = int(np.argmax(smooth))
    climbs = all(after >= before - 0.03 for before, after in pairwise(smooth[: top + 1]))
    falls = all(after <= before + 0.03 for before, after in pairwise(smooth[top:]))
    if not (same and climbs and falls):
        return ""
    return ">" if out > 0 else "<"


def _inked(image: Image) -> Mask:
    """Where a small picture is ink; the limit halfway between its ink and its paper."""
    dark, light = float(np.percentile(image, 1)), float(np.percentile(image, 95))
    if light - dark < 40:  # paper and nothing else, or nothing but ink
        return np.asarray(image < 128)
    return np.asarray(image < (dark + light) / 2)
