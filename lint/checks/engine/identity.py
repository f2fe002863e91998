"""The identity of a finding: what it says, never where it stands.

Baselines, exceptions, explanations and reviewers' verdicts hang on it, so it survives a
resubmission, a renumbering, another carrier (contract, "check --format json").
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+(?:[.,，]\d+)*")
_CODE = re.compile(r"^\d+\s*[-—–_]\s*")  # 016-某某中心: the department's code, which carriers drop
_LENGTH = 16  # hex digits: 64 bits, a collision among 10^6 findings has odds of 3 in 10^8
_KEPT = frozenset("%‰℃°#/")  # punctuation that carries meaning in a value


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Text for comparing: NFKC, no white space, lower case, ASCII punctuation."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=65536)
def words(text: str) -> str:
    """`plain(text)` without the punctuation that carriers add, lose or swap (：100% is 100%)."""
    return "".join(c for c in plain(text) if c in _KEPT or not unicodedata.category(c).startswith("P"))


@lru_cache(maxsize=65536)
def without_digits(text: str) -> str:
    """`words(text)` with every number replaced by #, so that a corrected figure keeps its identity."""
    return words(_DIGITS.sub("#", plain(text)))


def fingerprint(
    code: str, department: str, project: str, period: str, level2: str, name: str, value: str, subject: str = ""
) -> str:
    """A hex string of 16 digits from the rule and the words of the row.

    `subject` tells apart findings that concern no row (the missing category's name).
    """
    parts = (code, _owner(department), _owner(project), period, words(level2), words(name), without_digits(value))
    text = "\x1f".join((*parts, without_digits(subject)))
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


@lru_cache(maxsize=4096)
def _owner(text: str) -> str:
    return words(_CODE.sub("", text.strip()))
