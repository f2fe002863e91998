"""Forms turned on their side: heads in the first column, an indicator a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lint.extract.columns import head_row
from lint.extract.lines import Line, Spot
from lint.extract.words import Words

_INDICATORS = 2  # cells beside a head from which its line may be one of a turned form


def upright(lines: Sequence[Line], words: Words) -> list[Line]:
    """The lines of a form with turned blocks set upright; other lines come back as they are."""
    result: list[Line] = []
    index = 0
    while index < len(lines):
        end = _turned(lines, index, words)
        if end:
            result += _set_upright(lines[index:end])
            index = end
        else:
            result.append(lines[index])
            index += 1
    return result


def _turned(lines: Sequence[Line], start: int, words: Words) -> int:
    """The end of the turned block that starts at a line, 0 where none does."""
    roles: list[str] = []
    end = start
    while end < len(lines) and (role := _row_head(lines[end], words)) and role not in roles:
        roles.append(role)
        end += 1
    return end if "name" in roles and {"value", "level2"} & set(roles) and len(roles) > 1 else 0


def _row_head(line: Line, words: Words) -> str:
    if line.paragraph or len(line.spots) <= _INDICATORS:
        return ""
    head = words.head(line.text)
    others = sum(words.head(spot.text) is not None for spot in line.spots[1:])
    return head.role if head is not None and not others and head_row(line, words) is None else ""


def _set_upright(lines: Sequence[Line]) -> list[Line]:
    heads = [replace(line.spots[0], column=i, end=i + 1) for i, line in enumerate(lines)]
    first = lines[0]
    rows = [replace(first, spots=tuple(heads), covered=())]
    starts = sorted({spot.column for line in lines for spot in line.spots[1:]})
    for start in starts:
        cells: list[Spot] = []
        for i, line in enumerate(lines):
            spot = next((s for s in line.spots[1:] if s.column == start), None)
            if spot is not None:
                cells.append(replace(spot, column=i, end=i + 1))
        rows.append(replace(first, spots=tuple(cells), covered=()))
    return rows
