"""Forked and spawned workers do the same: everything they need goes to them as arguments."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lint.model import Report
from lint.run.chain import check, load_all
from lint.run.inputs import find
from lint.settings import load
from lint.similarity.library import Library
from tests.cli.command import SAMPLES, jxlint
from tests.run.test_batch import form

METHODS = ("fork", "spawn")


def started(method: str, **flags: object) -> tuple[str, ...]:
    words = {"run.start_method": method, **flags}
    return tuple(word for key, value in words.items() for word in ("--set", f"{key}={json.dumps(value)}"))


def timeless(report: Report) -> Report:
    files = tuple(replace(file, seconds=0.0) for file in report.files)
    return replace(report, files=files, submissions=tuple(replace(each, seconds=0.0) for each in report.submissions))


def test_a_check_reports_the_same(tmp_path: Path) -> None:
    settings = {method: load(None, {"run.start_method": method}) for method in METHODS}
    with find([str(SAMPLES)], settings["fork"]) as inputs:
        library = tmp_path / "库.db"
        with Library(library, settings["fork"].similarity, create=True) as base:
            for loaded in load_all(inputs, settings["fork"], 2):
                base.add(loaded)  # type: ignore[arg-type]
        one, two = (timeless(check(inputs, settings[method], jobs=2, against=library)) for method in METHODS)
    assert one.findings
    assert one == two


@pytest.mark.parametrize("method", METHODS)
def test_settings_reach_the_workers(tmp_path: Path, method: str) -> None:
    (tmp_path / "甲.txt").write_text(form("公务用车更新", "按需"), encoding="utf-8")
    (tmp_path / "乙.txt").write_text(form("供暖保障", "按需"), encoding="utf-8")
    done = jxlint("check", "-f", "jsonl", *started(method, **{"rules.V001.severity": "info"}), str(tmp_path))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [item["severity"] for item in found if item["code"] == "V001"] == ["info", "info"], done.stderr
    assert done.returncode in (0, 1)


def test_standard_input_and_rows_are_read_by_spawned_workers() -> None:
    text = form("会议服务", "≥3次").encode()
    done = jxlint("extract", *started("spawn"), "-", stdin=text)
    assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == ["承办大型会议", "节约会务支出"]
