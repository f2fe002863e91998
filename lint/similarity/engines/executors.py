"""What Spark's executors do: functions of Arrow batches for mapInArrow, the embedded engine's own inside.

Each takes batches of one partition and gives batches; what it needs besides goes along as arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lint.model import ANNUAL, LEVEL1_OF_LEVEL2, Indicator, Table
from lint.settings.sections.similarity import Similarity
from lint.similarity.account import Accountant
from lint.similarity.engines import signature
from lint.similarity.engines.buckets import link_runs
from lint.similarity.engines.columns import Corpus, of_rows
from lint.similarity.engines.schemas import CLUSTERS, PAIRS
from lint.similarity.rarity import Rarity
from lint.similarity.view import TableView, view

Batches = Iterator[pa.RecordBatch]


def group_rows(batches: Batches) -> Batches:
    """Consecutive rows of one table as one record; a table may run over batches."""
    from pyspark import TaskContext

    context = TaskContext.get()
    part = context.partitionId() if context else 0
    held: pa.Table | None = None
    position = 0
    for batch in batches:
        rows = pa.Table.from_batches([batch])
        held = rows if held is None else pa.concat_tables([held, rows])
        corpus = of_rows(held)
        complete = len(corpus) - 1  # the last table may go on in the next batch
        if complete > 0:
            yield _records(corpus, complete, part, position)
            position += complete
            held = held.slice(int(corpus.starts[complete]))
    if held is not None and held.num_rows:
        corpus = of_rows(held)
        yield _records(corpus, len(corpus), part, position)


def _records(corpus: Corpus, number: int, part: int, position: int) -> pa.RecordBatch:
    """The first `number` tables of a corpus as records of `spark._TABLES`."""
    rows = corpus.rows.slice(0, int(corpus.starts[number])).combine_chunks()
    names = ("period", "level2", "name", "value", "unit")
    content = pa.StructArray.from_arrays([_flat(rows[name]) for name in names], names)
    lists = pa.ListArray.from_arrays(pa.array(corpus.starts[: number + 1], pa.int32()), content)
    heads = corpus.heads.slice(0, number)
    columns: dict[str, Any] = {
        "part": pa.array([part] * number, pa.int32()),
        "pos": pa.array(np.arange(position, position + number)),
        **{name: _flat(heads[name]) for name in heads.column_names},
        "body": pa.array(corpus.bodies()[:number], pa.string()),
        "content": lists,
    }
    return pa.RecordBatch.from_pydict(columns)


def _flat(column: pa.ChunkedArray) -> pa.Array:
    combined = column.combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) else combined


def make_signer(stop: npt.NDArray[np.bool_]) -> Callable[[Batches], Batches]:
    """Signatures of tables' bodies; `stop` filters common 3-grams (`signature.common`)."""
    places = np.flatnonzero(stop)  # a handful of places instead of the whole filter go to the executors
    size = len(stop)

    def sign(batches: Batches) -> Batches:
        filter_ = np.zeros(size, dtype=bool)
        filter_[places] = True
        for batch in batches:
            values, identity = signature.sign(batch.column("body").to_pylist(), filter_)
            raw = pa.array([row.tobytes() for row in values], pa.binary())
            yield pa.RecordBatch.from_arrays(
                [batch.column("id"), pa.array(identity.view(np.int64)), raw], ["id", "identity", "signature"]
            )

    return sign


def key_bands(batches: Batches) -> Batches:
    """One (key, id) a band of each table; the band's number is mixed into the key."""
    for batch in batches:
        if not batch.num_rows:
            continue
        signed = _signatures(batch.column("signature"))
        keys = signature.numbered_keys(signature.band_keys(signed))
        ids = np.repeat(batch.column("id").to_numpy(), keys.shape[1])
        yield pa.RecordBatch.from_arrays([pa.array(keys.reshape(-1).view(np.int64)), pa.array(ids)], ["key", "id"])


def _signatures(column: pa.Array) -> npt.NDArray[np.uint16]:
    """Stored signatures as one array; as many as there are values."""
    values = b"".join(column.to_pylist())
    return np.frombuffer(values, dtype=np.uint16).reshape(len(column), -1)


def link_buckets(batches: Batches) -> Batches:
    """Pairs of tables in one bucket; a partition holds whole buckets, sorted by key and id."""
    kept = [batch for batch in batches if batch.num_rows]
    if not kept:
        return
    keys = np.concatenate([batch.column("key").to_numpy() for batch in kept])
    ids = np.concatenate([batch.column("id").to_numpy() for batch in kept])
    left, right = link_runs(keys)
    packed = np.unique(np.stack([ids[left], ids[right]], axis=1), axis=0) if len(left) else np.zeros((0, 2), np.int64)
    yield pa.RecordBatch.from_arrays([pa.array(packed[:, 0]), pa.array(packed[:, 1])], ["a", "b"])


def make_verifier(known: Rarity, options: Similarity) -> Callable[[Batches], Batches]:
    """The candidates that are copies, with their accounts; `known` is the rarity of the whole corpus."""

    def verify(batches: Batches) -> Batches:
        accountant = Accountant(known, options)
        for batch in batches:
            if not batch.num_rows:
                continue
            one, two = batch.column("one"), batch.column("two")
            alike = (_signatures(one.field("signature")) == _signatures(two.field("signature"))).mean(axis=1)
            wanted = (alike.astype(np.float32) >= options.estimate) | batch.column("equal").to_numpy(False)
            chosen = batch.filter(pa.array(wanted))
            yield _accounted(chosen, accountant, options)

    return verify


def _accounted(batch: pa.RecordBatch, accountant: Accountant, options: Similarity) -> pa.RecordBatch:
    rows: list[dict[str, Any]] = []
    last: tuple[int, TableView] | None = None
    for a, b, left, right in zip(
        batch.column("a").to_pylist(),
        batch.column("b").to_pylist(),
        batch.column("one").to_pylist(),
        batch.column("two").to_pylist(),
        strict=True,
    ):
        one = last[1] if last and last[0] == a else view_of(left, options)
        last = a, one
        account = accountant.compare(one, view_of(right, options))
        if account.verdict:
            sides = {f"{side}_{key}": of[key] for side, of in (("a", left), ("b", right)) for key in CLUSTERS.names[1:]}
            rows.append(
                {
                    "a": a,
                    "b": b,
                    **sides,
                    "score": account.score,
                    "same": account.same,
                    "number_changed": account.number_changed,
                    "different": account.different,
                    "verdict": account.verdict,
                }
            )
    schema = pa.schema([("a", pa.int64()), ("b", pa.int64()), *[field for field in PAIRS if field.name != "cluster"]])
    return (
        pa.Table.from_pylist(rows, schema=schema).combine_chunks().to_batches(max_chunksize=None)[0]
        if rows
        else (pa.RecordBatch.from_pylist([], schema=schema))
    )


def view_of(record: Mapping[str, Any], options: Similarity) -> TableView:
    """One record of tables prepared for comparing."""
    table = Table(
        number=record["table"] or 0,
        project=record["project"] or "",
        department=record["department"] or "",
        year=record["year"],
        annual_budget=record["annual_budget"],
        total_budget=record["total_budget"],
        indicators=tuple(
            Indicator(
                row["period"] or ANNUAL,
                LEVEL1_OF_LEVEL2.get(row["level2"], ""),
                row["level2"],
                row["name"],
                row["value"],
                row["unit"],
            )
            for row in record["content"]
        ),
    )
    return view(table, options, record["file"] or "")
