"""Number formats of spreadsheets: a stored number and its format code → the text the user sees.

Follows the format language of ECMA-376 Part 1, 18.8.31 (numFmts), with the Chinese date formats
that 18.8.30 lists for zh-cn and the usual Chinese ways of showing 万元 (`0!.0,`). By hand: openpyxl,
xlrd and pandas give the stored number, and ssf 0.2 does not start beside Babel 2.19.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL = "General"

# ECMA-376 18.8.30, lang="zh-cn"; 14 is the short date, which Chinese systems show as y/m/d.
CHINESE_BUILTIN: dict[int, str] = {
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}

_LONGEST_CODE = 255  # characters a format code may have in a workbook
_GENERAL_DIGITS = 10  # significant digits a General cell shows beside its point
_MOST_DECIMALS = 30  # decimals a format may ask for

_SECTION = re.compile(r'(?:"[^"]*"?|\\.|[_*!].|\[[^\]]*\]|[^;])*')
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)|(?P<escaped>[\\!].)|(?P<pad>[_*].)|\[(?P<bracket>[^\]]*)\]
    |(?P<exponent>E[+-]0+)|(?P<general>general|G/通用格式)|(?P<ampm>AM/PM|A/P|上午/下午)
    |(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+|a{3,4}|b{1,4}(?![a-z]))
    |(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)
    |(?P<text>@)|(?P<other>.)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_ELAPSED = re.compile(r"(h+|m+|s+)$", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]*)?$")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class _Section:
    """One of a code's sections: its tokens (kind, text), its condition, what kind of value it shows."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, float] | None
    is_date: bool
    is_general: bool


def show(value: float, code: str, *, date1904: bool = False) -> str:
    """The text shown for a stored number under a format code.

    Dates are serial days of the 1900 (or 1904) system. A code that cannot be understood shows
    the number as General does; nothing is raised.
    """
    if not math.isfinite(value):
        return "#NUM!"
    if code in ("", GENERAL, "@"):
        return general(value)
    try:
        sections = _parse(code[:_LONGEST_CODE])
        section, magnitude = _choose(sections, value)
        if section.is_date:
            return _date(section, value, date1904)
        if section.is_general:
            literal = "".join(text for kind, text in section.tokens if kind == "literal")
            return general(value) if not literal else _around_general(section, magnitude)
        return _number(section, magnitude)
    except (ValueError, OverflowError, ArithmeticError, IndexError):
        return general(value)


def is_date(code: str) -> bool:
    """Whether a format code shows a date or a time."""
    return any(section.is_date for section in _parse(code[:_LONGEST_CODE]))


def text_section(value: str, code: str) -> str:
    """The text shown for a text cell: most codes leave it as it is, `@"元"` adds to it."""
    if "@" not in code or code == "@":
        return value
    sections = _parse(code[:_LONGEST_CODE])
    chosen = sections[3] if len(sections) > 3 else sections[0]
    if not any(kind == "text" for kind, _ in chosen.tokens):
        return value
    return "".join(value if kind == "text" else text for kind, text in chosen.tokens if kind in ("text", "literal"))


