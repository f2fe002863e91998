"""Fingerprints, baseline and exceptions: what was said once need not be said again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import ROWS, WRONG, form, jxlint, report, write


def fingerprints(path: str) -> list[str]:
    return sorted(item["fingerprint"] for item in report(path)["findings"] if item["code"] == "T003")


@pytest.fixture
def bad(tmp_path: Path) -> str:
    return write(tmp_path / "bad.txt", form([*ROWS, WRONG]))


def test_a_finding_keeps_its_identity_through_name_place_and_encoding(bad: str, tmp_path: Path) -> None:
    first = fingerprints(bad)
    assert len(first) == 1
    moved = form(project="渠道清淤") + form([WRONG, *reversed(ROWS)])
    assert fingerprints(write(tmp_path / "renamed.md", form([*ROWS, WRONG]), "utf-16")) == first
    assert fingerprints(write(tmp_path / "gb.txt", moved, "gb18030")) == first
    corrected = (*WRONG[:3], "2025年6月31日前")
    assert fingerprints(write(tmp_path / "digits.txt", form([*ROWS, corrected]))) == first


def test_another_word_another_project_another_identity(bad: str, tmp_path: Path) -> None:
    first = fingerprints(bad)
    worded = (*WRONG[:3], "最迟2025年9月31日前")
    for number, text in enumerate((form([*ROWS, worded]), form([*ROWS, WRONG], project="管网抢修"))):
        other = fingerprints(write(tmp_path / f"other{number}.txt", text))
        assert len(other) == 1
        assert other != first


def test_selection_and_company_change_no_finding(bad: str, tmp_path: Path) -> None:
    other = write(tmp_path / "other.txt", form([*ROWS, ("产出指标", "数量指标", "清淤渠道长度", "适量")], "渠道清淤"))
    together = [item for item in report(other, bad)["findings"] if item["code"][0] in "TS"]
    alone = [item for path in (other, bad) for item in report(path)["findings"] if item["code"][0] in "TS"]
    chosen = report(other, bad, "--select", "T,S", "--jobs", "1")["findings"]
    assert together == alone == chosen
    assert together


def test_baseline_hides_what_is_known_and_only_that(bad: str, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    assert jxlint("check", bad, "--write-baseline", str(known)).returncode == 1
    content = known.read_text(encoding="utf-8")
    assert "泵站检修完成时间" in content
    assert bad not in content
    again = jxlint("check", bad, "--baseline", str(known))
    assert again.returncode == 0
    assert "未发现问题" not in again.stdout
    assert "已知" in again.stdout
    worse = write(tmp_path / "worse.txt", form([*ROWS, WRONG, (*WRONG[:2], "闸门检修完成时间", "2025年2月30日前")]))
    whole = report(worse, "--baseline", str(known))
    assert [item["name"] for item in whole["findings"] if item["code"] == "T003"] == ["闸门检修完成时间"]
    assert whole["summary"]["hidden"] > 0


def test_a_baseline_file_is_the_same_for_the_same_findings(bad: str, tmp_path: Path) -> None:
    renamed = write(tmp_path / "renamed.txt", form([*ROWS, WRONG]), "gb18030")
    for number, path in enumerate((bad, renamed)):
        jxlint("check", path, "--write-baseline", str(tmp_path / f"{number}.json"))
    assert (tmp_path / "0.json").read_text(encoding="utf-8") == (tmp_path / "1.json").read_text(encoding="utf-8")
    entries = json.loads((tmp_path / "0.json").read_text(encoding="utf-8"))["findings"]
    assert entries == sorted(entries, key=lambda item: (item["project"], item["code"], item["fingerprint"]))


def test_the_baseline_hides_as_many_as_it_knows(bad: str, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    jxlint("check", bad, "--select", "T003", "--write-baseline", str(known))
    twice = write(tmp_path / "twice.txt", form([*ROWS, WRONG]) + form([*ROWS, WRONG]))
    whole = report(twice, "--select", "T003", "--baseline", str(known))
    assert (len(whole["findings"]), whole["summary"]["hidden"]) == (1, 1)


@pytest.mark.parametrize("content", [None, "", "{", '{"tool": "other"}', "[]", '{"tool":"jxlint","version":1}'])
def test_a_baseline_that_cannot_be_used_is_2(bad: str, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = jxlint("check", bad, "--baseline", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "基线文件" in done.stderr


SELECTORS = {
    "rule": 'rule = "T003"',
    "family": 'rule = "T"',
    "english": 'rule = "invalid-date"',
    "project": 'project = "泵站巡检维护"\nrule = "ALL"',
    "pattern": 'project = "泵站*"',
    "file": 'file = "bad.txt"',
    "until": 'rule = "T003"\nuntil = 2999-12-31',
}


@pytest.mark.parametrize("selector", SELECTORS)
def test_an_exception_silences_what_it_names(bad: str, tmp_path: Path, selector: str) -> None:
    text = f'[[exceptions]]\n{SELECTORS[selector]}\nreason = "已与单位核实"\nby = "预算股"\n'
    write(tmp_path / "jxlint.toml", text)
    done = jxlint("check", "bad.txt", cwd=tmp_path)
    assert done.returncode == 0
    assert "未发现问题" not in done.stdout


def test_an_exception_by_fingerprint(bad: str, tmp_path: Path) -> None:
    (mark,) = fingerprints(bad)
    write(tmp_path / "jxlint.toml", f'[[exceptions]]\nfingerprint = "{mark}"\nreason = "笔误已改"\nby = "预算股"\n')
    whole = report("bad.txt", cwd=tmp_path)
    assert mark not in {item["fingerprint"] for item in whole["findings"]}
    assert whole["summary"]["hidden"] == 1


def test_an_expired_exception_counts_no_more_and_is_reported(bad: str, tmp_path: Path) -> None:
    write(tmp_path / "jxlint.toml", '[[exceptions]]\nrule = "T003"\nreason = "a"\nby = "b"\nuntil = 2020-01-31\n')
    done = jxlint("check", "bad.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert "2020-01-31 到期" in done.stdout


def test_an_exception_that_no_longer_hits_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "good.txt", form())
    write(tmp_path / "jxlint.toml", '\n[[exceptions]]\nrule = "T003"\nreason = "a"\nby = "b"\n')
    whole = report("good.txt", cwd=tmp_path)
    assert any("没有对应的问题" in notice and "第 2 行" in notice for notice in whole["notices"])


def test_an_exception_for_another_file_is_not_called_useless(tmp_path: Path) -> None:
    write(tmp_path / "good.txt", form())
    write(tmp_path / "jxlint.toml", '[[exceptions]]\nfile = "other.txt"\nreason = "a"\nby = "b"\n')
    assert report("good.txt", cwd=tmp_path)["notices"] == []


def test_an_exception_does_not_make_an_unreadable_file_usable(tmp_path: Path) -> None:
    (tmp_path / "bad.bin").write_bytes(b"\x00" * 99)
    write(tmp_path / "jxlint.toml", '[[exceptions]]\nrule = "X002"\nreason = "a"\nby = "b"\n')
    assert jxlint("check", "bad.bin", cwd=tmp_path).returncode == 2
