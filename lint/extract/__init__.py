"""Extraction: grids of cells → tables and indicators (headers, halves, merged cells, repair).

The order of work: `lines` (rows without watermarks), `split` (where forms begin and end), then a
form at a time `head` (labels, funds) and `block` (indicators), with `columns` reading head rows,
`align` laying shifted rows on them, and `stack` packing dumps of one cell a line into rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from lint.extract.block import Around, Block, Group
from lint.extract.columns import head_row, headless, refine, upper_heads, with_upper
from lint.extract.flattened import agrees, read_flattened
from lint.extract.grids.document import UntrustedPlacesError, read_grids
from lint.extract.head import GOAL, Head
from lint.extract.kinds import looks_like_form, with_kind
from lint.extract.lines import Line, lines_of
from lint.extract.split import Form, split
from lint.extract.stack import pack
from lint.extract.turn import upright
from lint.extract.words import Words, amount, money_unit
from lint.language import Language
from lint.model import Document, Passage, Submission, Table
from lint.settings import Settings

_DOCUMENT_YEAR = re.compile(r"(20\d\d)\s*年度?.{0,12}(?:预算|绩效|决算)")
_YEAR_LINES = 200  # lines from a document's start in which its own year stands
_RUNNING_COUNT = 3  # times a paragraph recurs from which it is a page's running head
_RUNNING_LENGTH = 40  # characters of a running head
_LAST = "服务对象满意度指标"  # the category that closes every form
_COST = "成本指标"
_COST_OF_2021 = frozenset(["经济成本指标", "社会成本指标", "生态环境成本指标"])


class Extractor:
    """Extraction with the words of one settings object, compiled once for all documents of a process."""

    def __init__(self, settings: Settings, language: Language) -> None:
        self.words = Words(settings, language)

    def extract(self, document: Document) -> Submission:
        """The tables, indicators and passages of one document; `kind` says what the document is."""
        return with_kind(_read(document, self.words), document, self.words)


def _read(document: Document, words: Words) -> Submission:
    """The submission by the reading that suits the document: by its cells, or as text that has lost them."""
    flat = read_flattened(document, words) if document.carrier == "text" else None
    if flat is None:
        gridded = _from_grids(document, words)
        if document.carrier != "text" or _doubts(gridded.tables) <= _MOST_DOUBTS:
            return gridded
        flat = read_flattened(document, words, anyway=True)
        if flat is None or _doubts(flat.tables) > _doubts(gridded.tables):
            return gridded
    elif flat.may_have_cells and agrees(flat.tables, (gridded := _from_grids(document, words)).tables):
        return gridded
    return Submission(
        document.path, document.carrier, "performance-form", flat.tables, flat.passages, document.notes, document.pages
    )


def extract(document: Document, settings: Settings, language: Language) -> Submission:
    """What one document alone holds; `language` is that of the settings. Many documents: `Extractor`."""
    return Extractor(settings, language).extract(document)


_MOST_DOUBTS = 0.3  # share of uncertain rows from which a text's grids are not trusted


def _doubts(tables: Sequence[Table]) -> float:
    """The share of uncertain rows; 1 where there are none."""
    rows = [row for table in tables for row in table.indicators]
    return sum(row.uncertain for row in rows) / len(rows) if rows else 1.0


def _from_grids(document: Document, words: Words) -> Submission:
    """What the rows and columns of the document say."""
    lines, passages = lines_of(document, words)
    if document.merges or (document.carrier == "csv" and not _fully_headed(lines, words)):
        with suppress(UntrustedPlacesError):
            read = read_grids(document, lines, passages, words)
            if read is not None or not looks_like_form(document, words):
                return read or _without_form(document, lines, passages)
    cut = split(lines, words)
    year = _document_year(lines)
    around = Around(words, _repeated(lines), any(form.ended for form in cut.forms))
    tables: list[Table] = []
    for form in cut.forms:
        for table, found in _tables(form, around, len(tables), year):
            tables.append(table)
            passages += [replace(passage, table=table.number) for passage in found]
    for line in cut.outside:
        passages += [Passage(spot.text, spot.location) for spot in line.spots]
    sheets = {sheet: number for number, sheet in enumerate(dict.fromkeys(line.location.sheet for line in lines))}
    ordered = sorted(passages, key=lambda passage: (sheets.get(passage.location.sheet, 0), *_place_of(passage)))
    kind = "performance-form" if tables else "other"
    found_in = tuple(_with_table(ordered, tables))
    return Submission(document.path, document.carrier, kind, tuple(tables), found_in, document.notes, document.pages)


def _without_form(document: Document, lines: Sequence[Line], marks: Sequence[Passage]) -> Submission:
    passages = (*marks, *(Passage(spot.text, spot.location) for line in lines for spot in line.spots))
    return Submission(document.path, document.carrier, "other", (), passages, document.notes, document.pages)


def _fully_headed(lines: Sequence[Line], words: Words) -> bool:
    """Whether a list's first row names every column in known words: nothing is left to infer."""
    return bool(lines) and len(lines[0].spots) > 2 and all(words.head(spot.text) for spot in lines[0].spots)


