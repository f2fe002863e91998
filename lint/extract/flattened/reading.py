"""The one door: a document's rows → tables and passages, or None where the text still has its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lint.extract.flattened.assembly import tables_of
from lint.extract.flattened.document import FlatForm, Outside, apart_of, forms_of, headless_of, prose_of
from lint.extract.flattened.header import text_of
from lint.extract.flattened.model import FlattenedModel, shipped_model
from lint.extract.flattened.pieces import Gap, Piece, pieces_of
from lint.extract.flattened.schema import Head, find_heads, parted
from lint.extract.words import Words
from lint.language.folding import squash
from lint.model import Document, Passage, Row, Table

_CELLS = 3  # cells of a row from which its grid says the columns


@dataclass(frozen=True, slots=True)
class Reading:
    """What a flattened text holds: tables with their rows, and the texts around them.

    `may_have_cells` says that lines or bars part the cells, so that a reading by grids may find them too.
    """

    tables: tuple[Table, ...]
    passages: tuple[Passage, ...]
    may_have_cells: bool


def read_flattened(
    document: Document, words: Words, anyway: bool = False, model: FlattenedModel | None = None
) -> Reading | None:
    """The forms of a text without cells; None where there are none or the text's grids still hold them.

    `anyway` reads texts with grids too, where the reading of the grids did not succeed.
    Raises ModelError where the shipped model cannot be used.
    """
    if not may_be_form(document.rows):
        return None
    model = model or shipped_model()
    pieces = parted(pieces_of(document.rows))
    heads = find_heads(pieces, model)
    if not anyway and heads and sum(_in_grid(pieces[head.start : head.end]) for head in heads) * 2 >= len(heads):
        return None
    forms, outside = _forms(pieces, heads, model)
    if not forms:
        return None
    tables: list[Table] = []
    numbers: dict[int | None, int | None] = {None: None}
    for number, form in enumerate(forms):
        numbers[number] = len(tables) + 1
        tables += tables_of(form, len(tables), words)
    by_lines = all(part.head.inside >= Gap.CELL for form in forms for part in form.parts)
    return Reading(tuple(tables), tuple(_passages(outside, numbers)), by_lines)


def agrees(first: Sequence[Table], second: Sequence[Table]) -> bool:
    """Whether two readings of a document say the same rows, the second without a doubt."""
    if any(row.uncertain for table in second for row in table.indicators):
        return False
    return _told(first) == _told(second)


def _told(tables: Sequence[Table]) -> list[list[tuple[str, ...]]]:
    return [
        sorted((row.period, row.level2, squash(row.name), squash(row.value + row.unit)) for row in table.indicators)
        for table in tables
        if table.indicators
    ]


def _forms(pieces: Sequence[Piece], heads: Sequence[Head], model: FlattenedModel) -> tuple[list[FlatForm], Outside]:
    """Forms with heads, else columns torn apart, else forms told in prose."""
    found = apart_of(pieces, model)
    if not found[0] and heads:
        found = forms_of(pieces, heads, model)
    if not found[0]:
        found = prose_of(pieces, model)
    return found if found[0] else headless_of(pieces, model)


def may_be_form(rows: Sequence[Row]) -> bool:
    """Whether any words of a form's head stand in the rows: the cheap look before the reading."""
    return any("指标" in cell.text or "指標" in cell.text or "绩效" in cell.text for row in rows for cell in row.cells)


def _in_grid(head: Sequence[Piece]) -> bool:
    """Whether the words of a head stand in columns of a grid."""
    return sum(piece.place >= 0 for piece in head) >= _CELLS


def _passages(outside: Outside, numbers: Mapping[int | None, int | None]) -> Iterable[Passage]:
    """The texts outside the tables, a line or cell each; `numbers` are the tables' by the form they head."""
    for form, pieces in outside:
        run: list[Piece] = []
        for piece in pieces:
            if run and piece.gap >= Gap.CELL:
                yield _passage(run, numbers[form])
                run = []
            run.append(piece)
        if run:
            yield _passage(run, numbers[form])


def _passage(run: Sequence[Piece], table: int | None) -> Passage:
    return Passage(text_of(run).strip(" |\n"), run[0].location, table=table)
