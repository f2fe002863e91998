"""Rules → cells."""

from __future__ import annotations

from lint.readers.page.ruled import Edge, Lattice, find


def _grid(xs: list[float], ys: list[float]) -> tuple[list[Edge], list[Edge]]:
    return [(y, xs[0], xs[-1]) for y in ys], [(x, ys[0], ys[-1]) for x in xs]


def _shape(lattice: Lattice) -> list[tuple[int, int, int, int]]:
    return [(box.row, box.column, box.row_span, box.column_span) for box in lattice.boxes]


def test_a_full_grid() -> None:
    horizontal, vertical = _grid([0, 100, 200], [0, 20, 40])
    (lattice,) = find(horizontal, vertical, 2, 4)
    assert _shape(lattice) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert lattice.at(150, 30) == 3
    assert lattice.at(250, 30) is None


def test_missing_rules_merge_cells() -> None:
    horizontal = [(0.0, 0.0, 200.0), (20.0, 100.0, 200.0), (40.0, 0.0, 200.0), (60.0, 0.0, 200.0)]
    vertical = [(0.0, 0.0, 60.0), (100.0, 0.0, 40.0), (200.0, 0.0, 60.0)]
    (lattice,) = find(horizontal, vertical, 2, 4)
    assert _shape(lattice) == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1), (2, 0, 1, 2)]


def test_dashes_double_rules_and_corners_that_miss() -> None:
    horizontal = [(y + d, float(x), x + 6.0) for y in (0, 20, 40) for d in (0, 1.5) for x in range(1, 196, 9)]
    vertical = [(float(x), 1.0, 39.0) for x in (0, 100, 200)]
    (lattice,) = find(horizontal, vertical, 2, 4)
    assert len(lattice.boxes) == 4


def test_open_sides_are_closed_where_the_lines_end() -> None:
    horizontal = [(0.0, 0.0, 200.0), (20.0, 0.0, 200.0)]
    vertical = [(100.0, 0.0, 60.0)]
    (lattice,) = find(horizontal, vertical, 2, 4)
    assert _shape(lattice) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_tables_apart_are_apart_and_lone_lines_are_none() -> None:
    one, two = _grid([0, 100, 200], [0, 20, 40]), _grid([0, 100, 200], [100, 120, 140])
    found = find([*one[0], *two[0], (300.0, 0.0, 200.0)], [*one[1], *two[1]], 2, 4)
    assert [lattice.ys[0] for lattice in found] == [0, 100]


def test_a_rule_that_nothing_crosses_belongs_to_the_table_beside_it() -> None:
    horizontal, vertical = _grid([100, 200, 300], [0, 20, 40, 60])
    (lattice,) = find(horizontal, [*vertical, (0.0, 0.0, 60.0)], 2, 4)
    assert lattice.xs == (0, 100, 200, 300)
    assert (0, 0, 3, 1) in _shape(lattice)
