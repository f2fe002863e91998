"""Row pictures beside the text that was read, and the grid drawn over the page."""

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from PIL import Image, ImageDraw

from lint.model import Cell, Document, Location, Row, Severity
from lint.readers.page.pictures import Pages, grids, rows
from lint.reports.formats import docx, html
from lint.run.originals import OriginalFiles
from lint.settings import load
from tests.reports.samples import finding

BOX = (100.0, 200.0, 300.0, 220.0)  # points


def paper(path):
    """A PDF of one page, 595 × 842 points, with a black bar in BOX."""
    image = Image.new("L", (595 * 2, 842 * 2), "white")
    ImageDraw.Draw(image).rectangle([edge * 2 for edge in BOX], fill="black")
    image.save(path, "PDF", resolution=144)
    return str(path)


def pictures_of(report, settings):
    return OriginalFiles(settings).pictures(report)


@pytest.fixture
def paged(single, tmp_path):
    """The first file's report as if it had come from that PDF, every row in the box."""
    path = paper(tmp_path / "材料.pdf")
    at = Location(page=1, row=3, column=4, part=1, bbox=BOX)
    found = tuple(replace(item, file=path, location=at) for item in single.findings)
    tables = tuple(
        replace(table, indicators=tuple(replace(row, location=at) for row in table.indicators))
        for table in single.submissions[0].tables
    )
    submission = replace(single.submissions[0], path=path, carrier="pdf", tables=tables)
    return replace(single, files=(replace(single.files[0], path=path),), findings=found, submissions=(submission,))


def opened(data):
    return Image.open(io.BytesIO(data)).convert("L")


def test_a_row_is_cut_out_where_it_stands(tmp_path, settings):
    cut = opened(Pages(paper(tmp_path / "a.pdf"), "pdf", settings).row(1, BOX))
    scale = 150 / 72
    assert abs(cut.width - (200 + 8) * scale) < 4
    assert abs(cut.height - (20 + 2) * scale) < 4
    assert cut.getpixel((cut.width // 2, cut.height // 2)) < 40
    assert cut.getpixel((1, cut.height // 2)) > 200


def test_a_box_off_the_page_and_a_page_that_is_not_there_cost_only_themselves(tmp_path, settings):
    wanted = [(1, BOX), (1, (900.0, 0.0, 950.0, 10.0)), (1, (5.0, 5.0, 1.0, 9.0)), (7, BOX)]
    assert list(rows(paper(tmp_path / "a.pdf"), "pdf", wanted, settings)) == [(1, BOX)]
    with pytest.raises(ValueError, match="xlsx"):
        Pages(paper(tmp_path / "a.pdf"), "xlsx", settings)


def test_findings_get_the_picture_of_their_row(paged, settings):
    found = pictures_of(paged, settings)
    assert set(found) == set(range(len(paged.findings)))
    assert opened(found[0]).getpixel((100, 20)) < 40
    few = pictures_of(paged, load(flags={"reports.crops": 2}))
    assert set(few) == {0, 1}
    assert pictures_of(paged, load(flags={"reports.crops": 0})) == {}


def test_text_input_and_lost_files_have_no_pictures(paged, single, settings):
    assert pictures_of(single, settings) == {}
    gone = replace(paged.submissions[0], path="gone.pdf")
    found = tuple(replace(item, file="gone.pdf") for item in paged.findings)
    assert pictures_of(replace(paged, findings=found, submissions=(gone,)), settings) == {}


def test_a_file_that_cannot_be_drawn_has_no_pictures(paged, settings):
    with open(paged.files[0].path, "wb") as stream:
        stream.write(b"%PDF-1.4 broken")
    assert pictures_of(paged, settings) == {}
    assert html.render(paged, settings, OriginalFiles(settings))


def test_html_and_docx_show_the_pictures(paged, settings):
    page = html.render(paged, settings, OriginalFiles(settings))
    assert len(re.findall(r"data:image/png;base64,", page)) == 1  # one picture, many findings
    package = ZipFile(io.BytesIO(docx.render(paged, settings, OriginalFiles(settings))))
    assert [name for name in package.namelist() if name.startswith("word/media/")]
    text = package.read("word/document.xml").decode()
    assert "两者不一致时以原件为准" in text
    assert "<w:drawing>" in text


def test_in_a_browser_the_picture_shows(browser, tmp_path, paged, settings):
    path = tmp_path / "crops.html"
    path.write_text(html.render(paged, settings, OriginalFiles(settings)), encoding="utf-8")
    browser.open(path.as_uri())
    browser.wait("[...document.querySelectorAll('.crop img')].every(i => i.complete && i.naturalWidth > 300)")
    assert browser.run("document.querySelectorAll('.crop img').length") == len(paged.findings)
    assert browser.complaints() == []


def test_the_grid_is_drawn_over_the_page(tmp_path, settings):
    at = Location(page=1, bbox=BOX)
    sure, unsure = Cell("a", at, 0), Cell("b", replace(at, bbox=(100.0, 300.0, 300.0, 320.0)), 0, confidence=0.4)
    line = Cell("c", replace(at, bbox=(100.0, 400.0, 300.0, 420.0)), 0)
    document = Document("a.pdf", "pdf", (Row((sure, unsure), 1), Row((line,), 1, paragraph=True)))
    ((number, data),) = grids(paper(tmp_path / "a.pdf"), document, settings)
    assert number == 1
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    scale = 150 / 72

    def colour(y):
        return picture.getpixel((int(200 * scale), int(y * scale) + 1))

    assert colour(200)[2] > 150 > colour(200)[0]  # blue
    assert colour(300)[0] > 150 > colour(300)[2]  # red
    assert colour(400)[0] == colour(400)[2]  # grey


def test_the_command_draws_pages_and_names_what_has_none(tmp_path, capsys):
    from lint.cli import main

    text = tmp_path / "a.txt"
    text.write_text("没有表", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["extract", str(text), "--debug-image", str(tmp_path / "d"), "-o", str(tmp_path / "o"), "--jobs", "1"])
    assert "没有可画的页面" in capsys.readouterr().err


def test_a_finding_about_a_table_shows_its_title(paged, settings):
    whole = finding("S001", "r", Severity.WARNING, paged.submissions[0].tables[0], None, file=paged.files[0].path)
    placed = replace(whole, location=Location(page=1, bbox=BOX))
    assert set(pictures_of(replace(paged, findings=(placed,)), settings)) == {0}
