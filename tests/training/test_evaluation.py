"""What is taught and what is asked never mix; people and models are compared on the same names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lint.classify.labels import CLASSES, NUMBER_OF
from lint.training.category import fit_category
from lint.training.corpus import Accepted, CorpusError, Row, load_accepted, load_corpora
from lint.training.evaluation import Answers, ask_all, older_class, protocols, report
from lint.training.people import Judgement, compared, read_judgements
from tests.classify import small

SPLITS = {
    protocol.name: protocol.splits
    for protocol in protocols(load_corpora(), load_accepted(), public=[small.rows()[0]])
}  # fmt: skip


def _row(name: str, level2: str, source: str = "real", sector: str = "", group: str = "g") -> Row:
    return Row(source, source, group, sector, "", "2015", level2, name, "", level2, None, None, "form")


@pytest.mark.parametrize("name", [name for name in SPLITS if name != "public"])
def test_no_row_is_taught_and_asked_in_one_split(name: str) -> None:
    assert SPLITS[name]
    for split in SPLITS[name]:
        taught = {id(row) for row in split.taught}
        assert split.asked
        assert not any(id(row) in taught for row in split.asked)


@pytest.mark.parametrize("name", ["tables", "sectors", "documents"])
def test_what_the_split_leaves_out_is_left_out_whole(name: str) -> None:
    key = {"tables": "group", "sectors": "sector", "documents": "document"}[name]
    for split in SPLITS[name]:
        asked = {(row.source, getattr(row, key)) for row in split.asked}
        assert not asked & {(row.source, getattr(row, key)) for row in split.taught}


def test_a_strict_sector_is_unknown_to_every_corpus() -> None:
    water = next(split for split in SPLITS["sectors-strict"] if split.asked[0].sector == "水利与防汛")
    assert not [row for row in water.taught if row.source not in ("real", "authored") and "水利" in row.sector]
    assert not [each for each in water.accepted if "水利" in each.sector]
    assert [row for row in water.taught if row.source == "blind" and "教育" in row.sector]


def test_the_blind_protocol_teaches_nothing_written_after_reading_what_is_tested() -> None:
    for split in SPLITS["documents-blind"]:
        assert {row.source for row in split.taught} == {"real", "authored", "blind"}
    assert any(row.source == "added" for row in SPLITS["documents"][0].taught)


def test_splits_are_answered_in_their_order() -> None:
    rows = [row for row in small.rows() if row.level2 in NUMBER_OF and row.true_level2 in NUMBER_OF]
    splits = next(p for p in protocols(rows, small.accepted(), quick=True) if p.name == "documents").splits
    found = ask_all(splits)
    assert [row.name for row in found.rows] == [
        row.name for split in splits for row in split.asked if row.name in {r.name for r in found.rows}
    ]
    assert len(found.rows) == len(found.whole) == len(found.misplaced)
    assert 0 <= report(found, 0.5)["category"]["name_alone"] <= 1


def test_reviewers_answers_teach_where_a_row_may_stay() -> None:
    fine, other = "服务对象满意度指标", "成本指标"
    accepted = [Accepted("", f"{what}服务质量", "≥96%", "质量指标", (fine,)) for what in "甲乙丙丁戊己庚辛"]
    accepted += [Accepted("", f"{what}改造费用", "≤3万元", other, ()) for what in "甲乙丙丁戊己庚辛"]
    rows = [_row(f"{what}服务质量", "质量指标") for what in "子丑寅卯"] + [
        _row(f"{what}改造费用", other) for what in "子丑寅卯"
    ]
    stays = fit_category(rows, accepted).read(["食堂服务质量"], ["≥96%"]).accepted[0]
    assert stays.shape == (len(CLASSES),)
    assert stays[NUMBER_OF[fine]] > 0 > stays[NUMBER_OF[other]]


def test_people_and_model_are_counted_on_the_same_names() -> None:
    rows = (_row("甲", "数量指标"), _row("乙", "质量指标"), _row("丙", "时效指标"), _row("丁", "时效指标"))
    chances = np.zeros((4, len(CLASSES)), dtype=np.float32)
    chances[[0, 1, 2, 3], [0, 0, 2, 2]] = 1
    nothing = np.zeros(4)
    answers = Answers(rows, chances, chances, nothing.astype(np.float32), nothing.astype(int), nothing.astype(int))
    judged = {
        "甲": Judgement((0, 0), (None, None)),
        "乙": Judgement((1, 0), (None, 1)),
        "丙": Judgement((0, 0), (2, None)),
    }
    found = compared(answers, judged)
    assert found == {"rows": 3, "annotators": [0.6667, 0.3333], "either": 0.8333, "agreement": 0.6667, "model": 0.6667}


def test_judgements_are_read_as_the_nine_categories(tmp_path: Path) -> None:
    path = tmp_path / "j.tsv"
    path.write_text(
        "name\tfirst1\tsecond1\tfirst2\tsecond2\n断水\t社会成本指标\t\t时效指标\t质量指标\n", encoding="utf-8"
    )
    cost = older_class(NUMBER_OF["成本指标"])
    assert read_judgements(path) == {"断水": Judgement((cost, 2), (None, 1))}
    for wrong in ("断水\t\t\t时效指标\t", "断水\t时效指标\t", "断水\t时效\t\t时效指标\t"):
        path.write_text(f"name\tfirst1\tsecond1\tfirst2\tsecond2\n{wrong}\n", encoding="utf-8")
        with pytest.raises(CorpusError, match="第 2 行"):
            read_judgements(path)
    with pytest.raises(CorpusError, match="无法读取"):
        read_judgements(tmp_path / "none.tsv")
    assert len(read_judgements()) > 500
