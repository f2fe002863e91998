"""The findings as flat columns for a spreadsheet; no cell is ever a live formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lint.model import Report
from lint.reports.facts.flat import COLUMNS, flatten
from lint.reports.formats.cells import SUSPECT, neutralise
from lint.settings import Settings

BOM = "\ufeff"


def render(report: Report, settings: Settings) -> str:
    """A header and one line a finding, UTF-8; with a byte order mark where `reports.csv_bom` asks."""
    text = write_rows(COLUMNS, (flatten(item) for item in report.findings))
    return BOM + text if settings.reports.csv_bom else text


def write_rows(columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> str:
    """Records as CSV text with these columns; None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        cells = [record[column] for column in columns]
        writer.writerow([neutralise(cell) if isinstance(cell, str) and cell[:1] in SUSPECT else cell for cell in cells])
    return out.getvalue()
