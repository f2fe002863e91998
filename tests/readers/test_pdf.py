"""PDF with text: ruled tables, page breaks, marks over the page, turned pages.

The files were printed from HTML with invented units by a browser.
"""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest

from lint.extract import extract
from lint.model import Submission
from tests.readers.making import grid, loaded, read, refused
from tests.shipped import LANGUAGE

FILES = Path(__file__).parent / "files"


def _submission(data: bytes) -> Submission:
    return extract(read(data, "form.pdf"), loaded(), LANGUAGE)


def _turned(name: str, angle: int) -> bytes:
    document = pypdfium2.PdfDocument((FILES / name).read_bytes())
    for page in document:
        page.set_rotation(angle)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_form_that_breaks_across_pages_is_one_table() -> None:
    first, second = _submission((FILES / "broken.pdf").read_bytes()).tables
    assert (first.project, first.year, first.annual_budget) == ("农机库房修缮", 2025, 86000.0)
    assert (second.project, second.annual_budget) == ("春耕农机具购置", 120000.0)
    assert len(first.indicators) == 24
    assert len({row.location.page for row in first.indicators}) == 2
    assert not any(row.uncertain for row in first.indicators)
    rows = {row.name: (row.level2, row.value) for row in first.indicators}
    assert rows["铺设电缆长度"] == ("数量指标", "≥275米")
    assert rows["库房管护制度健全性"] == ("可持续影响指标", "健全")
    assert rows["农机手满意度"] == ("服务对象满意度指标", "≥92%")


@pytest.mark.parametrize("name", ["marked.pdf", "dotted.pdf"])
def test_watermarks_and_dotted_rules(name: str) -> None:
    (table,) = _submission((FILES / name).read_bytes()).tables
    assert [(row.name, row.value) for row in table.indicators] == [
        ("修缮库房间数", "≥6间"),
        ("更换门窗数量", "24扇"),
        ("硬化场院面积", "≥320平方米"),
        ("农户满意度", "≥90%"),
        ("农机手满意度", "≥92%"),
    ]


def test_a_watermark_is_kept_as_a_paragraph_of_its_own() -> None:
    document = read((FILES / "marked.pdf").read_bytes())
    assert grid(document)[-1] == ["仅供内部审核"]
    assert sum("仅供内部审核" in text for row in grid(document) for text in row) == 1


def test_places_are_pages_cells_and_points() -> None:
    document = read((FILES / "dotted.pdf").read_bytes())
    cell = next(cell for row in document.rows for cell in row.cells if cell.text == "≥6间")
    place = cell.location
    assert (place.page, place.column) == (1, 5)
    assert place.bbox is not None
    left, top, right, bottom = place.bbox
    assert 300 < left < right < 596
    assert 100 < top < bottom < 842


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_turned_in_its_viewer_reads_the_same(angle: int) -> None:
    (table,) = _submission(_turned("dotted.pdf", angle)).tables
    assert [row.value for row in table.indicators] == ["≥6间", "24扇", "≥320平方米", "≥90%", "≥92%"]


def test_pages_beyond_the_limit_are_said_not_to_be_read() -> None:
    document = read((FILES / "broken.pdf").read_bytes(), pages=1)
    assert "limits.pages" in document.notes[0]
    assert {cell.location.page for row in document.rows for cell in row.cells} == {1}


def test_a_page_with_too_many_characters_is_said_not_to_be_read() -> None:
    document = read((FILES / "broken.pdf").read_bytes(), page_objects=50)
    assert "limits.page_objects" in document.notes[0]


@pytest.mark.parametrize("cut", [30, 2000, 100_000])
def test_a_truncated_file_is_refused_or_read(cut: int) -> None:
    data = (FILES / "dotted.pdf").read_bytes()[:cut]
    assert "损坏" in refused(data)


def test_an_empty_document() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    assert "没有可读的文字" in read(out.getvalue()).notes[0]
