"""The pair view of `dedup`: its structure, its policy, and how it looks in a real browser."""

import pytest

from lint.reports.pairs import html
from lint.settings import load
from lint.similarity.engines.columns import of_tables
from lint.similarity.engines.embedded import find_copies
from tests.reports import outlines
from tests.reports.golden_files import compare
from tests.similarity.forms import CANTEEN, CANTEEN_TEXTS, table

OPTIONS = load().similarity


@pytest.fixture(scope="module")
def page():
    """Two copies: a number changed, a row of its own on either side, equal texts, a name with marks of HTML."""
    changed = (("数量指标", "食材验收环节", "≥98%"), *CANTEEN[1:8], ("质量指标", "<b>出餐</b>温度", "≥60度"))
    corpus = of_tables(
        [
            ("云溪.txt", table(1, "政务大楼食堂", CANTEEN, CANTEEN_TEXTS, budget=440000.0)),
            ("云溪.txt", table(2, "活动站<i>餐厅</i>", changed, CANTEEN_TEXTS, budget=520000.0)),
        ]
    )
    return html.render(corpus, find_copies(corpus, OPTIONS), OPTIONS)


def test_golden(page):
    compare("pairs.txt", outlines.page(page))
