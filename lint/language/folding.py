"""Folding: every form a text is brought into before it is read or compared, each with its purpose.

| form | for | keeps |
| --- | --- | --- |
| `normalise` | reading: numbers, units, dates, words of the lexicon | everything but the manner of writing |
| `fold_width` | finding numbers in running text | spaces and signs, in half width |
| `squash` | cells against the words of the settings | case and punctuation, no space |
| `fold_spelling` `fold_words` `fold_figures` `fold_owner` | fingerprints, equal rows | what carriers do not change |
| `fold_name` `fold_value` | the trained models | what the models were trained on |
| `fold_copy` `fold_copied_name` `fold_copied_value` `fold_copied_passage` `fold_project` | near-duplicates | words |
| `fold_sign` | signatures of many texts at once | one character |
| `fold_path` | files whose names would meet on some system | — |

Fingerprints and models hang on the exact results of their forms (tests/language/test_folding.py
holds a digest over all corpora): a form may be added, those of them never changed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from lint.language.latex import replace_commands

# ── for reading ───────────────────────────────────────────────────────────────────────────────────

_LATEX_MARKS = {ord(sign): None for sign in "${}\\^"}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"  # list marks: NFKC would make numbers of them
_SAME = str.maketrans(
    {
        "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "﹥": ">", "﹤": "<", "≒": "≈", "∼": "~", "〜": "~", "～": "~",
        "—": "-", "–": "-", "−": "-", "‑": "-", "‐": "-", "﹣": "-", "－": "-", "：": ":", "，": ",", "；": ";",
        "（": "(", "）": ")", "％": "%", "﹪": "%", "／": "/", "⁄": "/", "•": "·", "・": "·", "∙": "·", "⋅": "·",
        "㎡": "m2", "㎥": "m3", "㎞": "km", "²": "2", "³": "3", "℃": "°C", "〇": "零",
        "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\u00ad": "",
    }
)  # fmt: skip
_ENUMERATOR = {ord(sign): ";" for sign in _CIRCLED}
_SPACE = re.compile(r"\s+")
_MISREAD_ONE = re.compile(r"(?<![A-Za-z0-9])[lI](?=[0-9Oo]{1,2}(?:[%‰]|\.\d))")
_MISREAD_ZERO = re.compile(r"(?<=[0-9.,])[Oo]+(?=[0-9Oo]*[%‰万亿元人次个])")


@lru_cache(maxsize=131072)
def normalise(text: str) -> str:
    """Text for reading: LaTeX commands as signs, NFKC, one writing per sign, no white space.

    One blank is kept between two digits (「1 000」 is told from 「1000」 by the number parser).
    Letters that a scan put for digits beside a percent sign are digits again (l00% → 100%).
    Normalising twice changes nothing more.
    """
    if text.isascii() and text.isalnum():
        return text
    if "\\" in text or "$" in text:
        text = replace_commands(text).translate(_LATEX_MARKS)
    text = fold_width(text.translate(_ENUMERATOR).translate(_SAME)).translate(_SAME)
    text = _SPACE.sub(_blank, text)
    if "%" in text or "O" in text or "o" in text:
        text = _MISREAD_ZERO.sub(lambda match: "0" * len(match[0]), _MISREAD_ONE.sub("1", text))
    # an accent may have met another letter where a blank went
    return text if unicodedata.is_normalized("NFKC", text) else normalise(text)


def _blank(match: re.Match[str]) -> str:
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    return " " if before.isdecimal() and after.isdecimal() else ""


def fold_width(text: str) -> str:
    """The text in half width (NFKC): ９ is 9, ： is :, ㎡ is m2. Spaces stay."""
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=65536)
def squash(text: str) -> str:
    """The text in half width without any space: how a cell is compared with the words of the settings."""
    return "".join(fold_width(text).split())


# ── list marks: what numbers the parts of a text and belongs to none of them ─────────────────────

LIST_MARK = re.compile(r"(?:^|(?<=[;。,:)]))\(?\d{1,2}(?:[、)]|\.(?!\d))")
"""A mark anywhere in a normalised value (1、, (2), 3.): its digits are no quantity."""

MARK_OF_NAME = re.compile(r"^[:;,.、]*(?:(?:三级)?指标\d{0,2}[:.、]|\(?\d{1,2}[).、:](?!\d))?[:;,.、]*")
"""What may stand before a normalised name (指标1:, (1), 2.); it matches "" where nothing does."""

MARK_OF_CELL = re.compile(
    r"^(?:[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)\]][.、,]?|\d{1,2}[.、,](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,2}、)"
)
"""What may stand before a squashed label or category: (1), 2., 三、."""

_MARK_FOR_MODELS = re.compile(r"^(?:(?:三级)?指标\s*\d+\s*[:.、]?|[(（]?\d+[)）.、])")  # as the models were trained
_MARKS_OF_COPIES = re.compile(  # anywhere in a goal or a name, in figures or numerals
    r"(?:目标|指标|时效要求)[一二三四五六七八九十\d]+[:：、.．]|(?<!\d)[(（]?\d{1,2}[)）、．]|(?<![\d.])\d[.](?!\d)"
)

# ── for fingerprints and equal rows: changing a result breaks every baseline and verdict ──────────

_DIGITS = re.compile(r"\d+(?:[.,，]\d+)*")
_BUDGET_CODE = re.compile(r"^\d+\s*[-—–_]\s*")  # 016-某某中心: the department's code, which carriers drop
_MEANT = frozenset("%‰℃°#/")  # punctuation that carries meaning in a value


@lru_cache(maxsize=65536)
def fold_spelling(text: str) -> str:
    """The text in half width, lower case, without white space."""
    return _SPACE.sub("", fold_width(text)).lower()


@lru_cache(maxsize=65536)
def fold_words(text: str) -> str:
    """`fold_spelling` without the punctuation that carriers add, lose or swap (：100% is 100%)."""
    return "".join(c for c in fold_spelling(text) if c in _MEANT or not unicodedata.category(c).startswith("P"))


@lru_cache(maxsize=65536)
def fold_figures(text: str) -> str:
    """`fold_words` with every number replaced by #, so that a corrected figure keeps its identity."""
    return fold_words(_DIGITS.sub("#", fold_spelling(text)))


