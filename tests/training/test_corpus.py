from __future__ import annotations

import json
from pathlib import Path

import pytest

from lint.classify.labels import OLDER
from lint.training.corpus import ACCEPTED, PUBLIC_NAMES, CorpusError, load_accepted, load_corpora, read_rows, write_rows
from tests.classify import small

GOOD = {
    "source": "added", "document": "J", "group": "g", "sector": "交通", "project": "", "form": "2015",
    "level2": "数量指标", "name": "养护里程", "value": "≥20公里", "true_level2": "数量指标", "vague": 0, "unit": None,
    "kind": "names", "contested": [],
}  # fmt: skip


def test_the_shipped_corpora_hold_every_category_of_every_source() -> None:
    rows = load_corpora()
    for source in ("real", "authored", "added", "blind"):
        assert {row.true_level2 for row in rows if row.source == source} >= set(OLDER)
    assert len({row.sector for row in rows}) > 40
    assert any(row.misplaced for row in rows if row.source == "real")


def test_rows_survive_writing(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    write_rows(path, small.rows())
    assert tuple(read_rows(path)) == small.rows()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"true_level2": "数量"}, "true_level2"),
        ({"vague": 2}, "vague"),
        ({"vague": True}, "vague"),
        ({"kind": "other"}, "kind"),
        ({"form": "2019"}, "form"),
        ({"contested": ["name"]}, "contested"),
        ({"name": "长" * 501}, "name"),
        ({"name": None}, "name"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps(GOOD, ensure_ascii=False), json.dumps({**GOOD, **change}, ensure_ascii=False)]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CorpusError, match="第 2 行") as caught:
        read_rows(path)
    assert said in str(caught.value)


def test_a_missing_field_and_broken_json_are_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({k: v for k, v in GOOD.items() if k != "unit"}, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(CorpusError, match="缺少字段 unit"):
        read_rows(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(CorpusError, match="JSON"):
        read_rows(path)
    with pytest.raises(CorpusError, match="无法读取"):
        read_rows(tmp_path / "none.jsonl")


def test_a_table_of_names_is_read_as_rows_that_teach_categories_alone(tmp_path: Path) -> None:
    path = tmp_path / "blind_names.tsv"
    path.write_text(
        "sector\tlevel2\tname\tvalue\n水利\t社会成本指标\t断水投诉\t≤3起\n水利\t数量指标\t清淤\t\n", encoding="utf-8"
    )
    one, two = read_rows(path)
    assert (one.source, one.kind, one.form, one.level2, one.true_level2) == (
        "blind",
        "names",
        "2021",
        *["社会成本指标"] * 2,
    )
    assert (two.sector, two.form, two.name, two.value, two.vague) == ("水利", "2015", "清淤", "", None)


@pytest.mark.parametrize(
    "line",
    [
        "水利\t数量\t清淤\t",
        "水利\t数量指标\t \t3处",
        "水利\t数量指标\t清淤",
        "水利\t数量指标\t" + "长" * 501 + "\t",
        "",
    ],
)
def test_a_wrong_line_of_a_table_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "blind_names.tsv"
    path.write_text(f"sector\tlevel2\tname\tvalue\n{line}\n水利\t数量指标\t清淤\t3处\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="第 2 行"):
        read_rows(path)


def test_a_table_without_its_head_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "blind_names.tsv"
    path.write_text("水利\t数量指标\t清淤\t3处\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="第 1 行"):
        read_rows(path)


def test_acceptable_categories_are_read_and_validated(tmp_path: Path) -> None:
    path = tmp_path / ACCEPTED
    head = "sector\tname\tvalue\tbest\tothers\n"
    path.write_text(head + "水利\t断水\t不发生\t社会效益指标\t质量指标、社会成本指标\n", encoding="utf-8")
    (row,) = load_accepted(tmp_path)
    assert (row.best, row.others) == ("社会效益指标", ("质量指标", "社会成本指标"))
    for wrong in ("水利\t断水\t\t社会效益\t", "水利\t断水\t\t质量指标\t质量指标", "水利\t断水\t\t质量指标\t时效"):
        path.write_text(head + wrong + "\n", encoding="utf-8")
        with pytest.raises(CorpusError, match="第 2 行"):
            load_accepted(tmp_path)


def test_public_names_are_for_testing_alone() -> None:
    from lint.settings.shipped import shipped

    public = read_rows(shipped("corpora") / PUBLIC_NAMES)
    assert len(public) > 300
    assert not {row.document for row in public} & {row.document for row in load_corpora()}
