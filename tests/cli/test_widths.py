"""Double-width text: no line over its width, nothing lost, no closing punctuation at a start."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth, wcwidth

from lint.language.widths import align_columns, count_columns, cut, pad, wrap

TEXTS = st.text(alphabet="绩效指标，。（）、“”≥95%万元 " + string.ascii_letters + string.digits, max_size=200)


RANGES = ((0x20, 0x7E), (0x3001, 0x3015), (0x4E00, 0x9FA5), (0xFF01, 0xFF5E), (0x2460, 0x2473), (0x2190, 0x2193))


def test_columns_are_those_of_wcwidth() -> None:
    for first, last in RANGES:
        for code in range(first, last + 1):
            assert count_columns(chr(code)) == wcwidth(chr(code)), hex(code)
    assert count_columns("a\u0301\u200b\x1b") == 1  # a combining mark, a zero-width space, a control


@given(TEXTS, st.integers(min_value=10, max_value=60))
@settings(max_examples=200, deadline=None)
def test_wrapped_lines_fit_and_lose_only_spaces(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(wcswidth(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_closing_punctuation_takes_its_word_along() -> None:
    assert wrap("一二三四五。六", 10) == ["一二三四", "五。六"]
    assert wrap("一二三四“五六”七", 10) == ["一二三四", "“五六”七"]
    assert wrap("0（000000000", 10) == ["0（", "000000000"]  # the width comes first
    assert wrap("约定为 ≥95% 以上", 9) == ["约定为", "≥95% 以上"]


def test_columns_and_padding() -> None:
    assert count_columns("指标abc") == 7
    assert pad("指标", 6) == "指标  "
    assert cut("绩效指标", 6) == "绩效…"
    assert cut("绩效", 4) == "绩效"
    assert align_columns([("规则", "数量"), ("V001", "3")], right=(1,)) == "规则  数量\nV001     3\n"
