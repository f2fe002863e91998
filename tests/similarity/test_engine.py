from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from benchmarks.jaccard import jaccard
from lint.run.workers import Processes
from lint.settings import load
from lint.similarity.engines import embedded as engine
from lint.similarity.engines import signature
from lint.similarity.engines.clusters import choose_spanning, find_roots, number_clusters
from lint.similarity.engines.columns import joined, of_rows, of_tables

from .forms import BLOCK, CANTEEN, CANTEEN_TEXTS, ENGINEERING, table

OPTIONS = replace(load().similarity, small_corpus=0)


def corpus(*tables):
    return of_tables(("云溪.txt", each) for each in tables)


def unlike(number):
    """A table whose words occur in no other."""
    words = [chr(0x4E00 + (number * 131 + k * 17) % 20000) * 2 for k in range(8)]
    return table(number, f"第{number}工程", tuple(("数量指标", f"{word}长度", f"{number + 7}米") for word in words))


def test_folding_masks_numbers_and_punctuation():
    same = ["维修 面积：≥1,200平方米", "维修面积35平方米", "维修（面积）＜7.5平方米"]
    signed, identity = signature.sign(same)
    assert len(set(identity.tolist())) == 1
    assert (signed == signed[0]).all()


def test_estimates_follow_the_exact_similarity():
    rng = np.random.default_rng(7)
    words = ["".join(chr(0x4E00 + c) for c in rng.integers(0, 3000, 12)) for _ in range(400)]
    texts, others = [], []
    for share in np.linspace(0.3, 1.0, 60):
        chosen = rng.choice(400, 24, replace=False)
        kept = int(24 * share)
        texts.append("".join(words[i] for i in chosen))
        others.append("".join(words[i] for i in [*chosen[:kept], *rng.choice(400, 24 - kept)]))
    signed, _ = signature.sign(texts + others)
    a, b = np.arange(60), np.arange(60) + 60
    exact = jaccard(texts + others, a, b)
    assert np.abs(signature.agreement(signed, a, b) - exact).mean() < 0.04


def test_exact_jaccard_is_that_of_the_sets():
    def grams(text):
        return {text[i : i + 3] for i in range(len(text) - 2)}

    texts = ["更新公务用车数量", "更新公务用车平台", "绿化养护面积达标", "更新公务用车数量"]
    a, b = np.array([0, 0, 0]), np.array([1, 2, 3])
    wanted = [
        len(grams(texts[i]) & grams(texts[j])) / len(grams(texts[i]) | grams(texts[j]))
        for i, j in zip(a, b, strict=True)
    ]
    assert jaccard(texts, a, b).tolist() == pytest.approx(wanted)


def test_texts_without_shingles_match_nothing():
    assert len(engine.find_candidates(corpus(table(1, "甲", ()), table(2, "乙", ())), OPTIONS)[0]) == 0


def test_copies_are_found_among_unlike_tables():
    tables = [unlike(n) for n in range(1, 60)]
    tables += [table(60, "政务大楼食堂", CANTEEN), table(61, "活动站餐厅", (*CANTEEN[:8], BLOCK[4]))]
    found = engine.find_copies(corpus(*tables), OPTIONS)
    assert list(zip(found.a.tolist(), found.b.tolist(), strict=True)) == [(59, 60)]
    assert found.cluster.tolist() == [0] * 59 + [1, 1]


def test_copies_by_text_alone_are_candidates():
    tables = [*map(unlike, range(1, 30)), table(30, "甲楼", (), CANTEEN_TEXTS), table(31, "乙楼", (), CANTEEN_TEXTS)]
    found = engine.find_copies(corpus(*tables), OPTIONS)
    assert list(zip(found.a.tolist(), found.b.tolist(), strict=True)) == [(29, 30)]


@pytest.mark.parametrize("number", [7, 60])
def test_boilerplate_costs_one_pair_a_table(number):
    tables = [table(n, f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}食堂", CANTEEN) for n in range(1, number + 1)]
    spanning = engine.find_copies(corpus(*tables), OPTIONS)
    every = engine.find_copies(corpus(*tables), OPTIONS, all_pairs=True)
    assert len(spanning.a) == number - 1
    assert len(every.a) == number * (number - 1) // 2
    assert set(spanning.cluster.tolist()) == set(every.cluster.tolist()) == {1}


def test_a_spanning_set_keeps_the_best_pairs():
    a, b = np.array([0, 0, 1]), np.array([1, 2, 2])
    numbers = number_clusters(3, a, b)
    assert choose_spanning(numbers, a, b, np.array([0.9, 0.5, 0.8]), full=2).tolist() == [0, 2]
    assert choose_spanning(numbers, a, b, np.array([0.9, 0.5, 0.8]), full=3).tolist() == [0, 1, 2]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_two_processes_find_the_same(monkeypatch, method):
    tables = [*map(unlike, range(1, 50)), *(table(n, f"第{n}食堂", CANTEEN, CANTEEN_TEXTS) for n in range(50, 60))]
    one = engine.find_copies(corpus(*tables), OPTIONS, all_pairs=True)
    monkeypatch.setattr(engine, "PARALLEL_TEXTS", 2)
    monkeypatch.setattr(engine, "PARALLEL_PAIRS", 2)
    monkeypatch.setattr(engine, "_BATCH", 7)
    monkeypatch.setattr(signature, "CHUNK", 13)
    two = engine.find_copies(corpus(*tables), OPTIONS, all_pairs=True, each=Processes(2, method))
    assert len(one.a) == 45
    assert one.a.tolist() == two.a.tolist()
    assert one.accounts == two.accounts


def test_clusters_are_connected_components():
    assert find_roots(6, [(4, 1), (1, 2), (0, 5)]) == [0, 1, 1, 3, 1, 0]


def test_rows_become_tables_where_project_or_file_changes():
    rows = pa.table(
        {
            "file": ["一", "一", "一", "二"],
            "project": ["甲", "甲", "乙", "乙"],
            "level2": ["数量指标"] * 4,
            "name": ["修路", "架桥", "挖井", "挖井"],
            "value": ["3公里", "1座", "2口", None],
        }
    )
    made = of_rows(rows)
    assert [made.table(i).project for i in range(len(made))] == ["甲", "乙", "乙"]
    assert made.named(2) == {"file": "二", "table": 1, "project": "乙", "department": None, "year": None}
    assert [row.name for row in made.table(0).indicators] == ["修路", "架桥"]
    assert made.table(2).indicators[0].value == ""


def test_joined_corpora_keep_order_and_texts():
    first = corpus(table(1, "甲楼", CANTEEN, CANTEEN_TEXTS))
    second = of_rows(pa.table({"project": ["乙"], "name": ["挖井"], "value": ["2口"]}))
    both = joined([first, second, first])
    assert [both.table(i).project for i in range(3)] == ["甲楼", "乙", "甲楼"]
    assert both.table(2).texts == CANTEEN_TEXTS
    assert both.bodies()[1] == "挖井2口"


def test_generic_tables_are_candidates_but_no_copies():
    tables = [
        table(n, f"{chr(0x4E00 + 91 * n)}路", (*ENGINEERING, ("数量指标", f"{chr(0x4E00 + 37 * n)}坝", "3座")))
        for n in range(40)
    ]
    assert len(engine.find_copies(corpus(*tables), OPTIONS).a) == 0
