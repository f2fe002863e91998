"""Rows a second that the models judge, beside scikit-learn's own pipeline on the same rows.

Distinct rows (category, name, value) are composed of names of the corpora, so that nothing is
answered from memory. Run: python benchmarks/classify.py [--rows 60000] [--processes 2]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context

os.environ.setdefault("OMP_NUM_THREADS", "1")

from lint.classify.judge import Judge
from lint.classify.labels import NUMBER_OF
from lint.language.folding import fold_name
from lint.settings import load
from lint.training.corpus import Row, load_corpora

Asked = tuple[str, str, str, bool]
JUDGE = Judge.of(load())
_BATCH = 2000  # rows judged together, about what a large submission holds


def distinct(number: int) -> list[Asked]:
    """`number` distinct rows: the beginning of one corpus name before another, with a third's value."""
    rows = [row for row in load_corpora() if row.level2 in NUMBER_OF and row.name]
    draw = random.Random(7)
    found: dict[Asked, None] = {}
    while len(found) < number:
        one, two, three = draw.sample(rows, 3)
        name = one.name[: draw.randint(2, 4)] + two.name
        found[two.level2, name, three.value or f"≥{draw.randint(1, 9999)}个", False] = None
    return list(found)


def judge(rows: Sequence[Asked]) -> int:
    """Judges rows in batches; how many."""
    for start in range(0, len(rows), _BATCH):
        JUDGE.judge_rows(rows[start : start + _BATCH], "2015")
    return len(rows)


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The best of `times` runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def parallel(rows: Sequence[Asked], processes: int) -> float:
    """Seconds to judge rows spread over processes that are already running with models loaded."""
    share = -(-len(rows) // processes)
    parts = [rows[start : start + share] for start in range(0, len(rows), share)]
    with get_context("fork").Pool(processes) as pool:
        pool.map(judge, [part[:10] for part in parts])
        return seconds(lambda: pool.map(judge, parts))


def reference(train: Sequence[Row], rows: Sequence[Asked]) -> float:
    """Seconds of scikit-learn's vectoriser and logistic regression for the category of the names alone."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    pipeline = make_pipeline(
        CountVectorizer(analyzer="char", ngram_range=(1, 3), binary=True),
        LogisticRegression(C=0.5, max_iter=50, tol=1e-2),
    )
    taught = [row for row in train if row.true_level2 in NUMBER_OF]
    pipeline.fit([fold_name(row.name) for row in taught], [row.true_level2 for row in taught])
    return seconds(lambda: pipeline.predict_proba([name for _, name, _, _ in rows]), times=2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    start = time.perf_counter()
    assert Judge.of(load()).models.words
    loading = time.perf_counter() - start
    rows = distinct(options.rows)
    one = seconds(lambda: judge(rows), times=2)
    several = parallel(rows, options.processes)
    plain = reference(load_corpora()[::3], rows)
    found = {
        "rows": len(rows),
        "load_seconds": round(loading, 3),
        "rows_a_second_1_process": round(len(rows) / one),
        f"rows_a_second_{options.processes}_processes": round(len(rows) / several),
        "rows_a_second_scikit_learn_names_only_1_process": round(len(rows) / plain),
        "ratio_to_scikit_learn_1_process": round(plain / one, 2),
    }
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
