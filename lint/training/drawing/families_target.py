"""Forms of targets in one column: of a project, a transfer, a whole department, with four levels, by place,
shifted by a level.
"""

from .assembly import (
    arrange,
    category_columns,
    draw_extras,
    lay_front,
    lay_indicators,
    lead_of,
    level_manners,
    number_rows,
    one_block,
    single_front,
    widen,
)
from .blocks import Column, head_column, width_of
from .canvas import Canvas, Piece, spans
from .content import invented_place, take_apart
from .funds import lay_funds
from .goals import lay_bottom, lay_goal
from .indicators import build_rows, draw_habits
from .meta import department_fields, lay_fields, region_fields
from .model import Gold
from .sheet import Sheet

_TASKS = ("履行主要职能", "重点项目建设", "队伍建设", "日常运转保障", "惠民政策落实", "安全生产监管")


def single(sheet: Sheet) -> list[Gold]:
    """The one-column form of a project."""
    habits, manners = draw_habits(sheet), level_manners(sheet)
    extras = draw_extras(
        sheet,
        {
            "weight": 0.14,
            "explanation": 0.1,
            "scoring": 0.06,
            "standard": 0.16,
            "history": 0.07,
            "direction": 0.05,
            "source": 0.04,
            "remark": 0.14,
        },
    )
    columns = arrange(sheet, habits, [*category_columns(sheet, manners), head_column(sheet, "name")], extras)
    return one_block(sheet, habits, manners, columns, extras, "single", single_front)


def region(sheet: Sheet) -> list[Gold]:
    """A transfer's form, with departments of every level."""
    habits, manners = draw_habits(sheet), level_manners(sheet)
    extras = draw_extras(sheet, {"weight": 0.05, "remark": 0.08})
    columns = arrange(sheet, habits, [*category_columns(sheet, manners), head_column(sheet, "name")], extras)

    def front(sheet: Sheet, lead: int) -> None:
        lay_fields(sheet, region_fields(sheet), lead)
        lay_funds(sheet, lead)
        lay_goal(sheet, lead, halves=False, actual=False)

    sheet.head["kind"] = "区域"
    return one_block(sheet, habits, manners, columns, extras, "region", front)


def department(sheet: Sheet) -> list[Gold]:
    """A whole department's form: its own fields, money by source and use, main tasks, then indicators."""
    habits, manners = draw_habits(sheet), level_manners(sheet)
    habits.local = sheet.choice.chance(0.5)
    extras = draw_extras(sheet, {"weight": 0.3, "explanation": 0.2, "scoring": 0.15, "standard": 0.1, "remark": 0.15})
    columns = arrange(sheet, habits, [*category_columns(sheet, manners), head_column(sheet, "name")], extras)

    def front(sheet: Sheet, lead: int) -> None:
        lay_fields(sheet, department_fields(sheet), lead)
        if sheet.canvas.width - lead >= 4 and sheet.choice.chance(0.6):
            _department_funds(sheet, lead)
        else:
            lay_funds(sheet, lead)
        if sheet.canvas.width - lead >= 3 and sheet.choice.chance(0.5):
            _tasks(sheet, lead)
        lay_goal(sheet, lead, halves=False, actual=False)

    sheet.head["kind"] = "整体"
    return one_block(sheet, habits, manners, columns, extras, "department", front)


def _department_funds(sheet: Sheet, lead: int) -> None:
    choice, money, ink, canvas, form = sheet.choice, sheet.money, sheet.ink, sheet.canvas, sheet.form
    told = money.said != "unsaid"
    sheet.head["annual"] = form.annual if told else None
    if not told:
        sheet.accept.setdefault("annual_budget_yuan", []).append(form.annual)
    base = int(form.annual * choice.random.uniform(0.2, 0.8)) // 100 * 100
    rest = canvas.width - lead
    label, figure = spans(choice, rest, [1, 1])
    word = money.label(sheet.label_word("annual_total"))
    body = [
        [
            Piece(ink.label(word), "label:annual_total", label),
            Piece(money.cell(form.annual), "money:annual_total", figure),
        ]
    ]
    sizes = spans(choice, rest, [1, 1, 1, 1])
    pairs = (("基本支出", base), ("项目支出", form.annual - base)), (("财政拨款", form.annual), ("其他资金", 0))
    for (first, one), (second, two) in choice.some(pairs, choice.number(1, 2)):
        body.append(
            [
                Piece(ink.label(first), "label:part", sizes[0]),
                Piece(money.cell(one), "money:part", sizes[1]),
                Piece(ink.label(second), "label:part", sizes[2]),
                Piece(money.cell(two), "money:part", sizes[3]),
            ]
        )
    canvas.block(
        Piece(
            ink.word(money.root(choice.one(("年度预算情况", "部门预算资金", "预算情况", "年度预算申请")))),
            "label:money",
            lead,
        ),
        body,
    )


