"""The category of an indicator from its name, with or without the form of its value; where it may stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lint.classify.features import ABSENT, name_tokens, value_tokens
from lint.classify.labels import CLASSES, NEWER_COSTS, NUMBER_OF
from lint.classify.linear import Floats, TokenModel, probabilities
from lint.language.folding import fold_name

SMALLEST = 1e-5  # a probability below says nothing more


@dataclass(frozen=True)
class Readings:
    """What the category model says about n rows, as probabilities (n × 11 classes).

    `whole` from name and value, `name` from the name alone. Calibrated by one temperature.
    `accepted` are logits (n × 11): whether a reviewer would leave the row in each category.
    """

    whole: Floats
    name: Floats
    accepted: Floats


@dataclass(frozen=True)
class CategoryModel:
    """Multinomial logistic regression on name and value tokens; `temperature` calibrates it.

    `tokens` has two columns a class: the category's logits, then those of acceptance.
    """

    tokens: TokenModel
    temperature: float = 1.0

    def read(self, names: Sequence[str], values: Sequence[str]) -> Readings:
        """Probabilities of each row's class; `names` and `values` are the cells' texts."""
        plain = [fold_name(name) for name in names]
        base = self.tokens.scores(map(name_tokens, plain)) + self.tokens.intercepts
        with_value = base + self.tokens.scores(map(value_tokens, plain, values))
        alone = base + self.tokens.scores([[ABSENT]])
        return Readings(self._calibrated(with_value), self._calibrated(alone), with_value[:, len(CLASSES) :])

    def read_names(self, names: Sequence[str]) -> Floats:
        """Probabilities (n × 11) from the names alone."""
        plain = [fold_name(name) for name in names]
        base = self.tokens.scores(map(name_tokens, plain)) + self.tokens.intercepts
        return self._calibrated(base + self.tokens.scores([[ABSENT]]))

    def with_temperature(self, temperature: float) -> CategoryModel:
        """The same model with another temperature."""
        return replace(self, temperature=temperature)

    def _calibrated(self, logits: Floats) -> Floats:
        return probabilities(logits[:, : len(CLASSES)] / np.float32(self.temperature))


def nine(found: Floats) -> Floats:
    """Probabilities of the older form's nine categories (n × 9): the three costs are one."""
    result: Floats = np.delete(found, NEWER_COSTS, axis=1)
    result[:, NUMBER_OF["成本指标"]] += found[:, list(NEWER_COSTS)].sum(axis=1)
    return result
