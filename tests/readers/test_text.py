"""The text reader: encodings, mark-up left by other tools, places, hostile bytes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.model import Document, Unreadable
from lint.readers.text import clean, parse
from lint.settings import load

SAMPLE = "白塔区项目支出绩效目标表\r\n\r\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t植树棵数\t≥1200棵\n"


def read(data: bytes) -> Document:
    document = parse(data, "a.txt", load())
    assert isinstance(document, Document), document
    return document


def texts(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.rows]


@pytest.mark.parametrize(
    "data",
    [
        SAMPLE.encode("utf-8"),
        SAMPLE.encode("utf-8-sig"),
        SAMPLE.encode("gb18030"),
        SAMPLE.encode("utf-16"),
        SAMPLE.encode("utf-16-le"),
        SAMPLE.encode("utf-16-be"),
        SAMPLE.encode("utf-16-le") + b"\x0a",
    ],
    ids=["utf-8", "utf-8-sig", "gb18030", "utf-16 marked", "utf-16-le", "utf-16-be", "odd length"],
)
def test_encodings(data: bytes) -> None:
    document = read(data)
    assert texts(document) == [
        ["白塔区项目支出绩效目标表"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "植树棵数", "≥1200棵"],
    ]
    assert [row.cells[0].location.line for row in document.rows] == [1, 3, 4]


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (r"$\geq 95\%$", "≥95%"),
        (r"$\leqslant 3$次", "≤3次"),
        (r"\geq 98\%", "≥98%"),
        (r"$\pm 0.5\text{mm}$", "±0.5mm"),
        (r"$1200\mathrm{~m}^2$", "1200 m²"),
        (r"$25^\circ$C", "25°C"),
        (r"$\frac{1}{2}$", "1/2"),
        (r"$> 135 万元$", ">135 万元"),
        ("<b>数量指标</b>", "数量指标"),
        ("## 绩效目标表", "绩效目标表"),
        ("**质量指标**", "质量指标"),
        ('<input type="checkbox"/> 甲 <input type="checkbox" checked/> 乙', "□ 甲 ☑ 乙"),
        ("&lt;5&nbsp;分钟", "<5 分钟"),
        ("第一<br>第二", "第一 第二"),
        ("：１００％", "：１００％"),
        ("　 前后　有空 ", "前后 有空"),
        ("C:\\temp 不是公式", "C:\\temp 不是公式"),
        ("共 $5 与 $6", "共 $5 与 $6"),
    ],
)
def test_plain_text_of_a_cell(raw: str, seen: str) -> None:
    assert clean(raw) == seen


def test_markdown_columns_and_ruler() -> None:
    document = read("| 二级指标 | 三级指标 |\n|:---|---|\n| | 甲\\|乙 |\n".encode())
    assert texts(document) == [["二级指标", "三级指标"], ["甲|乙"]]
    cell = document.rows[1].cells[0]
    assert (cell.location.line, cell.location.column, cell.column) == (3, 2, 1)


def test_columns_set_apart_by_spaces_keep_their_places() -> None:
    document = read(
        "二级指标    三级指标    指标值\n数量指标    植树棵数    ≥1200棵\n            浇水次数    ≥3次\n".encode()
    )
    assert [[(cell.text, cell.column) for cell in row.cells] for row in document.rows] == [
        [("二级指标", 0), ("三级指标", 1), ("指标值", 2)],
        [("数量指标", 0), ("植树棵数", 1), ("≥1200棵", 2)],
        [("浇水次数", 1), ("≥3次", 2)],
    ]
    assert {row.grid for row in document.rows} == {1}


def test_line_ends_of_every_kind_count_once() -> None:
    document = read("甲\r\n乙\r丙\n\n丁".encode())
    assert [(row.cells[0].text, row.cells[0].location.line) for row in document.rows] == [
        ("甲", 1),
        ("乙", 2),
        ("丙", 3),
        ("丁", 5),
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n \t\r\n", bytes(range(256)) * 40, b"\x00" * 5000, b"\x89PNG\r\n\x1a\n" + bytes(range(255, 0, -1)) * 20],
    ids=["empty", "blank", "all bytes", "nuls", "image"],
)
def test_what_is_no_text_is_said_in_one_sentence(data: bytes) -> None:
    found = parse(data, "b.txt", load())
    assert isinstance(found, Unreadable)
    assert found.reason.startswith("b.txt ")
    assert found.reason.endswith("。")
    assert "\n" not in found.reason


def test_a_line_of_too_many_cells_is_a_paragraph() -> None:
    document = read(("甲\t" * 2000).encode())
    assert [row.paragraph for row in document.rows] == [True]
    assert document.rows[0].cells[0].text.count("甲") == 2000


def test_too_many_cells_in_all_are_refused() -> None:
    few = load(flags={"limits.cells": 20})
    found = parse(("甲\t乙\n" * 20).encode(), "g.txt", few)
    assert isinstance(found, Unreadable)
    assert "limits.cells" in found.reason


def test_a_text_longer_than_any_cell_is_cut_and_said_so() -> None:
    document = read(("长" * 40000).encode())
    assert len(document.rows[0].cells[0].text) == load().get("limits.cell_characters")
    assert document.notes


def test_stray_nuls_are_dropped() -> None:
    assert texts(read(SAMPLE.encode() * 20 + b"\x00"))[-1] == ["产出指标", "数量指标", "植树棵数", "≥1200棵"]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_reason(data: bytes) -> None:
    found = parse(data, "c.txt", load())
    assert isinstance(found, Document | Unreadable)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="指标值≥5%$\\{}^_<b>|#*&; \t　-", max_size=30), min_size=1, max_size=8))
def test_places_point_at_the_text(lines: list[str]) -> None:
    found = parse("\n".join(["表头", *lines]).encode(), "d.txt", load())
    assert isinstance(found, Document)
    source = ["表头", *lines]
    for row in found.rows:
        columns = [cell.column for cell in row.cells]
        assert columns == sorted(set(columns))
        for cell in row.cells:
            line = source[(cell.location.line or 0) - 1]
            assert cell.text
            assert set(cell.text) - set("≥≤ ") <= set(clean(line)) | set(line)


@pytest.mark.parametrize("piece", ["指标", "指标\t", "**a __b ", "$x", "<b ", "  a", "\\frac{", "| a "])
def test_one_long_line_takes_bounded_time(piece: str) -> None:
    data = (piece * (400_000 // len(piece))).encode()
    start = time.perf_counter()
    found = parse(data, "e.txt", load())
    # Not a speed test: a reading that grew with the square would take an hour.
    assert time.perf_counter() - start < 20
    assert isinstance(found, Document | Unreadable)
