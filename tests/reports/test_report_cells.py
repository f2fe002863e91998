"""Cells are never live formulas and never break the file that holds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.model import Location
from lint.reports.facts.places import say_place, spell_column
from lint.reports.formats.cells import CELL_LIMIT, fit_cell, is_live, make_printable, neutralise


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝SUM(A1)", "－3", "\u3000=1"]
)
def test_live_texts_are_neutralised(text):
    assert neutralise(text) == "'" + text
    assert not is_live(neutralise(text))


@pytest.mark.parametrize("text", ["≥95%", "20次", "", "2024-11-15", "a=b", "'=1"])
def test_other_texts_stay(text):
    assert neutralise(text) == text


@given(st.text())
def test_no_text_starts_a_formula_once_neutralised(text):
    done = neutralise(text)
    assert not done.startswith(("=", "+", "-", "@"))
    assert done.removeprefix("'") == text.removeprefix("'") or done == text


def test_control_characters_go_and_length_is_bounded():
    assert make_printable("a\x00b\x0bc\ud800d\n") == "abcd\n"
    long = fit_cell("长" * 40000)
    assert len(long) == CELL_LIMIT
    assert long.endswith("余下从略）")
    assert fit_cell("长" * CELL_LIMIT) == "长" * CELL_LIMIT


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_column_letters(number, letters):
    assert spell_column(number) == letters


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (Location(), ""),
        (Location(line=412), "第412行"),
        (Location(page=3, row=5, column=2), "第3页第5行第2列"),
        (Location(sheet="表1", row=12, column=3), "工作表“表1”C12单元格"),
        (Location(part=2, row=5, column=3), "第2个表格第5行第3列"),
    ],
)
def test_places_in_words(location, words):
    assert say_place(location) == words
