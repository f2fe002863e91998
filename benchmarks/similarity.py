"""Near-duplicate tables: the embedded engine against its peers, on invented tables.

    python benchmarks/similarity.py --sizes 10000 100000            # the engine, peers, truth, planted copies
    python benchmarks/similarity.py --sizes 1000000 --peers none    # one million
    python benchmarks/similarity.py --sizes 100000 --boilerplate 0.1
    python benchmarks/similarity.py --library 100000                # one table against a stored library
    python benchmarks/similarity.py --spark 100000                  # the same pairs on Spark, local[2]

Two questions are measured apart. *Same job*: pairs of exact Jaccard ≥ 0.8 on the 3-grams of the
rows, text in memory to verified pairs, for which every peer is made (datasketch tuned to the same
recall, rensa and scikit-learn where installed, DuckDB on the engine's own band keys); truth is brute
force up to --truth tables, beyond it the union of what all methods found. *The engine's job*: from
tables to pairs with a verdict (`lint.similarity.engines.embedded.find_copies`), recall and precision on planted
copies. Each measurement runs in a process of its own; memory is that process's and its children's.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

import numpy as np  # noqa: E402
from jaccard import jaccard, sets_of  # noqa: E402
from similarity_data import Data, data  # noqa: E402

from lint.run.workers import Processes  # noqa: E402
from lint.settings import load  # noqa: E402
from lint.similarity.engines import embedded as engine  # noqa: E402
from lint.similarity.engines import signature  # noqa: E402
from lint.similarity.engines.buckets import pair_banded  # noqa: E402
from lint.similarity.engines.columns import ROWS  # noqa: E402

OPTIONS = load().similarity
JACCARD = 0.8
PASSES = 2  # 128 places suffice at 0.8: 32 bands of four
MARGIN = 0.14  # four standard deviations of an estimate from 128 places
BANDS, ROWS_A_BAND = 21, 6  # datasketch's setting for the same recall at 0.8
GIBIBYTE = 1 << 20  # ru_maxrss counts kibibytes
Pairs = set[tuple[int, int]]


def verified(texts: list[str], a: np.ndarray, b: np.ndarray, least: float = JACCARD) -> Pairs:
    keep = jaccard(texts, a, b) >= least
    return set(zip(a[keep].tolist(), b[keep].tolist(), strict=True))


def raw(texts: list[str]) -> list[str]:
    """Texts whose numbers survive the engine's folding: digits written as ideographs, one each."""
    return [text.translate(_IDEOGRAPHS) for text in texts]


_IDEOGRAPHS = {ord(str(digit)): chr(0x9F00 + digit) for digit in range(10)}


def ours(texts: list[str]) -> Pairs:
    """The engine's signatures and bands with exact verification at 0.8."""
    signed, _ = signature.sign(texts, None, PASSES)
    a, b = pair_banded(signed, JACCARD - MARGIN)
    return verified(texts, a, b)


def datasketch_tuned(texts: list[str]) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=BANDS * ROWS_A_BAND, params=(BANDS, ROWS_A_BAND))
    sketches = MinHash.generator([[g.encode() for g in grams(t)] for t in texts], num_perm=BANDS * ROWS_A_BAND)
    left, right = [], []
    for number, sketch in enumerate(sketches):
        for other in index.query(sketch):
            left.append(other)
            right.append(number)
        index.insert(number, sketch)
    return verified(texts, np.array(left, dtype=np.int64), np.array(right, dtype=np.int64))


def duckdb_join(texts: list[str]) -> Pairs:
    import duckdb
    import pyarrow as pa

    signed, _ = signature.sign(texts, None, PASSES)
    keys = signature.numbered_keys(signature.band_keys(signed))
    bands = pa.table({"k": keys.reshape(-1), "id": np.repeat(np.arange(len(texts)), keys.shape[1])})
    base = duckdb.connect()
    base.execute("SET threads = 1")
    base.register("bands", bands)
    found = base.execute(
        "SELECT DISTINCT x.id, y.id FROM bands x JOIN bands y ON x.k = y.k AND x.id < y.id"
    ).fetchnumpy()
    a, b = (np.asarray(found[name], dtype=np.int64) for name in ("id", "id_1"))
    near = signature.agreement(signed, a, b) >= JACCARD - MARGIN
    return verified(texts, a[near], b[near])


def rensa_bands(texts: list[str]) -> Pairs:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=JACCARD, num_perm=128, num_bands=16)
    left, right = [], []
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=128, seed=42)
        sketch.update(list(grams(text)))
        for other in index.query(sketch):
            left.append(other)
            right.append(number)
        index.insert(number, sketch)
    return verified(texts, np.array(left, dtype=np.int64), np.array(right, dtype=np.int64))


