"""What single cells say: categories, column heads, labels, titles, values.

All words come from rules.toml ([extract]); nothing here knows a position.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lint.language import Language
from lint.language.folding import squash as squash  # noqa: PLC0414 - the modules beside import it from here
from lint.model import ANNUAL, CANONICAL_LEVEL2, LEVEL2_OF_LEVEL1, WHOLE
from lint.settings import Settings

_CATEGORY_LENGTH = 14  # characters; no category word is longer
_OWN_LENGTH = 10  # characters of a category in a form's own words
_STRONG_STEM = 4  # characters from which a category word without 指标 is unmistakable


@dataclass(frozen=True, slots=True)
class Category:
    """A category word: which first or second level it can be ("" where it cannot).

    `strong` is false for short words (满意度, 数量) that may as well be a name or a value.
    """

    level1: str
    level2: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A column head: its role (a key of [extract.headers]) and the half it names, if any."""

    role: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """Everything that can be said of one cell's text alone.

    `value` says how far it looks like a target: 1 a number with comparator, unit or percent sign,
    0.8 a state word, 0 any other text.
    """

    text: str
    category: Category | None
    root: bool
    value: float
    number: bool
    sign: bool
    type: bool
    level: bool


_BRACKETED = re.compile(r"[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]")
_NUMBERING = re.compile(
    r"^(?:[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)\]][.、,]?|\d{1,2}[.、,](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,2}、)"
)
_TRAILING = ":;,.。、"
_PERIODS = (
    (re.compile(r"^(?:实施期|中长期|中期|总体|全周期|项目期|长期)(?:内)?(?:的)?"), WHOLE),
    (re.compile(r"^(?:本年度?|当年度?|年度|全年|(?:19|20)\d\d年度?)(?:的)?"), ANNUAL),
)
ACHIEVED = "完成情况"  # what a self-evaluation sets beside the goal
_PERIOD_LABEL = (
    (
        re.compile(r"(?:实施期|中长期|中期|全周期|项目期|长期)(?:内)?(?:总体)?(?:绩效)?(?:总)?目标.{0,8}|实施期|中期"),
        WHOLE,
    ),
    (
        re.compile(
            r"(?:本年度?|当年度?|年度|全年|(?:19|20)\d\d年度?)(?:总体)?(?:绩效)?(?:总)?目标.{0,8}|"
            r"(?:年初)?(?:预期|设定)(?:总体)?(?:绩效)?目标|年初(?:绩效)?目标"
        ),
        ANNUAL,
    ),
    (re.compile(r"(?:目标|全年|年度)?(?:实际)?完成情况(?:综述)?|目标实际完成情况"), ACHIEVED),
)
_ROOT = re.compile(r".{0,12}绩效(?:指标|目标)(?:体系|情况|值)?|绩效|年度指标|.{0,4}指标体系|产出及效果指标")
_COMPARATOR = (
    r"(?:[≥≤≧≦＞＜><=＝≈±~～∽]|>=|<=|大于|小于|等于|不低于|不少于|不超过|不高于|不大于|不小于|低于|高于|超过|"
    r"至少|至多|达到?|约|控制在|少于|多于|不多于)"
)
_STRONG_VALUE = re.compile(
    r"^[:：]?\s*" + _COMPARATOR + r"{0,2}\s*[-+]?[￥¥]?\d[\d,，.]*(?:[-~～—至到]\d[\d,.]*)?\s*"
    r"(?:[%％‰]|[万亿千百十]?[元人次个项家户辆台套吨米座栋部间处条件份本册期场天年月日周时分秒度倍公亩平立千毫升兆GMKgmk辖名名批起例章节课株棵头只支米间亩里层级种类款幅篇片块张宗笔卷箱桶瓶袋盒副双对人]|工作日|小时|分钟|[a-zA-Z℃²³/]).{0,12}$"
)
_BARE_NUMBER = re.compile(r"^[:：]?[-+]?[￥¥]?\d[\d,，]*(?:\.\d+)?$")
_LEADING_COMPARATOR = re.compile(
    r"^[:：]?\s*(?:[≥≤≧≦＞＜><=＝≈±]|>=|<=|大于|小于|等于|不低于|不少于|不超过|不高于|不大于|不小于|达到?\d|约\d)"
)
_DATE = re.compile(
    r"^[:：]?(?:(?:19|20)\d\d年?(?:[-./]\d{1,2}|\d{1,2}月|底|末|全年|每季|上半年|下半年|度|$)|\d{1,2}月\d{0,2}日?(?:底|前|末)?|[每按].{0,4}(?:月|季|年|天|日)).{0,14}$"
)
_INNER_COMPARATOR = re.compile(r"[≥≤≧≦＞＜><＝=]")
_COLON = re.compile(r"^[:：].+")
_AMOUNT = re.compile(r"^[￥¥]?\s*-?\d[\d,，]*(?:\.\d+)*\s*(?:万元|元|亿元)?$")


