"""Quantities in a normalised value: comparator, number or range, unit with denominators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lint.language import numbers
from lint.language.folding import LIST_MARK
from lint.language.lexicon import Lexicon
from lint.language.target import Moment, Quantity, Unit

_SIGNS = "≥≤><=≈±~"
_CN = numbers.CHINESE
_SPECIAL = re.compile(
    rf"百分之(?P<percent>{numbers.ARABIC}|{_CN})|(?P<hundred>百分百)|(?P<half>过半数|半数以上|超半数|超过半数|半数|过半)"
    rf"|(?P<bottom>{_CN})分之(?P<top>{_CN})|(?P<tenths>{_CN}|\d{{1,2}})成(?P<tenth>[一二三四五六七八九半])?(?=$|[,;。、)以左多的])"
    rf"|(?P<numerator>\d+(?:\.\d+)?)/(?P<denominator>\d+)(?P<per_many>[十百千万]*)(?![\d/])"
    rf"|(?P<one>\d+(?:\.\d+)?):(?P<other>\d+(?:\.\d+)?)(?!\d)"
)
_NUMBER = re.compile(rf"(?P<arabic>{numbers.ARABIC})|(?P<chinese>{_CN})")
_ORDINAL = re.compile(r"第(?:\d+|[一二三四五六七八九十百]+)(?![0-9])")
_CODE = re.compile(r"[A-Za-z][A-Za-z/]*[-+]?\d+(?:[-.]\d+)*")  # GB12345-2008, PM2.5, BSL-2; also the 2 of m2
_LETTER_BEFORE = re.compile(r"[A-Za-z][-+]?$")
_GRADE_AFTER = re.compile(r"[级类等A](?:$|[,;。、)及以标])|A级|星级|级")
_END = re.compile(r"[,;。、()!?:\"“”]|$")
_BRACKETED = re.compile(r"\(([^()]{1,12})\)")
_UNKNOWN_UNIT = re.compile(r"[^\d,;。、()≥≤><=≈±~:/+\-.×*]{1,8}")
_ROUND = {"百": 100.0, "千": 1000.0, "万": 10000.0}  # numbers only beside 近, 余 … (近百人, 百余场)
_ABOUT = "近上过逾超余多"
_DISTRIBUTIVE = re.compile(
    r"一(?!年|月|日|天|周|季|学|个月|次)[^\W\d_十百千万亿零]{1,2}一(?=[一-龥])"
)  # 一人一档 counts nothing
_PREFIX = re.compile(r"[,;。、:]")
_EVERY = re.compile(
    r"每(?:个|一|名|位|家)?(?P<every>[^\d每均≥≤><=,;。]{1,5}?)(?=$|[≥≤><=每约不超至最大小高低控达为少])|(?P<average>单位|[户人亩年月日周次件车班村校床台处生])均"
)
_NO_UNIT = Unit()
_PERCENT = "%"


@dataclass(frozen=True, slots=True)
class _Raw:
    """A number found, before its unit: its value, where it stands, whether it is written in Chinese."""

    value: float
    start: int
    end: int
    spoken: bool = False
    ratio: bool = False


def read_quantities(text: str, dates: Sequence[Moment], lexicon: Lexicon) -> tuple[Quantity, ...]:
    """The quantities in normalised `text` outside the dates, in order. Never raises."""
    masked = _mask(text, dates, lexicon)
    found: list[Quantity] = []
    position = 0
    while position < len(masked):
        raw = _next_number(masked, position)
        if raw is None:
            break
        quantity = _quantity(text, masked, raw, lexicon)
        position = max(raw.end, quantity.end if quantity else raw.end)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def read_leading_comparator(text: str, lexicon: Lexicon) -> str:
    """The comparator a value begins with although no number follows (≥合同数量)."""
    head = text.lstrip(":")
    if head[:1] in _SIGNS and head:
        return _plain_sign(head[0])
    for word, sign in lexicon.before:
        if head.startswith(word):
            return sign
    return ""


def _mask(text: str, dates: Sequence[Moment], lexicon: Lexicon) -> str:
    """`text` with dates, list marks, ordinals and idioms blanked out, of the same length."""
    for date in dates:
        if date.kind in ("date", "event") or (
            date.kind == "recurring" and date.text[0] != "每" and date.text != "24小时"
        ):
            text = text[: date.start] + "□" * (date.end - date.start) + text[date.end :]
    if "第" in text:
        text = _ORDINAL.sub(lambda match: "□" * len(match[0]), text)
    if text[:1].isdigit() or text[:1] == "(" or ";" in text or "。" in text:
        text = LIST_MARK.sub(lambda match: "□" * len(match[0]), text)
    text = _CODE.sub(lambda match: "□" * len(match[0]), text)
    if text.count("一") > 1:
        text = _DISTRIBUTIVE.sub(lambda match: "□" * len(match[0]), text)
    return lexicon.idioms.sub(lambda match: "□" * len(match[0]), text)


def _next_number(text: str, position: int) -> _Raw | None:
    special = _SPECIAL.search(text, position) if any(mark in text for mark in ("分", "半", "成", "/", ":")) else None
    plain = _NUMBER.search(text, position)
    if special is not None and (plain is None or special.start() <= plain.start()):
        raw = _special(special)
        if raw is not None:
            return raw
    if plain is None:
        return None
    if plain["arabic"]:
        start = plain.start()
        value = numbers.read_arabic(plain[0])
        if start and text[start - 1] == "-" and (start == 1 or text[start - 2] in f"{_SIGNS}:("):
            return _Raw(-value, start - 1, plain.end())
        return _Raw(value, start, plain.end())
    number = numbers.read_chinese(plain[0])
    if plain[0] in _ROUND:
        around = text[max(0, plain.start() - 1) : plain.start()], text[plain.end() : plain.end() + 1]
        number = _ROUND[plain[0]] if any(char and char in _ABOUT for char in around) else None
    if number is None:
        rest = _next_number(text, plain.end())
        return rest
    return _Raw(number, plain.start(), plain.end(), spoken=True)


def _special(match: re.Match[str]) -> _Raw | None:
    value: float | None = None
    if match["percent"]:
        value = 100.0 if match["percent"] == "百" else _either(match["percent"])
    elif match["hundred"]:
        value = 100.0
    elif match["half"]:
        value = 50.0
    elif match["bottom"]:
        top = numbers.read_chinese(match["top"])
        whole = match["bottom"]
        bottom = numbers.read_chinese(whole) or numbers.read_chinese("一" + whole)  # 千分之三: of a thousand
        value = 100 * top / bottom if top is not None and bottom else None
    elif match["tenths"]:
        tenths = _either(match["tenths"])
        tenth = numbers.read_chinese(match["tenth"]) if match["tenth"] else 0
        if tenths is not None and tenth is not None and 0 < tenths <= 10:
            value = tenths * 10 + tenth * (10 if match["tenth"] == "半" else 1)
    elif match["numerator"]:
        bottom = float(match["denominator"])
        for char in match["per_many"]:
            bottom *= {"十": 10, "百": 100, "千": 1000, "万": 10000}[char]
        value = 100 * float(match["numerator"]) / bottom if bottom else None
    elif match["one"]:
        other = float(match["other"])
        value = 100 * float(match["one"]) / other if other else None
    return None if value is None else _Raw(value, match.start(), match.end(), spoken=True, ratio=True)


def _either(text: str) -> float | None:
    return numbers.read_arabic(text) if text[0].isdigit() else numbers.read_chinese(text)


def _quantity(text: str, masked: str, raw: _Raw, lexicon: Lexicon) -> Quantity | None:
    """The quantity around a number, or None where the number is a code, a grade or an idiom."""
    before, after = text[max(0, raw.start - 3) : raw.start], text[raw.end : raw.end + 8]
    if not raw.spoken and (
        _LETTER_BEFORE.search(before) or (_GRADE_AFTER.match(after) and not _counts(after, lexicon))
    ):
        return None
    high, low, end = raw.value, raw.value, raw.end
    if raw.ratio:
        unit = lexicon.units[_PERCENT]
        if text.startswith(_PERCENT, end):
            end += 1
    else:
        unit, end = _unit(text, raw.end, lexicon)
        if not unit.text and not unit.per:
            unit, end = _bracketed_unit(text, end, unit, lexicon)
    upper = None if raw.ratio else _upper_end(masked, end, lexicon)
    if upper is not None:
        other, other_end = _unit(text, upper.end, lexicon)
        if not unit.text or not other.text or unit.dimension == other.dimension:
            if unit.text and other.text and other.scale != unit.scale and other.scale:
                low = low * unit.scale / other.scale
            unit = other if other.text else unit
            high, end = upper.value, other_end if other.text else upper.end
    if not unit.text and text[max(0, raw.start - 1) : raw.start] == "¥":
        unit = lexicon.units["元"]
    if raw.spoken and not raw.ratio and not _spoken_counts(text, raw, unit, end, lexicon):
        return None
    comparator, per_before = _before(text, raw.start, lexicon)
    behind = _after(text, end, lexicon)
    if per_before and unit.text and not unit.per:
        unit = Unit(unit.text, unit.name, unit.dimension, unit.scale, unit.counted, per_before)
    return Quantity(min(low, high), max(low, high), behind or comparator, unit, raw.start, end)


def _counts(after: str, lexicon: Lexicon) -> bool:
    """Whether 类 or 等 after the number is a counting unit and no grade (3类 is, 2等 is not)."""
    return after[:1] in lexicon.units


def _upper_end(text: str, end: int, lexicon: Lexicon) -> _Raw | None:
    if text[end : end + 1] not in lexicon.range_signs or end + 1 >= len(text):
        return None
    match = _NUMBER.match(text, end + 1)
    if match is None:
        return None
    value = _either(match[0])
    return None if value is None else _Raw(value, match.start(), match.end())


def _unit(text: str, start: int, lexicon: Lexicon) -> tuple[Unit, int]:
    """The unit that begins at `start` with its denominators, and where it ends."""
    position = start
    if text[position : position + 1] in lexicon.approximately:
        position += 1
    unit, end = _known_unit(text, position, lexicon)
    if unit is None:
        multiplier = lexicon.multiplier.match(text, position)
        factor = 1.0
        if multiplier:
            factor = lexicon.factor(multiplier[0])
            position = multiplier.end()
            if text[position : position + 1] in lexicon.approximately:
                position += 1
            unit, end = _known_unit(text, position, lexicon)
        if unit is not None and multiplier:
            written = text[multiplier.start() : end]
            unit = Unit(written, multiplier[0] + unit.name, unit.dimension, unit.scale * factor, unit.counted)
        elif unit is None:
            per, per_end = _denominators(text, position, lexicon)
            if per:
                return Unit(text[position:per_end], "", "", factor, "", per), per_end
            unknown = None if _after(text, position, lexicon) else _UNKNOWN_UNIT.match(text, position)
            if unknown and not _is_filler(unknown[0], lexicon):
                return Unit(unknown[0], unknown[0], "", factor), unknown.end()
            return Unit("", "", "", factor), position
    per, per_end = _denominators(text, end, lexicon)
    if per:
        unit = Unit(text[start:per_end], unit.name, unit.dimension, unit.scale, unit.counted, per)
        end = per_end
    return unit, end


def _bracketed_unit(text: str, end: int, bare: Unit, lexicon: Lexicon) -> tuple[Unit, int]:
    """The unit in brackets behind a number (=100.00(%), ≤30.00(万元)), as some systems print it; else `bare`."""
    match = _BRACKETED.match(text, end)
    if match is None:
        return bare, end
    inner = match[1]
    unit, inner_end = _unit(inner, 0, lexicon)
    if inner_end != len(inner) or not (unit.dimension or unit.counted or unit.per):
        return bare, end
    return unit, match.end()


def _known_unit(text: str, position: int, lexicon: Lexicon) -> tuple[Unit | None, int]:
    for length in range(min(lexicon.longest_unit, len(text) - position), 0, -1):
        unit = lexicon.units.get(text[position : position + length])
        if unit is not None and not (unit.text[-1].isascii() and _runs_on(text, position + length)):
            return unit, position + length
    return None, position


def _runs_on(text: str, position: int) -> bool:
    """Whether an ASCII unit goes on with more letters or digits (m of m2, of min)."""
    return position < len(text) and text[position].isascii() and text[position].isalpha()


def _is_filler(text: str, lexicon: Lexicon) -> bool:
    return not text or text[0] in "□等的和与及或且至到"


def _denominators(text: str, position: int, lexicon: Lexicon) -> tuple[tuple[str, ...], int]:
    """Denominators from `position` on (/人/月, ·天, 每人每月), and where they end."""
    found: list[str] = []
    while position < len(text):
        at = position
        if text[at] in "/每·." or text.startswith("、/", at):
            at += 1
            while at < len(text) and text[at] in "/每":
                at += 1
            if text.startswith(("个", "一"), at) and at + 1 < len(text) and text[at + 1 : at + 2] in lexicon.per:
                at += 1
        else:
            break
        for length in range(min(max(lexicon.longest_per, lexicon.longest_unit), len(text) - at), 0, -1):
            word = text[at : at + length]
            if word in lexicon.per or word in lexicon.units:
                found.append(word)
                position = at + length
                break
        else:
            break
    return tuple(found), position


def _before(text: str, start: int, lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """The comparator before a number and the denominators named there (每人每月不超过, 户均)."""
    head = text[max(0, start - 16) : start]
    cut = 0
    for match in _PREFIX.finditer(head):
        cut = match.end()
    head = head[cut:]
    per: tuple[str, ...] = ()
    if "每" in head or "均" in head:
        per = tuple(match["every"] or match["average"] for match in _EVERY.finditer(head))
        per = tuple(word for word in per if word in lexicon.per)
    return _comparator_in(head, lexicon), per


def _comparator_in(head: str, lexicon: Lexicon) -> str:
    bare = head.rstrip("(")
    if bare and bare[-1] in _SIGNS:
        return _plain_sign(bare[-1])
    if not head:
        return ""
    if bare.endswith(lexicon.before_words):
        return next(sign for word, sign in lexicon.before if bare.endswith(word))
    if head and head[0] in "≥≤><=≈":
        return _plain_sign(head[0])
    for word, sign in lexicon.before:
        if len(word) > 1 and sign != "=" and word in bare:
            return sign
    return ""


def _after(text: str, end: int, lexicon: Lexicon) -> str:
    tail = text[end : end + 6]
    inner = tail.lstrip("(")
    if not tail.startswith(lexicon.after_words) and not inner.startswith(lexicon.after_words):
        return ""
    return next((sign for word, sign in lexicon.after if tail.startswith(word) or inner.startswith(word)), "")


def _plain_sign(sign: str) -> str:
    return "≈" if sign == "~" else sign


def _spoken_counts(text: str, raw: _Raw, unit: Unit, end: int, lexicon: Lexicon) -> bool:
    """Whether a Chinese numeral is meant as a number: it has a known unit and no noun follows it.

    八层会议室 names a room, 三级 a grade, 一批 no number; 分三批, 两场活动, 半年一次 are numbers.
    """
    written = text[raw.start : raw.end]
    if unit.text and not unit.dimension:
        return False
    if not unit.text:
        return len(written) > 2 and not text[end : end + 1].strip("以左,;。、)")
    if raw.start and text[raw.start - 1] in "第统唯":
        return False
    if unit.text in lexicon.places:
        return bool(_END.match(text, end))
    return True
