"""Clusters of tables: connected components of the pairs found, and the pairs that keep them connected."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
"""Indexes of tables, or of pairs."""


def find_roots(number: int, linked: Iterable[tuple[int, int]]) -> list[int]:
    """Connected components: for each of `number` items the least index of its component."""
    parent = list(range(number))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for a, b in linked:
        one, two = sorted((root(a), root(b)))
        parent[two] = one
    return [root(item) for item in range(number)]


def number_clusters(number: int, a: Places, b: Places) -> Places:
    """Cluster numbers of `number` tables from their pairs: from 1, in the order of first tables; 0 for none."""
    roots = np.asarray(find_roots(number, zip(a.tolist(), b.tolist(), strict=True)), dtype=np.int64)
    linked = np.zeros(number, dtype=bool)
    linked[a] = linked[b] = True
    numbers = np.zeros(number, dtype=np.int64)
    _, inverse = np.unique(roots[linked], return_inverse=True)
    numbers[linked] = inverse + 1
    return numbers


def choose_spanning(numbers: Places, a: Places, b: Places, scores: npt.NDArray[np.float64], full: int) -> Places:
    """Places of the pairs that keep every cluster connected, best scores first; all pairs of clusters up to `full`."""
    sizes = np.bincount(numbers, minlength=1)
    whole = sizes[numbers[a]] <= full if len(a) else np.zeros(0, dtype=bool)
    parent: dict[int, int] = {}

    def root(item: int) -> int:
        while (above := parent.setdefault(item, item)) != item:
            parent[item] = parent[above]
            item = above
        return item

    chosen = set(np.flatnonzero(whole).tolist())
    for at in sorted(np.flatnonzero(~whole).tolist(), key=lambda at: (-scores[at], a[at], b[at])):
        one, two = root(int(a[at])), root(int(b[at]))
        if one != two:
            parent[max(one, two)] = min(one, two)
            chosen.add(at)
    return np.array(sorted(chosen), dtype=np.int64)