def sklearn_tfidf(texts: list[str]) -> Pairs:
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(analyzer="char", ngram_range=(3, 3), lowercase=False).fit_transform(texts)
    left, right = [], []
    step = 2000
    for start in range(0, len(texts), step):
        near = (matrix[start : start + step] @ matrix.T).tocoo()
        keep = (near.data >= 0.6) & (near.row + start < near.col)
        left.append(near.row[keep] + start)
        right.append(near.col[keep])
    return verified(texts, np.concatenate(left).astype(np.int64), np.concatenate(right).astype(np.int64))


def grams(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


PEERS: dict[str, tuple[str, Callable[[list[str]], Pairs], int]] = {
    "datasketch": ("datasketch", datasketch_tuned, 200_000),
    "duckdb": ("duckdb", duckdb_join, 2_000_000),
    "rensa": ("rensa", rensa_bands, 1_000_000),
    "sklearn": ("sklearn", sklearn_tfidf, 20_000),
}
"""Name → module needed, function, size beyond which it is not tried."""


def brute(texts: list[str]) -> Pairs:
    """All pairs of exact Jaccard ≥ 0.8, by an inverted count of shared 3-grams."""
    from scipy.sparse import csr_matrix

    starts, sets = sets_of(texts)
    _, columns = np.unique(sets, return_inverse=True)
    matrix = csr_matrix((np.ones(len(columns), np.int32), columns, starts), shape=(len(texts), int(columns.max()) + 1))
    sizes = np.diff(starts)
    found: Pairs = set()
    step = 1000
    for start in range(0, len(texts), step):
        shared = (matrix[start : start + step] @ matrix.T).tocoo()
        rows = shared.row + start
        keep = rows < shared.col
        a, b, common = rows[keep], shared.col[keep], shared.data[keep]
        alike = common / (sizes[a] + sizes[b] - common) >= JACCARD
        found |= set(zip(a[alike].tolist(), b[alike].tolist(), strict=True))
    return found


def measured(work: Callable[[], Any]) -> dict[str, Any]:
    """What `work` gives, in a process of its own: seconds, processor seconds, gibibytes at the peak, result.

    Processor seconds are what counts on a machine that others use at the same time.
    """
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(duplex=False)

    def run() -> None:
        gc.collect()
        start = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - start
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        processor = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
        send.send((seconds, processor, (own.ru_maxrss + children.ru_maxrss) / GIBIBYTE, result))

    process = context.Process(target=run)
    process.start()
    seconds, processor, memory, result = receive.recv()
    process.join()
    return {
        "seconds": round(seconds, 2),
        "cpu seconds": round(processor, 2),
        "gibibytes": round(memory, 2),
        "result": result,
    }


def same_job(found: Data, names: list[str], truth_up_to: int) -> list[dict[str, Any]]:
    texts = raw(found.corpus.bodies())
    number = len(texts)
    lines = [{"method": "jxlint bands + exact check", **measured(lambda: ours(texts))}]
    for name in names:
        module, work, most = PEERS[name]
        if number > most or importlib.util.find_spec(module) is None:
            print(f"  {name}: 未测（{'规模过大' if number > most else '未安装'}）", file=sys.stderr)
            continue
        lines.append({"method": name, **measured(lambda work=work: work(texts))})
    truth = brute(texts) if number <= truth_up_to else set().union(*(line["result"] for line in lines))
    for line in lines:
        line["recall"] = round(len(line.pop("result") & truth) / max(len(truth), 1), 4)
        line["times ours"] = round(line["cpu seconds"] / lines[0]["cpu seconds"], 1)
    return lines


def engine_job(found: Data, jobs: int | None) -> dict[str, Any]:
    def work() -> Any:
        copies = engine.find_copies(found.corpus, OPTIONS, each=Processes(jobs or 0))
        return copies.a, copies.b, copies.cluster

    line = measured(work)
    a, b, cluster = line.pop("result")
    family = np.array(found.family)
    planted = np.array(found.planted)
    together = (cluster[planted[:, 0]] == cluster[planted[:, 1]]) & (cluster[planted[:, 0]] > 0)
    line["method"] = "jxlint dedup, tables to verdicts"
    line["pairs"] = len(a)
    line["clusters"] = int(cluster.max(initial=0))
    line["planted found"] = round(float(together.mean()), 4)
    line["precision"] = round(float((family[a] == family[b]).mean()), 4) if len(a) else 1.0
    return line


def library_job(number: int, asked: int = 200) -> dict[str, Any]:
    """Milliseconds to compare one new table with `number` stored ones."""
    from lint.model import Submission
    from lint.similarity.library import Library
    from lint.similarity.view import view

    found = data(number + asked)
    tables = found.corpus.fetch(range(number + asked))
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "库.db", OPTIONS, create=True) as library:
        start = time.perf_counter()
        for first in range(0, number, 500):
            library.add(Submission(str(first), "text", tables=tuple(tables[first : min(first + 500, number)])))
        filled = time.perf_counter() - start
        times, processor, hits = [], [], 0
        for table in tables[number:]:
            start, spent = time.perf_counter(), time.process_time()
            hits += bool(library.copies(view(table, OPTIONS, "新")))
            times.append((time.perf_counter() - start) * 1000)
            processor.append((time.process_time() - spent) * 1000)
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / (1 << 20)
    return {
        "method": "one table against the library",
        "stored": number,
        "median ms": round(statistics.median(times), 2),
        "median cpu ms": round(statistics.median(processor), 2),
        "p95 ms": round(sorted(times)[int(0.95 * len(times))], 2),
        "with a source": hits,
        "filled in s": round(filled, 1),
        "MiB": round(size),
    }


