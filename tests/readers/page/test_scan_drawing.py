"""What a scan's bitmap shows before any character is read: dashed rules, stretches of text, tables told by space."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra ocr (with OpenCV) is not installed"
)

SIZE = 24  # pixels a character of these pages is wide and high
PITCH = 28  # from one to the next


def _paper(width: int = 900, height: int = 700) -> Any:
    import numpy as np

    return np.full((height, width), 255, np.uint8)


def _drawing(page: Any) -> Any:
    from lint.readers.page.drawing import Drawing
    from lint.readers.page.paper import Sheet

    return Drawing(Sheet(page, page, 1.0, 1.0))


def _write(page: Any, left: int, top: int, count: int) -> None:
    """Stand-ins of characters: frames as thick as bold strokes."""
    for number in range(count):
        x = left + number * PITCH
        page[top : top + SIZE, x : x + SIZE] = 0
        page[top + 5 : top + SIZE - 5, x + 5 : x + SIZE - 5] = 255


def _table(page: Any, xs: tuple[int, ...], tops: range) -> None:
    """Texts of two to four characters, one in each column of each row."""
    for row, top in enumerate(tops):
        for column, x in enumerate(xs):
            _write(page, x, top, 2 + (row + column) % 3)


def test_dashes_in_a_row_make_one_rule() -> None:
    page = _paper()
    for x in range(100, 800, 20):
        page[200:202, x : x + 12] = 0
    for y in range(300, 600, 20):
        page[y : y + 12, 400:402] = 0
    drawing = _drawing(page)
    ((y, left, right),) = drawing.horizontal
    *_, (x, top, bottom) = drawing.vertical  # short gaps downwards are bridged by smoothing too
    assert (y, left, right) == pytest.approx((201, 100, 792), abs=3)
    assert (x, top, bottom) == pytest.approx((401, 300, 592), abs=3)
    assert drawing.dashed[201, 106] == 255  # known, so that it is no text


def test_few_or_scattered_specks_make_no_rule() -> None:
    page = _paper()
    for x in range(100, 200, 20):  # five dashes: the strokes of 三 beside one another
        page[200:202, x : x + 12] = 0
    for x in range(100, 800, 40):  # too far apart
        page[300:302, x : x + 12] = 0
    for number, x in enumerate(range(100, 800, 20)):  # climbing
        page[400 + 9 * (number % 3) : 402 + 9 * (number % 3), x : x + 12] = 0
    drawing = _drawing(page)
    assert (drawing.horizontal, drawing.vertical) == ([], [])
    assert not drawing.dashed.any()


def test_dashed_rules_make_cells() -> None:
    page = _paper()
    for y in (100, 230, 360):
        for x in range(100, 751, 13):
            page[y : y + 2, x : x + 8] = 0
    for x in (100, 360, 750):
        for y in range(100, 361, 13):
            page[y : y + 8, x : x + 2] = 0
    (lattice,) = _drawing(page).lattices()
    assert (len(lattice.xs), len(lattice.ys), len(lattice.boxes)) == (3, 3, 4)


def test_characters_side_by_side_are_one_stretch_without_rules_and_specks() -> None:
    page = _paper()
    page[90:92, 80:700] = 0
    _write(page, 100, 120, 4)
    _write(page, 400, 120, 3)
    page[300:302, 300:304] = 0  # a speck
    blobs = sorted(_drawing(page)._blobs(), key=lambda blob: blob.left)
    assert len(blobs) == 2
    for blob, left, count in zip(blobs, (100, 400), (4, 3), strict=True):
        assert (blob.left, blob.top) == pytest.approx((left, 120), abs=3)
        assert blob.right == pytest.approx(left + (count - 1) * PITCH + SIZE, abs=3)
        assert blob.size == pytest.approx(SIZE * 1.1, abs=4)


def test_a_table_without_rules_is_told_by_white_space() -> None:
    page = _paper()
    _table(page, (100, 300, 500, 700), range(100, 600, 70))
    drawing = _drawing(page)
    (lattice,) = drawing.lattices()
    assert [guess.lattice for guess in drawing.guesses] == [lattice]
    assert (len(lattice.xs), len(lattice.ys)) == (5, 9)
    cells = {lattice.at(x + SIZE, top + SIZE / 2) for x in (100, 300, 500, 700) for top in range(100, 600, 70)}
    assert len(cells) == 32
    assert None not in cells


def test_upright_rules_that_lack_are_told_by_white_space() -> None:
    page = _paper()
    for y in range(85, 660, 70):
        page[y : y + 2, 60:860] = 0
    _table(page, (100, 300, 500, 700), range(100, 600, 70))
    drawing = _drawing(page)
    (lattice,) = drawing.lattices()
    assert len(drawing.guesses) == 1
    assert (len(lattice.xs), len(lattice.ys)) == (5, 9)


def test_a_fully_ruled_table_is_no_guess() -> None:
    page = _paper()
    for y in range(85, 660, 70):
        page[y : y + 2, 60:862] = 0
    for x in (60, 260, 460, 660, 860):
        page[85:647, x : x + 2] = 0
    _table(page, (100, 300, 500, 700), range(100, 600, 70))
    drawing = _drawing(page)
    (lattice,) = drawing.lattices()
    assert drawing.guesses == []
    assert len(lattice.boxes) == 32
