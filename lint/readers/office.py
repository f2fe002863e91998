"""Formats that only an office program reads (.doc, .wps, .rtf, .ods, .odt, .xlsb): LibreOffice turns

a copy of the file into .docx or .xlsx, in a profile of its own, within a time limit; what comes
out goes through the reader of that carrier. Nothing is written outside a temporary folder.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from lint.model import Document
from lint.readers import docx, xlsx
from lint.readers.limits import Limits, ReadError
from lint.settings import Settings

REMEDY = "请安装 LibreOffice 后重试，或用 Word、WPS 另存为 .docx（表格存为 .xlsx）后上传。"
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (  # where installers put it without telling the path
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
_BEGIN_OF_FIB = 11  # byte of a Word file whose lowest bit says that it is encrypted (MS-DOC 2.5.2)
_SPREADSHEETS = (b"urn:schemas-microsoft-com:office:spreadsheet", b"opendocument.spreadsheet", b"xl/workbook.bin")


def program() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    for name in _PROGRAMS:
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def read(data: bytes, path: str, settings: Settings) -> Document:
    """The document that LibreOffice makes of the file. Raises ReadError."""
    limits = settings.limits
    _refuse_encrypted(data)
    office = program()
    if office is None:
        raise ReadError(f"是旧版 Office 文件，这台机器上没有 LibreOffice，{REMEDY}")
    sheet = any(mark in data[:200_000] for mark in _SPREADSHEETS)
    carrier = "xlsx" if sheet else "docx"
    converted = _converted(office, data, carrier, limits)
    if sheet:
        return replace(xlsx.read(converted, path, settings), carrier="xls")
    return replace(docx.read(converted, path, settings), carrier="doc")


def _converted(office: str, data: bytes, carrier: str, limits: Limits) -> bytes:
    with tempfile.TemporaryDirectory(prefix="jxlint-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "input.bin"
        source.write_bytes(data)
        target = Path(folder) / "out"
        command = [
            office,
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nofirststartwizard",
            "--convert-to",
            carrier,
            "--outdir",
            str(target),
            str(source),
        ]
        _run(command, limits.convert_seconds)
        made = target / f"input.{carrier}"
        if not made.is_file():
            raise ReadError(f"LibreOffice 打不开这个文件（已损坏、有密码或格式不明），{REMEDY}")
        if made.stat().st_size > limits.file_megabytes * 1_000_000:
            raise ReadError("文件转换后过大，请拆分后再检查。")
        return made.read_bytes()


def _run(command: list[str], seconds: int) -> None:
    """Runs a program and, when its time is over, kills it with everything it started."""
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    process = subprocess.Popen(  # noqa: S603 -- a fixed program, its arguments are our own paths
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    # It stays in our process group: where a worker is killed with its group, it ends as well.
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise ReadError(f"LibreOffice 转换超过 {seconds} 秒（limits.convert_seconds），已停止，{REMEDY}") from None
    finally:
        if process.poll() is None:
            for child in _descendants(process.pid):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(child, _KILL)
            process.kill()
            process.wait()


def _descendants(pid: int) -> list[int]:
    """Processes started by a process, deepest first; none where the system does not tell."""
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found.extend((*_descendants(int(child)), int(child)))
    except (OSError, ValueError):
        pass
    return found


def _refuse_encrypted(data: bytes) -> None:
    """Word files with a password would make LibreOffice ask for it. Raises ReadError."""
    from xlrd import compdoc

    if not data.startswith(compdoc.SIGNATURE):
        return
    try:
        container = compdoc.CompDoc(data, logfile=io.StringIO())
        stream, start, length = container.locate_named_stream("WordDocument")
    except Exception:  # a broken container: LibreOffice may still repair it
        return
    if stream is not None and length > _BEGIN_OF_FIB and stream[start + _BEGIN_OF_FIB] & 1:
        raise ReadError("文档有打开密码，无法读取，请用 Word 或 WPS 取消密码后重新上传。")
