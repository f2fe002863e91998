import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from lint.checks import build
from lint.checks.rule import Hit
from lint.checks.rules.copies import NearDuplicateTable
from lint.settings import SettingsError, load
from lint.similarity import library as module
from lint.similarity.comparison import Comparison
from lint.similarity.earlier import changes, sources
from lint.similarity.library import VERSION, Library
from tests.cli.command import jxlint
from tests.shipped import TOOLS

from .forms import BLOCK, CANTEEN, CANTEEN_TEXTS, ENGINEERING, submission, table

OPTIONS = load().similarity
ROOT = Path(__file__).parents[2]

LAST = table(1, "政务大楼食堂购买服务", CANTEEN, CANTEEN_TEXTS, year=2024)
THIS = table(1, "政务大楼食堂购买服务", ((*CANTEEN[0][:2], "≥98%"), *CANTEEN[1:8]), CANTEEN_TEXTS, year=2025)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "库.db"


def filled(path, *tables):
    with Library(path, OPTIONS, create=True) as library:
        for number, each in enumerate(tables):
            library.add(submission(each, path=f"{number}.txt"))


def test_last_years_form_and_what_was_changed(path):
    filled(path, LAST, table(1, "三楼会议室吊顶", BLOCK, year=2024))
    with Library(path, OPTIONS) as library:
        (found,) = sources(library, submission(THIS, path="今年.txt"), OPTIONS)
    assert (found.verdict, found.stored.table.year) == ("跨年照搬", 2024)
    kinds = [(row["kind"], row["value"], row["other_value"]) for row in changes(found)]
    assert kinds == [("number_changed", "≥98%", "≥96%"), ("dropped", "", "≥96%")]


def test_a_copy_from_another_department(path):
    filled(path, table(1, "活动站餐厅", CANTEEN, department="云溪县老干部局"))
    with Library(path, OPTIONS) as library:
        (found,) = sources(library, submission(THIS, path="今年.txt"), OPTIONS)
    assert found.verdict == "跨部门照抄"


def test_a_table_is_not_its_own_source(path):
    filled(path, THIS)
    with Library(path, OPTIONS) as library:
        assert list(sources(library, submission(THIS, path="又一次.txt"), OPTIONS)) == []


def test_independent_tables_are_left_alone(path):
    filled(path, table(1, "云溪大桥护栏更换", (("数量指标", "更换护栏长度", "320米"), *ENGINEERING)))
    mine = table(1, "县医院停机坪加固", (("数量指标", "停机坪面积", "900平方米"), *ENGINEERING))
    with Library(path, OPTIONS) as library:
        assert list(sources(library, submission(mine), OPTIONS)) == []


def test_the_same_submission_is_stored_once_under_any_name(path):
    with Library(path, OPTIONS, create=True) as library:
        assert library.add(submission(LAST, path="a.txt"))
        assert not library.add(submission(LAST, path="b.xlsx"))
        assert [(each.tables, each.years) for each in library.submissions()] == [(1, (2024,))]


def test_removing_takes_everything_along(path):
    filled(path, LAST)
    with Library(path, OPTIONS) as library:
        assert library.remove(1)
        assert not library.remove(1)
        counts = [library._base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in
                  ("submission", "form", "indicator", "passage", "signature", "band", "kind")]  # fmt: skip
    assert counts == [0] * 7


def test_the_rule_names_the_source_in_the_library(path):
    filled(path, LAST)
    (rule,) = build((NearDuplicateTable,), TOOLS)
    with Library(path, OPTIONS) as library:
        run = Comparison([submission(THIS)], OPTIONS, library)
        (hit,) = [hit for _, hit in rule.check_corpus(run) if isinstance(hit, Hit)]
    assert hit.message.startswith("本表跨年照搬：与云溪县机关事务中心2024年度“政务大楼食堂购买服务”")
    assert "≥96%→≥98%" in hit.message
    assert hit.data["sibling"]["library"] is True
    assert json.dumps(dict(hit.data), ensure_ascii=False)


def test_a_library_of_the_first_version_is_migrated(path):
    filled(path, LAST)
    base = sqlite3.connect(path)
    for name in ("signature", "band", "kind"):
        base.execute(f"DROP TABLE {name}")
    base.execute("PRAGMA user_version = 1")
    base.commit()
    base.close()
    with Library(path, OPTIONS) as library:
        assert library._base.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert [each.verdict for each in sources(library, submission(THIS), OPTIONS)] == ["跨年照搬"]


