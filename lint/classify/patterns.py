"""Well-formed indicators that resemble a given one: patterns of a checkable target.

Retrieval over the corpora's rows that are placed rightly and carry a number, a date or a state that
can be checked. Names are compared by characters, pairs of characters and words, rare ones counting
more, the last two characters (the head of the phrase) most; the same category comes first, the
project's words break ties.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lint.classify.labels import NUMBER_OF
from lint.classify.segments import cut
from lint.language.folding import fold_name

SHOWN = 3
_HEAD = 1.6  # weight of a token that ends the name, beside 1 for one within it
_WORD = 1.5  # weight of a whole word beside a pair of characters
_LETTER = 0.25
_PROJECT = 0.12  # weight of the project's words: breaks ties, never outweighs the name
_OTHER_CATEGORY = 0.35  # factor on rows of another category
_LEAST = 0.14  # cosine below which a row resembles nothing


@dataclass(frozen=True, slots=True)
class Pattern:
    """A well-formed row: category, name, value, and how near it is (cosine, 0 to 1)."""

    level2: str
    name: str
    value: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Wellformed:
    """A row that may be shown as a pattern; `about` is its sector and project."""

    level2: str
    name: str
    value: str
    about: str


class PatternIndex:
    """An index over well-formed rows, built once (about 0.1 s for 5,000 rows)."""

    def __init__(self, rows: Sequence[Wellformed], words: frozenset[str]) -> None:
        self.rows = tuple(rows)
        self._words = words
        self._classes = np.array([NUMBER_OF[row.level2] for row in rows])
        weights = [self._tokens(row.name) for row in rows]
        counts: dict[str, int] = defaultdict(int)
        for row_weights in weights:
            for token in row_weights:
                counts[token] += 1
        self._rarity = {token: math.log(1 + len(rows) / number) for token, number in counts.items()}
        postings: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for number, row_weights in enumerate(weights):
            scaled = {token: weight * self._rarity[token] for token, weight in row_weights.items()}
            length = math.sqrt(sum(weight * weight for weight in scaled.values())) or 1.0
            for token, weight in scaled.items():
                postings[token][0].append(number)
                postings[token][1].append(weight / length)
        self._postings = {token: (np.array(at), np.array(weight)) for token, (at, weight) in postings.items()}
        about: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            for token in _pairs(row.about):
                about[token].append(number)
        self._about = {token: np.array(numbers) for token, numbers in about.items()}

    def closest(self, name: str, level2: str, project: str = "", limit: int = SHOWN) -> list[Pattern]:
        """Up to `limit` well-formed rows nearest to a name, rows of `level2` first.

        Rows of other categories are shown only where nothing of the category comes near; rows that
        share nothing but the head of the phrase (…管理, …程度) are not shown.
        """
        near = self._similar(name) * self._share_content(name)
        if level2 in NUMBER_OF:
            own_class = self._classes == NUMBER_OF[level2]
            others = 0.0 if (near[own_class] >= _LEAST).any() else _OTHER_CATEGORY
            near = near * np.where(own_class, 1.0, others)
        ranked = near + _PROJECT * self._shared(project) * (near > 0)
        own = fold_name(name)
        chosen: list[int] = []
        for number in np.argsort(-ranked, kind="stable")[: 20 * limit].tolist():
            if near[number] < _LEAST or len(chosen) == limit:
                break
            plain = fold_name(self.rows[number].name)
            if all(fold_name(self.rows[other].name) != plain for other in chosen) and (plain or own):
                chosen.append(number)
        return [self._pattern(number, float(near[number])) for number in chosen]

    def _pattern(self, number: int, score: float) -> Pattern:
        row = self.rows[number]
        return Pattern(row.level2, row.name, row.value, round(score, 4))

    def _similar(self, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        weights = {token: weight * self._rarity.get(token, 0.0) for token, weight in self._tokens(name).items()}
        unknown = math.log(1 + len(self.rows))
        length = math.sqrt(
            sum((weight or unknown * self._tokens(name)[token]) ** 2 for token, weight in weights.items())
        )
        near = np.zeros(len(self.rows))
        for token, weight in weights.items():
            if weight:
                at, theirs = self._postings[token]
                near[at] += weight * theirs
        return near / (length or 1.0)

    def _share_content(self, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """1 for rows that share a pair or word with a name besides its head, 0 for others; short names are all head."""
        plain = fold_name(name)
        head = {plain[-2:], *("|" + plain[start:end] for start, end in cut(plain, self._words)[-1:])}
        content = [token for token in self._tokens(name) if len(token) > 1 and token not in head]
        if not content:
            return np.ones(len(self.rows))
        found = np.zeros(len(self.rows))
        for token in content:
            if token in self._postings:
                found[self._postings[token][0]] = 1
        return found

    def _shared(self, project: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        pairs = _pairs(project)
        shared = np.zeros(len(self.rows))
        for token in pairs:
            if token in self._about:
                shared[self._about[token]] += 1
        return shared / (len(pairs) or 1)

    def _tokens(self, name: str) -> Mapping[str, float]:
        plain = fold_name(name)
        tokens: dict[str, float] = {}
        for at in range(len(plain)):
            tokens[plain[at]] = _LETTER
        for at in range(len(plain) - 1):
            tokens[plain[at : at + 2]] = _HEAD if at == len(plain) - 2 else 1.0
        for start, end in cut(plain, self._words):
            if end - start >= 2:
                tokens["|" + plain[start:end]] = _WORD * (_HEAD if end == len(plain) else 1.0)
        return tokens


def _pairs(text: str) -> set[str]:
    plain = fold_name(text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
