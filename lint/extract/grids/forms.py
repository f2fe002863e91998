"""A document's rows → forms: where each begins, its blocks, its head's cells."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from lint.extract.grids.columns import Reading, Region, Strip, decode, strip_features, strips
from lint.extract.grids.labels import Told, told
from lint.extract.grids.linear import Floats, Linear
from lint.extract.grids.periods import period_of
from lint.extract.grids.reading import regions_of
from lint.extract.grids.rows import row_kinds
from lint.extract.grids.shapes import Shapes
from lint.extract.grids.sheet import SheetRow
from lint.extract.grids.store import Layout
from lint.extract.words import Words, squash

_CLASS_OF = {"deviation": "reason", "annual_budget": "money", "number": "serial"}  # head roles → trained roles
_VAGUE_HEADS = frozenset(("单位", "绩效标准", "说明", "分类", "类别"))  # heads of several roles: their cells decide
_RULED_OUT = -7.0  # log probability of a role that a column's cells contradict
_NO_CATEGORY = -3.0  # of a category's column in which every cell differs and none is a category
_PLACE_HEAD = re.compile(r".{1,10}(?:省|市|县|区|镇|乡|村|街道|旗|盟|州|社区|农场|团|单位|合计)|(?:19|20)\d\d年?")
_KNOWN = 0.7  # of a head in the list of known heads, in log probability
_AHEAD = 14  # rows between a title and its form's first head
_GRADES = ("优", "良", "中", "差")
_PAST = re.compile(r"^(?:上年|上一年|前年|去年|前三年|历史|基期|上年度)(?!结转)")
_HALF_YEAR = re.compile(r"半年|第?[一二三]季度|[1１一][-—~至][3-9]月")
_WHOLE_YEAR = re.compile(r"全年|年度")
_ABOVE = 6  # rows outside a form just above it that may hold its title's lines


@dataclass(slots=True)
class Block:
    """An indicator block with its columns."""

    region: Region
    strips: list[Strip]
    reading: Reading


@dataclass(slots=True)
class GridForm:
    """The rows of one form by what they are; `titles` from top to bottom, `told` the cells of its head."""

    rows: list[SheetRow] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    titles: list[SheetRow] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def sheet(self) -> str | None:
        """The sheet the form stands on."""
        return self.rows[-1].line.location.sheet if self.rows else None

    def add(self, row: SheetRow, kind: str, sure: float) -> None:
        """Takes a row."""
        self.rows.append(row)
        self.kinds.append(kind)
        self.sure.append(sure)


def forms_of(rows: Sequence[SheetRow], layout: Layout, shapes: Shapes) -> list[GridForm]:
    """The forms of a document in reading order; rows outside any form stand in one without blocks."""
    kinds, sure = row_kinds(rows, layout.rows, shapes)
    kinds = _certain(rows, kinds, shapes.words)
    outside = [i for i, kind in enumerate(kinds) if kind not in ("data", "head")]
    cells = told([rows[i] for i in outside], [kinds[i] for i in outside], layout.cells, shapes)
    by_row: dict[int, list[Told]] = {}
    for cell in cells:
        by_row.setdefault(cell.row.number, []).append(cell)
    forms = _cut(rows, kinds, sure, by_row)
    for form in forms:
        form.told = [cell for row in form.rows for cell in by_row.get(row.number, ())]
        for region in regions_of(form.rows, form.kinds):
            region.above = _over(form, region)
            before = form.blocks[-1] if form.blocks else None
            form.blocks.append(_block(region, layout, shapes, before))
    return forms


def _certain(rows: Sequence[SheetRow], kinds: Sequence[str], words: Words) -> list[str]:
    """The kinds where a row's own words, or cells that reach into it from a head, leave no doubt."""
    result: list[str] = []
    headed: set[str] = set()
    listed = -1  # the grid of a flat list, whose rows may hold a department or a project alone
    for row, kind in zip(rows, kinds, strict=True):
        texts = row.texts()
        roles = {head.role for text in texts if (head := words.head(text)) is not None}
        above = result[-1] if result else ""
        if kind in ("data", "other", "label") and words.is_sum(texts[0]) and words.category(texts[0]) is None:
            kind = "sum"
        elif (kind != "head" and {"name", "value"} <= roles and {"level1", "level2"} & roles) or (
            above == "head" and not row.paragraph and kind != "head" and _under_head(row, words)
        ):
            kind = "head"
        elif above == "head" and kind != "head" and _counts(texts):
            kind = "sum"
        elif kind == "data" and len(texts) > 2 and sum(squash(text) in headed for text in texts) * 3 > len(texts) * 2:
            kind = "head"
        if above == "data" and kind in ("other", "funds", "label", "title") and _has_target(row, words):
            kind = "data"  # a row among indicators that shows a target is none of the form's head
        if kind == "head" and above != "head" and _columns_named(texts, words) < 2:
            kind = "label"  # 目标 | 序号 | 目标内容: a list of goals
        if kind in ("data", "head") and above not in ("head", "data") and _listed(texts):
            kind = "label"
        if kind == "data" and any(words.ends(text) for text in texts[:3]) and not any(map(words.category, texts)):
            kind = "end"
        if kind == "head":
            listed = row.line.grid if "project" in roles else -1
        elif kind in ("label", "title", "inner") and not row.paragraph and row.line.grid == listed:
            kind = "data"
        if kind == "head":
            headed = {squash(text) for text in texts} | (headed if above == "head" else set())
        result.append(kind)
    return result


