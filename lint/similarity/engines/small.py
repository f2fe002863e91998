"""Which pairs of a small corpus are worth an account: an inverted index over telling rows and texts.

For corpora of one folder (thousands of tables). It loses no pair that shares two telling rows, one
long text, or more; larger collections go through `lint.similarity.engines.embedded`.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from lint.settings.sections.similarity import Similarity
from lint.similarity.rarity import Rarity
from lint.similarity.view import TableView

_ALL_PAIRS = 64  # tables: below, an account of every pair costs less than an index
_PREFIX = 4  # characters: cut-off names keep at least these (lint.similarity.view)
_GRAM = 5  # characters a text shingle
_SAMPLES = 6  # shingles kept of a text: two texts 0.85 alike share one of them with odds above 0.99


def find_pairs(views: Sequence[TableView], rarity: Rarity, options: Similarity) -> Iterator[tuple[int, int]]:
    """Index pairs (i < j) worth comparing, in order."""
    if len(views) <= _ALL_PAIRS:
        yield from combinations(range(len(views)), 2)
        return
    postings: dict[object, list[int]] = defaultdict(list)
    worth: dict[object, float] = {}
    for index, view in enumerate(views):
        for feature, weight in dict(_features(view, rarity, options)).items():
            postings[feature].append(index)
            worth[feature] = max(weight, worth.get(feature, 0.0))
    weight_of: dict[tuple[int, int], float] = defaultdict(float)
    limit: int = options.posting_limit
    for feature, found in postings.items():
        for pair in _linked(found, limit):
            weight_of[pair] += worth[feature]
    least: float = options.candidate_weight
    yield from sorted(pair for pair, weight in weight_of.items() if weight >= least)


def _features(view: TableView, rarity: Rarity, options: Similarity) -> Iterator[tuple[object, float]]:
    seen = set()
    generic: float = options.generic_weight
    for row in view.rows:
        key = row.name[:_PREFIX]
        weight = rarity.row(row)
        # a generic row is no reason of its own, yet a block of them is
        if key and key not in seen:
            seen.add(key)
            yield (key, row.shape if weight <= generic else ""), weight
    for text in view.texts.values():
        weight = rarity.text(text)
        for sample in _samples(text):
            yield sample, weight


def _samples(text: str) -> list[int]:
    grams = {zlib.crc32(text[i : i + _GRAM].encode()) for i in range(max(1, len(text) - _GRAM + 1))}
    return sorted(grams)[:_SAMPLES]


def _linked(found: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
    """All pairs of a posting; of one beyond `limit`, each with the first and with its neighbour."""
    if len(found) <= limit:
        yield from combinations(found, 2)
        return
    yield from ((found[0], other) for other in found[1:])
    yield from pairwise(found[1:])
