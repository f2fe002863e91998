"""The rules of a page's picture: long thin ink, whole, dashed or dotted, told from the strokes of characters.

Works on grey images of even light whose type is some 24 pixels high (`lint.readers.page.paper`).
"""

from __future__ import annotations

import itertools
from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from lint.readers.page.ruled import Edge

Image: TypeAlias = npt.NDArray[np.uint8]

TOLERANCE = 6.0  # pixels a rule may waver; a line of text is some 28 high
GAP = 14.0  # between the dashes of a dashed rule
RULE = 36  # the shortest run of ink taken for a rule; strokes of characters are shorter
SHORT = 18  # a vertical rule over one row, broken by the grain of the scan; see `checked`
TIGHT = 4.0  # how far a short rule may stand from the line of a long one
SPECK = 6  # pixels of ink; less is no character
_GRAIN = 9  # along which a rule is smoothed
_BESIDE = 31  # across which its paper is looked at
_PALE = 215  # at least as light paper is taken to be
_FAINT = 22  # how much darker than its paper a rule is, of 255
_THICKEST = 9  # pixels of a rule across
_DASH_THICK = 5  # pixels a dash is thick at most
_FEWEST_DASHES = 6  # in a row that make a rule; strokes of characters never are so many
_MOST_DASHES = 60_000  # specks looked at
_MOST_RULES = 4000
_WHOLE = 0.97  # share of a short upright rule in which its ink is seen; a stroke ends before the rules do
_IN_LINE = 0.9  # the same where a longer rule runs in its line
_OPEN = 36  # pixels that a rule goes on beyond the last that crosses it, where a page's end cuts the table
_CLEAN = 0.25  # share of a rule's length along which text may touch one of its sides
_UNBROKEN = 0.93  # share of a faint rule's length where its ink is seen; characters leave gaps
_ASIDE = 6  # pixels above and below a faint rule that are looked at
_CROWDED = 0.6  # share of its length along which text may stand above or below; more is a line of bold type
_SEEN = 0.985  # the same as `_UNBROKEN` between tight lines of text
_SURELY = 10 * 24  # pixels of a horizontal rule that no line of strokes is long
_TELLING = 120  # pixels from which a rule's slope can be told


def ink_of(image: Image) -> Image:
    """Ink white on black, however thin: no filter here takes less than a character for dirt."""
    return np.asarray(
        cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY_INV, 41, 24),
        dtype=np.uint8,
    )


def runs(image: Image, *, across: bool) -> Image:
    """Ink that runs on in one direction: a faint rule stands out when smoothed along itself."""
    along, beside = ((_GRAIN, 1), (1, _BESIDE)) if across else ((1, _GRAIN), (_BESIDE, 1))
    smooth = cv2.blur(image, along)
    paper = cv2.blur(smooth, beside)
    if across:  # where lines of text stand above and below, what is around a rule is darker than its paper
        paper = np.maximum(paper, np.uint8(_PALE))
    return np.asarray(cv2.threshold(cv2.subtract(paper, smooth), _FAINT, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)


def level_runs(image: Image, ink: Image, down: Image) -> Image:
    """The runs of horizontal rules: whole ones in the ink, faint and broken ones in the smoothed page.

    Strokes of characters side by side grow together when smoothed, but leave their gaps in the ink, and
    have others above and below; a rule between tight rows has so too, but ends at the upright ones (`down`).
    """
    whole = opened(ink, (RULE, 1))
    faint = opened(runs(image, across=True), (2 * RULE, 1))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
    beside = np.maximum(cv2.blur(image, (1, _BESIDE)), np.uint8(_PALE))
    dark = np.asarray(cv2.subtract(beside, image)) >= _FAINT // 2
    keep = np.zeros(count, dtype=bool)
    table, labelled = np.asarray(stats), np.asarray(labels)
    for number in range(1, min(count, _MOST_RULES)):
        x, y, wide, high = (int(value) for value in table[number][:4])
        if high > 3 * TOLERANCE:
            continue
        part = labelled[y : y + high, x : x + wide] == number
        seen = float((dark[y : y + high, x : x + wide] & part).any(axis=0).mean())
        if seen < _UNBROKEN:
            continue
        sides = [slice(max(y - _ASIDE, 0), max(y - 2, 1)), slice(y + high + 2, y + high + _ASIDE)]
        free = max(float(dark[side, x : x + wide].any(axis=0).mean()) for side in sides) <= _CROWDED
        ends = [down[y : y + high, max(at - _ASIDE, 0) : at + _ASIDE].any() for at in (x, x + wide)]
        keep[number] = free or (seen >= _SEEN and all(ends))
    return np.asarray(cv2.bitwise_or(whole, np.asarray(keep[labelled] * 255, dtype=np.uint8)), dtype=np.uint8)


def opened(ink: Image, size: tuple[int, int]) -> Image:
    """Runs of ink of at least `size` (width, height); a rule may waver by a pixel."""
    wide, high = size
    # Thickened across its direction, a rule that steps from one row of pixels to the next stays
    # whole; closed along it, strokes of neighbouring characters would grow together.
    thick = cv2.dilate(ink, np.ones((3, 1) if wide > high else (1, 3), np.uint8))
    found = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8))
    return np.asarray(cv2.bitwise_and(found, ink), dtype=np.uint8)


