"""Tables told by white space: columns and rows where a page draws no rules, or not all of them.

Works on the places of pieces (characters or words) and rules alone, never on what they say, so that
it serves a PDF as well as a scan. Lengths are in the page's own unit, origin at the top left. What
cannot be told for sure is returned as a doubtful stretch of the table.

`guesses` asks, for each ruled table and then for what stands outside: are rules missing between its
columns (`space_ruled`), or is there a table without rules between its rows (`space_rows`)? Both find
columns as `space_columns` says, from the lines and the data of `space_lines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lint.readers.page.half_ruled import bounds, completed
from lint.readers.page.lines import Guess, Placed, Shape, lines_of
from lint.readers.page.ruled import DIVIDES, Edge, Lattice
from lint.readers.page.unruled_rows import unruled

__all__ = ["Guess", "Placed", "Shape", "guesses"]


_MOST_PIECES = 60_000  # characters of a page looked at; a full one has some three thousand
_MOST_REGIONS = 40  # ruled tables of a page looked at


def guesses(
    lattices: Sequence[Lattice],
    rules: tuple[Sequence[Edge], Sequence[Edge]],
    pieces: Iterable[Placed],
    tolerance: float,
    gap: float,
    before: Shape | None = None,
    divides: float = DIVIDES,
    shortest: float | None = None,
) -> tuple[list[Lattice], list[Guess]]:
    """The ruled tables that stand as they are, and tables told by white space.

    `rules` are the horizontal and the vertical ones; `before` is the shape of the table told by
    white space at the end of the page before; `divides` and `shortest` as in `ruled.find`.
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
        left, top, right, bottom = bounds(rows, columns)
        own = [
            piece
            for piece in free
            if left <= (piece.left + piece.right) / 2 <= right and top <= (piece.top + piece.bottom) / 2 <= bottom
        ]
        # Under more than a running head another form begins.
        goes_on = before is not None and len(lines_of(piece for piece in free if piece.bottom <= top)) <= 1
        guessed, without_rows = completed(
            lattice, rows, columns, own, tolerance, gap, before if goes_on else None, divides, shortest
        )
        if guessed:
            found += guessed
            taken = {id(piece) for piece in own}
            free = [piece for piece in free if id(piece) not in taken]
        elif without_rows and (loose := unruled(own, columns, before)):
            found += loose
            free = _outside(free, [guess.lattice for guess in loose])
        elif lattice is not None:
            kept.append(lattice)
            free = _outside(free, [lattice])
    found += unruled(free, (), before)
    return kept, found


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
