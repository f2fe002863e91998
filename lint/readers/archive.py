"""Zip archives of submissions: their members as files of their own, named `archive.zip/member`.

Nothing is unpacked to disk; a member is read into memory when its turn comes, within the limits
on size, ratio and nesting. Names written by Chinese systems without a mark are GB18030.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from lint.model import Unreadable
from lint.package import check_expansion, read_member
from lint.readers.limits import Limits, ReadError
from lint.settings import Settings

_MARK = b"PK\x03\x04"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_OFFICE = ("[content_types].xml", "content.xml", "mimetype", "ofd.xml")  # members that make a document


def is_archive(stream: BinaryIO) -> bool:
    """Whether a file is a zip archive of files, not a document that is a zip package by itself."""
    if stream.read(4) != _MARK:
        return False
    try:
        names = {name.lower() for name in zipfile.ZipFile(stream).namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return False
    return not any(name in names for name in _OFFICE)


def members(path: str, settings: Settings) -> Iterator[str | Unreadable]:
    """The files in an archive (and in archives inside it), sorted, as paths `read` understands.

    What cannot be read is an Unreadable in its place.
    """
    limits = settings.limits
    skip: Sequence[str] = settings.get("inputs.skip")
    try:
        with zipfile.ZipFile(path) as package:
            yield from _members(package, path, limits, skip, 1)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        yield Unreadable(path, f"{path} 已损坏或不完整（压缩结构读不出），请重新打包后上传。")


def _members(
    package: zipfile.ZipFile, path: str, limits: Limits, skip: Sequence[str], depth: int
) -> Iterator[str | Unreadable]:
    infos = [info for info in package.infolist() if not info.is_dir()]
    if len(infos) > limits.archive_members:
        yield Unreadable(
            path,
            f"{path} 里有 {len(infos)} 个文件，超过 {limits.archive_members} 个的上限，"
            "请拆分后再检查，或在设置中调高 limits.archive_members。",
        )
        return
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        yield Unreadable(path, f"{path} 有解压密码，其中加密的文件无法读取，请解除密码后重新打包上传。")
    found = False
    for name, info in sorted((_name(info), info) for info in infos):
        if info.flag_bits & _ENCRYPTED or any(
            fnmatch(part, pattern) for part in PurePosixPath(name).parts for pattern in skip
        ):
            continue
        found = True
        whole = f"{path}/{name}"
        if not name.lower().endswith(".zip"):
            yield whole
        elif depth >= limits.archive_depth:
            yield Unreadable(whole, f"{whole}：压缩包嵌套超过 {limits.archive_depth} 层，请解压后再检查。")
        else:
            try:
                with zipfile.ZipFile(io.BytesIO(_bytes(package, info, limits))) as inner:
                    yield from _members(inner, whole, limits, skip, depth + 1)
            except ReadError as error:
                yield Unreadable(whole, f"{whole}：{error}")
            except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
                yield Unreadable(whole, f"{whole} 已损坏或不完整（压缩结构读不出），请重新打包后上传。")
    if not found and not any(info.flag_bits & _ENCRYPTED for info in infos):
        yield Unreadable(path, f"压缩包 {path} 里没有可检查的文件，请确认内容。")


def member(path: str, settings: Settings) -> bytes | None:
    """The bytes of `archive.zip/member`, None where no part of the path is an archive.

    Raises ReadError.
    """
    parts = Path(path).parts
    for count in range(len(parts) - 1, 0, -1):
        outer = Path(*parts[:count])
        if outer.is_file():
            return _found(outer, path[len(str(outer)) :].lstrip("/\\"), settings.limits)
    return None


def _found(outer: Path, name: str, limits: Limits) -> bytes | None:
    try:
        with outer.open("rb") as stream:
            return _inside(stream, name, limits, 1)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        return None


def _inside(stream: BinaryIO, name: str, limits: Limits, depth: int) -> bytes | None:
    if depth > limits.archive_depth:
        return None
    with zipfile.ZipFile(stream) as package:
        for info in package.infolist():
            own = _name(info)
            if own == name:
                return _bytes(package, info, limits)
            if own.lower().endswith(".zip") and name.startswith(own + "/"):
                inner = io.BytesIO(_bytes(package, info, limits))
                return _inside(inner, name[len(own) + 1 :], limits, depth + 1)
    return None


def _bytes(package: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    if info.file_size > limits.file_megabytes * 1_000_000:
        raise ReadError(
            f"解压后有 {info.file_size // 1_000_000} MB，超过 {limits.file_megabytes} MB 的上限，"
            "请拆分后再检查，或在设置中调高 limits.file_megabytes。"
        )
    check_expansion(info.file_size, info.compress_size, limits)
    return read_member(package, info)


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; without the mark for UTF-8 the library takes it for code page 437."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030") if raw else ():
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    # A name may climb out of its archive; nothing is written, but no other file may be meant by it.
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
