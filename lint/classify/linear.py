"""A linear model over sparse string tokens: fitted by scikit-learn, used with numpy alone.

Holding vocabulary, weights and intercepts as plain arrays keeps three promises: a stored model is
data, never code; use needs no scikit-learn, so `check` starts fast; training, evaluation and use
share one object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


def fit_logistic(
    tokens: Sequence[Sequence[str]],
    classes: Sequence[int],
    number_of_classes: int,
    weights: Sequence[float],
    inverse_penalty: float,
    least_rows: int = 1,
) -> TokenModel:
    """A multinomial logistic regression on binary tokens.

    `tokens` one list a row, `classes` the row's class 0…number_of_classes-1, `weights` the row's
    weight, `inverse_penalty` scikit-learn's C, `least_rows` the fewest rows a token must occur in.
    A class that never occurs gets the lowest intercept, so that it is never predicted.
    Deterministic: one thread, fixed order, fixed seed. SAG needs a third of the time of lbfgs for
    the same likelihood of unseen rows (tens of thousands of rows, a hundred thousand tokens).
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    vectorizer = CountVectorizer(analyzer=_as_given, binary=True, min_df=least_rows, dtype=np.float64)
    with threadpool_limits(1):
        matrix = vectorizer.fit_transform(tokens)
        model = LogisticRegression(C=inverse_penalty, solver="sag", max_iter=100, tol=1e-2, random_state=0)
        model.fit(matrix, np.asarray(classes), sample_weight=np.asarray(weights, dtype=np.float64))
    vocabulary = {token: int(number) for token, number in vectorizer.vocabulary_.items()}
    coefficients: Any = model.coef_
    offsets: Any = model.intercept_
    if len(model.classes_) == 2 and number_of_classes == 2:
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        offsets = np.concatenate([[0.0], offsets])
    table = np.zeros((len(vocabulary), number_of_classes), dtype=np.float32)
    table[:, model.classes_] = coefficients.T
    intercepts = np.full(number_of_classes, -30.0, dtype=np.float32)
    intercepts[model.classes_] = offsets
    ordered = dict(sorted(vocabulary.items(), key=lambda item: item[1]))
    return TokenModel(ordered, storable(table), storable(intercepts))


def fit_binary(
    tokens: Sequence[Sequence[str]],
    questions: Sequence[Sequence[tuple[int, bool]]],
    vocabulary: Mapping[str, int],
    inverse_penalty: float,
) -> Floats:
    """A logistic regression for each yes-or-no question: tokens + 1 × questions, the intercepts last.

    A question is its answers, (index into `tokens`, yes). Where all are alike only the intercept speaks.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    found = np.zeros((len(vocabulary) + 1, len(questions)), dtype=np.float32)
    vectorizer = CountVectorizer(analyzer=_as_given, binary=True, vocabulary=vocabulary, dtype=np.float64)
    with threadpool_limits(1):
        matrix = vectorizer.transform(tokens)
        for column, answers in enumerate(questions):
            yes = sum(answer for _, answer in answers)
            if yes in (0, len(answers)):
                found[-1, column] = np.log((yes + 1) / (len(answers) - yes + 1))
                continue
            model = LogisticRegression(C=inverse_penalty, solver="liblinear", random_state=0)
            model.fit(matrix[[number for number, _ in answers]], [answer for _, answer in answers])
            found[:-1, column], found[-1, column] = model.coef_[0], model.intercept_[0]
    return storable(found)


def storable(weights: Floats) -> Floats:
    """Weights rounded to half precision, as they are stored, so that stored models answer alike."""
    result: Floats = weights.astype(np.float16).astype(np.float32)
    return result


def probabilities(logits: Floats) -> Floats:
    """Softmax of each row."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    odds = np.exp(shifted)
    result: Floats = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


def _as_given(tokens: Sequence[str]) -> Sequence[str]:
    return tokens
