"""Which words of a row speak for a category: the model's own weights, told in the row's words."""

from __future__ import annotations

from dataclasses import dataclass

from lint.classify.category import CategoryModel
from lint.classify.features import name_tokens, value_tokens
from lint.classify.labels import CLASSES
from lint.classify.segments import cut
from lint.language.folding import fold_name

_LEAST_WORD = 0.3  # logits a word must add to be called evidence
_LEAST_VALUE = 0.4  # logits the value's form must add
_SHARE = 0.4  # a further word is shown where it adds at least this share of the best one


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the name that speak for a category, best first, and whether the value does too."""

    words: tuple[str, ...]
    value: bool


def evidence(
    model: CategoryModel, words: frozenset[str], name: str, value: str, towards: int, away: int | None = None
) -> Evidence:
    """What speaks for class `towards` (against class `away`, or against the mean of all classes).

    `words` are those names are cut by (`lint.classify.segments`).
    """
    plain = fold_name(name)
    letters = _letters(model, plain, towards, away)
    pieces = [(sum(letters[start:end]), start, end) for start, end in cut(plain, words)]
    best = max((gain for gain, _, _ in pieces), default=0.0)
    shown: list[tuple[float, int, int]] = []
    for gain, start, end in pieces:
        if gain < max(_LEAST_WORD, _SHARE * best) or plain[start:end] == "0":
            continue
        if shown and shown[-1][2] == start:
            shown[-1] = (shown[-1][0] + gain, shown[-1][1], end)
        else:
            shown.append((gain, start, end))
    words_alone = [  # a letter says nothing but at the end
        item for item in shown if item[2] - item[1] > 1 or item[2] == len(plain)
    ]
    ranked = sorted(words_alone, key=lambda item: (-item[0], item[1]))[:2]
    gains = [_gain(model, token, towards, away) or 0.0 for token in value_tokens(plain, value)] if value else []
    return Evidence(tuple(plain[start:end] for _, start, end in ranked), sum(gains) >= _LEAST_VALUE)


def _letters(model: CategoryModel, plain: str, towards: int, away: int | None) -> list[float]:
    """What each letter of a plain name adds: every token's gain spread evenly over its letters."""
    letters = [0.0] * len(plain)
    marked = f"^{plain}$"
    for token in name_tokens(plain):
        gain = _gain(model, token, towards, away)
        if gain is None:
            continue
        places = _places(marked, token)
        for at in places:
            covered = [i - 1 for i in range(at, at + len(token)) if 0 < i <= len(plain)]
            for letter in covered:
                letters[letter] += gain / len(covered) / len(places)
    return letters


def _places(text: str, part: str) -> list[int]:
    """Where `part` stands in `text`, overlapping places included."""
    places = []
    at = text.find(part)
    while at >= 0:
        places.append(at)
        at = text.find(part, at + 1)
    return places


def _gain(model: CategoryModel, token: str, towards: int, away: int | None) -> float | None:
    number = model.tokens.vocabulary.get(token)
    if number is None:
        return None
    weights = model.tokens.weights[number, : len(CLASSES)]
    return float(weights[towards] - (weights.mean() if away is None else weights[away]))
