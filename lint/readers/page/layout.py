"""Pages → rows: text pieces put into ruled cells, lines outside them, forms that break across pages.

Takes what a PDF or a scan gives (pieces of text with their places, ruled tables) and knows nothing
of either. Lengths are in the page's own unit; the size of a piece is its type size in that unit.
"""

from __future__ import annotations

import itertools
import re
import statistics
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lint.model import Cell, Location, Row
from lint.readers.grid import rows_of
from lint.readers.limits import Meter
from lint.readers.page.ruled import Lattice
from lint.readers.page.unruled import Shape

_PAGE_MARK = re.compile(
    r"^[\s\-—–·•~]*第?\s*\d{1,4}\s*[页頁]?\s*[,，/]?\s*(?:共\s*\d{1,4}\s*[页頁]|/\s*\d{1,4})?[\s\-—–·•~]*$"
)
_ITEM = re.compile(r"^(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、．]|[0-9]{1,2}\.(?!\d)|[□■☑☒√])")
_SENTENCE_END = "。；;：:！？"
_MARGIN = 0.06  # share of a page's height at its top and bottom where running heads stand
_FULL = 1.3  # type sizes: a line that ends nearer to its cell's edge than this is a full one
_CUT = 2.2  # the same with the empty margins of a cell, where a page's end may have cut its text
_COLUMN_GAP = 2.0  # type sizes: a wider gap in a line outside tables sets columns apart
_WORD_GAP = 0.2  # type sizes between two Latin words
_WIDE_GAP = 1.0  # type sizes between two Chinese words set apart on purpose


@dataclass(frozen=True, slots=True)
class Piece:
    """A character, a word or a line of text and its place on the page (origin top left)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        """The vertical middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: the pieces side by side."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    confidence: float = 1.0
    segments: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table on one page with the text of each cell."""

    lattice: Lattice
    texts: tuple[str, ...]
    confidences: tuple[float, ...]
    full: tuple[bool, ...]
    """Whether the last line of each cell reaches the cell's edge, so that its text may go on."""


@dataclass(slots=True)
class Page:
    """One page: its ruled tables and the lines outside them, from top to bottom."""

    number: int
    width: float
    height: float
    tables: list[Ruled] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    marks: list[Piece] = field(default_factory=list)
    scale: float = 1.0
    """Points per unit of this page, for the places told to the user."""
    tolerance: float = 3.0
    """How far, in the page's unit, two lines may lie apart and still be the same column edge."""
    shape: Shape | None = None
    """What the last table without all its rules tells of the next page's."""


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """Pieces put together to lines, from top to bottom and left to right."""
    rows: list[list[Piece]] = []
    spans: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda item: (item.middle, item.left)):
        if rows and piece.middle < spans[-1][1] and spans[-1][0] < piece.bottom:
            rows[-1].append(piece)
            # The span of a line is that of its tallest piece: a comma must not narrow it.
            if piece.bottom - piece.top > spans[-1][1] - spans[-1][0]:
                spans[-1] = (piece.top, piece.bottom)
        else:
            rows.append([piece])
            spans.append((piece.top, piece.bottom))
    lines = []
    for row in rows:
        line = _line(sorted(row, key=lambda item: item.left))
        if line.text:
            lines.append(line)
    return lines


def _line(row: list[Piece]) -> Line:
    size = statistics.median(item.size for item in row)
    gaps = [after.left - before.right for before, after in itertools.pairwise(row)]
    usual = _usual_gap(row, gaps)
    parts: list[list[Piece]] = [[row[0]]]
    text = row[0].text
    for before, piece, gap in zip(row, row[1:], gaps, strict=False):
        if gap > _COLUMN_GAP * size and gap > 2 * usual:
            parts.append([])
        latin = before.text[-1:].isascii() and piece.text[:1].isascii()
        wide = gap > _WIDE_GAP * size and gap > 1.8 * usual
        spaced = not (before.text[-1:].isspace() or piece.text[:1].isspace())
        if spaced and (wide or (latin and gap > max(_WORD_GAP * size, 1.8 * usual) and before.text[-1:].isalnum())):
            text += " "
        text += piece.text
        parts[-1].append(piece)
    segments = tuple(_segment(part) for part in parts if any(item.text.strip() for item in part))
    return Line(
        text.strip(" \u3000\xa0"),
        min(item.left for item in row),
        min(item.top for item in row),
        max(item.right for item in row),
        max(item.bottom for item in row),
        size,
        min((item.confidence for item in row), default=1.0),
        segments,
    )


