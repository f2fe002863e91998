"""Near-duplicate tables as one self-contained page: every pair side by side, what differs marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any

from markupsafe import Markup

from lint.model import Indicator
from lint.reports.page import escape_text, render_page
from lint.reports.pairs.differences import mark_differences
from lint.reports.pairs.records import name_table, record_pairs
from lint.settings.sections.similarity import Similarity
from lint.similarity.account import Account, side_by_side
from lint.similarity.engines.columns import Corpus
from lint.similarity.engines.embedded import Copies
from lint.similarity.view import TableView, view

_KIND_WORDS = {"same": "相同", "number_changed": "只改数字", "changed": "值不同"}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a pair; `kind` is its style class."""

    kind: str
    one: str
    other: str
    word: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair as the page shows it; `one` and `other` name the tables."""

    verdict: str
    score: float
    same: int
    number_changed: int
    different: int
    signs: Sequence[str]
    one: str
    other: str
    lines: Sequence[_Line]


def render(corpus: Corpus, copies: Copies, options: Similarity) -> str:
    """The page (templates/pairs.html), clusters in their order; at most `html_pairs` pairs are shown."""
    found = list(record_pairs(corpus, copies, options))
    numbered = sorted(range(len(found)), key=lambda at: (found[at]["cluster"], at))
    shown = numbered[: options.html_pairs]
    groups = [
        (cluster, int((copies.cluster == cluster).sum()), [_pair(corpus, copies, at, found[at], options) for at in own])
        for cluster, own in groupby(shown, key=lambda at: found[at]["cluster"])
    ]
    return render_page(
        "pairs.html",
        style="pairs",
        tables=len(corpus),
        clusters=int(copies.cluster.max(initial=0)),
        pairs=len(found),
        shown=len(shown),
        groups=groups,
    )


def _pair(corpus: Corpus, copies: Copies, at: int, record: Mapping[str, Any], options: Similarity) -> _Pair:
    a, b = int(copies.a[at]), int(copies.b[at])
    one, other = (view(corpus.table(index), options, corpus.head("file")[index] or "") for index in (a, b))
    account = copies.accounts[at]
    lines = (
        *_matched(one, other, account),
        *_alone(one, other, account),
        *_passages(one, other, account.same_texts(options.same_text)),
    )
    counts = {key: record[key] for key in ("verdict", "score", "same", "number_changed", "different", "signs")}
    return _Pair(one=name_table(record["a"]), other=name_table(record["b"]), lines=lines, **counts)


def _matched(one: TableView, other: TableView, account: Account) -> Iterator[_Line]:
    """The rows that found a partner, telling ones first."""
    for row in side_by_side(one, other, account):
        left, right = mark_differences(f"{row['name']} ▸ {row['value']}", f"{row['other_name']} ▸ {row['other_value']}")
        kind = row["kind"]
        yield _Line(kind, _behind(row["level2"], left), _behind(row["other_level2"], right), _KIND_WORDS[kind])


def _behind(level2: str, words: Markup) -> Markup:
    return escape_text(f"{level2} ▸ ") + words


def _alone(one: TableView, other: TableView, account: Account) -> Iterator[_Line]:
    """The rows that only one table has, those of the other one beside them."""
    matched = {match.a for match in account.rows}, {match.b for match in account.rows}
    sides = [
        [_row(row) for index, row in enumerate(table.indicators[: len(table.rows)]) if index not in done]
        for table, done in zip((one, other), matched, strict=True)
    ]
    for left, right in zip_longest(*sides, fillvalue=""):
        yield _Line("only", left, right, "仅一表有")


def _passages(one: TableView, other: TableView, names: Sequence[str]) -> Iterator[_Line]:
    """The texts that are nearly alike."""
    for name in names:
        left, right = mark_differences(_passage(one, name), _passage(other, name))
        yield _Line("same", escape_text(f"{name}：") + left, right, "文字相同")


def _passage(table: TableView, name: str) -> str:
    texts = table.table.texts
    return texts.get(name) or texts.get(f"{name}（实施期）") or ""


def _row(row: Indicator) -> str:
    return f"{row.level2} ▸ {row.name} ▸ {row.value}{row.unit}"
