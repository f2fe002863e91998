"""Tables told by white space: columns and rows where a page draws no rules, or not all of them.

Works on the places of pieces (characters or words) and rules alone, never on what they say, so that
it serves a PDF as well as a scan. Lengths are in the page's own unit, origin at the top left; "em"
is the type size. What cannot be told for sure is returned as a doubtful stretch of the table.

Columns: a line of the table with most texts (its head, as a rule) gives one seed a column; every
line below that joins no two of them belongs to the table, and its texts make the columns wider;
the space left free between them is where a rule would stand. Rows: the lines of a column are put
together to cells at that distance at which most columns have equally many of them; categories,
whose cells reach over several rows, stand in the middle or at the top of their rows, and only one
way of sharing the rows out among them puts them all there.
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from lint.readers.lattice import DIVIDES, Box, Edge, Lattice, find

_SEED_GAP = 0.8  # em between the texts of a head row
_GAP = 0.35  # em between the texts of two columns; a space between words is narrower or harmless
_BAND_GAP = 1.0  # em between two cells of a row above or below the indicators
_COLUMNS = 3  # columns that make a table
_LINES = 4  # lines that make a table, its head among them
_MOST_LINES = 250  # lines of a page looked at; a page of small type has some hundred
_MOST_SEEDS = 25  # lines tried as the head of a table
_MOST_COLUMNS = 40  # of a table; a form has a dozen
_MOST_TEXTS = 80  # in one line of a table
_MOST_PIECES = 60_000  # characters of a page looked at; a full one has some three thousand
_MOST_REGIONS = 40  # ruled tables of a page looked at
_MOST_TABLES = 6  # tables without rules on a page
_MOST_ROWS = 120  # rows on a page; sharing out more would take too long
_LARGE = 1.3  # times the usual type size: a title, not a row
_SAME_LINE = 0.5  # em two pieces of a line may differ in height
_WRAPPED = 2.2  # em from line to line, above which two lines are two cells
_SLACK = 0.15  # em by which a word may seem to fit in a line although it did not
_NEVER_FIRST = "，。、；：！？）》〉】」』”’％%,.;:!?)]}/"  # what no line begins with
_NEVER_LAST = "≥≤＞＜±￥¥（《/"  # what stays with the number after it
_DOUBTED = -0.5  # em by which a word must seem to have had room to prove that it begins a row
_LEVEL = 0.2  # em two texts of a row may differ in height at their tops
_FEW_ROWS = 3  # rows that pair across columns, below which nothing is told by it
_GAP_ROW = 0.5  # em that a row without a cell costs, against a cell out of its rows' middle
_ASTRAY = 0.3  # share of a row's height a cell may stand from the middle of its rows
_MOSTLY = 0.6  # share of a column's texts
_PADDING = 1.6  # em of its width that a cell may leave empty at its sides
_BROKEN = 0.6  # share of a row's cells
_APART = 0.8  # em between lines, below which the columns' lines are not level with one another
_MOST_HEADED = 0.8  # share of the rows in whose first line a column has a text, if each row has one
_FEW = 0.75  # share of the rows: fewer cells are categories
_BIASED = 0.15  # em by which merged cells may stand worse
_TELLING = 0.5  # em: a smaller difference tells nothing
_NEARER = 0.95  # share of the least distance of two rows
_COVERED = 0.5  # share of a table's height that a rule must run along to be its column's
_WHOLE_BAND = 0.6  # share of the lines of a table in one band between rules: its rows have none


class Placed(Protocol):
    """What is needed of a piece of text."""

    @property
    def text(self) -> str:
        """Its characters."""

    @property
    def left(self) -> float:
        """Its left end."""

    @property
    def top(self) -> float:
        """Its upper end."""

    @property
    def right(self) -> float:
        """Its right end."""

    @property
    def bottom(self) -> float:
        """Its lower end."""

    @property
    def size(self) -> float:
        """Its type size."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the table at the end of one page tells of the next one's: its column edges, the outer
    ones among them, the stretch that the texts of each column take, its type size, and the distance
    up to which two lines are of one cell (None where rules say it).
    """

    edges: tuple[float, ...]
    columns: tuple[tuple[float, float], ...]
    size: float
    wrapped: float | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """A table whose rules are missing in part, and where (top, bottom) its rows are in doubt."""

    lattice: Lattice
    shape: Shape
    doubtful: tuple[tuple[float, float], ...] = ()


@dataclass(slots=True)
class _Line:
    """Pieces side by side."""

    top: float
    bottom: float
    size: float
    pieces: list[Placed] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        return self.pieces[-1].right - self.pieces[0].left


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of a table and the stretch (left, right) that the texts of each column take."""

    lines: tuple[_Line, ...]
    columns: tuple[tuple[float, float], ...]

    @property
    def top(self) -> float:
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.bottom for line in self.lines)

    @property
    def size(self) -> float:
        return statistics.median(line.size for line in self.lines)


