"""Sets a drawn form on pages: column widths, wrapping, page breaks, rules. Everything in points, from the upper
left.
"""

import random
from dataclasses import dataclass, field

from lint.training.drawing.model import Cell, Drawn

from . import fonts

A4 = (595.0, 842.0)
PAD = 2.5  # points between a rule and the text
LEADING = 1.3  # line height in parts of the size
RULES = (
    "all",
    "all",
    "all",
    "hairline",
    "dashed",
    "double",
    "no_outer",
    "no_verticals",
    "some_missing",
    "horizontals_short",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule; ``style`` plain, dashed or double."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: str = "plain"
    weight: float = 0.6


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text with its upper left corner."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False


@dataclass(slots=True)
class Page:
    """One page."""

    width: float
    height: float
    rules: list[Rule] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


@dataclass(slots=True)
class Look:
    """How a form looks on paper."""

    size: float
    margin: float
    rules: str
    landscape: bool
    font: str
    align: str


def draw_look(drawn: Drawn, salt: str) -> Look:
    """A look for the form, decided by its seed and the salt."""
    rng = random.Random(f"look:{drawn.split}:{drawn.seed}:{salt}")
    size = rng.choice((9.0, 10.0, 10.5, 10.5, 12.0))
    if drawn.width > 8:
        size = min(size, 9.0)
    if drawn.width > 12:
        size = 7.5
    landscape = drawn.landscape or (drawn.width > 6 and rng.random() < 0.4)
    return Look(
        size,
        rng.choice((40.0, 55.0, 72.0)),
        rng.choice(RULES),
        landscape,
        rng.choice(("song", "song", "hei")),
        rng.choice(("center", "center", "left")),
    )


def _wrap(text: str, room: float, size: float) -> list[str]:
    lines: list[str] = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for letter in part:
            wide = fonts.advance(letter) * size
            if line and used + wide > room:
                lines.append(line)
                line, used = "", 0.0
            line += letter
            used += wide
        lines.append(line)
    return lines


def _column_widths(drawn: Drawn, room: float, size: float) -> list[float]:
    wanted = [2.2 * size] * drawn.width
    for cell in drawn.cells:
        longest = max((fonts.width(line, size) for line in cell.text.split("\n")), default=0.0)
        if cell.column_span == 1:
            wanted[cell.column] = max(wanted[cell.column], min(longest + 2 * PAD + 1, 11 * size))
    for cell in drawn.cells:
        if cell.column_span > 1:
            columns = range(cell.column, cell.column + cell.column_span)
            lack = min(fonts.width(cell.text.split("\n")[0], size), 12 * size) - sum(
                wanted[column] for column in columns
            )
            for column in columns:
                wanted[column] += max(0.0, lack) / cell.column_span
    total = sum(wanted)
    return [width / total * room for width in wanted]


def _row_heights(drawn: Drawn, wrapped: dict[int, list[str]], size: float) -> list[float]:
    heights = [size * LEADING + 2 * PAD] * drawn.height
    spanned = []
    for number, cell in enumerate(drawn.cells):
        need = len(wrapped[number]) * size * LEADING + 2 * PAD
        if cell.row_span == 1:
            heights[cell.row] = max(heights[cell.row], need)
        else:
            spanned.append((cell, need))
    for cell, need in spanned:
        rows = range(cell.row, cell.row + cell.row_span)
        lack = need - sum(heights[row] for row in rows)
        if lack > 0:
            for row in rows:
                heights[row] += lack / cell.row_span
    return heights


def set_pages(drawn: Drawn, look: Look, *, one: bool = False) -> list[Page]:
    """The form's pages; with ``one`` a single page as long as the form needs."""
    rng = random.Random(f"page:{drawn.split}:{drawn.seed}:{look.rules}")
    width, height = (A4[1], A4[0]) if look.landscape else A4
    if one:
        height = 1e6
    room = width - 2 * look.margin
    size = look.size
    columns = _column_widths(drawn, room, size)
    lefts = [look.margin]
    for wide in columns:
        lefts.append(lefts[-1] + wide)
    wrapped = {
        number: _wrap(cell.text, lefts[cell.column + cell.column_span] - lefts[cell.column] - 2 * PAD, size)
        for number, cell in enumerate(drawn.cells)
    }
    heights = _row_heights(drawn, wrapped, size)
    pages = [Page(width, height)]
    y = look.margin
    for item in drawn.before:
        for line in _wrap("    " + item.text, room, size):
            y = _next(pages, y, size * LEADING, look.margin)
            pages[-1].words.append(Words(look.margin, y, size, line))
            y += size * LEADING
    for number, item in enumerate(drawn.title):
        big = size * (1.5 if number == 0 and len(item.text) < 30 else 1.0)
        for line in _wrap(item.text, room, big):
            y = _next(pages, y, big * LEADING, look.margin)
            pages[-1].words.append(
                Words(look.margin + max(0.0, room - fonts.width(line, big)) / 2, y, big, line, bold=number == 0)
            )
            y += big * LEADING + 2
    y += 4
    tops: list[float] = []
    page_of: list[int] = []
    bottoms: list[float] = []
    for tall in heights:
        y = _next(pages, y, min(tall, height - 2 * look.margin), look.margin)
        tops.append(y)
        page_of.append(len(pages) - 1)
        y += tall
        bottoms.append(y)
    for number, cell in enumerate(drawn.cells):
        _set_cell(pages, cell, wrapped[number], lefts, tops, bottoms, page_of, look)
    _rules(rng, pages, drawn, lefts, tops, bottoms, page_of, look)
    y += 6
    for item in drawn.after:
        for line in _wrap(item.text, room, size):
            y = _next(pages, y, size * LEADING, look.margin)
            pages[-1].words.append(Words(look.margin, y, size, line))
            y += size * LEADING
    if one:
        pages[0].height = max(A4[0] if look.landscape else A4[1], y + look.margin)
    return pages


def _next(pages: list[Page], y: float, need: float, margin: float) -> float:
    page = pages[-1]
    if y + need <= page.height - margin or y <= margin:
        return y
    pages.append(Page(page.width, page.height))
    return margin


def _set_cell(
    pages: list[Page],
    cell: Cell,
    lines: list[str],
    lefts: list[float],
    tops: list[float],
    bottoms: list[float],
    page_of: list[int],
    look: Look,
) -> None:
    """Sets a cell's lines in the middle of its part on the page where most of it stands."""
    rows = range(cell.row, cell.row + cell.row_span)
    by_page: dict[int, list[int]] = {}
    for row in rows:
        by_page.setdefault(page_of[row], []).append(row)
    need = len(lines) * look.size * LEADING
    page = max(by_page, key=lambda number: min(need, bottoms[by_page[number][-1]] - tops[by_page[number][0]]))
    top, bottom = tops[by_page[page][0]], bottoms[by_page[page][-1]]
    left, right = lefts[cell.column], lefts[cell.column + cell.column_span]
    y = top + max(PAD, (bottom - top - need) / 2)
    long = len(lines) > 1 and "\n" not in cell.text and len(cell.text) > 16
    for line in lines:
        wide = fonts.width(line, look.size)
        x = left + PAD if look.align == "left" or long else max(left + PAD, (left + right - wide) / 2)
        if line.strip():
            pages[page].words.append(Words(x, y, look.size, line))
        y += look.size * LEADING


def _rules(
    rng: random.Random,
    pages: list[Page],
    drawn: Drawn,
    lefts: list[float],
    tops: list[float],
    bottoms: list[float],
    page_of: list[int],
    look: Look,
) -> None:
    """Draws the cells' edges, each once, in the look's manner."""
    style = {"dashed": "dashed", "double": "double"}.get(look.rules, "plain")
    weight = 0.25 if look.rules == "hairline" else 0.6
    edges: dict[tuple[int, float, float, float, float], None] = {}
    for cell in drawn.cells:
        rows = range(cell.row, cell.row + cell.row_span)
        left, right = lefts[cell.column], lefts[cell.column + cell.column_span]
        parts: dict[int, list[int]] = {}
        for row in rows:
            parts.setdefault(page_of[row], []).append(row)
        for page, part in parts.items():
            top, bottom = tops[part[0]], bottoms[part[-1]]
            for edge in (
                (left, top, right, top),
                (left, bottom, right, bottom),
                (left, top, left, bottom),
                (right, top, right, bottom),
            ):
                edges[(page, *edge)] = None
    outer = {lefts[0], lefts[-1]}
    for page, x1, y1, x2, y2 in edges:
        vertical = x1 == x2
        if look.rules == "no_outer" and vertical and x1 in outer:
            continue
        if look.rules == "no_verticals" and vertical and (x1 not in outer):
            continue
        if look.rules == "some_missing" and rng.random() < 0.06:
            continue
        if look.rules == "horizontals_short" and not vertical:
            x1, x2 = x1 + 1.2, x2 - 1.2
        kind = style if style != "double" or vertical is False or x1 in outer else "plain"
        pages[page].rules.append(Rule(x1, y1, x2, y2, kind, weight))
