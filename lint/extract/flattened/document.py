"""A text that lost its cells → its forms: header above, table below, form after form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lint.extract.flattened.apart import apart
from lint.extract.flattened.body import atoms_of, costs_of, tail_costs, without_roots
from lint.extract.flattened.decode import decode
from lint.extract.flattened.doubt import doubt_rows
from lint.extract.flattened.emission import Emission
from lint.extract.flattened.grammar import TITLE, category_levels, shape
from lint.extract.flattened.header import Header, header_of
from lint.extract.flattened.model import FlattenedModel
from lint.extract.flattened.pieces import Gap, Piece
from lint.extract.flattened.prose import told
from lint.extract.flattened.rows import Body, FlatRow, rows_of
from lint.extract.flattened.schema import Column, Head, period_of
from lint.language.folding import squash
from lint.model import ANNUAL, WHOLE, Location

_TITLE_LENGTH = 60  # characters of a form's title


@dataclass(slots=True)
class Part:
    """A table of a form: its head, its rows; `period` is the half its rows belong to where it has one half."""

    head: Head
    body: Body
    period: str


@dataclass(slots=True)
class FlatForm:
    """A form: the header above its tables, the tables, where it stands."""

    header: Header
    parts: list[Part] = field(default_factory=list)
    location: Location = field(default_factory=Location)
    end: Location = field(default_factory=Location)
    prose: bool = False

    @property
    def rows(self) -> list[tuple[str, FlatRow]]:
        """All rows with their periods, in reading order."""
        return [(_period(part, row), row) for part in self.parts for row in part.body.rows]


def _period(part: Part, row: FlatRow) -> str:
    if part.head.halves == 2:
        return WHOLE if row.half == 0 else ANNUAL
    return part.period or ANNUAL


Outside = list[tuple[int | None, list[Piece]]]
"""Texts outside the tables, in order: the number of the form they head (from 0), None for none; their pieces."""


def forms_of(pieces: Sequence[Piece], heads: Sequence[Head], model: FlattenedModel) -> tuple[list[FlatForm], Outside]:
    """The forms with tables in the pieces of a document, and the pieces outside the tables."""
    forms: list[FlatForm] = []
    outside: Outside = []
    done = 0
    for number, head in enumerate(heads):
        limit = heads[number + 1].start if number + 1 < len(heads) else len(pieces)
        above = list(pieces[done : head.start])
        if head.before:
            above.append(replace(pieces[head.start], text=head.before))
        glued = head.inside == Gap.NONE
        header = header_of(above, glued)
        below = list(pieces[head.end : _next_form(pieces, head, limit, number + 1 < len(heads))])
        if head.rest:
            below.insert(0, replace(pieces[head.end - 1], text=head.rest, gap=Gap.NONE))
        part, used = _part(head, below, model)
        done = head.end + used - bool(head.rest)
        part.period = period_of("".join(piece.text for piece in above[-4:])[-14:])
        if forms and _goes_on(forms[-1], header, part):
            form = forms[-1]
        else:
            form = FlatForm(header, location=above[0].location if above else pieces[head.start].location)
            forms.append(form)
        outside.append((len(forms) - 1, above))
        form.parts.append(part)
        form.end = pieces[min(max(done, head.end) - 1, len(pieces) - 1)].location
    _periods(forms)
    for form in forms:
        doubt_rows(form)
    outside.append((None, list(pieces[done:])))
    return forms, outside


_NEW_FORM = re.compile(r"(?:预算|支出)?(?:项目|专项|资金)(?:支出)?(?:名称)(?:[:：].*)?")


def _next_form(pieces: Sequence[Piece], head: Head, limit: int, more: bool) -> int:
    """Where the header of the next form begins before `limit`: at its title or its project's label."""
    if not more or head.has("project"):
        return limit
    for at in range(head.end, limit):
        piece = pieces[at]
        if piece.gap < Gap.LINE:
            continue
        word = squash(piece.text)
        if _NEW_FORM.fullmatch(word) or (word.startswith("项目名称") and head.inside == Gap.NONE):
            return at
        if len(word) <= _TITLE_LENGTH and word.endswith("表") and TITLE.search(word):
            return at
    return limit


