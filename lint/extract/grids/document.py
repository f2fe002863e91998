"""A document of cells → a submission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lint.extract.block import Group
from lint.extract.grids.fields import Fields, plausible
from lint.extract.grids.forms import GridForm, forms_of
from lint.extract.grids.shapes import Shapes
from lint.extract.grids.sheet import sheet_rows
from lint.extract.grids.store import shipped_layout
from lint.extract.grids.tables import accepted, groups_of, head_of, shifted, spans
from lint.extract.head import GOAL, Head
from lint.extract.lines import Line
from lint.extract.words import Words, amount, money_unit, squash
from lint.model import Document, Location, Passage, Submission, Table
from lint.settings.manifest import ModelError

_COST = "成本指标"
_COST_OF_2021 = frozenset(["经济成本指标", "社会成本指标", "生态环境成本指标"])


class UntrustedPlacesError(Exception):
    """The cells' places do not tell their columns: the rows are to be laid on the columns one by one."""


def read_grids(document: Document, lines: Sequence[Line], marks: Sequence[Passage], words: Words) -> Submission | None:
    """The submission that a document's cells make, None where they hold no form.

    Raises UntrustedPlacesError for a table whose cells a scan has shifted, and where the models cannot be used.
    """
    rows = sheet_rows(lines)
    if not any(not row.paragraph for row in rows):
        return None
    try:
        layout = shipped_layout()
    except ModelError:
        raise UntrustedPlacesError from None  # `check` says so for each row; the lists of words read the usual forms
    forms = forms_of(rows, layout, Shapes(words))
    tables: list[Table] = []
    passages = list(marks)
    for form in forms:
        blocks = accepted(form, words)
        if not blocks:
            passages += [Passage(p.spot.text, p.spot.location) for row in form.rows for p in row.own]
            continue
        head, fields = head_of(form, blocks, words)
        groups = groups_of(blocks, words)
        merged = spans(block.region for block in blocks)
        if not merged and shifted(groups, words):
            raise UntrustedPlacesError
        for table, found in _tables(form, head, fields, groups, len(tables), merged):
            tables.append(table)
            passages += [replace(passage, table=table.number) for passage in found]
    if not tables:
        return None
    return Submission(
        document.path,
        document.carrier,
        "performance-form",
        tuple(tables),
        tuple(passages),
        document.notes,
        document.pages,
    )


def _tables(
    form: GridForm, head: Head, fields: Fields, groups: Sequence[Group], before: int, merged: bool
) -> list[tuple[Table, list[Passage]]]:
    title = _title(form)
    if any(group.meta.get("project") for group in groups):
        result = []
        for number, group in enumerate(groups, before + 1):
            goal = [Passage(group.meta["goal"], group.location, field=GOAL)] if "goal" in group.meta else []
            table = _flat_table(title, head, fields, group, number, merged)
            result.append((table, [*(head.passages if number == before + 1 else ()), *goal, *group.passages]))
        return result
    table = _table(title, form, head, fields, groups, before + 1, merged)
    return [(table, head.passages + [passage for group in groups for passage in group.passages])]


def _title(form: GridForm) -> str:
    texts = [row.texts()[0] for row in form.titles]
    return next((text for text in texts if "表" in text or "绩效" in text), texts[0] if texts else "")


def _table(
    title: str, form: GridForm, head: Head, fields: Fields, groups: Sequence[Group], number: int, merged: bool
) -> Table:
    unit = head.values.get("单位名称", "") or fields.department
    project = fields.project or plausible("project", head.values.get("项目名称", ""))
    named = plausible("department", head.values.get("单位名称", ""))
    department = head.words.is_department_title(title) or (bool(named) and not project)
    funds = head.funds(department)
    slots = {key: slot for group in reversed(groups) for key, slot in group.slots.items()}
    first = form.rows[0].line.location if form.rows else Location()
    return Table(
        number,
        title=title,
        project=(unit or project) if department else project,
        department=unit
        if department
        else fields.department or plausible("department", head.values.get("主管部门", "")) or unit,
        implementer=head.values.get("实施单位", "") or fields.implementer,
        year=fields.year or head.year,
        annual_budget=fields.money.annual,
        total_budget=fields.money.whole,
        scope="department" if department else "project",
        form=_generation(groups),
        two_halves=any(group.two_halves for group in groups),
        cut=not groups,
        merges=merged,
        funds=funds,
        texts=dict(head.texts),
        slots=tuple(slots.values()),
        indicators=tuple(row for group in groups for row in group.indicators),
        location=form.titles[0].line.location if form.titles else first,
        end=form.rows[-1].line.location if form.rows else first,
    )


def _flat_table(title: str, head: Head, fields: Fields, group: Group, number: int, merged: bool) -> Table:
    meta = group.meta
    unit = meta.get("money_unit", "") or head.unit or fields.money.unit
    money = meta.get("annual_budget", "")
    end = group.indicators[-1].location if group.indicators else group.location
    return Table(
        number,
        title=title,
        project=squash(meta.get("project", "")),
        department=meta.get("department", "") or fields.department or head.values.get("单位名称", ""),
        year=fields.year or head.year,
        annual_budget=amount(money, unit) if unit or money_unit(money) or "元" in money else None,
        form=_generation([group]),
        two_halves=group.two_halves,
        merges=merged,
        texts={GOAL: meta["goal"]} if "goal" in meta else {},
        slots=tuple(group.slots.values()),
        indicators=tuple(group.indicators),
        location=group.location,
        end=end,
    )


def _generation(groups: Sequence[Group]) -> str:
    """The form's generation: "2021" where cost is a first-level category of its own."""
    level1 = {word for group in groups for word in group.level1}
    level2 = {name for group in groups for _, name in group.slots}
    return "2021" if _COST in level1 or level2 & _COST_OF_2021 else "2015"
