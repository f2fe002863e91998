"""What all tests share: the selection `quick`.

`pytest -m quick` takes the rooms that need no browser, office program, recognition or cluster, without
the tests marked `slow` there: what a change is tried with before the whole suite.
"""

from __future__ import annotations

from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_QUICK = ("language", "settings", "checks", "extract", "classify", "similarity", "cli")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the quick tests."""
    for item in items:
        room = item.path.relative_to(_HERE).parts[0] if item.path.is_relative_to(_HERE) else ""
        if room in _QUICK and item.get_closest_marker("slow") is None:
            item.add_marker(pytest.mark.quick)
