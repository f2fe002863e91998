"""index.html of a batch: its structure, its policy, its links."""

from lint.reports.facts.overview import sum_up
from lint.reports.formats import overview_html
from tests.reports import outlines
from tests.reports.golden_files import compare
from tests.reports.samples import with_copy

OUTPUTS = {"清水县机关事务中心.txt": ["甲.审核反馈意见.docx", "甲 1.html"], "教育局.xlsx": ["教育局.批注.xlsx"]}


def test_golden(report, settings):
    page = overview_html.render(sum_up(with_copy(report), OUTPUTS, settings))
    compare("overview.txt", outlines.page(page))


def test_golden_of_a_batch_without_anything_to_show(report, settings):
    from dataclasses import replace

    page = overview_html.render(sum_up(replace(report, files=(), findings=(), submissions=()), {}, settings))
    compare("overview-empty.txt", outlines.page(page))
