"""Documents that state merged cells and columns: spans carry, nothing is realigned."""

from __future__ import annotations

from collections.abc import Sequence

from lint.extract import extract
from lint.model import Cell, Document, Location, Row, Submission
from lint.settings import load
from tests.shipped import LANGUAGE

Written = tuple[int, int, str] | tuple[int, int, str, int, int]  # row, column from 0, text, row span, column span


def document(*grids: Sequence[Written], sheets: Sequence[str] = ("表1", "表2")) -> Document:
    rows: list[Row] = []
    for number, grid in enumerate(grids):
        lines: dict[int, list[Cell]] = {}
        for row, column, text, *span in grid:
            height, width = span or (1, 1)
            place = Location(sheet=sheets[number], row=row + 1, column=column + 1)
            lines.setdefault(row, []).append(Cell(text, place, column, height, width))
        rows += [Row(tuple(sorted(cells, key=lambda c: c.column)), number) for _, cells in sorted(lines.items())]
    return Document("form.xlsx", "xlsx", tuple(rows), merges=True)


def read(*grids: Sequence[Written], sheets: Sequence[str] = ("表1", "表2")) -> Submission:
    return extract(document(*grids, sheets=sheets), load(), LANGUAGE)


def rows_of(submission: Submission) -> list[tuple[str, str, str]]:
    return [(row.level2, row.name, row.value) for table in submission.tables for row in table.indicators]


TOP: list[Written] = [
    (0, 0, "项目支出绩效目标申报表", 1, 8),
    (1, 0, "（2026年度）", 1, 8),
    (2, 0, "项目名称", 1, 2),
    (2, 2, "渡口维修", 1, 6),
    (3, 0, "项目资金\n（万元）", 2, 2),
    (3, 2, "年度资金总额：", 1, 3),
    (3, 5, "36.5"),
    (4, 2, "其中：财政拨款", 1, 3),
    (4, 5, "36.5"),
]
HEAD: list[Written] = [
    (5, 0, "绩效指标", 6, 1),
    (5, 1, "一级指标"),
    (5, 2, "二级指标"),
    (5, 3, "三级指标", 1, 2),
    (5, 5, "指标值", 1, 3),
]


def test_merged_names_and_values_hold_for_every_row_they_cover() -> None:
    submission = read(
        [
            *TOP,
            *HEAD,
            (6, 1, "产出指标", 4, 1),
            (6, 2, "数量指标", 2, 1),
            (6, 3, "维修渡口个数", 1, 2),
            (6, 5, "≥3个", 1, 3),
            (7, 3, "更换缆绳长度", 1, 2),
            (7, 5, "≥200米", 1, 3),
            (8, 2, "质量指标"),
            (8, 3, "验收合格率", 1, 2),
            (8, 5, "100%", 2, 3),
            (9, 2, "时效指标"),
            (9, 3, "按期完工率", 1, 2),
        ]
    )
    assert rows_of(submission) == [
        ("数量指标", "维修渡口个数", "≥3个"),
        ("数量指标", "更换缆绳长度", "≥200米"),
        ("质量指标", "验收合格率", "100%"),
        ("时效指标", "按期完工率", "100%"),
    ]
    table = submission.tables[0]
    assert (table.project, table.year, table.annual_budget) == ("渡口维修", 2026, 365000.0)
    assert not any(row.uncertain for row in table.indicators)


def test_rank_beside_the_name_in_a_cell_of_its_own() -> None:
    submission = read(
        [
            *TOP,
            *HEAD,
            (6, 1, "产出指标"),
            (6, 2, "数量指标"),
            (6, 3, "指标1："),
            (6, 4, "维修渡口个数"),
            (6, 5, "≥3个", 1, 3),
            (7, 3, "……"),
        ]
    )
    assert rows_of(submission) == [("数量指标", "维修渡口个数", "≥3个")]
    assert "……" in {passage.text for passage in submission.passages}


def test_lines_in_a_cell_are_joined() -> None:
    submission = read([*TOP, *HEAD, (6, 2, "数量\n指标"), (6, 3, "维修渡口\n个数", 1, 2), (6, 5, "≥3\n个", 1, 3)])
    assert rows_of(submission) == [("数量指标", "维修渡口个数", "≥3个")]


def test_names_cut_nowhere_and_odd_texts_stay_where_they_stand() -> None:
    submission = read([*TOP, *HEAD, (6, 2, "社会效益"), (6, 3, "社会效益", 1, 2), (6, 5, "社会效益", 1, 3)])
    assert rows_of(submission) == [("社会效益指标", "社会效益", "社会效益")]
    assert not submission.tables[0].indicators[0].uncertain


def test_a_sheet_a_form_though_it_has_no_title() -> None:
    bare: list[Written] = [item for item in TOP if item[0] > 1]
    row: list[Written] = [(6, 2, "数量指标"), (6, 3, "维修渡口个数", 1, 2), (6, 5, "≥3个", 1, 3)]
    submission = read([*bare, *HEAD, *row], [*bare, *HEAD, *row])
    assert [(table.project, len(table.indicators)) for table in submission.tables] == [("渡口维修", 1), ("渡口维修", 1)]


