"""The findings as flat columns for a spreadsheet; no cell is ever a live formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lint.model import Report
from lint.reports import plain
from lint.reports.cells import neutralised
from lint.settings import Settings

BOM = "\ufeff"


def render(report: Report, settings: Settings) -> str:
    """A header and one line a finding, UTF-8; with a byte order mark where `reports.csv_bom` asks."""
    text = rows(plain.FLAT_COLUMNS, (plain.flat(item) for item in report.findings))
    return BOM + text if settings.get("reports.csv_bom") else text


def rows(columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> str:
    """Records as CSV text with these columns; None is an empty cell, a mapping is JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow([_cell(record[column]) for column in columns])
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return neutralised(value) if isinstance(value, str) else value
