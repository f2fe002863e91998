"""PDF with text through pypdfium2: characters and rules of each page, marks over it kept apart.

Pages without text are read by character recognition (`lint.readers.page.recognition`) where it is installed.
"""

from __future__ import annotations

import ctypes
import math
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as native

from lint.model import Document
from lint.readers.limits import Limits, Meter, ReadError
from lint.readers.page import layout
from lint.readers.page import unruled as spaces
from lint.readers.page.layout import Page, Piece
from lint.readers.page.ruled import Edge, find
from lint.settings import Settings

_TOLERANCE = 2.5  # points; double rules lie closer, rows never do
_GAP = 4.0  # points between the dashes of a dashed rule
_THIN = 3.0  # points; a filled shape thinner than this is a rule
_SPARSE = 8  # characters on a page that has an image as large as itself: the image is the page
_LARGE_IMAGE = 0.35  # share of the page
_SPACES = (0x20, 0xA0, 0x3000)
_NO_WIDTH = 0.05  # type sizes: a narrower space is none
_FLAT = 0.6  # type sizes; a letter's box is as high as its type
_OVER = 0.88  # of the type size, what Chinese type reaches over its baseline
_DOTS = 4  # specks in a row that make a dotted rule
_OCR_SHARE = 0.7  # of the time for a file, after which what was recognised is better than nothing
_NESTED_FORMS = 8  # levels of form objects inside one another

BROKEN = "PDF 文件已损坏或不完整，请用 PDF 阅读器打开后另存再上传。"


def read(data: bytes, path: str, settings: Settings) -> Document:
    """Tables and lines of all pages in reading order. Raises ReadError."""
    limits = settings.limits
    meter = Meter(limits)
    notes: list[str] = []
    pages: list[Page] = []
    images: list[int] = []
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise ReadError("PDF 有打开密码，无法读取，请解除密码后重新上传。") from None
        raise ReadError(BROKEN) from None
    try:
        count = len(document)
        if count == 0:
            raise ReadError(BROKEN)
        if count > limits.pages:
            notes.append(f"文档共 {count} 页，只读取了前 {limits.pages} 页（limits.pages），其余未检查。")
        for number in range(1, min(count, limits.pages) + 1):
            page, is_image = _page(document, number, limits, notes, pages[-1].shape if pages else None)
            pages.append(page)
            if is_image:
                images.append(number)
        if images:
            pages = _recognised(document, pages, images, settings, notes)
    except pdfium.PdfiumError:
        raise ReadError(BROKEN) from None
    finally:
        document.close()
    scanned = len(images) == len(pages)
    rows = layout.rows(pages, meter)
    if not rows and not notes:
        notes.append("PDF 中没有可读的文字。")
    ruled = any(page.tables for page in pages)
    return Document(
        path,
        "scan" if scanned else "pdf",
        tuple(rows),
        merges=ruled,
        notes=(*notes, *meter.notes()),
        pages=count,
    )


def _recognised(
    document: Any, pages: list[Page], images: list[int], settings: Settings, notes: list[str]
) -> list[Page]:
    """The pages, those that are images read by character recognition. Raises ReadError where all fail."""
    from lint.readers.page import recognition as ocr

    limits = settings.limits
    if not ocr.installed():
        if len(images) == len(pages):
            raise ReadError(f"PDF 是扫描件（没有文字层），{ocr.REMEDY}")
        notes.append(f"第 {_listed(images)} 页是扫描图像，未能读取，{ocr.REMEDY}")
        return pages
    if len(images) > limits.scanned_pages:
        notes.append(
            f"扫描页共 {len(images)} 页，只识别了前 {limits.scanned_pages} 页（limits.scanned_pages），其余未检查。"
        )
    result = list(pages)
    start = time.monotonic()
    for position, number in enumerate(images[: limits.scanned_pages]):
        if time.monotonic() - start > _OCR_SHARE * limits.file_seconds:
            rest = images[position : limits.scanned_pages]
            notes.append(
                f"识别扫描页已用去 {_OCR_SHARE * limits.file_seconds:.0f} 秒，第 {_listed(rest)} 页未识别、未检查，"
                "请拆分文件，或在设置中调高 limits.file_seconds。"
            )
            break
        page = document[number - 1]
        image, scale = ocr.drawn(page, limits)
        found, said = ocr.page(image, number, settings)
        notes.extend(said)
        found.scale /= scale
        result[number - 1] = found
        page.close()
    return result


