"""Separated values: encodings, delimiters, quotes."""

from __future__ import annotations

import pytest

from tests.readers.making import ROWS, grid, read, refused

HEADER = ["项目名称", "二级指标", "三级指标", "指标值"]
LINES = [HEADER, *(["农机库房修缮", *row] for row in ROWS)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_encodings_and_delimiters(encoding: str, sign: str) -> None:
    text = "".join(sign.join(line) + "\r\n" for line in LINES)
    document = read(text.encode(encoding), "rows.csv")
    assert document.carrier == "csv"
    assert grid(document) == LINES
    assert (document.rows[2].cells[3].location.row, document.rows[2].cells[3].location.column) == (3, 4)


def test_quotes_line_ends_and_empty_fields() -> None:
    text = '名称,值,备注\n"甲,乙","≥1\n个",\n,"说""好""",x\n'
    document = read(text.encode(), "rows.csv")
    assert grid(document) == [["名称", "值", "备注"], ["甲,乙", "≥1\n个"], ['说"好"', "x"]]
    assert [cell.column for cell in document.rows[2].cells] == [1, 2]


def test_a_header_of_separated_values_decides_where_the_name_does_not() -> None:
    text = "".join(",".join(line) + "\n" for line in LINES)
    assert read(text.encode("gb18030"), "rows.xls").carrier == "csv"
    assert read(text.encode(), "rows").carrier == "csv"


def test_a_field_beyond_the_library_limit_is_cut_and_said() -> None:
    document = read(("名称,值\n" + "长" * 200_000 + ",1\n").encode(), "rows.csv")
    assert len(document.rows[1].cells[0].text) == 32767
    assert "32767" in document.notes[0]


def test_too_many_columns_and_binary_content() -> None:
    assert "列" in refused(b"a," * 5000, "rows.csv")
    assert "编码" in refused(bytes(range(256)) * 20, "rows.csv")
