"""Scanned pages and images: rules found, cells cut out, their lines read by a local OCR engine.

The engine is rapidocr (extra `ocr`), whose models lie in its package: nothing is downloaded. A
page is straightened, its rules are found by morphology, each line of text in a cell is recognised
by itself; a page without rules goes through the engine's own text detection. The confidence of a
cell is that of its least certain character.
"""

from __future__ import annotations

import importlib.util
import io
import math
import os
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lint.model import Document
from lint.readers.limits import Limits, Meter, ReadError
from lint.readers.page import layout
from lint.readers.page.layout import Page, Piece
from lint.settings import Settings

if TYPE_CHECKING:
    from lint.readers.page.scan import Box, Drawing, Image

REMEDY = "请安装文字识别组件（pip install 'jixiao-lint[ocr]'）后重试，或提供带文字的电子件。"
_SIDE = 1654  # pixels of A4's short side at 200 dpi, for which the sizes in `scan` are meant
_MOST_SIDE = 1985  # a fifth more than that; above, the sizes in `scan` no longer fit
_CORES_PER_THREAD = 2  # files are read side by side, one worker a core; threads would only wait
_THREADS = 4  # more bring nothing for lines of this size
_TELLING = 2  # lines with a word of the forms, below which a page may lie on its side or head
_PROBED = 24  # lines looked at to tell how a page lies
_WRITING = 5  # characters below which a page is a picture with a smudge
_UNREAD = 0.3  # mean confidence below which what was found is noise, not writing


def installed() -> bool:
    """Whether the engine is there."""
    return importlib.util.find_spec("rapidocr") is not None


def scale_for(width: float, height: float, limits: Limits) -> float:
    """Pixels per point to draw a page of these points with: 200 dpi, less where it is too large."""
    scale = 200 / 72
    most = limits.image_megapixels * 1e6
    return min(scale, math.sqrt(most / max(width * height, 1.0)))


def read(data: bytes, path: str, settings: Settings) -> Document:
    """The tables and lines of an image, every frame a page. Raises ReadError."""
    if not installed():
        raise ReadError(f"是图像，{REMEDY}")
    limits = Limits.of(settings)
    meter = Meter(limits)
    pages: list[Page] = []
    notes: list[str] = []
    for number, image in enumerate(_frames(data, limits), 1):
        found, said = page(_sized(image), number, settings)
        pages.append(found)
        notes.extend(said)
    rows = layout.rows(pages, meter)
    if not rows:
        raise ReadError("是图像，但没有识别出文字，请确认图像清晰、方向正确，或提供带文字的电子件。")
    ruled = any(found.tables for found in pages)
    return Document(path, "scan", tuple(rows), merges=ruled, notes=(*notes, *meter.notes()), pages=len(pages))


def _frames(data: bytes, limits: Limits) -> list[Image]:
    """The image's frames in grey, none larger than the limits allow. Raises ReadError."""
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageOps, ImageSequence

    frames = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Pictures.open(io.BytesIO(data))
            for index, frame in enumerate(ImageSequence.Iterator(picture)):
                if frame.width * frame.height > limits.image_megapixels * 1e6:
                    raise ReadError(
                        f"图像有 {frame.width}×{frame.height} 像素，超过 {limits.image_megapixels} 百万像素的上限，"
                        "请缩小后重试，或在设置中调高 limits.image_megapixels。"
                    )
                if index >= limits.scanned_pages:
                    break
                frames.append(np.asarray(ImageOps.exif_transpose(_on_white(frame)).convert("L")))
    except ReadError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # any file can make the library fail in any way
        raise ReadError("图像文件已损坏或不完整，请重新扫描或另存为 PNG 后再上传。") from error
    return frames


def _on_white(frame: Any) -> Any:
    """The frame with transparency laid on white paper."""
    from PIL import Image as Pictures

    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        layer = frame.convert("RGBA")
        paper = Pictures.new("RGBA", layer.size, "white")
        return Pictures.alpha_composite(paper, layer)
    return frame