def guesses(
    lattices: Sequence[Lattice],
    rules: tuple[Sequence[Edge], Sequence[Edge]],
    pieces: Iterable[Placed],
    tolerance: float,
    gap: float,
    before: Shape | None = None,
    divides: float = DIVIDES,
) -> tuple[list[Lattice], list[Guess]]:
    """The ruled tables that stand as they are, and tables told by white space.

    `rules` are the horizontal and the vertical ones; `before` is the shape of the table told by
    white space at the end of the page before; `divides` as in `lattice.find`.
    """
    written = [piece for piece in pieces if not piece.text.isspace()]
    if not written or len(written) > _MOST_PIECES:
        return list(lattices), []
    kept: list[Lattice] = []
    found: list[Guess] = []
    free = written
    regions: list[tuple[Lattice | None, list[Edge], list[Edge]]] = [
        (lattice, *_within(rules, lattice, tolerance)) for lattice in lattices[:_MOST_REGIONS]
    ]
    kept += lattices[_MOST_REGIONS:]
    free = _outside(free, kept)
    regions += [(None, rows, sides) for rows, sides in _rows_only(rules[0], lattices, tolerance)]
    for lattice, rows, columns in regions:
        left, top, right, bottom = _bounds(rows, columns)
        own = [
            piece
            for piece in free
            if left <= (piece.left + piece.right) / 2 <= right and top <= (piece.top + piece.bottom) / 2 <= bottom
        ]
        # Under more than a running head another form begins.
        first = len(_lines(piece for piece in free if piece.bottom <= top)) <= 1
        guessed, without_rows = _completed(
            lattice, rows, columns, own, tolerance, gap, before if first else None, divides
        )
        if guessed:
            found += guessed
            taken = {id(piece) for piece in own}
            free = [piece for piece in free if id(piece) not in taken]
        elif without_rows and (loose := _loose(own, columns, before)):
            found += loose
            free = _outside(free, [guess.lattice for guess in loose])
        elif lattice is not None:
            kept.append(lattice)
            free = _outside(free, [lattice])
    found += _loose(free, (), before)
    return kept, found


def _bounds(rows: Sequence[Edge], columns: Sequence[Edge]) -> tuple[float, float, float, float]:
    """The left, upper, right and lower end of the rules of a table."""
    xs = [x for _, left, right in rows for x in (left, right)] + [x for x, _, _ in columns]
    ys = [y for _, top, bottom in columns for y in (top, bottom)] + [y for y, _, _ in rows]
    return min(xs), min(ys), max(xs), max(ys)


