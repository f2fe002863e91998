"""0 nothing at or above --fail-on, 1 some, 2 unusable; never by the way the report goes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import ROWS, WRONG, form, jxlint, report, write


@pytest.fixture
def good(tmp_path: Path) -> str:
    return write(tmp_path / "good.txt", form())


@pytest.fixture
def bad(tmp_path: Path) -> str:
    return write(tmp_path / "bad.txt", form([*ROWS, WRONG], project="管网抢修"))


def test_a_good_form_is_0_and_a_bad_one_1(good: str, bad: str) -> None:
    assert jxlint("check", good).returncode == 0
    assert jxlint("check", good, bad).returncode == 1


@pytest.mark.parametrize("form_", ["text", "json", "jsonl", "csv", "xlsx", "md", "sarif"])
def test_the_exit_code_does_not_depend_on_output_or_format(bad: str, tmp_path: Path, form_: str) -> None:
    target = tmp_path / "out" / f"report.{form_}"
    to_file = jxlint("check", bad, "--format", form_, "--output", str(target))
    assert (to_file.returncode, to_file.stdout) == (1, "")
    assert target.stat().st_size > 0


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)], ids=str)
def test_fail_on(bad: str, level: str, code: int) -> None:
    assert (
        jxlint(
            "check", bad, "--select", "T003", "--set", 'rules.T003.severity="warning"', "--fail-on", level
        ).returncode
        == code
    )


def test_never_does_not_hide_unusable_input(tmp_path: Path) -> None:
    assert jxlint("check", str(tmp_path / "none.txt"), "--fail-on", "never").returncode == 2


def test_a_missing_file_is_not_swallowed_because_others_were_good(good: str, bad: str, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.txt")
    done = jxlint("check", good, missing, bad)
    assert done.returncode == 2
    assert "不存在" in done.stderr
    assert "missing.txt" in done.stderr
    whole = report(good, missing, bad)
    assert [file["path"] for file in whole["files"]] == [good, missing, bad]
    assert {(item["code"], item["file"]) for item in whole["findings"]} >= {("X002", missing), ("T003", bad)}


def test_all_missing_still_writes_the_report(tmp_path: Path) -> None:
    whole = report(str(tmp_path / "a.txt"), str(tmp_path / "b.xlsx"))
    assert whole["summary"]["by_code"] == {"X002": 2}


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "--format", "nope", "x"],
        ["check", "--nope", "x"],
        ["nope"],
        ["check", "x", "--select", "Z9"],
        ["check", "x", "--select", "V", "--ignore", "ALL"],
        ["check", "x", "--jobs", "0"],
        ["explain", "Q100"],
        ["explain", "V"],
        ["explain", "ALL"],
        ["config", "rules.V001.severty"],
        ["check", "x", "--config", "/nonexistent/none.toml"],
    ],
    ids=" ".join,
)
def test_wrong_arguments_are_2_with_one_chinese_sentence(arguments: list[str]) -> None:
    done = jxlint(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("jxlint：")
    assert len(done.stderr.strip().splitlines()) == 1
    assert any("一" <= char <= "鿿" for char in done.stderr.removeprefix("jxlint："))


def test_no_command_prints_the_help() -> None:
    done = jxlint()
    assert "检查申报材料" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
