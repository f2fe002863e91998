"""Properties: no text of an indicator block is lost, nothing raises, places point at their text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.extract import extract
from lint.extract.words import Words
from lint.model import Document, Location, Submission, Unreadable
from lint.readers.text import clean, parse
from lint.settings import load
from tests.extract.layouts import HEADER, form, tabs, two_halves
from tests.shipped import LANGUAGE

CATEGORIES = ["产出指标", "效益指标", "满意度指标", "数量指标", "质量指标", "成本指标", "社会效益", "服务对象满意度指"]
NAMES = ["培训场次", "课程合格率", "场地租金", "学员满意率", "按期结业", "2026年1-6月", "讲师资质", "社会效益"]
VALUES = ["≥12场", "95%", "：100%", "及时", "2026年6月底前", "提高", "一批", "12", "中标价≤预算价", "-"]
CELLS = st.one_of(st.just(""), st.sampled_from(CATEGORIES), st.sampled_from(NAMES), st.sampled_from(VALUES))
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=11), max_size=12)


def read(text: str) -> Submission:
    document = parse(text.encode(), "form.txt", load())
    assert isinstance(document, Document)
    return extract(document, load(), LANGUAGE)


def shown(submission: Submission) -> set[str]:
    """Every text that the result still holds."""
    texts = {passage.text for passage in submission.passages}
    for table in submission.tables:
        texts |= {slot.level2 for slot in table.slots}
        for row in table.indicators:
            texts |= {row.name, row.value, row.unit, row.level1_written, row.level2_written, row.weight}
    return texts


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_no_cell_of_a_block_is_lost(rows: list[list[str]]) -> None:
    head = two_halves()[0]
    submission = read(form(tabs([head, *rows])))
    words = Words(load(), LANGUAGE)
    kept = shown(submission)
    for row in rows:
        for cell in row:
            text = clean(cell)
            if text and words.category(text) is None and not words.is_page_mark(text):
                assert any(text in other for other in kept), text


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_sure_or_with_a_reason(rows: list[list[str]]) -> None:
    for table in read(form(tabs([two_halves()[0], *rows]))).tables:
        for row in table.indicators:
            assert row.uncertain == bool(row.reasons)
            assert row.name or row.value


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.text(alphabet="项目绩效目标表一二三级指标值数量质产出≥5%元\t|\n （）：-#*$\\ 。", max_size=40), max_size=25
    )
)
def test_any_text_is_read_without_error(lines: list[str]) -> None:
    text = HEADER + "\n".join(lines)
    submission = read(text)
    assert [table.number for table in submission.tables] == list(range(1, len(submission.tables) + 1))


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(ROWS)
def test_places_of_indicators_point_at_their_text(rows: list[list[str]]) -> None:
    text = form(tabs([two_halves()[0], *rows]))
    lines = text.split("\n")

    def cell(place: Location) -> str:
        assert place.line is not None
        assert place.column is not None
        return clean(lines[place.line - 1].split("\t")[place.column - 1])

    for table in read(text).tables:
        for row in table.indicators:
            assert cell(row.location) in (row.name, row.value)
            if row.value_location is not None:
                assert cell(row.value_location) == row.value


def test_empty_text_is_unreadable() -> None:
    assert isinstance(parse(b" \n\n", "empty.txt", load()), Unreadable)
