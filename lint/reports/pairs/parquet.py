"""One pair a row in flat columns, as Parquet."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq

from lint.reports.pairs.records import flatten, record_pairs
from lint.settings.sections.similarity import Similarity
from lint.similarity.engines.columns import Corpus
from lint.similarity.engines.embedded import Copies
from lint.similarity.engines.schemas import PAIRS


def render(corpus: Corpus, copies: Copies, options: Similarity) -> bytes:
    """The flat columns as one Parquet file."""
    rows = [flatten(record) for record in record_pairs(corpus, copies, options)]
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=PAIRS), buffer, compression="zstd")
    return buffer.getvalue()
