"""What was looked at and what was not: 未发现问题 only where nothing was left unjudged."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import ROWS, WRONG, form, jxlint, report, write


def test_a_clean_form_is_called_so(tmp_path: Path) -> None:
    done = jxlint("check", write(tmp_path / "a.txt", form()), "--select", "T003,V003,D002")
    assert (done.returncode, done.stderr) == (0, "")
    assert "未发现问题。" in done.stdout


def test_a_clean_form_with_something_unjudged_is_not(tmp_path: Path) -> None:
    no_money = form().replace("年度资金总额:\t20", "年度资金总额:\t").replace("当年财政拨款\t20", "当年财政拨款\t")
    path = write(tmp_path / "a.txt", no_money)
    counts = report(path, "--select", "A001")["files"][0]["coverage"]["A001"]
    assert counts["could_not"] == 1
    assert counts["why"]
    done = jxlint("check", path, "--select", "A001")
    assert done.returncode == 0
    assert "未发现问题" not in done.stdout
    assert "未能判断" in done.stdout
    assert counts["why"][0].split("（")[0] in jxlint("check", path, "--select", "A001", "--verbose").stdout


def test_the_counts_of_a_row_rule_add_up_to_the_rows(tmp_path: Path) -> None:
    file = report(write(tmp_path / "a.txt", form([*ROWS, WRONG])))["files"][0]
    for code in ("V001", "V003", "U001", "C001", "A001"):
        counts = file["coverage"][code]
        assert counts["looked"] + counts["not_applicable"] + counts["could_not"] == file["indicators"], code
    assert file["coverage"]["T003"]["flagged"] == 1


def test_an_unreadable_file_is_unjudged_by_every_rule(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x00" * 99)
    file = report(str(tmp_path / "a.bin"), "--select", "V")["files"][0]
    assert {code: counts["could_not"] for code, counts in file["coverage"].items()} == {
        f"V00{number}": 1 for number in range(1, 6)
    }


def test_quiet_ends_with_one_line_of_counts(tmp_path: Path) -> None:
    done = jxlint("check", write(tmp_path / "a.txt", form([*ROWS, WRONG])), "--quiet", "--select", "T003")
    first, last = done.stdout.splitlines()
    assert "T003" in first
    assert last == "发现问题 1 个：错误 1。"
