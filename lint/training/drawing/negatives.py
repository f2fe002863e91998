"""Tables that hold no targets, though they have figures, heads and the word 绩效 or 指标: nothing may be read from
them.
"""

from collections.abc import Callable

from .canvas import Canvas, Piece
from .content import full, invented_person, invented_place
from .ink import line
from .sheet import Sheet


def _grid(sheet: Sheet, rows: list[list[str]]) -> None:
    width = max(len(row) for row in rows)
    sheet.canvas = Canvas(width)
    for number, row in enumerate(rows):
        role = "head:other" if number == 0 else "other"
        sheet.canvas.line([Piece(text, role) for text in [*row, *[""] * (width - len(row))]])


def _title(sheet: Sheet, *texts: str) -> None:
    sheet.title = [line((text, "title")) for text in texts]


def _amount(sheet: Sheet) -> str:
    return sheet.money.number(sheet.choice.number(1, 9000) * 1000)


def budget_items(sheet: Sheet) -> None:
    """A list of budget items: 指标 here is an appropriation."""
    choice = sheet.choice
    _title(
        sheet,
        choice.one(
            ("预算指标明细表", f"{sheet.form.year}年部门预算项目支出表", "指标文下达情况表", "预算指标执行情况表")
        ),
        f"单位：{sheet.money.unit}",
    )
    rows = [
        [
            "指标编码",
            sheet.head_word("project"),
            "功能科目",
            "经济科目",
            sheet.head_word("money"),
            choice.one(("指标余额", "已支付", "备注")),
        ]
    ]
    for _ in range(choice.number(4, 15)):
        rows.append(
            [
                str(choice.number(10**8, 10**9)),
                choice.one(sheet.form.entries).name + "经费",
                f"21{choice.number(10000, 99999)}",
                f"302{choice.number(1, 99):02d}",
                _amount(sheet),
                _amount(sheet),
            ]
        )
    _grid(sheet, rows)


def allocation(sheet: Sheet) -> None:
    """Money given to places, with tasks but no targets."""
    choice = sheet.choice
    _title(sheet, f"{sheet.form.year}年{sheet.form.project}分配表", f"单位:{sheet.money.unit}")
    rows = [["县(市、区)", sheet.head_word("money"), choice.one(("任务清单", "建设内容", "备注"))]]
    for _ in range(choice.number(3, 10)):
        entry = choice.one(sheet.form.entries)
        rows.append([invented_place(choice), _amount(sheet), f"{entry.name}{full(entry.target).lstrip('≥≤=')}"])
    rows.append(["合计", _amount(sheet), ""])
    _grid(sheet, rows)


def balance(sheet: Sheet) -> None:
    """Income and expenditure of a department."""
    choice = sheet.choice
    _title(sheet, "部门预算收支总表", sheet.form.department, f"预算年度:{sheet.form.year}", f"单位:{sheet.money.unit}")
    names = (
        "一、一般公共预算拨款收入",
        "二、政府性基金预算拨款收入",
        "三、国有资本经营预算拨款收入",
        "四、财政专户管理资金",
        "五、事业收入",
        "六、其他收入",
    )
    uses = (
        "一、一般公共服务支出",
        "二、外交支出",
        "三、社会保障和就业支出",
        "四、卫生健康支出",
        "五、农林水支出",
        "六、住房保障支出",
    )
    rows = [
        [sheet.head_word("serial"), "收入", "预算数", "支出", sheet.head_word("money")],
        ["栏次", "1", "2", "3", "4"],
    ]
    for number, (name, use) in enumerate(zip(names, uses, strict=True), 1):
        rows.append([str(number), name, choice.one(("", _amount(sheet))), use, choice.one(("", _amount(sheet)))])
    rows.append(["", "本年收入合计", _amount(sheet), "本年支出合计", _amount(sheet)])
    _grid(sheet, rows)