def _tasks(sheet: Sheet, lead: int) -> None:
    """The table of main tasks: text and money, but no indicators."""
    choice, canvas, ink = sheet.choice, sheet.canvas, sheet.ink
    rest = canvas.width - lead
    heads = ("任务名称", "主要内容", "预算金额" + choice.one(("", "(万元)", "(元)")))
    sizes = spans(choice, rest, [1, 2, 1])
    body = [[Piece(ink.word(head), "head:other", size) for head, size in zip(heads, sizes, strict=True)]]
    for task in choice.some(_TASKS, choice.number(2, 4)):
        entry = choice.one(sheet.form.entries)
        texts = (task, f"完成{entry.name}", sheet.money.number(choice.number(1, 400) * 10_000))
        body.append([Piece(text, "other", size) for text, size in zip(texts, sizes, strict=True)])
    canvas.block(Piece(ink.word(choice.one(("年度主要任务", "主要任务", "年度重点工作"))), "label:other", lead), body)


def four_levels(sheet: Sheet) -> list[Gold]:
    """A form with a fourth level: the third is one more category, the fourth names the indicator."""
    habits, manners = draw_habits(sheet), level_manners(sheet)
    extras = draw_extras(sheet, {"weight": 0.3, "explanation": 0.2, "remark": 0.2})
    third = Column("level3", "level3", sheet.head_word("level3"))
    front_columns = [*category_columns(sheet, manners), third, Column("name", "name", sheet.head_word("name4"))]
    columns = arrange(sheet, habits, front_columns, extras)
    root = sheet.choice.manner("root")
    widen(sheet, columns)
    sheet.canvas = Canvas(width_of(columns) + (root != "none"))
    lead = lead_of(sheet, sheet.canvas.width)
    lay_front(sheet, "single", lead, single_front)
    rows = build_rows(habits, sheet.form.entries, "年度", extras)
    tasks = [
        f"任务{number}" if sheet.choice.chance(0.3) else task
        for number, task in enumerate(sheet.choice.some(_TASKS, 4), 1)
    ]
    for row in rows:
        row.cells["level3"] = sheet.choice.one(tasks) if row.gold is not None else ""
    number_rows(rows)
    lay_indicators(sheet, habits, columns, rows, manners, root=root, head=sheet.choice.manner("head"))
    lay_bottom(sheet, lead)
    return [sheet.gold([row.gold for row in rows if row.gold is not None])]


def places(sheet: Sheet) -> list[Gold]:
    """One column of targets for each place."""
    choice = sheet.choice
    habits, manners = draw_habits(sheet, whole=True), level_manners(sheet)
    habits.target = choice.one(("whole", "name_unit", "name_unit"))
    extras = draw_extras(sheet, {"explanation": 0.4})
    columns = [
        *category_columns(sheet, manners),
        head_column(sheet, "name"),
        *(head_column(sheet, key) for key in extras),
    ]
    names = list(
        dict.fromkeys(
            invented_place(choice)
            if choice.chance(0.6)
            else invented_place(choice)[:2] + choice.one(("乡", "镇", "村"))
            for _ in range(choice.number(2, 5))
        )
    )
    group = sheet.head_word("value") if choice.chance(0.5) else ""
    columns += [Column(f"place{number}", "value", place, group=group) for number, place in enumerate(names)]
    root = choice.manner("root", ("beside_rows_only",))
    sheet.canvas = Canvas(width_of(columns) + (root != "none"))
    lead = lead_of(sheet, sheet.canvas.width)
    lay_front(sheet, "region", lead, single_front)
    base = build_rows(habits, sheet.form.entries, "年度", extras)
    gold: list[Gold] = []
    for row in base:
        if row.gold is None:
            continue
        row.cells["place0"] = row.cells["value"]
        gold.append({**row.gold, "place": names[0]})
        for number, place in enumerate(names[1:], 1):
            text = _another(sheet, row.cells["value"], row.cells["name"])
            row.cells[f"place{number}"] = text
            gold.append(
                {
                    **row.gold,
                    "value": text,
                    "place": place,
                    **({"alt": {**row.gold["alt"]}} if "alt" in row.gold else {}),
                }
            )
    lay_indicators(sheet, habits, columns, base, manners, root=root)
    lay_bottom(sheet, lead)
    gold.sort(key=lambda row: names.index(row["place"]))
    return [sheet.gold(gold)]


def _another(sheet: Sheet, text: str, name: str) -> str:
    """The same kind of target with another number; rates, dates and words stay as they are."""
    target = take_apart(text)
    if not target.measured or not target.number.isdigit() or "%" in text + name or target.unit in ("年", "月", "日"):
        return text
    return text.replace(
        target.number, str(max(1, round(int(target.number) * sheet.choice.random.uniform(0.3, 2.0)))), 1
    )


def shifted(sheet: Sheet) -> list[Gold]:
    """Heads one level off: 一级指标 stands over the second level's words, 二级指标 over the names."""
    choice = sheet.choice
    habits, manners = draw_habits(sheet), level_manners(sheet)
    manners["level1"] = "missing"
    extras = draw_extras(sheet, {"standard": 0.5, "remark": 0.2, "weight": 0.2})
    front_columns = [
        Column("level2", "level2", sheet.head_word("level1")),
        Column("name", "name", sheet.head_word("level2")),
    ]
    columns = arrange(sheet, habits, front_columns, extras)
    if choice.chance(0.4):
        habits.satisfaction = "own"
    return one_block(sheet, habits, manners, columns, extras, "single", single_front)
