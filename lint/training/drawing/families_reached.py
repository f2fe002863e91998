"""Forms that say what was reached: self-evaluations, monitoring, evaluation frameworks."""

from collections.abc import Sequence

from .assembly import (
    add_conditions,
    arrange,
    category_columns,
    draw_extras,
    lay_front,
    lay_indicators,
    lay_total,
    lead_of,
    level_manners,
    number_rows,
    widen,
)
from .blocks import Column, head_column, target_columns, width_of
from .canvas import Canvas, Piece
from .content import Entry, take_apart
from .funds import lay_executed, lay_funds
from .goals import lay_bottom, lay_goal
from .indicators import Habits, Row, build_rows, draw_habits, fill_row, weigh
from .meta import department_fields, lay_fields, letters, project_fields
from .model import Gold
from .sheet import Sheet

_DECISION = (
    ("决策", "项目立项", ("立项依据充分性", "立项程序规范性")),
    ("决策", "绩效目标", ("绩效目标合理性", "绩效指标明确性")),
    ("决策", "资金投入", ("预算编制科学性", "资金分配合理性")),
    ("过程", "资金管理", ("资金到位率", "预算执行率", "资金使用合规性")),
    ("过程", "组织实施", ("管理制度健全性", "制度执行有效性")),
)


_DECISION_TARGETS = ("100%", "充分", "规范", "合理", "明确", "健全", "有效", "≥95%", "合规")


def selfeval(sheet: Sheet) -> list[Gold]:
    """A self-evaluation: target, what was reached, weight, score, reason."""
    choice = sheet.choice
    habits, manners = draw_habits(sheet), level_manners(sheet)
    extras = [
        "actual",
        *draw_extras(sheet, {"weight": 0.92, "score": 0.9, "reason": 0.7, "scoring": 0.08, "remark": 0.06}),
    ]
    if "score" in extras and "weight" not in extras:
        extras.append("weight")
    target = target_columns(sheet, habits)
    columns = [*category_columns(sheet, manners), head_column(sheet, "name")]
    further = {key: head_column(sheet, key) for key in extras}
    order = choice.one(
        (
            ("target", "actual", "weight", "score"),
            ("weight", "target", "actual", "score"),
            ("target", "weight", "actual", "score"),
            ("target", "actual", "scoring", "weight", "score"),
            ("target", "actual", "score", "weight"),
        )
    )
    for key in (*order, "scoring", "reason", "remark"):
        if key == "target":
            columns += target
        elif key in further:
            columns.append(further.pop(key))
    sheet.head["kind"] = "自评"
    root = choice.manner("root")
    widen(sheet, columns)
    sheet.canvas = Canvas(width_of(columns) + (root != "none"))
    lead = lead_of(sheet, sheet.canvas.width)
    points = [0.0]

    def front(sheet: Sheet, lead: int) -> None:
        fields = department_fields(sheet) if choice.chance(0.08) else project_fields(sheet)
        lay_fields(sheet, fields, lead)
        points[0] = lay_executed(sheet, lead)
        lay_goal(sheet, lead, halves=False, actual=choice.chance(0.85))

    lay_front(sheet, "selfeval", lead, front)
    rows = build_rows(habits, sheet.form.entries, "年度", extras)
    number_rows(rows)
    add_conditions(sheet, columns, rows)
    lay_indicators(sheet, habits, columns, rows, manners, root=root, head=choice.manner("head"))
    if {"weight", "score"} & {column.key for column in columns}:
        lay_total(sheet, columns, rows, 0 if root == "none" else 1, points[0])
    lay_bottom(sheet, lead)
    letters(sheet)
    return [sheet.gold([row.gold for row in rows if row.gold is not None])]


def monitoring(sheet: Sheet) -> list[Gold]:
    """A mid-year monitoring form: done so far, expected by the end, reasons and chances in groups of columns."""
    choice = sheet.choice
    habits, manners = draw_habits(sheet, whole=True), level_manners(sheet)
    extras = ["midyear", *draw_extras(sheet, {"forecast": 0.8})]
    columns = [*category_columns(sheet, manners), head_column(sheet, "name"), *target_columns(sheet, habits)]
    columns += [head_column(sheet, key) for key in extras]
    if choice.chance(0.7):
        group = sheet.head_word("reason")
        heads = choice.some(
            ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明"), choice.number(2, 4)
        )
        columns += [Column(f"why{number}", "reason", head, group=group) for number, head in enumerate(heads)]
    if choice.chance(0.7):
        chances = ("确定能", "有可能", "完全不可能")[: choice.number(2, 3)]
        columns += [
            Column(f"chance{number}", "chance", head, group="完成目标可能性") for number, head in enumerate(chances)
        ]
    if choice.chance(0.6):
        columns.append(head_column(sheet, "remark"))
    sheet.head["kind"] = "监控"
    root = choice.manner("root", ("beside_rows_only",))
    sheet.canvas = Canvas(width_of(columns) + (root != "none"))
    lead = lead_of(sheet, sheet.canvas.width)

    def front(sheet: Sheet, lead: int) -> None:
        lay_fields(sheet, project_fields(sheet), lead)
        if choice.chance(0.7):
            lay_executed(sheet, lead)
        else:
            lay_funds(sheet, lead)
        lay_goal(sheet, lead, halves=False, actual=False)

    lay_front(sheet, "monitoring", lead, front)
    rows = build_rows(habits, sheet.form.entries, "年度", extras)
    for row in rows:
        if row.gold is not None:
            row.cells["chance0" if choice.chance(0.9) else "chance1"] = choice.one(("✔", "√", "是"))
            if choice.chance(0.15):
                row.cells["why0"] = "制作周期长"
    lay_indicators(sheet, habits, columns, rows, manners, root=root)
    lay_bottom(sheet, lead)
    return [sheet.gold([row.gold for row in rows if row.gold is not None])]


