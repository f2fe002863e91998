"""The submissions of one run compared with one another: views, rarity, candidates and accounts joined.

One object a run, handed to the rules that ask for copies (D001, D003), so that the copies are
computed once and nothing is remembered beyond the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lint.model import Submission
from lint.settings.sections.similarity import Similarity
from lint.similarity.account import Account, Accountant
from lint.similarity.background import Background, read_background
from lint.similarity.engines.small import find_pairs
from lint.similarity.rarity import Rarity
from lint.similarity.view import TableView, view

if TYPE_CHECKING:
    from lint.similarity.library import Library


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tables found to be copies: indexes into the views (a before b) and their account."""

    a: int
    b: int
    account: Account


@dataclass(frozen=True)
class Comparison:
    """The tables of one run. `options` is the section [similarity].

    `library` holds earlier submissions to compare with, None where there are none.
    """

    submissions: Sequence[Submission]
    options: Similarity
    library: Library | None = None

    @cached_property
    def background(self) -> Background:
        """How common words are outside the run."""
        return read_background()

    @cached_property
    def views(self) -> list[tuple[int, TableView]]:
        """Every table that has rows or texts, with its submission's index, in reading order."""
        found = []
        for index, submission in enumerate(self.submissions):
            for table in submission.tables:
                prepared = view(table, self.options, submission.path)
                if prepared.rows or prepared.texts:
                    found.append((index, prepared))
        return found

    @cached_property
    def pairs(self) -> list[Pair]:
        """The pairs of `views` with a verdict, in order."""
        views = [prepared for _, prepared in self.views]
        rarity = Rarity.of(views, self.options, self.background)
        accountant = Accountant(rarity, self.options)
        found = []
        for i, j in _candidates(views, rarity, self.options):
            account = accountant.compare(views[i], views[j])
            if account.verdict:
                found.append(Pair(i, j, account))
        return found


def _candidates(views: Sequence[TableView], rarity: Rarity, options: Similarity) -> Iterable[tuple[int, int]]:
    if len(views) <= options.small_corpus:
        return find_pairs(views, rarity, options)
    from lint.similarity.engines.columns import of_tables
    from lint.similarity.engines.embedded import find_candidates

    a, b = find_candidates(of_tables((prepared.file, prepared.table) for prepared in views), options)
    return zip(a.tolist(), b.tolist(), strict=True)
