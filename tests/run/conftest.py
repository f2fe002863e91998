"""The fixtures that batches share with the report tests."""

from tests.reports.conftest import browser, report, settings, single

__all__ = ["browser", "report", "settings", "single"]
