"""Rows a second through the row rules, and how cost and memory grow.

    python benchmarks/rows.py [--sizes 10000,100000] [--jobs 2]

The rows are those of samples/ and corpora/ with other numbers and ordinals in their names, a third
of them distinct, in tables of twelve. They are in memory before the clock starts; what is timed is
the row rules over all tables with their findings brought back to the parent process. The peer, in
the same run, is one regular expression (a digit or a date) searched in every name and value.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lint.checks import all_rules, build  # noqa: E402
from lint.checks.engine.walk import Engine  # noqa: E402
from lint.checks.rule import RowRule  # noqa: E402
from lint.checks.tools import Tools  # noqa: E402
from lint.model import LEVEL1_OF_LEVEL2, Coverage, Finding, Indicator, Submission, Table  # noqa: E402
from lint.run.chain import load_all  # noqa: E402
from lint.run.inputs import find  # noqa: E402
from lint.run.workers import Stopped, run_each  # noqa: E402
from lint.settings import load  # noqa: E402

TABLE_ROWS = 12  # rows of a form, as in the submissions
FILE_TABLES = 50  # tables of a file: what a worker takes at a time
DISTINCT = 3  # one row in so many is new
SEED = 20240101
NUMBER = re.compile(r"\d+")
PEER = re.compile(r"\d|[一二三四五六七八九十]+[年月日]|年底|季度")

Judged = tuple[list[Finding], dict[str, Coverage]]
SUBMISSIONS: list[Submission] = []
"""Filled before the workers are forked, so that they find the rows in their memory."""


def originals() -> list[Indicator]:
    """The rows that are varied: those of samples/ and, where they are, the corpora."""
    settings = load()
    with find([str(ROOT / "samples")], settings) as inputs:
        loaded = [item for item in load_all(inputs, settings) if isinstance(item, Submission)]
    rows = [row for item in loaded for table in item.tables for row in table.indicators]
    rows += corpus_rows()
    return [row for row in rows if row.name and not row.uncertain]


def corpus_rows() -> list[Indicator]:
    """Rows of the jsonl files below corpora/ that state level2, name and value."""
    import json

    rows = []
    for path in sorted((ROOT / "corpora").glob("**/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if isinstance(item, dict) and {"level2", "name", "value"} <= item.keys():
                level2 = str(item["level2"])
                level1 = LEVEL1_OF_LEVEL2.get(level2, "")
                rows.append(Indicator("年度", level1, level2, str(item["name"]), str(item["value"])))
    return rows


def varied(rows: Sequence[Indicator], number: int) -> list[Submission]:
    """`number` rows in tables and files; one in `DISTINCT` has a name or a number of its own."""
    chance = random.Random(SEED)
    fresh: list[Indicator] = []
    for index in range(max(number // DISTINCT, 1)):
        row = rows[index % len(rows)]
        if index >= len(rows):
            value = NUMBER.sub(lambda _: str(chance.randrange(1, 5000)), row.value)
            row = replace(row, name=f"{row.name}（{index // len(rows)}标段）", value=value)
        fresh.append(row)
    drawn = [*fresh, *chance.choices(fresh, k=number - len(fresh))]
    chance.shuffle(drawn)
    tables = [
        Table(
            number=start // TABLE_ROWS + 1,
            project="维修改造项目",
            year=2025,
            annual_budget=1e6,
            indicators=tuple(drawn[start : start + TABLE_ROWS]),
        )
        for start in range(0, number, TABLE_ROWS)
    ]
    return [
        Submission(f"{start}.txt", "text", tables=tuple(tables[start : start + FILE_TABLES]))
        for start in range(0, len(tables), FILE_TABLES)
    ]


def worker() -> Callable[[int], Judged]:
    """The work of one process: judges the submission of a number, findings and coverage back."""
    tools = Tools.of(load())
    engine = Engine(build([rule for rule in all_rules() if issubclass(rule, RowRule)], tools), tools)

    def work(index: int) -> Judged:
        return engine.check(SUBMISSIONS[index])

    return work


def cpu_seconds() -> float:
    """Processor time of this process and of the workers that have ended; says more on a busy machine."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def measure(rows: Sequence[Indicator], number: int, jobs: int) -> None:
    """Prints one line for `number` rows."""
    SUBMISSIONS[:] = varied(rows, number)
    before = cpu_seconds()
    start = time.perf_counter()
    found = 0
    for _, outcome in run_each(worker, range(len(SUBMISSIONS)), jobs):
        if isinstance(outcome, Stopped):
            raise SystemExit(outcome.reason)
        found += len(outcome[0])
    ours = time.perf_counter() - start
    cpu = cpu_seconds() - before
    start = time.perf_counter()
    hits = sum(
        bool(PEER.search(row.value)) + bool(PEER.search(row.name))
        for item in SUBMISSIONS
        for table in item.tables
        for row in table.indicators
    )
    peer = time.perf_counter() - start
    parent, worst = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak = parent + jobs * worst  # shared pages counted again: an upper bound
    print(
        f"{number:>9,} rows  {ours:7.2f} s  {number / ours:>9,.0f} rows/s  {number / cpu:>9,.0f} rows/CPU s  "
        f"{found:>8,} findings  "
        f"peak of all processes ≤ {peak / 1024:6.0f} MiB  bare regex {number / peer:>9,.0f} rows/s ({hits:,} hits)  "
        f"ratio {ours / peer:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    rows = originals()
    print(f"{len(rows)} original rows, a third of the varied ones distinct, {options.jobs} workers")
    for size in options.sizes.split(","):
        measure(rows, int(size), options.jobs)


if __name__ == "__main__":
    main()
