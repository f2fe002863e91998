"""Dates, deadlines and periods in a normalised value.

By hand: dateparser 1.5 reads whole days and none of the deadlines of forms (11月底前, 上半年, 第三季度末).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Literal

from lint.language import numbers
from lint.language.target import Moment
from lint.settings.sections.language import Dates

_YEAR = r"(?:19|20)\d\d"
_PART = r"(?:底|末|初|份|上旬|中旬|下旬|中)?"
_QUARTER = r"第?[一二三四1-4]季度?(?:末|底|初)?"
_CALENDAR = (
    rf"{_YEAR}(?:年)?[-~至到](?P<y8>{_YEAR})年(?:度)?(?:底|末)?",
    r"(?<![\d.])\d{1,2}月?[-~至到](?P<m8>\d{1,2})月(?:份|底|末)?",
    r"(?<![\d.≥≤><=])(?P<m9>\d{1,2})\.(?P<d9>\d{1,2})(?=之?前|以前)",
    r"(?:早|晚|上午|下午|凌晨|中午|每日|每天)\d{1,2}[点时](?!间)(?:\d{1,2}分|半|整)?",
    rf"(?P<y1>{_YEAR})(?:年|[-./])(?P<m1>\d{{1,2}})(?:月|[-./])(?P<d1>\d{{1,2}})(?!\d)[日号]?",
    rf"(?P<y2>{_YEAR})年(?:度)?(?P<m2>\d{{1,2}})(?!\d)(?:月{_PART}|底|末|初)",
    rf"(?P<y6>{_YEAR})[-./](?P<m6>\d{{1,2}})(?![\d.%‰万亿元人次个天吨亩公平米]){_PART}",
    rf"(?P<y3>{_YEAR})年?(?:度)?(?:(?P<q3>{_QUARTER})|全年度?|上半年|下半年|年?[底末初](?:年度)?|(?<=年)中|(?<=年)内)",
    rf"(?P<y4>{_YEAR})年(?:度|份)?",
    r"(?<!\d)(?P<m5>\d{1,2})月(?P<d5>\d{1,2})[日号]?(?!\d)",
    rf"(?<![\d≥≤><=.个])(?P<m7>\d{{1,2}})月{_PART}(?![内以])",
    rf"(?<!个)[一二三四五六七八九十]{{1,2}}月{_PART}(?:[一二三四五六七八九十廿]{{1,3}}[日号])?",
    _QUARTER,
    r"(?<![\d.])(?:[01]\d|2[0-4]|[6-9]):[0-5]\d(?!\d)",
    r"T\+\d+",
)
# any event may bound a time (开工前, 施工期间), but 提前, 目前, 以前 name none
_BEFORE_EVENT = (
    r"(?:[一-龥]{2,8}(?<![提目当以之从往空生])(?:之前|以前|前)(?![列三十一二四五六七八九沿期台端后述提景任])"
    r"|[一-龥]{2,6}期间|(?:周|星期)[一二三四五六日天])"
)
_NUMERAL = r"[\d一二三四五六七八九十两几数多半个]"
_COUNT = r"(?:[一两二三四五六半\d]{1,3})"
_STRETCH = r"(?:个?(?:年度?|季度?|月|周|星期|日|天|小时|工作日|学期|学年|旬|双月))"
_RECURRING = (
    rf"每(?:{_COUNT})?{_STRETCH}(?:度)?(?:末|底|初|前|末前)?",
    rf"{_COUNT}{_STRETCH}[^\d,;。、]{{0,4}}{_COUNT}(?:次|回|轮|期|滚动|更新|检|报|评|巡)",
)
_DEADLINE = re.compile(r"(?:之前|以前|前|内|底|末|止|为限|截止)")
_HINT = r"[年月日季周期节旬天半号汛春夏秋冬腊当每按次\-./:夜T雨学时双前间永终早晚午晨]"


class DateReader:
    """Finds dates in normalised text with the words of [language.dates]. `read` never raises."""

    __slots__ = ("_hint", "_not_dates", "_pattern")

    def __init__(self, words: Dates) -> None:
        festivals, bounds = _any(words.festivals), _any(words.season_bounds)
        parts = (
            f"(?P<date>{'|'.join(_CALENDAR)})",
            f"(?P<recurring>{'|'.join(_RECURRING)}|(?:{_any(words.recurring)})(?:度)?(?:末|底|初|前)?)",
            f"(?P<whole>{_any(words.whole)})",
            f"(?<!{_NUMERAL})(?P<relative>{_any(words.relative)})",
            f"(?P<event>(?:(?:{_any(words.seasons)})(?:{bounds})|(?:{_any(words.lunar)})[^,;。、]{{0,8}}"
            f"|{festivals}|{_BEFORE_EVENT}))",
        )
        self._pattern = re.compile("|".join(parts))
        self._not_dates = re.compile(_any(words.not_dates) or "(?!)")
        self._hint = re.compile(f"{_HINT}|{festivals}")

    def read(self, text: str) -> tuple[Moment, ...]:
        """The moments named in normalised `text`, in order, not overlapping."""
        if not self._hint.search(text):
            return ()
        if self._not_dates.search(text):
            text = self._not_dates.sub(lambda match: "□" * len(match[0]), text)
        return tuple(_moment(match) for match in self._pattern.finditer(text))


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _moment(match: re.Match[str]) -> Moment:
    text = match[0]
    after = match.string[match.end() : match.end() + 3]
    deadline = bool(_DEADLINE.match(after) or _DEADLINE.search(text))
    kind: Literal["date", "recurring", "whole", "event"]
    if match["recurring"]:
        kind = "recurring"
    elif match["whole"]:
        kind = "whole"
    elif match["event"]:
        kind = "event"
    else:
        kind = "date"
    if not match["date"]:
        return Moment(text, kind, match.start(), match.end(), deadline=deadline)
    groups = match.groupdict()
    year, month, day = (_first(groups, letter) for letter in "ymd")
    month = month if month is not None else _chinese_month(text)
    exists = _exists(year, month, day)
    first, last = _span(year, month, day, text) if exists and year is not None else (None, None)
    return Moment(text, kind, match.start(), match.end(), year, month, day, exists, first, last, deadline)


def _first(groups: Mapping[str, str | None], letter: str) -> int | None:
    for name, value in groups.items():
        if value is not None and name[0] == letter and name[1:].isdigit():
            return int(value)
    return None


def _chinese_month(text: str) -> int | None:
    head, mark, _ = text.partition("月")
    number = numbers.read_chinese(head) if mark else None
    return int(number) if number is not None and number == int(number) else None


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None:
        return True
    if not 1 <= month <= 12:
        return False
    if day is None:
        return True
    longest = calendar.monthrange(year if year is not None else 2024, month)[1]  # a leap year allows 29 February
    return 1 <= day <= longest


def _span(year: int, month: int | None, day: int | None, text: str) -> tuple[dt.date, dt.date]:
    """First and last calendar day that the words cover."""
    if month is not None and day is not None:
        return dt.date(year, month, day), dt.date(year, month, day)
    if month is not None:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    quarter = re.search(r"([一二三四1-4])季", text)
    if quarter:
        number = "一二三四".find(quarter[1]) + 1 or int(quarter[1])
        last_month = number * 3
        return dt.date(year, last_month - 2, 1), dt.date(year, last_month, calendar.monthrange(year, last_month)[1])
    if "上半年" in text:
        return dt.date(year, 1, 1), dt.date(year, 6, 30)
    if "下半年" in text:
        return dt.date(year, 7, 1), dt.date(year, 12, 31)
    return dt.date(year, 1, 1), dt.date(year, 12, 31)
