"""A linear model over sparse string tokens, used with numpy alone.

Holding vocabulary, weights and intercepts as plain arrays keeps three promises: a stored model is
data, never code; use needs no scikit-learn, so `check` starts fast; training, evaluation and use
share one object.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class TokenModel:
    """Weights a token and class.

    `vocabulary` maps a token to its row in `weights` (tokens × classes, float32); `intercepts`
    has one number a class. Scores are logits (natural logarithm).
    """

    vocabulary: dict[str, int]
    weights: Floats
    intercepts: Floats

    @cached_property
    def _padded(self) -> Floats:
        """The weights and a last row of zeros, for tokens that are not known."""
        return np.concatenate([self.weights, np.zeros((1, self.weights.shape[1]), dtype=self.weights.dtype)])

    def scores(self, tokens: Iterable[Iterable[str]]) -> Floats:
        """Sum of the weights of each row's known tokens, without intercepts: rows × classes."""
        get = self.vocabulary.get
        unknown = repeat(len(self.weights))
        flat: list[int] = []
        ends: list[int] = []
        for row in tokens:
            flat.extend(map(get, row, unknown))
            ends.append(len(flat))
        totals = np.zeros((len(ends) + 1, self.weights.shape[1]), dtype=np.float64)
        if flat:
            starts = np.array([0, *ends[:-1]], dtype=np.intp)
            stops = np.array(ends, dtype=np.intp)
            filled = starts < stops
            gathered = self._padded[np.array(flat, dtype=np.intp)]
            totals[:-1][filled] = np.add.reduceat(gathered, starts[filled], axis=0)
        return totals[:-1].astype(np.float32)


def probabilities(logits: Floats) -> Floats:
    """Softmax of each row."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    odds = np.exp(shifted)
    result: Floats = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
    return result
