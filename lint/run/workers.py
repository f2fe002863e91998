"""Work spread over processes that can be stopped, one file at a time.

This is the only module that knows of processes; what is worked on stays a plain function, and all it
needs goes to it as arguments, so that forked workers and spawned ones do the same. Each item is done
in a worker process, never in our own: a document that takes too long, too much memory or crashes a
library costs its own result and no other.
"""

from __future__ import annotations

import gc
import math
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection, get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from lint.settings import Settings, SettingsError

Item = TypeVar("Item")
Result = TypeVar("Result")

AUTO = "auto"
"""The start method of a worker that is left to us: see `_context`."""

_READY, _DONE, _STOPPED, _BROKEN = "ready", "done", "stopped", "broken"
_START_SECONDS = 600.0  # to load rules and models: a second or two, on a crowded machine a hundred times that
_COLLECT_AFTER = 100_000  # new objects between collections; rows and findings hold no cycles


@dataclass(frozen=True, slots=True)
class Stopped:
    """Work that did not end: `reason` is one Chinese sentence (time, memory, a crash)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one item may take, and how its worker is started.

    `seconds` of wall time, infinity for no bound; `megabytes` of memory beyond the worker's own, 0 for
    no bound; `start_method` is one of multiprocessing's, or AUTO.
    """

    seconds: float = 300.0
    megabytes: int = 2048
    start_method: str = AUTO

    @classmethod
    def of(cls, settings: Settings) -> Bounds:
        """limits.file_seconds, limits.memory_megabytes and run.start_method."""
        return cls(
            float(settings.limits.file_seconds),
            int(settings.limits.memory_megabytes),
            str(settings.run.start_method),
        )


@dataclass(frozen=True, slots=True)
class Processes:
    """A `map` over worker processes, for work of our own that nothing bounds.

    `jobs` is the number of workers, 0 for one a core. Results come in the order of the items. Raises
    SettingsError where the work on an item fails.
    """

    jobs: int = 0
    start_method: str = AUTO

    def __call__(self, function: Callable[[Item], Result], items: Sequence[Item], /) -> Iterator[Result]:
        """The results of all items; function, items and results must be picklable."""
        held: dict[int, Result] = {}
        bounds = Bounds(math.inf, 0, self.start_method)
        due = 0
        for index, outcome in run_each(partial(_same, function), items, self.jobs, bounds):
            if isinstance(outcome, Stopped):
                raise SettingsError(outcome.reason)
            held[index] = outcome
            while due in held:
                yield held.pop(due)
                due += 1


def _same(function: Callable[[Item], Result]) -> Callable[[Item], Result]:
    return function


def run_each(
    prepare: Callable[[], Callable[[Item], Result]],
    items: Sequence[Item],
    jobs: int = 0,
    bounds: Bounds | None = None,
) -> Iterator[tuple[int, Result | Stopped]]:
    """Yields (index, result) for every item, as they are done.

    `prepare` runs once in each worker and returns the function that does one item; `prepare`, items
    and results must be picklable. `jobs` is the number of workers, 0 for one a core. An item whose
    work raises, crashes or passes the bounds yields `Stopped`. What `prepare` raises is raised here.
    """
    waiting = deque(range(len(items)))
    crew = _Crew(prepare, bounds or Bounds())
    try:
        for _ in range(min(jobs or os.cpu_count() or 1, len(items))):
            crew.hire()
        while waiting or crew.busy():
            for worker in crew.idle():
                if waiting:
                    index = waiting.popleft()
                    worker.start(index, items[index], crew.bounds.seconds)
            yield from crew.collect()
    finally:
        crew.dismiss()


@dataclass
class _Worker:
    process: BaseProcess
    link: Connection
    index: int | None = None
    deadline: float = 0.0
    ready: bool = False

    def start(self, index: int, item: Any, seconds: float) -> None:
        """Hands an item over; its time counts from when the worker is ready, not from when it was started."""
        self.index, self.deadline = index, time.monotonic() + (seconds if self.ready else _START_SECONDS)
        with suppress(BrokenPipeError, ConnectionError):  # it is dead: `collect` finds the link closed
            self.link.send(item)

    def kill(self) -> None:
        """Stops the worker and the programs it started."""
        try:
            os.killpg(self.process.pid or 0, signal.SIGKILL)
        except (ProcessLookupError, PermissionError, AttributeError):
            self.process.kill()
        self.process.join()
        self.link.close()


