"""Archives of submissions: members as files of their own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from lint.model import Document, Unreadable
from lint.readers import read
from lint.run import inputs
from tests.readers import making
from tests.readers.making import loaded, placed, saved, workbook, zipped


def _found(path: Path, **limits: int) -> inputs.Inputs:
    return inputs.find([str(path)], loaded(**limits))


def test_members_are_files_of_their_own(tmp_path: Path) -> None:
    inner = zipped({"内/表.html": making.html()})
    path = tmp_path / "申报.zip"
    path.write_bytes(zipped({"甲/form.xlsx": saved(workbook()), "inner.zip": inner, ".DS_Store": b"x"}))
    names = [item.path for item in _found(path).items]
    assert names == [f"{path}/inner.zip/内/表.html", f"{path}/甲/form.xlsx"]
    for name in names:
        document = read(name, loaded())
        assert isinstance(document, Document)
        assert document.path == name
        assert placed(document) == making.expected()


def test_an_archive_in_a_folder_and_a_spreadsheet_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x.html": making.html()}))
    (tmp_path / "b.xlsx").write_bytes(saved(workbook()))
    assert [item.path for item in _found(tmp_path).items] == [f"{tmp_path}/a.zip/x.html", f"{tmp_path}/b.xlsx"]


def test_names_in_the_chinese_code_page(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("AB.html", making.html())
    path = tmp_path / "a.zip"
    path.write_bytes(data.getvalue().replace(b"AB.html", "表.html".encode("gb18030")))
    (item,) = _found(path).items
    assert item.path == f"{path}/表.html"
    assert isinstance(read(item.path, loaded()), Document)


def test_a_name_that_climbs_out_reads_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("<table><tr><td>机密</td></tr></table>", encoding="utf-8")
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"../secret.html": making.html()}))
    (item,) = _found(path).items
    document = read(item.path, loaded())
    assert isinstance(document, Document)
    assert "机密" not in str(making.grid(document))


def test_nesting_is_bounded(tmp_path: Path) -> None:
    data = zipped({"x.html": making.html()})
    for _ in range(6):
        data = zipped({"in.zip": data})
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    (item,) = _found(path).items
    assert isinstance(item, Unreadable)
    assert "嵌套" in item.reason


def test_a_bomb_inside_loses_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"bomb.txt": b"0" * 30_000_000, "x.html": making.html()}))
    results = [read(item.path, loaded()) for item in _found(path).items]
    assert [type(item) for item in results] == [Unreadable, Document]
    assert isinstance(results[0], Unreadable)
    assert "压缩炸弹" in results[0].reason


def test_too_many_members_and_too_many_files(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{number}.html": b"<table>" for number in range(30)}))
    (item,) = _found(path, archive_members=10).items
    assert isinstance(item, Unreadable)
    assert "limits.archive_members" in item.reason
    found = _found(path, files=5)
    assert len(found.items) == 5
    assert "limits.files" in found.notices[0]


def test_an_archive_with_a_password_says_so(tmp_path: Path) -> None:
    data = bytearray(zipped({"x.html": making.html()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(data))
    (item,) = _found(path).items
    assert isinstance(item, Unreadable)
    assert "密码" in item.reason


@pytest.mark.parametrize("cut", [10, 200, -30])
def test_a_broken_archive_is_told(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"x.html": making.html() * 20})[:cut])
    (item,) = _found(path).items
    result = item if isinstance(item, Unreadable) else read(item.path, loaded())
    assert isinstance(result, Unreadable)
    assert "损坏" in result.reason


def test_a_missing_member_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"x.html": making.html()}))
    result = read(f"{path}/没有.html", loaded())
    assert isinstance(result, Unreadable)
