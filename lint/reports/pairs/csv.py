"""One pair a line in flat columns; no cell is a live formula."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lint.reports.formats.csv import rows
from lint.reports.pairs.records import COLUMNS, flat, records
from lint.similarity.engines.columns import Corpus
from lint.similarity.engines.embedded import Copies


def render(corpus: Corpus, copies: Copies, options: Mapping[str, Any]) -> str:
    """A header and one line a pair."""
    return rows(COLUMNS, map(flat, records(corpus, copies, options)))
