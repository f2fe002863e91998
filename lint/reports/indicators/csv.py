"""One indicator row a line in flat columns; no cell is a live formula."""

from __future__ import annotations

from collections.abc import Iterable

from lint.model import Submission
from lint.reports.formats.csv import rows
from lint.reports.indicators.records import COLUMNS, flat


def render(submissions: Iterable[Submission]) -> str:
    """A header and one line a row."""
    return rows(COLUMNS, flat(submissions))
