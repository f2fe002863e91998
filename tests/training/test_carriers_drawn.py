import random
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from lint.training.drawing import Drawn, draw

openpyxl = pytest.importorskip("openpyxl")
docx = pytest.importorskip("docx")
pdfium = pytest.importorskip("pypdfium2")
pytest.importorskip("PIL")
pytest.importorskip("xlsxwriter")

from benchmarks.carriers_drawn import fonts  # noqa: E402
from benchmarks.carriers_drawn.image import perspective  # noqa: E402
from benchmarks.carriers_drawn.page import RULES, Look, draw_look, set_pages  # noqa: E402
from benchmarks.carriers_drawn.render import render  # noqa: E402

try:
    fonts.find("song")
except (FileNotFoundError, OSError, CalledProcessError):
    pytest.skip("本机没有中文字体", allow_module_level=True)

pytestmark = pytest.mark.slow
FORMS = [draw(seed, "train") for seed in range(6)]


def bare(text: object) -> str:
    return "".join(str(text).split())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.seed))
@pytest.mark.parametrize("kind", ["xlsx", "docx", "pdf", "scan100", "photo"])
def test_same_form_same_bytes(form: Drawn, kind: str, tmp_path: Path) -> None:
    first = render(form, kind, tmp_path / "a")
    second = render(form, kind, tmp_path / "b")
    assert first.suffix == second.suffix
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.seed))
def test_workbook_has_the_merges(form: Drawn, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(render(form, "xlsx", tmp_path / "a"))
    merged = {(area.size["rows"], area.size["columns"]) for area in book.active.merged_cells.ranges}
    for cell in form.cells:
        if cell.row_span > 1 or cell.column_span > 1:
            assert (cell.row_span, cell.column_span) in merged


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.seed))
def test_document_and_pdf_hold_the_names(form: Drawn, tmp_path: Path) -> None:
    table = docx.Document(str(render(form, "docx", tmp_path / "a"))).tables[0]
    assert len(table.rows) == form.height
    document = bare("".join(cell.text for row in table.rows for cell in row.cells))
    pages = pdfium.PdfDocument(render(form, "pdf", tmp_path / "a"))
    printed = bare("".join(page.get_textpage().get_text_bounded() for page in pages))
    for gold in form.gold:
        for row in gold["rows"]:
            assert bare(row["name"]) in document
            letters = set(bare(row["name"])) - set("“”‘’…—")
            assert letters <= set(printed) | set("×·")


@pytest.mark.parametrize("rules", sorted(set(RULES)))
def test_text_stays_inside_the_page(rules: str) -> None:
    for form in FORMS:
        look = draw_look(form, "test")
        pages = set_pages(form, Look(look.size, look.margin, rules, look.landscape, look.font, look.align))
        for page in pages:
            for words in page.words:
                assert 0 <= words.x <= page.width
                assert 0 <= words.y <= page.height
            if rules != "no_verticals":
                assert page.rules or not page.words or page is pages[-1]


def test_perspective_carries_corners() -> None:
    rng = random.Random(1)
    source = [(0.0, 0.0), (100.0, 0.0), (100.0, 50.0), (0.0, 50.0)]
    corners = [(x + rng.uniform(0, 9), y + rng.uniform(0, 9)) for x, y in source]
    a, b, c, d, e, f, g, h = perspective(corners, source)
    for (x, y), (u, v) in zip(corners, source, strict=True):
        below = g * x + h * y + 1
        assert (a * x + b * y + c) / below == pytest.approx(u, abs=1e-6)
        assert (d * x + e * y + f) / below == pytest.approx(v, abs=1e-6)