class _Crew:
    """The workers of one `run_each`."""

    def __init__(self, prepare: Callable[[], Callable[[Any], Any]], bounds: Bounds) -> None:
        self.prepare = prepare
        self.bounds = bounds
        self.workers: list[_Worker] = []
        self.context = _context(bounds.start_method)

    def hire(self) -> None:
        """Starts one more worker."""
        ours, theirs = self.context.Pipe()
        others = [worker.link for worker in self.workers] + [ours]
        arguments = (theirs, self.prepare, self.bounds.megabytes, others if self._forks() else [])
        process = self.context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))

    def busy(self) -> list[_Worker]:
        return [worker for worker in self.workers if worker.index is not None]

    def idle(self) -> list[_Worker]:
        return [worker for worker in self.workers if worker.index is None]

    def collect(self) -> Iterator[tuple[int, Any]]:
        """Waits for the next results, and stops workers that are out of time."""
        busy = self.busy()
        if not busy:
            return
        left = min(worker.deadline for worker in busy) - time.monotonic()
        ready = connection.wait([worker.link for worker in busy], None if math.isinf(left) else max(left, 0.0))
        for worker in busy:
            assert worker.index is not None
            index = worker.index
            if worker.link in ready:
                kind, value = _received(worker.link)
                if kind == _READY:
                    worker.ready, worker.deadline = True, time.monotonic() + self.bounds.seconds
                    continue
                if kind == _BROKEN and isinstance(value, BaseException):
                    raise value
                worker.index = None
                if kind == _BROKEN:
                    self._replace(worker)
                yield index, value if kind == _DONE else Stopped(str(value))
            elif time.monotonic() >= worker.deadline:
                self._replace(worker)
                yield index, self._late(worker)

    def _late(self, worker: _Worker) -> Stopped:
        if not worker.ready:
            return Stopped(f"工作进程 {_START_SECONDS:g} 秒内没有启动，未处理，请减少 --jobs 或稍后再试。")
        seconds = f"{self.bounds.seconds:g}"
        return Stopped(f"处理超过 {seconds} 秒的上限（limits.file_seconds），已停止，请拆分文件或调高上限。")

    def dismiss(self) -> None:
        """Ends all workers."""
        for worker in self.workers:
            worker.kill()
        self.workers = []

    def _replace(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.kill()
        self.hire()

    def _forks(self) -> bool:
        return bool(self.context.get_start_method() == "fork")


def _context(method: str) -> Any:
    """Multiprocessing's context of a start method. Raises SettingsError for one that the system lacks.

    AUTO forks on Linux: a worker starts in a hundredth of a second and shares what is loaded. Elsewhere
    it spawns, since system libraries of macOS do not survive a fork and Windows has none.
    """
    known = get_all_start_methods()
    if method != AUTO and method not in known:
        raise SettingsError(f"run.start_method 不能是 {method}，本系统可用的有：{'、'.join((AUTO, *known))}。")
    return get_context(method if method != AUTO else "fork" if sys.platform == "linux" else "spawn")


def _received(link: Connection) -> tuple[str, Any]:
    try:
        kind, value = link.recv()
    except (EOFError, OSError):
        return _BROKEN, "处理时异常退出（内存不足或文件损坏），请检查文件，或另存为 .xlsx、.docx 后重试。"
    return kind, value


def _serve(
    link: Connection, prepare: Callable[[], Callable[[Any], Any]], megabytes: int, others: Sequence[Connection]
) -> None:
    """The life of a worker: items come in, results go out, until the parent is gone."""
    for other in others:
        other.close()  # else a worker would keep its siblings' links open after the parent's end
    if hasattr(os, "setsid"):
        os.setsid()  # a process group of its own, so that programs it starts end with it
    try:
        work = prepare()
    except Exception as error:
        link.send((_BROKEN, error))
        return
    _bound_memory(megabytes)
    gc.freeze()  # what is loaded lasts as long as the worker: not worth collecting again and again
    gc.set_threshold(_COLLECT_AFTER, *gc.get_threshold()[1:])
    link.send((_READY, None))
    while True:
        try:
            item = link.recv()
        except (EOFError, OSError):
            return
        link.send(_outcome(work, item, megabytes))


def _outcome(work: Callable[[Any], Any], item: Any, megabytes: int) -> tuple[str, Any]:
    try:
        return _DONE, work(item)
    except MemoryError:
        return (
            _STOPPED,
            f"占用内存超过 {megabytes} MB 的上限（limits.memory_megabytes），已停止，请拆分文件或调高上限。",
        )
    except Exception as error:
        if os.environ.get("JXLINT_DEBUG"):
            import traceback

            traceback.print_exc()
        what = f"{type(error).__name__}: {error}"
        return _STOPPED, f"处理时程序内部出错（{what}），请加 --debug 重新运行并把输出报给维护者。"


def _bound_memory(megabytes: int) -> None:
    """Bounds the process's private memory to what it has now and `megabytes` more (Linux); 0 bounds nothing."""
    if not megabytes:
        return
    try:
        import resource

        status = Path("/proc/self/status").read_text(encoding="ascii")
    except (ImportError, OSError):
        return
    now = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:")), 0)
    limit = now * 1024 + megabytes * 1_000_000
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
