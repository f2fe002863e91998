"""Numerals, normalising and the parser as properties."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lint.language import normalise
from lint.language.numbers import read_arabic, read_chinese
from tests.shipped import LANGUAGE

DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """The Chinese numeral of a whole number below 10¹²; written apart from the parser."""
    if number < 10:
        return DIGITS[number]
    for unit, mark in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            head, rest = divmod(number, unit)
            if rest == 0:
                return numeral(head) + mark
            return numeral(head) + mark + ("零" if rest < unit // 10 else "") + numeral(rest)
    raise AssertionError


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_round_trip(number: int) -> None:
    assert read_chinese(numeral(number)) == number


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_separated_numbers_round_trip(whole: int, cents: int) -> None:
    assert read_arabic(f"{whole:,}.{cents:02d}") == float(f"{whole}.{cents:02d}")


def test_colloquial_numerals() -> None:
    found = {
        text: read_chinese(text)
        for text in ("廿五", "两百", "一万二", "三百二", "半", "二零二四", "十", "一百零八", "壹拾")
    }
    assert found == {
        "廿五": 25, "两百": 200, "一万二": 12000, "三百二": 320, "半": 0.5, "二零二四": 2024, "十": 10,
        "一百零八": 108, "壹拾": 10,
    }  # fmt: skip


def test_no_numerals() -> None:
    assert [read_chinese(text) for text in ("", "万", "百百", "三半", "x", "一" * 40)] == [None] * 6


@given(
    st.integers(1, 10**6),
    st.sampled_from(["≥", "≤", ">", "<", "="]),
    st.sampled_from(["元", "%", "人", "平方米", "天"]),
)
def test_written_targets_are_read_back(number: int, sign: str, unit: str) -> None:
    for text in (f"{sign}{number}{unit}", f"{sign} {number:,} {unit}", f"{sign}{numeral(number)}{unit}"):
        (quantity,) = LANGUAGE.parse(text).quantities
        assert (quantity.comparator, quantity.low, quantity.high, quantity.unit.name) == (sign, number, number, unit)


ALPHABET = st.sampled_from(
    list(
        "≥≤%‰0123456789.,、/-~一二两三十百千万亿半成分之年月日底前每季度元人次天平方米m²·（）"
        "《》第无不约左右以上 \t\nlO$\\"
    )
)


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=40) | st.text(max_size=60), st.text(ALPHABET, max_size=8))
def test_parsing_never_raises(value: str, unit: str) -> None:
    target = LANGUAGE.parse(value, unit)
    previous = 0
    for quantity in target.quantities:
        assert previous <= quantity.start < quantity.end <= len(target.text)
        assert quantity.low <= quantity.high
        previous = quantity.start
    assert (target.kind == "quantity") == bool(target.quantities)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert len(once) <= 20 * len(text)


def test_long_value_is_bounded() -> None:
    assert len(LANGUAGE.parse("1元," * 100_000).text) <= 400
