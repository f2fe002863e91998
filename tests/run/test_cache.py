"""Examined files kept between runs: they come back the same, broken ones are none, old ones go."""

import gzip
import json
import os
import time
from dataclasses import replace

import pytest

from lint.model import Location, Severity, Unreadable
from lint.run import cache as kept
from lint.run.chain import Examined
from lint.settings import load
from tests.reports.samples import first_file


def examined():
    submission, found = first_file()
    submission = replace(submission, explanations={"a" * 16: "已改"}, notes=("一条",))
    boxed = replace(found[0], location=Location(page=2, bbox=(1.0, 2.0, 3.5, 4.0)), data={"x": [1, {"y": None}]})
    return Examined(submission, (boxed, *found[1:]), {}, 0.25)


def test_what_is_kept_comes_back_the_same(tmp_path, settings):
    source = tmp_path / "a.txt"
    source.write_text("内容", encoding="utf-8")
    store = kept.Store(tmp_path / "k", settings, [], [])
    assert store.get("a.txt", str(source)) is None
    store.put("a.txt", str(source), examined())
    back = kept.Store(tmp_path / "k", settings, [], []).get("a.txt", str(source))
    assert back == examined()
    assert back.findings[0].severity is Severity.ERROR
    assert kept.Store(tmp_path / "k", settings, ["V"], []).get("a.txt", str(source)) is None
    assert kept.Store(tmp_path / "k", settings, [], [], trusted=False).get("a.txt", str(source)) is None
    changed = load(flags={"limits.rows": 17})
    assert kept.Store(tmp_path / "k", changed, [], []).get("a.txt", str(source)) is None
    graded = load(flags={"grades.most_unjudged": 0.1})
    assert kept.Store(tmp_path / "k", graded, [], []).get("a.txt", str(source)) == examined()


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path, settings):
    source = tmp_path / "a.txt"
    source.write_text("内容", encoding="utf-8")
    store = kept.Store(tmp_path / "k", settings, [], [])
    store.put("a.txt", str(source), Examined(Unreadable("a.txt", "请安装文字识别组件。")))
    assert store.get("a.txt", str(source)) is None


def mistyped(record):
    record["findings"][0]["location"]["page"] = "二"


def cut_short(record):
    del record["submission"]["path"]


def unknown_severity(record):
    record["findings"][0]["severity"] = "fatal"


def a_list_for_a_form(record):
    record["submission"] = []


@pytest.mark.parametrize(
    "harm", [mistyped, cut_short, unknown_severity, a_list_for_a_form], ids=lambda harm: harm.__name__
)
def test_a_record_that_does_not_fit_is_no_record(tmp_path, settings, harm):
    source = tmp_path / "a.txt"
    source.write_text("内容", encoding="utf-8")
    store = kept.Store(tmp_path / "k", settings, [], [])
    store.put("a.txt", str(source), examined())
    (file,) = (tmp_path / "k").glob("*.json.gz")
    record = json.loads(gzip.decompress(file.read_bytes()))
    harm(record)
    file.write_bytes(gzip.compress(json.dumps(record).encode()))
    assert store.get("a.txt", str(source)) is None


BROKEN = {
    "empty": b"",
    "no gzip": b"\x1f\x8bxx",
    "a list": gzip.compress(b"[]"),
    "cut": gzip.compress(b"{"),
    "deep": gzip.compress(b'{"findings":' + b"[" * 200_000),
    "torn": gzip.compress(b"{}" * 50)[:20] + b"\xff" * 40,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_is_no_record(tmp_path, settings, content):
    source = tmp_path / "a.txt"
    source.write_text("内容", encoding="utf-8")
    store = kept.Store(tmp_path / "k", settings, [], [])
    store.put("a.txt", str(source), examined())
    (record,) = (tmp_path / "k").glob("*.json.gz")
    record.write_bytes(content)
    assert store.get("a.txt", str(source)) is None


def test_text_that_is_no_unicode_is_not_kept_and_stops_nothing(tmp_path, settings):
    source = tmp_path / "a.txt"
    source.write_text("内容", encoding="utf-8")
    store = kept.Store(tmp_path / "k", settings, [], [])
    odd = examined()
    store.put("a.txt", str(source), replace(odd, submission=replace(odd.submission, notes=("\ud800",))))
    assert list((tmp_path / "k").iterdir()) == []


def filled(folder, settings, number):
    """A store of `number` files, each last used a day before the next one."""
    store = kept.Store(folder / "k", settings, [], [])
    for each in range(number):
        source = folder / f"{each}.txt"
        source.write_text(f"内容{each}", encoding="utf-8")
        store.put(source.name, str(source), examined())
        last = time.time() - (number - each) * 86_400
        os.utime(store._file(source.name, str(source)), (last, last))
    return store


def left(folder, store, number):
    return [each for each in range(number) if store.has(f"{each}.txt", str(folder / f"{each}.txt"))]


def test_records_nobody_asks_for_are_removed(tmp_path):
    store = filled(tmp_path, load(flags={"run.cache_days": 3}), 5)
    assert store.get("0.txt", str(tmp_path / "0.txt")) == examined()  # used again: as young as can be
    assert store.prune() == 2
    assert left(tmp_path, store, 5) == [0, 3, 4]
    assert store.prune() == 0


def test_the_oldest_records_go_where_there_are_too_many(tmp_path, monkeypatch):
    store = filled(tmp_path, load(flags={"run.cache_megabytes": 3}), 5)
    size = max(file.stat().st_size for file in (tmp_path / "k").iterdir())
    monkeypatch.setattr(kept, "_MEGABYTE", size)
    assert store.prune() == 2
    assert left(tmp_path, store, 5) == [2, 3, 4]


def test_where_the_cache_and_its_processes_stand_changes_no_record(tmp_path, settings):
    source = tmp_path / "a.txt"
    source.write_text("内容", encoding="utf-8")
    kept.Store(tmp_path / "k", settings, [], []).put("a.txt", str(source), examined())
    other = load(flags={"run.start_method": "spawn", "run.cache_days": 1})
    assert kept.Store(tmp_path / "k", other, [], []).get("a.txt", str(source)) == examined()
