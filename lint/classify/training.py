"""Training: rows in, models out; the same rows give the same bits."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lint.classify.category import SMALLEST, CategoryModel, Readings, best_temperature, fit_category
from lint.classify.corpus import Row
from lint.classify.features import plain_name
from lint.classify.labels import CLASSES, NUMBER_OF
from lint.classify.linear import Floats, probabilities
from lint.classify.patterns import Wellformed, wellformed
from lint.classify.placement import PlacementModel, fit_placement, is_newer, place
from lint.classify.segments import known_words
from lint.classify.vagueness import VaguenessModel, fit_vagueness

FOLDS = 4  # the readings the decision is trained on come from models of the other three quarters


@dataclass(frozen=True)
class Models:
    """Everything `models/` holds; `words` are those that evidence is quoted in, `patterns` well-formed rows
    to show.
    """

    category: CategoryModel
    placement: PlacementModel
    vagueness: VaguenessModel
    words: frozenset[str]
    patterns: tuple[Wellformed, ...]


def train(rows: Sequence[Row]) -> Models:
    """All models of the given rows.

    The decision learns from readings of rows by category models that have not seen their group.
    Rows of kind "names" teach categories only; rows with a contested category teach neither.
    """
    category, placement = train_category(rows)
    names = [plain_name(row.name) for row in rows]
    words = frozenset(known_words(names))
    return Models(category, placement, fit_vagueness(rows), words, tuple(wellformed(rows)))


def train_category(rows: Sequence[Row]) -> tuple[CategoryModel, PlacementModel]:
    """The category model and the decision on top of it."""
    used = [row for row in rows if row.true_level2 in NUMBER_OF and row.level2 in NUMBER_OF and row.kind != "values"]
    readings = cross_fitted(used)
    category = fit_category(used)
    formed = [i for i, row in enumerate(used) if row.kind == "form"]
    temperature = best_temperature(readings.whole[formed], [NUMBER_OF[used[i].true_level2] for i in formed])
    category = category.with_temperature(temperature)
    readings = Readings(_tempered(readings.whole, temperature), _tempered(readings.name, temperature))
    judged = [i for i, row in enumerate(used) if row.kind != "names" and not row.category_is_contested]
    rows_judged = [used[i] for i in judged]
    placed = place(Readings(readings.whole[judged], readings.name[judged]), *decision_inputs(rows_judged))
    return category, fit_placement(placed, [row.misplaced for row in rows_judged])


def decision_inputs(rows: Sequence[Row]) -> tuple[list[int], list[bool], list[str], list[str]]:
    """Declared classes, generations, names and values of rows, as `place` takes them."""
    declared = [NUMBER_OF[row.level2] for row in rows]
    return declared, [is_newer(row.form) for row in rows], [row.name for row in rows], [row.value for row in rows]


def cross_fitted(rows: Sequence[Row], folds: int = FOLDS) -> Readings:
    """Readings of every row by a model trained without the row's group (n × 11, temperature 1)."""
    fold = np.array([zlib.crc32(row.group.encode()) % folds for row in rows])
    whole = np.zeros((len(rows), len(CLASSES)), dtype=np.float32)
    alone = whole.copy()
    for number in range(folds):
        inside, outside = np.flatnonzero(fold == number).tolist(), np.flatnonzero(fold != number).tolist()
        if not inside:
            continue
        model = fit_category([rows[i] for i in outside])
        read = model.read([rows[i].name for i in inside], [rows[i].value for i in inside])
        whole[inside], alone[inside] = read.whole, read.name
    return Readings(whole, alone)


def _tempered(found: Floats, temperature: float) -> Floats:
    return probabilities((np.log(np.clip(found, SMALLEST, 1)) / temperature).astype(np.float32))
