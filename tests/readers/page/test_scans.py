"""Scanned pages: slightly askew, grainy, in grey. Needs the extra `ocr`."""

from __future__ import annotations

import importlib.util
import io
import socket
from pathlib import Path
from typing import Any

import pytest

from lint.extract import extract
from tests.readers.making import loaded, read, refused
from tests.shipped import LANGUAGE

FILES = Path(__file__).parents[1] / "files"
needs_ocr = pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra ocr is not installed")


def _image(pixels: object, kind: str = "PNG") -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind)  # type: ignore[arg-type]
    return out.getvalue()


@needs_ocr
def test_a_scan_gives_its_rows_without_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    document = read((FILES / "scan.jpg").read_bytes(), "scan.jpg")
    assert (document.carrier, document.pages, document.merges) == ("scan", 1, True)
    (table,) = extract(document, loaded(), LANGUAGE).tables
    rows = {row.name: row for row in table.indicators}
    assert table.annual_budget == 86000.0
    for name, value in {
        "更换门窗数量": "24扇",
        "硬化场院面积": "≥320平方米",
        "验收合格率": "100%",
        "材料抽检合格率": "≥98%",
        "农户满意度": "≥90%",
        "农机手满意度": "≥92%",
    }.items():
        assert rows[name].value == value
        assert not rows[name].uncertain
    # 缮 is a character the engine passes over; the row it is missing from must say so.
    (first,) = [row for row in table.indicators if row.value == "≥6间"]
    assert first.name == "修缮库房间数" or first.uncertain


@needs_ocr
def test_noise_is_no_text() -> None:
    import numpy as np

    noise = np.random.default_rng(1).integers(0, 255, (60, 50), dtype=np.uint8)
    assert "没有识别出文字" in refused(_image(noise))
    assert "没有识别出文字" in refused(_image(np.full((60, 50), 255, np.uint8), "GIF"))


@needs_ocr
def test_a_picture_too_large_is_refused_before_it_is_unpacked() -> None:
    import numpy as np

    assert "limits.image_megapixels" in refused(_image(np.zeros((3000, 3000), np.uint8)), image_megapixels=2)


@needs_ocr
def test_a_broken_picture_is_told() -> None:
    assert "损坏" in refused((FILES / "scan.jpg").read_bytes()[:300])
    assert "损坏" in refused(b"\x89PNG\r\n\x1a\n" + bytes(200))


def test_without_the_engine_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from lint.readers.page import recognition as ocr

    monkeypatch.setattr(ocr, "installed", lambda: False)
    assert "jixiao-lint[ocr]" in refused((FILES / "scan.jpg").read_bytes())


@needs_ocr
@pytest.mark.parametrize("angle", [-5.0, -2.0, 0.5, 1.5, 5.0])
def test_a_page_askew_is_levelled(angle: float) -> None:
    import cv2
    import numpy as np

    from lint.readers.page.drawing import Drawing
    from lint.readers.page.paper import sheet_of

    page = np.full((1200, 900), 255, np.uint8)
    for y in range(200, 1000, 40):
        page[y : y + 2, 100:800] = 0
    for x in (100, 400, 798):
        page[200:960, x : x + 2] = 0
    matrix = cv2.getRotationMatrix2D((450, 600), angle, 1)
    askew = np.asarray(cv2.warpAffine(page, matrix, (900, 1200), borderValue=(255,)), dtype=np.uint8)
    (lattice,) = Drawing(sheet_of(askew)).lattices()
    assert (len(lattice.xs), len(lattice.ys)) == (3, 20)


def _look(text: str, confidence: float) -> Any:
    from lint.readers.page.looks import _Look

    return _Look(text, confidence)


def test_looks_at_one_line_vote() -> None:
    from lint.readers.page.looks import _joined, _voted

    agreed = _joined(_look("31", 0.7), _look("31", 0.8))
    assert agreed is not None
    assert agreed.confidence >= 0.9
    assert _joined(_look("31", 0.9), _look("37", 0.99)) is None
    assert _joined(_look("≥5吨", 0.9), _look(">5吨", 0.9)) is None
    assert _joined(_look("＝5 吨", 0.9), _look("=5吨", 0.9)) is not None
    assert _voted([_look("31", 0.9), _look("37", 0.8), _look("3", 0.9)]).confidence <= 0.3
    assert _voted([_look("31", 0.9), _look("37", 0.8), _look("31", 0.9)]) == _look("31", 0.9)
    # The odd one out was surer: which is right cannot be told.
    assert _voted([_look("31", 0.6), _look("37", 0.99), _look("31", 0.6)]).confidence <= 0.3


def test_a_character_passed_over_leaves_a_hole() -> None:
    from lint.readers.page.looks import _lost

    def lost(text: str, steps: list[int], length: int, width: int) -> bool:
        return _lost(text, [(step + 0.5) / length for step in steps], width, 18)

    assert not lost("甲乙丙丁", [5, 15, 25, 35], 40, 80)
    assert lost("甲乙丙丁", [5, 15, 35, 45], 50, 100)
    assert lost("甲乙丙丁", [15, 25, 35, 45], 50, 100)
    assert not lost("甲乙丙丁", [5, 25, 45, 65], 70, 140)