def _listed(numbers: list[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:10])
    return shown if len(numbers) <= 10 else f"{shown} 等 {len(numbers)}"


@dataclass(slots=True)
class _Ink:
    """What one page draws, in points from its top left corner as it is shown."""

    width: float
    height: float
    horizontal: list[Edge] = field(default_factory=list)
    vertical: list[Edge] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)
    """Middles of specks, which make up dotted rules."""
    image: float = 0.0


def _page(
    document: Any, number: int, limits: Limits, notes: list[str], before: spaces.Shape | None
) -> tuple[Page, bool]:
    """The page of a number and whether it is an image; `before` the shape of the table before it."""
    page = document[number - 1]
    try:
        text = page.get_textpage()
        view = _View(page)
        ink = _ink(page, view, limits)
        letters = _letters(text, view, limits)
        if letters is None or ink is None:
            notes.append(f"第 {number} 页的字符或线条超过 {limits.page_objects} 个（limits.page_objects），未读取。")
            return Page(number, view.width, view.height), False
        text.close()
    finally:
        page.close()
    ink.horizontal.extend(_dotted([(y, x) for x, y in ink.dots]))
    ink.vertical.extend(_dotted(ink.dots))
    letters = _upright(letters, ink)
    pieces, marks = _without_marks(letters, ink)
    lattices = [
        item
        for item in find(ink.horizontal, ink.vertical, _TOLERANCE, _GAP)
        if len(item.boxes) > 1 or _share(item.xs, item.ys, ink) < 0.3
    ]
    kept, guessed = spaces.guesses(lattices, (ink.horizontal, ink.vertical), pieces, _TOLERANCE, _GAP, before)
    tables, outside = layout.fill([*kept, *(guess.lattice for guess in guessed)], pieces)
    for guess in guessed:
        layout.doubt(tables, guess.lattice, guess.doubtful)
    tables.sort(key=lambda table: (table.lattice.ys[0], table.lattice.xs[0]))
    found = Page(number, ink.width, ink.height, tables, layout.lines_of(outside), marks, tolerance=_TOLERANCE)
    found.shape = max(guessed, key=lambda guess: guess.lattice.ys[-1]).shape if guessed else None
    written = sum(not piece.text.isspace() for piece in pieces)
    return found, written <= _SPARSE and ink.image > _LARGE_IMAGE


def _share(xs: tuple[float, ...], ys: tuple[float, ...], ink: _Ink) -> float:
    return (xs[-1] - xs[0]) * (ys[-1] - ys[0]) / max(ink.width * ink.height, 1.0)


class _View:
    """Turns a page's own coordinates (origin bottom left, not rotated) into those of its view."""

    def __init__(self, page: Any) -> None:
        self.turn = page.get_rotation()
        self.left, bottom, self.right, self.top = page.get_cropbox(fallback_ok=True)
        self.bottom = bottom
        wide, high = self.right - self.left, self.top - self.bottom
        self.width, self.height = (high, wide) if self.turn in (90, 270) else (wide, high)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) from the top left corner of the page as shown."""
        if self.turn == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turn == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share; the angle in degrees counterclockwise."""

    angle: float
    size: float
    lightness: float
    """0 black … 1 white; transparency counts towards white."""
    wide: float = 0.0
    """The type size across, where letters are squeezed or stretched."""


