"""One indicator row a line in flat columns; no cell is a live formula."""

from __future__ import annotations

from collections.abc import Iterable

from lint.model import Submission
from lint.reports.formats.csv import write_rows
from lint.reports.indicators.records import COLUMNS, flatten_rows


def render(submissions: Iterable[Submission]) -> str:
    """A header and one line a row."""
    return write_rows(COLUMNS, flatten_rows(submissions))
