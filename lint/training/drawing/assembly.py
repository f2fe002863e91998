"""What all families share: the order of columns, the manners of a form, roots and heads around the indicator rows."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from .blocks import MERGED, Column, head_column, lay_head, lay_rows, target_columns, width_of
from .canvas import Canvas, Piece
from .funds import lay_funds
from .goals import lay_bottom, lay_goal, lay_goal_behind
from .indicators import Habits, Row, build_rows
from .meta import inner_title, lay_fields, letters, project_fields, titles
from .model import Gold
from .sheet import Sheet

Front = Callable[[Sheet, int], None]


_GROUP_LEVELS = ("绩效指标", "绩效指标", "指标名称", "绩效指标体系")
_GROUP_VALUE = ("年度指标值", "指标值", "绩效目标", "目标值", "年度目标")


_CONDITIONS = (
    "①高峰期双通道",
    "②自助查验",
    "③预约办理",
    "④错时开放",
    "①按月考核",
    "②按季付款",
    "③年终验收",
    "①资料齐全",
    "②公示无异议",
)


def lead_of(sheet: Sheet, columns: int) -> int:
    """Columns the labels on the left take, in a grid of so many columns."""
    return sheet.choice.number(1, 2) if columns >= 5 else 1


def widen(sheet: Sheet, columns: list[Column]) -> None:
    """Gives a column or two more than one grid column, as forms have whose blocks do not agree."""
    choice = sheet.choice
    if len(columns) <= 4 or choice.chance(0.15):
        for column in choice.some(
            [item for item in columns if item.key not in MERGED or choice.chance(0.2)], choice.number(0, 2)
        ):
            column.span = 2


def draw_extras(sheet: Sheet, shares: dict[str, float]) -> list[str]:
    """The further columns a form has, each with its own share."""
    return [key for key, share in shares.items() if sheet.choice.chance(share)]


def arrange(sheet: Sheet, habits: Habits, front: Sequence[Column], extras: Sequence[str]) -> list[Column]:
    """The block's columns in one of the orders of real forms; ``front`` are the categories and the name."""
    choice = sheet.choice
    target = target_columns(sheet, habits)
    before: list[Column] = []
    after: list[Column] = []
    end: list[Column] = []
    for key in extras:
        column = head_column(sheet, key)
        if key == "explanation":
            if front[-1].head.startswith("三级") and choice.manner("named_content") == "content":
                column.head = "指标内容"  # elsewhere the name's own head: here it explains the name beside it
            (before if choice.chance(0.6) else after).append(column)
        elif key in ("standard", "history"):
            (before if choice.chance(0.25) else after).append(column)
        elif key == "weight":
            choice.one((before, after, after, end)).append(column)
        elif key == "direction":
            choice.one((before, after, end)).append(column)
        elif key in ("remark", "source"):
            end.append(column)
        else:
            after.append(column)
    columns = [*front, *before, *target, *after, *end]
    if choice.chance(0.05):
        serial = head_column(sheet, "serial")
        columns.insert(0 if choice.chance(0.6) else len(front) - 1, serial)
    return columns


def category_columns(sheet: Sheet, manners: dict[str, str]) -> list[Column]:
    """The columns of the categories, the first level only where the form prints it."""
    columns = [] if manners["level1"] == "missing" else [head_column(sheet, "level1")]
    return [*columns, head_column(sheet, "level2")]


def level_manners(sheet: Sheet) -> dict[str, str]:
    """How the form prints its two levels of categories."""
    return {"level1": sheet.choice.manner("level1"), "level2": sheet.choice.manner("level2")}


def number_rows(rows: Sequence[Row]) -> None:
    """Gives every row a serial number."""
    for number, row in enumerate(rows, 1):
        row.cells.setdefault("serial", str(number))


def add_conditions(sheet: Sheet, columns: list[Column], rows: Sequence[Row]) -> None:
    """One name or two merged beside several lines of conditions, in a column of remarks, explanations or reasons."""
    places = [column for column in columns if column.key in ("remark", "explanation", "reason", "source")]
    if not places or sheet.choice.manner("merged_name") == "no":
        return
    column = places[-1]
    filled = [row for row in rows if row.gold is not None]
    chosen = sheet.choice.some(range(len(filled)), 2)
    for row in rows:
        row.conditions = (row.cells.get(column.key, ""),)
    for number in chosen:
        filled[number].conditions = tuple(sheet.choice.some(_CONDITIONS, sheet.choice.number(2, 3)))
    for row in filled:
        if row.gold is not None and column.key in row.gold:
            row.gold[column.key] = "".join(row.conditions)
    column.key = "conditions"


def _group_heads(sheet: Sheet, columns: Sequence[Column], manner: str) -> None:
    choice = sheet.choice
    with_history = choice.chance(0.5)
    places = [
        place
        for place, column in enumerate(columns)
        if column.key in ("sign", "value", "unit", "type") or (with_history and column.key == "history")
    ]
    targets = [columns[place] for place in places]
    contiguous = len(places) > 1 and places[-1] - places[0] == len(places) - 1
    levels = [column for column in columns if column.key in ("level1", "level2", "name")]
    if manner == "grouped_levels" and len(levels) > 1:
        word = choice.one(_GROUP_LEVELS)
        for column in levels:
            column.group = word
    if manner in ("grouped_levels", "grouped_value") and contiguous:
        word = choice.one(_GROUP_VALUE)
        for column in targets:
            column.group = word


