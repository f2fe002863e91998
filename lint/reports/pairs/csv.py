"""One pair a line in flat columns; no cell is a live formula."""

from __future__ import annotations

from lint.reports.formats.csv import write_rows
from lint.reports.pairs.records import COLUMNS, flatten, record_pairs
from lint.settings.sections.similarity import Similarity
from lint.similarity.engines.columns import Corpus
from lint.similarity.engines.embedded import Copies


def render(corpus: Corpus, copies: Copies, options: Similarity) -> str:
    """A header and one line a pair."""
    return write_rows(COLUMNS, map(flatten, record_pairs(corpus, copies, options)))
