"""Figures of merit, from scores and truths: plain arithmetic, no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Truth = NDArray[np.bool_]
Scores = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Detection:
    """How well a yes/no question is answered: n rows, `positives` of them yes.

    `precision`, `recall` and `f1` at `threshold`; `average_precision` over all thresholds.
    """

    rows: int
    positives: int
    threshold: float
    precision: float
    recall: float
    f1: float
    average_precision: float


def detection(truth: Truth, scores: Scores, threshold: float) -> Detection:
    """Precision, recall and F1 at a threshold (score ≥ threshold is a yes), and average precision."""
    said = scores >= threshold
    hits = int((said & truth).sum())
    precision = hits / int(said.sum()) if said.any() else 0.0
    recall = hits / int(truth.sum()) if truth.any() else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    area = average_precision(truth, scores)
    numbers = (round(value, 4) for value in (precision, recall, f1, area))
    return Detection(len(truth), int(truth.sum()), threshold, *numbers)


def curve(truth: Truth, scores: Scores) -> list[tuple[float, float, float]]:
    """(threshold, precision, recall) at every distinct score, from the strictest down."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    last = np.flatnonzero(np.diff(scores[order], append=-np.inf))
    total = max(int(truth.sum()), 1)
    return [(float(scores[order][i]), float(hits[i] / (i + 1)), float(hits[i] / total)) for i in last]


def average_precision(truth: Truth, scores: Scores) -> float:
    """Area under the precision–recall curve, by steps."""
    area = before = 0.0
    for _, precision, recall in curve(truth, scores):
        area += precision * (recall - before)
        before = recall
    return area


def calibration(right: Truth, confidence: Scores, bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, rows) of each of `bins` equal ranges of confidence that has rows."""
    at = np.minimum((confidence * bins).astype(int), bins - 1)
    found = []
    for number in range(bins):
        inside = at == number
        if inside.any():
            found.append((float(confidence[inside].mean()), float(right[inside].mean()), int(inside.sum())))
    return found


def calibration_error(bins: Sequence[tuple[float, float, int]]) -> float:
    """Expected calibration error: the mean gap between confidence and share right, by rows."""
    total = sum(rows for *_, rows in bins) or 1
    return sum(abs(confidence - share) * rows for confidence, share, rows in bins) / total
