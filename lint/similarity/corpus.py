"""The copies among the tables of one run: views, rarity, candidates and accounts joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lint.model import Submission
from lint.similarity.account import Account, Accountant
from lint.similarity.engines.small import pairs
from lint.similarity.rarity import Rarity
from lint.similarity.view import TableView, view


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tables found to be copies: indexes into the views (a before b) and their account."""

    a: int
    b: int
    account: Account


def views_of(submissions: Sequence[Submission], options: Mapping[str, Any]) -> list[tuple[int, TableView]]:
    """Every table of the submissions that has rows or texts, with its submission's index, in reading order."""
    found = []
    for index, submission in enumerate(submissions):
        for table in submission.tables:
            prepared = view(table, options, submission.path)
            if prepared.rows or prepared.texts:
                found.append((index, prepared))
    return found


def copies(views: Sequence[TableView], options: Mapping[str, Any], rarity: Rarity | None = None) -> list[Pair]:
    """The pairs of `views` with a verdict, in order. `rarity` defaults to that of the views themselves."""
    weights = rarity or Rarity.of(views, options)
    accountant = Accountant(weights, options)
    found = []
    for i, j in _candidates(views, weights, options):
        account = accountant.compare(views[i], views[j])
        if account.verdict:
            found.append(Pair(i, j, account))
    return found


def _candidates(views: Sequence[TableView], weights: Rarity, options: Mapping[str, Any]) -> Iterable[tuple[int, int]]:
    if len(views) <= options["small_corpus"]:
        return pairs(views, weights, options)
    from lint.similarity.engines.columns import of_tables
    from lint.similarity.engines.embedded import candidates

    a, b = candidates(of_tables((prepared.file, prepared.table) for prepared in views), options)
    return zip(a.tolist(), b.tolist(), strict=True)


_last: list[tuple[Sequence[Submission], Mapping[str, Any], list[tuple[int, TableView]], list[Pair]]] = []


def found_in(
    submissions: Sequence[Submission], options: Mapping[str, Any]
) -> tuple[list[tuple[int, TableView]], list[Pair]]:
    """`views_of` the submissions and the `copies` among them; those of the last call are remembered.

    D001 and D003 ask the same of the same run, one after the other.
    """
    for known, with_options, views, pairs_found in _last:
        same_run = len(known) == len(submissions) and all(a is b for a, b in zip(known, submissions, strict=True))
        if same_run and with_options is options:
            return views, pairs_found
    views = views_of(submissions, options)
    pairs_found = copies([prepared for _, prepared in views], options)
    _last[:] = [(tuple(submissions), options, views, pairs_found)]
    return views, pairs_found


def side_by_side(a: TableView, b: TableView, account: Account) -> list[dict[str, str]]:
    """The matched rows of both tables, telling ones first, as plain data for reports.

    Keys: kind ("same", "number_changed", "changed"), level2, name, value, other_level2, other_name, other_value.
    """
    matches = sorted(account.rows, key=lambda match: (-match.weight * match.credit, match.a))
    return [
        {
            "kind": match.kind,
            "level2": (one := a.indicators[match.a]).level2,
            "name": one.name,
            "value": one.value + one.unit,
            "other_level2": (two := b.indicators[match.b]).level2,
            "other_name": two.name,
            "other_value": two.value + two.unit,
        }
        for match in matches
    ]


def clusters(number: int, linked: Iterable[tuple[int, int]]) -> list[int]:
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