@dataclass(frozen=True, slots=True)
class _Letter:
    piece: Piece
    style: _Style


def _letters(text: Any, view: _View, limits: Limits) -> list[_Letter] | None:
    """The page's characters with place and style; None where there are too many."""
    count = native.FPDFText_CountChars(text)
    if count > limits.page_objects:
        return None
    letters: list[_Letter] = []
    styles: dict[int, _Style] = {}
    rect = native.FS_RECTF()
    reference = ctypes.byref(rect)
    get_box, get_code, get_object = (
        native.FPDFText_GetLooseCharBox,
        native.FPDFText_GetUnicode,
        native.FPDFText_GetTextObject,
    )
    box = view.box
    advances = _Advances()
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    for index in range(count):
        code = get_code(text, index)
        if code < 32 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF, 0xFEFF, 0x200B):
            continue
        holder = get_object(text, index)
        if not holder:  # characters the library adds between words have none
            continue
        key = ctypes.addressof(holder.contents)
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(text, index, view.turn)
        if not get_box(text, index, reference):
            continue
        left, top, right, bottom = box(rect.left, rect.bottom, rect.right, rect.top)
        if code in _SPACES and right - left < _NO_WIDTH * style.size:
            continue  # written where the font changes, takes no room on the page
        if native.FPDFText_GetCharOrigin(text, index, at_x, at_y):
            across, down, _, _ = box(x.value, y.value, x.value, y.value)
            left, top, right, bottom = _set_on(across, down, style, (left, top, right, bottom))
            if min(style.angle, 360 - style.angle) < 1 and (advance := advances.of(holder, code, style)) > 0:
                right = min(right, across + advance)  # a font put in for another overhangs its place
        elif bottom - top < _FLAT * style.size:  # the box of the ink (一, a comma), not of the letter
            middle = (top + bottom) / 2
            top, bottom = middle - style.size / 2, middle + style.size / 2
        letters.append(_Letter(Piece(chr(code), left, top, right, bottom, style.size), style))
    return letters


