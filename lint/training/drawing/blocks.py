"""Lays indicator rows into the grid: heads of one or two rows, categories merged or printed on each row, roots,
halves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .canvas import Piece
from .indicators import SPLIT_TARGETS, Habits, Row
from .sheet import Sheet

MERGED = ("level1", "level2", "level3")


@dataclass(slots=True)
class Column:
    """A column of the indicator block: the key its text is found under, its role, head and width in grid columns.

    ``half`` tells which of two halves beside one another it belongs to; ``group`` is a heading printed over it and its
    neighbours of the same group.
    """

    key: str
    role: str
    head: str
    span: int = 1
    half: int = 0
    group: str = ""


def head_column(sheet: Sheet, key: str, *, half: int = 0, kind: str = "") -> Column:
    """A column with a head word drawn for it."""
    return Column(key, key, sheet.head_word(kind or key), half=half)


def target_columns(sheet: Sheet, habits: Habits, half: int = 0) -> list[Column]:
    """The columns of the target, one to four."""
    return [head_column(sheet, key, half=half) for key in SPLIT_TARGETS[habits.target]]


def width_of(columns: Sequence[Column]) -> int:
    """Grid columns the block takes."""
    return sum(column.span for column in columns)


def lay_head(sheet: Sheet, columns: Sequence[Column], start: int, manner: str) -> int:
    """Lays the head from grid column ``start``; returns its height in rows (1 or 2)."""
    canvas, ink = sheet.canvas, sheet.ink
    row, column = canvas.height, start
    two = manner == "tall" or any(item.group for item in columns)
    height = 2 if two else 1
    number = 0
    while number < len(columns):
        item = columns[number]
        if item.group:
            same = number
            while same < len(columns) and columns[same].group == item.group and columns[same].half == item.half:
                same += 1
            run = columns[number:same]
            canvas.put(row, column, 1, Piece(ink.word(item.group), "head:group", width_of(run)))
            for inner in run:
                canvas.put(row + 1, column, 1, Piece(ink.word(inner.head), f"head:{inner.role}", inner.span))
                column += inner.span
            number = same
        else:
            canvas.put(row, column, height, Piece(ink.word(item.head), f"head:{item.role}", item.span))
            column += item.span
            number += 1
    return height


def runs(rows: Sequence[Row], key: Callable[[Row], object]) -> list[tuple[int, int]]:
    """Runs of neighbouring rows with the same key, as (first, end)."""
    found: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        if found and key(rows[number - 1]) == key(row):
            found[-1] = (found[-1][0], number + 1)
        else:
            found.append((number, number + 1))
    return found


def heights(rows: Sequence[Row]) -> list[int]:
    """Grid rows each indicator takes: more than one where conditions stand beside a merged name."""
    return [max(1, len(row.conditions)) for row in rows]


def lay_category(
    sheet: Sheet,
    rows: Sequence[Row],
    tops: Sequence[int],
    column: int,
    span: int,
    role: str,
    manner: str,
    texts: Sequence[str],
    groups: Sequence[tuple[int, int]],
) -> None:
    """Lays a category column: merged over its rows, printed on each, or on one of them only."""
    canvas = sheet.canvas
    sizes = heights(rows)
    for first, end in groups:
        whole = sum(sizes[first:end])
        if manner == "merged":
            canvas.put(tops[first], column, whole, Piece(texts[first], role, span))
            continue
        chosen = {"first": first, "middle": (first + end - 1) // 2, "last": end - 1}.get(manner, -1)
        for number in range(first, end):
            text = texts[number] if manner == "each" or number == chosen else ""
            canvas.put(tops[number], column, sizes[number], Piece(text, role, span))


def lay_rows(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Row], start: int, manners: dict[str, str]) -> None:
    """Lays the rows below, from grid column ``start``; ``manners`` says how ``level1`` and ``level2`` are printed."""
    canvas = sheet.canvas
    top = canvas.height
    tops: list[int] = []
    sizes = heights(rows)
    for size in sizes:
        tops.append(top)
        top += size
    column = start
    for item in columns:
        if item.key in MERGED:
            lay_one_category(sheet, item, rows, tops, column, manners)
        elif item.key == "conditions":
            for row, place, size in zip(rows, tops, sizes, strict=True):
                texts = row.conditions or ("",)
                for down, text in enumerate(texts):
                    canvas.put(place + down, column, 1, Piece(text, item.role, item.span))
                del size
        else:
            for row, place, size in zip(rows, tops, sizes, strict=True):
                canvas.put(
                    place,
                    column,
                    size,
                    Piece(row.cells.get(f"{item.half}:{item.key}", row.cells.get(item.key, "")), item.role, item.span),
                )
        column += item.span
    canvas.height = max(canvas.height, top)


def lay_one_category(
    sheet: Sheet, item: Column, rows: Sequence[Row], tops: Sequence[int], column: int, manners: dict[str, str]
) -> None:
    """Lays the category column ``item``."""
    if item.key == "level1":
        groups = runs(rows, lambda row: row.level1)
        texts = [row.level1_text for row in rows]
        manner = manners["level1"]
    elif item.key == "level2":
        groups = runs(rows, lambda row: (row.level1, row.level2))
        texts = [row.cells.get("1:level2", row.level2_text) if item.half else row.level2_text for row in rows]
        manner = manners["level2"]
    else:
        groups = runs(rows, lambda row: (row.level1, row.level2, row.cells.get("level3", "")))
        texts = [row.cells.get("level3", "") for row in rows]
        manner = manners.get("level3", "merged")
    lay_category(sheet, rows, tops, column, item.span, item.role, manner, texts, groups)