def goals(sheet: Sheet) -> list[Gold]:
    """A self-evaluation by goals: a block of indicators with its own head for each."""
    choice = sheet.choice
    habits, manners = draw_habits(sheet), level_manners(sheet)
    extras = ["actual", "weight", "score"] if choice.chance(0.5) else ["actual", "weight"]
    columns = [*category_columns(sheet, manners), head_column(sheet, "name"), *target_columns(sheet, habits)]
    columns += [head_column(sheet, key) for key in ("actual", "score" if "score" in extras else "weight")]
    widen(sheet, columns)
    sheet.head["kind"] = "自评"
    sheet.canvas = Canvas(width_of(columns) + 1)
    lead = 1

    def front(sheet: Sheet, lead: int) -> None:
        lay_fields(sheet, project_fields(sheet), lead)
        lay_executed(sheet, lead)

    lay_front(sheet, "selfeval", lead, front)
    gold: list[Gold] = []
    count = choice.number(1, 3)
    size = -(-len(sheet.form.entries) // count)
    word = choice.one(("年度绩效目标", "绩效目标", "目标", "年度目标"))
    for number in range(count):
        entries = sheet.form.entries[number * size : (number + 1) * size]
        rows = build_rows(habits, entries, "年度", extras)
        if not rows or not entries:
            continue
        text = f"{word}{number + 1}" + choice.one(("", f"\n({80 // count}分)"))
        lay_indicators(sheet, habits, columns, rows, manners, root="merged", root_text=text)
        gold += [row.gold for row in rows if row.gold is not None]
    if "score" in extras:
        sheet.canvas.line(
            [
                Piece(sheet.label_word("total"), "label:total", sheet.canvas.width - columns[-1].span),
                Piece("98", "total", columns[-1].span),
            ]
        )
    else:
        for row_gold in gold:
            row_gold.pop("score", None)
    if "weight" not in {column.key for column in columns}:
        for row_gold in gold:
            row_gold.pop("weight", None)
    lay_bottom(sheet, lead)
    return [sheet.gold(gold)]


def framework(sheet: Sheet) -> list[Gold]:
    """An evaluation framework: weights, explanations and rules beside targets; decision and process over the
    outputs.
    """
    choice = sheet.choice
    habits, manners = draw_habits(sheet), level_manners(sheet)
    extras = [
        "weight",
        *draw_extras(sheet, {"explanation": 0.6, "scoring": 0.7, "actual": 0.4, "score": 0.6, "remark": 0.1}),
    ]
    columns = arrange(sheet, habits, [*category_columns(sheet, manners), head_column(sheet, "name")], extras)
    if "actual" in extras and choice.chance(0.12):
        _collected(columns)
    widen(sheet, columns)
    sheet.head["kind"] = "评价"
    sheet.canvas = Canvas(width_of(columns))
    lead = 1

    def front(sheet: Sheet, lead: int) -> None:
        if choice.chance(0.7):
            lay_fields(sheet, project_fields(sheet)[:2], lead)
        else:
            sheet.head["project"] = sheet.form.project
            sheet.canvas.line(
                [sheet.joined("项目名称", sheet.form.project, "label:project", "value:project", sheet.canvas.width)]
            )

    lay_front(sheet, "framework", lead, front)
    rows = build_rows(habits, sheet.form.entries, "年度", extras)
    if choice.chance(0.5):
        rows = [*_decision_rows(habits, extras), *rows]
        weigh(habits, rows, extras)
    for row in rows:
        row.cells["data1"] = row.cells["data2"] = row.cells.get("actual", "")
    number_rows(rows)
    lay_indicators(sheet, habits, columns, rows, manners, head=choice.manner("head"))
    if {"weight", "score"} & {column.key for column in columns}:
        lay_total(sheet, columns, rows, 0, 0.0)
    return [sheet.gold([row.gold for row in rows if row.gold is not None])]


def _collected(columns: list[Column]) -> None:
    """Two columns of collected data; the reached value's head is 指标值, the target's 目标值(标准)."""
    place = next(number for number, column in enumerate(columns) if column.key == "actual")
    columns[place].head = "指标值"
    for column in columns:
        if column.key == "value":
            column.head = "目标值(标准)"
    data = [Column(f"data{number}", "other", f"数据项{number}", group="采集数据项") for number in (1, 2)]
    columns[place:place] = data


def _decision_rows(habits: Habits, extras: Sequence[str]) -> list[Row]:
    """The rows of decision and process that evaluations put over the outputs; their categories are local words."""
    choice = habits.sheet.choice
    rows: list[Row] = []
    for first, second, names in _DECISION:
        for name in choice.some(names, choice.number(1, len(names))):
            target = take_apart(choice.one(_DECISION_TARGETS))
            row = fill_row(habits, Entry(second, name, target), 1, "年度", extras, habits.sheet.ink.word(second))
            row.level1, row.level1_text = first, first
            rows.append(row)
    return rows