def test_next_page_with_columns_of_its_own() -> None:
    first: list[Written] = [*TOP, *HEAD, (6, 2, "数量指标"), (6, 3, "维修渡口个数", 1, 2), (6, 5, "≥3个", 1, 3)]
    second: list[Written] = [
        (0, 0, "效益指标"),
        (0, 1, "社会效益指标"),
        (0, 2, "安全过渡人次"),
        (0, 3, "≥9000人次"),
        (1, 0, "满意度指标"),
        (1, 1, "服务对象满意度指标"),
        (1, 2, "乘客满意度"),
        (1, 3, "≥92%"),
    ]
    submission = read(first, second, sheets=("表1", "表1"))
    assert rows_of(submission) == [
        ("数量指标", "维修渡口个数", "≥3个"),
        ("社会效益指标", "安全过渡人次", "≥9000人次"),
        ("服务对象满意度指标", "乘客满意度", "≥92%"),
    ]
    assert len(submission.tables) == 1


def test_places_are_cell_addresses() -> None:
    row = (
        read([*TOP, *HEAD, (6, 2, "数量指标"), (6, 3, "维修渡口个数", 1, 2), (6, 5, "≥3个", 1, 3)])
        .tables[0]
        .indicators[0]
    )
    assert (row.location.sheet, row.location.row, row.location.column) == ("表1", 7, 4)
    assert row.value_location is not None
    assert (row.value_location.row, row.value_location.column) == (7, 6)


def test_cost_first_keeps_bare_cost_under_its_own_first_level() -> None:
    rows: list[Written] = [
        (6, 1, "成本指标"),
        (6, 2, "成本指标"),
        (6, 3, "维修单价", 1, 2),
        (6, 5, "≤5万元/个", 1, 3),
        (7, 1, "产出指标"),
        (7, 2, "成本指标"),
        (7, 3, "检测费", 1, 2),
        (7, 5, "≤2万元", 1, 3),
    ]
    table = read([*TOP, *HEAD, *rows]).tables[0]
    assert [(row.level1, row.level2) for row in table.indicators] == [
        ("成本指标", "成本指标"),
        ("产出指标", "成本指标"),
    ]
    assert table.form == "2021"


def test_cost_under_output_is_the_older_form() -> None:
    rows: list[Written] = [
        (6, 1, "产出指标", 2, 1),
        (6, 2, "数量指标"),
        (6, 3, "维修渡口个数", 1, 2),
        (6, 5, "≥3个", 1, 3),
        (7, 2, "成本指标"),
        (7, 3, "检测费", 1, 2),
        (7, 5, "≤2万元", 1, 3),
    ]
    table = read([*TOP, *HEAD, *rows]).tables[0]
    assert [row.level2 for row in table.indicators] == ["数量指标", "成本指标"]
    assert table.form == "2015"


def test_first_level_alone_stands_for_its_second() -> None:
    head: list[Written] = [(5, 1, "一级指标"), (5, 3, "三级指标"), (5, 5, "指标值")]
    rows: list[Written] = [(6, 1, "满意度指标"), (6, 3, "乘客满意度"), (6, 5, "≥92%")]
    assert rows_of(read([*TOP, *head, *rows])) == [("服务对象满意度指标", "乘客满意度", "≥92%")]


def test_local_categories_stay_as_written() -> None:
    rows: list[Written] = [
        (6, 1, "部门管理", 2, 1),
        (6, 2, "预算编制"),
        (6, 3, "预算编制完整率", 1, 2),
        (6, 5, "100%", 1, 3),
        (7, 2, "能力建设"),
        (7, 3, "人均培训学时", 1, 2),
        (7, 5, "≥40学时", 1, 3),
    ]
    table = read([*TOP, *HEAD, *rows]).tables[0]
    assert [(row.level1, row.level2, row.name) for row in table.indicators] == [
        ("部门管理", "预算编制", "预算编制完整率"),
        ("部门管理", "能力建设", "人均培训学时"),
    ]


def test_without_any_merged_cell_places_prove_nothing() -> None:
    """A scan's text saved as a workbook: shifted cells are read as in text."""
    head: list[Written] = [(5, 1, "一级指标"), (5, 2, "二级指标"), (5, 3, "三级指标"), (5, 4, "指标值")]
    rows: list[Written] = [
        (6, 1, "产出指标"),
        (6, 2, "数量指标"),
        (6, 3, "维修渡口个数"),
        (6, 4, "≥3个"),
        (7, 1, "质量指标"),
        (7, 2, "验收合格率"),
        (7, 3, "100%"),
    ]
    top: list[Written] = [item for item in TOP if item[0] < 3]
    assert rows_of(read([*top, *head, *rows])) == [
        ("数量指标", "维修渡口个数", "≥3个"),
        ("质量指标", "验收合格率", "100%"),
    ]
