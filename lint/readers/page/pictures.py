"""The pages of a PDF or scan as pictures, in the coordinates that its reader gave the cells.

Rows are cut out for reports, and the grid is drawn over the page for `extract --debug-image`.
Work on a foreign file is meant for a worker process (`lint.run.workers`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lint.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

    from lint.model import Document

Box = tuple[float, float, float, float]
CARRIERS = ("pdf", "scan")
_SCALE = 150 / 72  # pixels a point: 150 dpi, at which printed Chinese is read with ease
_KEPT = 2  # page pictures held at once
_ASIDE, _ABOVE = 4.0, 1.0  # points shown beside and above a row: more would show its neighbours
_GREYS = 16  # shades of a cut-out row: legible and small


class Pages:
    """The pages of one file. Raises ValueError where the file has no pages that can be drawn."""

    def __init__(self, source: str, carrier: str, settings: Settings) -> None:
        self._limits = settings.limits
        self._carrier = carrier
        self._data = Path(source).read_bytes()
        self._is_pdf = b"%PDF-" in self._data[:1024]
        if carrier not in CARRIERS:
            raise ValueError(carrier)
        self._drawn: OrderedDict[int, tuple[Image, float]] = OrderedDict()
        self._open: Any = None

    def page(self, number: int) -> tuple[Image, float]:
        """The picture of a 1-based page in grey, and its pixels a unit of the reader's coordinates."""
        if number not in self._drawn:
            self._drawn[number] = self._pdf(number) if self._is_pdf else self._image(number)
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return self._drawn[number]

    def row(self, number: int, box: Box) -> bytes:
        """PNG of the part of a page around a box in the reader's coordinates."""
        image, scale = self.page(number)
        left, top, right, bottom = (edge * scale for edge in box)
        aside, above = (points * (scale if self._is_pdf else _SCALE) for points in (_ASIDE, _ABOVE))
        if left >= right or top >= bottom or left > image.width or top > image.height:
            raise ValueError(box)
        cut = image.crop(
            (
                max(0, int(left - aside)),
                max(0, int(top - above)),
                min(image.width, int(right + aside)),
                min(image.height, int(bottom + above)),
            )
        )
        return _png(cut.quantize(_GREYS))

    def _pdf(self, number: int) -> tuple[Image, float]:
        import pypdfium2 as pdfium
        from PIL import Image as Pictures

        from lint.readers.page import recognition

        if self._open is None:
            self._open = pdfium.PdfDocument(self._data)
        page = self._open[number - 1]
        width, height = page.get_size()
        if self._carrier == "scan":
            image, scale = recognition.drawn(page, self._limits)
            page.close()
            picture, zoom = _even(Pictures.fromarray(image))
            return picture, zoom * scale
        scale = min(_SCALE, (self._limits.image_megapixels * 1e6 / max(width * height, 1.0)) ** 0.5)
        image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        page.close()
        return image, scale

    def _image(self, number: int) -> tuple[Image, float]:
        from PIL import Image as Pictures

        from lint.readers.page import recognition

        frames = recognition.frames(self._data, self._limits)  # as the reader saw them
        return _even(Pictures.fromarray(frames[number - 1]))


def rows(
    source: str, carrier: str, boxes: Sequence[tuple[int, Box]], settings: Settings
) -> dict[tuple[int, Box], bytes]:
    """PNG of each (page, box) of one file; those that cannot be drawn are left out."""
    pages = Pages(source, carrier, settings)
    found: dict[tuple[int, Box], bytes] = {}
    for number, box in sorted(set(boxes)):
        try:
            found[number, box] = pages.row(number, box)
        except Exception:  # noqa: S112  # a page that cannot be drawn costs its own picture
            continue
    return found


def grids(source: str, document: Document, settings: Settings) -> Iterator[tuple[int, bytes]]:
    """(page, PNG) of each page with the cells the reader saw: a frame each, red where it is not sure.

    Lines outside tables are framed in grey. Raises ValueError for a carrier without pages.
    """
    from PIL import ImageDraw

    pages = Pages(source, document.carrier, settings)
    by_page: dict[int, list[tuple[Box, float, bool]]] = {}
    for row in document.rows:
        for cell in row.cells:
            place = cell.location
            if place.page is not None and place.bbox is not None:
                by_page.setdefault(place.page, []).append((place.bbox, cell.confidence, row.paragraph))
    for number, cells in sorted(by_page.items()):
        image, scale = pages.page(number)
        picture = image.convert("RGB")
        pen = ImageDraw.Draw(picture)
        for box, confidence, paragraph in cells:
            colour = "#9e9e9e" if paragraph else "#c62828" if confidence < 0.85 else "#1565c0"
            left, top, right, bottom = (edge * scale for edge in box)
            pen.rectangle((left, top, max(left, right), max(top, bottom)), outline=colour, width=2)
        yield number, _png(picture)


def worker(settings: Settings) -> Callable[[tuple[str, str, list[tuple[int, Box]]]], dict[tuple[int, Box], bytes]]:
    """For `lint.run.workers.run_each`: a function from (source, carrier, boxes) to `rows`."""
    return lambda item: rows(*item, settings)


def _even(image: Image) -> tuple[Image, float]:
    """The page as the reader made it even, where its parts are installed, and its pixels to one of the image."""
    try:
        import numpy as np
        from PIL import Image as Pictures

        from lint.readers.page.paper import sheet_of
    except ImportError:
        return image, 1.0
    sheet = sheet_of(np.asarray(image))
    return Pictures.fromarray(sheet.image), sheet.zoom


def _png(image: Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
