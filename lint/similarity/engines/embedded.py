"""The embedded engine: from many tables to verified pairs and clusters on one machine.

1. Every table's rows, numbers and its project's name masked, become a MinHash signature
   (`lint.similarity.engines.signature`); tables with equal 3-grams are collapsed to one.
2. Bands of the signature are sorted; tables that share a band are candidates. A bucket is joined to
   its first member and its members to their neighbours, small buckets wholly, so that boilerplate
   costs in proportion to its tables and not to their pairs.
3. Candidates are filtered by the signature's own estimate of similarity.
4. Each that is left gets the account of `lint.similarity.account`; what has a verdict is a pair.
Texts (goal, overview …) are signed and banded apart, since a copy may share no row at all.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lint.similarity.account import Account, Accountant
from lint.similarity.corpus import clusters
from lint.similarity.engines import signature
from lint.similarity.engines.columns import Corpus
from lint.similarity.rarity import Rarity
from lint.similarity.view import TableView, view

Places = npt.NDArray[np.int64]

_WHOLE_BUCKET = 8  # members up to which every pair of a bucket is a candidate
PARALLEL_TEXTS = 40_000  # texts from which a second process pays for its start
PARALLEL_PAIRS = 3_000  # pairs, likewise
_BATCH = 1_000  # pairs a process accounts for at a time


@dataclass(frozen=True)
class Copies:
    """What the engine found: `a` < `b` are table indexes, `accounts` go with them, sorted by (a, b).

    `cluster` numbers clusters from 1 in the order of their first table; 0 for a table in none.
    """

    a: Places
    b: Places
    accounts: tuple[Account, ...]
    cluster: Places


def find(corpus: Corpus, options: Mapping[str, Any], *, all_pairs: bool = False, jobs: int | None = None) -> Copies:
    """The copies among the tables of `corpus`; `options` is the section [similarity].

    Emits for each cluster a spanning set of pairs, or every verified pair with `all_pairs`; among
    at most `full_cluster` tables both are the same. `jobs` is the number of processes (None: one a core).
    """
    workers = jobs or os.cpu_count() or 1
    a, b = candidates(corpus, options, all_pairs=all_pairs, jobs=workers)
    accounts = verified(corpus, a, b, options, workers)
    kept = np.array([bool(account.verdict) for account in accounts], dtype=bool)
    a, b = a[kept], b[kept]
    accounts = [account for account, keep in zip(accounts, kept, strict=True) if keep]
    numbers = numbered(len(corpus), a, b)
    if not all_pairs:
        chosen = spanning(numbers, a, b, np.array([account.score for account in accounts]), options["full_cluster"])
        a, b = a[chosen], b[chosen]
        accounts = [accounts[int(at)] for at in chosen]
    return Copies(a, b, tuple(accounts), numbers)


def candidates(
    corpus: Corpus, options: Mapping[str, Any], *, all_pairs: bool = False, jobs: int = 1
) -> tuple[Places, Places]:
    """Index pairs (a < b, sorted) worth an account."""
    if len(corpus) <= options["small_corpus"]:
        return _of_small(corpus, options)
    found = [_of_texts(corpus.bodies(), options, all_pairs, jobs)]
    if corpus.tables:
        found.append(_of_texts(passages(corpus, options), options, all_pairs, jobs))
    packed = np.unique(np.concatenate([(a.astype(np.uint64) << np.uint64(32)) | b.astype(np.uint64) for a, b in found]))
    return (packed >> np.uint64(32)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)


def passages(corpus: Corpus, options: Mapping[str, Any]) -> list[str]:
    """Each table's text fields in one text; empty where there are none."""
    fields = options["text_fields"]
    return [
        "\n".join(corpus.tables[index].texts.get(name, "") for name in fields) if index in corpus.tables else ""
        for index in range(len(corpus))
    ]


