"""Work spread over processes, one file at a time.

`run_each` is the only place that knows of processes; what is worked on stays a plain function.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Stopped:
    """Work that did not end: `reason` is one Chinese sentence (time, memory, a crash)."""

    reason: str


def run_each(
    prepare: Callable[[], Callable[[Item], Result]], items: Sequence[Item], jobs: int = 0
) -> Iterator[tuple[int, Result | Stopped]]:
    """Yields (index, result) for every item, as they are done.

    `prepare` runs once in each worker and returns the function that does one item; it and the
    items and results must be picklable. `jobs` is the number of workers, 0 for one a core.
    """
    workers = min(jobs or os.cpu_count() or 1, len(items))
    if workers <= 1:
        work = prepare()
        for index, item in enumerate(items):
            yield index, work(item)
        return
    with ProcessPoolExecutor(workers, get_context("fork"), _start, (prepare,)) as pool:
        futures = {pool.submit(_one, item): index for index, item in enumerate(items)}
        for future in as_completed(futures):
            yield futures[future], future.result()


_work: list[Callable[[Any], Any]] = []
"""The worker's own function: filled once by `_start` in each worker process."""


def _start(prepare: Callable[[], Callable[[Any], Any]]) -> None:
    _work[:] = [prepare()]


def _one(item: Any) -> Any:
    return _work[0](item)
