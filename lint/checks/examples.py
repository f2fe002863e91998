"""What an Example stands for: the submission a rule's bad or good example describes.

`explain` prints examples; the one parametrised test runs them through the engine as real
submissions built here.
"""

from __future__ import annotations

from typing import Any

from lint.checks.rule import Example
from lint.model import (
    ANNUAL,
    LEVEL1_OF_LEVEL2,
    WHOLE,
    Indicator,
    Location,
    Passage,
    Submission,
    Table,
    Unreadable,
)

PATH = "示例.txt"
_CARRIER = "example"


def submission_of(example: Example) -> Submission | Unreadable:
    """The submission an example describes: one table with its rows, and its passages.

    `example.table` overrides any field of the table; `example.text` gives one passage a line.
    One with a `kind` is a file of that kind without tables, its passages the lines of `text`.
    An example with neither row, passage nor table facts describes an unreadable file, `note`
    being the reason.
    """
    rows = _rows(example)
    if example.kind:
        told = tuple(Passage(text, Location(line=i)) for i, text in enumerate(example.text.splitlines(), 1))
        return Submission(PATH, _CARRIER, kind=example.kind, passages=told)
    if not (rows or example.text or example.table):
        return Unreadable(PATH, example.note)
    facts: dict[str, Any] = {
        "number": 1,
        "title": "项目支出绩效目标表",
        "project": "示例项目",
        "indicators": rows,
        "two_halves": any(row.period == WHOLE for row in rows),
        "location": Location(line=1),
        **example.table,
    }
    table = Table(**facts)
    start = len(table.indicators) + 20
    passages = tuple(
        Passage(text, Location(line=start + index), example.label, 1 if table.indicators else None)
        for index, text in enumerate(example.text.splitlines())
    )
    return Submission(PATH, _CARRIER, tables=(table,), passages=passages)


def _rows(example: Example) -> tuple[Indicator, ...]:
    given = [tuple(row) for row in example.rows]
    if example.level2 or example.name or example.value:
        given.insert(0, (example.period, example.level2, example.name, example.value))
    rows = []
    for index, row in enumerate(given):
        period, level2, name, value = row if len(row) == 4 else (ANNUAL, *row)
        rows.append(
            Indicator(
                period,
                LEVEL1_OF_LEVEL2.get(level2, ""),
                level2,
                name,
                value,
                example.unit if index == 0 else "",
                location=Location(line=10 + index),
                level2_written=level2,
            )
        )
    return tuple(rows)
