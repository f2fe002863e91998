"""What kind of file was read: a target form, a self-evaluation …, none, or one whose layout could not be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lint.extract.words import Words, squash
from lint.model import UNREAD_FORM, Document, Submission, Table

_MONITORED = re.compile(r"监控|监测|跟踪")
_EVALUATED = re.compile(r"自评|自查|完成情况表")
_FRAMEWORK = re.compile(r"指标体系|评价(?:指标|评分|打分)?表|评分表|评分标准")
_CATEGORY = re.compile(
    r"(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|服务对象满意度|满意度)(?:类)?指标"
)
_TARGET = re.compile(
    r"(?:[≥≤＞＜=]|>=|<=|不低于|不少于|不超过)\s*\d|\d\s*(?:[%％‰]|万?元|人次?|个|次|户|家|亩|公里|平方米|台|套|名|场|座|处|天|日|月底)"
)
_LEAST = 3  # category words, and lines of them with targets, from which a document must not be called "other"
_NEAR = 3  # lines behind a category within which its target stands where each cell has a line of its own
_CELL = 24  # characters of a line that is one cell
_LINE = 120  # characters of a line that may hold a whole row
_SHARE = 0.5  # of the rows that must show what a self-evaluation shows


def with_kind(submission: Submission, document: Document, words: Words) -> Submission:
    """The submission with its kind: that of its first table with rows."""
    filled = [table for table in submission.tables if table.indicators]
    if filled:
        return replace(submission, kind=_kind_of(filled[0]))
    if looks_like_form(document, words):
        return replace(submission, kind=UNREAD_FORM)
    return submission


def _kind_of(table: Table) -> str:
    title = squash(table.title)
    rows = table.indicators
    achieved = sum(bool(row.actual or row.score) for row in rows)
    if _MONITORED.search(title):
        return "monitoring"
    if _EVALUATED.search(title) or achieved >= max(1, _SHARE * len(rows)):
        return "self-evaluation"
    return "evaluation-framework" if _FRAMEWORK.search(title) else "performance-form"


def looks_like_form(document: Document, words: Words) -> bool:
    """Whether a document holds rows of a form: several categories, each with a target beside or just below it."""
    seen: set[str] = set()
    with_target = 0
    lines = [[squash(cell.text) for cell in row.cells if cell.text.strip()] for row in document.rows]
    for i, cells in enumerate(lines):
        found = {name for cell in cells for name in _categories(cell, words)}
        if not found:
            continue
        seen |= found
        behind = [cell for line in lines[i + 1 : i + 1 + _NEAR] for cell in line if len(cell) <= _CELL]
        alone = len(cells) == 1 and len(cells[0]) <= _CELL
        near = [*cells, *behind] if alone or len(found) > 1 else cells  # a form on its side shows all in one row
        if any(_is_target(cell, words) for cell in near if len(cell) <= _LINE or len(cells) == 1):
            with_target += len(found)
    return len(seen) >= _LEAST and with_target >= _LEAST


def _categories(cell: str, words: Words) -> Sequence[str]:
    """The category words of a cell, or of a line that holds a whole row."""
    if len(cell) <= _CELL:
        category = words.category(cell)
        return [category.level2] if category is not None and category.level2 and category.strong else []
    return _CATEGORY.findall(cell) if len(cell) <= _LINE and not cell.endswith("。") else []


def _is_target(cell: str, words: Words) -> bool:
    kind = words.kind(cell)
    return (kind.value >= 1 and not kind.number) or (len(cell) > 6 and _TARGET.search(cell) is not None)
