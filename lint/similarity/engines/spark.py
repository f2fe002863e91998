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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lint.settings import SettingsError
from lint.settings.sections.similarity import Similarity
from lint.similarity.background import read_background
from lint.similarity.engines import signature
from lint.similarity.engines.clusters import choose_spanning, number_clusters
from lint.similarity.engines.executors import group_rows, key_bands, link_buckets, make_signer, make_verifier, view_of
from lint.similarity.engines.schemas import CLUSTERS, PAIRS
from lint.similarity.rarity import Rarity

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
    options: Similarity,
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
    root = str(_root())  # executors of this machine find `lint` where we did
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


def _root() -> Path:
    """The folder that `lint` lies in."""
    import lint

    return Path(str(lint.__file__)).resolve().parents[1]


def _run(
    session: Any,
    sources: Sequence[str],
    output: Path,
    options: Similarity,
    all_pairs: bool,
    partitions: int | None,
) -> dict[str, int]:
    if partitions:
        session.conf.set("spark.sql.shuffle.partitions", str(partitions))
    work = output / _STAGE

    def stage(frame: Any, name: str) -> Any:
        place = str(work / name)
        frame.write.mode("overwrite").parquet(place)
        return session.read.parquet(place)

    tables, number = _numbered(session, stage(_tables(session, sources), "tables"))
    if not number:
        return {"tables": 0, "representatives": 0, "candidates": 0, "pairs": 0, "clusters": 0}
    known, stop = _sampled(tables, number, options)
    signed = stage(tables.select("id", "body").mapInArrow(make_signer(stop), _SIGNED), "signed")
    distinct, pairs = _paired(signed, all_pairs)
    candidates = stage(pairs, "candidates")
    found = stage(_compared(tables, signed, candidates).mapInArrow(make_verifier(known, options), _FOUND), "found")
    result = _clustered(session, found, output, options, all_pairs)
    result |= {"tables": number, "representatives": distinct.count(), "candidates": candidates.count()}
    shutil.rmtree(work, ignore_errors=True)
    return result


def _numbered(session: Any, tables: Any) -> tuple[Any, int]:
    """The tables with dense numbers in the order of their partitions (column id), and how many there are."""
    from pyspark.sql import functions as f

    counts = {row["part"]: row["count"] for row in tables.groupBy("part").count().collect()}
    parts = sorted(counts)
    offsets = zip(parts, np.cumsum([0, *(counts[part] for part in parts)]).tolist(), strict=False)
    shift = session.createDataFrame(list(offsets), "part int, shift long")
    shifted = tables.join(f.broadcast(shift), "part").withColumn("id", f.col("shift") + f.col("pos")).drop("shift")
    return shifted, sum(counts.values())


def _sampled(tables: Any, number: int, options: Similarity) -> tuple[Rarity, npt.NDArray[np.bool_]]:
    """Rarity and common 3-grams from the same samples as the embedded engine's, by the same dense numbers."""
    from pyspark.sql import functions as f

    sample = tables.where(f.col("id") % max(1, number // options.sample) == 0).orderBy("id").toArrow()
    cut = signature.shingles(sample["body"].to_pylist())
    stop = signature.common(cut, options.common_share, options.common_least)
    views = (view_of(record, options) for record in sample.to_pylist())
    return Rarity.of(views, options, read_background()), stop


def _paired(signed: Any, all_pairs: bool) -> tuple[Any, Any]:
    """One representative of each set of equal 3-grams; the pairs (a, b, equal) worth an estimate."""
    from pyspark.sql import functions as f

    firsts = signed.where("identity != 0").groupBy("identity").agg(f.min("id").alias("first"))
    with_first = signed.where("identity != 0").join(firsts, "identity")
    distinct = with_first.where("id = first").select("id", "signature")
    keys = distinct.mapInArrow(key_bands, "key long, id long").repartition("key").sortWithinPartitions("key", "id")
    near = keys.mapInArrow(link_buckets, "a long, b long").distinct()
    if all_pairs:
        other = with_first.select(f.col("first"), f.col("id").alias("a"))
        same = other.join(with_first.select("first", f.col("id").alias("b")), "first").where("a < b").select("a", "b")
    else:
        same = with_first.where("id != first").select(f.col("first").alias("a"), f.col("id").alias("b"))
    return distinct, near.withColumn("equal", f.lit(False)).union(same.withColumn("equal", f.lit(True)))


def _compared(tables: Any, signed: Any, candidates: Any) -> Any:
    """The candidates with both tables' content and signature (one, two), sorted by a and b within partitions."""
    from pyspark.sql import functions as f

    whole = tables.drop("part", "pos", "body").join(signed.select("id", "signature"), "id")
    record = f.struct(*[name for name in whole.columns if name != "id"])
    left = whole.select(f.col("id").alias("a"), record.alias("one"))
    right = whole.select(f.col("id").alias("b"), record.alias("two"))
    return candidates.join(right, "b").join(left, "a").sortWithinPartitions("a", "b")


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
    return ranged.mapInArrow(group_rows, _TABLES)


def lacking(columns: Sequence[str]) -> None:
    """Raises SettingsError where the input lacks a column without which tables cannot be told apart."""
    missing = [name for name in ("table", "name", "value") if name not in columns]
    if missing:
        raise SettingsError(f"--engine spark 需要 jxlint extract 导出的 Parquet，输入缺少列：{'、'.join(missing)}。")


def _clustered(session: Any, found: Any, output: Path, options: Similarity, all_pairs: bool) -> dict[str, int]:
    """Connected components on the driver (24 bytes a pair), then pairs and clusters as Parquet."""
    from pyspark.sql import functions as f

    links = found.select("a", "b", "score").orderBy("a", "b").toArrow()
    a, b = links["a"].to_numpy(), links["b"].to_numpy()
    used = np.unique(np.concatenate([a, b]))
    near_a, near_b = np.searchsorted(used, a), np.searchsorted(used, b)
    numbers = number_clusters(len(used), near_a, near_b)
    chosen = np.arange(len(a))
    if not all_pairs:
        chosen = choose_spanning(numbers, near_a, near_b, links["score"].to_numpy(), options.full_cluster)
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
