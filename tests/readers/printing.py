"""Prints forms as PDF with text: the official layouts, with all, some or none of their rules.

Written without a PDF library. The text is set in a font of the tests' own (`tiny_font`), whose characters
are all the same box, so that a page reads the same on every machine; or, to be looked at, in STSong-Light,
which every viewer replaces by its own. Names and targets are those of the authored corpus; the units are
invented.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lint.model import LEVEL1_OF_LEVEL2
from tests.readers.tiny_font import font_objects

CORPUS = Path(__file__).resolve().parents[2] / "corpora" / "authored.jsonl"
WIDTH, HEIGHT = 595.0, 842.0  # points of A4 upright
_MARGIN = 56.0
_PITCH = 1.25  # type sizes from line to line
_UNITS = ("青禾县农机服务中心", "云岭区社会福利院", "松江口镇水利站", "白石市第三中学", "临溪县图书馆")

Row = tuple[str, str, str, str, str]
"""One right row: period, second level, name, target, unit."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the form's grid."""

    text: str
    row: int
    column: int
    tall: int = 1
    wide: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a grid: columns' shares of the width, cells, the rows it must give, where its indicators begin."""

    title: str
    widths: tuple[float, ...]
    boxes: tuple[Box, ...]
    rows: tuple[Row, ...]
    project: str
    head: int


@dataclass(frozen=True, slots=True)
class Look:
    """How a form is drawn.

    `across` and `down` say which rules are drawn: "all", "none" or, across, "head" (above and under
    the head row and at the end); `omitted` are column edges (from 1) without a rule; `shade` is
    "zebra", "cells" or "". `unruled` are rows, counted from the head row, without the rule below them.
    `split` lets a page's end cut a row in two. `merged` sets a category in one cell over its rows, else
    it stands in the first of them. `turn` is the page's own rotation, `sideways` prints a landscape form
    on an upright page. `double` is the distance of doubled rules in points.
    """

    across: str = "all"
    down: str = "all"
    omitted: frozenset[int] = frozenset()
    unruled: frozenset[int] = frozenset()
    outer: bool = True
    shade: str = ""
    size: float = 9.0
    pad: float = 4.0
    lead: float = 2.5
    height: float = HEIGHT
    split: bool = False
    middle: bool = True
    centred: bool = False
    merged: bool = True
    double: float = 0.0
    dashed: bool = False
    turn: int = 0
    sideways: bool = False


# ── forms ─────────────────────────────────────────────────────────────────────────────────────


def projects() -> list[list[tuple[str, str, str, str]]]:
    """The corpus by project: (project, level 2, name, target) in the form's order."""
    groups: dict[str, list[tuple[str, str, str, str]]] = {}
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["form"] == "2015":
            groups.setdefault(item["group"], []).append((item["project"], item["level2"], item["name"], item["value"]))
    return list(groups.values())


def _levels(levels: Sequence[str], start: int, column: int, merged: bool) -> list[Box]:
    """The cells of one column of categories, each over its rows or in the first of them."""
    boxes = []
    first = 0
    for index in range(1, len(levels) + 1):
        if index == len(levels) or levels[index] != levels[first]:
            if merged:
                boxes.append(Box(levels[first], start + first, column, index - first))
            else:
                boxes += [Box(levels[i] if i == first else "", start + i, column) for i in range(first, index)]
            first = index
    return boxes


def one_column(rows: Sequence[tuple[str, str, str, str]], unit: str, merged: bool = True) -> Form:
    """The older form in one column: 绩效指标 | 一级 | 二级 | 三级 | 指标值."""
    project = rows[0][0]
    goal = f"完成{rows[0][2]}、{rows[1][2]}等年度工作，按时验收并投入使用。"
    boxes = [
        Box("项目名称", 0, 0, 1, 2), Box(project, 0, 2, 1, 3),
        Box("主管部门", 1, 0, 1, 2), Box("青禾县财政局", 1, 2), Box("实施单位", 1, 3), Box(unit, 1, 4),
        Box("项目资金（元）", 2, 0, 2, 2), Box("年度资金总额：", 2, 2), Box("860,000", 2, 3, 1, 2),
        Box("其中：财政拨款", 3, 2), Box("860,000", 3, 3, 1, 2),
        Box("总体目标", 4, 0, 1, 2), Box(goal, 4, 2, 1, 3),
        Box("绩效指标", 5, 0, len(rows) + 1), Box("一级指标", 5, 1), Box("二级指标", 5, 2),
        Box("三级指标", 5, 3), Box("指标值", 5, 4),
    ]  # fmt: skip
    seconds = [row[1] for row in rows]
    boxes += _levels([LEVEL1_OF_LEVEL2[name] for name in seconds], 6, 1, merged)
    boxes += _levels(seconds, 6, 2, merged)
    for index, (_, _, name, value) in enumerate(rows, 6):
        boxes += [Box(name, index, 3), Box(value, index, 4)]
    right = tuple(("年度", second, name, value, "") for _, second, name, value in rows)
    return Form("项目支出绩效目标表", (0.09, 0.14, 0.2, 0.32, 0.25), tuple(boxes), right, project, 5)


