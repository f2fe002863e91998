"""The sheet 问题清单 of an annotated workbook, as XML."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from xml.sax.saxutils import escape, quoteattr

from lint.reports.annotated.marks import Mark, fill_row
from lint.reports.annotated.sheets import LIST_COLUMNS, PLACE_COLUMN, REPLY_COLUMN
from lint.reports.annotated.xlsx_styles import Styles
from lint.reports.facts.places import spell_column
from lint.reports.formats.cells import fit_cell, is_live

_REPLY_FILL = "FFFFF2CC"  # the column that the department fills in


def make_list(marks: Sequence[Mark], sheets: Collection[str], styles: Styles, main: str) -> bytes:
    """The worksheet's bytes, a row a mark; a place on one of `sheets` is a link to its cell.

    `main` is the namespace of the workbook's parts.
    """
    head, plain, live = styles.heading(), styles.wrapped(), styles.wrapped(quoted=True)
    link, reply = styles.link(), styles.wrapped(colour=_REPLY_FILL)
    rows = [_row(1, [(title, head) for title, _ in LIST_COLUMNS])]
    links = []
    for number, mark in enumerate(marks, 1):
        cells = []
        for column, value in enumerate(fill_row(number, mark)):
            style = live if isinstance(value, str) and is_live(value) else plain
            cells.append((value, reply if column == REPLY_COLUMN else style))
        if mark.place.sheet in sheets and mark.place.row:
            cells[PLACE_COLUMN] = (cells[PLACE_COLUMN][0], link)
            links.append(_link(number + 1, mark))
        rows.append(_row(number + 1, cells))
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, (_, width) in enumerate(LIST_COLUMNS, 1)
    )
    last = f"{spell_column(len(LIST_COLUMNS))}{len(marks) + 1}"
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{main}">'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        f'state="frozen"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>'
        f'<autoFilter ref="A1:{last}"/>{hyperlinks}<pageSetup paperSize="9" orientation="landscape"/></worksheet>'
    ).encode()


def _link(row: int, mark: Mark) -> str:
    """From the list's row to the cell of the mark."""
    sheet = (mark.place.sheet or "").replace("'", "''")
    there = f"'{sheet}'!{spell_column(mark.place.column or 1)}{mark.place.row}"
    here = f"{spell_column(PLACE_COLUMN + 1)}{row}"
    return f"<hyperlink ref={quoteattr(here)} location={quoteattr(there)}/>"


def _row(number: int, cells: Sequence[tuple[str | int, int]]) -> str:
    """A row of (value, style) cells; texts are inline strings, never formulas."""
    made = []
    for column, (value, style) in enumerate(cells, 1):
        place = f'r="{spell_column(column)}{number}" s="{style}"'
        if isinstance(value, int):
            made.append(f"<c {place}><v>{value}</v></c>")
        elif value:
            text = escape(fit_cell(value))
            made.append(f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
        else:
            made.append(f"<c {place}/>")
    return f'<row r="{number}">{"".join(made)}</row>'