class _Advances:
    """How far the page's text moves on at each character, which the file states whatever font the machine has."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, float], float] = {}

    def of(self, holder: Any, code: int, style: _Style) -> float:
        """In points; 0 where it is not known."""
        font = native.FPDFTextObj_GetFont(holder)
        key = (ctypes.addressof(font.contents) if font else 0, code, style.wide)
        if key not in self._known:
            width = ctypes.c_float()
            told = bool(font) and native.FPDFFont_GetGlyphWidth(font, code, style.wide, ctypes.byref(width))
            self._known[key] = width.value if told else 0.0
        return self._known[key]


def _set_on(x: float, y: float, style: _Style, box: tuple[float, float, float, float]) -> tuple[float, ...]:
    """A letter's box with the height that type of its size has over and under its baseline at (x, y).

    The box that fonts state is as high as their makers liked: of one size, Noto's is half as high again as
    SimSun's, and one that is not embedded is whatever font the machine has.
    """
    left, top, right, bottom = box
    over, under = _OVER * style.size, (1 - _OVER) * style.size
    if not _straight(style.angle):
        return box
    quarter = round(style.angle / 90) % 4
    if quarter == 0:
        return left, y - over, right, y + under
    if quarter == 1:
        return x - over, top, x + under, bottom
    if quarter == 2:
        return left, y - under, right, y + over
    return x - under, top, x + over, bottom


def _style(text: Any, index: int, turn: int) -> _Style:
    # The library counts clockwise, as does a page's turn.
    angle = -(math.degrees(native.FPDFText_GetCharAngle(text, index)) + turn) % 360
    matrix = native.FS_MATRIX()
    size = wide = native.FPDFText_GetFontSize(text, index)
    if native.FPDFText_GetMatrix(text, index, ctypes.byref(matrix)):
        size *= math.hypot(matrix.b, matrix.d) or 1.0
        wide *= math.hypot(matrix.a, matrix.c) or 1.0
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    lightness = 0.0
    if native.FPDFText_GetFillColor(
        text, index, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)
    ):
        luminance = (0.299 * red.value + 0.587 * green.value + 0.114 * blue.value) / 255
        lightness = 1 - (1 - luminance) * alpha.value / 255
    return _Style(angle, abs(size) or 1.0, lightness, abs(wide))


def _upright(letters: list[_Letter], ink: _Ink) -> list[_Letter]:
    """Turns a page whose text mostly runs up, down or on its head (a landscape form printed upright)."""
    turns = Counter(round(letter.style.angle / 90) % 4 for letter in letters if _straight(letter.style.angle))
    main = turns.most_common(1)[0][0] if turns else 0
    if main == 0:
        return letters
    width, height = ink.width, ink.height

    def turned(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        if main == 3:
            return top, width - right, bottom, width - left
        if main == 2:
            return width - right, height - bottom, width - left, height - top
        return height - bottom, left, height - top, right

    result = []
    for letter in letters:
        old = letter.piece
        left, top, right, bottom = turned(old.left, old.top, old.right, old.bottom)
        style = replace(letter.style, angle=(letter.style.angle - 90 * main) % 360)
        result.append(_Letter(Piece(old.text, left, top, right, bottom, old.size), style))
    across, down = ink.horizontal, ink.vertical
    if main == 3:
        ink.horizontal = sorted((width - x, top, bottom) for x, top, bottom in down)
        ink.vertical = sorted((y, width - right, width - left) for y, left, right in across)
    elif main == 2:
        ink.horizontal = sorted((height - y, width - right, width - left) for y, left, right in across)
        ink.vertical = sorted((width - x, height - bottom, height - top) for x, top, bottom in down)
        return result
    else:
        ink.horizontal = sorted((x, height - bottom, height - top) for x, top, bottom in down)
        ink.vertical = sorted((height - y, left, right) for y, left, right in across)
    ink.width, ink.height = height, width
    return result


def _straight(angle: float) -> bool:
    return min(angle % 90, 90 - angle % 90) < 5


# ── marks over the page ───────────────────────────────────────────────────────────────────────

_LIGHT = 0.45  # lightness from which text may be a mark over the page
_LARGE = 1.6  # times the usual type size
_HUGE = 2.5
_BURIED = 3  # characters a mark must lie over


def _without_marks(letters: list[_Letter], ink: _Ink) -> tuple[list[Piece], list[Piece]]:
    """The page's text without watermarks, and the watermarks.

    A mark is askew; or light and large, or light and printed over other text or across rules; or
    far larger than the text it is printed over.
    """
    if not letters:
        return [], []
    usual = statistics.median(letter.style.size for letter in letters)
    groups: dict[tuple[float, float, float], list[_Letter]] = {}
    for letter in letters:
        style = letter.style
        groups.setdefault((round(style.angle), round(style.size, 1), round(style.lightness, 2)), []).append(letter)
    body = max(groups.values(), key=len)
    kept: list[Piece] = []
    marks: list[Piece] = []
    for group in groups.values():
        if _is_mark(group, group is body, letters, usual, ink):
            marks.extend(_told([letter.piece for letter in group], group[0].style))
        else:
            kept.extend(letter.piece for letter in group if _straight(letter.style.angle))
    return kept, marks


def _is_mark(group: list[_Letter], is_body: bool, letters: list[_Letter], usual: float, ink: _Ink) -> bool:
    style = group[0].style
    if not _straight(style.angle) or min(style.angle, 360 - style.angle) > 45:
        return True
    if is_body or not any(not letter.piece.text.isspace() for letter in group):
        return False
    light, large = style.lightness >= _LIGHT, style.size >= _LARGE * usual
    if not light and style.size < _HUGE * usual:
        return False
    over = _lies_over(group, letters) >= _BURIED or _crosses(group, ink) >= 2
    return over or (light and large and style.lightness >= 0.7)


def _lies_over(group: list[_Letter], letters: list[_Letter]) -> int:
    """How many other characters have their middle inside a character of the group."""
    own = {id(letter) for letter in group}
    boxes = [letter.piece for letter in group if not letter.piece.text.isspace()]
    count = 0
    for letter in letters:
        piece = letter.piece
        if id(letter) in own or piece.text.isspace():
            continue
        x, y = (piece.left + piece.right) / 2, piece.middle
        if any(box.left < x < box.right and box.top < y < box.bottom for box in boxes):
            count += 1
            if count >= _BURIED:
                break
    return count


def _crosses(group: list[_Letter], ink: _Ink) -> int:
    """How many rules run through the middle of a character of the group."""
    count = 0
    for letter in group:
        box = letter.piece
        inset_x, inset_y = (box.right - box.left) / 4, (box.bottom - box.top) / 4
        if any(
            box.left + inset_x < x < box.right - inset_x and top < box.middle < end for x, top, end in ink.vertical
        ) or any(
            box.top + inset_y < y < box.bottom - inset_y and left < (box.left + box.right) / 2 < end
            for y, left, end in ink.horizontal
        ):
            count += 1
    return count


def _told(pieces: list[Piece], style: _Style) -> list[Piece]:
    """The words of a mark in the order they are printed; repeats of the same words once."""
    words: list[list[Piece]] = []
    for piece in pieces:
        near = words and math.hypot(
            (piece.left + piece.right) / 2 - (words[-1][-1].left + words[-1][-1].right) / 2,
            piece.middle - words[-1][-1].middle,
        ) < 2.2 * max(style.size, piece.size)
        if near:
            words[-1].append(piece)
        else:
            words.append([piece])
    told: dict[str, Piece] = {}
    for word in words:
        text = "".join(piece.text for piece in word).strip()
        if text and text not in told:
            told[text] = Piece(
                text,
                min(piece.left for piece in word),
                min(piece.top for piece in word),
                max(piece.right for piece in word),
                max(piece.bottom for piece in word),
                style.size,
            )
    return list(told.values())


# ── rules ─────────────────────────────────────────────────────────────────────────────────────


def _ink(page: Any, view: _View, limits: Limits) -> _Ink | None:
    """The page's rules and how much of it one image covers; None where there are too many objects."""
    ink = _Ink(view.width, view.height)
    area = max(view.width * view.height, 1.0)
    count = 0
    waiting: list[tuple[Any, int, Any, tuple[float, ...] | None, int]] = [
        (native.FPDFPage_CountObjects, -1, page.raw, None, 0)
    ]
    waiting = [(page.raw, 0, None, None, 0)]
    while waiting:
        holder, _, form, above, depth = waiting.pop()
        number = native.FPDFFormObj_CountObjects(form) if form is not None else native.FPDFPage_CountObjects(holder)
        for index in range(max(number, 0)):
            count += 1
            if count > limits.page_objects:
                return None
            item = (
                native.FPDFFormObj_GetObject(form, index)
                if form is not None
                else native.FPDFPage_GetObject(holder, index)
            )
            kind = native.FPDFPageObj_GetType(item)
            if kind == native.FPDF_PAGEOBJ_PATH:
                _rules(item, above, view, ink)
            elif kind == native.FPDF_PAGEOBJ_IMAGE:
                left, top, right, bottom = _bounds(item, above, view)
                ink.image = max(ink.image, (right - left) * (bottom - top) / area)
            elif kind == native.FPDF_PAGEOBJ_FORM and depth < _NESTED_FORMS:
                waiting.append((holder, index, item, _times(_matrix(item), above), depth + 1))
    return ink


