"""The head row of an indicator block: which column says what, and to which half it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lint.extract.lines import Line, Spot
from lint.extract.words import Head, Words
from lint.model import ANNUAL, WHOLE

_LOOKED_AHEAD = 40  # rows in which the fullest one stands for a lost head
_LEVELS = ("level1", "level2", "name")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the block: its role, the grid columns it covers, its half and period."""

    role: str
    start: int
    end: int
    half: int
    period: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a block, left to right. `halves` counts 1 or 2."""

    columns: tuple[Column, ...]
    halves: int
    flat: bool = False

    def role(self, role: str, half: int) -> int | None:
        """The index of the column with a role in a half."""
        for index, column in enumerate(self.columns):
            if column.role == role and column.half == half:
                return index
        return None

    def has(self, role: str) -> bool:
        """Whether any column has the role."""
        return any(column.role == role for column in self.columns)


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A head row with the cells in it that are no heads (a category that slipped in)."""

    columns: Columns
    others: tuple[Spot, ...]


def head_row(line: Line, words: Words, labels: Sequence[tuple[int, str]] = ()) -> HeadRow | None:
    """The columns that a line names, None where it is no head of an indicator block.

    `labels` are (grid column, period) of the cells above that head the halves.
    """
    if line.paragraph or len(line.spots) < 2:
        return None
    heads = [(spot, words.head(spot.text)) for spot in line.spots]
    roles = {head.role for _, head in heads if head}
    own_name = _root_as_name(heads, words) if "name" not in roles and "value" in roles else None
    named = "name" in roles or own_name is not None
    if not (named and ("value" in roles or {"level1", "level2"} & roles)):
        return None
    columns: list[Column] = []
    others: list[Spot] = []
    half = 0
    seen: set[str] = set()
    flat = any(head is not None and head.role == "project" and "名称" in spot.text for spot, head in heads)
    for spot, head in heads:
        role, period = (head.role, head.period) if head else ("", "")
        if not role:
            kind = words.kind(spot.text)
            if kind.root:
                role = "name" if spot is own_name else "root"
            elif kind.category is None and len(others) == 0 and columns and line.spans:
                role = "other"
            else:
                others.append(spot)
                continue
        if role == "unit" and "name" not in seen and half == 0 and "level1" not in seen:
            role = "department"
        if (
            role in ("annual_budget", "total_budget", "goal", "year", "project", "period")
            and "name" in seen
            and not flat
        ):
            role = "other"
        if role == "project":
            flat = True
        if role in _LEVELS and role in seen and "name" in seen:
            half, seen = half + 1, set()
        elif role == "value" and role in seen and not period:
            role = "other"
        seen.add(role)
        columns.append(Column(role, spot.column, spot.end, half, period, spot.text))
    if half > 1:
        return None
    if not line.spans:
        columns = _stretch(columns)
    return HeadRow(Columns(tuple(_periods(columns, half, labels)), half + 1, flat), tuple(others))


def _root_as_name(heads: Sequence[tuple[Spot, Head | None]], words: Words) -> Spot | None:
    """The cell 绩效指标 that heads the names in department-wide forms: the last before the values."""
    found = None
    for spot, head in heads:
        if head is not None and head.role == "value":
            return found
        if head is None and words.kind(spot.text).root:
            found = spot
    return None


def _stretch(columns: list[Column]) -> list[Column]:
    """Columns without spans reach to the next one's start."""
    ends = [*(column.start for column in columns[1:]), columns[-1].end]
    return [replace(column, end=max(column.end, end)) for column, end in zip(columns, ends, strict=True)]


def _periods(columns: list[Column], last_half: int, labels: Sequence[tuple[int, str]]) -> list[Column]:
    """Columns with their period: from their own head, the labels above, or the usual order."""
    usual = (WHOLE, ANNUAL) if last_half else (ANNUAL,)
    order = [period for _, period in sorted(labels)]
    if last_half and sorted(order) == sorted((WHOLE, ANNUAL)):
        usual = (order[0], order[1])
    several = sum(column.role == "value" for column in columns if column.half == 0) > 1
    result = []
    for column in columns:
        own = column.period if column.role == "value" and (several or last_half) else ""
        result.append(replace(column, period=own or usual[column.half]))
    if several and not last_half:
        # one name column for two value columns: the value without a period is the annual one
        return [replace(column, period=column.period if column.role == "value" else "") for column in result]
    return result


_ABOVE = frozenset(("project", "department", "year", "annual_budget", "total_budget", "goal", "number", "unit"))


