"""Runs of rows whose values belong to their neighbours: one slip, many findings.

A column pasted one row too high or too low makes every row of the run wrong in the same way. The
run is recognised by trying the neighbour's value: if the rule then has nothing to say, the values
have slipped. The first finding of the run becomes the cause of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lint.checks.engine.found import Found
from lint.checks.rule import Hit, RowRule, Subject
from lint.language import Language
from lint.model import Indicator, Table

SHORTEST_RUN = 3  # fewer wrong rows in a row are as likely to be wrong one by one


def with_shifts(found: Sequence[Found], table: Table, language: Language) -> list[Found]:
    """The hits, those of each slipped run chained to its first (`Hit.cause`), which says so.

    Only hits of rules that say so (`Rule.may_slip`) spring from a slip; `language` reads the values tried.
    """
    changed: dict[int, Found] = {}
    for code in sorted({item.rule.code for item in found if item.rule.may_slip}):
        at = {id(item.indicator): place for place, item in enumerate(found) if item.rule.code == code}
        if len(at) < SHORTEST_RUN:
            continue
        for half in dict.fromkeys(row.period for row in table.indicators):
            rows = [row for row in table.indicators if row.period == half]
            for start, end in _runs([id(row) in at for row in rows]):
                step = _slip(found[at[id(rows[start])]].rule, rows, start, end, table, language)
                if step:
                    key = f"{code} {half} {start}"
                    for index in range(start, end):
                        place = at.get(id(rows[index]))
                        if place is not None:
                            changed[place] = _chained(found[place], key, step, end - start, index == start)
    return [changed.get(place, item) for place, item in enumerate(found)]


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Half-open ranges with at least SHORTEST_RUN true flags, single false ones between them let through.

    A slipped value may by chance be one the rule has nothing against.
    """
    runs = []
    places = [index for index, flag in enumerate(flags) if flag]
    start = 0
    for number, place in enumerate(places):
        if number + 1 == len(places) or places[number + 1] - place > 2:
            if number + 1 - start >= SHORTEST_RUN:
                runs.append((places[start], place + 1))
            start = number + 1
    return runs


def _slip(rule: object, rows: Sequence[Indicator], start: int, end: int, table: Table, language: Language) -> int:
    """1 where each value belongs one row lower down, -1 where one row higher up, else 0.

    The run's last row in the direction of the slip has no neighbour to lend it a value.
    """
    if not isinstance(rule, RowRule):
        return 0
    for step in (1, -1):
        lenders = [index for index in range(start, end) if start <= index - step < end]
        mended = [_mended(rows[index], rows[index - step]) for index in lenders]
        if all(row is not None and not _hits(rule, row, table, language) for row in mended):
            return step
    return 0


def _mended(row: Indicator, neighbour: Indicator) -> Indicator | None:
    if (row.value, row.unit) == (neighbour.value, neighbour.unit):
        return None
    return replace(row, value=neighbour.value, unit=neighbour.unit)


def _hits(rule: RowRule, row: Indicator, table: Table, language: Language) -> bool:
    return isinstance(rule.check_row(Subject(row, table, language.parse(row.value, row.unit))), Hit)


def _chained(item: Found, key: str, step: int, length: int, first: bool) -> Found:
    hit = replace(item.hit, cause=key)
    if first:
        where = "上" if step == 1 else "下"
        hit = replace(
            hit,
            explains=key,
            message=f"{hit.message.rstrip('。')}；自本行起连续{length}行的指标值都像是错写到了{where}一行。",
            suggestion=f"请先核对这{length}行的指标值是否整体错行；{hit.suggestion}",
            data={**hit.data, "shifted_rows": length, "shift": -step},
        )
    return replace(item, hit=hit)
