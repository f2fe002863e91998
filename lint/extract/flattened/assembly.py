"""Forms read from flattened text → tables and indicators of the shared model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lint.extract.flattened.document import FlatForm, Part
from lint.extract.flattened.funds import FACTORS
from lint.extract.flattened.grammar import POINTS_END, SHORT_LEVEL1, SIGN
from lint.extract.flattened.rows import FlatRow, tidy
from lint.extract.words import Words, level1_of
from lint.language.folding import squash
from lint.model import ANNUAL, WHOLE, Fund, Indicator, Slot, Table

_GOAL, _GOAL_WHOLE = "总体目标", "总体目标（实施期）"
_COST_OF_2021 = frozenset(["经济成本指标", "社会成本指标", "生态环境成本指标"])
_SIGN_WORDS = frozenset(["定性", "定量"])


def tables_of(form: FlatForm, before: int, words: Words) -> list[Table]:
    """One table of a form, or one a project of a flat list; `before` counts the tables above in the document."""
    return [_table(form, group, rows, before + n, words) for n, (group, rows) in enumerate(_groups(form), 1)]


def _groups(form: FlatForm) -> list[tuple[dict[str, str], list[tuple[str, FlatRow]]]]:
    """The rows of a form by the project of a flat list."""
    rows = form.rows
    groups: list[tuple[dict[str, str], list[tuple[str, FlatRow]]]] = []
    for period, row in rows:
        key = {
            name: text for name, text in row.group.items() if name in ("project", "department", "money", "year", "goal")
        }
        if groups and groups[-1][0].get("project") == key.get("project"):
            groups[-1][1].append((period, row))
        else:
            groups.append((key, [(period, row)]))
    return groups or [({}, [])]


def _table(
    form: FlatForm, group: dict[str, str], rows: Sequence[tuple[str, FlatRow]], number: int, words: Words
) -> Table:
    header = form.header
    told = [(period, row) for period, row in rows if row.name or row.cells.get("value")]
    whole = [
        replace(_indicator(WHOLE, row, words), value=tidy(row.cells["whole"]))
        for _, row in told
        if "whole" in row.cells
    ]
    indicators = (*whole, *(_indicator(period, row, words) for period, row in told))
    department = words.is_department_title(header.title) or (bool(header.unit) and not header.project and not group)
    annual = header.money.annual
    if "money" in group:
        annual = _group_money(group["money"], form)
    slots = tuple(
        Slot(_slot_period(part, half), level2_of("", text, words)[1], location)
        for part in form.parts
        for half, text, location in part.body.slots
    )
    own_year = re.match(r"20\d\d", group.get("year", ""))
    funds = (
        (Fund(header.money.label, ANNUAL, annual, True, header.money.written, location=form.location),)
        if annual is not None and not group
        else ()
    )
    return Table(
        number,
        title=header.title,
        project=tidy(group.get("project", "") or (header.unit or header.project if department else header.project)),
        department=tidy(group.get("department", "") or header.department or header.unit),
        implementer=tidy(header.implementer),
        year=int(own_year[0]) if own_year else header.year,
        annual_budget=annual,
        total_budget=header.money.whole,
        scope="department" if department else "project",
        form="2021" if any(row.level2 in _COST_OF_2021 for row in indicators) else "2015",
        two_halves=any(part.head.halves == 2 for part in form.parts),
        cut=not indicators,
        funds=funds,
        texts={_GOAL: group.get("goal") or header.goal} if group.get("goal") or header.goal else {},
        slots=tuple({(slot.period, slot.level2): slot for slot in reversed(slots)}.values())[::-1],
        indicators=indicators,
        location=rows[0][1].location if group and rows else form.location,
        end=rows[-1][1].location if group and rows else form.end,
    )


def _compares(text: str) -> bool:
    word = squash(text)
    return bool(SIGN.fullmatch(word)) and word not in _SIGN_WORDS


def _slot_period(part: Part, half: int) -> str:
    if part.head.halves == 2:
        return WHOLE if half == 0 else ANNUAL
    return part.period or ANNUAL


def _group_money(text: str, form: FlatForm) -> float | None:
    found = re.match(r"\s*(\d[\d,，]*(?:\.\d+)?)\s*(万元|元|亿元|万)?", text)
    if found is None:
        return None
    titles = [column.title for part in form.parts for column in part.head.columns if column.role == "money"]
    said = re.search(r"万元|元", titles[0]) if titles else None
    unit = found[2] or (said[0] if said else "") or _said(form) or "元"
    return round(float(found[1].replace(",", "").replace("，", "")) * FACTORS[unit], 2)


def _said(form: FlatForm) -> str:
    return form.header.money.label if form.header.money.label in FACTORS else ""


def level2_of(level1: str, written: str, words: Words) -> tuple[str, str]:
    """The canonical levels of the words in a row's own or inherited cells."""
    text = POINTS_END.sub("", squash(written)).removesuffix("等")
    found = words.category(text) if text else None
    if found is not None and found.level2:
        level2 = found.level2
    elif found is not None and not found.level2 and found.level1 == "满意度指标":
        level2 = "服务对象满意度指标"
    elif text:
        level2 = tidy(POINTS_END.sub("", written))
    else:
        above = words.category(level1) if level1 else None
        word = above.level1 if above else ""
        level2 = "服务对象满意度指标" if word == "满意度指标" or "满意度" in level1 else ""
    if level2 == "成本指标" or not level1_of(level2):
        above = words.category(POINTS_END.sub("", squash(level1))) if level1 else None
        named = (above.level1 if above else "") or SHORT_LEVEL1.get(squash(level1), "")
        return level1_of(level2) or named or tidy(level1), level2
    return level1_of(level2), level2


def _indicator(period: str, row: FlatRow, words: Words) -> Indicator:
    level1, level2 = level2_of(row.level1, row.level2, words)
    cells = row.cells
    sign, value = cells.get("sign", ""), tidy(cells.get("value", ""))
    kind = cells.get("type", "")
    if not _compares(sign):  # 指标性质 正向, 指标方向 大于等于: the heads are taken one for the other
        sign = next((cells[role] for role in ("direction", "type") if _compares(cells.get(role, ""))), sign)
    if sign and _compares(sign) and value:
        value = tidy(sign) + value
    elif squash(sign) in _SIGN_WORDS:
        kind = kind or sign
    certain = not row.reasons
    return Indicator(
        period,
        level1,
        level2,
        tidy(cells.get("name", "")),
        value,
        unit=tidy(cells.get("unit", "")),
        location=row.location,
        value_location=row.value_location,
        level1_written=tidy(row.level1),
        level2_written=tidy(row.level2),
        uncertain=not certain,
        reasons=tuple(dict.fromkeys(row.reasons)),
        confidence=1.0 if certain else 0.5,
        value_type=tidy(kind),
        weight=tidy(cells.get("weight", "")),
        explanation=tidy(cells.get("explanation", "")),
        scoring=tidy(cells.get("scoring", "")),
        actual=tidy(cells.get("actual", "")),
        score=tidy(cells.get("score", "")),
        deviation=tidy(cells.get("deviation", "")),
    )
