"""Which reader takes a file: decided by its content; the name only helps between kinds of text."""

from __future__ import annotations

import gc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from pathlib import PurePath

from lint.model import Document, Unreadable
from lint.readers.limits import ReadError
from lint.settings import Settings

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OTHER = {
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"BZh": "bzip2 压缩包",
    b"\xfd7zXZ": "xz 压缩包",
    b"\x7fELF": "可执行程序",
    b"MZ": "可执行程序",
}
_PDF_START = 1024  # bytes before the mark that readers of PDF tolerate


def parse(data: bytes, path: str, settings: Settings) -> Document | Unreadable:
    """The document in a file's bytes, or why there is none. Never raises for any bytes."""
    try:
        carrier = carrier_of(data, path)
        if carrier == "text":
            from lint.readers import text

            return text.parse(data, path, settings)
        module, function = _READERS[carrier]
        reader = getattr(import_module(f"lint.readers.{module}"), function)
        with _no_collection():
            document = reader(data, path, settings)
        assert isinstance(document, Document)
        return document
    except ReadError as error:
        return Unreadable(path, f"{path}：{error}")
    except MemoryError:
        return Unreadable(path, f"{path} 读取时内存不足，请拆分文件后再检查，或调高 limits.memory_megabytes。")
    except RecursionError:
        return Unreadable(path, f"{path} 的结构嵌套过深，疑似恶意构造，请另存后重试。")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keeps the garbage collector from walking all cells again and again while they are made."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_READERS = {
    "xlsx": ("xlsx", "read"),
    "xls": ("xls", "read"),
    "docx": ("docx", "read"),
    "doc": ("office", "read"),
    "pdf": ("pdf", "read"),
    "image": ("page.recognition", "read"),
    "html": ("html", "read"),
    "mht": ("html", "read_archive"),
    "csv": ("csv", "read"),
}


def carrier_of(data: bytes, path: str) -> str:
    """The kind of a file by its content. Raises ReadError for kinds that are none of ours."""
    if not data:
        raise ReadError("是空文件，没有可检查的内容，请确认是否传错文件。")
    if data.startswith(_ZIP):
        return _package_kind(data)
    if data.startswith(_OLE):
        return _compound_kind(data)
    if b"%PDF-" in data[:_PDF_START]:
        return "pdf"
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    for mark, name in _OTHER.items():
        if data.startswith(mark) and (len(mark) > 2 or b"\x00" in data[:512]):
            raise ReadError(f"是{name}，不能直接检查，请解压或换成表格、文档后重新上传。")
    if data.startswith(b"{\\rtf") or b"<?mso-application" in data[:_PDF_START]:
        return "doc"
    return _text_kind(data, path)


def _package_kind(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise ReadError("已损坏或不完整（压缩结构读不出），请重新导出或重新上传。") from None
    lower = {name.lower().replace("\\", "/") for name in names}
    if "word/document.xml" in lower:
        return "docx"
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "xl/workbook.bin" in lower or "content.xml" in lower:
        return "doc"  # .xlsb and OpenDocument: LibreOffice reads them
    if "ofd.xml" in lower:
        raise ReadError("是 OFD 版式文件，目前不能读取，请导出为 PDF 或 Excel 后重新上传。")
    if "[content_types].xml" in lower and any("workbook" in name for name in lower):
        return "xlsx"
    if "[content_types].xml" in lower and any("document" in name for name in lower):
        return "docx"
    raise ReadError("是压缩包，这里只能读取其中的文件，请以文件夹或压缩包路径直接检查，或先解压。")


def _compound_kind(data: bytes) -> str:
    """What an OLE container holds, by the names in its directory."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError("有打开密码，无法读取，请用 Excel、Word 或 WPS 取消密码后重新上传。")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if "Workbook".encode("utf-16-le") in data or "B\x00o\x00o\x00k\x00\x00".encode("latin-1") in data:
        return "xls"
    raise ReadError("是不认识的 Office 文件，请用 Excel、Word 或 WPS 另存为 .xlsx 或 .docx 后重新上传。")


def _text_kind(data: bytes, path: str) -> str:
    from lint.readers import html

    suffix = PurePath(path).suffix.lower()
    if suffix in (".xls", ".et") and data.startswith(_BARE_BIFF):
        return "xls"
    if html.looks_like_archive(data):
        return "mht"
    if html.looks_like(data):
        return "html"
    if suffix in (".html", ".htm") and b"<" in data[:100_000]:
        return "html"
    if suffix in (".csv", ".tsv"):
        return "csv"
    from lint.readers import csv, text

    if suffix in (".xls", ".xlsx", ".et", "", ".txt", ".dat"):
        try:
            sample = text.decode(data[:20_000])
        except text.NotTextError:
            return "text"
        if csv.looks_like(sample):
            return "csv"
    return "text"
