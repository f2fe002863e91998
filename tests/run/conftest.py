"""The fixtures that batches share with the report tests."""

from tests.reports.conftest import _fixed_rulebook, browser, report, settings, single

__all__ = ["_fixed_rulebook", "browser", "report", "settings", "single"]
