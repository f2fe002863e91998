"""The distributed engine: the embedded one's functions inside Spark's mapInArrow.

Steps, each a stage whose result is written under the output folder so that nothing is computed twice:
tables (rows ranged by file and table number, consecutive ones made one record, numbered densely) →
signatures (the same numpy) → representatives of equal 3-grams → band keys grouped by key, linked as
the embedded engine links them → estimate and account of each pair → clusters on the driver.

Skew: a template's copies collapse to one representative by an aggregation that combines before it
shuffles; a bucket is linked in proportion to its members; the join of a representative with its many
partners is split by Spark's adaptive execution.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lint.settings import SettingsError
from lint.similarity.account import Accountant
from lint.similarity.engines import signature
from lint.similarity.engines.buckets import link_runs
from lint.similarity.engines.clusters import choose_spanning, number_clusters
from lint.similarity.engines.columns import Corpus, of_rows
from lint.similarity.engines.schemas import CLUSTERS, PAIRS
from lint.similarity.rarity import Rarity
from lint.similarity.view import view

Batches = Iterator[pa.RecordBatch]

_HEAD = "part int, pos long, file string, `table` long, project string, department string, year long"
_MONEY = "annual_budget double, total_budget double"
_ROW = "struct<period:string,level2:string,name:string,value:string,unit:string>"
_TABLES = f"{_HEAD}, {_MONEY}, body string, content array<{_ROW}>"
_SIGNED = "id long, identity long, signature binary"
_FOUND = (
    "a long, b long, a_file string, a_table long, a_project string, a_department string, a_year long,"
    " b_file string, b_table long, b_project string, b_department string, b_year long,"
    " score double, same long, number_changed long, different long, verdict string"
)
_COLUMNS = ("file", "table", "project", "department", "year", "annual_budget", "total_budget",
            "period", "level2", "name", "value", "unit")  # fmt: skip
_STAGE = "_work"


def dedup(
    sources: Sequence[str],
    output: Path,
    options: Mapping[str, Any],
    *,
    all_pairs: bool = False,
    master: str = "local[*]",
    configuration: Mapping[str, str] | None = None,
    partitions: int | None = None,
) -> dict[str, int]:
    """Finds the copies among the tables of Parquet files and writes `output`/pairs and /clusters.

    `sources` are Parquet files or folders with the columns of `jxlint extract` that every executor
    can read. `lint` must be importable on the executors. Returns counts (tables, representatives,
    candidates, pairs, clusters). Raises SettingsError where Spark or Java is absent.
    """
    session = _session(master, configuration or {})
    try:
        return _run(session, sources, output, options, all_pairs, partitions)
    finally:
        session.stop()


def _session(master: str, configuration: Mapping[str, str]) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise SettingsError("没有安装 pyspark，请先安装 jixiao-lint[spark]。") from None
    if shutil.which("java") is None:
        raise SettingsError("--engine spark 需要 Java 17，本机没有找到 java。")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    root = str(Path(__file__).resolve().parents[2])  # executors of this machine find `lint` where we did
    builder = SparkSession.builder.master(master).appName("jxlint dedup")
    given = {
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")])),
        "spark.ui.enabled": "false",
        "spark.sql.adaptive.enabled": "true",
        "spark.sql.adaptive.skewJoin.enabled": "true",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "20000",
        **configuration,
    }
    for key, value in given.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _run(
    session: Any,
    sources: Sequence[str],
    output: Path,
    options: Mapping[str, Any],
    all_pairs: bool,
    partitions: int | None,
) -> dict[str, int]:
    from pyspark.sql import functions as f

    if partitions:
        session.conf.set("spark.sql.shuffle.partitions", str(partitions))
    work = output / _STAGE
    options = dict(options)

    def stage(frame: Any, name: str) -> Any:
        place = str(work / name)
        frame.write.mode("overwrite").parquet(place)
        return session.read.parquet(place)

    tables = stage(_tables(session, sources), "tables")
    counts = {row["part"]: row["count"] for row in tables.groupBy("part").count().collect()}
    offsets = dict(
        zip(sorted(counts), np.cumsum([0, *(counts[part] for part in sorted(counts))]).tolist(), strict=False)
    )
    number = sum(counts.values())
    if not number:
        return {"tables": 0, "representatives": 0, "candidates": 0, "pairs": 0, "clusters": 0}
    shift = session.createDataFrame(list(offsets.items()), "part int, shift long")
    tables = tables.join(f.broadcast(shift), "part").withColumn("id", f.col("shift") + f.col("pos")).drop("shift")

    # the same samples as the embedded engine's, by the same dense numbers
    sample = tables.where(f.col("id") % max(1, number // options["sample"]) == 0).orderBy("id").toArrow()
    stop = signature.common(
        signature.shingles(sample["body"].to_pylist()), options["common_share"], options["common_least"]
    )
    known = Rarity.of((_view(record, options) for record in sample.to_pylist()), options)
    signed = stage(tables.select("id", "body").mapInArrow(_signer(stop), _SIGNED), "signed")
    firsts = signed.where("identity != 0").groupBy("identity").agg(f.min("id").alias("first"))
    with_first = signed.where("identity != 0").join(firsts, "identity")
    distinct = with_first.where("id = first").select("id", "signature")
    keys = distinct.mapInArrow(_banded, "key long, id long").repartition("key").sortWithinPartitions("key", "id")
    near = keys.mapInArrow(_linker, "a long, b long").distinct()
    if all_pairs:
        other = with_first.select(f.col("first"), f.col("id").alias("a"))
        same = other.join(with_first.select("first", f.col("id").alias("b")), "first").where("a < b").select("a", "b")
    else:
        same = with_first.where("id != first").select(f.col("first").alias("a"), f.col("id").alias("b"))
    candidates = stage(
        near.withColumn("equal", f.lit(False)).union(same.withColumn("equal", f.lit(True))), "candidates"
    )

    whole = tables.drop("part", "pos", "body").join(signed.select("id", "signature"), "id")
    record = f.struct(*[name for name in whole.columns if name != "id"])
    left = whole.select(f.col("id").alias("a"), record.alias("one"))
    right = whole.select(f.col("id").alias("b"), record.alias("two"))
    joined = candidates.join(right, "b").join(left, "a").sortWithinPartitions("a", "b")
    found = stage(joined.mapInArrow(_verifier(known, options), _FOUND), "found")
    result = _clustered(session, found, output, options, all_pairs)
    result |= {"tables": number, "representatives": distinct.count(), "candidates": candidates.count()}
    shutil.rmtree(work, ignore_errors=True)
    return result


def _tables(session: Any, sources: Sequence[str]) -> Any:
    """Tables from rows: all rows of one file and table number come to one partition, in their order."""
    from pyspark.sql import functions as f

    rows = session.read.parquet(*sources)
    lacking(rows.columns)
    if "file" not in rows.columns:
        rows = rows.withColumn("file", f.input_file_name())
    types = {"table": "long", "year": "long", "annual_budget": "double", "total_budget": "double"}
    chosen = [
        (f.col(name) if name in rows.columns else f.lit(None)).cast(types.get(name, "string")).alias(name)
        for name in _COLUMNS
    ]
    ordered = rows.select(*chosen).withColumn("order", f.monotonically_increasing_id())
    ranged = ordered.repartitionByRange("file", "table").sortWithinPartitions("file", "table", "order").drop("order")
    return ranged.mapInArrow(_grouped, _TABLES)


def lacking(columns: Sequence[str]) -> None:
    """Raises SettingsError where the input lacks a column without which tables cannot be told apart."""
    missing = [name for name in ("table", "name", "value") if name not in columns]
    if missing:
        raise SettingsError(f"--engine spark 需要 jxlint extract 导出的 Parquet，输入缺少列：{'、'.join(missing)}。")


def _grouped(batches: Batches) -> Batches:
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
    """The first `number` tables of a corpus as records of `_TABLES`."""
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


def _signer(stop: npt.NDArray[np.bool_]) -> Callable[[Batches], Batches]:
    places = np.flatnonzero(stop)  # a handful of places instead of the whole filter go to the executors
    size = len(stop)

    def sign(batches: Batches) -> Batches:
        from lint.similarity.engines import signature

        filter_ = np.zeros(size, dtype=bool)
        filter_[places] = True
        for batch in batches:
            values, identity = signature.sign(batch.column("body").to_pylist(), filter_)
            raw = pa.array([row.tobytes() for row in values], pa.binary())
            yield pa.RecordBatch.from_arrays(
                [batch.column("id"), pa.array(identity.view(np.int64)), raw], ["id", "identity", "signature"]
            )

    return sign


def _banded(batches: Batches) -> Batches:
    """One (key, id) a band of each table; the band's number is mixed into the key."""
    from lint.similarity.engines import signature

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


