"""Columns torn apart: all categories, then all names, then all targets, as some copies of pages leave a table."""

from __future__ import annotations

from collections.abc import Sequence

from lint.extract.flattened.grammar import STOP, category_levels, head_role, shape
from lint.extract.flattened.model import FlattenedModel
from lint.extract.flattened.pieces import Gap, Piece
from lint.extract.flattened.rows import Body, FlatRow
from lint.extract.flattened.schema import Column, Head
from lint.language.folding import squash

LEAST_ROWS = 3
_MOST = 2_000  # cells of one table
_ROLES = ("level1", "level2", "name", "value", "sign", "unit", "weight", "actual", "score")
_NOT_EQUAL = "各列分开排列，类别与名称对不上"
_NO_HEADS = "各列分开排列，没有列名"


def apart(pieces: Sequence[Piece], model: FlattenedModel) -> tuple[int, int, Head, Body] | None:
    """A table whose columns stand one below the other: the pieces it covers, its head and rows; None where none is."""
    start = next((n for n, piece in enumerate(pieces) if head_role(piece.text) in ("level1", "level2", "name")), None)
    if start is None:
        return None
    end = start
    while end < len(pieces) and end - start < _MOST and not STOP.match(squash(pieces[end].text)):
        end += 1
    columns = _columns(pieces[start:end], model)
    if columns is None:
        return None
    rows = _rows(columns)
    if rows is None:
        return None
    found = [role for role in _ROLES if role in columns]
    head = Head(start, start, tuple(Column(role, 0, "") for role in found), Gap.LINE)
    slots = [(0, piece.text, piece.location) for piece in columns.get("level2", [])]
    return start, end, head, Body(rows, slots, 0)


def _columns(pieces: Sequence[Piece], model: FlattenedModel) -> dict[str, list[Piece]] | None:
    """The cells of every column by its role; head words that stand together share what follows them."""
    columns: dict[str, list[Piece]] = {}
    at = 0
    while at < len(pieces):
        roles: list[str] = []
        while at < len(pieces) and (role := head_role(pieces[at].text)):
            roles.append(role)
            at += 1
        first = at
        while at < len(pieces) and not head_role(pieces[at].text):
            at += 1
        cells = pieces[first:at]
        if len(roles) == 1:
            columns.setdefault(roles[0], []).extend(cells)
        elif not _share(roles, cells, columns, model):
            return None
    return columns if {"name", "value"} <= columns.keys() else None


def _share(
    roles: Sequence[str], cells: Sequence[Piece], columns: dict[str, list[Piece]], model: FlattenedModel
) -> bool:
    """Gives the cells below several head words to their columns: categories by words, names and targets by halves."""
    if any(role not in ("level1", "level2", "name", "value") for role in roles):
        return False
    ones = [cell for cell in cells if category_levels(cell.text) == (True, False)]
    twos = [cell for cell in cells if category_levels(cell.text)[1]]
    rest = [cell for cell in cells if not any(category_levels(cell.text))]
    if "level1" in roles:
        columns["level1"] = ones
    if "level2" in roles:
        columns["level2"] = twos
    if "name" not in roles and "value" not in roles:
        return not rest
    last = max((n for n, cell in enumerate(cells) if any(category_levels(cell.text))), default=-1)
    if any(not any(category_levels(cell.text)) for cell in cells[:last]) or not rest:
        return False  # categories between the names: rows, not columns
    if "value" not in roles:
        columns["name"] = rest
        return True
    half = len(rest) // 2
    names, values = rest[:half], rest[half:]
    if len(rest) % 2 or half < LEAST_ROWS or not _suits(names, values, model):
        return False
    columns["name"], columns["value"] = names, values
    return True


def _suits(names: Sequence[Piece], values: Sequence[Piece], model: FlattenedModel) -> bool:
    """Whether the first cells are names and the last ones targets, nearly all of them."""

    def target(piece: Piece) -> bool:
        said = model.roles(piece.text)
        return shape(piece.text) not in ("words", "marked", "sentence") or said["value"] > said["name"]

    return sum(map(target, names)) * 5 <= len(names) and sum(map(target, values)) * 5 >= 4 * len(values)


def _rows(columns: dict[str, list[Piece]]) -> list[FlatRow] | None:
    """Rows of columns of equal length; None where names and targets are not as many."""
    names = columns["name"]
    count = len(names)
    if count < LEAST_ROWS or len(columns["value"]) != count:
        return None
    levels = {role: columns.get(role, []) for role in ("level1", "level2")}
    rows = []
    for number, name in enumerate(names):
        row = FlatRow(0, location=name.location, value_location=columns["value"][number].location)
        for role, cells in levels.items():
            if len(cells) == count:
                setattr(row, role, cells[number].text)
        for role, cells in columns.items():
            if role not in levels and len(cells) == count:
                row.cells[role] = cells[number].text
        if len(levels["level2"]) != count:
            row.reasons.append(_NOT_EQUAL)
        rows.append(row)
    return rows
