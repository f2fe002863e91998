"""Logistic regressions over sparse string tokens, fitted by scikit-learn into the plain arrays that use needs.

Deterministic: one thread, fixed order, fixed seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from lint.classify.linear import Floats, TokenModel


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


def _as_given(tokens: Sequence[str]) -> Sequence[str]:
    return tokens
