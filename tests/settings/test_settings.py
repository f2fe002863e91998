"""Settings: shipped, then a project's, then flags; errors name the key, the line, the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import ROOT, ROWS, WRONG, form, jxlint, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "form.txt", form([*ROWS, WRONG]))
    (tmp_path / "below").mkdir()
    return tmp_path


ERRORS = {
    '# one\n[rules.T003]\nseverty = "info"\n': ("第 3 行", "rules.T003.severty", "severity"),
    "[rules.T03]\nenabled = false\n": ("第 1 行", "rules.T03", "T003"),
    '[rules.T003]\n\nenabled = "no"\n': ("第 3 行", "rules.T003.enabled", "true 或 false"),
    '[rules.T003]\nseverity = "fatal"\n': ("第 2 行", "rules.T003.severity", "error、warning、info"),
    "[limits]\nfolder_depth = -1\n": ("第 2 行", "limits.folder_depth", "负数"),
    '[inputs]\nextend-skip = ["*.old", " "]\n': ("第 2 行", "skip", "永远不会匹配"),
    "[inputs]\nskip = [1, 2]\n": ("第 2 行", "inputs.skip", "文字"),
    "[rules\n": ("第 1 行", "TOML", "更正"),
    "[schema]\nopen = []\n": ("第 1 行", "schema", "不能改动"),
    '[[exceptions]]\nproject = "a"\nby = "b"\n': ("第 1 行", "reason", "理由"),
    '[[exceptions]]\nreason = "a"\nby = "b"\n': ("第 1 行", "fingerprint", "至少一项"),
    '[[exceptions]]\nrule = "V001"\nreason = "a"\nby = "b"\nuntil = "soon"\n': ("第 1 行", "until", "日期"),
    '[[exceptions]]\nrule = "V001"\nreason = "a"\nby = "b"\nwhy = "c"\n': ("第 1 行", "why", "未知"),
}


@pytest.mark.parametrize("text", ERRORS, ids=[key.replace("\n", " ")[:30] for key in ERRORS])
def test_a_settings_error_names_line_key_and_remedy(project: Path, text: str) -> None:
    write(project / "jxlint.toml", text)
    done = jxlint("check", "form.txt", cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    for words in ("jxlint.toml", *ERRORS[text]):
        assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_nearest_file_upwards_is_used_and_can_be_replaced_or_ignored(project: Path) -> None:
    write(project / "jxlint.toml", '[rules.T003]\nseverity = "info"\n')
    other = write(project / "other.toml", '[rules.T003]\nseverity = "warning"\n')

    def severity(*arguments: str) -> str:
        done = jxlint("config", "rules.T003.severity", *arguments, cwd=project / "below")
        return next(line.split('"')[1] for line in done.stdout.splitlines() if line.strip().startswith("值"))

    assert severity() == "info"
    assert severity("--isolated") == "error"
    assert severity("--config", other) == "warning"
    assert severity("--set", "rules.T003.severity=error") == "error"
    write(project / "below" / "rules.toml", "[rules.T003]\nenabled = false\n")
    assert severity() == "error"  # the nearer file, alone


def test_a_checkout_of_jxlint_is_no_project() -> None:
    done = jxlint("config", "rules.T003.severity")
    assert done.returncode == 0
    assert "随程序发布" in done.stdout


def test_config_tells_value_type_default_and_origin(project: Path) -> None:
    write(project / "jxlint.toml", '[inputs]\nextend-skip = ["*.old"]\n\n[limits]\nfolder_depth = 3\n')
    depth = jxlint("config", "limits.folder_depth", cwd=project).stdout
    assert "值    3" in depth
    assert "整数" in depth
    assert "jxlint.toml 第 5 行" in depth
    skip = jxlint("config", "inputs.skip", cwd=project).stdout
    assert '"*.old"]' in skip
    assert "jxlint.toml 第 2 行" in skip
    flag = jxlint("config", "limits.folder_depth", "--set", "limits.folder_depth=4", cwd=project).stdout
    assert "命令行" in flag
    everything = jxlint("config", cwd=project).stdout
    assert "limits.folder_depth = 3    # jxlint.toml 第 5 行" in everything.replace(f"{project}/", "")
    wrong = jxlint("config", "limits.folder_dept", cwd=project)
    assert "limits.folder_depth" in wrong.stderr


def test_a_rule_switched_off_is_not_run(project: Path) -> None:
    assert jxlint("check", "form.txt", cwd=project).returncode == 1
    write(project / "jxlint.toml", "[rules.T003]\nenabled = false\n")
    assert jxlint("check", "form.txt", cwd=project).returncode == 0
    assert "T003" not in jxlint("check", "form.txt", "--verbose", cwd=project).stdout


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["--select", "T003"], {"T003"}),
        (["--select", "t"], {"T001", "T002", "T003"}),
        (["--select", "invalid-date,D002"], {"T003", "D002"}),
        (["--select", "T", "--select", "D002", "--ignore", "T003"], {"T001", "T002", "D002"}),
        (["--select", "X"], {"X001", "X003"}),
    ],
)
def test_select_and_ignore(project: Path, arguments: list[str], codes: set[str]) -> None:
    import json

    done = jxlint("check", "form.txt", "--format", "json", *arguments, cwd=project)
    assert set(json.loads(done.stdout)["files"][0]["coverage"]) == codes


def test_all_is_everything_that_is_on(project: Path) -> None:
    plain = jxlint("check", "form.txt", "--format", "jsonl", cwd=project)
    assert jxlint("check", "form.txt", "--format", "jsonl", "--select", "ALL", cwd=project).stdout == plain.stdout


def test_nothing_left_to_run_is_an_error(project: Path) -> None:
    done = jxlint("check", "form.txt", "--select", "T003", "--ignore", "ALL", cwd=project)
    assert done.returncode == 2
    assert "没有" in done.stderr


def test_an_edited_copy_of_the_shipped_file_is_a_projects_file(project: Path) -> None:
    shipped = (ROOT / "rules.toml").read_text(encoding="utf-8")
    at = shipped.index("[rules.T003]")
    edited = shipped[:at] + shipped[at:].replace('severity = "error"', 'severity = "info"', 1)
    assert edited != shipped
    write(project / "rules.toml", edited)
    done = jxlint("config", "rules.T003.severity", cwd=project)
    assert '"info"' in done.stdout
    assert jxlint("check", "form.txt", cwd=project).returncode == 0
