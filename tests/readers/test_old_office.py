"""Old spreadsheets and Word files."""

from __future__ import annotations

import hashlib
import io
import time
from pathlib import Path

import pytest

from lint.readers import office
from tests.readers.making import expected, grid, placed, read, refused

FILES = Path(__file__).parent / "files"
needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")


@pytest.mark.parametrize("name", ["form.xls", "form.et", "form.xlsx"])
def test_a_biff_spreadsheet_under_any_name(name: str) -> None:
    document = read((FILES / "form.xls").read_bytes(), name)
    assert (document.carrier, document.merges) == ("xls", True)
    assert placed(document) == expected()
    assert document.rows[5].cells[2].location.sheet == "绩效目标表"
    assert (document.rows[5].cells[2].location.row, document.rows[5].cells[2].location.column) == (6, 4)


@needs_office
def test_a_word_file_through_libreoffice_leaves_the_input_alone() -> None:
    path = FILES / "form.doc"
    before = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns
    document = read(path.read_bytes(), "form.doc")
    assert (document.carrier, document.merges) == ("doc", True)
    assert placed(document)[2:] == expected()[2:]
    assert (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) == before


def test_without_libreoffice_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    assert "安装 LibreOffice" in refused((FILES / "form.doc").read_bytes())


def test_a_conversion_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nsleep 60\n", encoding="ascii")
    script.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(script))
    start = time.monotonic()
    assert "limits.convert_seconds" in refused((FILES / "form.doc").read_bytes(), convert_seconds=1)
    assert time.monotonic() - start < 30


def test_a_conversion_that_gives_nothing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
    script.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(script))
    assert "打不开" in refused((FILES / "form.doc").read_bytes())


def _marked(data: bytes) -> bytes:
    """A Word file whose header says that it is encrypted."""
    from xlrd import compdoc

    stream, start, _ = compdoc.CompDoc(data, logfile=io.StringIO()).locate_named_stream("WordDocument")
    assert stream is data  # a stream in one piece, so that its bytes can be changed in place
    changed = bytearray(data)
    changed[start + 11] |= 1
    return bytes(changed)


def test_passwords_are_told() -> None:
    assert "密码" in refused(_marked((FILES / "form.doc").read_bytes()))
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "密码" in refused(container, "form.xlsx")


@pytest.mark.parametrize("cut", [600, 3000, 5000])
def test_truncated_spreadsheets_are_told(cut: int) -> None:
    assert refused((FILES / "form.xls").read_bytes()[:cut])


def test_texts_are_those_of_the_page() -> None:
    assert ["项目名称", "农机库房修缮"] in grid(read((FILES / "form.xls").read_bytes()))
