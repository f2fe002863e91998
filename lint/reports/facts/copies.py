"""The account of near-duplicate tables (D001) as reports show it: two columns, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lint.model import Finding, Submission, Table

SAME, NUMBER, DIFFERENT = "same", "number-changed", "differs"
KIND_WORDS: Mapping[str, str] = {SAME: "相同", NUMBER: "只改数字", DIFFERENT: "不同"}
_KINDS = {"same": SAME, "number_changed": NUMBER}  # the engine's word → ours; any other differs


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account: category, the row in this table, the row in the other one, the kind."""

    level2: str
    own: str
    other: str
    kind: str


@dataclass(frozen=True, slots=True)
class Account:
    """A pair of tables side by side. `other` names the other table, `note` sums it up."""

    other: str
    file: str
    table: int | None
    note: str
    score: float | None
    lines: tuple[Line, ...]


def read_account(finding: Finding, submissions: Mapping[str, Submission]) -> Account | None:
    """The account that a D001 finding carries in its data, or None where it carries none.

    Rows that found no partner are added from `submissions` (by path) where both tables are there.
    """
    data = finding.data
    sibling = data.get("sibling")
    if not isinstance(sibling, Mapping):
        return None
    file, number = str(sibling.get("file", "")), sibling.get("table")
    lines = [
        Line(
            str(pair.get("level2", "")),
            _row(str(pair.get("name", "")), str(pair.get("value", ""))),
            _row(str(pair.get("other_name", "")), str(pair.get("other_value", ""))),
            _KINDS.get(str(pair.get("kind", "")), DIFFERENT),
        )
        for pair in data.get("pairs", ())
    ]
    own_table = _table(submissions.get(finding.file), finding.table)
    other_table = _table(submissions.get(file), number if isinstance(number, int) else None)
    lines.extend(_alone(own_table, [line.own for line in lines], own=True))
    lines.extend(_alone(other_table, [line.other for line in lines], own=False))
    counted = (("相同", data.get("same")), ("只改数字", data.get("number_changed")), ("不同", data.get("different")))
    note = "，".join(f"{word} {count} 行" for word, count in counted if count is not None)
    where = f"{file} " if file and file != finding.file else ""
    project = sibling.get("project") or "未写项目名称"
    score = data.get("score")
    return Account(
        f"{where}表{number} {project}",
        file,
        number if isinstance(number, int) else None,
        note,
        float(score) if isinstance(score, int | float) else None,
        tuple(lines),
    )


def _row(name: str, value: str) -> str:
    return f"{name} ▸ {value}" if name or value else ""


def _table(submission: Submission | None, number: int | None) -> Table | None:
    tables = submission.tables if submission else ()
    return next((table for table in tables if table.number == number), None)


def _alone(table: Table | None, shown: list[str], *, own: bool) -> list[Line]:
    """The rows of a table that no line shows yet; a row that stands in both halves counts once."""
    if table is None:
        return []
    left = Counter(shown)
    seen: set[str] = set()
    lines = []
    for row in table.indicators:
        words = _row(row.name, row.value + row.unit)
        if left[words] or words in seen:
            seen.add(words)
            continue
        seen.add(words)
        lines.append(Line(row.level2, words if own else "", "" if own else words, DIFFERENT))
    return lines
