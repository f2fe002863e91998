"""Fixtures of the report tests; the reports themselves are made in `samples`."""

import pytest

from lint.settings import load
from tests.reports import browser as browser_module
from tests.reports.samples import first_only, whole_report


@pytest.fixture
def settings():
    return load()


@pytest.fixture
def report():
    """Three files: one with everything, one clean, one unreadable."""
    return whole_report()


@pytest.fixture
def single(report):
    """The first file's report alone."""
    return first_only(report)


@pytest.fixture(scope="session")
def browser():
    path = browser_module.find()
    if path is None:
        pytest.skip("本机没有 Chromium，浏览器测试略过")
    with browser_module.Browser(path) as started:
        started.size(1280, 900)
        yield started
