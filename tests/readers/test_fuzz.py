"""Any bytes, any structure: every reader gives a Document or a reason, within a bounded time."""

from __future__ import annotations

import string
from pathlib import Path

import docx
import docx.exceptions
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lint.extract import extract
from lint.model import Document, Unreadable
from lint.readers.detection import parse
from lint.readers.page.ruled import find
from tests.readers.making import loaded, repacked, saved, word, workbook
from tests.shipped import LANGUAGE

XLSX, DOCX = saved(workbook()), saved(word())
SETTINGS = loaded()
bounded = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)

words = st.text(
    alphabet=st.one_of(
        st.sampled_from("项目名称一级指标二三值产出数量≥≤%万元年度（）：\n\t ,;\"'<>&"), st.characters(codec="utf-8")
    ),
    max_size=20,
)


def _whole(data: bytes, name: str) -> None:
    """A reading is sound: bounded spans, places, and extraction takes it."""
    found = parse(data, name, SETTINGS)
    if isinstance(found, Unreadable):
        assert found.reason
        return
    assert isinstance(found, Document)
    for row in found.rows:
        columns = [cell.column for cell in row.cells]
        assert columns == sorted(columns)
        assert all(cell.row_span >= 1 and cell.column_span >= 1 for cell in row.cells)
        assert all(0.0 <= cell.confidence <= 1.0 for cell in row.cells)
    extract(found, SETTINGS, LANGUAGE)


@bounded
@given(st.binary(max_size=600), st.sampled_from(["a.xls", "a.csv", "a.html", "a.txt", "a"]))
def test_any_bytes(data: bytes, name: str) -> None:
    _whole(data, name)


_TAGS = ["table", "tr", "td", "th", "p", "div", "br", "span", "tbody", "input", "select", "script"]


@bounded
@given(
    st.lists(
        st.one_of(
            words,
            st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
            st.builds(
                "<td rowspan={} colspan='{}'>".format,
                st.integers(-5, 10**12),
                st.one_of(st.integers(-5, 700), st.text(alphabet=string.printable, max_size=4)),
            ),
        ),
        max_size=40,
    )
)
@example(["<table>", "<tr>", "<td rowspan=3 colspan='2'>", "<td rowspan=1 colspan='511'>", "</tr>"])
def test_any_html(parts: list[str]) -> None:
    _whole(("<html>" + "".join(parts)).encode("utf-8", errors="replace"), "a.html")


@bounded
@given(
    st.lists(st.lists(words, max_size=6), max_size=12), st.sampled_from(",\t;|"), st.sampled_from(["utf-8", "gb18030"])
)
def test_any_csv(rows: list[list[str]], sign: str, encoding: str) -> None:
    text = "\n".join(sign.join(row) for row in rows)
    _whole(text.encode(encoding, errors="replace"), "a.csv")


_values = st.one_of(
    words.map(lambda text: openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text)),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.none(),
)


@few
@given(
    st.lists(st.lists(_values, max_size=6), max_size=10),
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 6), st.integers(0, 4), st.integers(0, 4)), max_size=3),
    st.text(alphabet='0#?.,%;@"[]yYmMdDhHsS年万-/ ', max_size=12),
)
def test_any_workbook(rows: list[list[object]], merges: list[tuple[int, int, int, int]], number_format: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            cell.number_format = number_format or "General"
    for top, left, down, right in merges:
        sheet.merge_cells(start_row=top, start_column=left, end_row=top + down, end_column=left + right)
    _whole(saved(book), "a.xlsx")


@few
@given(
    st.lists(st.tuples(words, st.integers(0, 9), st.integers(0, 3), st.integers(0, 9), st.integers(0, 3)), max_size=6)
)
def test_any_word_document(merges: list[tuple[str, int, int, int, int]]) -> None:
    document = docx.Document()
    table = document.add_table(10, 4)
    for text, top, left, bottom, right in merges:
        cell = table.cell(top, left)
        cell.text = "".join(char for char in text if char.isprintable() or char in "\n\t")
        if bottom >= top and right >= left:
            try:
                cell.merge(table.cell(bottom, right))
            except (docx.exceptions.InvalidSpanError, ValueError):  # the library cannot merge these
                continue
    _whole(saved(document), "a.docx")


@few
@given(st.binary(max_size=400), st.sampled_from(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]))
def test_any_part_of_a_workbook(part: bytes, name: str) -> None:
    _whole(repacked(XLSX, {name: part}), "a.xlsx")


@few
@given(st.binary(max_size=400), st.sampled_from(["word/document.xml", "word/styles.xml", "[Content_Types].xml"]))
def test_any_part_of_a_word_document(part: bytes, name: str) -> None:
    _whole(repacked(DOCX, {name: part}), "a.docx")


@few
@given(st.integers(0, 6000), st.binary(min_size=1, max_size=40))
def test_an_old_spreadsheet_changed_anywhere(place: int, change: bytes) -> None:
    data = (Path(__file__).parent / "files" / "form.xls").read_bytes()
    _whole(data[:place] + change + data[place + len(change) :], "a.xls")


@few
@given(st.integers(0, 190_000), st.binary(min_size=1, max_size=200))
def test_a_pdf_changed_anywhere(place: int, change: bytes) -> None:
    data = (Path(__file__).parent / "files" / "dotted.pdf").read_bytes()
    _whole(data[:place] + change + data[place + len(change) :], "a.pdf")


_edges = st.lists(st.tuples(st.floats(0, 600), st.floats(0, 600), st.floats(0, 600)), max_size=30)


@bounded
@given(_edges, _edges)
def test_any_rules(horizontal: list[tuple[float, float, float]], vertical: list[tuple[float, float, float]]) -> None:
    for lattice in find(
        [(at, min(a, b), max(a, b)) for at, a, b in horizontal],
        [(at, min(a, b), max(a, b)) for at, a, b in vertical],
        2.5,
        4,
    ):
        covered = [number for line in lattice.index for number in line]
        assert set(covered) == set(range(len(lattice.boxes)))
        for number, box in enumerate(lattice.boxes):
            assert covered.count(number) == box.row_span * box.column_span


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_the_originals_are_read(name: str) -> None:
    assert isinstance(parse(XLSX if name == "a.xlsx" else DOCX, name, SETTINGS), Document)
