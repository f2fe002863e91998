"""What a report says about a rule by its code: the Chinese title and the review it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lint.checks import all_rules

REVIEWS: tuple[str, ...] = ("完整性", "相关性", "适当性", "可行性")
"""The four reviews of 财预〔2015〕88号, in its order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as reports name it."""

    code: str
    name: str
    title: str
    review: str
    basis: str
    why: str


@lru_cache(maxsize=1)
def _entries() -> dict[str, Entry]:
    return {
        rule.code: Entry(rule.code, rule.name, rule.title, rule.review, rule.basis, rule.why) for rule in all_rules()
    }


def entry(code: str) -> Entry:
    """The rule's entry; a code that this version does not know stands under its own name."""
    return _entries().get(code) or Entry(code, code, code, "", "", "")


def heading(code: str) -> str:
    """Code and Chinese title, as in V001 指标值含糊，无法核验; the code alone where it is unknown."""
    title = entry(code).title
    return code if title == code else f"{code} {title}"
