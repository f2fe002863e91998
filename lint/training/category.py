"""The category model fitted: which category a row belongs to, and where it may stay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lint.classify.category import SMALLEST, CategoryModel
from lint.classify.features import ABSENT, name_tokens, value_tokens
from lint.classify.labels import CLASSES, NUMBER_OF
from lint.classify.linear import Floats, TokenModel, probabilities
from lint.language.folding import fold_name
from lint.training.acceptance import fit_acceptance
from lint.training.corpus import Accepted, Row
from lint.training.regression import fit_logistic

INVERSE_PENALTY = 0.5  # 0.25 to 2 differ by 0.01 or less in accuracy, by 0.03 on the 300 annotated rows
LEAST_ROWS = 3  # rows a token must occur in (a row may count twice, with and without its value): a third of all tokens
NAME_ALONE_WEIGHT = 0.6  # every row is also learned without its value, with this weight


def fit_category(rows: Sequence[Row], accepted: Sequence[Accepted] = ()) -> CategoryModel:
    """A category model of rows whose categories are canonical (others are left out).

    A row listed by name alone teaches only how names read without a value. `accepted` teach where
    a row may stay, and nothing of the category itself.
    """
    used = [row for row in rows if row.true_level2 in NUMBER_OF and row.level2 in NUMBER_OF]
    tokens: list[list[str]] = []
    classes: list[int] = []
    weights: list[float] = []
    for row in used:
        plain = fold_name(row.name)
        of_name, number = name_tokens(plain), NUMBER_OF[row.true_level2]
        listed = row.kind == "names" and not row.value
        if not listed:
            tokens.append(of_name + value_tokens(plain, row.value))
            classes.append(number)
            weights.append(1.0)
        tokens.append([*of_name, ABSENT])
        classes.append(number)
        weights.append(1.0 if listed else NAME_ALONE_WEIGHT)
    fitted = fit_logistic(tokens, classes, len(CLASSES), weights, INVERSE_PENALTY, LEAST_ROWS)
    stays = fit_acceptance(fitted.vocabulary, used, accepted)
    both = np.concatenate([fitted.weights, stays[:-1]], axis=1), np.concatenate([fitted.intercepts, stays[-1]])
    return CategoryModel(TokenModel(fitted.vocabulary, *both))


def best_temperature(found: Floats, classes: Sequence[int]) -> float:
    """The temperature that makes probabilities of unseen rows likeliest.

    `found` are probabilities at temperature 1 (n × 11) for rows not trained on.
    """
    logarithms = np.log(np.clip(found, SMALLEST, 1))
    truth = np.asarray(classes)
    tried = [round(0.5 + 0.05 * step, 2) for step in range(41)]
    losses = [-float(np.log(probabilities(logarithms / t)[np.arange(len(truth)), truth] + 1e-9).mean()) for t in tried]
    return tried[int(np.argmin(losses))]
