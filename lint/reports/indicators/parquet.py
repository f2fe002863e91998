"""Indicator rows as a Parquet file with typed columns."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.parquet as pq

from lint.model import Submission
from lint.reports.indicators.records import COLUMNS, flatten_rows


def render(submissions: Iterable[Submission]) -> bytes:
    """The file's bytes."""
    whole, money, truth = pa.int64(), pa.float64(), pa.bool_()
    kinds = dict.fromkeys(("table", "year", "page", "line", "row", "column"), whole)
    kinds |= {"annual_budget": money, "total_budget": money, "uncertain": truth}
    schema = pa.schema([(key, kinds.get(key, pa.string())) for key in COLUMNS])
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(flatten_rows(submissions)), schema=schema), out)
    return out.getvalue()
