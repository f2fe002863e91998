"""Findings of hits: identity, place, severity; and the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lint.checks.engine.found import Found
from lint.checks.engine.identity import fingerprint
from lint.model import ANNUAL, Finding, Location, Submission


def finding_of(item: Found, path: str) -> Finding:
    """The finding that a hit on a submission's row, table or text becomes."""
    rule, hit, row, table = item.rule, item.hit, item.indicator, item.table
    period = row.period if row else hit.period
    level2 = row.level2 if row else hit.level2
    name, value = (row.name, row.value + row.unit) if row else ("", "")
    project = table.project if table else ""
    department = table.department if table else ""
    place = hit.location or (row.location if row else None) or (table.location if table else None) or Location()
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=hit.severity or rule.options.severity,
        message=hit.message,
        suggestion=hit.suggestion,
        file=path,
        location=place,
        table=table.number if table else None,
        project=project,
        department=department,
        period=period,
        level2=level2,
        name=name,
        value=value,
        confidence=round(hit.confidence, 4),
        fingerprint=fingerprint(rule.code, department, project, period, level2, name, value, hit.subject),
        basis=rule.basis,
        data=dict(hit.data),
    )


def placed_in_text(item: Found, submission: Submission) -> Found:
    """A hit on a text of the form (`data["field"]`) with the place of that text's passage."""
    name = item.hit.data.get("field")
    if name is None or item.table is None or item.indicator is not None or item.hit.location is not None:
        return item
    fits = (p for p in submission.passages if p.table == item.table.number and p.field == name)
    passage = next((p for p in fits if p.period in ("", ANNUAL)), None)
    return replace(item, hit=replace(item.hit, location=passage.location)) if passage else item


def in_reading_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of one file sorted by table, place and code; the same on every run and machine."""

    def key(item: Finding) -> tuple[Any, ...]:
        place = item.location
        table = item.table if item.table is not None else 0
        numbers = (place.page or 0, place.line or 0, place.part or 0, place.row or 0, place.column or 0)
        return (table, *numbers, item.code, item.fingerprint, item.message)

    return sorted(findings, key=key)