def _has_target(row: SheetRow, words: Words) -> bool:
    """Whether a row of several cells shows a target and no label of the form."""
    texts = row.texts()
    if (
        row.paragraph
        or len(texts) < 2
        or words.field(texts[0])
        or words.ends(texts[0])
        or words.funds.is_head(texts[0])
    ):
        return False
    kinds = [words.kind(text) for text in texts]
    return any(kind.value >= 1 and not kind.number for kind in kinds)


def _listed(texts: Sequence[str]) -> bool:
    """Whether a row is one of a numbered list of sentences (1 | 完成改造…): goals, not indicators."""
    return len(texts) == 2 and squash(texts[0]).isdecimal() and len(texts[0]) < 3


def _columns_named(texts: Sequence[str], words: Words) -> int:
    """How many columns a head row names besides the block's root and a running number."""
    heads = [words.head(text) for text in texts]
    rest = [t for t, head in zip(texts, heads, strict=True) if head is None or head.role not in ("number", "goal")]
    return sum(not words.kind(text).root and not words.field(text) for text in rest)


def _under_head(row: SheetRow, words: Words) -> bool:
    """Whether a row is the lower part of the head above: tall head cells end in it, and it shows no target."""
    tall = [placed for placed in row.covered if row.number - placed.top <= 2 and placed.last <= row.number + 1]
    heads = [placed for placed in tall if words.head(placed.spot.text) is not None]
    return bool(heads or len(tall) > 2) and not any(words.kind(text).value >= 1 for text in row.texts()[:1])


