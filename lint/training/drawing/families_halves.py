"""Forms of two halves, the whole period and the year: beside one another or one above the other."""

from dataclasses import replace

from .assembly import (
    arrange,
    category_columns,
    draw_extras,
    lay_front,
    lay_indicators,
    lead_of,
    level_manners,
    number_rows,
    widen,
)
from .blocks import head_column, target_columns, width_of
from .canvas import Canvas, Piece
from .funds import lay_funds
from .goals import lay_bottom, lay_goal
from .indicators import Row, build_rows, draw_habits
from .meta import lay_fields, project_fields
from .model import Gold
from .sheet import Sheet


def beside(sheet: Sheet) -> list[Gold]:
    """Two halves beside one another: the whole period on the left, the year on the right."""
    choice = sheet.choice
    habits, manners = draw_habits(sheet, whole=True), level_manners(sheet)
    style = choice.manner("beside_heads")
    root = choice.manner("root", ("beside_rows_only", "broken_by_level1"))
    columns = [] if manners["level1"] == "missing" else [head_column(sheet, "level1")]
    right = [
        head_column(sheet, "level2", half=1),
        head_column(sheet, "name", half=1),
        *target_columns(sheet, habits, 1),
    ]
    if choice.chance(0.75):
        words = {column.key: column.head for column in right}
        left = [replace(column, half=0, head=words[column.key]) for column in right]
    else:
        left = [head_column(sheet, "level2"), head_column(sheet, "name"), *target_columns(sheet, habits)]
    if style == "names_only":
        columns = [*columns, *left, *right[1:]]
    elif style == "value_pair":
        values = [replace(column, half=half) for half in (0, 1) for column in left[2:]]
        for column in values:
            column.head = sheet.label_word("half_annual" if column.half else "half_period") + choice.one(
                ("指标值", "目标值", "")
            )
        columns = [*columns, *left[:2], *values]
    else:
        columns = [*columns, *left, *right]
    if style == "grouped":
        words_of = (sheet.label_word("half_period"), sheet.label_word("half_annual"))
        for column in columns:
            if column.key != "level1":
                column.group = words_of[column.half]
    sheet.canvas = Canvas(width_of(columns) + (root != "none"))
    lead = lead_of(sheet, sheet.canvas.width)

    def front(sheet: Sheet, lead: int) -> None:
        lay_fields(sheet, project_fields(sheet), lead)
        lay_funds(sheet, lead)
        lay_goal(sheet, lead, halves=True, actual=False)

    lay_front(sheet, "single", lead, front)
    same = style == "value_pair"
    period = build_rows(habits, sheet.form.entries if same else sheet.form.period_entries, "实施期", ())
    annual = build_rows(habits, sheet.form.entries, "年度", ())
    rows = _paired(period, annual, same_names=same)
    head = "tall" if choice.split == "held-out" and choice.chance(0.05) and style != "grouped" else "one_row"
    if head == "tall":
        choice.unseen["manner:head:tall"] = None
    lay_indicators(sheet, habits, columns, rows, manners, root=root, head=head)
    lay_bottom(sheet, lead)
    gold = [row.gold for half in (period, annual) for row in half if row.gold is not None]
    return [sheet.gold(gold)]


def _paired(period: list[Row], annual: list[Row], *, same_names: bool) -> list[Row]:
    """Rows of both halves in common lines, category by category; the shorter half is filled with blanks."""
    order = dict.fromkeys((row.level1, row.level2) for row in [*period, *annual])
    ranks = {level1: number for number, level1 in enumerate(dict.fromkeys(level1 for level1, _ in order))}
    rows: list[Row] = []
    for level1, level2 in sorted(order, key=lambda key: ranks[key[0]]):
        left = [row for row in period if (row.level1, row.level2) == (level1, level2)]
        right = [row for row in annual if (row.level1, row.level2) == (level1, level2)]
        for number in range(max(len(left), len(right))):
            shown = left[number] if number < len(left) else right[number]
            row = Row(level1, level2, shown.level1_text, shown.level2_text)
            for half, side in ((0, left), (1, right)):
                if number < len(side):
                    cells = dict(side[number].cells)
                    if same_names and half == 1 and number < len(left):
                        cells["name"] = left[number].cells["name"]
                        _rename(side[number], left[number])
                    row.cells.update({f"{half}:{key}": text for key, text in cells.items()})
            row.cells["1:level2"] = (right or left)[0].level2_text
            row.level2_text = (left or right)[0].level2_text
            rows.append(row)
    return rows


def _rename(row: Row, other: Row) -> None:
    """The row gets the other half's name, or no gold where the other half names nothing."""
    if other.gold is None:
        row.gold = None
    elif row.gold is not None:
        row.gold["name"] = other.gold["name"]


def stacked(sheet: Sheet) -> list[Gold]:
    """Two halves one above the other: the whole period first."""
    choice = sheet.choice
    habits, manners = draw_habits(sheet), level_manners(sheet)
    extras = draw_extras(sheet, {"remark": 0.3, "standard": 0.15})
    columns = arrange(sheet, habits, [*category_columns(sheet, manners), head_column(sheet, "name")], extras)
    widen(sheet, columns)
    style = choice.manner("stacked_heads")
    root = choice.manner("root", ("beside_rows_only", "broken_by_level1", "none"))
    if style == "titles" and choice.chance(0.5):
        root = "none"
    sheet.canvas = Canvas(width_of(columns) + (root != "none"))
    lead = lead_of(sheet, sheet.canvas.width)

    def front(sheet: Sheet, lead: int) -> None:
        lay_fields(sheet, project_fields(sheet), lead)
        lay_funds(sheet, lead)
        lay_goal(sheet, lead, halves=True, actual=False)

    lay_front(sheet, "single", lead, front)
    gold: list[Gold] = []
    annual_first = choice.chance(0.08)
    halves = [("实施期", "root_period", sheet.form.period_entries), ("年度", "root_annual", sheet.form.entries)]
    for number, (period, kind, entries) in enumerate(reversed(halves) if annual_first else halves):
        rows = build_rows(habits, entries, period, extras)
        if not rows:
            continue
        number_rows(rows)
        word = sheet.label_word(kind)
        if style == "titles":
            sheet.canvas.line([Piece(word, "inner_title", sheet.canvas.width)])
        lay_indicators(
            sheet, habits, columns, rows, manners, root=root, root_text=word, with_head=number == 0 or style != "once"
        )
        gold += [row.gold for row in rows if row.gold is not None]
    lay_bottom(sheet, lead)
    gold.sort(key=lambda row: row["p"] == "年度")
    return [sheet.gold(gold)]
