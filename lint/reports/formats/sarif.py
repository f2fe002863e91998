"""The report as SARIF 2.1.0 (OASIS, “Static Analysis Results Interchange Format”), for code hosts and editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from lint.model import Finding, Location, Report, RuleFacts, Severity
from lint.reports.facts.places import say_place
from lint.reports.facts.rulebook import Rulebook
from lint.reports.formats.cells import make_printable
from lint.settings import Settings

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report, settings: Settings) -> str:
    """One run with one result a finding; unreadable files also appear as notifications."""
    codes = sorted({finding.code for finding in report.findings})
    index = {code: number for number, code in enumerate(codes)}
    rules = Rulebook(report.rules)
    unread = [file for file in report.files if file.unread]
    run = {
        "tool": {
            "driver": {
                "name": "jxlint",
                "version": report.version,
                "language": "zh-CN",
                "rules": [_rule(rules.facts(code)) for code in codes],
            }
        },
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(file.path)}} for file in report.files],
        "results": [_result(finding, index[finding.code]) for finding in report.findings],
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": make_printable(file.unread)},
                        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(file.path)}}}],
                    }
                    for file in unread
                ]
                + [{"level": "note", "message": {"text": make_printable(notice)}} for notice in report.notices],
            }
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False) + "\n"


def _rule(rule: RuleFacts) -> dict[str, Any]:
    found: dict[str, Any] = {"id": rule.code, "name": rule.name, "shortDescription": {"text": rule.title}}
    if rule.why:
        found["fullDescription"] = {"text": rule.why}
    if rule.basis:
        found["properties"] = {"basis": rule.basis, "review": rule.review}
    return found


def _result(finding: Finding, index: int) -> dict[str, Any]:
    text = make_printable(finding.message + (f" {finding.suggestion}" if finding.suggestion else ""))
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": text or finding.code},
        "locations": [_location(finding)],
        "rank": round(finding.confidence * 100, 2),
        "properties": {
            "table": finding.table,
            "project": finding.project,
            "department": finding.department,
            "period": finding.period,
            "level2": finding.level2,
            "name": finding.name,
            "value": finding.value,
            "cause": finding.cause,
            "data": json.loads(json.dumps(dict(finding.data), default=str)) if finding.data else {},
        },
    }
    if finding.fingerprint:
        result["partialFingerprints"] = {"jxlint/v1": finding.fingerprint}
    if finding.explained:
        result["suppressions"] = [{"kind": "external", "status": "underReview", "justification": finding.explained}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.location
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
    found: dict[str, Any] = {"physicalLocation": physical}
    words = say_place(place)
    names = [part for part in (f"表{finding.table}" if finding.table else "", finding.project, finding.name) if part]
    if names:
        found["logicalLocations"] = [{"name": names[-1], "fullyQualifiedName": " / ".join(names), "kind": "member"}]
    if words:
        found["message"] = {"text": words}
    return found | ({"properties": _parts(place)} if _parts(place) else {})


def _parts(place: Location) -> dict[str, Any]:
    keys = ("page", "sheet", "row", "column", "part")
    return {key: getattr(place, key) for key in keys if getattr(place, key) is not None}


@lru_cache(maxsize=1024)
def _uri(path: str) -> str:
    """A relative reference for a relative path, a file URI for an absolute one."""
    plain = PurePath(path)
    return plain.as_uri() if plain.is_absolute() else quote(plain.as_posix()) or "-"