def _matrix(item: Any) -> tuple[float, ...] | None:
    matrix = native.FS_MATRIX()
    if not native.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return None
    values = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    return None if values == (1, 0, 0, 1, 0, 0) else values


def _times(one: tuple[float, ...] | None, other: tuple[float, ...] | None) -> tuple[float, ...] | None:
    """The matrix that applies `one`, then `other`."""
    if one is None or other is None:
        return one or other
    a, b, c, d, e, f = one
    k, l, m, n, o, p = other  # noqa: E741
    return (a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p)


def _applied(matrix: tuple[float, ...] | None, x: float, y: float) -> tuple[float, float]:
    if matrix is None:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Any, above: tuple[float, ...] | None, view: _View) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    native.FPDFPageObj_GetBounds(item, ctypes.byref(left), ctypes.byref(bottom), ctypes.byref(right), ctypes.byref(top))
    corners = [_applied(above, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return view.box(min(xs), min(ys), max(xs), max(ys))


def _rules(item: Any, above: tuple[float, ...] | None, view: _View, ink: _Ink) -> None:
    """Adds the horizontal and vertical rules of a path."""
    left, top, right, bottom = _bounds(item, above, view)
    if right < 0 or bottom < 0 or left > view.width or top > view.height:
        return
    wide, high = right - left, bottom - top
    if wide <= _THIN and high <= _THIN:
        ink.dots.append(((left + right) / 2, (top + bottom) / 2))
        return
    if high <= _THIN:
        ink.horizontal.append(((top + bottom) / 2, left, right))
        return
    if wide <= _THIN:
        ink.vertical.append(((left + right) / 2, top, bottom))
        return
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    native.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroke))
    count = native.FPDFPath_CountSegments(item)
    if count > 100_000:
        return
    segments = _segments(item, count, _times(_matrix(item), above), view)
    if stroke.value:
        for one, other in segments:
            _straight_rule(one, other, ink)
    elif count > 5:
        _filled_rules(segments, ink)


