from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.classify.features import name_tokens, value_forms, value_tokens
from lint.classify.segments import cut
from lint.language.folding import fold_name


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("指标1：培训人次", "培训人次"),
        ("（2）验收合格率", "验收合格率"),
        ("2024年\u3000完成 率", "0年完成率"),
        ("ＰＭ２.5浓度", "pm0浓度"),
        ("《年鉴》编印", "年鉴编印"),
    ],
)
def test_plain_names(name: str, plain: str) -> None:
    assert fold_name(name) == plain


@pytest.mark.parametrize(
    ("value", "first"),
    [
        ("≥95%", "share"), ("2024年12月底前", "date"), ("≤5万元", "money"), ("120人", "count"), ("≤30分钟", "duration"),
        ("明显提升", "text"), ("", "none"), (":", "none"), ("中标价", "money"), ("每季度末", "date"),
    ],
)  # fmt: skip
def test_the_leading_form_of_a_value(value: str, first: str) -> None:
    assert value_forms(value)[0] == first


def test_forms_tell_units_bounds_and_zero() -> None:
    assert {"u:人", "least"} <= set(value_forms("≥120人/次"))
    assert "most" in value_forms("≤3起")
    assert "zero" in value_forms("0起")
    assert "bare" in value_forms("103")


@given(st.text(max_size=80), st.text(max_size=80))
def test_tokens_never_fail_and_are_the_same_twice(name: str, value: str) -> None:
    plain = fold_name(name)
    assert name_tokens(plain) == name_tokens(fold_name(name))
    assert value_tokens(plain, value) == value_tokens(plain, value)


@given(st.text(alphabet="设备验收合格率", max_size=12))
def test_cutting_loses_no_letter(name: str) -> None:
    pieces = cut(name, frozenset({"设备", "验收", "合格率", "合格"}))
    assert "".join(name[start:end] for start, end in pieces) == name


def test_cutting_prefers_few_and_whole_words() -> None:
    words = frozenset({"设备", "验收", "合格率", "合格"})
    assert cut("设备验收合格率", words) == [(0, 2), (2, 4), (4, 7)]
