"""Texts made comparable: what is left when spelling, comparators, numbers and the project's own name are set aside."""

from __future__ import annotations

import re
from functools import lru_cache

from lint.language.normalise import normalise

_NOT_WORD = re.compile(r"[^\w%‰]|_")
_NUMBERING = re.compile(
    r"(?:目标|指标|时效要求)[一二三四五六七八九十\d]+[:：、.．]|(?<!\d)[(（]?\d{1,2}[)）、．]|(?<![\d.])\d[.](?!\d)"
)
_COMPARATOR = re.compile(
    r"^[:：\s]+|[≥≤><=≧≦≠~]|大于等于|小于等于|不低于|不高于|不少于|不超过|不大于|不小于|大于|小于|等于|以上|以下|以内"
)
_GROUPED = re.compile(r"(?<=\d)[,，](?=\d{3})")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MONEY = re.compile(r"\d(?:\d|\.)*(?:万|亿)?元|元/|[每/][^/]*元")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?元")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度|底|初)?(?:[-—至到](?:19|20)\d{2}年?(?:度)?)?(?:期间)?")
_PROJECT_WORDS = re.compile(r"关于|申请|追加|相关|项目|经费|费用|资金|专项|的|等|补助资金")


def plain(text: str) -> str:
    """Normalised, lower case, nothing but letters, digits, ideographs, % and ‰."""
    return _NOT_WORD.sub("", normalise(text)).lower()


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """An indicator's name for comparing: `plain`, without 指标1: and the like in front."""
    return plain(_NUMBERING.sub("", normalise(name).lstrip(":：")))


@lru_cache(maxsize=1 << 16)
def value_key(value: str) -> str:
    """A target's text for comparing: comparators, spaces and grouping commas set aside, decimal points kept."""
    text = normalise(value).lower()
    text = _GROUPED.sub("", _COMPARATOR.sub("", text))
    return re.sub(r"[^\w%‰.]|_|\.(?!\d)", "", text)


def masked(text: str) -> str:
    """`text` with every number replaced by #."""
    return NUMBER.sub("#", text)


def is_money(value: str) -> bool:
    """Whether a normalised value states an amount in yuan."""
    return bool(_MONEY.search(value))


def amounts(value: str) -> list[float]:
    """The amounts in yuan that a normalised value states."""
    found = _AMOUNT.findall(value)
    return [round(float(number) * {"": 1.0, "万": 1e4, "亿": 1e8}[scale], 2) for number, scale in found]


def passage_key(text: str) -> str:
    """A goal, overview or plan for comparing: `plain` without the numbering of its parts."""
    return plain(_NUMBERING.sub("", normalise(text)))


def project_key(project: str) -> str:
    """A project's name without years and the words every project bears; never empty for a non-empty name."""
    name = plain(project)
    return _PROJECT_WORDS.sub("", _YEAR.sub("", name)) or name
