import pytest

from lint.checks import build
from lint.checks.engine.walk import Engine
from lint.checks.examples import submission_of
from lint.checks.rule import Hit
from lint.checks.rules.copies import LeftoverText, NearDuplicateTable
from lint.similarity import comparison
from lint.similarity.comparison import Comparison
from tests.shipped import SETTINGS, TOOLS

from .forms import BLOCK, CANTEEN, CANTEEN_TEXTS, ENGINEERING, submission, table

OPTIONS = SETTINGS.similarity


@pytest.fixture(scope="module")
def rule():
    return build((NearDuplicateTable,), TOOLS)[0]


def hits(rule, *submissions):
    return [(index, hit) for index, hit in rule.check_corpus(Comparison(submissions, OPTIONS)) if isinstance(hit, Hit)]


def test_one_finding_a_table_naming_the_nearest_sibling(rule):
    nearest = table(1, "老干部活动站餐厅", CANTEEN, CANTEEN_TEXTS, department="云溪县老干部局")
    further = table(2, "开发区职工餐厅", (*CANTEEN[:5], *BLOCK), department="云溪县开发区")
    mine = table(1, "政务大楼食堂", CANTEEN, CANTEEN_TEXTS)
    found = hits(rule, submission(mine, path="一.txt"), submission(nearest, further, path="二.txt"))
    first = next(hit for index, hit in found if index == 0)
    assert [index for index, _ in found].count(0) == 1
    assert first.data["sibling"] == {
        "file": "二.txt", "table": 1, "project": "老干部活动站餐厅", "department": "云溪县老干部局", "year": 2025,
    }  # fmt: skip
    assert first.data["same"] == len(CANTEEN)
    assert first.data["pairs"][0]["kind"] == "same"
    assert {sibling["table"] for sibling in first.data["siblings"]} == {1, 2}
    assert "二.txt第1张表“老干部活动站餐厅”近乎照抄" in first.message
    assert "近乎照抄" in first.message


def test_the_data_can_be_written_as_json(rule):
    import json

    found = hits(rule, submission(table(1, "食堂", CANTEEN), table(2, "餐厅", CANTEEN)))
    assert json.loads(json.dumps(dict(found[0][1].data), ensure_ascii=False))["verdict"]


def test_independent_tables_are_left_alone(rule):
    one = table(1, "云溪大桥护栏更换", (("数量指标", "更换护栏长度", "320米"), *ENGINEERING))
    two = table(2, "县医院停机坪加固", (("数量指标", "停机坪面积", "900平方米"), *ENGINEERING))
    assert hits(rule, submission(one, two)) == []


def test_many_tables_go_through_the_index_and_lose_nothing(rule):
    tables = [
        table(
            n,
            f"第{n}号山塘整治",
            (("数量指标", f"{chr(0x4E00 + 37 * n)}{chr(0x5E00 + 11 * n)}塘护坡", f"{n + 11}米"), *ENGINEERING),
        )
        for n in range(1, 90)
    ]
    tables += [
        table(90, "政务大楼食堂", CANTEEN),
        table(91, "活动站餐厅", CANTEEN),
        table(92, "乙楼", (), CANTEEN_TEXTS),
    ]
    tables.append(table(93, "丙楼", (), CANTEEN_TEXTS))
    assert sorted(hit.table.number for _, hit in hits(rule, submission(*tables))) == [90, 91, 92, 93]


def test_the_rules_of_a_run_share_its_copies_and_nothing_outlives_it(monkeypatch):
    searched = []
    found = comparison.find_pairs
    monkeypatch.setattr(comparison, "find_pairs", lambda *given: searched.append(1) or found(*given))
    engine = Engine(build((NearDuplicateTable, LeftoverText), TOOLS), TOOLS)
    submissions = [submission(table(1, "食堂", CANTEEN), table(2, "餐厅", CANTEEN))]
    first, _ = engine.check_corpus(Comparison(submissions, OPTIONS))
    assert [finding.code for finding in first[0]] == ["D001", "D001"]
    assert len(searched) == 1
    again, _ = engine.check_corpus(Comparison(submissions, OPTIONS))
    assert again == first
    assert len(searched) == 2


@pytest.mark.parametrize("kind", [NearDuplicateTable, LeftoverText], ids=lambda kind: kind.code)
def test_the_examples_of_the_rule_are_true(kind):
    """The bad examples are one run in which the last one is flagged; in that of the good ones none is."""
    (each,) = build((kind,), TOOLS)

    def flagged(examples):
        runs = each.check_corpus(Comparison([submission_of(example) for example in examples], OPTIONS))
        return {index for index, outcome in runs if isinstance(outcome, Hit)}

    assert len(kind.bad) - 1 in flagged(kind.bad)
    assert flagged(kind.good) == set()
