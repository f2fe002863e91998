"""Buckets of the signatures' bands: which tables share one, and which pairs of those are worth a look.

A bucket is joined to its first member and its members to their neighbours, small buckets wholly, so
that boilerplate costs in proportion to its tables and not to their pairs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from lint.similarity.engines import signature
from lint.similarity.engines.clusters import Places

_WHOLE_BUCKET = 8  # members up to which every pair of a bucket is a candidate


def pair_banded(signed: signature.Signatures, estimate: float) -> tuple[Places, Places]:
    """Pairs of rows of `signed` that share a band and agree in at least `estimate` of all places; each once."""
    keys = signature.band_keys(signed)
    found = [np.zeros(0, dtype=np.uint64)]
    for band in range(keys.shape[1]):
        a, b = _linked(keys[:, band])
        alike = signature.agreement(signed, a, b) >= estimate
        a, b = a[alike], b[alike]
        found.append((np.minimum(a, b).astype(np.uint64) << np.uint64(32)) | np.maximum(a, b).astype(np.uint64))
        if band % 8 == 7:
            found = [np.unique(np.concatenate(found))]
    packed = np.unique(np.concatenate(found))
    return (packed >> np.uint64(32)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _linked(keys: npt.NDArray[np.uint64]) -> tuple[Places, Places]:
    """Pairs of places with equal keys; see `link_runs`."""
    order = np.argsort(keys, kind="stable")
    left, right = link_runs(keys[order])
    return order[left], order[right]


def link_runs(ranked: npt.NDArray[Any]) -> tuple[Places, Places]:
    """Pairs of places in one run of equal values: all of a short run, of a long one the first and the neighbours."""
    if not len(ranked):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    fresh = np.append(True, ranked[1:] != ranked[:-1])
    starts = np.flatnonzero(fresh)
    sizes = np.diff(np.append(starts, len(ranked)))
    start = np.repeat(starts, sizes)
    size = np.repeat(sizes, sizes)
    at = np.arange(len(ranked))
    left, right = [], []
    for back in range(1, _WHOLE_BUCKET):
        inside = at - back >= start
        if back > 1:
            inside &= size <= _WHOLE_BUCKET
        left.append(at[inside] - back)
        right.append(at[inside])
    large = (size > _WHOLE_BUCKET) & (at - start > 1)
    left.append(start[large])
    right.append(at[large])
    return np.concatenate(left), np.concatenate(right)
