"""What names demand."""

from __future__ import annotations

import pytest

from tests.shipped import LANGUAGE

READ = LANGUAGE.read_name


@pytest.mark.parametrize(
    ("name", "dimension", "evidence"),
    [
        ("专项资金使用率", "ratio", "率"),
        ("女性学员占比", "ratio", "占比"),
        ("办事群众满意度", "ratio", "满意度"),
        ("工作效率", "", "工作效率"),
        ("工程质量", "", "工程质量"),
        ("公务接待费", "money", "费"),
        ("营养膳食补助标准", "money", "补助标准"),
        ("成本控制数", "", "控制数"),
        ("参训人数", "person", "人数"),
        ("年接待人次", "person", "人次"),
        ("演练次数", "times", "次数"),
        ("绿化面积", "area", "面积"),
        ("护林员巡护里程", "length", "里程"),
        ("管护年限", "duration", "年限"),
        ("项目完工时间", "time", "时间"),
        ("供热工期", "time", "工期"),
        ("指标1：粮食产量", "amount", "产量"),
        ("评审价/预算价", "ratio", "评审价/预算价"),
        ("养老金10万元/月", "money", "10万元/月"),
        ("资金使用率情况", "ratio", "率"),
        ("节能环保", "", ""),
        ("改造楼道单元", "", ""),
        ("渣土外运（吨）", "mass", "吨"),
        ("补缴历年取暖费(≥**%)", "ratio", "%"),
        ("项目总投资(≥**万元)", "money", "总投资"),
        ("", "", ""),
    ],
)
def test_demand(name: str, dimension: str, evidence: str) -> None:
    demand = READ(name)
    assert (demand.dimension, demand.evidence) == (dimension, evidence)


def test_units_in_names() -> None:
    found = {
        name: READ(name).unit
        for name in ("投资额（万元）", "年接待人次（万）", "建筑面积（单位：平方米）", "单价元/平方米", "绿化（二期）")
    }
    scales = {name: unit.scale if unit else None for name, unit in found.items()}
    assert scales == {
        "投资额（万元）": 1e4, "年接待人次（万）": 1e4, "建筑面积（单位：平方米）": 1.0,
        "单价元/平方米": 1.0, "绿化（二期）": None,
    }  # fmt: skip


def test_shares_practices_and_people() -> None:
    assert READ("项目申报完成情况").share
    assert not READ("日常保洁").share
    assert READ("保证物品质量").practice
    assert READ("特邀调解员").people
    assert READ("缩短办理时限").change
    assert READ("环境质量综合指数").bare