def _linker(batches: Batches) -> Batches:
    """Pairs of tables in one bucket; a partition holds whole buckets, sorted by key and id."""
    kept = [batch for batch in batches if batch.num_rows]
    if not kept:
        return
    keys = np.concatenate([batch.column("key").to_numpy() for batch in kept])
    ids = np.concatenate([batch.column("id").to_numpy() for batch in kept])
    left, right = link_runs(keys)
    packed = np.unique(np.stack([ids[left], ids[right]], axis=1), axis=0) if len(left) else np.zeros((0, 2), np.int64)
    yield pa.RecordBatch.from_arrays([pa.array(packed[:, 0]), pa.array(packed[:, 1])], ["a", "b"])


def _verifier(known: Rarity, options: Mapping[str, Any]) -> Callable[[Batches], Batches]:
    def verify(batches: Batches) -> Batches:
        accountant = Accountant(known, options)
        for batch in batches:
            if not batch.num_rows:
                continue
            one, two = batch.column("one"), batch.column("two")
            alike = (_signatures(one.field("signature")) == _signatures(two.field("signature"))).mean(axis=1)
            wanted = (alike.astype(np.float32) >= options["estimate"]) | batch.column("equal").to_numpy(False)
            chosen = batch.filter(pa.array(wanted))
            yield _accounted(chosen, accountant, options)

    return verify


