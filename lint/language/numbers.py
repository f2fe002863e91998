"""Numbers as Chinese forms write them: Arabic with separators, Chinese numerals.

Pure functions of text; which characters are numbers in context is decided in `quantities`. By hand:
cn2an 0.5 refuses numerals that something follows or that are vague (三千余, 十几, 3成).
"""

from __future__ import annotations

import re

DIGITS = {
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
TENS = {"廿": 20, "卅": 30}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
CHARACTERS = "".join((*DIGITS, *TENS, *SMALL, *LARGE, "半"))
_LONGEST = 32  # characters of a numeral: more is no number anyone writes


def read_arabic(text: str) -> float:
    """The number that Arabic digits with separators write (1,500,000.5 → 1500000.5)."""
    return float(text.replace(",", "").replace(" ", ""))


def read_chinese(text: str) -> float | None:
    """The number that a Chinese numeral writes, or None where it is none.

    Takes positional numerals (三百二十五, 两万零五十, 廿五, 半, 一万二), digit by digit writing
    (二零二四) and 半 after a whole number (三半 is none). Never raises.
    """
    if not text or len(text) > _LONGEST:
        return None
    if text == "半":
        return 0.5
    if all(char in DIGITS for char in text):
        return float(int("".join(str(DIGITS[char]) for char in text)))
    total = 0  # finished groups of 亿 and 万
    group = 0  # the group being read, below 万
    digit: int | None = None
    unit = 0  # the last unit read, for 一万二
    for char in text:
        if char in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[char]
            if digit == 0:
                unit = 0
        elif char in TENS:
            if digit is not None or group % 100:
                return None
            group += TENS[char]
            unit = 10
        elif char in SMALL:
            if digit is None and (SMALL[char] != 10 or group % 100):
                return None
            if digit == 0 and SMALL[char] != 10:
                return None
            group += (digit or 1) * SMALL[char]
            digit, unit = None, SMALL[char]
        elif char in LARGE:
            group += digit or 0
            if group == 0 and total == 0:
                return None
            total = (total + group) * LARGE[char] if LARGE[char] > total else total + group * LARGE[char]
            group, digit, unit = 0, None, LARGE[char]
        else:
            return None
    if digit:
        group += digit * unit // 10 if unit > 10 else digit
    return float(total + group)


ARABIC = r"(?:\d{1,3}(?:[, ]\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?)"
CHINESE = rf"[{re.escape(CHARACTERS)}]{{1,{_LONGEST}}}"