class Words:
    """The vocabulary of one settings object, compiled; methods are pure and cached."""

    def __init__(self, settings: Settings, language: Language) -> None:
        self.language = language
        section: Mapping[str, Any] = settings.get("extract")
        self.least_confidence: float = section["least_confidence"]
        self.section = section
        self._watermark = _any(r"\s?".join(map(re.escape, word)) for word in section["watermarks"])
        self._titles = _any(section["titles"])
        self._page_marks = _any(section["page_marks"])
        self._running_heads = _any(section["running_heads"])
        self._chapters = _any(section["chapters"])
        self._not_titles = tuple(section["not_titles"])
        self._title_length: int = section["title_length"]
        self._states = frozenset(squash(word) for word in section["value_states"])
        self._signs = frozenset(squash(word) for word in section["signs"])
        self._types = frozenset(squash(word) for word in section["types"])
        self._ends = tuple(squash(word) for word in section["ends"])
        self._contacts = frozenset(squash(word) for word in section["contacts"])
        self._sums = frozenset(squash(word) for word in section["sums"])
        self._department_titles = tuple(section["department_titles"])
        self._continuations = tuple(squash(word) for word in section["continuations"])
        self._fields: list[tuple[str, re.Pattern[str]]] = [
            (field, _any(patterns)) for field, patterns in section["fields"].items()
        ]
        self._level2 = {squash(word): name for name, words in section["categories"].items() for word in (*words, name)}
        self._level1 = {
            squash(word): name for name, words in section["first_levels"].items() for word in (*words, name)
        }
        self._marks = [(re.compile(pattern), name) for pattern, name in section["category_marks"]]
        self._heads: dict[str, str] = {}
        for role, names in section["headers"].items():
            for word in names:
                self._heads.setdefault(squash(word), role)  # 单位 is a unit's head first
        self.funds = Funds(section["funds"])
        self.category = lru_cache(maxsize=65536)(self._category)
        self.head = lru_cache(maxsize=65536)(self._head)
        self.kind = lru_cache(maxsize=65536)(self._kind)
        self.field = lru_cache(maxsize=65536)(self._field)
        self.is_title = lru_cache(maxsize=65536)(self._is_title)

    # ── categories ────────────────────────────────────────────────────────────────────────────

    def _category(self, text: str) -> Category | None:
        word = squash(text)
        if not word or len(word) > _CATEGORY_LENGTH + 8:
            return None
        word = _NUMBERING.sub("", _BRACKETED.sub("", word) or word).strip(_TRAILING)
        if not word or len(word) > _CATEGORY_LENGTH:
            return None
        suffixed = word.endswith("指标")
        cut = not suffixed and word.endswith("指")  # 指标 cut in two
        stem = word[:-2] if suffixed else word[:-1] if cut else word
        stem = stem.removesuffix("类") if suffixed else stem
        level2 = self._level2.get(word) or self._level2.get(stem, "")
        level1 = self._level1.get(word) or self._level1.get(stem, "")
        if not level1 and not level2:
            level2 = self._nearest(stem, suffixed)
        if not level1 and not level2:
            return None
        return Category(level1, level2, strong=suffixed or cut or len(stem) >= _STRONG_STEM)

    def near_category(self, text: str) -> tuple[str, str]:
        """(first level, second level) of a category in words near the known ones, "" where it names none or several."""
        word = _BRACKETED.sub("", squash(text)).strip(_TRAILING)
        if not word or len(word) > _CATEGORY_LENGTH:
            return "", ""
        found = next((name for pattern, name in self._marks if pattern.fullmatch(word)), "")
        return (found, "") if found in LEVEL2_OF_LEVEL1 and found not in CANONICAL_LEVEL2 else ("", found)

    def is_level(self, text: str) -> bool:
        """Whether a text names a category, one of the known or one that says so (环境影响指标)."""
        word = squash(text)
        return self.category(text) is not None or (word.endswith("指标") and len(word) <= _OWN_LENGTH)

    def _nearest(self, stem: str, suffixed: bool) -> str:
        """The category a stem means with one character misread, or cut off at its end."""
        if len(stem) < _STRONG_STEM:
            return ""
        found: set[str] = set()
        for word, name in self._level2.items():
            cut = len(stem) >= _STRONG_STEM + 1 and word.startswith(stem)
            misread = suffixed and len(word) == len(stem) and sum(a != b for a, b in zip(word, stem, strict=True)) == 1
            if cut or misread:
                found.add(name)
        return found.pop() if len(found) == 1 else ""

    # ── heads, labels, titles ─────────────────────────────────────────────────────────────────

    def _head(self, text: str) -> Head | None:
        word = squash(text).strip(_TRAILING)
        if not word or len(word) > 40:
            return None
        bare = _BRACKETED.sub("", word)
        for candidate in dict.fromkeys((re.sub(r"[()\[\]]", "", word), bare, re.sub(r"[()/\[\]]", "", bare))):
            if role := self._heads.get(candidate):
                return Head(role, _named_period(candidate) if role == "value" else "")
            for pattern, period in _PERIODS:
                rest = pattern.sub("", candidate)
                if (
                    rest != candidate
                    and rest
                    and (role := self._heads.get(rest)) in ("value", "name", "level2", "actual")
                ):
                    return Head(role, period)
        return None

    def period_label(self, text: str) -> str:
        """年度 or 实施期 for a cell that heads a half (实施期目标, 年度绩效目标), else "".

        完成情况 stands for what was achieved, beside the goal of a self-evaluation.
        """
        word = _BRACKETED.sub("", squash(text)).strip(_TRAILING)
        for pattern, period in _PERIOD_LABEL:
            if pattern.fullmatch(word):
                return period
        return ""

    def _field(self, text: str) -> str:
        """The canonical name of the form's field that a label names, "" for other texts."""
        word = squash(text).strip(_TRAILING)
        if not word or len(word) > 40:
            return ""
        for candidate in dict.fromkeys((word, _NUMBERING.sub("", _BRACKETED.sub("", word)))):
            for field, pattern in self._fields:
                if pattern.fullmatch(candidate):
                    return field
        return ""

    def contact(self, text: str) -> str:
        """The contact field (负责人, 联系电话 …) that a text starts with, "" for other texts."""
        word = re.split(r"[:：_(（]", squash(text), maxsplit=1)[0]
        return word if word in self._contacts else ""

    def ends(self, text: str) -> bool:
        """Whether a row that starts so stands below the indicators (负责人：…, 备注：…)."""
        word = re.split(r"[:：_(（]", squash(text), maxsplit=1)[0]
        return word in self._ends

    def is_sum(self, text: str) -> bool:
        """Whether the text heads a row that adds weights up."""
        return squash(text).strip(_TRAILING) in self._sums

    def _is_title(self, text: str) -> bool:
        word = squash(text)
        if not 4 <= len(word) <= self._title_length or any(mark in word for mark in self._not_titles):
            return False
        word = re.sub(r"(?:金额)?单位:.{0,6}$", "", word)
        word = re.sub(r"(?:[(\[][^()\[\]]*[)\]]|(?:19|20)\d\d年?度?)+(?:年度)?$", "", word)
        return any(found.end() == len(word) for found in self._titles.finditer(word))

    def is_department_title(self, text: str) -> bool:
        """Whether a title is that of a department-wide form."""
        return any(word in squash(text) for word in self._department_titles)

    def is_continuation(self, text: str) -> bool:
        """Whether a line only says that the form above goes on."""
        word = squash(text)
        return any(mark in word for mark in self._continuations) and len(word) <= self._title_length

    def is_page_mark(self, text: str) -> bool:
        """Whether a line only numbers a page."""
        return len(text) <= 100 and self._page_marks.fullmatch(text.strip()) is not None

    def is_running_head(self, text: str) -> bool:
        """Whether a line only repeats the document's name, the form's year or the money's unit."""
        return len(text) <= 60 and self._running_heads.fullmatch(squash(text)) is not None

    def is_chapter(self, text: str) -> bool:
        """Whether a paragraph opens another chapter of the document."""
        return len(text) <= 40 and self._chapters.fullmatch(squash(text)) is not None

    def without_watermark(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text without watermarks, and the watermarks found in it."""
        found = tuple("".join(match[0].split()) for match in self._watermark.finditer(text))
        if not found:
            return text, ()
        return " ".join(self._watermark.sub("", text).split()), found

    def is_unit(self, word: str) -> bool:
        """Whether a word without spaces is a unit of measure, or several (元/人/月)."""
        return len(word) <= 12 and all(self.language.lexicon.unit(part) is not None for part in word.split("/"))

    # ── values ────────────────────────────────────────────────────────────────────────────────

    def _kind(self, text: str) -> Kind:
        word = squash(text)
        state = word.strip(_TRAILING) in self._states
        category = self._category(text)
        if category is not None and state and not category.strong:
            category = None
        number = bool(_BARE_NUMBER.match(word))
        value = 0.0
        if number or _STRONG_VALUE.match(word) or _LEADING_COMPARATOR.match(word) or _DATE.match(word):
            value = 1.0
        elif state or (_COLON.match(word) and len(word) <= 12) or (_INNER_COMPARATOR.search(word) and len(word) <= 24):
            value = 0.8
        root = category is None and len(word) <= 20 and _ROOT.fullmatch(word) is not None
        signs = word in self._signs, word in self._types
        return Kind(text, category, root, value, number, *signs, level=self.is_level(text))


class Funds:
    """The words of the funding block."""

    def __init__(self, section: Mapping[str, Any]) -> None:
        self._heads = _any(section["heads"])
        self._totals = tuple(section["totals"])
        self._parts = tuple(section["parts"])
        self._annual = tuple(section["annual"])
        self._whole = tuple(section["whole"])
        self._groups = tuple(section["groups"])
        self._not_budget = _any(section["not_budget"])
        self.label = lru_cache(maxsize=16384)(self._label)

    def is_head(self, text: str) -> bool:
        """Whether a cell heads the funding block (项目资金（元）, 预算情况 …)."""
        word = _BRACKETED.sub("", squash(text)).strip(_TRAILING)
        return bool(word) and self._heads.fullmatch(word) is not None

    def is_group(self, text: str) -> bool:
        """Whether a cell heads one way of splitting the same money (按资金来源划分)."""
        return any(word in squash(text) for word in self._groups)

    def is_other(self, text: str) -> bool:
        """Whether a label speaks of money that is no budget of this form (上年度, 执行数)."""
        return self._not_budget.search(squash(text)) is not None

    def _label(self, text: str) -> tuple[bool, bool, str]:
        """Whether a label names a total, a part, and of which period."""
        word = _BRACKETED.sub("", squash(text)).strip(_TRAILING)
        total = any(word.endswith(end) or word == end for end in self._totals) and "其中" not in word
        part = not total and any(part in word for part in self._parts)
        period = (
            WHOLE if any(w in word for w in self._whole) else ANNUAL if any(w in word for w in self._annual) else ""
        )
        return total, part, period


@lru_cache(maxsize=4096)
def money_unit(text: str) -> str:
    """The money unit a heading names (元, 万元, 亿元), "" where none."""
    word = squash(text)
    for found in re.finditer(r"(?:[(:]|单位)[^()]{0,6}?(亿元|万元|千元|元)|(?<=[(])(亿元|万元|千元|元)", word):
        return found[1] or found[2]
    return ""


MONEY_FACTORS: Mapping[str, float] = {"元": 1.0, "千元": 1e3, "万元": 1e4, "亿元": 1e8}


def is_amount(text: str) -> bool:
    """Whether a cell holds an amount of money and nothing else."""
    return _AMOUNT.match(squash(text)) is not None


def amount(text: str, unit: str) -> float | None:
    """The amount of a cell in yuan, None where it holds none.

    `unit` applies where the cell names none itself. In yuan, groups of three after points
    ("170.000") are thousands: a scan takes commas for points and yuan have two decimals.
    """
    word = squash(text)
    if not _AMOUNT.match(word):
        return None
    digits = re.sub(r"[￥¥,，]|[万亿]?元$", "", word)
    own = re.search(r"(亿元|万元|元)$", word)
    name = own[1] if own else unit
    if digits.count(".") > 1 or (name == "元" and re.fullmatch(r"-?\d{1,3}\.\d{3}", digits)):
        digits = digits.replace(".", "")
    try:
        number = float(digits)
    except ValueError:
        return None
    return round(number * MONEY_FACTORS.get(name, 1.0), 2)


def level1_of(level2: str) -> str:
    """The canonical first level of a canonical second level, "" for others."""
    for level1, members in LEVEL2_OF_LEVEL1.items():
        if level2 in members:
            return level1
    return ""


def is_canonical(level2: str) -> bool:
    """Whether a second level is one of the contract's names."""
    return level2 in CANONICAL_LEVEL2


def _named_period(word: str) -> str:
    for pattern, period in _PERIODS:
        if pattern.match(word):
            return period
    return ""


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