def two_columns(rows: Sequence[tuple[str, str, str, str]], unit: str, merged: bool = True) -> Form:
    """The older form in two columns, 实施期目标 beside 年度目标."""
    project = rows[0][0]
    goal = f"完成{rows[0][2]}、{rows[1][2]}等工作。"
    boxes = [
        Box("项目名称", 0, 0, 1, 2), Box(project, 0, 2, 1, 3), Box("实施单位", 0, 5), Box(unit, 0, 6, 1, 2),
        Box("项目资金（元）", 1, 0, 1, 2), Box("实施期资金总额：", 1, 2), Box("2,580,000", 1, 3, 1, 2),
        Box("年度资金总额：", 1, 5), Box("860,000", 1, 6, 1, 2),
        Box("总体目标", 2, 0, 2, 2), Box("实施期目标", 2, 2, 1, 3), Box("年度目标", 2, 5, 1, 3),
        Box(goal, 3, 2, 1, 3), Box(goal, 3, 5, 1, 3),
        Box("绩效指标", 4, 0, len(rows) + 1), Box("一级指标", 4, 1),
    ]  # fmt: skip
    seconds = [row[1] for row in rows]
    boxes += _levels([LEVEL1_OF_LEVEL2[name] for name in seconds], 5, 1, merged)
    right: list[Row] = []
    for period, column in (("实施期", 2), ("年度", 5)):
        boxes += [Box(text, 4, column + i) for i, text in enumerate(("二级指标", "三级指标", "指标值"))]
        boxes += _levels(seconds, 5, column, merged)
        for index, (_, second, name, value) in enumerate(rows, 5):
            boxes += [Box(name, index, column + 1), Box(value, index, column + 2)]
            right.append((period, second, name, value, ""))
    widths = (0.06, 0.1, 0.12, 0.18, 0.12, 0.12, 0.18, 0.12)
    return Form("项目支出绩效目标表", widths, tuple(boxes), tuple(right), project, 4)


_PARTS = re.compile(r"([≥≤＝=]?)(\d+(?:\.\d+)?)([^\d]{1,5})")


def sign_columns(rows: Sequence[tuple[str, str, str, str]], unit: str, merged: bool = True) -> Form:
    """The form with the target in pieces: 一级 | 二级 | 三级 | 指标性质 | 指标值 | 度量单位 | 权重."""
    project = rows[0][0]
    boxes = [
        Box("项目名称", 0, 0), Box(project, 0, 1, 1, 2), Box("实施单位", 0, 3), Box(unit, 0, 4, 1, 3),
        Box("年度绩效目标", 1, 0), Box(f"完成{rows[0][2]}等年度工作。", 1, 1, 1, 6),
    ]  # fmt: skip
    heads = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重")
    boxes += [Box(text, 2, column) for column, text in enumerate(heads)]
    seconds = [row[1] for row in rows]
    boxes += _levels([LEVEL1_OF_LEVEL2[name] for name in seconds], 3, 0, merged)
    boxes += _levels(seconds, 3, 1, merged)
    right: list[Row] = []
    for index, (_, second, name, value) in enumerate(rows, 3):
        found = _PARTS.fullmatch(value)
        sign, number, measure = (found[1] or "＝", found[2], found[3]) if found else ("定性", value, "")
        cells = (name, sign, number, measure, "10" if index % 3 else "5")
        boxes += [Box(text, index, column) for column, text in enumerate(cells, 2)]
        right.append(("年度", second, name, sign + number if found else value, measure))
    widths = (0.13, 0.17, 0.26, 0.11, 0.15, 0.1, 0.08)
    return Form("项目绩效目标申报表", widths, tuple(boxes), tuple(right), project, 2)


LAYOUTS = {"one": one_column, "two": two_columns, "signs": sign_columns}


def forms(layout: str, count: int, seed: int = 7, merged: bool = True) -> list[Form]:
    """Some forms of a layout, the same on every machine."""
    chance = random.Random(seed)
    drawn = chance.sample(projects(), count)
    return [LAYOUTS[layout](rows, chance.choice(_UNITS), merged) for rows in drawn]


# ── setting the text ──────────────────────────────────────────────────────────────────────────