def general(value: float) -> str:
    """A number as a cell without a format shows it; whole numbers keep every digit."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.{_GENERAL_DIGITS}g}"
    if "e" not in text:
        return text
    if abs(value) >= 1:
        return f"{value:.15g}".replace("e", "E")
    plain = f"{Decimal(repr(value)):f}"
    return plain if len(plain) <= 16 else text.replace("e", "E")


@lru_cache(maxsize=1024)
def _parse(code: str) -> tuple[_Section, ...]:
    if "F800]" in code.upper():  # the system's long date
        code = CHINESE_BUILTIN[31]
    elif "F400]" in code.upper():  # the system's time
        code = "h:mm:ss"
    parts = []
    position = 0
    while True:
        match = _SECTION.match(code, position)
        assert match is not None
        parts.append(match[0])
        position = match.end() + 1
        if position > len(code) or len(parts) == 4:
            break
    return tuple(_section(part) for part in parts)


def _section(part: str) -> _Section:
    tokens: list[tuple[str, str]] = []
    condition = None
    is_date = is_general = False
    for match in _TOKEN.finditer(part):
        kind, text = match.lastgroup or "other", match[0]
        if kind == "quoted":
            tokens.append(("literal", text.strip('"')))
        elif kind == "escaped":
            tokens.append(("literal", text[1]))
        elif kind == "pad":
            continue
        elif kind == "bracket":
            inner = match["bracket"]
            if found := _CONDITION.match(inner):
                condition = (found[1], float(found[2]))
            elif _ELAPSED.match(inner):
                tokens.append(("elapsed", inner.lower()))
                is_date = True
            elif found := _CURRENCY.match(inner):
                tokens.append(("literal", found[1]))
        elif kind == "general":
            is_general = True
            tokens.append(("general", ""))
        elif kind in ("date", "ampm"):
            is_date = True
            tokens.append((kind, text if kind == "ampm" else text.lower()))
        elif kind == "other":
            tokens.append(("literal", text))
        else:
            tokens.append((kind, text))
    if any(kind == "digit" for kind, _ in tokens) and not any(kind in ("date", "elapsed") for kind, _ in tokens):
        is_date = False
    return _Section(tuple(tokens), condition, is_date, is_general)


def _choose(sections: tuple[_Section, ...], value: float) -> tuple[_Section, float]:
    """The section that shows `value`, and the value it shows (without its sign where that is written)."""
    if any(section.condition for section in sections):
        for index, section in enumerate(sections[:3]):
            if section.condition is None or _holds(value, section.condition):
                return section, abs(value) if index and value < 0 else value
        return sections[-1], value
    if value < 0 and len(sections) > 1:
        return sections[1], abs(value)
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _holds(value: float, condition: tuple[str, float]) -> bool:
    sign, bound = condition
    return {
        "<": value < bound,
        ">": value > bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _around_general(section: _Section, value: float) -> str:
    return "".join(
        general(value) if kind == "general" else text for kind, text in section.tokens if kind in ("general", "literal")
    )


def _number(section: _Section, value: float) -> str:
    tokens = list(section.tokens)
    kinds = [kind for kind, _ in tokens]
    if "digit" not in kinds:
        sign = "-" if value < 0 else ""
        return sign + "".join(text for kind, text in tokens if kind in ("literal", "percent"))
    number = Decimal(repr(value)) * (Decimal(100) ** kinds.count("percent"))
    if "slash" in kinds:
        return _fraction(section, number)
    last = max(index for index, kind in enumerate(kinds) if kind == "digit")
    point = kinds.index("point") if "point" in kinds else len(kinds)
    digits = [index for index, kind in enumerate(kinds) if kind == "digit"]
    first_whole = [index for index in digits if index < point]
    scale = 0  # commas right behind the last digit divide by a thousand each
    grouped = False
    for index, kind in enumerate(kinds):
        if kind != "comma":
            continue
        before_point = max(first_whole) if first_whole else -1
        if first_whole and first_whole[0] < index < before_point:
            grouped = True
        elif index > last or before_point < index < point:
            scale += 1
    number = number.scaleb(-3 * scale)
    exponent = ""
    if "exponent" in kinds:
        mantissa, power = _scientific(number)
        number = mantissa
        mark = next(text for kind, text in tokens if kind == "exponent")
        sign = "-" if power < 0 else ("+" if "+" in mark else "")
        exponent = "E" + sign + str(abs(power)).zfill(len(mark) - 2)
    decimals = [index for index in digits if index > point]
    places = min(len(decimals), _MOST_DECIMALS)
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    negative = rounded < 0
    whole, _, part = f"{abs(rounded):f}".partition(".")
    wholes = _fill_whole(tokens, first_whole, whole.lstrip("0"), grouped)
    parts = _fill_decimals(tokens, decimals, part)
    out = ["-"] if negative else []
    for index, (kind, text) in enumerate(tokens):
        if kind == "digit":
            out.append(wholes.get(index, "") if index < point else parts.get(index, ""))
        elif kind == "point" and index == point:
            if not first_whole and whole.lstrip("0"):
                out.append(whole.lstrip("0"))
            out.append(".")
        elif kind == "percent":
            out.append("%")
        elif kind == "exponent":
            out.append(exponent)
        elif kind in ("literal", "slash", "point"):
            out.append(text)
    return "".join(out).strip()


def _fill_whole(tokens: list[tuple[str, str]], places: list[int], digits: str, grouped: bool) -> dict[int, str]:
    """The text of each whole-number placeholder, filled from the right; the first takes the rest."""
    filled: dict[int, str] = {}
    rest = digits
    count = 0
    for position, index in enumerate(reversed(places)):
        last = position == len(places) - 1
        taken = (rest if last else rest[-1:]) if rest else ""
        rest = "" if last else rest[:-1]
        if not taken:
            taken = {"0": "0", "?": " ", "#": ""}[tokens[index][1]]
        text = ""
        for char in reversed(taken):
            if grouped and count and count % 3 == 0 and char != " ":
                text = "," + text
            text = char + text
            count += 1
        filled[index] = text
    return filled


def _fill_decimals(tokens: list[tuple[str, str]], places: list[int], digits: str) -> dict[int, str]:
    needed = len(digits.rstrip("0"))
    filled = {}
    for position, index in enumerate(places):
        digit = digits[position] if position < len(digits) else "0"
        shown = position < needed or tokens[index][1] == "0"
        filled[index] = digit if shown else {"?": " ", "#": ""}.get(tokens[index][1], "")
    return filled


def _scientific(number: Decimal) -> tuple[Decimal, int]:
    if not number:
        return number, 0
    power = number.adjusted()
    return number.scaleb(-power), power


def _fraction(section: _Section, number: Decimal) -> str:
    """`# ?/?` and its like, with as many digits below the line as the code has."""
    kinds = [kind for kind, _ in section.tokens]
    below = sum(1 for kind in kinds[kinds.index("slash") :] if kind == "digit")
    fixed = "".join(text for kind, text in section.tokens[kinds.index("slash") + 1 :] if kind == "literal").strip()
    from fractions import Fraction

    exact = Fraction(abs(number))
    whole = int(exact)
    rest = exact - whole
    if fixed.isdigit() and int(fixed):
        bottom = int(fixed)
        top = round(rest * bottom)
    else:
        near = rest.limit_denominator(max(1, 10 ** min(below or 1, 5) - 1))
        top, bottom = near.numerator, near.denominator
    if top and top == bottom:
        whole, top = whole + 1, 0
    sign = "-" if number < 0 else ""
    if not top:
        return sign + str(whole)
    return sign + (f"{whole} " if whole else "") + f"{top}/{bottom}"


def _moment(value: float, date1904: bool) -> dt.datetime:
    """The moment of a serial day; 1900-02-29, which never was, shows as 1900-02-28 did before it."""
    if date1904:
        start = dt.datetime(1904, 1, 1)
    else:
        start = dt.datetime(1899, 12, 30) if value >= 61 else dt.datetime(1899, 12, 31)
    seconds = round(value * 86400, 3)
    return start + dt.timedelta(seconds=seconds)


def _date(section: _Section, value: float, date1904: bool) -> str:
    if value < 0:
        raise ValueError("a date before the calendar")
    fraction = any(kind == "date" and "." in text for kind, text in section.tokens)
    elapsed = any(kind == "elapsed" for kind, _ in section.tokens)
    moment = dt.datetime(1900, 1, 1) if elapsed else _moment(value, date1904)
    if not fraction and not elapsed and moment.microsecond >= 500_000:
        moment += dt.timedelta(seconds=1)
    halves = any(kind == "ampm" for kind, _ in section.tokens)
    out: list[str] = []
    seen: list[str] = []  # the time parts so far, to tell minutes from months
    tokens = section.tokens
    for index, (kind, text) in enumerate(tokens):
        if kind == "date":
            out.append(_date_part(text, moment, halves, _is_minute(tokens, index, seen)))
            seen.append(text)
        elif kind == "elapsed":
            total = value * 86400
            amount = {"h": total / 3600, "m": total / 60, "s": total}[text[0]]
            out.append(str(int(amount + 1e-6)).zfill(len(text)))
            moment = _moment(value % 1 + 61, False)
            seen.append(text)
        elif kind == "ampm":
            early, late = ("上午", "下午") if "上" in text else ("AM", "PM")
            out.append(early if moment.hour < 12 else late)
        elif kind in ("literal", "slash", "point", "comma", "digit"):
            out.append(text)
    return "".join(out).strip()


def _is_minute(tokens: tuple[tuple[str, str], ...], index: int, seen: list[str]) -> bool:
    """An m behind an hour or before a second is a minute."""
    text = tokens[index][1]
    if not text.startswith("m") or len(text) > 2:
        return False
    if seen and seen[-1][0] == "h":
        return True
    following = next((word for kind, word in tokens[index + 1 :] if kind in ("date", "elapsed")), "")
    return following.startswith("s")


def _date_part(text: str, moment: dt.datetime, halves: bool, minute: bool) -> str:
    width = len(text)
    match text[0]:
        case "y" | "e":
            return f"{moment.year % 100:02d}" if text[0] == "y" and width <= 2 else str(moment.year)
        case "b":
            return str(moment.year + 543)
        case "m" if minute:
            return str(moment.minute).zfill(min(width, 2))
        case "m":
            if width <= 2:
                return str(moment.month).zfill(width)
            return _MONTHS[moment.month - 1][0] if width == 5 else _MONTHS[moment.month - 1]
        case "d":
            return str(moment.day).zfill(width) if width <= 2 else "星期" * (width > 3) + _WEEKDAYS[moment.weekday()]
        case "a":
            return "星期" * (width > 3) + _WEEKDAYS[moment.weekday()]
        case "h":
            hour = (moment.hour % 12 or 12) if halves else moment.hour
            return str(hour).zfill(min(width, 2))
        case _:
            whole, _, places = text.partition(".")
            shown = str(moment.second).zfill(min(len(whole), 2))
            return shown + (f".{moment.microsecond:06d}"[: len(places) + 1] if places else "")