def _counts(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns (1 | 2 | 3 …)."""
    words = [squash(text) for text in texts]
    if len(words) < 4 or not all(word.isdecimal() and len(word) < 3 for word in words):
        return False
    return all(int(b) - int(a) == 1 for a, b in pairwise(words))


def _block(region: Region, layout: Layout, shapes: Shapes, before: Block | None) -> Block:
    found = strips(region)
    scores = layout.columns.log_probabilities(strip_features(found, region, shapes))
    scores = scores + known_heads(found, layout.columns, shapes.words)
    scores = scores + against_cells(found, layout.columns, shapes)
    own = _one_target(found, decode(scores, layout.columns, found, _told_by_head(found)))
    if not region.heads and before is not None and (goes_on := _going_on(found, before)) is not None:
        return Block(region, found, goes_on)
    return Block(region, found, own)


def against_cells(found: Sequence[Strip], model: Linear, shapes: Shapes) -> Floats:
    """What the cells of a column rule out, in log probability: a sign's column without any sign, and the like."""
    result = np.zeros((len(found), len(model.classes)), np.float32)
    for i, strip in enumerate(found):
        tokens = [set(shapes.of(placed.spot.text)) for placed in strip.cells]
        if not tokens:
            continue
        signs = sum(bool(each & {"sign", "type", "dots"}) for each in tokens)
        units = sum(bool(each & {"unit", "per", "dots", "len1", "len2"}) for each in tokens)
        targets = sum("target" in each for each in tokens)
        categories = sum(any(token.startswith(("c1", "c2", "level")) for token in each) for each in tokens)
        if not signs:
            result[i, model.index("sign")] += _RULED_OUT
        if units * 4 < len(tokens):
            result[i, model.index("unit")] += _RULED_OUT
        if targets * 5 > len(tokens) * 3:
            result[i, model.index("name")] += _RULED_OUT
            result[i, model.index("level2")] += _RULED_OUT
        if len(tokens) > 3 and not categories and len({p.spot.text for p in strip.cells}) == len(tokens):
            result[i, model.index("level2")] += _NO_CATEGORY
            result[i, model.index("level1")] += _NO_CATEGORY
    return result


def _one_target(found: Sequence[Strip], reading: Reading) -> Reading:
    """The reading with one target column a half, where several are neither periods nor places under one head.

    The best of them stays; the margin says that another one was nearly chosen.
    """
    roles = list(reading.roles)
    margin = reading.margin
    for half in set(reading.halves):
        values = [i for i, role in enumerate(roles) if role == "value" and reading.halves[i] == half]
        lone = [i for i in values if not _belongs(found[i], [found[j] for j in values if j != i])]
        if len(values) < 2 or not lone:
            continue
        best = max(values, key=lambda i: (reading.sure[i], i))
        for i in lone:
            if i != best:
                roles[i] = "history"
                margin = min(margin, max(0.0, math.log(reading.sure[best] / max(reading.sure[i], 1e-6))))
    return replace(reading, roles=tuple(roles), margin=margin)


def _belongs(strip: Strip, others: Sequence[Strip]) -> bool:
    """Whether a target column is one of several: it names a period or a place, or shares its upper head."""
    head = squash(strip.head)
    if period_of(head) or _PLACE_HEAD.fullmatch(head):
        return True
    if len(strip.heads) < 2:
        return False
    upper = strip.heads[-2].spot
    return any(len(other.heads) > 1 and other.heads[-2].spot is upper for other in others)


def _going_on(found: Sequence[Strip], before: Block) -> Reading | None:
    """The columns of a block that goes on without a head: those of the block before, by their places or in order."""
    reading = before.reading
    at = {strip.start: i for i, strip in enumerate(before.strips)}
    if all(strip.start in at for strip in found):
        chosen = [at[strip.start] for strip in found]
    else:
        rooted = [i for i, role in enumerate(reading.roles) if role != "root"]
        chosen = next((list(way) for way in (range(len(reading.roles)), rooted) if len(way) == len(found)), [])
        if not chosen:
            return None
    roles = tuple(reading.roles[i] for i in chosen)
    if not {"name", "value"} <= set(roles):
        return None
    sure = tuple(reading.sure[i] for i in chosen)
    return replace(reading, roles=roles, halves=tuple(reading.halves[i] for i in chosen), sure=sure)


def known_heads(found: Sequence[Strip], model: Linear, words: Words) -> Floats:
    """What the list of known heads says of each column, in log probability: evidence like any other."""
    result = np.zeros((len(found), len(model.classes)), np.float32)
    for i, strip in enumerate(found):
        head = words.head(strip.head) if strip.heads else None
        role = _CLASS_OF.get(head.role, head.role) if head is not None else ""
        if role in model.classes and squash(strip.head) not in _VAGUE_HEADS:
            result[i, model.index(role)] += _KNOWN
    return result


def _told_by_head(found: Sequence[Strip]) -> dict[int, str]:
    """Roles that a head leaves no doubt of: columns of other years and half-years; 优 | 良 | 中 | 差."""
    heads = [squash(strip.head) for strip in found]
    fixed = {i: "history" for i, head in enumerate(heads) if _PAST.search(head)}
    if any(_WHOLE_YEAR.search(head) for head in heads):
        fixed |= {i: "midyear" for i, head in enumerate(heads) if _HALF_YEAR.search(head)}
    if "优" in heads and "良" in heads:
        fixed |= {i: "value" if head == "优" else "other" for i, head in enumerate(heads) if head in _GRADES}
    return fixed


def _over(form: GridForm, region: Region) -> list[SheetRow]:
    """The lines just above a block that may name its period or its category: inner titles, a lone cell."""
    first = (region.heads or region.body)[0].number
    found: list[SheetRow] = []
    for row, kind in zip(reversed(form.rows), reversed(form.kinds), strict=True):
        if row.number >= first:
            continue
        if first - row.number > 3 or len(row.own) != 1 or kind in ("data", "head"):
            break
        if kind in ("inner", "title") or "指标" in row.texts()[0] or "目标表" in row.texts()[0]:
            found.append(row)
    return found


def _cut(
    rows: Sequence[SheetRow], kinds: Sequence[str], sure: Sequence[float], by_row: dict[int, list[Told]]
) -> list[GridForm]:
    forms: list[GridForm] = [GridForm()]
    headed = False
    for i, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        form = forms[-1]
        another = form.rows and form.sheet != row.line.location.sheet
        if headed and kind == "title" and _opens(i, rows, kinds, by_row):
            another = True
        if headed and kind in ("label", "funds", "other") and _names_project(by_row.get(row.number, ())):
            another = True
        if another:
            forms.append(GridForm())
            headed = False
            form = forms[-1]
            _move_titles(forms, row)
        form.add(row, kind, sure[i])
        headed |= kind in ("head", "data")
        if kind == "title" and not headed:
            form.titles.append(row)
    return forms


def _move_titles(forms: list[GridForm], row: SheetRow) -> None:
    """Titles that closed the form before belong to the one they stand above."""
    before, form = forms[-2], forms[-1]
    at = len(before.rows)
    while at > 0 and before.kinds[at - 1] in ("title", "other") and len(before.rows) - at < _ABOVE:
        at -= 1
    moved = [(r, k, s) for r, k, s in zip(before.rows[at:], before.kinds[at:], before.sure[at:], strict=True)]
    while moved and moved[0][1] != "title":
        moved.pop(0)
    if not moved or moved[0][0].line.location.sheet != row.line.location.sheet:
        return
    keep = len(before.rows) - len(moved)
    del before.rows[keep:], before.kinds[keep:], before.sure[keep:]
    for r, k, s in moved:
        form.add(r, k, s)
        if k == "title":
            form.titles.append(r)


def _opens(i: int, rows: Sequence[SheetRow], kinds: Sequence[str], by_row: dict[int, list[Told]]) -> bool:
    """Whether a title opens another form: labels of one stand between it and the next head."""
    for j in range(i + 1, min(i + _AHEAD, len(rows))):
        if kinds[j] in ("head", "data"):
            return False
        if _names_form(by_row.get(rows[j].number, ())):
            return True
    return False


def _names_project(cells: Sequence[Told]) -> bool:
    return any(cell.role in ("label:project", "in:value:project") and cell.sure > 0.6 for cell in cells)


def _names_form(cells: Sequence[Told]) -> bool:
    roles = {cell.role for cell in cells if cell.sure > 0.5}
    return bool(roles & {"label:project", "in:value:project", "label:department", "in:value:department", "label:money"})
