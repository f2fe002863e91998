"""Flat tables: one line an indicator, the columns in any order."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint.extract import extract
from lint.model import Document
from lint.readers import read
from lint.settings import load
from tests.shipped import LANGUAGE

HEADS = ("项目名称", "一级指标", "二级指标", "三级指标", "指标值", "年度", "单位名称", "项目编码", "指标解释")
ROWS = (
    ("青禾河清淤", "产出指标", "数量指标", "清淤河道长度", "≥12公里", "2025", "青禾县水务局", "3301", "按验收单计"),
    ("青禾河清淤", "产出指标", "时效指标", "清淤完成时间", "2025年5月底前", "2025", "青禾县水务局", "3301", ""),
    ("青禾河清淤", "满意度指标", "服务对象满意度指标", "沿河居民满意度", "≥90%", "2025", "青禾县水务局", "3301", ""),
    ("校舍维修", "产出指标", "质量指标", "验收合格率", "100%", "2025", "青禾县教育局", "3302", "以验收报告为准"),
    ("校舍维修", "成本指标", "经济成本指标", "维修总成本", "≤80万元", "2025", "青禾县教育局", "3302", ""),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(HEADS))), encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_columns_stand_in_any_order(tmp_path: Path, order: list[int], encoding: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([HEADS[index] for index in order])
    writer.writerows([[row[index] for index in order] for row in ROWS])
    path = tmp_path / "flat.csv"
    path.write_bytes(text.getvalue().encode(encoding))

    document = read(str(path), load())
    assert isinstance(document, Document)
    tables = extract(document, load(), LANGUAGE).tables

    assert [(table.project, table.department, table.year) for table in tables] == [
        ("青禾河清淤", "青禾县水务局", 2025),
        ("校舍维修", "青禾县教育局", 2025),
    ]
    got = [(t.project, i.level2, i.name, i.value) for t in tables for i in t.indicators]
    assert got == [(row[0], row[2], row[3], row[4]) for row in ROWS]


@pytest.mark.parametrize("head", ["项目名称", "预算项目名称"])
def test_a_project_column_after_the_name_still_parts_the_tables(tmp_path: Path, head: str) -> None:
    path = tmp_path / "flat.csv"
    path.write_text(
        f"二级指标,三级指标,指标值,{head}\n数量指标,培训人次,≥30人次,甲\n数量指标,培训人次,≥40人次,乙\n",
        encoding="utf-8",
    )
    document = read(str(path), load())
    assert isinstance(document, Document)
    assert [table.project for table in extract(document, load(), LANGUAGE).tables] == ["甲", "乙"]