def scores(sheet: Sheet) -> None:
    """An evaluation's frame with weights and scores, and no target anywhere."""
    choice = sheet.choice
    _title(sheet, f"{sheet.form.project}绩效评价评分表")
    rows = [["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", sheet.head_word("score")]]
    frame = (
        ("项目决策", "项目目标", ("目标内容",)),
        ("", "决策过程", ("决策依据", "决策程序")),
        ("项目管理", "资金到位", ("到位率", "到位时效")),
        ("", "资金管理", ("资金使用", "财务管理")),
        ("项目绩效", "项目产出", ("产出数量", "产出质量", "产出时效", "产出成本")),
        ("", "项目效益", ("经济效益", "社会效益", "环境效益", "服务对象满意度")),
    )
    for first, second, thirds in frame:
        for number, third in enumerate(thirds):
            weight = choice.number(2, 8)
            rows.append(
                [
                    first if number == 0 else "",
                    str(weight * 4) if first and number == 0 else "",
                    second if number == 0 else "",
                    str(weight * 2) if number == 0 else "",
                    third,
                    str(weight),
                    str(weight - choice.number(0, 2)),
                ]
            )
    rows.append(["总分", "100", "", "", "", "", str(choice.number(80, 99))])
    _grid(sheet, rows)


def progress(sheet: Sheet) -> None:
    """Progress of works by places."""
    choice = sheet.choice
    _title(sheet, f"“{choice.one(sheet.form.entries).name}”1-{choice.number(6, 11)}月工作进度")
    places = [invented_place(choice) for _ in range(choice.number(2, 4))]
    rows = [
        [
            "责任部门",
            sheet.head_word("project"),
            "全市目标任务",
            *places,
            "计划投资",
            "完成投资",
            "投资完成率",
            sheet.head_word("remark"),
        ]
    ]
    for _ in range(choice.number(2, 6)):
        entry = choice.one(sheet.form.entries)
        rows.append(
            [
                sheet.form.department,
                entry.name,
                f"完成{full(entry.target)}",
                *[choice.one(("已完工", "/", "完成80%", "正在招标")) for _ in places],
                _amount(sheet),
                _amount(sheet),
                f"{choice.number(60, 104)}%",
                "",
            ]
        )
    _grid(sheet, rows)


def roster(sheet: Sheet) -> None:
    """A list of subsidised people or firms."""
    choice = sheet.choice
    _title(sheet, f"{sheet.form.year}年{sheet.form.project}公示名单")
    rows = [[sheet.head_word("serial"), "姓名", "所在乡镇", "补助标准", sheet.head_word("money"), "发放月数"]]
    for number in range(1, choice.number(5, 16)):
        rows.append(
            [
                str(number),
                invented_person(choice),
                invented_place(choice)[:2] + "镇",
                f"{choice.number(2, 40) * 50}元/月",
                _amount(sheet),
                str(choice.number(1, 12)),
            ]
        )
    _grid(sheet, rows)


def library(sheet: Sheet) -> None:
    """A library of indicators to choose from: names with placeholders, no form of anybody."""
    choice = sheet.choice
    _title(sheet, choice.one(("共性绩效指标库", "分行业绩效指标库示例", "通用共性指标框架")))
    rows = [["类别", "一级指标", "二级指标", sheet.head_word("name"), sheet.head_word("explanation")]]
    for entry in sheet.form.entries:
        rows.append(
            [
                choice.one(("维修类", "采购类", "宣传类", "培训类")),
                "产出指标",
                entry.level2,
                f"{entry.name}(**{entry.target.unit})",
                f"反映{entry.name}情况",
            ]
        )
    _grid(sheet, rows)


NEGATIVES: tuple[Callable[[Sheet], None], ...] = (budget_items, allocation, balance, scores, progress, roster, library)
"""Every kind of table without targets."""


def negative(sheet: Sheet) -> None:
    """Lays one of them."""
    sheet.money.said = "title"
    sheet.choice.one(NEGATIVES)(sheet)
