"""Findings and files as plain dictionaries: what json, jsonl, csv and other programs read.

The keys are the contract's ("jxlint check --format json"); add to them, rename nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from lint.model import Coverage, FileReport, Finding, Location, Report, Severity


def record_location(place: Location) -> dict[str, Any]:
    """A place with the contract's keys; `part` (which table of a document) only where known."""
    plain: dict[str, Any] = {
        "page": place.page,
        "sheet": place.sheet,
        "line": place.line,
        "row": place.row,
        "column": place.column,
    }
    return plain if place.part is None else {**plain, "part": place.part}


def record_finding(item: Finding) -> dict[str, Any]:
    """One finding, JSON-serialisable."""
    return {
        "code": item.code,
        "rule": item.rule,
        "severity": item.severity.value,
        "message": item.message,
        "suggestion": item.suggestion,
        "file": item.file,
        "table": item.table,
        "project": item.project,
        "department": item.department,
        "period": item.period,
        "level2": item.level2,
        "name": item.name,
        "value": item.value,
        "location": record_location(item.location),
        "confidence": item.confidence,
        "fingerprint": item.fingerprint,
        "cause": item.cause,
        "basis": item.basis,
        "explained": item.explained,
        "data": dict(item.data),
    }


def record_file(item: FileReport) -> dict[str, Any]:
    """One file with its coverage."""
    plain: dict[str, Any] = {
        "path": item.path,
        "kind": item.kind,
        "tables": item.tables,
        "indicators": item.indicators,
        "seconds": item.seconds,
        "coverage": {code: record_coverage(counts) for code, counts in sorted(item.coverage.items())},
        "notes": list(item.notes),
    }
    return {**plain, "unread": item.unread} if item.unread else plain


def record_coverage(counts: Coverage) -> dict[str, Any]:
    """What one rule did in one file."""
    return {
        "looked": counts.looked,
        "flagged": counts.flagged,
        "not_applicable": counts.not_applicable,
        "could_not": counts.could_not,
        "why": list(counts.why),
    }


def record_summary(report: Report) -> dict[str, Any]:
    """Counts of the findings by code and by severity, and how many were hidden."""
    codes = Counter(item.code for item in report.findings)
    severities = Counter(item.severity for item in report.findings)
    by_severity: Mapping[str, int] = {severity.value: severities[severity] for severity in Severity}
    return {"by_code": dict(sorted(codes.items())), "by_severity": by_severity, "hidden": report.hidden}
