"""Images as carriers: their frames in grey, and what is said where no recognition is installed.

The engine is rapidocr (extra `ocr`), whose models lie in its package: nothing is downloaded. What is
made of a page's picture stands in `lint.readers.page.scanned`, imported only where the engine is there.
"""

from __future__ import annotations

import io
import math
import warnings
from typing import TYPE_CHECKING, Any

from lint.model import Document
from lint.readers.limits import Limits, Meter, ReadError
from lint.readers.page import layout
from lint.readers.page.engine import installed
from lint.readers.page.layout import Page
from lint.settings import Settings

if TYPE_CHECKING:
    from lint.readers.page.engine import Image

__all__ = ["REMEDY", "drawn", "frames", "installed", "page", "read", "scale_for"]

REMEDY = "请安装文字识别组件（pip install 'jixiao-lint[ocr]'）后重试，或提供带文字的电子件。"
_USUAL, _COARSEST, _FINEST = 200.0, 100.0, 300.0  # dots an inch: of a page drawn, where unknown, and bounds


def scale_for(width: float, height: float, limits: Limits, pixels: int = 0) -> float:
    """Pixels per point to draw a page of these points with: as fine as the image of `pixels` on it, within bounds."""
    area = max(width * height, 1.0)
    dots = min(max(72 * math.sqrt(pixels / area), _COARSEST), _FINEST) if pixels else _USUAL
    return min(dots / 72, math.sqrt(limits.image_megapixels * 1e6 / area))


def drawn(page: Any, limits: Limits) -> tuple[Image, float]:
    """A page of a PDF as the reader draws it for recognition, in grey, and its pixels to a point."""
    import pypdfium2.raw as native

    width, height = page.get_size()
    pixels = 0
    for item in page.get_objects(filter=[native.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        wide, high = item.get_px_size()
        pixels = max(pixels, wide * high)
    scale = scale_for(width, height, limits, pixels)
    return page.render(scale=scale, grayscale=True).to_numpy(), scale


def read(data: bytes, path: str, settings: Settings) -> Document:
    """The tables and lines of an image, every frame a page. Raises ReadError."""
    if not installed():
        raise ReadError(f"是图像，{REMEDY}")
    limits = settings.limits
    meter = Meter(limits)
    pages: list[Page] = []
    notes: list[str] = []
    for number, image in enumerate(frames(data, limits), 1):
        found, said = page(image, number, settings)
        pages.append(found)
        notes.extend(said)
    rows = layout.rows(pages, meter)
    if not rows:
        raise ReadError("是图像，但没有识别出文字，请确认图像清晰、方向正确，或提供带文字的电子件。")
    ruled = any(found.tables for found in pages)
    return Document(path, "scan", tuple(rows), merges=ruled, notes=(*notes, *meter.notes()), pages=len(pages))


def frames(data: bytes, limits: Limits) -> list[Image]:
    """The image's frames in grey, none larger than the limits allow. Raises ReadError."""
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageOps, ImageSequence

    found = []
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
                found.append(np.asarray(ImageOps.exif_transpose(_on_white(frame)).convert("L")))
    except ReadError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # any file can make the library fail in any way
        raise ReadError("图像文件已损坏或不完整，请重新扫描或另存为 PNG 后再上传。") from error
    return found


def _on_white(frame: Any) -> Any:
    """The frame with transparency laid on white paper."""
    from PIL import Image as Pictures

    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        layer = frame.convert("RGBA")
        paper = Pictures.new("RGBA", layer.size, "white")
        return Pictures.alpha_composite(paper, layer)
    return frame


def page(image: Image, number: int, settings: Settings) -> tuple[Page, list[str]]:
    """One page read from a grey image (height × width), and Chinese notes about it.

    The places in the page are pixels of its sheet; `Page.scale` is pixels of the image to one of these.
    """
    from lint.readers.page import scanned

    return scanned.page(image, number, settings)