def _sized(image: Image) -> Image:
    """The image at about 200 dpi, taking its short side for A4's."""
    import cv2

    short = min(image.shape[:2])
    if short < _SIDE:
        scale = min(_SIDE / max(short, 1), 4.0)
        return _as_image(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC))
    if short > _MOST_SIDE:
        scale = _SIDE / short
        return _as_image(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    return image


def _as_image(image: Any) -> Image:
    import numpy as np

    return np.asarray(image, dtype=np.uint8)


def page(image: Image, number: int, settings: Settings) -> tuple[Page, list[str]]:
    """One page read from a grey image (height × width), and Chinese notes about it.

    The places in the page are pixels of the straightened image.
    """
    from lint.readers.page import scan

    limits = Limits.of(settings)
    words: Sequence[str] = settings.get("ocr.page_words")
    found = _read_upright(scan.straightened(image), number, limits)
    if _telling(_texts(found), words) < _TELLING:
        # Characters lying on their side are read with confidence too, but in no sensible order.
        turns = {turn: scan.straightened(scan.turned(image, turn)) for turn in (1, 2, 3)}
        told = {turn: _telling([piece.text for piece in _probe(page)], words) for turn, page in turns.items()}
        best = max(told, key=lambda turn: told[turn])
        if told[best] > _telling(_texts(found), words):
            found = _read_upright(turns[best], number, limits)
    sure = _sureness(found)
    if sure < _UNREAD or sum(map(len, _texts(found))) < _WRITING:
        return Page(number, image.shape[1], image.shape[0]), [
            f"第 {number} 页是图像，没有识别出文字，请确认清晰、方向正确，或提供带文字的电子件。"
        ]
    return found, []


def _read_upright(image: Image, number: int, limits: Limits) -> Page:
    from lint.readers.page import scan

    height, width = image.shape[:2]
    drawing = scan.Drawing(image)
    lattices = drawing.lattices()
    pieces = _voted(drawing, drawing.lines(lattices)[: limits.page_objects]) if lattices else _detected(image)
    tables, outside = layout.fill(lattices, pieces)
    for guess in drawing.guesses:
        layout.doubt(tables, guess.lattice, guess.doubtful)
    return Page(number, width, height, tables, layout.lines_of(outside), tolerance=scan.TOLERANCE)


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


def _probe(image: Image) -> list[Piece]:
    """A few lines of a page."""
    from lint.readers.page import scan

    drawing = scan.Drawing(image)
    lattices = drawing.lattices()
    if not lattices:
        return _detected(image)[:_PROBED]
    boxes = sorted(drawing.lines(lattices), key=lambda box: (box[3] - box[1]) / max(box[2] - box[0], 1.0))[:_PROBED]
    return recognised([drawing.cut(box) for box in boxes], boxes)


# ── the engine ────────────────────────────────────────────────────────────────────────────────


def _engine() -> Any:
    """The OCR engine, loaded once a process; one from before a fork has lost its threads."""
    return _engine_of(os.getpid())


@lru_cache(maxsize=2)
def _engine_of(_: int) -> Any:
    from rapidocr import RapidOCR

    threads = max(1, min(_THREADS, (os.cpu_count() or 1) // _CORES_PER_THREAD))
    options = {
        "Global.log_level": "critical",
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidOCR(params=options)


def recognised(images: list[Image], boxes: list[Box]) -> list[Piece]:
    """The text of images of one line each, at their boxes (left, top, right, bottom).

    The confidence is that of the least certain character; images without text give nothing.
    """
    if not images:
        return []
    import cv2

    lines = [cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) for image in images]
    from rapidocr.ch_ppocr_rec import TextRecInput

    read = _engine()._load_rec_model()(TextRecInput(img=lines, return_word_box=True))
    pieces = []
    for text, detail, (left, top, right, bottom) in zip(read.txts, read.word_results, boxes, strict=True):
        if text.strip():
            least = min(detail.confs, default=0.0)
            if _lost(text, detail.word_cols, detail.line_txt_len, right - left, bottom - top):
                least = min(least, _DISPUTED)
            pieces.append(Piece(text.strip(), left, top, right, bottom, bottom - top, round(float(least), 4)))
    return pieces


_INK = 0.9  # height of a line's ink in type sizes
_HALF = 0.55  # width of a Latin letter or digit in type sizes
_HOLE = 0.8  # type sizes of empty room in which a character must have stood


def _lost(text: str, words: Sequence[Sequence[int]], length: float, width: float, height: float) -> bool:
    """Whether the engine passed over a character: its others stand too far apart for their widths.

    `words` holds the step at which each character of each word was read, of `length` steps over
    the line's `width`.
    """
    steps = [step for word in words for step in word]
    if len(steps) != len(text.replace(" ", "")) or len(steps) < 2 or length <= 0:
        return False
    places = [(step + 0.5) / length * width for step in steps]
    letters = [char for char in text if char != " "]
    widths = [_HALF if char.isascii() else 1.0 for char in letters]
    gaps = [after - before for before, after in pairwise(places)]
    full = sorted(gap for gap, one, other in zip(gaps, widths, widths[1:], strict=False) if one == other == 1.0)
    size = full[len(full) // 2] if len(full) >= 2 else height / _INK
    if size > 1.5 * height / _INK:  # letters spaced out over the cell
        return False
    holes = [gap - (one + other) / 2 * size for gap, one, other in zip(gaps, widths, widths[1:], strict=False)]
    holes.append(places[0] - widths[0] / 2 * size)
    holes.append(width - places[-1] - widths[-1] / 2 * size)
    return max(holes) > _HOLE * size


def _detected(image: Image) -> list[Piece]:
    """The lines of a page without rules, found by the engine's own detection."""
    import cv2

    boxes = _engine()._load_det_model()(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)).boxes
    if boxes is None:
        return []
    crops, places = [], []
    for box in boxes:
        xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
        left, top = max(int(min(xs)), 0), max(int(min(ys)), 0)
        right, bottom = math.ceil(max(xs)), math.ceil(max(ys))
        crop = image[top:bottom, left:right]
        if crop.size:
            crops.append(crop)
            places.append((float(left), float(top), float(right), float(bottom)))
    return recognised(crops, places)


# ── doubtful lines are read more than once ────────────────────────────────────────────────────

_SHORT = 20  # times its height: a longer line is running text, in which no target stands
_SURE = 0.85  # least confidence at which a line without digits and signs is taken as read
_AGREED = 0.9  # confidence of a text that two of three different cuts of its line give
_DISPUTED = 0.3  # the most a text may claim that no second cut confirms
_SIGNS = "≥≤><＞＜=＝≧≦⩾⩽"
_FIGURES = re.compile(r"[0-9" + _SIGNS + "%％]")


def _voted(drawing: Drawing, boxes: list[Box]) -> list[Piece]:
    """The lines of a page: those with figures or signs, and doubtful ones, from three cuts each.

    A digit or a sign lost changes a target, and the engine is sure of what it did read; another
    cut of the same line loses something else. Signs lost in one cut and found in another count.
    """
    first = _by_box(recognised([drawing.cut(box) for box in boxes], boxes))
    again = [
        box
        for box in boxes
        if (box[2] - box[0]) < _SHORT * (box[3] - box[1])
        and (box not in first or first[box].confidence < _SURE or _FIGURES.search(first[box].text) is not None)
    ]
    second = _by_box(recognised([drawing.cut(box, pad=1, smooth=False) for box in again], again))
    third = _by_box(recognised([drawing.cut(box, pad=2, stretch=True) for box in again], again))
    result = []
    for box in boxes:
        readings = [found[box] for found in (first, second, third) if box in found]
        if readings:
            result.append(_agreed(readings) if box in second or box in third else readings[0])
    return result


def _by_box(pieces: list[Piece]) -> dict[Box, Piece]:
    return {(piece.left, piece.top, piece.right, piece.bottom): piece for piece in pieces}


def _agreed(readings: list[Piece]) -> Piece:
    """The text most readings give; where a leading sign is all they differ in, the one with it."""
    texts = Counter(piece.text for piece in readings)
    bare = Counter(piece.text.lstrip(_SIGNS) for piece in readings)
    signs = {piece.text[: len(piece.text) - len(piece.text.lstrip(_SIGNS))] for piece in readings}
    text, votes = texts.most_common(1)[0]
    confidence = max(piece.confidence for piece in readings if piece.text == text)
    if votes >= 2:
        confidence = max(confidence, _AGREED) if confidence > _DISPUTED else confidence
    if len(bare) == 1 and len(signs - {""}) == 1 and "" in signs:
        text = (signs - {""}).pop() + next(iter(bare))
        confidence = max(piece.confidence for piece in readings if piece.text == text)
        return replace(readings[0], text=text, confidence=confidence)
    if len(bare) == 1 and len(signs - {""}) > 1:
        # ≥ here and > there: which it was cannot be told.
        return replace(readings[0], text=text, confidence=min(confidence, _DISPUTED))
    if votes < 2:
        best = max(readings, key=lambda piece: piece.confidence)
        return replace(best, confidence=min(best.confidence, _DISPUTED) if len(readings) > 1 else best.confidence)
    return replace(readings[0], text=text, confidence=confidence)
