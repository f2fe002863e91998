"""The same invented rows in every arrangement that forms come in must come back the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from lint.extract import extract
from lint.model import ANNUAL, WHOLE, Submission, Unreadable
from lint.readers.text import parse
from lint.settings import load
from tests.extract.layouts import (
    FACTS,
    FOOTER,
    Row,
    both,
    dumped,
    expected,
    form,
    markdown,
    pieces,
    plain_rows,
    single,
    spaced,
    tabs,
    two_halves,
)
from tests.shipped import LANGUAGE

TITLE = "白塔区财政支出绩效目标表"
HEAD = "一级指标\t二级指标\t三级指标\t指标值"
RENDERERS = {"tabs": tabs, "markdown": markdown, "spaced": spaced, "dumped": dumped}
Renderer = Callable[[Sequence[Sequence[str]]], str]


def read(text: str) -> Submission:
    document = parse(text.encode(), "form.txt", load())
    assert not isinstance(document, Unreadable)
    return extract(document, load(), LANGUAGE)


def rows_of(submission: Submission, unit: bool = False) -> list[Row]:
    return [
        (row.period, row.level2, row.name, row.value + (row.unit if unit else ""))
        for table in submission.tables
        for row in table.indicators
    ]


def assert_read(text: str, wanted: list[Row], unit: bool = False) -> Submission:
    submission = read(text)
    assert sorted(rows_of(submission, unit)) == sorted(wanted)
    assert len(submission.tables) == 1
    assert not [row for row in submission.tables[0].indicators if row.uncertain]
    return submission


@pytest.mark.parametrize("name", RENDERERS)
def test_one_column(name: str) -> None:
    table = assert_read(single(RENDERERS[name]), expected()).tables[0]
    assert (table.project, table.department, table.implementer) == (
        "区图书馆藏书更新经费",
        "105-白塔区文化局",
        "白塔区图书馆",
    )
    assert (table.year, table.annual_budget, table.total_budget) == (2026, 125000.0, None)
    assert [(fund.label, fund.amount, fund.total) for fund in table.funds] == [
        ("年度资金总额", 125000.0, True),
        ("其中：财政拨款", 105000.0, False),
        ("其他资金", 20000.0, False),
    ]
    assert table.texts["总体目标"] == "补充馆藏，方便居民借阅。"
    assert {slot.level2 for slot in table.slots} == {fact[1] for fact in FACTS}


@pytest.mark.parametrize("name", RENDERERS)
def test_two_halves(name: str) -> None:
    table = assert_read(form(RENDERERS[name](two_halves())), both()).tables[0]
    assert table.two_halves


PIECES = [
    ["二级指标", "三级指标", "指标值类型", "目标值"],
    ["一级指标", "二级指标", "三级指标", "计算符号", "指标值", "计量单位"],
    ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "指标解释", "评（扣）分标准", "分值"],
    ["序号", "一级指标", "二级指标", "指标名称", "目标值", "备注"],
    ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分", "偏差原因分析及改进措施"],
    ["一级指标", "权重", "二级指标", "三级指标", "目标值", "分值"],
    ["指标名称", "目标值", "二级指标", "一级指标"],
]


@pytest.mark.parametrize("order", PIECES, ids="-".join)
@pytest.mark.parametrize("name", RENDERERS)
def test_columns_in_any_order(name: str, order: list[str]) -> None:
    apart = "计量单位" in order or "度量单位" in order
    assert_read(form(RENDERERS[name](pieces(order))), expected(), unit=apart)


def test_pieces_keep_their_columns() -> None:
    table = assert_read(form(tabs(pieces(PIECES[2]))), expected(), unit=True).tables[0]
    first, timed = table.indicators[0], table.indicators[3]
    assert (first.value, first.unit, first.weight) == ("≥3200", "册", "10")
    assert first.explanation == "反映采购图书册数情况"
    assert first.scoring.startswith("完成得满分")
    assert (timed.value, timed.value_type) == ("2026年9月底前", "定性")


def test_self_evaluation_keeps_actual_and_score() -> None:
    first = assert_read(form(tabs(pieces(PIECES[4]))), expected()).tables[0].indicators[0]
    assert (first.actual, first.score, first.weight) == ("3200册", "9.5", "10")
    assert first.deviation == "采购流程较长，今后提前启动"


@pytest.mark.parametrize("name", RENDERERS)
def test_one_name_for_two_values(name: str) -> None:
    order = ["一级指标", "二级指标", "三级指标", "实施期指标值", "年度指标值"]
    assert_read(form(RENDERERS[name](pieces(order))), expected(WHOLE) + expected(ANNUAL))


LINES = tabs(plain_rows()).split("\n")
CONTINUED = {
    "title and head": ["", "— 7 —", "", TITLE, "", "(2026年度)", "", HEAD],
    "title": ["", "第 7 页 共 9 页", "", TITLE, ""],
    "head": ["", "7", "", HEAD],
    "watermark": ["", "仅供内部审核", "", "仅供内部审核", ""],
    "document's name": ["", "白塔区文化局2026年部门预算", ""],
    "named continuation": ["", TITLE + "（续表）", "", HEAD],
}


@pytest.mark.parametrize("between", CONTINUED.values(), ids=CONTINUED.keys())
def test_continued_on_the_next_page(between: list[str]) -> None:
    assert_read(form("\n".join([HEAD, *LINES[:5], *between, *LINES[5:]])), expected())


def test_watermarks_are_kept_as_passages_and_out_of_cells() -> None:
    text = single().replace("读者满意度", "读者仅供内部审核满意度")
    submission = assert_read("仅供内部审核\n\n" + text, expected())
    marks = [passage for passage in submission.passages if passage.text == "仅供内部审核"]
    assert [(mark.location.line, mark.table) for mark in marks] == [(1, None), (23, 1)]


SPELLINGS: dict[str, Callable[[str], str]] = {
    "weight": lambda word: word + "（20分）",
    "share": lambda word: word + "(权重20%)",
    "chapter": lambda word: "（一）" + word,
    "number": lambda word: "1." + word,
    "gap": lambda word: word[:2] + " " + word[2:],
    "no suffix": lambda word: word[:-2],
    "cut": lambda word: word[:-1],
    "colon": lambda word: word + "：",
    "bold": lambda word: f"<b>{word}</b>",
}


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_spellings_of_categories(spell: Callable[[str], str]) -> None:
    rows = [[spell(l1) if l1 else "", spell(l2) if l2 else "", n, v] for l1, l2, n, v in plain_rows()]
    assert_read(form(tabs([HEAD.split("\t"), *rows])), expected())


@pytest.mark.parametrize("broken", ["白塔区财政支出绩效\n目标表", "白塔区财政支出绩\n\n— 3 —\n\n效目标表"])
def test_title_broken_by_a_page(broken: str) -> None:
    submission = assert_read(single().replace(TITLE, broken), expected())
    assert submission.tables[0].title == TITLE


def test_head_row_lost() -> None:
    assert_read(form("\n".join(LINES)), expected())
    assert_read(form(tabs(two_halves()[1:])), both())


def test_two_head_rows() -> None:
    rows = pieces(PIECES[1])[1:]
    heads = [["一级指标", "二级指标", "三级指标", "绩效指标值", "", ""], ["", "", "", "符号", "数值", "单位"]]
    assert_read(form(tabs([*heads, *rows])), expected(), unit=True)


def test_form_on_its_side() -> None:
    upright = [HEAD.split("\t"), *([l1, l2, n, s + v + u] for l1, l2, n, s, v, u in FACTS)]
    assert_read(form(tabs([list(column) for column in zip(*upright, strict=True)])), expected())


def test_halves_named_the_other_way_round() -> None:
    swapped = [(ANNUAL if period == WHOLE else WHOLE, *rest) for period, *rest in both()]
    assert_read(form("\t年度目标\t\t\t\t中期目标\n" + tabs(two_halves())), swapped)  # type: ignore[arg-type]


def test_forms_without_titles() -> None:
    bare = single().replace(TITLE + "\n\n", "")
    assert [len(table.indicators) for table in read(bare + "\n" + bare).tables] == [10, 10]
    unended = bare.replace(FOOTER, "")
    assert [len(table.indicators) for table in read(unended + "\n" + unended).tables] == [10, 10]
    assert [table.year for table in read(bare + "\n" + bare).tables] == [2026, 2026]


def test_other_tables_between_forms_are_no_indicators() -> None:
    unended = single().replace(FOOTER, "")
    assets = "十一、国有资产占有使用情况\n\n车辆\t3\t辆\n房屋\t数量\t100\n"
    text = f"{unended}\n{assets}\n{unended}\n第四部分 名词解释\n\n基本支出\t指\t保障运转\n"
    assert [len(table.indicators) for table in read(text).tables] == [10, 10]


def test_flat_list_gives_a_table_a_project() -> None:
    rows = [["项目名称", "一级指标", "二级指标", "三级指标", "指标值"]]
    for project in ("书屋补贴", "展览巡展"):
        rows += [[project if i == 0 else "", l1, l2, n, v] for i, (l1, l2, n, v) in enumerate(plain_rows())]
    submission = read(tabs(rows))
    assert [(table.project, len(table.indicators)) for table in submission.tables] == [
        ("书屋补贴", 10),
        ("展览巡展", 10),
    ]
    assert rows_of(submission) == expected() * 2


def test_document_without_a_form() -> None:
    submission = read("关于召开会议的通知\n\n各科室：\n\n时间\t地点\n周一\t二楼\n")
    assert (submission.kind, submission.tables) == ("other", ())
    assert [passage.text for passage in submission.passages][-2:] == ["周一", "二楼"]


def test_form_that_breaks_off_is_cut() -> None:
    text = single().split(HEAD)[0]
    table = read(text).tables[0]
    assert (table.cut, table.indicators, table.annual_budget) == (True, (), 125000.0)


def shifted(rows: list[list[str]], rng: random.Random) -> list[list[str]]:
    """Rows as a scan leaves them: four in ten lose leading empty cells or gain one."""
    result = [rows[0]]
    for row in rows[1:]:
        cells = list(row)
        if rng.random() < 0.4:
            match rng.choice(("left", "all", "right", "gap")):
                case "left" if not cells[0]:
                    del cells[0]
                case "all":
                    while not cells[0]:
                        del cells[0]
                case "right":
                    cells.insert(0, "")
                case _:
                    cells.insert(rng.randrange(1, len(cells)), "")
        result.append(cells)
    return result


@pytest.mark.parametrize("seed", range(12))
def test_shifted_cells(seed: int) -> None:
    rng = random.Random(seed)
    submission = read(form(tabs(shifted(two_halves(), rng))))
    assert sorted(rows_of(submission)) == sorted(both())
