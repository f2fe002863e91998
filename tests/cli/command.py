"""The real command line, in this process or in one of its own, and small forms to feed it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "samples"

Done = subprocess.CompletedProcess[str]

ROWS = (
    ("产出指标", "数量指标", "巡检泵站数量", "≥12座"),
    ("产出指标", "质量指标", "泵站设备完好率", "≥95%"),
    ("产出指标", "时效指标", "年度巡检完成时间", "2025年11月底前"),
    ("产出指标", "成本指标", "巡检维护总成本", "≤20万元"),
    ("效益指标", "社会效益指标", "受益村庄数量", "≥8个"),
    ("满意度指标", "服务对象满意度指标", "受益村民满意度", "≥90%"),
)
WRONG = ("产出指标", "时效指标", "泵站检修完成时间", "2025年9月31日前")
"""A row that T003 (error) flags whatever else is learnt: no calendar has the day."""


def jxlint(*arguments: str, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Done:
    """Runs `jxlint` with these arguments in this process: `main` itself, with streams of bytes as a shell gives them.

    What is about the process (start-up, signals, closed pipes) uses `jxlint_process`.
    """
    from lint.cli import main

    with _streams(stdin) as (out, err), _place(cwd or ROOT, env or {}):
        try:
            main(arguments)
        except SystemExit as leave:
            code = leave.code if isinstance(leave.code, int) else 0
        sys.stdout.flush()
        sys.stderr.flush()
        return Done(arguments, code, out.getvalue().decode(), err.getvalue().decode())


def jxlint_process(
    *arguments: str, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Done:
    """Runs `jxlint` with these arguments in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(env or {})}
    done = subprocess.run(
        [sys.executable, "-m", "lint", *arguments],
        input=stdin, capture_output=True, cwd=cwd or ROOT, env=environment, timeout=120, check=False,
    )  # fmt: skip
    return Done(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@contextmanager
def _streams(stdin: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Standard streams that are no terminal, over bytes."""
    known = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace", write_through=True)
    try:
        yield out, err
    finally:
        sys.stdin, sys.stdout, sys.stderr = known


@contextmanager
def _place(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """The working folder and the environment of a run."""
    before, variables = Path.cwd(), dict(os.environ)
    os.environ.update(environment)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(variables)


def report(*arguments: str, cwd: Path | None = None) -> dict[str, Any]:
    """The JSON report of `jxlint check`."""
    done = jxlint("check", "--format", "json", *arguments, cwd=cwd)
    assert done.stdout, done.stderr
    whole: dict[str, Any] = json.loads(done.stdout)
    return whole


def form(
    rows: Sequence[tuple[str, str, str, str]] = ROWS,
    project: str = "泵站巡检维护",
    year: int = 2025,
    department: str = "青溪县水利局",
    amount: str = "20",
) -> str:
    """A one-column form as text."""
    lines = [
        "项目支出绩效目标表",
        f"({year}年度)",
        "",
        f"项目名称\t{project}\t\t\t",
        f"主管部门及代码\t{department}\t实施单位\t{department}\t",
        f"项目资金\t年度资金总额:\t{amount}\t\t",
        f"(万元)\t其中:当年财政拨款\t{amount}\t\t",
        "总体目标\t完成全县泵站年度巡检\t\t\t",
        "绩效指标\t一级指标\t二级指标\t三级指标\t指标值",
    ]
    lines += ["\t" + "\t".join(row) for row in rows]
    return "\n".join([*lines, "", ""])


def write(path: Path, text: str, encoding: str = "utf-8") -> str:
    """Writes a text and returns the path as an argument."""
    path.write_bytes(text.encode(encoding))
    return str(path)
