"""Grids read as a whole: heads never listed, levels printed in every way, halves, places, what is no form."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pytest

from lint.extract import extract
from lint.language import Language
from lint.model import UNREAD_FORM, Submission, Table
from lint.readers import html as reader
from lint.settings import load

LANGUAGE = Language.of(load())
TITLE = "2025年度项目支出绩效目标申报表"


@dataclass(frozen=True)
class Tall:
    """A cell merged over rows and columns."""

    text: str
    rows: int = 1
    columns: int = 1


Written = list[list[str | Tall]]


def read(*tables: tuple[str, Written]) -> Submission:
    """Titles with their tables as one page."""
    parts = []
    for title, rows in tables:
        parts.append(f"<p>{title}</p><table>")
        for row in rows:
            cells = (cell if isinstance(cell, Tall) else Tall(cell) for cell in row)
            parts.append("<tr>" + "".join(_cell(cell) for cell in cells) + "</tr>")
        parts.append("</table>")
    page = f'<html><meta charset="utf-8"><body>{"".join(parts)}</body></html>'
    return extract(reader.read(page.encode(), "a.html", load()), load(), LANGUAGE)


def _cell(cell: Tall) -> str:
    return f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{html.escape(cell.text)}</td>'


def rows_of(table: Table) -> list[tuple[str, str, str]]:
    return [(row.level2, row.name, row.value + row.unit) for row in table.indicators]


@pytest.mark.parametrize("head", ["预期达到目标", "指标值及单位", "应达到水平", "年内拟实现"])
@pytest.mark.parametrize("standard", ["绩效标准", "取值来由"])
def test_the_target_is_told_by_its_cells_whatever_its_head(head: str, standard: str) -> None:
    rows: Written = [
        ["项目名称", Tall("行道树修剪", 1, 4)],
        ["一级指标", "二级指标", "三级指标", head, standard],
        [Tall("产出指标", 3), Tall("数量指标", 2), "修剪行道树", "1200株", "计划标准"],
        ["配备高空作业车", "≥3辆", "计划标准"],
        ["质量指标", "修剪验收合格率", "≥98%", "行业标准"],
        ["满意度指标", "服务对象满意度指标", "沿街居民满意度", "≥90%", "历史标准"],
    ]
    (table,) = read((TITLE, rows)).tables
    assert rows_of(table) == [
        ("数量指标", "修剪行道树", "1200株"),
        ("数量指标", "配备高空作业车", "≥3辆"),
        ("质量指标", "修剪验收合格率", "≥98%"),
        ("服务对象满意度指标", "沿街居民满意度", "≥90%"),
    ]
    assert not any(row.uncertain for row in table.indicators)


def test_levels_on_rows_of_their_own_and_a_row_that_numbers_the_columns() -> None:
    rows: Written = [
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
        ["1", "2", "3", "4", "5", "6"],
        ["产出指标", "", "", "", "", ""],
        ["", "数量指标", "", "", "", ""],
        ["", "", "聘用防疫员", "=", "86", "人"],
        ["", "", "集中免疫次数", "≥", "2", "次"],
        ["", "时效指标", "", "", "", ""],
        ["", "", "补助兑付期限", "≤", "30", "天"],
    ]
    (table,) = read((TITLE, rows)).tables
    assert rows_of(table) == [
        ("数量指标", "聘用防疫员", "=86人"),
        ("数量指标", "集中免疫次数", "≥2次"),
        ("时效指标", "补助兑付期限", "≤30天"),
    ]


def test_a_category_beside_the_middle_of_its_rows() -> None:
    rows: Written = [
        ["一级指标", "二级指标", "三级指标", "指标值"],
        [Tall("产出指标", 6), "", "指标1：维修渡口", "≥3个"],
        ["数量指标", "指标2：更换缆绳", "≥12根"],
        ["", "指标3：培训船员", "≥40人"],
        ["", "指标1：验收合格率", "100%"],
        ["质量指标", "指标2：抽检合格率", "≥98%"],
        ["", "指标3：返修率", "≤2%"],
        ["满意度指标", "服务对象满意度指标", "指标1：乘客满意度", "≥90%"],
    ]
    (table,) = read((TITLE, rows)).tables
    assert [row.level2 for row in table.indicators] == ["数量指标"] * 3 + ["质量指标"] * 3 + ["服务对象满意度指标"]
    assert [row.value for row in table.indicators][3] == "100%"


def test_halves_one_above_the_other_take_their_period_from_the_root() -> None:
    half: Written = [["数量指标", "改建菜市场", "3处"], ["质量指标", "合格率", "100%"]]
    rows: Written = [
        [Tall("长期绩效指标", 3), "二级指标", "三级指标", "指标值"],
        *half,
        [Tall("年度绩效指标", 3), "二级指标", "三级指标", "指标值"],
        *half,
    ]
    (table,) = read((TITLE, rows)).tables
    assert [row.period for row in table.indicators] == ["实施期", "实施期", "年度", "年度"]


def test_one_name_merged_beside_lines_of_conditions_is_one_row() -> None:
    rows: Written = [
        ["二级指标", "三级指标", "指标值", "评分标准"],
        [Tall("社会效益指标", 2), Tall("旅客平均通关时间", 2), Tall("≤12分钟", 2), "①超过12分钟不得分"],
        ["②超过15分钟倒扣"],
        ["服务对象满意度指标", "旅客满意度", "≥90%", "低于90%不得分"],
    ]
    (table,) = read((TITLE, rows)).tables
    assert rows_of(table) == [
        ("社会效益指标", "旅客平均通关时间", "≤12分钟"),
        ("服务对象满意度指标", "旅客满意度", "≥90%"),
    ]


def test_a_column_a_place_gives_a_row_a_place() -> None:
    rows: Written = [
        [Tall("一级指标", 2), Tall("二级指标", 2), Tall("三级指标", 2), Tall("各县指标值", 1, 2)],
        ["安丘市", "平湖县"],
        [Tall("产出指标", 2), "数量指标", "治理河长", "≥18公里", "≥12公里"],
        ["质量指标", "验收合格率", "100%", "≥98%"],
    ]
    (table,) = read((TITLE, rows)).tables
    assert rows_of(table) == [
        ("数量指标", "治理河长", "≥18公里"),
        ("数量指标", "治理河长", "≥12公里"),
        ("质量指标", "验收合格率", "100%"),
        ("质量指标", "验收合格率", "≥98%"),
    ]


def test_the_sum_of_a_department_lends_its_money_to_no_project() -> None:
    head: list[str | Tall] = ["单位名称", "项目名称", "预算数（元）", "一级指标", "二级指标", "三级指标", "指标值"]
    rows: Written = [
        head,
        ["310-松岭镇部门", "", "3,600,000.00", "", "", "", ""],
        [
            *(Tall("310001-松岭镇政府", 3), Tall("村干部报酬", 2), Tall("3,000,000.00", 2)),
            *("产出指标", "数量指标", "发放人数", "≥86人"),
        ],
        ["产出指标", "时效指标", "发放周期", "12次"],
        ["活动阵地维护", "600,000.00", "产出指标", "数量指标", "维护阵地", "≥9处"],
    ]
    tables = read((TITLE, rows)).tables
    assert [(t.project, t.annual_budget, len(t.indicators)) for t in tables] == [
        ("村干部报酬", 3_000_000.0, 2),
        ("活动阵地维护", 600_000.0, 1),
    ]
    assert {table.department for table in tables} == {"310001-松岭镇政府"}


def test_a_label_is_never_a_value_and_money_takes_the_unit_said_nearest() -> None:
    rows: Written = [
        ["项目名称", "主管部门及其编码", "县水务局 412006", "实施单位"],
        ["年度资金总额", "854万元（其中上级600万元）", "", ""],
        ["二级指标", "三级指标", "指标值", "备注"],
        ["数量指标", "清淤河道", "≥12公里", ""],
        ["时效指标", "完成时间", "5月底前", ""],
    ]
    (table,) = read((TITLE, rows)).tables
    assert (table.project, table.department, table.year) == ("", "县水务局 412006", 2025)
    assert table.annual_budget == 8_540_000


def test_lists_of_budget_items_and_libraries_without_targets_are_no_forms() -> None:
    budget: Written = [
        ["指标文号", "单位", "项目名称", "指标名称", "指标金额", "指标余额"],
        ["财农〔2023〕5号", "农业农村局", "高标准农田", "农田建设补助", "850.00", "237.60"],
        ["财社〔2023〕4号", "民政局", "高龄津贴", "津贴补助", "198.00", "0.00"],
    ]
    library: Written = [
        ["类别", "一级指标", "二级指标", "指标内容", "指标说明"],
        ["宣传类", "产出指标", "数量指标", "宣传场次", "反映宣传场次情况"],
        ["采购类", "产出指标", "质量指标", "设备合格", "反映设备合格情况"],
        ["维修类", "产出指标", "时效指标", "到场时间", "反映到场时间情况"],
    ]
    for title, rows in (("2023年预算指标下达明细表", budget), ("共性绩效指标库", library)):
        submission = read((title, rows))
        assert (submission.kind, submission.tables) == ("other", ())


def test_signatures_opinions_and_sums_are_no_rows() -> None:
    rows: Written = [
        ["二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["数量指标", "观景台面积", "≥20平方米", "21平方米", "50", "50"],
        ["服务对象满意度指标", "游客满意度", "≥90%", "93%", "50", "50"],
        [Tall("总分", 1, 4), "100", "100"],
        ["财政部门审核意见", Tall("（盖章）", 1, 5)],
        [Tall("填报人：赵某　联系电话：略", 1, 6)],
    ]
    submission = read(("项目支出绩效自评表", rows))
    (table,) = submission.tables
    assert [row.name for row in table.indicators] == ["观景台面积", "游客满意度"]
    assert submission.kind == "self-evaluation"


def test_what_shows_categories_with_targets_but_no_row_is_unread() -> None:
    rows: Written = [
        ["数量指标", "≥3个"],
        ["质量指标", "≥98%"],
        ["时效指标", "2025年5月底前"],
    ]
    submission = read(("绩效目标表", rows))
    sure = [row for table in submission.tables for row in table.indicators if not row.uncertain]
    assert not sure
    assert submission.kind == UNREAD_FORM or submission.tables