def segments(image: Image, *, across: bool) -> list[tuple[float, float, float]]:
    """The long rules of one direction as (place where it crosses the page's middle, slope, length)."""
    mask = opened(runs(image, across=across), (RULE, 1) if across else (1, RULE))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    table, labelled = np.asarray(stats), np.asarray(labels)
    length = table[:, cv2.CC_STAT_WIDTH if across else cv2.CC_STAT_HEIGHT]
    order = np.argsort(-length[1:count])[:200] + 1
    middle = image.shape[1 if across else 0] / 2
    result = []
    for number in order:
        x, y, wide, high, area = (int(value) for value in table[number])
        along = wide if across else high
        if along < _TELLING:
            break
        if area > _THICKEST * along:
            continue
        ys, xs = np.nonzero(labelled[y : y + high, x : x + wide] == number)
        at, place = (xs + x, ys + y) if across else (ys + y, xs + x)
        slope, offset = np.polyfit(at, place, 1)
        if float(np.abs(place - slope * at - offset).mean()) < _THICKEST / 2:
            result.append((float(slope * middle + offset), float(slope), float(along)))
    return result


def dashes(ink: Image) -> tuple[Image, list[Edge], list[Edge]]:
    """The dashes of dashed and dotted rules, and the level and the upright rules they make.

    A dash is a thin speck of ink in line with others of its kind at short distances.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    table = np.asarray(stats)
    chosen = np.zeros(count, dtype=bool)
    edges: tuple[list[Edge], list[Edge]] = ([], [])
    for found, along, across in ((edges[0], 0, 1), (edges[1], 1, 0)):
        thin = (table[:, 2 + across] <= _DASH_THICK) & (table[:, 2 + along] <= RULE) & (table[:, 4] >= 3)
        thin[0] = False
        numbers = np.flatnonzero(thin)[:_MOST_DASHES]
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
                and 0 <= table[number][along] - table[run[-1]][along] - table[run[-1]][2 + along] <= GAP
            )
            if near:
                run.append(number)
                continue
            if len(run) >= _FEWEST_DASHES and (along == 0 or _is_alone(ink, table[run])):
                chosen[run] = True
                at = float(np.median([_middle(table[item], across) for item in run]))
                found.append(
                    (at, float(table[run[0]][along]), float(table[run[-1]][along] + table[run[-1]][2 + along]))
                )
            run = [number]
    return np.asarray(chosen[np.asarray(labels)] * 255, dtype=np.uint8), *edges


def _is_alone(ink: Image, run: npt.NDArray[Any]) -> bool:
    """Whether little ink stands beside an upright row of specks; dots of characters have the rest of them there."""
    x = round(float(np.median(run[:, 0] + run[:, 2] / 2)))
    top, bottom = int(run[0, 1]), int(run[-1, 1] + run[-1, 3])
    sides = (ink[top:bottom, max(x - 9, 0) : max(x - 4, 1)], ink[top:bottom, x + 4 : x + 9])
    return max(float((side > 0).any(axis=1).mean()) for side in sides if side.size) <= _CROWDED


def _middle(box: Any, axis: int) -> float:
    return float(box[axis] + box[2 + axis] / 2)


def long(rules: Image, *, across: bool) -> Image:
    """Rules long enough to be none of a character's strokes."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    table = np.asarray(stats)
    length = table[:, cv2.CC_STAT_WIDTH if across else cv2.CC_STAT_HEIGHT]
    keep = length >= (2 * RULE if across else RULE)
    keep[0] = False
    return np.asarray(keep[np.asarray(labels)] * 255, dtype=np.uint8) if count > 1 else np.zeros_like(rules)