def test_a_failed_migration_changes_nothing(path, monkeypatch):
    filled(path, LAST)
    monkeypatch.setattr(module, "VERSION", VERSION + 1)
    monkeypatch.setattr(module, "_MIGRATIONS", (*module._MIGRATIONS, "CREATE TABLE extra (a); CREATE TABLE form (a)"))
    with pytest.raises(SettingsError):
        Library(path, OPTIONS)
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert base.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (0,)
    base.close()


@pytest.mark.parametrize("content", ["missing", "text", "other database", "later version"])
def test_what_is_no_library_is_said_in_a_sentence(path, content):
    if content == "text":
        path.write_text("不是数据库" * 400, encoding="utf-8")
    elif content == "other database":
        base = sqlite3.connect(path)
        base.execute("CREATE TABLE anything (a)")
        base.close()
    elif content == "later version":
        filled(path, LAST)
        base = sqlite3.connect(path)
        base.execute(f"PRAGMA user_version = {VERSION + 1}")
        base.close()
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(SettingsError, match=r"库"):
        Library(path, OPTIONS)
    assert (path.read_bytes() if path.exists() else None) == before


def test_readers_work_beside_a_writer(path):
    filled(path, LAST)
    errors, seen = [], []
    stop = threading.Event()

    def read():
        try:
            with Library(path, OPTIONS) as library:
                while not stop.is_set():
                    seen.append(len(library.submissions()))
                    assert len(list(sources(library, submission(THIS), OPTIONS))) == 1
        except BaseException as error:
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    with Library(path, OPTIONS) as writer:
        for number in range(15):
            rows = (("数量指标", f"{chr(0x4E00 + number)}{chr(0x6E00 + number)}渠清淤", f"{number + 3}公里"),)
            writer.add(submission(table(1, f"第{number}灌区", rows), path=f"w{number}"))
    stop.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert seen
    with Library(path, OPTIONS) as library:
        assert len(library.submissions()) == 16


WRITER = """
import sys
from pathlib import Path
from lint.settings import load
from lint.similarity.library import Library
from tests.similarity.forms import CANTEEN, submission, table
with Library(Path(sys.argv[1]), load().similarity, create=True) as library:
    for number in range(100000):
        tables = [table(n, f"第{number}-{n}号", CANTEEN) for n in range(1, 6)]
        library.add(submission(*tables, path=str(number)))
        print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="此系统没有 kill -9")
def test_kill_9_loses_nothing_that_was_committed(path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, env=environment)
    told = [int(process.stdout.readline()) for _ in range(12)]
    process.kill()
    told += [int(line) for line in process.stdout.read().split()]
    process.wait()
    process.stdout.close()
    with Library(path, OPTIONS) as library:
        stored = library.submissions()
        assert {each.path for each in stored} >= {str(number) for number in told}
        assert {each.tables for each in stored} == {5}
        assert library._base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert library._base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert library.add(submission(LAST, path="之后.txt"))


def test_command_line(tmp_path, path):
    form = tmp_path / "指标.csv"
    lines = ["项目名称,单位名称,年度,一级指标,二级指标,三级指标,指标值"]
    lines += [f"食堂服务,云溪县机关事务中心,2024,产出指标,{level2},{name},{value}" for level2, name, value in CANTEEN]
    form.write_text("\n".join(lines), encoding="utf-8")
    later = tmp_path / "明年.csv"
    later.write_text(form.read_text(encoding="utf-8").replace(",2024,", ",2025,"), encoding="utf-8")
    added = jxlint("library", "add", str(path), str(form))
    assert added.returncode == 0, added.stderr
    assert "加入 1 份申报材料" in added.stdout
    assert "已在库中" in jxlint("library", "add", str(path), str(form)).stdout
    assert "共 1 份申报材料" in jxlint("library", "list", str(path)).stdout
    checked = jxlint("library", "check", "--format", "jsonl", str(path), str(later))
    assert checked.returncode == 1, checked.stderr
    assert json.loads(checked.stdout)["verdict"] == "跨年照搬"
    report = jxlint("check", "--select", "D001", "--against", str(path), "--format", "jsonl", str(later))
    assert json.loads(report.stdout)["data"]["verdict"] == "跨年照搬"
    assert jxlint("library", "remove", str(path), "1").returncode == 0
    assert jxlint("library", "remove", str(path), "1").returncode == 2
    missing = jxlint("library", "list", str(tmp_path / "没有.db"))
    assert missing.returncode == 2
    assert "找不到材料库" in missing.stderr


def test_a_stored_table_keeps_what_is_compared(path):
    filled(path, replace(LAST, annual_budget=12.5, scope="department"))
    with Library(path, OPTIONS) as library:
        stored = library._view(1)
    assert (stored.table.annual_budget, stored.whole, stored.table.texts) == (12.5, True, CANTEEN_TEXTS)
    assert len(stored.rows) == len(CANTEEN)
