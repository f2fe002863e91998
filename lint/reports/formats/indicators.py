"""Indicator rows as other programs read them (contract, "jxlint extract")."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from lint.model import Indicator, Submission, Table
from lint.reports.facts.records import location

COLUMNS = (
    "file",
    "table",
    "title",
    "project",
    "department",
    "year",
    "annual_budget",
    "total_budget",
    "period",
    "level1",
    "level2",
    "name",
    "value",
    "unit",
    "page",
    "sheet",
    "line",
    "row",
    "column",
    "uncertain",
)
"""Columns of the flat formats: the keys of a jsonl object, its location spread out."""


def record(submission: Submission, table: Table, row: Indicator) -> dict[str, Any]:
    """One row with the keys of the contract, in its order."""
    return {
        "file": submission.path,
        "table": table.number,
        "title": table.title,
        "project": table.project,
        "department": table.department,
        "year": table.year,
        "annual_budget": table.annual_budget,
        "total_budget": table.total_budget,
        "period": row.period,
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "value": row.value,
        "unit": row.unit,
        "location": location(row.location),
        "uncertain": row.uncertain,
    }


def records(submissions: Iterable[Submission]) -> Iterator[dict[str, Any]]:
    """All rows of all submissions in reading order."""
    for submission in submissions:
        for table in submission.tables:
            for row in table.indicators:
                yield record(submission, table, row)


def as_jsonl(submissions: Iterable[Submission]) -> str:
    """One JSON object a row."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in records(submissions))


def as_csv(submissions: Iterable[Submission]) -> str:
    """A header and one line a row; formula-like texts are neutralised."""
    from lint.reports.formats.csv import rows

    return rows(COLUMNS, _flat(submissions))


def as_xlsx(submissions: Iterable[Submission]) -> bytes:
    """A workbook with one sheet; texts are written as texts, never as formulas."""
    import io

    import xlsxwriter

    from lint.reports.formats.cells import fitting

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("指标")
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, item in enumerate(_flat(submissions), 1):
            for column, key in enumerate(COLUMNS):
                value = item[key]
                if isinstance(value, str):
                    sheet.write_string(number, column, fitting(value))
                elif isinstance(value, bool):
                    sheet.write_boolean(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value)
    return out.getvalue()


def as_parquet(submissions: Iterable[Submission]) -> bytes:
    """A Parquet file with typed columns."""
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    whole, money, truth = pa.int64(), pa.float64(), pa.bool_()
    kinds = dict.fromkeys(("table", "year", "page", "line", "row", "column"), whole)
    kinds |= {"annual_budget": money, "total_budget": money, "uncertain": truth}
    schema = pa.schema([(key, kinds.get(key, pa.string())) for key in COLUMNS])
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(_flat(submissions)), schema=schema), out)
    return out.getvalue()


FORMATS: Mapping[str, Callable[[Sequence[Submission]], str | bytes]] = {
    "jsonl": as_jsonl,
    "csv": as_csv,
    "xlsx": as_xlsx,
    "parquet": as_parquet,
}


def _flat(submissions: Iterable[Submission]) -> Iterator[dict[str, Any]]:
    for item in records(submissions):
        place = item.pop("location")
        yield {key: item[key] if key in item else place[key] for key in COLUMNS}
