"""The embedded engine: from many tables to verified pairs and clusters on one machine.

1. Every table's rows, numbers and its project's name masked, become a MinHash signature
   (`lint.similarity.engines.signature`); tables with equal 3-grams are collapsed to one.
2. Tables that share a band of the signature are candidates (`lint.similarity.engines.buckets`).
3. Candidates are filtered by the signature's own estimate of similarity.
4. Each that is left gets the account of `lint.similarity.account`; what has a verdict is a pair.
Texts (goal, overview …) are signed and banded apart, since a copy may share no row at all.

The engine starts no process: it is given a `map`, and what the work needs goes with it as arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from lint.settings.sections.similarity import Similarity
from lint.similarity.account import Account, Accountant
from lint.similarity.background import read_background
from lint.similarity.engines import signature
from lint.similarity.engines.buckets import pair_banded
from lint.similarity.engines.clusters import Places, choose_spanning, number_clusters
from lint.similarity.engines.columns import Corpus
from lint.similarity.engines.small import find_pairs
from lint.similarity.rarity import Rarity
from lint.similarity.view import TableView, view

Item = TypeVar("Item")
Result = TypeVar("Result")

PARALLEL_TEXTS = 40_000  # texts from which a second process pays for its start
PARALLEL_PAIRS = 3_000  # pairs, likewise
_BATCH = 1_000  # pairs a process accounts for at a time


class Map(Protocol):
    """Python's `map`, or one that spreads the work over processes (`lint.run.workers.Processes`).

    Function, items and results must be picklable; results come in the order of the items.
    """

    def __call__(self, function: Callable[[Item], Result], items: Sequence[Item], /) -> Iterable[Result]:
        """The results of all items."""


@dataclass(frozen=True)
class Copies:
    """What the engine found: `a` < `b` are table indexes, `accounts` go with them, sorted by (a, b).

    `cluster` numbers clusters from 1 in the order of their first table; 0 for a table in none.
    """

    a: Places
    b: Places
    accounts: tuple[Account, ...]
    cluster: Places


def find_copies(corpus: Corpus, options: Similarity, *, all_pairs: bool = False, each: Map = map) -> Copies:
    """The copies among the tables of `corpus`; `options` is the section [similarity].

    Emits for each cluster a spanning set of pairs, or every verified pair with `all_pairs`; among
    at most `full_cluster` tables both are the same. `each` does the work that is large enough to
    be spread over processes.
    """
    a, b = find_candidates(corpus, options, all_pairs=all_pairs, each=each)
    accounts = compare_pairs(corpus, a, b, options, each)
    kept = np.array([bool(account.verdict) for account in accounts], dtype=bool)
    a, b = a[kept], b[kept]
    accounts = [account for account, keep in zip(accounts, kept, strict=True) if keep]
    numbers = number_clusters(len(corpus), a, b)
    if not all_pairs:
        scores = np.array([account.score for account in accounts])
        chosen = choose_spanning(numbers, a, b, scores, options.full_cluster)
        a, b = a[chosen], b[chosen]
        accounts = [accounts[int(at)] for at in chosen]
    return Copies(a, b, tuple(accounts), numbers)


def find_candidates(
    corpus: Corpus, options: Similarity, *, all_pairs: bool = False, each: Map = map
) -> tuple[Places, Places]:
    """Index pairs (a < b, sorted) worth an account."""
    if len(corpus) <= options.small_corpus:
        return _of_small(corpus, options)
    found = [_of_texts(corpus.bodies(), options, all_pairs, each)]
    if corpus.tables:
        found.append(_of_texts(_passages(corpus, options), options, all_pairs, each))
    packed = np.unique(np.concatenate([(a.astype(np.uint64) << np.uint64(32)) | b.astype(np.uint64) for a, b in found]))
    return (packed >> np.uint64(32)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)


def compare_pairs(corpus: Corpus, a: Places, b: Places, options: Similarity, each: Map = map) -> list[Account]:
    """The accounts of the pairs, in order. Rarity is that of the corpus, estimated from a sample where it is large."""
    for column in corpus.heads.column_names:
        corpus.head(column)  # made before processes are forked, so that it is made once
    step = max(1, len(corpus) // options.sample)
    sample = _views(corpus, range(0, len(corpus), step), options)
    rarity = Rarity.of(sample.values(), options, read_background())
    compare = partial(_compare_batch, corpus, rarity, options)
    batches = [(a[at : at + _BATCH], b[at : at + _BATCH]) for at in range(0, len(a), _BATCH)]
    spread = map if len(a) < PARALLEL_PAIRS else each
    return [account for accounts in spread(compare, batches) for account in accounts]


def _compare_batch(corpus: Corpus, rarity: Rarity, options: Similarity, batch: tuple[Places, Places]) -> list[Account]:
    accountant = Accountant(rarity, options)
    views = _views(corpus, np.unique(np.concatenate(batch)).tolist(), options)
    return [accountant.compare(views[i], views[j]) for i, j in zip(*(part.tolist() for part in batch), strict=True)]


def _views(corpus: Corpus, indexes: Sequence[int], options: Similarity) -> dict[int, TableView]:
    files = corpus.head("file")
    return {
        index: view(table, options, files[index] or "")
        for index, table in zip(indexes, corpus.fetch(indexes), strict=True)
    }


def _passages(corpus: Corpus, options: Similarity) -> list[str]:
    """Each table's text fields in one text; empty where there are none."""
    fields = options.text_fields
    return [
        "\n".join(corpus.tables[index].texts.get(name, "") for name in fields) if index in corpus.tables else ""
        for index in range(len(corpus))
    ]


def _of_small(corpus: Corpus, options: Similarity) -> tuple[Places, Places]:
    views = list(_views(corpus, range(len(corpus)), options).values())
    found = list(find_pairs(views, Rarity.of(views, options, read_background()), options))
    both = np.array(found, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _of_texts(texts: Sequence[str], options: Similarity, all_pairs: bool, each: Map) -> tuple[Places, Places]:
    """Candidate pairs by the 3-grams of one text a table."""
    signed, identity = _signed(texts, options, each)
    filled = np.flatnonzero(identity)  # a text without 3-grams is like nothing
    _, first, group = np.unique(identity[filled], return_index=True, return_inverse=True)
    distinct = np.sort(filled[first])
    a, b = pair_banded(signed[distinct], options.estimate)
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
    texts: Sequence[str], options: Similarity, each: Map
) -> tuple[signature.Signatures, npt.NDArray[np.uint64]]:
    sample = texts[:: max(1, len(texts) // options.sample)]
    stop = signature.common(signature.shingles(sample), options.common_share, options.common_least)
    if len(texts) < PARALLEL_TEXTS:
        return signature.sign(texts, stop)
    parts = [texts[start : start + signature.CHUNK] for start in range(0, len(texts), signature.CHUNK)]
    done = list(each(partial(signature.sign, stop=stop), parts))
    return np.concatenate([part[0] for part in done]), np.concatenate([part[1] for part in done])