def _of_small(corpus: Corpus, options: Mapping[str, Any]) -> tuple[Places, Places]:
    from lint.similarity.engines.small import pairs

    files = corpus.head("file")
    tables = corpus.fetch(range(len(corpus)))
    views = [view(table, options, file or "") for table, file in zip(tables, files, strict=True)]
    found = list(pairs(views, Rarity.of(views, options), options))
    both = np.array(found, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _of_texts(texts: Sequence[str], options: Mapping[str, Any], all_pairs: bool, jobs: int) -> tuple[Places, Places]:
    """Candidate pairs by the 3-grams of one text a table."""
    signed, identity = _signed(texts, options, jobs)
    filled = np.flatnonzero(identity)  # a text without 3-grams is like nothing
    _, first, group = np.unique(identity[filled], return_index=True, return_inverse=True)
    distinct = np.sort(filled[first])
    a, b = banded(signed[distinct], options["estimate"])
    a, b = distinct[a], distinct[b]
    same = _within_groups(filled, group, all_pairs)
    return np.concatenate([np.minimum(a, b), same[0]]), np.concatenate([np.maximum(a, b), same[1]])


def _within_groups(filled: Places, group: Places, all_pairs: bool) -> tuple[Places, Places]:
    """Pairs of tables with equal 3-grams: each with its group's first, or every pair."""
    order = np.argsort(group, kind="stable")
    members, groups = filled[order], group[order]
    starts = np.flatnonzero(np.append(True, groups[1:] != groups[:-1])) if len(groups) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(starts, len(groups)))
    if not all_pairs:
        first = np.repeat(members[starts], sizes)
        own = first != members
        return first[own], members[own]
    left, right = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True):
        i, j = np.triu_indices(int(size), 1)
        left.append(members[start + i])
        right.append(members[start + j])
    return np.concatenate(left), np.concatenate(right)


def _signed(
    texts: Sequence[str], options: Mapping[str, Any], jobs: int
) -> tuple[signature.Signatures, npt.NDArray[np.uint64]]:
    sample = texts[:: max(1, len(texts) // options["sample"])]
    stop = signature.common(signature.shingles(sample), options["common_share"], options["common_least"])
    if jobs == 1 or len(texts) < PARALLEL_TEXTS:
        return signature.signed(texts, stop)
    step = min(4 * signature.CHUNK, -(-len(texts) // jobs))
    parts = [texts[start : start + step] for start in range(0, len(texts), step)]
    with _pool(jobs) as pool:
        done = list(pool.map(signature.signed, parts, [stop] * len(parts)))
    return np.concatenate([part[0] for part in done]), np.concatenate([part[1] for part in done])


def banded(signed: signature.Signatures, estimate: float) -> tuple[Places, Places]:
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
    """Pairs of places with equal keys; see `linked_runs`."""
    order = np.argsort(keys, kind="stable")
    left, right = linked_runs(keys[order])
    return order[left], order[right]


def linked_runs(ranked: npt.NDArray[Any]) -> tuple[Places, Places]:
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


class _Work:
    """What a worker process needs, inherited by forking."""

    corpus: Corpus
    options: Mapping[str, Any]
    accountant: Accountant


def verified(corpus: Corpus, a: Places, b: Places, options: Mapping[str, Any], jobs: int = 1) -> list[Account]:
    """The accounts of the pairs, in order. Rarity is that of the corpus, estimated from a sample where it is large."""
    for column in ("file", "table", "project", "department", "year", "annual_budget", "total_budget"):
        corpus.head(column)  # made before forking, so that it is made once
    step = max(1, len(corpus) // options["sample"])
    _Work.corpus, _Work.options = corpus, options
    sample = _views(range(0, len(corpus), step))
    _Work.accountant = Accountant(Rarity.of(sample.values(), options), options)
    batches = [(a[at : at + _BATCH], b[at : at + _BATCH]) for at in range(0, len(a), _BATCH)]
    if jobs == 1 or len(a) < PARALLEL_PAIRS:
        return [account for batch in batches for account in _accounts(batch)]
    with _pool(jobs) as pool:
        return [account for accounts in pool.map(_accounts, batches) for account in accounts]


def _pool(jobs: int) -> ProcessPoolExecutor:
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    # what was inherited is never garbage of the worker's own: collecting it would only copy its pages
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(jobs if method else 1, mp_context=context, initializer=gc.freeze)


def _accounts(batch: tuple[Places, Places]) -> list[Account]:
    views = _views(np.unique(np.concatenate(batch)).tolist())
    return [_Work.accountant.compare(views[i], views[j]) for i, j in zip(*(p.tolist() for p in batch), strict=True)]


def _views(indexes: Sequence[int]) -> dict[int, TableView]:
    files = _Work.corpus.head("file")
    return {
        index: view(table, _Work.options, files[index] or "")
        for index, table in zip(indexes, _Work.corpus.fetch(indexes), strict=True)
    }


def numbered(number: int, a: Places, b: Places) -> Places:
    """Cluster numbers of `number` tables from their pairs: from 1, in the order of first tables; 0 for none."""
    roots = np.asarray(clusters(number, zip(a.tolist(), b.tolist(), strict=True)), dtype=np.int64)
    linked = np.zeros(number, dtype=bool)
    linked[a] = linked[b] = True
    numbers = np.zeros(number, dtype=np.int64)
    _, inverse = np.unique(roots[linked], return_inverse=True)
    numbers[linked] = inverse + 1
    return numbers


def spanning(numbers: Places, a: Places, b: Places, scores: npt.NDArray[np.float64], full: int) -> Places:
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
