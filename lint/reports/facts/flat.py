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

Scalar = str | int | float | None


def flatten(finding: Finding) -> Mapping[str, Scalar]:
    """The finding's columns in the order of COLUMNS; `data` as JSON, the place in its parts."""
    place = finding.location
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "file": finding.file,
        "table": finding.table,
        "project": finding.project,
        "department": finding.department,
        "period": finding.period,
        "level2": finding.level2,
        "name": finding.name,
        "value": finding.value,
        "page": place.page,
        "sheet": place.sheet,
        "line": place.line,
        "row": place.row,
        "column": place.column,
        "confidence": finding.confidence,
        "fingerprint": finding.fingerprint,
        "cause": finding.cause,
        "basis": finding.basis,
        "explained": finding.explained,
        "data": json.dumps(dict(finding.data), ensure_ascii=False, default=str) if finding.data else "",
    }
