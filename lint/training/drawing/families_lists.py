"""Lists: of many projects in one table, and bare lists of names and targets."""

from collections.abc import Sequence
from dataclasses import replace

from .assembly import arrange, category_columns, draw_extras, lay_front, lay_indicators, number_rows
from .blocks import Column, head_column, lay_head, lay_rows, width_of
from .canvas import Canvas, Piece
from .content import Form, form
from .indicators import build_rows, draw_habits
from .ink import line
from .meta import lay_fields, project_fields, titles
from .model import Gold, Line
from .sheet import Sheet


def plain(sheet: Sheet) -> list[Gold]:
    """A bare list of names and targets without categories, in a report or alone."""
    choice = sheet.choice
    habits = draw_habits(sheet)
    extras = draw_extras(sheet, {"weight": 0.3, "actual": 0.25, "remark": 0.15})
    name = Column("name", "name", sheet.head_word("name"))
    columns = arrange(sheet, habits, [name], extras)
    sheet.canvas = Canvas(width_of(columns))
    lead = 1
    if sheet.canvas.width >= 3 and choice.chance(0.5):
        lay_front(sheet, "single", lead, lambda sheet, lead: lay_fields(sheet, project_fields(sheet), lead))
    else:
        titles(sheet, "single")
        sheet.head["project"] = sheet.form.project
        sheet.title[:0] = [_said_line(sheet)]
        sheet.head["department"] = sheet.form.department
    rows = build_rows(habits, sheet.form.entries, "年度", extras)
    number_rows(rows)
    for row in rows:
        if row.gold is not None:
            row.gold["l2"] = ""
            row.gold.get("alt", {}).pop("l2", None)
            if not row.gold.get("alt"):
                row.gold.pop("alt", None)
    rows = [row for row in rows if row.gold is not None]
    lay_indicators(sheet, habits, columns, rows, {"level1": "missing", "level2": "missing"})
    return [sheet.gold([row.gold for row in rows if row.gold is not None])]


def _said_line(sheet: Sheet) -> Line:
    form = sheet.form
    sheet.head["year"] = form.year
    return line(
        (form.department, "value:department"),
        (f"{form.year}年度", "title"),
        (form.project, "value:project"),
        ("绩效自评工作报告", "title"),
    )


def flat(sheet: Sheet) -> list[Gold]:
    """A flat list of many projects, each over several rows, with sums of departments between them."""
    choice = sheet.choice
    habits = draw_habits(sheet)
    habits.satisfaction = "own"
    manners = {
        "level1": choice.one(("each", "each", "merged", "first")),
        "level2": choice.one(("each", "each", "merged", "first")),
    }
    extras = draw_extras(sheet, {"weight": 0.6, "direction": 0.5, "remark": 0.1})
    money_told = sheet.money.said in ("title", "root", "both", "label")
    heads = _flat_heads(sheet)
    sheet.money.commas = choice.manner("flat_money") == "commas"
    columns = arrange(sheet, habits, [*category_columns(sheet, {"level1": "each"}), head_column(sheet, "name")], extras)
    sheet.canvas = canvas = Canvas(len(heads) + width_of(columns))
    titles(sheet, "flat")
    whole = [*heads, *columns]
    lay_head(sheet, whole, 0, "one_row")
    style = choice.manner("flat_cells")
    forms = [sheet.form, *(form(choice, most=12) for _ in range(choice.number(1, 4)))]
    forms = [
        replace(item, entries=item.entries[:12], department=sheet.form.department, year=sheet.form.year)
        for item in forms
    ]
    gold: list[Gold] = []
    if choice.chance(0.4):
        total = sum(item.annual for item in forms)
        _sum_row(
            sheet,
            whole,
            choice.one((f"{choice.number(101, 899)}-{sheet.form.place}部门", "合计", sheet.form.department + "部门")),
            total,
        )
    shuffled = choice.chance(0.5)
    top = canvas.height
    for item in forms:
        if not item.entries:
            continue
        sheet.form = item
        rows = build_rows(habits, item.entries, "年度", extras)
        rows = [row for row in rows if row.gold is not None]
        if shuffled:
            choice.random.shuffle(rows)
        number_rows(rows)
        first = canvas.height
        _flat_cells(sheet, item, heads, len(rows), style, with_department=style == "each")
        canvas.height = first
        lay_rows(sheet, columns, rows, len(heads), manners)
        told = money_told and any(column.key == "money" for column in heads)
        sheet.head.update(
            kind="清单", project=item.project, department=item.department, annual=item.annual if told else None
        )
        sheet.accept = {} if told else {"annual_budget_yuan": [item.annual]}
        gold.append(sheet.gold([row.gold for row in rows if row.gold is not None]))
    if style != "each":
        place = next(number for number, column in enumerate(heads) if column.key == "department")
        if style == "merged":
            canvas.put(top, place, canvas.height - top, Piece(sheet.form.department, "value:department"))
        else:
            for row in range(top, canvas.height):
                canvas.put(row, place, 1, Piece(sheet.form.department if row == top else "", "value:department"))
    return gold


def _flat_heads(sheet: Sheet) -> list[Column]:
    """The columns of department, project, money and goal in front of the indicators."""
    choice = sheet.choice
    front_keys = ["department", "project"] if choice.chance(0.7) else ["project", "department"]
    front_keys += draw_extras(sheet, {"kind": 0.2})
    front_keys += ["money"] if choice.chance(0.92) else []
    front_keys += ["goal"] if choice.chance(0.8) else []
    roles = {
        "department": "value:department",
        "project": "value:project",
        "kind": "value:other",
        "money": "money:annual_total",
        "goal": "goal",
    }
    heads = [Column(key, roles[key], sheet.head_word(key)) for key in front_keys]
    if sheet.money.said in ("root", "both", "label"):
        for column in heads:
            if column.key == "money":
                column.head += f"({sheet.money.unit})"
        sheet.money.said = "root"
    return heads


def _flat_cells(
    sheet: Sheet, item: Form, heads: Sequence[Column], count: int, style: str, *, with_department: bool
) -> None:
    canvas, top = sheet.canvas, sheet.canvas.height
    texts = {
        "project": item.project,
        "kind": "32-专项资金项目",
        "money": sheet.money.number(item.annual),
        "goal": item.goal,
        "department": item.department,
    }
    for place, column in enumerate(heads):
        if column.key == "department" and not with_department:
            continue
        if style == "merged":
            canvas.put(top, place, count, Piece(texts[column.key], column.role))
            continue
        for down in range(count):
            shown = style == "each" or down == 0
            canvas.put(top + down, place, 1, Piece(texts[column.key] if shown else "", column.role))


def _sum_row(sheet: Sheet, columns: Sequence[Column], word: str, total: int) -> None:
    pieces = []
    for column in columns:
        text = word if column.key == "department" else sheet.money.number(total) if column.key == "money" else ""
        role = "label:total" if column.key == "department" else "total" if column.key == "money" else "blank"
        pieces.append(Piece(text, role, column.span))
    sheet.canvas.line(pieces)
