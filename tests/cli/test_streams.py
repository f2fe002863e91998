"""Standard output is the report and nothing else; progress and colour only on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, ROWS, WRONG, form, jxlint, jxlint_process, write


@pytest.fixture
def folder(tmp_path: Path) -> str:
    for number in range(4):
        write(tmp_path / f"form{number}.txt", form([*ROWS, WRONG], project=f"第{number}灌区渠道清淤"))
    return str(tmp_path)


@pytest.mark.slow
def test_head_closes_the_pipe_without_a_traceback(folder: str) -> None:
    command = f"set -o pipefail; {sys.executable} -m lint check {folder} --verbose --format json | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip() == "{"
    assert done.stderr == ""
    assert done.returncode == 1  # the check's own code, under pipefail


def test_nothing_but_the_report_and_no_colour_in_a_pipe(folder: str) -> None:
    done = jxlint("check", folder)
    assert done.stderr == ""
    assert "\x1b" not in done.stdout


def test_force_color_and_no_color(folder: str) -> None:
    assert "\x1b[" in jxlint("check", folder, env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[" not in jxlint("check", folder, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert "\x1b[" not in jxlint("check", folder, "--no-color", env={"FORCE_COLOR": "1"}).stdout


def test_a_file_is_never_coloured(folder: str, tmp_path: Path) -> None:
    target = tmp_path / "report.log"
    jxlint("check", folder, "--output", str(target), env={"FORCE_COLOR": "1"})
    assert "\x1b" not in target.read_text(encoding="utf-8")


@pytest.mark.slow
def test_progress_is_on_standard_error_of_a_terminal(folder: str) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "lint", "check", folder, "--format", "jsonl"],
        stdout=subprocess.PIPE, stderr=theirs, cwd=ROOT, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    output, _ = done.communicate(timeout=60)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    assert "检查".encode() in shown
    assert b"4/4" in shown
    assert all(line.startswith(b"{") for line in output.splitlines())


def test_escapes_in_a_document_do_not_reach_the_terminal(tmp_path: Path) -> None:
    rows = [*ROWS, ("产出指标", "数量指标", "维修\x1b[31m次数", "按需维修")]
    done = jxlint("check", write(tmp_path / "a.txt", form(rows)))
    assert "\x1b" not in done.stdout


@pytest.mark.slow
def test_no_escaped_chinese_anywhere(folder: str) -> None:
    for form_ in ("json", "jsonl", "csv", "sarif", "md", "text"):
        assert "\\u" not in jxlint("check", folder, "--format", form_).stdout
    assert "\\u" not in jxlint("extract", folder).stdout


@pytest.mark.slow
def test_binary_formats_refuse_a_terminal(folder: str) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "lint", "check", folder, "--format", "xlsx"],
        stdout=theirs, stderr=subprocess.PIPE, cwd=ROOT, check=False,
    )  # fmt: skip
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert "--output" in done.stderr.decode()


def test_debug_shows_the_traceback_and_only_debug(tmp_path: Path) -> None:
    config = tmp_path / "bad.toml"
    config.write_text("[rules.T003]\nseverity = 3\n", encoding="utf-8")
    plain = jxlint("check", "x", "--config", str(config))
    told = jxlint_process("check", "x", "--config", str(config), "--debug")
    assert "Traceback" not in plain.stderr
    assert "Traceback" in told.stderr


@pytest.mark.slow
def test_where_a_report_cannot_go_is_said_in_chinese(folder: str, tmp_path: Path) -> None:
    full = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m lint check {folder} > /dev/full"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert (full.returncode, full.stderr) == (2, "jxlint：无法写到标准输出（磁盘已满）。\n")
    for target, reason in ((str(tmp_path), "这是文件夹"), ("/dev/full", "磁盘已满")):
        done = jxlint("check", folder, "--output", target)
        assert done.returncode == 2
        assert reason in done.stderr


def test_a_name_that_is_no_utf8_breaks_nothing(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(name, "wb") as out:
        out.write(form([*ROWS, WRONG]).encode())
    for form_ in ("text", "json", "csv", "xlsx", "html"):
        target = tmp_path / f"out.{form_}"
        done = jxlint("check", str(tmp_path), "--format", form_, "--output", str(target), "--select", "T003")
        assert done.returncode == 1, done.stderr
        target.unlink()