def _dotted(dots: list[tuple[float, float]]) -> list[Edge]:
    """Rules made of specks: (position, place along it) in rows of at least `_DOTS`."""
    rows: dict[int, list[tuple[float, float]]] = {}
    for position, along in dots:
        rows.setdefault(round(position), []).append((along, position))
    edges: list[Edge] = []
    for row in rows.values():
        row.sort()
        run = [row[0]]
        for speck in [*row[1:], (math.inf, 0.0)]:
            if speck[0] - run[-1][0] <= _GAP:
                run.append(speck)
                continue
            if len(run) >= _DOTS:
                edges.append((statistics.fmean(at for _, at in run), run[0][0], run[-1][0]))
            run = [speck]
    return edges


def _segments(
    item: Any, count: int, matrix: tuple[float, ...] | None, view: _View
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a path between their ends, as shown."""
    x, y = ctypes.c_float(), ctypes.c_float()
    result = []
    start = current = (0.0, 0.0)
    for index in range(count):
        segment = native.FPDFPath_GetPathSegment(item, index)
        native.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        px, py = _applied(matrix, x.value, y.value)
        left, top, _, _ = view.box(px, py, px, py)
        point = (left, top)
        kind = native.FPDFPathSegment_GetType(segment)
        if kind == native.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == native.FPDF_SEGMENT_LINETO:
            result.append((current, point))
        current = point
        if native.FPDFPathSegment_GetClose(segment) and current != start:
            result.append((current, start))
            current = start
    return result


def _straight_rule(one: tuple[float, float], other: tuple[float, float], ink: _Ink) -> None:
    wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
    if high <= 1.0 and wide > high:
        ink.horizontal.append(((one[1] + other[1]) / 2, min(one[0], other[0]), max(one[0], other[0])))
    elif wide <= 1.0 and high > wide:
        ink.vertical.append(((one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1])))


def _filled_rules(segments: list[tuple[tuple[float, float], tuple[float, float]]], ink: _Ink) -> None:
    """A filled path of many thin rectangles: both long sides of each count, and are joined later."""
    for one, other in segments:
        _straight_rule(one, other, ink)
