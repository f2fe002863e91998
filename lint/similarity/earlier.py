"""Copies from the library, told: from another year or another department, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lint.model import Submission
from lint.settings.sections.similarity import Similarity
from lint.similarity.account import NUMBER, WORDS, Account, side_by_side
from lint.similarity.library import Library
from lint.similarity.view import TableView, view

LAST_YEAR = "跨年照搬"
OTHER_DEPARTMENT = "跨部门照抄"


@dataclass(frozen=True, slots=True)
class Source:
    """A table and the library's table it was copied from; `verdict` in Chinese."""

    table: TableView
    stored: TableView
    account: Account
    verdict: str


def sources(library: Library, submission: Submission, options: Similarity) -> Iterator[Source]:
    """For each table of the submission its nearest source in the library, in reading order."""
    for table in submission.tables:
        nearest = source(library, view(table, options, submission.path))
        if nearest is not None:
            yield nearest


def source(library: Library, table: TableView) -> Source | None:
    """The nearest source of one table, None where there is none."""
    if not table.rows and not table.texts:
        return None
    found = library.copies(table)
    return (
        Source(table, found[0].view, found[0].account, verdict(table, found[0].view, found[0].account))
        if found
        else None
    )


def verdict(table: TableView, stored: TableView, account: Account) -> str:
    """跨年照搬 within one department and from another year, 跨部门照抄 from another one, else the account's own."""
    same_house = not table.department or not stored.department or table.department == stored.department
    if not same_house:
        return OTHER_DEPARTMENT
    if table.year and stored.year and table.year != stored.year:
        return LAST_YEAR
    return account.verdict


def changes(source_: Source) -> list[dict[str, str]]:
    """Rows that were changed on the way: those with another value, those new, those dropped."""
    rows = side_by_side(source_.table, source_.stored, source_.account)
    found = [row for row in rows if row["kind"] in (NUMBER, WORDS)]
    mine, theirs = {m.a for m in source_.account.rows}, {m.b for m in source_.account.rows}
    for kind, side, done in (("added", source_.table, mine), ("dropped", source_.stored, theirs)):
        for at, row in enumerate(side.indicators):
            if at not in done:
                new = {"level2": row.level2, "name": row.name, "value": row.value + row.unit}
                old = {"other_level2": "", "other_name": "", "other_value": ""}
                if kind == "dropped":
                    new, old = dict.fromkeys(new, ""), {f"other_{key}": value for key, value in new.items()}
                found.append({"kind": kind, **new, **old})
    return found


def as_record(source_: Source) -> dict[str, Any]:
    """The source as plain data: table, source, verdict, score, counts, changes."""
    account = source_.account
    return {
        "table": _named(source_.table),
        "source": _named(source_.stored),
        "verdict": source_.verdict,
        "score": account.score,
        "same": account.same,
        "number_changed": account.number_changed,
        "different": account.different,
        "changes": changes(source_),
    }


_TOLD = 3  # changes told in a sentence


def as_sentence(source_: Source) -> str:
    """The source in one Chinese sentence."""
    table = source_.table.table
    return f"{source_.table.file} 第 {table.number} 张表“{table.project}”{told(source_)}"


def told(source_: Source) -> str:
    """What a finding says of the source: where it is, how much is the same, what was changed."""
    stored, account = source_.stored.table, source_.account
    year = f"{stored.year}年度" if stored.year else "以前"
    said = [f"{account.same}行指标相同"]
    moved = changes(source_)
    numbers = [row for row in moved if row["kind"] == NUMBER]
    if numbers:
        shown = "、".join(f"“{row['name']}”{row['other_value']}→{row['value']}" for row in numbers[:_TOLD])
        said.append(f"{len(numbers)}行只改了数字（{shown}{'等' if len(numbers) > _TOLD else ''}）")
    words = sum(row["kind"] == WORDS for row in moved)
    added, dropped = (sum(row["kind"] == kind for row in moved) for kind in ("added", "dropped"))
    said += [f"{count}行{what}" for count, what in ((words, "改了指标值"), (added, "新增"), (dropped, "删去")) if count]
    if not moved:
        said.append("无一处改动")
    where = f"{source_.stored.department or '某部门'}{year}“{stored.project}”（材料库 {source_.stored.file}）"
    return f"{source_.verdict}：与{where}相比，{'，'.join(said)}。"


def _named(table: TableView) -> dict[str, Any]:
    plain = table.table
    return {
        "file": table.file,
        "table": plain.number,
        "project": plain.project,
        "department": plain.department,
        "year": plain.year,
    }
