from __future__ import annotations

import json
from pathlib import Path

import pytest

from lint.classify.corpus import CorpusError, load_corpora, read_rows, write_rows
from lint.classify.labels import OLDER
from tests.classify import small

GOOD = {
    "source": "added", "document": "J", "group": "g", "sector": "交通", "project": "", "form": "2015",
    "level2": "数量指标", "name": "养护里程", "value": "≥20公里", "true_level2": "数量指标", "vague": 0, "unit": None,
    "kind": "names", "contested": [],
}  # fmt: skip


def test_the_shipped_corpora_hold_every_category_of_every_source() -> None:
    rows = load_corpora()
    for source in ("real", "authored", "added"):
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
