"""The lines of text in an area of ink: where each begins and ends, downwards and across."""

from __future__ import annotations

import itertools
from typing import Any

import cv2
import numpy as np

from lint.readers.page.paper import TYPE, Image

_THIN = 2  # pixels that a dash is high at least
_DASH = 0.3  # type sizes that a line of little height is wide at least; less is dirt
_MOST_BLOCKS = 3000  # stretches of ink outside tables; more are noise


def slots(text: Image, left: int, top: int, right: int, bottom: int) -> list[tuple[float, float, float, float]]:
    """The lines (left, top, right, bottom) of the ink in an area of a page."""
    area = text[top:bottom, left:right]
    found: list[tuple[float, float, float, float]] = []
    for first, last in _bands(area):
        columns = _without_rests(np.flatnonzero(area[first:last].any(axis=0)), area.shape[1])
        if columns.size == 0:
            continue
        x0, x1 = left + int(columns[0]), left + int(columns[-1]) + 1
        y0, y1 = top + first, top + last
        if x1 - x0 < (3 if y1 - y0 >= 6 else _DASH * TYPE):
            continue
        found.append((float(x0), float(y0), float(x1), float(y1)))
    return found


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
            small = min(band[1] - band[0], joined[-1][1] - joined[-1][0]) < 0.6 * TYPE
            if together <= 1.35 * TYPE and gap <= 0.4 * TYPE and small:
                joined[-1][1] = band[1]
                continue
        joined.append(list(band))
    result: list[tuple[int, int]] = []
    for first, last in joined:
        result.extend(_parted(sums, first, last))
    return [(first, last) for first, last in result if last - first >= _THIN]


def _without_rests(columns: Any, width: int) -> Any:
    """Columns with ink, less what a rule left at the edges of its cell, far from the text."""
    if columns.size == 0:
        return columns
    breaks = np.flatnonzero(np.diff(columns) > TYPE) + 1
    runs = np.split(columns, breaks)
    kept = [run for run in runs if run[-1] - run[0] >= 4 or not (run[0] <= 3 or run[-1] >= width - 4)]
    return np.concatenate(kept) if kept else columns[:0]


def _parted(sums: Any, first: int, last: int) -> list[tuple[int, int]]:
    """A band too high for one line, cut where it has least ink."""
    if last - first <= 1.9 * TYPE:
        return [(first, last)]
    count = max(2, round((last - first) / (1.25 * TYPE)))
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


def blocks(text: Image) -> list[tuple[int, int, int, int]]:
    """Areas of text outside tables: words near one another on a line."""
    grown = cv2.dilate(text, np.ones((3, 41), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(grown), connectivity=8)
    found = []
    for x, y, wide, high, area in np.asarray(stats)[1 : min(count, _MOST_BLOCKS)]:
        if high >= 8 and wide >= 12 and area >= 60:
            found.append((int(x), int(y), int(x + wide), int(y + high)))
    return sorted(found, key=lambda block: (block[1], block[0]))
