"""Indicator rows as a workbook with one sheet; texts are written as texts, never as formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable

from lint.model import Submission
from lint.reports.formats.cells import fit_cell
from lint.reports.formats.xlsx import make_workbook
from lint.reports.indicators.records import COLUMNS, flatten_rows


def render(submissions: Iterable[Submission]) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    with make_workbook(out) as book:
        sheet = book.add_worksheet("指标")
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, item in enumerate(flatten_rows(submissions), 1):
            for column, key in enumerate(COLUMNS):
                value = item[key]
                if isinstance(value, str):
                    sheet.write_string(number, column, fit_cell(value))
                elif isinstance(value, bool):
                    sheet.write_boolean(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value)
    return out.getvalue()