def upper_heads(line: Line, words: Words) -> bool:
    """Whether a line holds heads of a flat list (单位名称, 项目名称, 预算金额) over a second head row."""
    roles = {head.role for spot in line.spots if (head := words.head(spot.text)) is not None}
    return not line.paragraph and "project" in roles and len(line.spots) > 2 and len(roles & _ABOVE) > 1


def with_upper(head: HeadRow, above: Line, words: Words) -> HeadRow:
    """The head with the columns that only the head row above names."""
    taken = [(column.start, column.end) for column in head.columns.columns]
    extra = []
    for spot in above.spots:
        found = words.head(spot.text)
        if (
            found is None
            or found.role not in _ABOVE
            or any(spot.column < end and start < spot.end for start, end in taken)
        ):
            continue
        role = "department" if found.role == "unit" else found.role
        extra.append(Column(role, spot.column, spot.end, 0, head.columns.columns[0].period, spot.text))
    columns = tuple(sorted([*extra, *head.columns.columns], key=lambda column: column.start))
    flat = head.columns.flat or any(column.role == "project" for column in extra)
    return HeadRow(replace(head.columns, columns=columns, flat=flat), head.others)


def refine(head: HeadRow, line: Line, words: Words) -> HeadRow | None:
    """The head with the words of a second head row under it (指标值 ▸ 符号, 数值, 单位), or None."""
    found = [(spot, words.head(spot.text)) for spot in line.spots]
    if (
        not found
        or any(item is None for _, item in found)
        or {item.role for _, item in found if item} & {"name", "level2"}
    ):
        return None
    kept = [
        column
        for column in head.columns.columns
        if not any(spot.column < column.end and column.start < spot.end for spot, _ in found)
    ]
    fresh = []
    for spot, item in found:
        over = next((c for c in head.columns.columns if c.start <= spot.column < c.end), None)
        assert item is not None
        fresh.append(
            Column(
                item.role,
                spot.column,
                spot.end,
                over.half if over else 0,
                item.period or (over.period if over else ANNUAL),
                spot.text,
            )
        )
    columns = tuple(sorted([*kept, *fresh], key=lambda column: column.start))
    return HeadRow(replace(head.columns, columns=columns), head.others)


def headless(lines: Sequence[Line], start: int, words: Words, labels: Sequence[tuple[int, str]]) -> HeadRow | None:
    """The columns of a block whose head row is lost, from its fullest row; None where none is one.

    The line at `start` must itself be an indicator row: a category, a name and a target.
    """
    if not _indicator_row(lines[start], words):
        return None
    rows = [line for line in lines[start : start + _LOOKED_AHEAD] if _indicator_row(line, words)]
    fullest = max(rows, key=lambda line: len(line.spots))
    columns: list[Column] = []
    half = 0
    seen: set[str] = set()
    for spot in fullest.spots:
        kind = words.kind(spot.text)
        if kind.root and not columns:
            role = "root"
        elif kind.category is not None and kind.category.strong and "name" in seen and half == 0:
            half, seen, role = 1, set(), "level2"
        elif kind.category is not None and kind.category.level1 and not {"level1", "level2"} & seen and half == 0:
            role = "level1"
        elif kind.category is not None and "level2" not in seen:
            role = "level2"
        else:
            role = "name" if "name" not in seen else "value" if "value" not in seen else "other"
        seen.add(role)
        columns.append(Column(role, spot.column, spot.end, half, "", ""))
    columns = _with_missing(columns)
    if not {"name", "value"} <= {column.role for column in columns if column.half == half}:
        return None
    if not lines[start].spans:
        columns = _stretch(columns)
    return HeadRow(Columns(tuple(_periods(columns, half, labels)), half + 1), ())


def _indicator_row(line: Line, words: Words) -> bool:
    """Whether a row without any head above it shows a category, a name and a target."""
    if line.paragraph or len(line.spots) < 3:
        return False
    kinds = [words.kind(spot.text) for spot in line.spots]
    strong = [i for i, kind in enumerate(kinds) if kind.category is not None and kind.category.strong]
    return bool(strong) and any(kind.value > 0 for kind in kinds[strong[0] + 2 :])


def _with_missing(columns: list[Column]) -> list[Column]:
    """A first-level column to the left of the second level where the fullest row shows none."""
    if any(column.role == "level1" for column in columns):
        return columns
    first = columns[0]
    if first.role == "level2" and first.start > 0:
        return [Column("level1", first.start - 1, first.start, 0), *columns]
    return columns