def _width(text: str) -> float:
    """The width of a text in type sizes."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _wrapped(text: str, measure: float) -> list[str]:
    """A text in lines of at most `measure` type sizes; Latin words and numbers are not cut."""
    lines: list[str] = []
    line = ""
    for word in re.findall(r"[!-~]+|.", text):
        if line and _width(line + word) > measure:
            lines.append(line)
            line = ""
        line += word
    return [*lines, line] if line else lines


@dataclass(frozen=True, slots=True)
class _Set:
    """A form's cells with their lines, the rows' heights, and how many lines of a merged cell are printed."""

    form: Form
    lines: tuple[list[str], ...]
    heights: list[float]
    xs: list[float]
    done: dict[int, int] = field(default_factory=dict)


def _set(form: Form, look: Look, left: float, width: float) -> _Set:
    xs = [left]
    for share in form.widths:
        xs.append(xs[-1] + share * width)
    lines = tuple(
        _wrapped(box.text, (xs[box.column + box.wide] - xs[box.column] - 2 * look.pad) / look.size)
        for box in form.boxes
    )
    count = max(box.row + box.tall for box in form.boxes)
    heights = [_PITCH * look.size + 2 * look.lead] * count
    order = sorted(zip(form.boxes, lines, strict=True), key=lambda item: item[0].tall)
    for box, own in order:
        need = _PITCH * look.size * len(own) + 2 * look.lead
        missing = need - sum(heights[box.row : box.row + box.tall])
        if missing > 0:
            heights[box.row + box.tall - 1] += missing
    return _Set(form, lines, heights, xs)


class _Sheet:
    """One page's content, in points from the top left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.ops: list[str] = []

    def rule(self, x0: float, y0: float, x1: float, y1: float, look: Look) -> None:
        dash = "[3 2] 0 d " if look.dashed else ""
        offsets = (-look.double / 2, look.double / 2) if look.double else (0.0,)
        for offset in offsets:
            dx, dy = (0.0, offset) if y0 == y1 else (offset, 0.0)
            ends = f"{x0 + dx:.2f} {self.height - y0 - dy:.2f} m {x1 + dx:.2f} {self.height - y1 - dy:.2f} l S"
            self.ops.append(f"q {dash}0.5 w {ends} Q")

    def shade(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.ops.append(f"q 0.9 g {x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f Q")

    def text(self, text: str, x: float, y: float, size: float) -> None:
        """A line of text with its top at `y`."""
        code = text.encode("utf-16-be").hex()
        self.ops.append(f"BT /F1 {size} Tf {x:.2f} {self.height - y - 0.88 * size:.2f} Td <{code}> Tj ET")


def _edges_drawn(box: Box, top: bool, bottom: bool, look: Look, form: Form) -> tuple[bool, bool, bool, bool]:
    """Whether a cell's upper, lower, left and right side are drawn."""
    last_row, last_column = max(b.row + b.tall for b in form.boxes), len(form.widths)
    upper = look.across == "all" or (look.across == "head" and box.row in (0, form.head, form.head + 1))
    lower = look.across == "all" or (
        look.across == "head" and box.row + box.tall in (form.head, form.head + 1, last_row)
    )
    left = look.down == "all" and box.column not in look.omitted
    right = look.down == "all" and box.column + box.wide not in look.omitted
    if box.row + box.tall - form.head - 1 in look.unruled:
        lower = False
    if box.row - form.head - 1 in look.unruled:
        upper = False
    if not look.outer:
        upper, lower = upper and box.row > 0, lower and box.row + box.tall < last_row
        left, right = left and box.column > 0, right and box.column + box.wide < last_column
    return upper and top, lower and bottom, left, right


def _put(sheet: _Sheet, laid: _Set, look: Look, first: int, tops: list[float], parts: list[tuple[int, int]]) -> None:
    """Draws the rows from `first` on whose tops are given (one more for the end).

    `parts` are, for each row drawn, the first line of its cells to print and how many (0: all).
    """
    last = first + len(parts)
    for number, (box, lines) in enumerate(zip(laid.form.boxes, laid.lines, strict=True)):
        start, end = max(box.row, first), min(box.row + box.tall, last)
        if start >= end:
            continue
        x0, x1 = laid.xs[box.column], laid.xs[box.column + box.wide]
        y0, y1 = tops[start - first], tops[end - first]
        if look.shade == "zebra" and box.tall == 1 and box.row % 2:
            sheet.shade(x0, y0, x1, y1)
        elif look.shade == "cells":
            sheet.shade(x0 + 0.6, y0 + 0.6, x1 - 0.6, y1 - 0.6)
        upper, lower, left, right = _edges_drawn(box, True, True, look, laid.form)
        for drawn, ends in (
            (upper, (x0, y0, x1, y0)), (lower, (x0, y1, x1, y1)), (left, (x0, y0, x0, y1)), (right, (x1, y0, x1, y1))
        ):  # fmt: skip
            if drawn:
                sheet.rule(*ends, look)
        skip, count = parts[start - first] if box.tall == 1 else (0, 0)
        own = lines[skip : skip + count] if count else lines[skip:]
        if box.tall > 1:  # a merged cell's text stands on its first page as far as there is room
            done = laid.done.get(number, 0)
            own = lines[done : done + int((y1 - y0 - 2 * look.lead) / (_PITCH * look.size) + 0.01)]
            laid.done[number] = done + len(own)
        high = _PITCH * look.size * len(own)
        cut = bool(skip or count)
        y = y0 + ((y1 - y0 - high) / 2 if look.middle and not cut else look.lead)
        for text in own:
            free = x1 - x0 - 2 * look.pad - _width(text) * look.size
            x = x0 + look.pad + (free / 2 if look.centred or (box.tall > 1 and look.merged) else 0)
            sheet.text(text, x, y + (_PITCH - 1) / 2 * look.size, look.size)
            y += _PITCH * look.size


def _print(laid: _Set, look: Look, sheets: list[_Sheet], at: float, title: str) -> None:
    """Draws one form from the height `at` of the first sheet on, on as many sheets as it takes."""
    sheet = sheets[0]
    size = look.size * 1.5
    middle = (laid.xs[0] + laid.xs[-1]) / 2
    sheet.text(title, middle - _width(title) * size / 2, at, size)
    sheet.text("（2025年度）", middle - 3.5 * look.size * 1.1, at + 1.6 * size, look.size * 1.1)
    y = at + 1.6 * size + 2.2 * look.size
    bottom = sheet.height - _MARGIN
    line = _PITCH * look.size
    most = [0] * len(laid.heights)  # lines of the cells that stand in one row alone
    for box, own in zip(laid.form.boxes, laid.lines, strict=True):
        if box.tall == 1:
            most[box.row] = max(most[box.row], len(own))
    first, tops, parts = 0, [y], []
    row, skip = 0, 0
    number = 0
    while row < len(laid.heights):
        high = laid.heights[row] - skip * line
        if tops[-1] + high <= bottom:
            parts.append((skip, 0))
            tops.append(tops[-1] + high)
            row, skip = row + 1, 0
            continue
        fits = int((bottom - tops[-1] - 2 * look.lead) / line)
        cut = look.split and 0 < fits < most[row] - skip
        if cut:
            parts.append((skip, fits))
            tops.append(tops[-1] + fits * line + 2 * look.lead)
        _put(sheet, laid, look, first, tops, parts)
        skip = skip + fits if cut else skip
        number += 1
        if number == len(sheets):
            sheets.append(_Sheet(sheet.width, sheet.height))
        sheet = sheets[number]
        first, tops, parts = row, [_MARGIN], []
    _put(sheet, laid, look, first, tops, parts)


def printed(some: Sequence[Form], look: Look, *, beside: bool = False, legible: bool = False) -> bytes:
    """A PDF of forms one after another, each from a new page on, or two beside one another.

    `legible` names a font of the viewer's machine, for pages that are drawn.
    """
    landscape = beside or look.sideways or look.turn in (90, 270)
    width, height = (HEIGHT, WIDTH) if landscape else (WIDTH, look.height)
    sheets: list[_Sheet] = []
    if beside:
        half = (width - 2 * _MARGIN - 24) / 2
        page = [_Sheet(width, height)]
        for index, form in enumerate(some[:2]):
            _print(_set(form, look, _MARGIN + index * (half + 24), half), look, page, 40, form.title)
        sheets = page
    else:
        for form in some:
            page = [_Sheet(width, height)]
            _print(_set(form, look, _MARGIN, width - 2 * _MARGIN), look, page, 40, form.title)
            sheets += page
    return _file(sheets, look, _SONG if legible else font_objects(3))


_SONG = [
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
    b"/Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
]


def _file(sheets: Sequence[_Sheet], look: Look, font: Sequence[bytes]) -> bytes:
    """The bytes of a PDF with these pages; `font` are the objects from number 3 on."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        *font,
    ]
    pages = []
    for sheet in sheets:
        width, height = sheet.width, sheet.height
        body = "\n".join(sheet.ops)
        if look.sideways or look.turn:  # the landscape content on an upright sheet, turned left
            body = f"0 1 -1 0 {height:.2f} 0 cm\n{body}"
            width, height = height, width
        stream = body.encode("ascii")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        turn = f"/Rotate {look.turn} " if look.turn else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] {turn}"
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>".encode()
        )
        pages.append(len(objects))
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def without(look: Look, *edges: int) -> Look:
    """The look without the rules at some column edges."""
    return replace(look, omitted=frozenset(edges))
