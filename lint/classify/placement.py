"""Whether an indicator stands in the wrong category: a decision on top of the category model.

The label guide says: in doubt, the declared category is right. So the decision weighs what the
category model says for the declared class against its best rival, knows which classes are often
confused without anybody minding, asks whether reviewers leave such rows where they stand, and is
trained on rows that the category model has not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lint.classify.category import SMALLEST, Readings
from lint.classify.features import value_forms
from lint.classify.labels import CLASSES, FAMILY, FORM_2021, NEWER_COSTS
from lint.classify.linear import Floats
from lint.language.folding import fold_name

_FORMS = ("date", "duration", "money", "share", "count", "text", "none", "bare", "zero", "least", "most")
_FLOOR = 1e-4  # log of a smaller probability would outweigh all else
_NAME_LENGTH_SCALE = 10.0  # characters: brings the name's length to the size of the other features


@dataclass(frozen=True)
class Placed:
    """n rows as the decision sees them: features (n × f) and the best rival class of each row."""

    features: Floats
    rival: NDArray[np.intp]


@dataclass(frozen=True)
class PlacementModel:
    """Logistic regression on standardised features: the probability that a row is misplaced."""

    centre: Floats
    spread: Floats
    weights: Floats
    intercept: float

    def misplaced(self, placed: Placed) -> Floats:
        """The probability of each row to be misplaced (n)."""
        scaled = (placed.features - self.centre) / self.spread
        result: Floats = 1 / (1 + np.exp(-(scaled @ self.weights + np.float32(self.intercept))))
        return result


def place(
    readings: Readings, declared: Sequence[int], newer: Sequence[bool], names: Sequence[str], values: Sequence[str]
) -> Placed:
    """Features of rows for the decision.

    `declared` are class numbers, `newer` says which rows stand in a form of 2021; the older form
    has no social or environmental cost, so those classes are no rivals there.
    """
    whole, alone = _in_form(readings.whole, newer), _in_form(readings.name, newer)
    at = np.asarray(declared, dtype=np.intp)
    every = np.arange(len(at))
    rivals, rivals_alone = whole.copy(), alone.copy()
    rivals[every, at] = 0
    rivals_alone[every, at] = 0
    rival, rival_alone = rivals.argmax(axis=1), rivals_alone.argmax(axis=1)
    own, own_alone = _log(whole[every, at]), _log(alone[every, at])
    best, best_alone = _log(rivals[every, rival]), _log(rivals_alone[every, rival_alone])
    margin = best - own
    single = [own, own_alone, best, best_alone, margin, best_alone - own_alone, _log(alone[every, rival])]
    single += [(rival == rival_alone).astype(np.float32), rivals.sum(axis=1)]
    stands, goes = np.eye(len(CLASSES), dtype=np.float32)[at], np.eye(len(CLASSES), dtype=np.float32)[rival]
    family = np.asarray(FAMILY)
    pair = np.eye(16, dtype=np.float32)[family[at] * 4 + family[rival]]
    forms = [value_forms(value) for value in values]
    shape = np.array([[form in found for form in _FORMS] for found in forms], dtype=np.float32).reshape(-1, len(_FORMS))
    length = np.array([[len(fold_name(name)) / _NAME_LENGTH_SCALE] for name in names], dtype=np.float32)
    stays = readings.accepted[every, at]
    single.append(stays)
    columns = [np.stack(single, axis=1), stands, goes, _log(whole), pair, stays[:, None] * stands]
    columns += [margin[:, None] * stands, margin[:, None] * goes, shape, length.reshape(-1, 1)]
    return Placed(np.concatenate(columns, axis=1).astype(np.float32), rival)


def _in_form(found: Floats, newer: Sequence[bool]) -> Floats:
    """Probabilities within the classes a form has, floored and summing to 1."""
    result = np.clip(found, SMALLEST, 1)
    older = ~np.asarray(newer, dtype=bool)
    for number in NEWER_COSTS:
        result[older, number] = 0
    total: Floats = (result / result.sum(axis=1, keepdims=True)).astype(np.float32)
    return total


def _log(found: Floats) -> Floats:
    result: Floats = np.log(np.clip(found, _FLOOR, 1))
    return result


def is_newer(form: str) -> bool:
    """Whether a form is of the newer generation (成本指标 first)."""
    return form == FORM_2021
