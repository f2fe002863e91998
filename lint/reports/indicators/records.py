"""Indicator rows as other programs read them (contract, "jxlint extract")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lint.model import Indicator, Submission, Table
from lint.reports.facts.records import record_location

COLUMNS = (
    "file",
    "table",
    "title",
    "project",
    "department",
    "year",
    "annual_budget",
    "total_budget",
    "period",
    "level1",
    "level2",
    "name",
    "value",
    "unit",
    "page",
    "sheet",
    "line",
    "row",
    "column",
    "uncertain",
)
"""Columns of the flat formats: the keys of a jsonl object, its location spread out."""


def record_row(submission: Submission, table: Table, row: Indicator) -> dict[str, Any]:
    """One row with the keys of the contract, in its order."""
    return {
        "file": submission.path,
        "table": table.number,
        "title": table.title,
        "project": table.project,
        "department": table.department,
        "year": table.year,
        "annual_budget": table.annual_budget,
        "total_budget": table.total_budget,
        "period": row.period,
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "value": row.value,
        "unit": row.unit,
        "location": record_location(row.location),
        "uncertain": row.uncertain,
    }


def record_rows(submissions: Iterable[Submission]) -> Iterator[dict[str, Any]]:
    """All rows of all submissions in reading order."""
    for submission in submissions:
        for table in submission.tables:
            for row in table.indicators:
                yield record_row(submission, table, row)


def flatten_rows(submissions: Iterable[Submission]) -> Iterator[dict[str, Any]]:
    """The rows with the columns of COLUMNS, the place in its parts."""
    for item in record_rows(submissions):
        place = item.pop("location")
        yield {key: item[key] if key in item else place[key] for key in COLUMNS}
