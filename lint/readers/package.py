"""Zip packages (.xlsx, .docx, archives): opened only where their declared and real sizes are sane."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lint.readers.limits import Limits, ReadError

_SMALL = 10_000_000  # bytes; a package below this may be as compressible as it likes
_MARKUP = (".xml", ".rels", ".vml")
_DECLARED = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9_.\-]+)""")
_ENCODINGS = {
    b"utf-8",
    b"utf8",
    b"utf-16",
    b"utf-16le",
    b"utf-16be",
    b"us-ascii",
    b"ascii",
    b"gb2312",
    b"gbk",
    b"gb18030",
}
_ENCRYPTED_FLAG = 0x1


def open_package(data: bytes, limits: Limits, what: str = "文件") -> zipfile.ZipFile:
    """The package in `data`, its directory checked: members, declared sizes, ratio, passwords.

    Raises ReadError.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        members = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeDecodeError):
        raise ReadError(f"{what}已损坏或不完整（压缩结构读不出），请重新导出或重新上传。") from None
    if len(members) > limits.archive_members:
        raise ReadError(
            f"{what}里有 {len(members)} 个成员，超过 {limits.archive_members} 个的上限，"
            "请拆分后再检查，或在设置中调高 limits.archive_members。"
        )
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise ReadError(f"{what}有密码，无法读取，请解除密码后重新上传。")
    check_expansion(sum(member.file_size for member in members), len(data), limits, what)
    return package


def check_expansion(expanded: int, packed: int, limits: Limits, what: str = "文件") -> None:
    """Raises ReadError where a package expands beyond the limits (a zip bomb)."""
    if expanded > limits.expanded_megabytes * 1_000_000:
        raise ReadError(
            f"{what}解压后有 {expanded // 1_000_000} MB，超过 {limits.expanded_megabytes} MB 的上限，疑似压缩炸弹，"
            "请核实来源；确属正常时可调高 limits.expanded_megabytes。"
        )
    if expanded > _SMALL and expanded > packed * limits.expansion_ratio:
        raise ReadError(
            f"{what}解压后是原来的 {expanded // max(packed, 1)} 倍，超过 {limits.expansion_ratio} 倍的上限，"
            "疑似压缩炸弹，请核实来源；确属正常时可调高 limits.expansion_ratio。"
        )


def member_bytes(package: zipfile.ZipFile, member: zipfile.ZipInfo, what: str = "文件") -> bytes:
    """A member's bytes, never more than its directory entry declares. Raises ReadError."""
    try:
        with package.open(member) as stream:
            data = stream.read(member.file_size)
            if stream.read(1):
                raise ReadError(f"{what}里的 {member.filename} 比目录所写的大，疑似压缩炸弹，请核实来源。")
            return data
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise ReadError(f"{what}已损坏或不完整（{member.filename} 读不出），请重新导出或重新上传。") from None


def check_markup(package: zipfile.ZipFile) -> None:
    """Refuses XML parts with a document type (entities) or an odd encoding; none has a need of them.

    Reads every XML part once, which also proves that it is whole. Raises ReadError.
    """
    for name, written in _markup(package):
        data = written.replace(b"\x00", b"") if b"\x00" in written[:200] else written
        head = data[:200]
        declared = _DECLARED.search(head)
        if declared and declared[1].lower() not in _ENCODINGS:
            raise ReadError(
                f"文件内的 {name} 用了不认识的编码，疑似恶意构造，已拒绝读取，请用 Office 或 WPS 另存后重试。"
            )
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise ReadError(
                f"文件内的 {name} 含有外部实体或实体定义，疑似恶意构造，已拒绝读取，请用 Office 或 WPS 另存后重试。"
            )


def _markup(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for member in package.infolist():
        if member.filename.lower().endswith(_MARKUP):
            yield member.filename, member_bytes(package, member)