def _part(head: Head, below: Sequence[Piece], model: FlattenedModel) -> tuple[Part, int]:
    """The table below a head, and how many pieces it took."""
    kept = without_roots(below)
    costs = costs_of(head, kept)
    atoms = atoms_of(head, kept, model)
    runs = decode(atoms, head.columns, costs, Emission(head.columns, model, head.inside == Gap.NONE), tail_costs(atoms))
    body = rows_of(runs, atoms, head)
    if not runs:
        return Part(head, body, ""), 0
    last = kept[atoms[runs[-1].end - 1].piece]
    used = next((n for n, piece in enumerate(below) if piece is last), len(below) - 1) + 1
    return Part(head, body, ""), used


def apart_of(pieces: Sequence[Piece], model: FlattenedModel) -> tuple[list[FlatForm], Outside]:
    """The form of a text whose columns were torn apart, and the pieces outside its table; none where there is none."""
    found = apart(pieces, model)
    if found is None:
        return [], []
    start, end, head, body = found
    above = list(pieces[:start])
    form = FlatForm(header_of(above, False), [Part(head, body, "")], pieces[0].location, pieces[end - 1].location)
    doubt_rows(form)
    return [form], [(0, above), (None, list(pieces[end:]))]


_HEADLESS = ("level1", "level2", "name", "sign", "value", "unit", "actual", "weight", "score", "other")
_LEAST_ROWS = 3
_NO_HEAD = "没有表头，各列按内容判断"


def headless_of(pieces: Sequence[Piece], model: FlattenedModel) -> tuple[list[FlatForm], Outside]:
    """The rows of a table whose head is missing, all of them in doubt; none where they do not look like targets."""
    levels = [n for n, piece in enumerate(pieces) if category_levels(piece.text)[1] and piece.text.endswith("指标")]
    if len({squash(pieces[n].text) for n in levels}) < _LEAST_ROWS:
        return [], []
    start = max(0, levels[0] - len(_HEADLESS))
    while start < levels[0] and (pieces[start].gap < Gap.LINE or shape(pieces[start].text) != "words"):
        start += 1
    gaps = [piece.gap for piece in pieces[start : levels[-1]]]
    inside = Gap.CELL if Gap.CELL in gaps else Gap.LINE if gaps.count(Gap.LINE) > gaps.count(Gap.SPACE) else Gap.SPACE
    head = Head(start, start, tuple(Column(role, 0, "") for role in _HEADLESS), inside)
    part, used = _part(head, pieces[start:], model)
    rows = part.body.rows
    sure = [
        row
        for row in rows
        if row.name and shape(row.cells.get("value", "")) in ("amount", "compared", "date", "number")
    ]
    signed = [row for row in sure if "sign" in row.cells or shape(row.cells["value"]) != "number"]
    if len(signed) < _LEAST_ROWS or len(signed) * 2 < len(rows):
        return [], []
    form = FlatForm(header_of(pieces[:start], False), [part], pieces[0].location, pieces[start + used - 1].location)
    doubt_rows(form)
    for row in rows:
        row.reasons.insert(0, _NO_HEAD)
    return [form], [(0, list(pieces[:start])), (None, list(pieces[start + used :]))]


def prose_of(pieces: Sequence[Piece], model: FlattenedModel) -> tuple[list[FlatForm], Outside]:
    """The forms that a text without heads tells in prose, and the pieces outside them."""
    forms: list[FlatForm] = []
    outside: Outside = []
    done = 0
    for found in told(pieces, model):
        form = FlatForm(found.header, [Part(found.head, found.body, "")], pieces[found.start].location, prose=True)
        form.end = pieces[min(found.end, len(pieces)) - 1].location
        outside += [(None, list(pieces[done : found.start])), (len(forms), list(pieces[found.start : found.end]))]
        done = found.end
        forms.append(form)
    outside.append((None, list(pieces[done:])))
    return forms, outside


def _goes_on(form: FlatForm, header: Header, part: Part) -> bool:
    """Whether a table continues the form above: no project or title of its own between."""
    if header.project and squash(header.project) != squash(form.header.project):
        return False
    if header.title and form.header.title and squash(header.title) != squash(form.header.title) and header.project:
        return False
    return not header.project


def _periods(forms: Sequence[FlatForm]) -> None:
    """Two tables of one form whose heads name no half: the whole period's, then the year's."""
    for form in forms:
        named = [part.period for part in form.parts]
        if any(named):
            for part in form.parts:
                part.period = part.period or ANNUAL
