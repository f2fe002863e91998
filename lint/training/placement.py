"""The decision whether a row is misplaced, fitted on readings of models that have not seen the rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lint.classify.placement import Placed, PlacementModel

INVERSE_PENALTY = 0.2  # strong: a thousand misplaced rows carry ninety features


def fit_placement(placed: Placed, misplaced: Sequence[bool]) -> PlacementModel:
    """A decision model of rows whose readings come from models that have not seen them."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    centre = placed.features.mean(axis=0)
    spread = placed.features.std(axis=0)
    spread[spread == 0] = 1
    with threadpool_limits(1):
        model = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000)
        model.fit(((placed.features - centre) / spread).astype(np.float64), np.asarray(misplaced))
    weights = np.asarray(model.coef_[0], dtype=np.float32)
    return PlacementModel(centre, spread, weights, float(np.float32(model.intercept_[0])))
