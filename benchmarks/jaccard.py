"""The exact Jaccard similarity of texts' sets of folded 3-grams: what the signatures estimate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lint.similarity.engines.signature import shingles

Places = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


def jaccard(texts: Sequence[str], a: Places, b: Places) -> npt.NDArray[np.float64]:
    """The exact Jaccard similarity of each pair's sets of folded 3-grams."""
    found = np.empty(len(a))
    step = 1 << 15
    for start in range(0, len(a), step):
        part_a, part_b = a[start : start + step], b[start : start + step]
        used, place = np.unique(np.concatenate([part_a, part_b]), return_inverse=True)
        starts, sets = sets_of([texts[int(i)] for i in used])
        found[start : start + step] = _overlap(starts, sets, place[: len(part_a)], place[len(part_a) :])
    return found


def sets_of(texts: Sequence[str]) -> tuple[Places, Words]:
    """Each text's set of 3-grams as 32-bit hashes in one array, with the offsets of each text's part."""
    cut = shingles(texts)
    packed = np.unique((cut.text.astype(np.uint64) << np.uint64(32)) | (cut.hashes >> np.uint64(32)))
    sizes = np.bincount((packed >> np.uint64(32)).astype(np.int64), minlength=len(texts))
    return np.concatenate([[0], np.cumsum(sizes)]), packed & np.uint64(0xFFFFFFFF)


def _overlap(starts: Places, sets: Words, a: Places, b: Places) -> npt.NDArray[np.float64]:
    """Jaccard similarity of pairs of sets: equal neighbours after sorting both sets of a pair together."""
    sizes_a, sizes_b = starts[a + 1] - starts[a], starts[b + 1] - starts[b]
    both = _members(starts, sets, a, sizes_a), _members(starts, sets, b, sizes_b)
    packed = np.sort(np.concatenate(both))
    shared = packed[1:][packed[1:] == packed[:-1]]
    common_ = np.bincount((shared >> np.uint64(32)).astype(np.int64), minlength=len(a))
    union = sizes_a + sizes_b - common_
    return np.where(union > 0, common_ / np.maximum(union, 1), 0.0)


def _members(
    starts: Places,
    sets: Words,
    which: Places,
    sizes: Places,
) -> Words:
    """The members of the chosen sets, each marked with its pair's number in the upper 32 bits."""
    pair = np.repeat(np.arange(len(which)), sizes)
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    members: Words = sets[starts[which][pair] + within] | (pair.astype(np.uint64) << np.uint64(32))
    return members