def _usual_gap(row: list[Piece], gaps: list[float]) -> float:
    """The gap between the letters of a line: evenly spaced out over a cell, they are one word.

    0 where the pieces are words or lines themselves.
    """
    letters = sum(len(item.text) == 1 for item in row)
    return statistics.median(gaps) if len(gaps) > 1 and letters > 0.6 * len(row) else 0.0


def _segment(part: list[Piece]) -> Piece:
    if len(part) == 1:
        return replace(part[0], text=part[0].text.strip())
    gaps = [after.left - before.right for before, after in itertools.pairwise(part)]
    usual = _usual_gap(part, gaps)
    text = part[0].text
    for before, piece, gap in zip(part, part[1:], gaps, strict=False):
        latin = before.text[-1:].isascii() and piece.text[:1].isascii() and before.text[-1:].isalnum()
        if latin and gap > max(_WORD_GAP * piece.size, 1.8 * usual):
            text += " "
        text += piece.text
    return Piece(
        text.strip(" \u3000\xa0"),
        part[0].left,
        min(item.top for item in part),
        part[-1].right,
        max(item.bottom for item in part),
        part[0].size,
        min(item.confidence for item in part),
    )


def joined(lines: Sequence[Line], left: float, right: float) -> tuple[str, bool]:
    """The text of a cell from its lines, and whether its last line is full.

    Lines that broke at the cell's edge go on without a space; a list item starts a line.
    """
    if not lines:
        return "", False
    text = lines[0].text
    for before, line in itertools.pairwise(lines):
        short = not _is_full(before, left, right)
        if _ITEM.match(line.text) and (short or before.text[-1:] in _SENTENCE_END):
            text += "\n"
        elif text[-1:].isascii() and text[-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha():
            text += " "
        text += line.text
    return text, _is_full(lines[-1], left, right, _CUT)


def _is_full(line: Line, left: float, right: float, free: float = _FULL) -> bool:
    return (right - left) - (line.right - line.left) < free * line.size


def fill(lattices: Sequence[Lattice], pieces: Iterable[Piece]) -> tuple[list[Ruled], list[Piece]]:
    """Ruled tables with their cells' text, and the pieces that stand outside all of them."""
    inside: list[list[list[Piece]]] = [[[] for _ in lattice.boxes] for lattice in lattices]
    outside: list[Piece] = []
    for piece in pieces:
        x, y = (piece.left + piece.right) / 2, piece.middle
        for lattice, cells in zip(lattices, inside, strict=True):
            number = lattice.at(x, y)
            if number is not None:
                cells[number].append(piece)
                break
        else:
            outside.append(piece)
    tables = []
    for lattice, cells in zip(lattices, inside, strict=True):
        texts, confidences, full = [], [], []
        for box, own in zip(lattice.boxes, cells, strict=True):
            lines = lines_of(own) if own else []
            text, ends_full = joined(lines, box.left, box.right)
            texts.append(text)
            confidences.append(min((line.confidence for line in lines), default=1.0))
            full.append(ends_full)
        tables.append(Ruled(lattice, tuple(texts), tuple(confidences), tuple(full)))
    return tables, outside


def doubt(tables: list[Ruled], lattice: Lattice, stretches: Sequence[tuple[float, float]]) -> None:
    """Lowers the confidence of a table's cells that reach into doubtful stretches (top, bottom)."""
    for index, table in enumerate(tables):
        if table.lattice is not lattice or not stretches:
            continue
        confidences = [
            min(confidence, _LOOSE)
            if any(box.top < bottom and top < box.bottom for top, bottom in stretches)
            else confidence
            for box, confidence in zip(lattice.boxes, table.confidences, strict=True)
        ]
        tables[index] = replace(table, confidences=tuple(confidences))


_LOOKED_AT = 8  # rows at a page's end that tell which columns have a text in each row
_REST = 0.5  # share of a category's first part that its second may be as long as
_EACH = 0.85  # share of the rows that makes it each


# ── pages to rows ─────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Part:
    """The part of a form's table that stands on one page, its first rows perhaps left out."""

    page: Page
    table: Ruled
    skip: int = 0


def rows(pages: Sequence[Page], meter: Meter) -> list[Row]:
    """The rows of all pages in reading order; a table that breaks across pages is one grid.

    Running heads, page numbers and marks over the page come last, each once.
    """
    margins = _margins(pages)
    builder = _Builder(meter)
    for page in pages:
        blocks: list[tuple[float, Ruled | list[Line]]] = [(table.lattice.ys[0], table) for table in page.tables]
        blocks.extend((group[0].top, group) for group in _groups(page, margins))
        for _, block in sorted(blocks, key=lambda item: item[0]):
            if isinstance(block, Ruled):
                builder.table(page, block)
            else:
                builder.text(page, block)
    builder.close()
    builder.beside(pages, margins)
    return builder.out


def _margins(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """(page, line) of page numbers and of heads and feet that return at the same height."""
    found: set[tuple[int, int]] = set()
    seen: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for page in pages:
        sizes = [line.size for line in page.lines]
        usual = statistics.median(sizes) if sizes else 0.0
        for index, line in enumerate(page.lines):
            high = line.bottom < page.height * _MARGIN
            low = line.top > page.height * (1 - _MARGIN)
            if _PAGE_MARK.match(line.text) and (line.top > page.height * 0.85 or line.bottom < page.height * 0.15):
                found.add((page.number, index))
            elif (high or low) and line.size <= usual * 1.1:
                words = re.sub(r"\d+", "0", line.text)
                seen.setdefault((words, round(line.top / (2 * page.tolerance))), []).append((page.number, index))
    for places in seen.values():
        if len(places) > 1:
            found.update(places)
    return found


def _groups(page: Page, margins: set[tuple[int, int]]) -> list[list[Line]]:
    """Lines of a page in runs that no table interrupts."""
    tops = sorted(table.lattice.ys[0] for table in page.tables)
    groups: dict[int, list[Line]] = {}
    for index, line in enumerate(page.lines):
        if (page.number, index) not in margins:
            groups.setdefault(bisect_left(tops, line.top), []).append(line)
    return [groups[key] for key in sorted(groups)]


class _Builder:
    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        self.out: list[Row] = []
        self.open: list[_Part] = []
        self.grid = 0

    def table(self, page: Page, table: Ruled) -> None:
        """One more ruled table; it goes on with the open one where it stands first on its page."""
        if self.open and self.open[-1].page.number == page.number - 1 and _same_columns(self.open, page, table):
            self.open.append(_Part(page, table, _repeated(self.open, table)))
            return
        self.close()
        self.open = [_Part(page, table)]

    def close(self) -> None:
        """Writes the open table."""
        if not self.open:
            return
        self.grid += 1
        self.out.extend(_table_rows(self.open, self.grid, self.meter))
        self.open = []

    def text(self, page: Page, lines: list[Line]) -> None:
        """Lines outside tables: paragraphs, or columns set apart by space alone."""
        self.close()
        for run, columns in _runs(lines):
            if columns:
                self.grid += 1
                self.out.extend(_loose_rows(run, columns, page, self.grid, self.meter))
            else:
                for line in _paragraphs(run, page):
                    self._paragraph(line, page)

    def beside(self, pages: Sequence[Page], margins: set[tuple[int, int]]) -> None:
        """What stands on the pages beside or over the text, once each."""
        said: set[str] = set()
        for page in pages:
            lines = [line for index, line in enumerate(page.lines) if (page.number, index) in margins]
            marks = [Line(mark.text, mark.left, mark.top, mark.right, mark.bottom, mark.size) for mark in page.marks]
            for line in (*lines, *marks):
                words = re.sub(r"\d+", "0", line.text)
                if words not in said and not _PAGE_MARK.match(line.text):
                    said.add(words)
                    self._paragraph(line, page)

    def _paragraph(self, line: Line, page: Page) -> None:
        self.meter.row()
        if len(line.segments) > 1:
            self.grid += 1  # its columns are none of those of the table above
            cells = tuple(
                Cell(
                    self.meter.cell(item.text),
                    Location(page=page.number, bbox=_bbox(item, page)),
                    index,
                    confidence=min(item.confidence, _LOOSE),
                )
                for index, item in enumerate(line.segments)
            )
            self.out.append(Row(cells, self.grid))
            return
        place = Location(page=page.number, bbox=_bbox(line, page))
        cell = Cell(self.meter.cell(line.text), place, 0, confidence=line.confidence)
        self.out.append(Row((cell,), self.grid, paragraph=True))


def _bbox(item: Line | Piece, page: Page) -> tuple[float, float, float, float]:
    return (
        round(item.left * page.scale, 1),
        round(item.top * page.scale, 1),
        round(item.right * page.scale, 1),
        round(item.bottom * page.scale, 1),
    )


def _same_columns(parts: list[_Part], page: Page, table: Ruled) -> bool:
    """Whether a table has the outer edges and most of the columns of the one before it."""
    before = parts[-1]
    reach = page.tolerance * 1.5
    known = [x for part in parts for x in part.table.lattice.xs]
    xs = table.lattice.xs
    old = before.table.lattice.xs
    if page.tables[0] is not table or before.page.tables[-1] is not before.table:
        return False
    if abs(xs[0] - old[0]) > reach or abs(xs[-1] - old[-1]) > reach:
        return False
    shared = sum(any(abs(x - other) <= reach for other in known) for x in xs)
    return shared >= 0.7 * len(xs)


def _repeated(parts: list[_Part], table: Ruled) -> int:
    """How many first rows of `table` say again, in the same order, rows that stood before."""
    before = [line for part in parts for line in _words(part.table)[part.skip :]]
    own = _words(table)
    best = 0
    for start in range(len(before)):
        count = 0
        while start + count < len(before) and count < len(own) and before[start + count] == own[count]:
            count += 1
        if count > best and any(
            len(line) >= 3 and not any(re.search(r"\d", word) for word in line) for line in own[:count]
        ):
            best = count
    # A page of nothing but rows said before is a copy of a form, not its continuation.
    return best if best < len(own) else 0


def _words(table: Ruled) -> list[tuple[str, ...]]:
    lines: list[list[str]] = [[] for _ in table.lattice.ys[1:]]
    for box, text in zip(table.lattice.boxes, table.texts, strict=True):
        if text:
            lines[box.row].append(text)
    return [tuple(line) for line in lines]


def _table_rows(parts: list[_Part], grid: int, meter: Meter) -> list[Row]:
    """The rows of one table, its columns those of all pages together."""
    tolerance = parts[0].page.tolerance
    edges = _merged_edges([x for part in parts for x in part.table.lattice.xs], tolerance)

    def column_of(x: float) -> int:
        return min(range(len(edges)), key=lambda index: abs(edges[index] - x))

    lines: list[tuple[int, list[Cell]]] = []
    full: dict[tuple[int, int], bool] = {}
    offset = 0
    for part in parts:
        table = part.table
        height = len(table.lattice.ys) - 1
        own: list[list[Cell]] = [[] for _ in range(height)]
        for box, text, confidence, ends_full in zip(
            table.lattice.boxes, table.texts, table.confidences, table.full, strict=True
        ):
            if box.row < part.skip:
                continue
            number = offset + box.row - part.skip + 1
            left, right = column_of(box.left), column_of(box.right)
            place = Location(
                page=part.page.number,
                row=number,
                column=left + 1,
                part=grid,
                bbox=_bbox(Piece("", box.left, box.top, box.right, box.bottom, 0), part.page),
            )
            cell = Cell(meter.cell(text), place, left, box.row_span, max(1, right - left), confidence)
            own[box.row].append(cell)
            full[(number, left)] = ends_full
        fresh = [(offset + row - part.skip + 1, cells) for row, cells in enumerate(own) if row >= part.skip]
        for _ in fresh:
            meter.row()
        if lines and fresh:
            fresh = _go_on(lines, fresh, full)
        lines.extend(fresh)
        offset += height - part.skip
    return rows_of(lines, grid)


def _merged_edges(values: list[float], tolerance: float) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 1.5 * tolerance:
            edges.append(value)
    return edges


def _go_on(
    lines: list[tuple[int, list[Cell]]], fresh: list[tuple[int, list[Cell]]], full: dict[tuple[int, int], bool]
) -> list[tuple[int, list[Cell]]]:
    """The rows of the next page, its first row joined to what the page break cut.

    A merged cell that reaches the end of the page goes on into an empty cell below it. A row cut
    in the middle of a line goes on where every text of the new page's first row stands under a
    cell whose last line is full, and some cell has none in a column in which all rows have their own.
    Where all such columns go on, it may as well be the next row of a merged cell, and both are in doubt.
    """
    last = lines[-1][0]
    reaching = {
        cell.column: (index, position, cell)
        for index, (number, cells) in enumerate(lines)
        for position, cell in enumerate(cells)
        if number + cell.row_span - 1 == last
    }
    first_number, first = fresh[0]
    written = [cell for cell in first if cell.text]
    leaves = _leaves(lines)

    def under_full(cell: Cell) -> bool:
        if cell.column not in reaching or reaching[cell.column][2].column_span != cell.column_span:
            return False
        index, _, upper = reaching[cell.column]
        return bool(upper.text) and full.get((lines[index][0], cell.column), False)

    def rest(cell: Cell) -> bool:
        """Whether a text is the end of a category, cut in two by the page's end."""
        own = cell.row_span == 1 and cell.column in leaves
        return not own and under_full(cell) and len(cell.text) <= _REST * len(reaching[cell.column][2].text)

    goes_on = bool(written) and all(under_full(cell) and (cell.row_span == 1 or rest(cell)) for cell in written)
    cut = goes_on and not leaves <= {cell.column for cell in written}
    if goes_on and not cut:
        number, cells = lines[-1]
        lines[-1] = (number, [replace(cell, confidence=min(cell.confidence, _LOOSE)) for cell in cells])
        first = [replace(cell, confidence=min(cell.confidence, _LOOSE)) for cell in first]
    kept: list[Cell] = []
    for cell in first:
        above = reaching.get(cell.column)
        if above is None or above[2].column_span != cell.column_span:
            kept.append(cell)
            continue
        index, position, upper = above
        tall = max(upper.row_span, cell.row_span)
        if cut:
            text = upper.text + cell.text
            confidence = min(upper.confidence, cell.confidence)
            grown = replace(upper, text=text, confidence=confidence, row_span=upper.row_span + cell.row_span)
            lines[index][1][position] = grown
        elif (not cell.text and tall > 1) or (cell.text and rest(cell)):
            text = upper.text + cell.text
            lines[index][1][position] = replace(upper, text=text, row_span=upper.row_span + cell.row_span)
        else:
            kept.append(cell)
    return [(first_number, kept), *fresh[1:]]


def _leaves(lines: Sequence[tuple[int, list[Cell]]]) -> set[int]:
    """The columns with a text in the last row in which the rows above it have each their own too."""
    rows = [{cell.column for cell in cells if cell.text and cell.row_span == 1} for _, cells in lines[-_LOOKED_AT:]]
    return {column for column in rows[-1] if sum(column in row for row in rows) >= _EACH * len(rows)}


# ── lines outside tables ──────────────────────────────────────────────────────────────────────

_LOOSE = 0.5  # the most that can be claimed for a cell whose column is told by space alone
_LOOSE_ROWS = 3  # lines with columns that make a table without rules
_LOOSE_COLUMNS = 3


def _runs(lines: list[Line]) -> list[tuple[list[Line], list[float]]]:
    """Lines in runs: paragraphs (no columns), or a table without rules and its columns' left edges."""
    header = next(
        (
            index
            for index, line in enumerate(lines)
            if len(line.segments) >= _LOOSE_COLUMNS
            and sum(len(other.segments) >= _LOOSE_COLUMNS - 1 for other in lines[index:]) >= _LOOSE_ROWS
        ),
        None,
    )
    if header is None:
        return [(lines, [])] if lines else []
    richest = max(lines[header:], key=lambda line: len(line.segments))
    if len(richest.segments) < _LOOSE_COLUMNS:
        return [(lines, [])]
    # A column's edge lies in the gap between the richest line's segments; texts may stand left,
    # right or centred in it.
    gaps = [
        (before.right + after.left) / 2 for before, after in zip(richest.segments, richest.segments[1:], strict=False)
    ]
    edges = [_settled(gap, lines[header:]) for gap in gaps]
    return [(lines[:header], []), (lines[header:], edges)] if header else [(lines, edges)]


def _settled(edge: float, lines: list[Line]) -> float:
    """An edge moved to where it cuts the fewest texts of the run."""
    size = statistics.median(line.size for line in lines)

    def cuts(x: float) -> int:
        return sum(piece.left < x < piece.right for line in lines for piece in line.segments)

    candidates = [edge + step * size / 2 for step in range(-6, 7)]
    return min(candidates, key=lambda x: (cuts(x), abs(x - edge)))


def _loose_rows(lines: list[Line], edges: list[float], page: Page, grid: int, meter: Meter) -> list[Row]:
    """Rows of a table without rules; a line that only goes on full cells above is part of them."""
    table: list[dict[int, Piece]] = []
    ends = [*edges, max(line.right for line in lines)]
    starts = [min(line.left for line in lines), *edges]
    for line in lines:
        cells: dict[int, Piece] = {}
        for piece in line.segments:
            column = sum((piece.left + piece.right) / 2 > edge for edge in edges)
            cells[column] = _piece_sum(cells[column], piece) if column in cells else piece
        above = table[-1] if table else {}
        wrapped = (
            bool(above)
            and len(cells) < len(above)
            and all(
                column in above
                and (ends[column] - starts[column]) - (above[column].right - above[column].left) < 2.5 * piece.size
                and piece.top - above[column].bottom < 0.8 * piece.size
                for column, piece in cells.items()
            )
        )
        if wrapped:
            for column, piece in cells.items():
                above[column] = _piece_sum(above[column], piece)
        else:
            table.append(cells)
    result = []
    for number, cells in enumerate(table, 1):
        meter.row()
        own = tuple(
            Cell(
                meter.cell(piece.text),
                Location(page=page.number, row=number, column=column + 1, part=grid, bbox=_bbox(piece, page)),
                column,
                confidence=min(piece.confidence, _LOOSE),
            )
            for column, piece in sorted(cells.items())
        )
        if len(own) == 1 and own[0].column == 0:
            result.append(Row(own, grid, paragraph=True))
        elif own:
            result.append(Row(own, grid))
    return result


def _piece_sum(one: Piece, other: Piece) -> Piece:
    return Piece(
        one.text + other.text,
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
        one.size,
        min(one.confidence, other.confidence),
    )


def _paragraphs(lines: list[Line], page: Page) -> list[Line]:
    """Lines put together to paragraphs where one filled the measure and the next goes on."""
    edge = max((line.right for line in page.lines), default=page.width)
    edge = max([edge, *(table.lattice.xs[-1] for table in page.tables)])
    result: list[Line] = []
    for line in lines:
        before = result[-1] if result else None
        if (
            before is not None
            and len(before.segments) < 2
            and len(line.segments) < 2
            and abs(before.size - line.size) <= 0.1 * line.size
            and line.top - before.bottom < 1.2 * line.size
            and edge - before.right < 2 * line.size
            and not _ITEM.match(line.text)
        ):
            result[-1] = Line(
                before.text + line.text,
                min(before.left, line.left),
                before.top,
                line.right,
                line.bottom,
                line.size,
                min(before.confidence, line.confidence),
            )
        else:
            result.append(line)
    return result
