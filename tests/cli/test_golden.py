"""Whole reports on shipped samples, compared with texts that were read by hand.

Only rules whose wording has settled are selected, so that a report changes here when the report
changes. Where one differs: understand why, then edit the golden file by hand.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.command import jxlint

GOLDEN = Path(__file__).parent / "golden"
PATHS = ("samples/青溪县水利局_两栏表.txt", "samples/关于报送绩效目标的通知.txt", "samples/没有这个文件.txt")
RULES = "A002,D002,P002,T003,V003,X002"
REPORTS = {
    "report.txt": (),
    "verbose.txt": ("--verbose", "--statistics"),
    "quiet.txt": ("--quiet",),
    "report.json": ("--format", "json"),
    "report.jsonl": ("--format", "jsonl"),
    "report.csv": ("--format", "csv"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_report(name: str) -> None:
    done = jxlint("check", *PATHS, "--select", RULES, *REPORTS[name])
    assert done.returncode == 2
    assert done.stderr == "jxlint：samples/没有这个文件.txt 文件不存在，请检查路径是否写对。\n"
    text = re.sub(r'"seconds": [0-9.e-]+', '"seconds": 0', done.stdout)
    expected = (GOLDEN / name).read_text(encoding="utf-8")
    assert text.splitlines() == expected.splitlines()


def test_the_report_is_the_same_whatever_the_number_of_workers() -> None:
    one, two = (jxlint("check", "samples", "--format", "jsonl", "--jobs", jobs).stdout for jobs in ("1", "2"))
    assert one == two
    assert one
