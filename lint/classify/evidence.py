"""Which words of a row speak for a category: the model's own weights, told in the row's words."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from lint.classify.category import CategoryModel
from lint.classify.features import name_tokens, plain_name, value_tokens

_SHORTEST, _LONGEST = 2, 5  # characters of a word that is shown
_LEAST_WORD = 0.3  # logits a word must add to be called evidence
_LEAST_VALUE = 0.4  # logits the value's form must add
_SECOND = 0.5  # a second word is shown where it adds at least this share of the first
_NUMBER_MARK = re.compile(r"0")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the name that speak for a category, best first, and whether the value does too."""

    words: tuple[str, ...]
    value: bool


def evidence(model: CategoryModel, name: str, value: str, towards: int, away: int | None = None) -> Evidence:
    """What speaks for class `towards` (against class `away`, or against the mean of all classes)."""
    plain = plain_name(name)
    letters = [0.0] * len(plain)
    marked = f"^{plain}$"
    for token in name_tokens(plain):
        gain = _gain(model, token, towards, away)
        if gain is None or len(token.strip("^$")) == 0:
            continue
        places = [at for at in range(len(marked) - len(token) + 1) if marked.startswith(token, at)]
        for at in places:
            covered = [i - 1 for i in range(at, at + len(token)) if 0 < i <= len(plain)]
            for letter in covered:
                letters[letter] += gain / len(covered) / len(places)
    first = _best(plain, letters)
    words = []
    if first is not None:
        words.append(plain[first[0] : first[1]])
        gained = sum(letters[first[0] : first[1]])
        rest = [0.0 if first[0] <= i < first[1] else letter for i, letter in enumerate(letters)]
        second = _best(plain, rest)
        if second is not None and sum(rest[second[0] : second[1]]) >= _SECOND * gained:
            start, end = second
            if end == first[0] or start == first[1]:
                words[0] = plain[min(start, first[0]) : max(end, first[1])]
            elif start >= first[1] or end <= first[0]:
                words.append(plain[start:end])
    gains = [_gain(model, token, towards, away) or 0.0 for token in value_tokens(plain, value)] if value else []
    return Evidence(tuple(words), sum(gains) >= _LEAST_VALUE)


def _gain(model: CategoryModel, token: str, towards: int, away: int | None) -> float | None:
    number = model.tokens.vocabulary.get(token)
    if number is None:
        return None
    weights = model.tokens.weights[number]
    return float(weights[towards] - (weights.mean() if away is None else weights[away]))


def _best(plain: str, letters: list[float]) -> tuple[int, int] | None:
    """The stretch of 2 to 5 letters that gains most for its length, or None where none gains enough."""
    if len(plain) < _SHORTEST:
        return (0, len(plain)) if plain and sum(letters) >= _LEAST_WORD else None
    best, found = 0.0, None
    for length in range(_SHORTEST, min(_LONGEST, len(plain)) + 1):
        for start in range(len(plain) - length + 1):
            if _NUMBER_MARK.search(plain, start, start + length):
                continue
            gained = sum(letters[start : start + length])
            if gained >= _LEAST_WORD and gained / math.sqrt(length) > best:
                best, found = gained / math.sqrt(length), (start, start + length)
    return found
