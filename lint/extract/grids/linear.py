"""A linear model over hashed features: scores of classes, and transitions between neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lint.extract.grids.shapes import SIZE

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """Multinomial logistic regression: `weights` is (SIZE, classes), `intercepts` (classes,).

    `transitions` is (classes + 1, classes): log probabilities of a class after another, its last row at the start.
    """

    classes: tuple[str, ...]
    weights: Floats
    intercepts: Floats
    transitions: Floats

    def index(self, name: str) -> int:
        """The number of a class."""
        return self.classes.index(name)

    def log_probabilities(self, features: Sequence[Sequence[int]]) -> Floats:
        """Log probabilities of the classes, (items, classes), for items given by their buckets."""
        if not features:
            return np.zeros((0, len(self.classes)), np.float32)
        scores = np.stack([self.weights[np.fromiter(set(item), np.intp)].sum(axis=0) for item in features])
        scores = scores + self.intercepts
        scores -= scores.max(axis=1, keepdims=True)
        logged: Floats = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return logged


def best_path(scores: Floats, transitions: Floats, weight: float) -> tuple[list[int], Floats]:
    """The best sequence of classes and each item's log probability of every class given all others.

    `scores` (items, classes) log probabilities; `transitions` as in `Linear`, taken `weight` times.
    """
    count, classes = scores.shape
    if not count:
        return [], scores
    step = transitions[:-1] * weight
    forward = np.zeros_like(scores)
    forward[0] = scores[0] + transitions[-1] * weight
    best = forward[0].copy()
    back = np.zeros((count, classes), np.intp)
    for i in range(1, count):
        ways = best[:, None] + step
        back[i] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[i]
        forward[i] = _sum(forward[i - 1][:, None] + step, 0) + scores[i]
    path = [int(best.argmax())]
    for i in range(count - 1, 0, -1):
        path.append(int(back[i][path[-1]]))
    path.reverse()
    backward = np.zeros_like(scores)
    for i in range(count - 2, -1, -1):
        backward[i] = _sum(step + (scores[i + 1] + backward[i + 1])[None, :], 1)
    both = forward + backward
    both -= _sum(both, 1)[:, None]
    return path, both


def _sum(logs: Floats, axis: int) -> Floats:
    top = logs.max(axis=axis, keepdims=True)
    total: Floats = np.squeeze(top, axis) + np.log(np.exp(logs - top).sum(axis=axis))
    return total


assert SIZE <= 1 << 16
