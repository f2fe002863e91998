import pytest

from lint.checks import build
from lint.checks.rule import Hit
from lint.checks.rules.copies import LeftoverText
from lint.similarity.comparison import Comparison
from tests.shipped import SETTINGS, TOOLS

from .forms import CANTEEN, ENGINEERING, submission, table

OPTIONS = SETTINGS.similarity

DISPATCH = (
    ("数量指标", "保障劳务派遣人数", "48人"),
    ("质量指标", "劳务派遣人员合格率", "≥98%"),
    ("时效指标", "发薪时间", "每月10日前"),
    ("社会效益指标", "岗位履职规范性", "规范"),
)


@pytest.fixture(scope="module")
def rule():
    return build((LeftoverText,), TOOLS)[0]


def hits(rule, *tables):
    return [hit for _, hit in rule.check_corpus(Comparison([submission(*tables)], OPTIONS)) if isinstance(hit, Hit)]


def test_rows_of_another_project(rule):
    source = table(1, "保洁绿化劳务派遣费", DISPATCH, {"项目概况": "由第三方派遣48名保洁、绿化人员。"})
    copied = table(2, "职工灶运行经费", (*DISPATCH[:2], *CANTEEN[:3]), {"项目概况": "保障职工一日三餐。"})
    found = hits(rule, source, copied)
    assert [(hit.table.number, hit.indicator.name) for hit in found] == [
        (2, "保障劳务派遣人数"),
        (2, "劳务派遣人员合格率"),
    ]
    assert found[0].data["owner"]["project"] == "保洁绿化劳务派遣费"
    assert "“劳务派遣”" in found[0].message


def test_a_goal_of_another_project(rule):
    kitchen = table(1, "机关职工灶运行", CANTEEN, {"总体目标": "保障机关职工灶正常运行；杜绝浪费。"})
    lifts = table(
        2,
        "统办楼7部电梯维保",
        (("数量指标", "维保电梯", "7部"),),
        {"总体目标": "1.保障机关职工灶正常运行。2.电梯年检合格。"},
    )
    (hit,) = hits(rule, kitchen, lifts)
    assert (hit.table.number, hit.data["field"], hit.data["text"]) == (2, "总体目标", "保障机关职工灶正常运行")


def test_a_subject_of_one_character(rule):
    water = table(1, "各大楼水费", (), {"总体目标": "确保水的正常保障", "项目概况": "保障各大楼日常用水、清洁用水。"})
    desks = table(2, "办公家具配置", (), {"总体目标": "确保水的正常保障", "项目概况": "保障日常工作"})
    (hit,) = hits(rule, water, desks)
    assert (hit.table.number, hit.data["words"]) == (2, ["水"])


def test_what_the_overview_knows_is_no_leftover(rule):
    source = table(1, "保洁绿化劳务派遣费", DISPATCH)
    mine = table(2, "职工灶运行经费", (*DISPATCH[:2], *CANTEEN[:3]), {"项目概况": "以劳务派遣方式聘用厨师。"})
    assert hits(rule, source, mine) == []


def test_everyday_rows_belong_to_nobody(rule):
    tables = [
        table(n, name, ENGINEERING) for n, name in enumerate(("东大街道路工程", "南门桥加固工程", "质量检测站改造"), 1)
    ]
    assert hits(rule, *tables) == []


def test_a_department_form_knows_all_its_projects(rule):
    source = table(1, "保洁绿化劳务派遣费", DISPATCH)
    assert hits(rule, source, table(2, "云溪县机关事务中心", DISPATCH, scope="department")) == []


def test_an_amount_left_from_the_source(rule):
    rows = (*CANTEEN[:7], ("成本指标", "合同价款", "89.5万元"))
    source = table(1, "政务大楼食堂购买服务", rows, budget=895000.0)
    copied = table(2, "老干部活动站餐厅", rows, budget=120000.0)
    found = hits(rule, source, copied)
    assert [(hit.table.number, hit.data["kind"], hit.indicator.name) for hit in found] == [(2, "amount", "合同价款")]


def test_a_year_left_from_the_source(rule):
    rows = (*CANTEEN[:7], ("时效指标", "合同签订时间", "2024年3月"))
    source = table(1, "政务大楼食堂购买服务", rows, year=2024)
    copied = table(2, "老干部活动站餐厅", rows, year=2025)
    found = hits(rule, source, copied)
    assert [(hit.table.number, hit.data["kind"]) for hit in found] == [(2, "year")]