def lay_indicators(
    sheet: Sheet,
    habits: Habits,
    columns: list[Column],
    rows: list[Row],
    manners: dict[str, str],
    *,
    root_text: str = "",
    root: str = "none",
    head: str = "one_row",
    with_head: bool = True,
) -> None:
    """Lays root, head and rows below what is there; the grid must be as wide as root and columns together."""
    choice, canvas, ink = sheet.choice, sheet.canvas, sheet.ink
    start = 0 if root == "none" else 1
    top = canvas.height
    if root == "beside_rows_only" and columns[0].key not in ("level1", "level2"):
        root = "merged"
    _group_heads(sheet, columns, head)
    if root == "beside_rows_only":
        for column in columns:
            column.group = ""
        columns[0].span += 1
        height = lay_head(sheet, columns, 0, "one_row")
        columns[0].span -= 1
        top += height
    elif with_head:
        lay_head(sheet, columns, start, head)
    first_levels = [number for number in range(1, len(rows)) if rows[number].level1 != rows[number - 1].level1]
    cuts: list[int] = []
    if head == "repeated" and first_levels:
        cuts = [choice.one(first_levels)]
    elif head == "repeated_by_level1":
        cuts = first_levels
    edges = [0, *cuts, len(rows)]
    for first, end in pairwise(edges):
        if first and root != "beside_rows_only":
            lay_head(sheet, columns, start, head)
        lay_rows(sheet, columns, rows[first:end], start, manners)
    if start:
        text = root_text or sheet.label_word("root")
        text = {"vertical": ink.vertical(text), "spaced": " ".join(text)}.get(root, ink.word(text))
        whole = canvas.height - top
        middle = top + whole // 2
        edge = next((cell.row for cell in canvas.cells if cell.role == "level1" and cell.row >= middle), None)
        if (
            root == "broken_by_level1"
            and edge
            and not any(cell.row < edge < cell.row + cell.row_span for cell in canvas.cells)
        ):
            canvas.put(top, 0, edge - top, Piece(text, "root"))
            canvas.put(edge, 0, canvas.height - edge, Piece(text, "root"))
        else:
            canvas.put(top, 0, whole, Piece(text, "root"))


def lay_total(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Row], start: int, points: float) -> None:
    """The row of sums below a self-evaluation."""
    keys = [column.key for column in columns]
    place = min(keys.index(key) for key in ("weight", "score") if key in keys)
    if place == 0 or sheet.choice.chance(0.45):
        return
    sums = {key: sum(float(row.cells.get(key) or 0) for row in rows) for key in ("weight", "score")}
    pieces = [Piece(sheet.ink.word(sheet.label_word("total")), "label:total", start + width_of(columns[:place]))]
    for column in columns[place:]:
        number = sums.get(column.key)
        text = "" if number is None else f"{number + (points if column.key == 'score' else 10 if points else 0):g}"
        pieces.append(Piece(text, "total", column.span))
    sheet.canvas.line(pieces)


def lay_front(sheet: Sheet, family: str, lead: int, lay: Front) -> None:
    """Titles, fields and money over the indicators, with headings between them where the form has such."""
    headed = sheet.choice.manner("inner") == "headings"
    titles(sheet, family)
    if headed:
        inner_title(sheet)
    lay(sheet, lead)
    if headed:
        inner_title(sheet)


def single_front(sheet: Sheet, lead: int) -> None:
    """What stands over the indicators of a project's form."""
    order = sheet.choice.chance(0.08)
    if order:
        lay_goal(sheet, lead, halves=False, actual=False)
    lay_fields(sheet, project_fields(sheet), lead)
    lay_funds(sheet, lead)
    if not order:
        lay_goal(sheet, lead, halves=False, actual=False)


def one_block(
    sheet: Sheet,
    habits: Habits,
    manners: dict[str, str],
    columns: list[Column],
    extras: Sequence[str],
    family: str,
    front: Front,
) -> list[Gold]:
    """Lays a form of one block of indicators from top to bottom and returns its gold."""
    choice = sheet.choice
    root = choice.manner("root")
    widen(sheet, columns)
    start = 0 if root == "none" else 1
    sheet.canvas = Canvas(width_of(columns) + start)
    lead = min(lead_of(sheet, sheet.canvas.width), sheet.canvas.width - 1)
    lay_front(sheet, family, lead, front)
    rows = build_rows(habits, sheet.form.entries, "年度", extras)
    number_rows(rows)
    add_conditions(sheet, columns, rows)
    lay_indicators(sheet, habits, columns, rows, manners, root=root, head=choice.manner("head"))
    if choice.split == "held-out" and choice.chance(0.08):
        choice.unseen["manner:goal:behind"] = None
        lay_goal_behind(sheet, lead)
    lay_bottom(sheet, lead)
    letters(sheet)
    return [sheet.gold([row.gold for row in rows if row.gold is not None])]
