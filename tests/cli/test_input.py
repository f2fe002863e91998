"""Bad input: one clear Chinese sentence, the right exit code, the other files still done."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from tests.cli.command import ROWS, WRONG, form, jxlint, report, write

UNREADABLE = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "nul.bin": b"\x00" * 4096,
    "random.dat": bytes(range(256)) * 64,
    "truncated.xlsx": b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + b"\x91" * 200,
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_is_x002_and_exit_2_and_the_next_file_is_done(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(UNREADABLE[name])
    good = write(tmp_path / "good.txt", form([*ROWS, WRONG]))
    done = jxlint("check", str(tmp_path / name), good, "--format", "jsonl")
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert "\\u" not in done.stdout
    assert '"X002"' in done.stdout
    assert '"T003"' in done.stdout


def test_a_text_without_a_form_is_named_and_not_called_clean(tmp_path: Path) -> None:
    letter = write(tmp_path / "letter.txt", "关于召开年度工作会议的通知\n\n请各单位按时参加。\n")
    done = jxlint("check", letter)
    assert "不是绩效目标表" in done.stdout
    assert "未发现问题" not in done.stdout
    assert "没有绩效目标表" in done.stderr
    assert report(letter)["files"][0]["kind"] == "other"


def test_a_form_without_rows_is_not_called_clean(tmp_path: Path) -> None:
    empty = write(tmp_path / "empty-form.txt", form([]))
    done = jxlint("check", empty, "--ignore", "S")
    assert "未发现问题" not in done.stdout
    assert "没有指标行" in done.stdout
    assert report(empty)["files"][0]["indicators"] == 0


@pytest.mark.slow
def test_one_line_of_30_megabytes(tmp_path: Path) -> None:
    long = write(tmp_path / "long.txt", "绩效目标" * 2_500_000)
    good = write(tmp_path / "good.txt", form([*ROWS, WRONG]))
    whole = report(long, good)
    assert [file["path"] for file in whole["files"]] == [long, good]
    assert whole["files"][1]["indicators"] == len(ROWS) + 1
    assert whole["files"][0]["kind"] in {"other", "unreadable"}


def test_nul_bytes_inside_a_form_lose_nothing_silently(tmp_path: Path) -> None:
    path = tmp_path / "nul.txt"
    path.write_bytes(form().encode().replace("数量指标".encode(), "数量\0指标".encode()))
    whole = report(str(path))
    file = whole["files"][0]
    assert file["indicators"] == len(ROWS) or file["kind"] == "unreadable"


def test_a_folder_is_walked_in_order_and_what_is_skipped_is_said(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "~$a.xlsx", ".hidden.txt"):
        write(tmp_path / name, form(project=f"泵站巡检{name}"))
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub" / "c.txt", form(project="渠道清淤"))
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    whole = report(str(tmp_path))
    names = [os.path.relpath(file["path"], tmp_path) for file in whole["files"]]
    assert names == ["a.txt", "b.txt", os.path.join("sub", "c.txt")]
    assert any("略过" in notice and "2 个" in notice for notice in whole["notices"])
    assert any("链接" in notice for notice in whole["notices"])


def test_a_folder_without_files_is_unusable(tmp_path: Path) -> None:
    done = jxlint("check", str(tmp_path))
    assert done.returncode == 2
    assert "没有可检查的文件" in done.stderr


def test_standard_input_is_a_file_named_dash() -> None:
    done = jxlint("check", "-", "--format", "jsonl", stdin=form([*ROWS, WRONG]).encode("gb18030"))
    assert done.returncode == 1
    assert '"file": "-"' in done.stdout


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", form())
    assert len(report(path, str(tmp_path), path)["files"]) == 1


@pytest.mark.slow
def test_a_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", form())
    command = f"{os.sys.executable} -m lint check <(cat {source}) --format json"  # type: ignore[attr-defined]
    import subprocess

    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert f'"indicators": {len(ROWS)}' in done.stdout


def test_an_input_file_is_never_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", form())
    for option in ("--output", "--write-baseline"):
        done = jxlint("check", path, option, path)
        assert done.returncode == 2
        assert "输入文件" in done.stderr
    assert Path(path).read_text(encoding="utf-8") == form()


def test_an_archive_in_a_folder_is_not_lost(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("a.txt", form([*ROWS, WRONG]))
    whole = report(str(tmp_path))
    assert whole["files"]
    assert whole["findings"]
