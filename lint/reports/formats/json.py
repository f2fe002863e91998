"""The whole report as one JSON object (contract, "jxlint check --format json")."""

from __future__ import annotations

import json

from lint.model import Report
from lint.reports.facts import records as plain
from lint.settings import Settings


def render(report: Report, settings: Settings) -> str:
    """The report as indented JSON with Chinese as itself, ending in a line feed."""
    whole = {
        "tool": {"name": "jxlint", "version": report.version},
        "files": [plain.record_file(item) for item in report.files],
        "summary": plain.record_summary(report),
        "findings": [plain.record_finding(item) for item in report.findings],
        "notices": list(report.notices),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