def edges(rules: Image, *, across: bool) -> list[Edge]:
    """The rules of a mask as edges; one that wavers is cut into pieces that follow it."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    table = np.asarray(stats)
    labelled = np.asarray(labels)
    found: list[Edge] = []
    order = np.argsort(-table[1:count, cv2.CC_STAT_AREA])[:_MOST_RULES] + 1
    for number in order:
        x, y, wide, high = (int(value) for value in table[number][:4])
        thick = high if across else wide
        if thick <= TOLERANCE:
            found.append((y + high / 2, x, x + wide) if across else (x + wide / 2, y, y + high))
            continue
        part = labelled[y : y + high, x : x + wide] == number
        length = wide if across else high
        step = max(length // 12, RULE)
        for start in range(0, length, step):
            piece = part[:, start : start + step] if across else part[start : start + step, :]
            at = np.flatnonzero(piece.any(axis=1 if across else 0))
            if at.size == 0 or at[-1] - at[0] > 3 * TOLERANCE:
                continue  # a picture or a stamp, not a rule
            middle = (int(at[0]) + int(at[-1])) / 2
            end = min(start + step, length)
            found.append((y + middle, x + start, x + end) if across else (x + middle, y + start, y + end))
    return found


def whole(horizontal: list[Edge], down: Image) -> list[Edge]:
    """Horizontal rules without strokes of characters that look like some: what is short and neither ends at
    upright rules (`down`) nor goes on one that does is none.
    """
    kept = [edge for edge in horizontal if edge[2] - edge[1] >= _SURELY or all(_meets(down, edge))]
    loose = [edge for edge in horizontal if edge not in kept]
    while True:
        more = [edge for edge in loose if any(_goes_on(edge, other) for other in kept)]
        if not more:
            return kept
        kept += more
        loose = [edge for edge in loose if edge not in more]


def _meets(down: Image, edge: Edge) -> tuple[bool, bool]:
    """Whether a rule's left and right end meet ink that runs on downwards."""
    y, left, right = (round(value) for value in edge)
    rows = slice(max(y - _ASIDE, 0), y + _ASIDE + 1)
    return bool(down[rows, max(left - _ASIDE, 0) : left + _ASIDE].any()), bool(
        down[rows, max(right - _ASIDE, 0) : right + _ASIDE].any()
    )


def _goes_on(edge: Edge, other: Edge) -> bool:
    apart = max(edge[1], other[1]) - min(edge[2], other[2])
    return abs(edge[0] - other[0]) <= TIGHT and apart <= GAP


def checked(vertical: list[Edge], horizontal: list[Edge], image: Image) -> list[Edge]:
    """Vertical rules, each cut at the horizontal ones it meets, without the stretches that are no rule.

    A stroke of a character in line with a rule above or below grows together with it where rows are tight;
    but it leaves off before it meets the next rule, and others of its character stand at its sides.
    """
    tall = [edge for edge in vertical if edge[2] - edge[1] >= 3 * RULE]
    result = []
    for edge in vertical:
        x, top, bottom = edge
        stops = sorted(y for y, left, right in horizontal if left - TOLERANCE <= x <= right + TOLERANCE)
        long_one = bottom - top >= 3 * RULE
        in_line = long_one or any(abs(x - other) <= TIGHT for other, _, _ in tall)
        start = max((y for y in stops if y <= top + TIGHT), default=top)
        ends = [y for y in stops if start + TIGHT < y < bottom - TIGHT]
        ends.append(min((y for y in stops if y >= bottom - TIGHT), default=bottom))
        for above, below in itertools.pairwise([start, *ends]):
            inside = bool(stops) and above >= stops[0] and below <= stops[-1]
            if below - above <= TIGHT:
                result.append((x, above, below))
            elif not inside and below - above < _OPEN:
                continue
            elif _is_rule(image, x, above, below, _IN_LINE if in_line else _WHOLE):
                result.append((x, above, below))
    return result


def _is_rule(image: Image, x: float, above: float, below: float, least: float) -> bool:
    """Whether ink runs without a gap from one rule to the other with nothing but paper along its sides."""
    top, bottom, middle = round(above), round(below), round(x)
    left = max(middle - 2, 0)
    strip = image[top:bottom, left : middle + 3]
    if strip.size == 0:
        return False
    dark = strip.min(axis=1).astype(np.float32)
    around = image[top:bottom, max(middle - 40, 0) : middle + 41]
    paper = float(np.percentile(around, 80))
    if float((dark <= paper - max((paper - float(np.median(dark))) / 2, _FAINT)).mean()) < least:
        return False
    area = image[top + 4 : max(bottom - 3, 0), max(middle - 7, 0) : middle + 8]
    if area.shape[0] < 4 or area.shape[1] < 15 or below - above > 3 * RULE:
        return True
    inked = area < paper - 2 * _FAINT
    flanks = np.stack([inked[:, :4].any(axis=1), inked[:, 11:].any(axis=1)])
    return bool(np.median(inked[:, 3:12].sum(axis=1)) <= _THICKEST - 2 and flanks.mean(axis=1).min() <= _CLEAN)
