from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lint.classify.labels import OLDER
from lint.cli import group
from lint.training.corpus import read_rows
from lint.training.layout import train_layout
from tests.classify import small


def _run(*arguments: str, given: str | bytes = "") -> Result:
    return CliRunner().invoke(group, list(arguments), input=given)


def _lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_classify_answers_every_line_in_order() -> None:
    names = ["培训人次", "", "验收合格率", "项目完成时间", "设备购置成本", "群众满意度", "  ", "二氧化碳减排量"]
    found = _lines(_run("classify", "-", "--format", "jsonl", given="\n".join(names)))
    assert [answer["name"] for answer in found] == names
    assert [answer["level2"] for answer in found] == [
        "数量指标", "", "质量指标", "时效指标", "成本指标", "服务对象满意度指标", "", "生态效益指标",
    ]  # fmt: skip
    assert set(found[0]) == {"name", "level2", "probability", "evidence"}
    assert all(0 <= float(str(answer["probability"])) <= 1 for answer in found)
    assert found[0]["evidence"]


def test_classify_gives_the_older_categories_unless_asked() -> None:
    names = "施工扬尘浓度\n征迁引发群体性事件\n项目总投资\n"
    assert all(answer["level2"] in OLDER for answer in _lines(_run("classify", given=names)))
    newer = [answer["level2"] for answer in _lines(_run("classify", "--form", "2021", given=names))]
    assert newer[2] == "经济成本指标"
    assert not set(newer) & {"成本指标"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_classify_reads_csv_with_values(encoding: str) -> None:
    text = '三级指标,指标值\n培训,300元/人·天\n"水,电费",≤5万元\n'
    found = _lines(_run("classify", given=text.encode(encoding)))
    assert [answer["name"] for answer in found] == ["培训", "水,电费"]
    assert found[1]["level2"] == "成本指标"


def test_only_line_ends_end_a_line() -> None:
    found = _lines(_run("classify", given="培训\u2028人次\r\n验收\x0b合格率\r\n"))
    assert [answer["level2"] for answer in found] == ["数量指标", "质量指标"]
    assert _lines(_run("classify", given="")) == []


def test_classify_refuses_ragged_csv() -> None:
    result = _run("classify", given="name,value\na,b,c\n")
    assert result.exit_code == 2
    assert "第 2 行" in result.output


def test_a_name_that_looks_like_a_header_is_a_name() -> None:
    assert [answer["name"] for answer in _lines(_run("classify", given="name\n"))] == ["name"]


@pytest.mark.slow
def test_suggest_gives_checkable_rows_of_the_category() -> None:
    found = _lines(_run("suggest", "节能环保", "--level2", "生态效益指标", "-f", "jsonl"))
    assert 0 < len(found) <= 3
    assert {answer["level2"] for answer in found} == {"生态效益指标"}
    assert all(any(sign.isdigit() for sign in str(answer["value"])) for answer in found)
    assert len({answer["name"] for answer in found}) == len(found)


def test_suggest_refuses_an_unknown_category() -> None:
    result = _run("suggest", "节能环保", "--level2", "杂项")
    assert result.exit_code == 2
    assert "数量指标" in result.output


HEADER = "code,level2,name,value,project,判定,正确类别\n"


@pytest.mark.slow
def test_labels_become_a_corpus_that_training_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lint.training.models.train_layout", partial(train_layout, forms=12))
    report, corpus = tmp_path / "r.csv", tmp_path / "local.jsonl"
    report.write_text(
        HEADER + "C001,成本指标,供暖时间,2024年11月,供暖,对,时效\n"
        "C001,经济效益指标,办件提速,≥10%,政务,错,\n"
        "V001,质量指标,保洁质量,干净,保洁,对,\n"
        "D001,,,,保洁,对,\nU001,数量指标,人数,5%,保洁,,\n",
        encoding="utf-8",
    )
    result = _run("label", str(report), "--corpus", str(corpus))
    assert result.exit_code == 0, result.output
    assert "新增 3 行" in result.output
    rows = read_rows(corpus)
    assert [(row.level2, row.true_level2, row.vague) for row in rows] == [
        ("成本指标", "时效指标", None), ("经济效益指标", "经济效益指标", None), ("质量指标", "质量指标", 1),
    ]  # fmt: skip
    assert "新增 0 行" in _run("label", str(report), "--corpus", str(corpus)).output
    assert len(read_rows(corpus)) == 3
    corpora, models = tmp_path / "corpora", tmp_path / "models"
    small.write(corpora)
    trained = _run("train", "--corpora", str(corpora), "--models", str(models), "--extra", str(corpus))
    assert trained.exit_code == 0, trained.output
    assert "审核人员判定 3 行" in trained.output
    assert "local.jsonl" in json.loads((models / "manifest.json").read_text(encoding="utf-8"))["corpora"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("C001,成本指标,供暖时间,11月,,对,", "写明应属"),
        ("C001,成本指标,供暖时间,11月,,对,成本指标", "相同"),
        ("C001,成本指标,供暖时间,11月,,错,时效指标", "核对"),
        ("C001,成本指标,供暖时间,11月,,也许,", "只能写"),
        ("C001,成本指标,供暖时间,11月,,对,时间类", "不是规范"),
    ],
)
def test_a_wrong_verdict_is_refused_with_its_line_and_nothing_is_written(tmp_path: Path, line: str, said: str) -> None:
    report, corpus = tmp_path / "r.csv", tmp_path / "local.jsonl"
    report.write_text(HEADER + line + "\n", encoding="utf-8")
    result = _run("label", str(report), "--corpus", str(corpus))
    assert result.exit_code == 2
    assert "第 2 行" in result.output
    assert said in result.output
    assert not corpus.exists()


def test_a_report_without_the_columns_is_refused(tmp_path: Path) -> None:
    report = tmp_path / "r.csv"
    report.write_text("code,name\nC001,a\n", encoding="utf-8")
    assert "判定" in _run("label", str(report)).output or _run("label", str(report)).exit_code == 2


@pytest.mark.slow
def test_evaluate_on_labels(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    rows = [
        {"l2": "数量指标", "name": "培训人次", "value": "≥30人次", "true_l2": "数量指标"},
        {"l2": "成本指标", "name": "供暖时间", "value": "2024年11月", "true_l2": "时效指标", "contested": []},
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    result = _run("evaluate", "--labels", str(path))
    assert result.exit_code == 0, result.output
    assert "2 行" in result.output
    path.write_text('{"name": "a"}', encoding="utf-8")
    assert _run("evaluate", "--labels", str(path)).exit_code == 2