def _accounted(batch: pa.RecordBatch, accountant: Accountant, options: Mapping[str, Any]) -> pa.RecordBatch:
    rows: list[dict[str, Any]] = []
    last: tuple[int, Any] | None = None
    for a, b, left, right in zip(
        batch.column("a").to_pylist(),
        batch.column("b").to_pylist(),
        batch.column("one").to_pylist(),
        batch.column("two").to_pylist(),
        strict=True,
    ):
        one = last[1] if last and last[0] == a else _view(left, options)
        last = a, one
        account = accountant.compare(one, _view(right, options))
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


def _view(record: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    from lint.model import ANNUAL, LEVEL1_OF_LEVEL2, Indicator, Table

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


def _clustered(session: Any, found: Any, output: Path, options: Mapping[str, Any], all_pairs: bool) -> dict[str, int]:
    """Connected components on the driver (24 bytes a pair), then pairs and clusters as Parquet."""
    from pyspark.sql import functions as f

    links = found.select("a", "b", "score").orderBy("a", "b").toArrow()
    a, b = links["a"].to_numpy(), links["b"].to_numpy()
    used = np.unique(np.concatenate([a, b]))
    near_a, near_b = np.searchsorted(used, a), np.searchsorted(used, b)
    numbers = number_clusters(len(used), near_a, near_b)
    chosen = np.arange(len(a))
    if not all_pairs:
        chosen = choose_spanning(numbers, near_a, near_b, links["score"].to_numpy(), options["full_cluster"])
    listed = pa.table({"a": a[chosen], "b": b[chosen], "cluster": numbers[near_a[chosen]]})
    pairs = found.join(_frame(session, listed, "a long, b long, cluster long"), ["a", "b"])
    members = _frame(session, pa.table({"id": used, "cluster": numbers}), "id long, cluster long")
    sides = [
        found.select(f.col(side).alias("id"), *[f.col(f"{side}_{name}").alias(name) for name in CLUSTERS.names[1:]])
        for side in ("a", "b")
    ]
    clusters = members.join(sides[0].union(sides[1]).dropDuplicates(["id"]), "id")
    pairs.orderBy("a", "b").select(*PAIRS.names).write.mode("overwrite").parquet(str(output / "pairs"))
    clusters.orderBy("cluster", "id").select(*CLUSTERS.names).write.mode("overwrite").parquet(str(output / "clusters"))
    return {"pairs": len(chosen), "clusters": int(numbers.max(initial=0))}


def _frame(session: Any, table: pa.Table, schema: str) -> Any:
    if not table.num_rows:
        return session.createDataFrame([], schema)
    return session.createDataFrame(table)


def read_pairs(output: Path) -> list[dict[str, Any]]:
    """The pairs that `dedup` wrote, as flat records in order."""
    import pyarrow.parquet as pq

    with contextlib.suppress(FileNotFoundError):
        table = pq.read_table(output / "pairs")
        return table.select(PAIRS.names).to_pylist()  # type: ignore[no-any-return]
    return []
