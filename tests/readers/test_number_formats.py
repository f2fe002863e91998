"""Stored numbers under format codes, as a spreadsheet program shows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.readers.numberformat import general, show, text_section

NOVEMBER_15 = 45611  # 2024-11-15


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.95, "0%", "95%"),
        (0.9555, "0.00%", "95.55%"),
        (0.955, "0.0%", "95.5%"),
        (27977580, "#,##0", "27,977,580"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, "#,##0.00_);[Red](#,##0.00)", "(1,234.50)"),
        (0, r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)', "-"),
        (6.48, "0.00", "6.48"),
        (18, '"≤"0"辆"', "≤18辆"),
        (5, "0人", "5人"),
        (5, 'General"人"', "5人"),
        (95, r"0\%", "95%"),
        (12345, "0!.0,", "1.2"),
        (123456, '0!.0,"万元"', "12.3万元"),
        (123456, '0"."0,"万元"', "12.3万元"),
        (100, "[$¥-804]#,##0.00", "¥100.00"),
        (5, "00000", "00005"),
        (1234567, "#,##0,", "1,235"),
        (12.5, "# ?/?", "12 1/2"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (20000, '[>=10000]0"大";0"小"', "20000大"),
        (2, '[>=10000]0"大";0"小"', "2小"),
        (NOVEMBER_15, "yyyy/m/d", "2024/11/15"),
        (NOVEMBER_15, "yyyy-mm-dd", "2024-11-15"),
        (NOVEMBER_15, 'yyyy"年"m"月"d"日"', "2024年11月15日"),
        (NOVEMBER_15, '[$-804]yyyy"年"m"月"d"日";@', "2024年11月15日"),
        (NOVEMBER_15, r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy", "2024年11月15日"),
        (NOVEMBER_15, "yyyy.mm", "2024.11"),
        (NOVEMBER_15 + 0.5, "yyyy-mm-dd hh:mm", "2024-11-15 12:00"),
        (0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
        (1.5, "[h]:mm", "36:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (7, "", "7"),
        (float("inf"), "0", "#NUM!"),
    ],
)
def test_a_number_is_shown_as_the_user_sees_it(value: float, code: str, shown: str) -> None:
    assert show(value, code) == shown


def test_the_calendar_of_1904() -> None:
    assert show(0, "yyyy-mm-dd", date1904=True) == "1904-01-01"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12.0, "12"), (0.1 + 0.2, "0.3"), (20231212084536, "20231212084536"), (702.17, "702.17"), (-0.5, "-0.5")],
)
def test_general_keeps_every_digit_of_whole_numbers(value: float, shown: str) -> None:
    assert general(value) == shown


def test_text_takes_the_words_its_format_adds() -> None:
    assert text_section("若干", '@"元"') == "若干元"
    assert text_section("若干", "#,##0") == "若干"


@given(st.floats(allow_nan=True), st.text(alphabet='0#?.,%;@"\\[]yYmMdDhHsSE+-/GeneralAP年万_*!$ ', max_size=40))
def test_no_code_makes_it_fail(value: float, code: str) -> None:
    assert isinstance(show(value, code), str)
