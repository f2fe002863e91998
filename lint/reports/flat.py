"""A finding as one flat row: the columns that csv and xlsx share."""

from __future__ import annotations

import json
from collections.abc import Mapping

from lint.model import Finding

COLUMNS: tuple[str, ...] = (
    "code",
    "rule",
    "severity",
    "message",
    "suggestion",
    "file",
    "table",
    "project",
    "department",
    "period",
    "level2",
    "name",
    "value",
    "page",
    "sheet",
    "line",
    "row",
    "column",
    "confidence",
    "fingerprint",
    "cause",
    "basis",
    "explained",
    "data",
)
_PLACE = frozenset({"page", "sheet", "line", "row", "column"})

Scalar = str | int | float | None


def flat(finding: Finding) -> Mapping[str, Scalar]:
    """The finding's columns in the order of COLUMNS; `data` as JSON, the place in its parts."""
    row: dict[str, Scalar] = {}
    for column in COLUMNS:
        if column in _PLACE:
            row[column] = getattr(finding.location, column)
        elif column == "data":
            row[column] = json.dumps(dict(finding.data), ensure_ascii=False, default=str) if finding.data else ""
        elif column == "severity":
            row[column] = finding.severity.value
        else:
            row[column] = getattr(finding, column)
    return row
