"""Keys that moved keep working, with a notice; those that are gone are left out, with a notice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lint.settings import load
from lint.settings.moved import GONE, MOVED, gone, moved
from tests.cli.command import ROWS, WRONG, form, jxlint, write


@pytest.mark.parametrize("old", MOVED)
def test_a_key_that_moved_is_taken_under_its_new_name(old: str) -> None:
    shipped = load().get(MOVED[old])
    given = dict(shipped) if isinstance(shipped, dict) else list(shipped)[:1]
    settings = load(flags={old: given})
    assert settings.get(MOVED[old]) == given
    assert settings.origin(MOVED[old]) == "命令行"
    assert len(settings.notices) == 1
    assert old in settings.notices[0]
    assert MOVED[old] in settings.notices[0]


@pytest.mark.parametrize("old", MOVED)
def test_the_old_name_is_no_setting_any_more_and_the_new_one_is(old: str) -> None:
    assert load().get(MOVED[old])
    table, _, name = old.rpartition(".")
    assert name not in load().get(table)


def test_a_list_is_lengthened_and_a_table_filled_under_the_old_name(tmp_path: Path) -> None:
    text = (
        '[rules.A001]\nextend-not_cost_words = ["返还"]\n\n[rules.U001.examples]\nratio = "≥80%"\nlux = "≥300勒克斯"\n'
    )
    path = tmp_path / "jxlint.toml"
    path.write_text(text, encoding="utf-8")
    settings = load(path)
    assert settings.language.costs.not_cost == (*load().language.costs.not_cost, "返还")
    assert settings.language.examples.by_dimension["ratio"] == "≥80%"
    assert settings.language.examples.by_dimension["lux"] == "≥300勒克斯"
    assert settings.origin("language.costs.not_cost") == f"{path} 第 2 行"
    assert [notice.partition("：")[0].rpartition(" 第 ")[2] for notice in settings.notices] == ["2 行", "5 行", "6 行"]


@pytest.mark.parametrize("old", GONE)
def test_a_key_that_is_gone_is_left_out_and_named(tmp_path: Path, old: str) -> None:
    table, _, name = old.rpartition(".")
    path = tmp_path / "jxlint.toml"
    path.write_text(f'[{table}]\n{name} = [["V001", "V002"]]\n', encoding="utf-8")
    settings = load(path)
    assert settings.values == load().values
    assert len(settings.notices) == 1
    assert old in settings.notices[0]
    assert "第 2 行" in settings.notices[0]


def test_a_whole_copy_of_the_shipped_file_of_before_is_a_projects_file(tmp_path: Path) -> None:
    """Its [schema] names the tables as they were called then."""
    back = {new: old for old, new in MOVED.items()}
    names = [back.get(name, name) for name in load().get("schema.open")]
    assert names != load().get("schema.open")
    text = f'[schema]\nopen = {json.dumps(names)}\n\n[rules.V001.default_target]\n"其他" = "12次"\n'
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path).language.examples.by_category["其他"] == "12次"


def test_names_that_did_not_move() -> None:
    assert moved("rules.V001.severity") == ""
    assert moved("rules.A001.not_cost_words_too") == ""
    assert gone("engine.remembered_rows") == ""


def test_the_notice_stands_on_standard_error_and_the_report_is_whole(tmp_path: Path) -> None:
    write(tmp_path / "form.txt", form([*ROWS, WRONG]))
    plain = jxlint("check", "form.txt", "--format", "jsonl", cwd=tmp_path)
    write(tmp_path / "jxlint.toml", '[rules.C003]\nextend-names = ["成效"]\n')
    done = jxlint("check", "form.txt", "--format", "jsonl", cwd=tmp_path)
    assert done.stdout == plain.stdout
    assert "rules.C003.extend-names 已改名为 language.categories.extend-names" in done.stderr
    assert "jxlint.toml 第 2 行" in done.stderr


def test_config_shows_a_key_that_moved_under_its_new_name(tmp_path: Path) -> None:
    done = jxlint("config", "rules.C003.names", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("language.categories.names\n")
    assert "已改名为 language.categories.names" in done.stderr
    left = jxlint("config", "engine.exclusive", cwd=tmp_path)
    assert left.returncode == 2
    assert "已取消" in left.stderr
