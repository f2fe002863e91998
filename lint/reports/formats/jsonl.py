"""One finding a line, as JSON."""

from __future__ import annotations

import json

from lint.model import Report
from lint.reports.facts import records as plain
from lint.settings import Settings


def render(report: Report, settings: Settings) -> str:
    """The findings in reading order, one JSON object a line; empty where there are none."""
    return "".join(json.dumps(plain.record_finding(item), ensure_ascii=False) + "\n" for item in report.findings)
