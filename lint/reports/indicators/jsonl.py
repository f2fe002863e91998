"""One indicator row a line, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lint.model import Submission
from lint.reports.indicators.records import record_rows


def render(submissions: Iterable[Submission]) -> str:
    """One JSON object a row."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in record_rows(submissions))
