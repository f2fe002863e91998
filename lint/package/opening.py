"""Zip packages opened only where their declared and real sizes are sane."""

from __future__ import annotations

import io
import zipfile
import zlib

from lint.settings.sections.limits import Limits

_SMALL = 10_000_000  # bytes; a package below this may be as compressible as it likes
_ENCRYPTED_FLAG = 0x1


class ReadError(Exception):
    """A file that cannot be read; the text is the Chinese reason with the remedy, without the path."""


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


def read_member(package: zipfile.ZipFile, member: zipfile.ZipInfo, what: str = "文件") -> bytes:
    """A member's bytes, never more than its directory entry declares. Raises ReadError."""
    try:
        with package.open(member) as stream:
            data = stream.read(member.file_size)
            if stream.read(1):
                raise ReadError(f"{what}里的 {member.filename} 比目录所写的大，疑似压缩炸弹，请核实来源。")
            return data
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise ReadError(f"{what}已损坏或不完整（{member.filename} 读不出），请重新导出或重新上传。") from None
