"""Hostile input: one clear sentence or a bounded reading, never a hang, a crash or a leak."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from lint.model import Document, Unreadable
from lint.readers import read as read_path
from lint.readers.detection import parse
from lint.run import inputs
from tests.readers import making
from tests.readers.making import grid, html, loaded, placed, read, refused, repacked, saved, word, workbook, zipped

FILES = Path(__file__).parent / "files"
SECONDS = 20  # far above what any of these takes; a hang is minutes


def _carriers() -> dict[str, bytes]:
    return {
        "xlsx": saved(workbook()),
        "docx": saved(word()),
        "html": html().encode(),
        "xls": (FILES / "form.xls").read_bytes(),
        "pdf": (FILES / "dotted.pdf").read_bytes(),
        "csv": "项目名称,二级指标,三级指标,指标值\n甲,数量指标,乙,3个\n".encode(),
        "zip": zipped({"a.html": html()}),
    }


@pytest.mark.parametrize("carrier", sorted(_carriers()))
def test_truncated_anywhere(carrier: str) -> None:
    data = _carriers()[carrier]
    for share in (0, 1, 10, 50, 90, 99):
        cut = data[: len(data) * share // 100]
        found = parse(cut, f"form.{carrier}", loaded())
        assert isinstance(found, Document | Unreadable)
        if isinstance(found, Unreadable):
            assert found.reason.endswith("。")


@pytest.mark.parametrize("carrier", sorted(_carriers()))
def test_bytes_changed_at_random(carrier: str) -> None:
    chance = random.Random(7)
    data = _carriers()[carrier]
    for _ in range(12):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 60)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert isinstance(parse(bytes(broken), f"form.{carrier}", loaded()), Document | Unreadable)


@pytest.mark.parametrize(
    "mark", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7\n", b"\xff\xd8\xff"]
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.doc", "a.csv", "a.html", "a"])
def test_random_bytes_behind_every_mark(mark: bytes, name: str) -> None:
    assert refused(mark + random.Random(3).randbytes(3000), name)


def test_a_zip_bomb_is_refused_without_unpacking_it() -> None:
    data = repacked(saved(workbook()), {"xl/worksheets/sheet1.xml": b"<a>" + b" " * 60_000_000})
    tracemalloc.start()
    assert "压缩炸弹" in refused(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_member_larger_than_it_declares_is_refused() -> None:
    data = bytearray(repacked(saved(word()), {"word/document.xml": b"<w>" + b"x" * 100_000}))
    size = (100_003).to_bytes(4, "little")
    while size in data:  # in the local header and in the directory
        data[data.index(size) : data.index(size) + 4] = (50).to_bytes(4, "little")
    assert refused(bytes(data))


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE])
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
def test_entities_in_a_workbook_are_refused(head: str, part: str) -> None:
    assert "实体" in refused(repacked(saved(workbook()), {part: (head + "<x>&a;</x>").encode()}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_document_are_refused_in_any_encoding(encoding: str) -> None:
    body = OUTSIDE.replace('"1.0"', f'"1.0" encoding="{encoding}"') + "<x>&a;</x>"
    assert "实体" in refused(repacked(saved(word()), {"word/document.xml": body.encode(encoding)}))


def test_an_odd_encoding_that_could_hide_entities_is_refused() -> None:
    body = '<?xml version="1.0" encoding="cp037"?><x/>'
    assert "编码" in refused(repacked(saved(word()), {"word/document.xml": body.encode()}))


def test_a_row_of_very_many_cells_is_bounded() -> None:
    row = "".join(f'<c r="A{1}" t="n"><v>1</v></c>' for _ in range(5000))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1">{row}</row></sheetData></worksheet>'
    )
    assert "limits.cells" in refused(
        repacked(saved(workbook()), {"xl/worksheets/sheet1.xml": sheet.encode()}), cells=1000
    )


def test_shared_text_used_very_often_is_bounded() -> None:
    book = making.openpyxl.Workbook()
    assert book.active is not None
    for _ in range(20):
        book.active.append(["长" * 10_000] * 10)
    assert "limits.characters" in refused(saved(book), characters=1_000_000, expansion_ratio=10_000)


def test_a_merged_range_over_the_whole_sheet_costs_nothing() -> None:
    book = workbook()
    assert book.active is not None
    data = saved(book)
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    sheet = sheet.replace(b"<mergeCell ", b'<mergeCell ref="A500:XFD1048576"/><mergeCell ', 1)
    start = time.monotonic()
    assert placed(read(repacked(data, {"xl/worksheets/sheet1.xml": sheet}))) == making.expected()
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize(
    "data",
    [
        b"Rar!\x1a\x07\x00" + bytes(100),
        b"7z\xbc\xaf\x27\x1c" + bytes(100),
        b"\x1f\x8b\x08" + bytes(100),
        b"MZ" + bytes(600),
    ],
)
def test_other_kinds_are_named(data: bytes) -> None:
    assert "不能直接检查" in refused(data)


def test_an_ofd_file_names_the_remedy() -> None:
    assert "OFD" in refused(zipped({"OFD.xml": "<ofd/>"}), "form.ofd")


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    # The standard security handler with a user password of its own: the key is never found.
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF"
    )
    assert "密码" in refused(data)


def test_deep_folders_and_loops_of_links_end(tmp_path: Path) -> None:
    deep = tmp_path
    for number in range(40):
        deep = deep / f"d{number}"
    deep.mkdir(parents=True)
    (deep / "a.html").write_text(html(), encoding="utf-8")
    (tmp_path / "b.html").write_text(html(), encoding="utf-8")
    os.symlink(tmp_path, tmp_path / "d0" / "loop")
    found = inputs.find([str(tmp_path)], loaded())
    assert [item.path for item in found.items] == [f"{tmp_path}/b.html"]
    assert any("limits.folder_depth" in notice for notice in found.notices)


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    assert isinstance(read_path(str(tmp_path), loaded()), Unreadable)
    assert isinstance(read_path(str(tmp_path / "none"), loaded()), Unreadable)
    assert isinstance(read_path("a\x00b", loaded()), Unreadable)
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(3_000_000)
    found = read_path(str(big), loaded(file_megabytes=2))
    assert isinstance(found, Unreadable)
    assert "limits.file_megabytes" in found.reason


def test_the_input_is_never_changed(tmp_path: Path) -> None:
    for carrier, data in _carriers().items():
        path = tmp_path / f"form.{carrier}"
        path.write_bytes(data)
        path.chmod(0o444)
        read_path(str(path), loaded())
        assert path.read_bytes() == data
    assert len(list(tmp_path.iterdir())) == len(_carriers())


def test_bad_files_among_good_ones_do_not_stop_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(saved(workbook()))
    (tmp_path / "b.xlsx").write_bytes(saved(workbook())[:2000])
    (tmp_path / "c.html").write_bytes(b"<html>" + b"<table><tr><td>" * 5000)
    (tmp_path / "d.docx").write_bytes(saved(word()))
    done = subprocess.run(
        [sys.executable, "-m", "lint", "check", str(tmp_path), "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    import json

    report = json.loads(done.stdout)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [file["tables"] for file in report["files"]] == [1, 0, 0, 1]
    unread = [finding for finding in report["findings"] if finding["code"] == "X002"]
    assert [Path(finding["file"]).name for finding in unread] == ["b.xlsx", "c.html"]


def test_what_is_read_has_no_control_characters_to_inject() -> None:
    assert "\x00" not in str(grid(read(b"<table><tr><td>a\x00b</td></tr></table>")))
