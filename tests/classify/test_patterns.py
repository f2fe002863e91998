"""Patterns shown to a reviewer: what is fit to be shown, and what is near."""

from __future__ import annotations

from lint.classify.patterns import PatternIndex, Wellformed
from lint.training.corpus import Row
from lint.training.wellformed import wellformed

WORDS = frozenset({"设施", "维护", "管理", "健康", "会议", "费用", "设备"})


def _row(name: str, value: str, level2: str = "数量指标", kind: str = "names", source: str = "blind") -> Row:
    vague = 0 if kind == "form" else None
    return Row(source, "d", "g", "水利", "", "2015", level2, name, value, level2, vague, None, kind)


def _index(*rows: tuple[str, str, str]) -> PatternIndex:
    return PatternIndex([Wellformed(level2, name, value, "") for level2, name, value in rows], WORDS)


def test_listed_names_are_shown_only_with_a_bounded_target() -> None:
    rows = [
        _row("闸门维修数量", "≥3座"),
        _row("清淤", "两处"),
        _row("渡船更新", "9月底", "时效指标"),
        _row("渡船更新时间", "9月底前", "时效指标", kind="form"),
        _row("渠道清淤", "≥3公里", source="real"),
    ]
    assert [row.name for row in wellformed(rows)] == ["闸门维修数量", "渡船更新时间"]


def test_rows_that_share_nothing_but_the_head_are_not_shown() -> None:
    index = _index(("数量指标", "老年人健康管理", "≥300人"), ("数量指标", "庭审设备维护", "≥2套"))
    assert [found.name for found in index.closest("设施维护管理", "数量指标")] == ["庭审设备维护"]


def test_short_names_are_all_head() -> None:
    index = _index(("成本指标", "公务接待费", "≤9万元"))
    assert [found.name for found in index.closest("接待费", "成本指标")] == ["公务接待费"]


def test_another_category_is_shown_only_where_the_own_one_has_nothing() -> None:
    rows = (("成本指标", "会议费用总额", "≤3万元"), ("数量指标", "会议费用笔数", "≥3笔"))
    assert [found.level2 for found in _index(*rows).closest("会议费用", "成本指标")] == ["成本指标"]
    assert [found.level2 for found in _index(*rows[1:]).closest("会议费用", "成本指标")] == ["数量指标"]