def spark_job(number: int, boilerplate: float) -> dict[str, Any]:
    """The same tables on Spark, local[2]: seconds with session, and whether the pairs are the same."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from lint.similarity.engines import spark

    found = data(number, boilerplate=boilerplate)
    corpus = found.corpus
    owner = pa.array(np.repeat(np.arange(len(corpus)), np.diff(corpus.starts)))
    heads = corpus.heads.take(owner)
    rows = pa.table({**{n: heads[n] for n in heads.column_names}, **{n: corpus.rows[n] for n in ROWS.names}})
    embedded = engine.find_copies(corpus, OPTIONS)
    with tempfile.TemporaryDirectory() as folder:
        source, output, events = (Path(folder) / name for name in ("rows.parquet", "out", "events"))
        events.mkdir()
        pq.write_table(rows, source, row_group_size=200_000)
        configuration = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.memory": "4g",
            "spark.ui.showConsoleProgress": "false",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.compress": "false",
            "spark.eventLog.dir": events.as_uri(),
        }
        start = time.perf_counter()
        counts = spark.dedup(
            [str(source)], output, OPTIONS, master="local[2]", configuration=configuration, partitions=8
        )
        seconds = time.perf_counter() - start
        there = {(pair["a_table"] - 1, pair["b_table"] - 1) for pair in spark.read_pairs(output)}
        cost = tasks_of(events, number)
    here = set(zip(embedded.a.tolist(), embedded.b.tolist(), strict=True))
    return {"method": "spark local[2]", "seconds": round(seconds, 1), "same pairs": here == there, **counts, **cost}


def tasks_of(events: Path, number: int) -> dict[str, Any]:
    """What the tasks of one application cost, from Spark's event log; skew is longest ÷ median task of a stage."""
    stages: dict[int, list[float]] = {}
    shuffled = 0
    for file in events.rglob("*"):
        if file.is_dir() or file.name.startswith((".", "appstatus")):  # check sums and marks are no events
            continue
        for line in file.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            if event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics"):
                metrics = event["Task Metrics"]
                stages.setdefault(event["Stage ID"], []).append(metrics["Executor Run Time"] / 1000)
                shuffled += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
    longest = max((times for times in stages.values() if len(times) > 2), key=sum, default=[0.0])
    return {
        "task seconds": round(sum(map(sum, stages.values())), 1),
        "shuffled bytes a table": round(shuffled / number),
        "skew of the heaviest stage": round(max(longest) / max(statistics.median(longest), 0.001), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[])
    parser.add_argument("--boilerplate", type=float, default=0.0, help="share of tables made from five templates")
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=[*PEERS, "none"])
    parser.add_argument("--truth", type=int, default=20_000, help="tables up to which truth is brute force")
    parser.add_argument("--jobs", type=int, default=None)
    parser.add_argument("--library", type=int, default=0, help="stored tables")
    parser.add_argument("--spark", type=int, default=0, help="tables")
    given = parser.parse_args()
    peers = [] if "none" in given.peers else given.peers
    signature.sign(["预热"])  # the folding table is made once a process
    for size in given.sizes:
        found = data(size, boilerplate=given.boilerplate)
        show(size, engine_job(found, given.jobs))
        if peers:
            for line in same_job(found, peers, given.truth):
                show(size, line)
    if given.library:
        show(given.library, library_job(given.library))
    if given.spark:
        show(given.spark, spark_job(given.spark, given.boilerplate))


def show(size: int, line: dict[str, Any]) -> None:
    print(json.dumps({"tables": size, **line}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