def _tables(form: Form, around: Around, before: int, year: int | None) -> Iterable[tuple[Table, list[Passage]]]:
    """The tables of one form: one, or one a project where the form is a flat list."""
    words = around.words
    head = Head(words)
    blocks: list[Block] = []
    block: Block | None = None
    lines = upright(form.lines if form.lines and form.lines[0].spans else pack(form.lines, words), words)
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.bare:
            head.passages += [Passage(spot.text, spot.location) for spot in line.spots]
        elif block is None:
            found = head_row(line, words, head.labels)
            if found is None and not blocks and (lost := headless(lines, index, words, head.labels)) is not None:
                block = Block(lost, line, lines[index:], around)
                blocks.append(block)
                continue
            if found is None and index + 1 < len(lines) and upper_heads(line, words):
                below = head_row(lines[index + 1], words, head.labels)
                found = with_upper(below, line, words) if below is not None else None
                index += found is not None
            if found is not None:
                if index + 1 < len(lines) and (finer := refine(found, lines[index + 1], words)) is not None:
                    found = finer
                    index += 1
                block = Block(found, line, lines[index + 1 :], around)
                blocks.append(block)
            else:
                head.take(line)
        elif not block.take(line):
            block = None
            head.take(line)
        index += 1
    groups = [group for block in blocks for group in block.groups]
    if any(group.meta.get("project") for group in groups):
        for number, group in enumerate(groups, before + 1):
            table = _flat_table(form, head, group, number, year)
            goal = [Passage(group.meta["goal"], group.location, field=GOAL)] if "goal" in group.meta else []
            yield table, [*(head.passages if number == before + 1 else ()), *goal, *group.passages]
        return
    table = _table(form, head, groups, before + 1, year)
    if around.ended and not form.ended and not any(slot.level2 == _LAST for slot in table.slots):
        table = replace(table, cut=True)  # the document's other forms end with a line of signatures
    yield table, head.passages + [passage for group in groups for passage in group.passages]


def _table(form: Form, head: Head, groups: Sequence[Group], number: int, year: int | None) -> Table:
    unit = head.values.get("单位名称", "")
    project = head.values.get("项目名称", "")
    department = head.words.is_department_title(form.title) or (bool(unit) and not project)
    funds = head.funds(department)
    annual = [fund.amount for fund in funds if fund.total and fund.period == "年度" and fund.amount is not None]
    whole = [fund.amount for fund in funds if fund.total and fund.period == "实施期" and fund.amount is not None]
    indicators = tuple(row for group in groups for row in group.indicators)
    slots = {key: slot for group in reversed(groups) for key, slot in group.slots.items()}
    own = _title_year(form.title)
    return Table(
        number,
        title=form.title,
        project=(unit or project) if department else project,
        department=unit if department else head.values.get("主管部门", "") or unit,
        implementer=head.values.get("实施单位", ""),
        year=head.year or own or year,
        annual_budget=annual[0] if annual else None,
        total_budget=whole[0] if whole else None,
        scope="department" if department else "project",
        form=_generation(groups),
        two_halves=any(group.two_halves for group in groups),
        cut=not groups,
        merges=bool(form.lines) and form.lines[0].spans,
        funds=funds,
        texts=dict(head.texts),
        slots=tuple(slots.values()),
        indicators=indicators,
        location=form.location,
        end=form.lines[-1].location if form.lines else form.location,
    )


def _flat_table(form: Form, head: Head, group: Group, number: int, year: int | None) -> Table:
    meta = group.meta
    found = re.search(r"20\d\d", meta.get("year", ""))
    unit = head.unit or "元"
    end = group.indicators[-1].location if group.indicators else group.location
    return Table(
        number,
        title=form.title,
        project=meta.get("project", ""),
        department=meta.get("department", "") or head.values.get("主管部门", "") or head.values.get("单位名称", ""),
        year=int(found[0]) if found else head.year or _title_year(form.title) or year,
        annual_budget=amount(meta.get("annual_budget", ""), money_unit(meta.get("annual_budget", "")) or unit),
        total_budget=amount(meta.get("total_budget", ""), unit),
        form=_generation([group]),
        two_halves=group.two_halves,
        merges=bool(form.lines) and form.lines[0].spans,
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


def _title_year(title: str) -> int | None:
    found = re.search(r"(20\d\d)\s*年?", title)
    return int(found[1]) if found else None


def _document_year(lines: Sequence[Line]) -> int | None:
    """The year a document's first pages name: 2024年度部门预算公开."""
    for line in lines[:_YEAR_LINES]:
        if line.lone and len(line.text) <= 60 and (found := _DOCUMENT_YEAR.search(line.text)):
            return int(found[1])
    return None


def _repeated(lines: Sequence[Line]) -> frozenset[str]:
    """Paragraphs that a document's pages repeat."""
    counted = Counter(line.text for line in lines if line.paragraph and len(line.text) <= _RUNNING_LENGTH)
    return frozenset(text for text, count in counted.items() if count >= _RUNNING_COUNT)


def _place_of(passage: Passage) -> tuple[int, int, int, int, int]:
    place = passage.location
    return (place.page or 0, place.part or 0, place.line or 0, place.row or 0, place.column or 0)


def _with_table(passages: Iterable[Passage], tables: Sequence[Table]) -> list[Passage]:
    """Marks between a table's first and last line belong to it."""
    spans = [(table.location.line, table.end.line, table.number) for table in tables]
    result = []
    at = 0
    for passage in passages:
        line = passage.location.line
        number = passage.table
        if number is None and line is not None:
            while at < len(spans) and (spans[at][1] or 0) < line:
                at += 1
            if at < len(spans) and (spans[at][0] or 0) <= line:
                number = spans[at][2]
        result.append(replace(passage, table=number))
    return result
