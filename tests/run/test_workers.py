"""Workers that can be stopped: a bad item costs its own result and no other."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from lint.run.workers import Bounds, Processes, Stopped, run_each
from lint.settings import SettingsError


def doubling() -> Callable[[str], str]:
    def work(item: str) -> str:
        if item == "hang":
            time.sleep(600)
        if item == "crash":
            os._exit(9)
        if item == "eat":
            return str(len(bytearray(3_000_000_000)))
        if item == "raise":
            raise ValueError("nonsense")
        if item.startswith("child "):
            child = subprocess.Popen(["sleep", "600"])
            Path(item.removeprefix("child ")).write_text(str(child.pid), encoding="ascii")
            child.wait()
        return item * 2

    return work


def outcomes(items: list[str], jobs: int = 2, bounds: Bounds | None = None) -> list[str | Stopped]:
    found = dict(run_each(doubling, items, jobs, bounds))
    return [found[index] for index in range(len(items))]


def test_every_item_comes_back_once_under_its_index() -> None:
    items = [str(number) for number in range(50)]
    assert outcomes(items) == [item * 2 for item in items]
    assert outcomes(items, jobs=1) == [item * 2 for item in items]
    assert outcomes([]) == []


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize(
    ("bad", "reason"),
    [("hang", "limits.file_seconds"), ("crash", "异常退出"), ("eat", "memory"), ("raise", "nonsense")],
)
def test_a_bad_item_is_stopped_and_the_others_are_done(bad: str, reason: str, method: str) -> None:
    seconds = 1.0 if bad == "hang" else 60.0
    first, stopped, *rest = outcomes(["a", bad, "b", "c"], bounds=Bounds(seconds, 500, method))
    assert (first, rest) == ("aa", ["bb", "cc"])
    assert isinstance(stopped, Stopped)
    assert reason in stopped.reason


def test_a_program_that_a_worker_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    (stopped,) = outcomes([f"child {note}"], bounds=Bounds(1.0, 500))
    assert isinstance(stopped, Stopped)
    time.sleep(0.2)
    state = Path(f"/proc/{note.read_text(encoding='ascii')}/stat")
    assert not state.exists() or state.read_text(encoding="ascii").split()[2] == "Z"


def unprepared() -> Callable[[str], str]:
    raise SettingsError("词表不能用")


def test_what_prepare_raises_is_raised_in_the_parent() -> None:
    with pytest.raises(SettingsError, match="词表"):
        list(run_each(unprepared, ["a"]))


def test_workers_end_when_the_caller_stops_listening() -> None:
    results = run_each(doubling, ["a", "hang"], 2, Bounds(60.0, 500))
    start = time.monotonic()
    assert next(results) == (0, "aa")
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 30


def lengthen(times: int, item: str) -> str:
    if item == "raise":
        raise ValueError("nonsense")
    time.sleep(0.3 if item == "slow" else 0)
    return item * times


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_map_in_order_with_what_the_work_needs(method: str) -> None:
    each = Processes(2, method)
    assert list(each(partial(lengthen, 3), ["slow", "b", "c"])) == ["slow" * 3, "bbb", "ccc"]
    assert list(each(partial(lengthen, 3), [])) == []
    with pytest.raises(SettingsError, match="nonsense"):
        list(each(partial(lengthen, 3), ["a", "raise"]))


def test_work_of_our_own_is_not_bounded() -> None:
    (done,) = Processes(1)(partial(lengthen, 40_000_000), ["ab"])
    assert len(done) == 80_000_000


def test_a_start_method_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"run\.start_method"):
        outcomes(["a"], bounds=Bounds(start_method="threads"))


def slow_to_start() -> Callable[[str], str]:
    time.sleep(1.5)
    return str.upper


def test_the_start_of_a_worker_takes_nothing_from_its_first_item() -> None:
    assert dict(run_each(slow_to_start, ["a", "b"], 2, Bounds(1.0, 500))) == {0: "A", 1: "B"}


def test_a_worker_that_never_starts_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lint.run.workers._START_SECONDS", 0.5)
    (stopped,) = dict(run_each(slow_to_start, ["a"], 1, Bounds(60.0, 500))).values()
    assert isinstance(stopped, Stopped)
    assert "没有启动" in stopped.reason