def _outside(pieces: Sequence[Placed], lattices: Sequence[Lattice]) -> list[Placed]:
    return [
        piece
        for piece in pieces
        if all(
            lattice.at((piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2) is None for lattice in lattices
        )
    ]


def _within(
    rules: tuple[Sequence[Edge], Sequence[Edge]], lattice: Lattice, tolerance: float
) -> tuple[list[Edge], list[Edge]]:
    """The rules that make a table, from top to bottom and from left to right."""
    reach = 3 * tolerance
    left, right, top, bottom = lattice.xs[0], lattice.xs[-1], lattice.ys[0], lattice.ys[-1]
    across = [
        edge
        for edge in rules[0]
        if top - reach <= edge[0] <= bottom + reach and edge[1] >= left - reach and edge[2] <= right + reach
    ]
    down = [
        edge
        for edge in rules[1]
        if left - reach <= edge[0] <= right + reach and edge[1] >= top - reach and edge[2] <= bottom + reach
    ]
    return sorted(across), sorted(down) or [(left, top, bottom), (right, top, bottom)]


def _rows_only(
    horizontal: Sequence[Edge], lattices: Sequence[Lattice], tolerance: float
) -> list[tuple[list[Edge], list[Edge]]]:
    """Horizontal rules of the same width that no upright rule crosses, closed at their sides."""
    rest = [
        edge
        for edge in sorted(horizontal)
        if not any(
            lattice.xs[0] - tolerance <= (edge[1] + edge[2]) / 2 <= lattice.xs[-1] + tolerance
            and lattice.ys[0] - tolerance <= edge[0] <= lattice.ys[-1] + tolerance
            for lattice in lattices
        )
    ]
    if len(rest) < 2:
        return []
    left, right = min(edge[1] for edge in rest), max(edge[2] for edge in rest)
    top, bottom = rest[0][0], rest[-1][0]
    if bottom - top <= tolerance or right - left <= tolerance:
        return []
    return [(rest, [(left, top, bottom), (right, top, bottom)])]


# ── columns ───────────────────────────────────────────────────────────────────────────────────


def _lines(pieces: Iterable[Placed]) -> list[_Line]:
    lines: list[_Line] = []
    for piece in sorted(pieces, key=lambda item: (item.top + item.bottom, item.left)):
        middle = (piece.top + piece.bottom) / 2
        last = lines[-1] if lines else None
        if last is not None and middle - last.middle < _SAME_LINE * max(last.size, piece.size):
            last.pieces.append(piece)
        else:
            lines.append(_Line(piece.top, piece.bottom, piece.size, [piece]))
    for line in lines:
        line.pieces.sort(key=lambda item: item.left)
        line.size = statistics.median(piece.size for piece in line.pieces)
    return lines


def _segments(line: _Line, gap: float, verticals: Sequence[Edge]) -> list[tuple[float, float]]:
    """The stretches of a line's texts, apart where a gap (in em) or an upright rule lies between them."""
    stops = [x for x, top, bottom in verticals if top <= line.middle <= bottom]
    result: list[list[float]] = []
    for piece in line.pieces:
        if (
            result
            and piece.left - result[-1][1] < gap * line.size
            and not any(result[-1][1] - _GAP * line.size <= x <= piece.left + _GAP * line.size for x in stops)
        ):
            result[-1][1] = max(result[-1][1], piece.right)
        else:
            result.append([piece.left, piece.right])
    return [(left, right) for left, right in result]


def _best_block(lines: Sequence[_Line], verticals: Sequence[Edge]) -> _Block | None:
    """The table with most columns, then most lines, that begins at one of these lines."""
    lines = lines[:_MOST_LINES]
    fine = [_segments(line, _GAP, verticals) for line in lines]
    seeds = [_segments(line, _SEED_GAP, verticals) for line in lines]
    order = sorted(
        (i for i in range(len(lines)) if _COLUMNS <= len(seeds[i]) <= _MOST_COLUMNS), key=lambda i: (-len(seeds[i]), i)
    )
    best: _Block | None = None
    for start in order[:_MOST_SEEDS]:
        block = _grown(lines, fine, seeds, start)
        if len(block.lines) < _LINES or len(block.columns) < _COLUMNS:
            continue
        if best is None or (len(block.columns), len(block.lines)) > (len(best.columns), len(best.lines)):
            best = block
    return best


def _grown(
    lines: Sequence[_Line], fine: Sequence[list[tuple[float, float]]], seeds: Sequence[list[tuple[float, float]]],
    start: int,
) -> _Block:  # fmt: skip
    """The table with a line as its head: the lines below until one joins two columns."""
    islands = [(left, right, True) for left, right in seeds[start]]
    size = lines[start].size
    taken = [lines[start]]
    above = all(line.size <= _LARGE * size for line in lines[:start]) and _reaches_top(fine, islands, start)
    first = 0 if above else _head_above(fine, islands, start)
    order = [*range(start + 1, len(lines)), *range(start - 1, first - 1, -1)]
    stopped = False
    for index in order:
        if stopped and index > start:
            continue
        grown = None if lines[index].size > _LARGE * size else _joined(islands, fine[index])
        if grown is None:
            stopped = True
            if index < start:
                break
            continue
        islands = grown
        taken.append(lines[index])
    return _Block(tuple(sorted(taken, key=lambda line: line.middle)), tuple(_columns(islands)))


def _head_above(fine: Sequence[list[tuple[float, float]]], islands: list[tuple[float, float, bool]], start: int) -> int:
    """The line of a head above one of its rows: all but one of the columns have a text in it.

    The head itself may lack one, whose words stand in two lines. `start` where there is none.
    """
    found = start
    grown = islands
    for index in range(start - 1, -1, -1):
        wider = _joined(grown, fine[index])
        if wider is None:
            break
        grown = wider
        if len(fine[index]) >= max(_COLUMNS + 1, len(islands) - 1):
            found = index
    return found


def _reaches_top(
    fine: Sequence[list[tuple[float, float]]], islands: list[tuple[float, float, bool]], start: int
) -> bool:
    """Whether all lines above could be rows too: a table that goes on from the page before."""
    if start == 0:
        return False
    grown: list[tuple[float, float, bool]] | None = islands
    for index in range(start - 1, -1, -1):
        grown = _joined(grown, fine[index]) if grown is not None else None
    return grown is not None


def _joined(
    islands: list[tuple[float, float, bool]], segments: Sequence[tuple[float, float]]
) -> list[tuple[float, float, bool]] | None:
    """The columns with the texts of one more line; None where one text lies in two of them."""
    result = islands
    if len(segments) > _MOST_TEXTS:
        return None
    for left, right in segments:
        hit = [item for item in result if item[0] < right and left < item[1]]
        if sum(item[2] for item in hit) > 1:
            return None
        one = (
            min(left, *(item[0] for item in hit)) if hit else left,
            max(right, *(item[1] for item in hit)) if hit else right,
            any(item[2] for item in hit),
        )
        result = [*(item for item in result if item not in hit), one]
    return sorted(result)


def _columns(islands: Sequence[tuple[float, float, bool]]) -> list[tuple[float, float]]:
    """One stretch a column: texts that no head stands over join the nearest column between heads."""
    heads = [index for index, item in enumerate(islands) if item[2]]
    groups: dict[int, list[float]] = {}
    for index, (left, right, _) in enumerate(islands):
        if index < heads[0]:
            owner = -1
        elif index > heads[-1]:
            owner = len(islands)
        else:
            owner = min(heads, key=lambda head: max(islands[head][0] - right, left - islands[head][1]))
        if owner in groups:
            groups[owner][0], groups[owner][1] = min(groups[owner][0], left), max(groups[owner][1], right)
        else:
            groups[owner] = [left, right]
    return sorted((left, right) for left, right in groups.values())


def _carried(lines: Sequence[_Line], verticals: Sequence[Edge], before: Shape) -> _Block | None:
    """The first lines of a page that go on with the columns of the page before.

    None where a table begins among them that reaches further: another form's.
    """
    if len(before.columns) < _COLUMNS:
        return None
    own = _best_block(lines, verticals)
    taken: list[_Line] = []
    islands = [(left, right, True) for left, right in before.columns]
    hit: set[int] = set()
    for line in lines[:_MOST_LINES]:
        segments = _segments(line, _GAP, verticals)
        grown = _joined(islands, segments)
        if (
            grown is None
            or line.size > _LARGE * before.size
            or any(right < before.edges[0] or left > before.edges[-1] for left, right in segments)
        ):
            break
        islands = grown
        hit |= {sum(edge <= (left + right) / 2 for edge in before.edges[1:-1]) for left, right in segments}
        taken.append(line)
    if len(hit) < _COLUMNS:
        return None
    if own is not None and own.top <= taken[-1].middle < own.lines[-1].middle:
        return None
    columns = _columns(islands)
    return _Block(tuple(taken), tuple(columns)) if len(columns) == len(before.columns) else None


def _edges(block: _Block, verticals: Sequence[Edge], ends: Counter[float], known: Sequence[float]) -> list[float]:
    """Where the columns of a table part: at a rule, at the ends of rules, as on the page before, or midway."""
    xs = []
    for (_, left), (right, _) in zip(block.columns, block.columns[1:], strict=False):
        ruled = [
            x
            for x, top, bottom in verticals
            if left <= x <= right and min(bottom, block.bottom) - max(top, block.top) > 0
        ]
        stops = [(count, x) for x, count in ends.items() if left <= x <= right]
        same = [x for x in known if left <= x <= right]
        if ruled:
            xs.append(statistics.median(ruled))
        elif stops:
            xs.append(max(stops)[1])
        elif len(same) == 1:
            xs.append(same[0])
        elif _ranged_left(block, left, right):
            # The column before it may grow up to where this one's texts begin, on the next page too.
            xs.append(max(right - _GAP * block.size, (left + right) / 2))
        else:
            xs.append((left + right) / 2)
    return xs


def _ranged_left(block: _Block, left: float, right: float) -> bool:
    """Whether most texts of the column that begins at `right` begin there."""
    starts = [
        after.left
        for line in block.lines
        for before, after in zip([None, *line.pieces], line.pieces, strict=False)
        if after.left >= right - _GAP and (before is None or before.right <= left + _GAP)
    ]
    return sum(start - right < _SAME_LINE * block.size for start in starts) > _MOSTLY * len(starts)


# ── tables with rules between their rows ──────────────────────────────────────────────────────


def _completed(
    lattice: Lattice | None,
    rows: Sequence[Edge],
    columns: Sequence[Edge],
    pieces: Sequence[Placed],
    tolerance: float,
    gap: float,
    before: Shape | None,
    divides: float,
) -> tuple[list[Guess], bool]:
    """A table with the upright rules that it lacks; and whether its rows lack theirs instead."""
    lines = _lines(pieces)
    left, _, right, _ = _bounds(rows, columns)
    if before is not None and (
        before.wrapped is not None or max(abs(before.edges[0] - left), abs(before.edges[-1] - right)) > 2 * tolerance
    ):
        before = None
    known = before.edges if before is not None else ()
    goes_on = _carried(lines, columns, before) if before is not None else None
    block = _best_block(lines, columns)
    if goes_on is not None and (block is None or block.top <= goes_on.bottom):
        block = goes_on
    if block is None:
        return [], False
    ys = sorted({y for y, _, _ in rows})
    bands = Counter(sum(y <= line.middle for y in ys) for line in block.lines)
    if block is not goes_on and max(bands.values()) >= max(_LINES, _WHOLE_BAND * len(block.lines)):
        return [], True
    top = max((y for y in ys if y <= block.lines[0].middle), default=block.top)
    bottom = min((y for y in ys if y >= block.lines[-1].middle), default=block.bottom)
    inner = _edges(block, columns, _ends(rows), known)
    missing = _missing(block, inner, columns, top, bottom, tolerance)
    shape = Shape((left, *inner, right), block.columns, block.size)
    if not missing:
        doubtful = _two_rows(lattice, block) if lattice is not None else []
        return [Guess(lattice, shape, tuple(doubtful))] if lattice is not None and doubtful else [], False
    fresh = [(x, top, bottom) for x in missing]
    for upper, lower in itertools.pairwise(ys):
        if lower - upper <= tolerance or top <= (upper + lower) / 2 <= bottom:
            continue
        inside = [line for line in lines if upper < line.middle < lower]
        fresh += [
            (x, upper, lower) for x in _band(inside, columns, missing, block.size, only_known=lattice is not None)
        ]
    found = find(rows, [*columns, *fresh], tolerance, gap, divides)
    return [Guess(one, shape, tuple(_two_rows(one, block))) for one in found], False


def _two_rows(lattice: Lattice, block: _Block) -> list[tuple[float, float]]:
    """The rows of a ruled table (top, bottom) that may be two: the rule between them is missing.

    In most of their cells a line ends although the next one's first word had room in it.
    """
    cells: dict[int, list[Placed]] = {}
    for line in block.lines:
        for piece in line.pieces:
            number = lattice.at((piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2)
            if number is not None:
                cells.setdefault(number, []).append(piece)
    written: Counter[int] = Counter()
    broken: Counter[int] = Counter()
    for number, own in cells.items():
        box = lattice.boxes[number]
        if box.row_span > 1:
            continue
        written[box.row] += 1
        width = box.right - box.left - _PADDING * block.size
        broken[box.row] += any(
            not _goes_on(before, line, width, 0.0) for before, line in itertools.pairwise(_lines(own))
        )
    return [
        (lattice.ys[row], lattice.ys[row + 1])
        for row, count in broken.items()
        if count >= max(2, _BROKEN * written[row])
    ]


def _ends(rows: Sequence[Edge]) -> Counter[float]:
    """Where horizontal rules begin and end, and how many do there."""
    return Counter(round(x, 1) for _, left, right in rows for x in (left, right))


def _missing(
    block: _Block, inner: Sequence[float], columns: Sequence[Edge], top: float, bottom: float, tolerance: float
) -> list[float]:
    """The places between a table's columns at which no rule runs down."""
    result = []
    for x, ((_, left), (right, _)) in zip(inner, zip(block.columns, block.columns[1:], strict=False), strict=True):
        length = sum(
            max(0.0, min(end, bottom) - max(start, top))
            for at, start, end in columns
            if left - tolerance <= at <= right + tolerance
        )
        if length < _COVERED * (bottom - top):
            result.append(x)
    return result


def _band(
    lines: Sequence[_Line], columns: Sequence[Edge], known: Sequence[float], size: float, *, only_known: bool
) -> list[float]:
    """Where the cells of one row part whose upright rules are missing."""
    taken: list[tuple[float, float]] = []
    for line in lines:
        taken += _segments(line, _BAND_GAP, columns)
    result = []
    reached = None
    for left, right in sorted(taken):
        if reached is not None and left - reached >= _BAND_GAP * size:
            middle = lines[0].middle
            inside = [x for x in known if reached <= x <= left]
            crossed = any(reached <= x <= left and top <= middle <= bottom for x, top, bottom in columns)
            if inside and not crossed:
                result.append(inside[0])
            elif not crossed and not only_known:
                result.append((reached + left) / 2)
        reached = right if reached is None else max(reached, right)
    return result


# ── tables without rules between their rows ───────────────────────────────────────────────────


def _loose(pieces: Sequence[Placed], verticals: Sequence[Edge], before: Shape | None) -> list[Guess]:
    """Tables whose rows no rule parts."""
    lines = _lines(pieces)
    found: list[Guess] = []
    if before is not None and before.wrapped is not None and (block := _carried(lines, verticals, before)):
        found.append(_with_rows(block, verticals, before))
        lines = [line for line in lines if line.middle > block.bottom]
    while len(found) < _MOST_TABLES and (block := _best_block(lines, verticals)) is not None:
        found.append(_with_rows(block, verticals, None))
        lines = [line for line in lines if line.middle > block.bottom]
    return found


@dataclass(frozen=True, slots=True)
class _Span:
    """A cell of one column: the stretch (top, bottom) of its lines."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def _with_rows(block: _Block, verticals: Sequence[Edge], before: Shape | None) -> Guess:
    """The table of a block: its rows, and in each column which of them a cell covers."""
    size = block.size
    known = before.edges if before is not None else ()
    inner = _edges(block, verticals, Counter(), known)
    xs = [block.columns[0][0] - _GAP * size, *inner, block.columns[-1][1] + _GAP * size]
    if len(known) == len(xs) and known[0] <= xs[0] + size and known[-1] >= xs[-1] - size:
        xs[0], xs[-1] = known[0], known[-1]
    columns = _column_lines(block, xs)
    widths = [right - left for left, right in block.columns]
    spans, agreed, wrapped = _cells(columns, widths, size, before.wrapped if before is not None else None)
    if agreed < 2 and (table := _line_rows(columns, widths, size)) is not None:
        return _from_lines(xs, table, Shape(tuple(xs), block.columns, size, wrapped), size)
    base = max(range(len(spans)), key=lambda index: len(spans[index]))
    count = len(spans[base])
    leaves = [own for own in spans if len(own) == count]
    tops = [_Span(max(own[i].top for own in leaves), max(own[i].bottom for own in leaves)) for i in range(count)]
    spans = [
        own if len(own) == count else _split_at(own, lines, tops, size)
        for own, lines in zip(spans, columns, strict=True)
    ]
    leaves = [own for own in spans if len(own) == count]
    rows = [_Span(min(own[i].top for own in leaves), max(own[i].bottom for own in leaves)) for i in range(count)]
    doubts = {i for i in range(count) if i and rows[i].top < rows[i - 1].bottom}
    if agreed < 2 or count > _MOST_ROWS:
        doubts = set(range(count))
    ys = _boundaries(rows, size)
    # Once more, with the rows as high as the categories that stand in one row alone.
    shares = [_shared_out(own, rows, ys, size)[0] for own in spans]
    rows = _heightened(rows, spans, shares)
    ys = _boundaries(rows, size)
    shares = []
    for own in spans:
        ranges, astray = _shared_out(own, rows, ys, size)
        shares.append(ranges)
        doubts |= astray
    ys[0], ys[-1] = min(ys[0], block.top), max(ys[-1], block.bottom)
    lattice = _lattice_of(xs, ys, shares)
    shape = Shape(tuple(xs), block.columns, size, wrapped)
    return Guess(lattice, shape, tuple((ys[i], ys[i + 1]) for i in sorted(doubts)))


def _column_lines(block: _Block, xs: Sequence[float]) -> list[list[_Line]]:
    """The lines of each column."""
    cells: list[list[Placed]] = [[] for _ in xs[1:]]
    for line in block.lines:
        for piece in line.pieces:
            middle = (piece.left + piece.right) / 2
            index = sum(x <= middle for x in xs[1:-1])
            cells[index].append(piece)
    return [_lines(own) for own in cells]


def _cells(
    columns: Sequence[Sequence[_Line]], widths: Sequence[float], size: float, wrapped: float | None
) -> tuple[list[list[_Span]], int, float]:
    """The lines of each column put together to cells, how many columns have as many as any, and the
    distance up to which lines are of one cell.

    That distance is the one at which most columns have equally many cells, where it is not known.
    """
    if wrapped is not None:
        spans = [_put_together(own, wrapped, width) for own, width in zip(columns, widths, strict=True)]
        most = max(map(len, spans))
        return spans, _agreeing(columns, spans), wrapped
    steps = sorted(
        {
            round(after.middle - before.middle, 1)
            for own in columns
            for before, after in itertools.pairwise(own)
            if after.middle - before.middle < _WRAPPED * size
        }
    )
    near = [0.0]
    for step in steps:
        if step - near[-1] > 0.05 * size or near[-1] == 0.0:
            near.append(step)
        else:
            near[-1] = step
    best: tuple[tuple[int, float, int], list[list[_Span]], float] | None = None
    for limit in (step + 0.03 * size for step in near[:12]):
        spans = [_put_together(own, limit, width) for own, width in zip(columns, widths, strict=True)]
        most = max(map(len, spans))
        equal = [own for own in spans if len(own) == most]
        apart = sum(
            max(own[i].top for own in equal) > min(own[i].bottom for own in equal) for i in range(most)
        ) / max(most, 1)  # fmt: skip
        score = (len(equal) if most >= _FEW_ROWS and apart == 0 else 0, -apart, most)
        if best is None or score > best[0]:
            best = (score, spans, limit)
    assert best is not None
    spans = best[1]
    # What stands closer than any two rows of the fullest column is of one cell in the others too.
    fullest = max(range(len(spans)), key=lambda index: len(spans[index]))
    starts = {round(span.top, 2) for span in spans[fullest]}
    row_steps = [
        after.middle - before.middle
        for before, after in zip(columns[fullest], columns[fullest][1:], strict=False)
        if round(after.top, 2) in starts
    ]
    limit = max(_NEARER * min(row_steps, default=0.0), best[2])
    spans = [_put_together(lines, limit, width) for lines, width in zip(columns, widths, strict=True)]
    return spans, _agreeing(columns, spans) if best[0][0] else 0, limit


def _agreeing(columns: Sequence[Sequence[_Line]], spans: Sequence[Sequence[_Span]]) -> int:
    """How many columns have as many cells as any; the same texts in two halves of a form count once."""
    most = max(map(len, spans))
    seen = {
        tuple((round(line.top), round(line.width)) for line in lines)
        for lines, own in zip(columns, spans, strict=True)
        if len(own) == most
    }
    return len(seen)


def _put_together(lines: Sequence[_Line], limit: float, width: float) -> list[_Span]:
    """The cells of one column: a line near above that had no room for its first word goes on in it.

    `width` is that of the column's longest line.
    """
    spans: list[_Span] = []
    before: _Line | None = None
    for line in lines:
        if before is not None and line.middle - before.middle <= limit and _goes_on(before, line, width, _SLACK):
            spans[-1] = _Span(spans[-1].top, max(spans[-1].bottom, line.bottom))
        else:
            spans.append(_Span(line.top, line.bottom))
        before = line
    return spans


def _goes_on(before: _Line, line: _Line, width: float, slack: float) -> bool:
    """Whether a line's first word had no room in the line above, in a column of a width; `slack` in em."""
    return before.width + _first_word(line) > width + slack * line.size


def _first_word(line: _Line) -> float:
    """The width of what cannot be parted at a line's start: a Latin word, a character and its comma."""
    end = 1
    while end < len(line.pieces) and (
        line.pieces[end].text in _NEVER_FIRST
        or (
            line.pieces[end - 1].text in _NEVER_LAST
            and (line.pieces[end].text.isascii() or line.pieces[end - 1].text == "/")
        )
        or (line.pieces[end - 1].text.isascii() and line.pieces[end].text.isascii())
    ):
        end += 1
    if len(line.pieces[0].text) > 1:  # more than a character: what it begins with is unknown
        return min(line.pieces[0].right - line.pieces[0].left, line.size)
    return line.pieces[end - 1].right - line.pieces[0].left


@dataclass(frozen=True, slots=True)
class _LineTable:
    """Rows told line by line: where each is, the cells' rows by column, and rows in doubt."""

    rows: tuple[_Span, ...]
    shares: tuple[tuple[tuple[int, int], ...], ...]
    doubts: frozenset[int]


def _line_rows(columns: Sequence[Sequence[_Line]], widths: Sequence[float], size: float) -> _LineTable | None:
    """The rows of a table whose lines all stand at the same distance, their texts at the top of their cells.

    A line begins a row where a text in it had room in the line above, or none stands there. None
    where the lines of the columns are not level with one another.
    """
    levels: list[list[tuple[int, _Line]]] = []
    for column, line in sorted(
        ((index, line) for index, own in enumerate(columns) for line in own), key=lambda item: item[1].middle
    ):
        if levels and line.middle - levels[-1][0][1].middle < 2 * _LEVEL * size:
            levels[-1].append((column, line))
        elif levels and line.middle - levels[-1][0][1].middle < _APART * size:
            return None
        else:
            levels.append([(column, line)])
    proven = _row_starts(levels, widths, size, _DOUBTED)
    heads = Counter(column for index in proven for column, _ in levels[index])
    leaves = {column for column, number in heads.items() if number >= _MOST_HEADED * len(proven)}
    # What is not proven either way, and what may be a row because each column has a text in it.
    likely = _row_starts(levels, widths, size, _SLACK)
    starts = [
        index
        for index, level in enumerate(levels)
        if index in proven or index in likely or leaves <= {column for column, _ in level}
    ]
    ends = [*starts[1:], len(levels)]
    count = len(starts)
    unproven = {row for row, start in enumerate(starts) if start not in proven}
    doubts = unproven | {row - 1 for row in unproven}
    if len(leaves) < 2 or count > _MOST_ROWS:
        doubts = set(range(count))
    row_of = {id(line): row for row in range(count) for i in range(starts[row], ends[row]) for _, line in levels[i]}
    shares = []
    for column, own in enumerate(columns):
        shares.append(tuple((row, row + 1) for row in sorted({row_of[id(line)] for line in own})))
        if column in leaves:
            continue
        for upper, line in itertools.pairwise(own):
            near = line.middle - upper.middle <= _WRAPPED * size
            if near and row_of[id(line)] > row_of[id(upper)] and _goes_on(upper, line, widths[column], _SLACK):
                doubts |= {row_of[id(upper)], row_of[id(line)]}  # the end of a merged category, or another one
    rows = tuple(
        _Span(
            min(line.top for level in levels[start:end] for _, line in level),
            max(line.bottom for level in levels[start:end] for _, line in level),
        )
        for start, end in zip(starts, ends, strict=True)
    )
    return _LineTable(rows, tuple(shares), frozenset(doubts))


def _row_starts(
    levels: Sequence[Sequence[tuple[int, _Line]]], widths: Sequence[float], size: float, slack: float
) -> set[int]:
    """The levels in which some text cannot go on with the one above it."""
    starts: set[int] = set()
    before: dict[int, _Line] = {}
    for index, level in enumerate(levels):
        if any(
            column not in before
            or line.middle - before[column].middle > _WRAPPED * size
            or not _goes_on(before[column], line, widths[column], slack)
            for column, line in level
        ):
            starts.add(index)
        before = dict(level)
    return starts


def _from_lines(xs: Sequence[float], table: _LineTable, shape: Shape, size: float) -> Guess:
    """The table of rows told line by line."""
    ys = _boundaries(table.rows, size)
    lattice = _lattice_of(xs, ys, table.shares)
    return Guess(lattice, shape, tuple((ys[i], ys[i + 1]) for i in sorted(table.doubts)))


def _split_at(spans: Sequence[_Span], lines: Sequence[_Line], rows: Sequence[_Span], size: float) -> list[_Span]:
    """The cells of a column, parted where each row has a line that begins with it.

    Two texts as long as their column, one under the other, look like one that was broken.
    """
    starts = [any(abs(line.top - row.top) < _LEVEL * size for line in lines) for row in rows]
    if not all(starts):
        return list(spans)
    result: list[_Span] = []
    for line in lines:
        if not result or any(abs(line.top - row.top) < _LEVEL * size for row in rows):
            result.append(_Span(line.top, line.bottom))
        else:
            result[-1] = _Span(result[-1].top, line.bottom)
    return result if len(result) == len(rows) else list(spans)


def _boundaries(rows: Sequence[_Span], size: float) -> list[float]:
    """The heights between rows, midway between their texts."""
    inner = [(before.bottom + after.top) / 2 for before, after in itertools.pairwise(rows)]
    leads = [(after.top - before.bottom) / 2 for before, after in itertools.pairwise(rows)]
    lead = max(statistics.median(leads) if leads else 0.0, 0.1 * size)
    ys = [rows[0].top - lead, *inner, rows[-1].bottom + lead]
    for index in range(1, len(ys)):
        ys[index] = max(ys[index], ys[index - 1] + 0.01 * size)
    return ys


def _heightened(
    rows: Sequence[_Span], spans: Sequence[Sequence[_Span]], shares: Sequence[Sequence[tuple[int, int]]]
) -> list[_Span]:
    """The rows with the cells that stand in one row alone."""
    result = list(rows)
    for own, ranges in zip(spans, shares, strict=True):
        for span, (first, end) in zip(own, ranges, strict=False):
            if end - first == 1:
                result[first] = _Span(min(result[first].top, span.top), max(result[first].bottom, span.bottom))
    return result


def _shared_out(
    spans: Sequence[_Span], rows: Sequence[_Span], ys: Sequence[float], size: float
) -> tuple[list[tuple[int, int]], set[int]]:
    """The rows (first, end) of each cell of a column and the rows that may be another cell's.

    The ranges of a column without text are none; rows between two ranges have no cell.
    """
    count = len(rows)
    if not spans:
        return [], set()
    if len(spans) == count and all(ys[i] < span.middle < ys[i + 1] for i, span in enumerate(spans)):
        return [(i, i + 1) for i in range(count)], set()
    if len(spans) > count or count > _MOST_ROWS:
        # more cells than rows: each goes where it stands
        places = [min(max(sum(y <= span.middle for y in ys) - 1, 0), count - 1) for span in spans]
        return [(i, i + 1) for i in sorted(set(places))], set(places)
    merged, over = _best_shares(spans, rows, ys, size, merged=True)
    single, alone = _best_shares(spans, rows, ys, size, merged=False)
    close = abs(merged - single) <= _TELLING
    categories = close and _heads_rows(alone, count)
    ranges = over if categories or merged <= single + _BIASED else alone
    astray: set[int] = set()
    if len(spans) > 1:
        for index, (span, (first, end)) in enumerate(zip(spans, ranges, strict=True)):
            height = min(ys[i + 1] - ys[i] for i in range(first, end))
            if _off(span, first, end, rows, ys) > _ASTRAY * height:
                for near in ranges[max(index - 1, 0) : index + 2]:
                    astray |= set(range(*near))
        if close and not categories:
            # In the middle of three rows, or in the second of them with none beside it?
            astray |= {row for one in over if one not in alone for row in range(*one)}
    return ranges, astray


def _heads_rows(alone: Sequence[tuple[int, int]], count: int) -> bool:
    """Whether cells are so few that they are categories, and the row under the head would have none.

    What stands in one row alone stands in the first that it speaks of, so these reach over several.
    """
    return len(alone) > 1 and alone[1][0] > 1 and len(alone) <= _FEW * count


def _off(span: _Span, first: int, end: int, rows: Sequence[_Span], ys: Sequence[float]) -> float:
    """How far a cell stands from the middle of its rows, or from the top of the only one."""
    off = abs(span.middle - (ys[first] + ys[end]) / 2)
    return min(off, abs(span.top - rows[first].top)) if end - first == 1 else off


def _best_shares(
    spans: Sequence[_Span], rows: Sequence[_Span], ys: Sequence[float], size: float, *, merged: bool
) -> tuple[float, list[tuple[int, int]]]:
    """The cheapest way of sharing rows out among cells, and its cost in em.

    `merged` cells reach over all rows between them and stand in their middle; else each stands in
    one row and the rows without any are empty.
    """
    count, many = len(rows), len(spans)
    empty = _GAP_ROW if merged else 0.0
    # best[j]: cost of the cells so far on the first j rows
    best: list[float] = [empty * j for j in range(count + 1)]
    chosen: list[list[tuple[int, int]]] = [[] for _ in range(count + 1)]
    for number, span in enumerate(spans):
        fresh = [float("inf")] * (count + 1)
        ways: list[list[tuple[int, int]]] = [[] for _ in range(count + 1)]
        for end in range(number + 1, count - (many - number - 1) + 1):
            for first in range(number if merged else end - 1, end):
                cost = best[first] + _off(span, first, end, rows, ys) / size
                if cost < fresh[end]:
                    fresh[end], ways[end] = cost, [*chosen[first], (first, end)]
        for end in range(1, count + 1):  # a row without a cell
            if fresh[end - 1] + empty < fresh[end]:
                fresh[end], ways[end] = fresh[end - 1] + empty, ways[end - 1]
        best, chosen = fresh, ways
    return best[count], chosen[count]


def _lattice_of(xs: Sequence[float], ys: Sequence[float], shares: Sequence[Sequence[tuple[int, int]]]) -> Lattice:
    """The table with these columns and rows, each column's cells over their rows."""
    height = len(ys) - 1
    index = [[-1] * len(shares) for _ in range(height)]
    boxes: list[Box] = []
    for column, ranges in enumerate(shares):
        covered = {row for first, end in ranges for row in range(first, end)}
        alone = [(row, row + 1) for row in range(height) if row not in covered]
        for first, end in sorted([*ranges, *alone]):
            for row in range(first, end):
                index[row][column] = len(boxes)
            boxes.append(Box(first, column, end - first, 1, xs[column], ys[first], xs[column + 1], ys[end]))
    return Lattice(tuple(xs), tuple(ys), tuple(boxes), tuple(tuple(line) for line in index))
