"""A form of cells → a table: its rows, and what its head says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lint.extract.block import Group
from lint.extract.grids.body import Body, Carried
from lint.extract.grids.columns import Region
from lint.extract.grids.doubt import looked_over, other_targets
from lint.extract.grids.fields import Fields, fields_of
from lint.extract.grids.forms import Block, GridForm
from lint.extract.grids.levels import canonical
from lint.extract.grids.periods import period_of
from lint.extract.head import Head
from lint.extract.words import Words, squash
from lint.model import Passage

_FORM_TITLE = re.compile(r"绩效|自评|目标(?:申报|批复)?表|指标体系|监控")
UNSURE_COLUMNS = "表头或列的含义没有把握，{}可能取错了列，请对照原表核对。"
_LEAST_MARGIN = 1.5  # log probability between the best reading of the columns and the next


def accepted(form: GridForm, words: Words) -> list[Block]:
    """The blocks of a form that hold performance indicators: categories, or targets under a title that says so."""
    title = any(_FORM_TITLE.search(squash(text)) for row in form.rows for text in row.texts()[:1] if len(text) < 60)
    result = []
    for block in form.blocks:
        categories = _categories(block, words)
        roles = block.reading.roles
        targets = _targets(block, words)
        if not targets and not any(_is_target_column(block, i, words) for i in range(len(roles))):
            continue  # a table without targets is no form
        plain = "name" in roles and "value" in roles and title and targets >= 2 and _headed(block)
        if (
            (len(categories) >= 2 and "name" in roles)
            or (categories and "name" in roles and (title or targets))
            or plain
        ):
            result.append(block)
    return result


def _is_target_column(block: Block, index: int, words: Words) -> bool:
    """Whether a column is headed as targets, even empty ones, or shows some that are more than numbers."""
    strip, role = block.strips[index], block.reading.roles[index]
    head = words.head(strip.head) if strip.heads else None
    if role == "value" and head is not None and head.role == "value":
        return True
    kinds = [words.kind(placed.spot.text) for placed in strip.cells]
    shown = sum(kind.value >= 1 and not kind.number for kind in kinds)
    return role not in ("name", "explanation", "goal") and shown * 3 > len(block.region.body)


def _headed(block: Block) -> bool:
    return any(strip.heads for strip in block.strips)


def _categories(block: Block, words: Words) -> set[str]:
    found = set()
    for strip, role in zip(block.strips, block.reading.roles, strict=True):
        if role in ("level1", "level2", "root", "level3"):
            found |= {name for placed in strip.cells for name in canonical(placed.spot.text, words) if name}
    for row in block.region.above:
        found |= {name for name in canonical(row.texts()[0], words) if name}
    return found


def _targets(block: Block, words: Words) -> int:
    return sum(
        words.kind(placed.spot.text).value > 0
        for strip, role in zip(block.strips, block.reading.roles, strict=True)
        if role == "value"
        for placed in strip.cells
    )


def outer_period(block: Block) -> str:
    """The half that the cells around a block name: its root (长期绩效指标), a title just above."""
    texts = [
        placed.spot.text
        for strip, role in zip(block.strips, block.reading.roles, strict=True)
        if role == "root"
        for placed in (*strip.heads, *strip.cells)
    ]
    texts += [placed.spot.text for row in block.region.heads[:1] for placed in row.covered]
    texts += [row.texts()[0] for row in block.region.above if len(row.texts()[0]) <= 20]
    return next((period for text in texts if len(text) <= 24 and (period := period_of(text))), "")


def groups_of(blocks: Sequence[Block], words: Words) -> list[Group]:
    """The indicators of a form's blocks, a group a block (several where a block is a flat list)."""
    groups: list[Group] = []
    carried = Carried()
    for block in blocks:
        outer = outer_period(block)
        heading = next((row.texts()[0] for row in block.region.above if any(canonical(row.texts()[0], words))), "")
        carried.heading = heading or (carried.heading if not _own_levels(block) else "")
        body = Body(block.region, block.strips, block.reading, words, carried, outer)
        body.read()
        reason = _doubt(block) or other_targets(block, words)
        for group in body.groups:
            group.indicators = looked_over(group.indicators, words, reason)
            groups.append(group)
    return groups


def _own_levels(block: Block) -> bool:
    return "level1" in block.reading.roles


def _doubt(block: Block) -> str:
    """Why a block's columns may be misread, "" where they are sure."""
    reading = block.reading
    if "value" not in reading.roles:
        return UNSURE_COLUMNS.format("指标值")
    if reading.margin < _LEAST_MARGIN:
        weakest = min(range(len(reading.roles)), key=lambda i: reading.sure[i])
        what = {"name": "指标名称", "unit": "计量单位"}.get(reading.roles[weakest], "指标值")
        return UNSURE_COLUMNS.format(what)
    return ""


def head_of(form: GridForm, blocks: Sequence[Block], words: Words) -> tuple[Head, Fields]:
    """The labels of a form: the texts and funds that rules see, and the fields read from all its cells."""
    inside = {row.number for block in blocks for row in (*block.region.heads, *block.region.body)}
    head = Head(words)
    for row, kind in zip(form.rows, form.kinds, strict=True):
        if row.number in inside:
            continue
        if kind == "sum" or (kind == "inner" and len(row.own) == 1):
            head.passages += [Passage(placed.spot.text, placed.spot.location) for placed in row.own]
        else:
            head.take(row.line)
    return head, fields_of(form, words)


def shifted(groups: Sequence[Group], words: Words) -> bool:
    """Whether rows of a table without merged cells show names that are targets: a scan has shifted its cells."""
    rows = [row for group in groups for row in group.indicators]
    odd = sum(words.kind(row.name).value >= 1 and not row.value and not words.kind(row.name).number for row in rows)
    return (odd > 0 and odd * 4 >= len(rows)) or any(
        row.name and not row.value and words.category(row.level2_written) is None and words.category(row.level1_written)
        for row in rows
        if words.kind(row.name).value >= 1
    )


def spans(regions: Iterable[Region]) -> bool:
    """Whether any cell of the regions is merged over rows."""
    return any(p.last > p.top for region in regions for row in (*region.heads, *region.body) for p in row.own)