@lru_cache(maxsize=4096)
def fold_owner(text: str) -> str:
    """A department's or project's name as `fold_words` without the budget code in front of it."""
    return fold_words(_BUDGET_CODE.sub("", text.strip()))


# ── for the trained models: changing a result makes models/ mean something else ───────────────────

_NO_WORD = re.compile(r"[\s\"“”'‘’《》()（）【】\[\]、,，。;；:：·.!！?？_—\-*]+")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_NOT_IN_CATEGORY = re.compile(r"[\s\d:：.、，,（）()“”\"'》《-]+")
LONGEST_FOR_MODELS = 60  # characters of a name or value that the models look at: longer ones are running text


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """A name as the models see it: half width, no list mark, blanks or punctuation, numbers as 0."""
    text = _MARK_FOR_MODELS.sub("", fold_width(name[:LONGEST_FOR_MODELS]).strip())
    return _NUMBERS.sub("0", _NO_WORD.sub("", text)).lower()


def fold_value(value: str, longest: int = LONGEST_FOR_MODELS) -> str:
    """A value as the models see it: its first `longest` characters in half width, no blanks, no leading colon."""
    return fold_width(value[:longest]).replace(" ", "").lstrip(":")


def fold_category(name: str) -> str:
    """A name without digits, blanks and the marks about a category's name (数量指标1： → 数量指标)."""
    return _NOT_IN_CATEGORY.sub("", fold_width(name))


# ── for near-duplicates ───────────────────────────────────────────────────────────────────────────

_NOT_WORD = re.compile(r"[^\w%‰]|_")
_NOT_IN_VALUE = re.compile(r"[^\w%‰.]|_|\.(?!\d)")
_COMPARATOR = re.compile(
    r"^[:：\s]+|[≥≤><=≧≦≠~]|大于等于|小于等于|不低于|不高于|不少于|不超过|不大于|不小于|大于|小于|等于|以上|以下|以内"
)
_GROUPED = re.compile(r"(?<=\d)[,，](?=\d{3})")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度|底|初)?(?:[-—至到](?:19|20)\d{2}年?(?:度)?)?(?:期间)?")
_PROJECT_WORDS = re.compile(r"关于|申请|追加|相关|项目|经费|费用|资金|专项|的|等|补助资金")


def fold_copy(text: str) -> str:
    """Normalised, lower case, nothing but letters, digits, ideographs, % and ‰."""
    return _NOT_WORD.sub("", normalise(text)).lower()


@lru_cache(maxsize=1 << 16)
def fold_copied_name(name: str) -> str:
    """An indicator's name for comparing: `fold_copy` without 指标1: and the like in front."""
    return fold_copied_passage(name)


@lru_cache(maxsize=1 << 16)
def fold_copied_value(value: str) -> str:
    """A target's text for comparing: comparators, spaces and grouping commas set aside, decimal points kept."""
    return _NOT_IN_VALUE.sub("", _GROUPED.sub("", _COMPARATOR.sub("", normalise(value).lower())))


def fold_copied_passage(text: str) -> str:
    """A goal, overview or plan for comparing: `fold_copy` without the numbering of its parts."""
    return fold_copy(_MARKS_OF_COPIES.sub("", normalise(text)))


def fold_project(project: str) -> str:
    """A project's name without years and the words every project bears; never empty for a non-empty name."""
    name = fold_copy(project)
    return _PROJECT_WORDS.sub("", _YEAR.sub("", name)) or name


def mask_numbers(text: str) -> str:
    """`text` with every number replaced by #."""
    return _NUMBER.sub("#", text)


def fold_sign(sign: str) -> str:
    """One character for signatures: # for a digit, the lower-case letter or sign in half width, "" if dropped."""
    folded = fold_width(sign).lower()[:1]
    if folded.isdigit() or (folded and unicodedata.category(folded) == "Nd"):
        return "#"
    return folded if folded.isalnum() or folded in "%‰" else ""


# ── for files ─────────────────────────────────────────────────────────────────────────────────────


def fold_path(name: str) -> str:
    """A file's name as the least particular file systems compare it: half width, without case."""
    return fold_width(name).casefold()


# ── names cut off by a narrow cell ────────────────────────────────────────────────────────────────


def is_cut(one: str, other: str, shortest: int) -> bool:
    """Whether two folded names are equal or one of them is the beginning of the other.

    `shortest` is the number of characters a cut-off name must keep: 2 where category and value agree
    as well (验收 of 验收合格率), 4 where nothing else does.
    """
    if one == other:
        return True
    return min(len(one), len(other)) >= shortest and (one.startswith(other) or other.startswith(one))
