"""Which files a run reads: paths of the command line turned into a list of files.

Folders are walked in sorted order, with bounded depth and without following a loop of links.
What is left out is said in `Inputs.notices`; what is missing becomes an `Unreadable`.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import BinaryIO

from lint.model import Unreadable
from lint.readers import archive
from lint.run.system_errors import in_words
from lint.settings import Settings

STDIN = "-"
MEGABYTE = 1_000_000
_CHUNK = 1 << 20  # bytes copied at a time


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: `path` as reports name it, `source` where its bytes lie now."""

    path: str
    source: str


@dataclass
class Inputs:
    """The files of a run in reading order, and what was left out.

    `items` holds an `Unreadable` in the place of a path that cannot be read at all. The object is
    a context manager: it removes what was spooled from standard input.
    """

    items: list[Input | Unreadable] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    _spool: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Inputs:
        return self

    def __exit__(self, *_: object) -> None:
        if self._spool is not None:
            self._spool.cleanup()

    def sources(self) -> Iterator[str]:
        """Where the bytes of the readable files lie."""
        return (item.source for item in self.items if isinstance(item, Input))

    def spool(self, stream: BinaryIO, name: str, limit: int) -> Input | Unreadable:
        """Copies a stream of at most `limit` bytes to a temporary file."""
        if self._spool is None:
            self._spool = tempfile.TemporaryDirectory(prefix="jxlint-")
        target = Path(self._spool.name) / f"stream-{len(self.items)}"
        copied = 0
        with target.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                copied += len(chunk)
                if copied > limit:
                    return Unreadable(
                        name, f"{name} 的内容超过 {limit // MEGABYTE} MB 的上限（limits.file_megabytes），未读取。"
                    )
                out.write(chunk)
        return Input(name, str(target))


def find(paths: Sequence[str], settings: Settings) -> Inputs:
    """The files that `paths` name, each once, in the order given and sorted within folders."""
    found = Inputs()
    seen: set[str] = set()
    skipped: Counter[str] = Counter()
    limit: int = int(settings.get("limits.file_megabytes")) * MEGABYTE
    most: int = settings.get("limits.files")
    for path in paths:
        if path == STDIN:
            if STDIN not in seen:
                seen.add(STDIN)
                found.items.append(found.spool(sys.stdin.buffer, STDIN, limit))
            continue
        for item in _unpacked(_named(Path(path), settings, skipped, found, limit), settings):
            key = os.path.realpath(item.source) if isinstance(item, Input) else item.path
            if len(found.items) >= most:
                found.notices.append(f"文件超过 {most} 个（limits.files），其余未检查，请分批检查或调高上限。")
                return found
            if key not in seen:
                seen.add(key)
                found.items.append(item)
    found.notices.extend(f"跳过 {number} 个{reason}。" for reason, number in sorted(skipped.items()))
    return found


def _unpacked(items: Iterator[Input | Unreadable], settings: Settings) -> Iterator[Input | Unreadable]:
    """The files, those in zip archives each by itself under `archive.zip/member`."""
    for item in items:
        if not isinstance(item, Input) or not _is_archive(item.source):
            yield item
            continue
        for inside in archive.members(item.source, settings):
            if isinstance(inside, str):
                yield Input(item.path + inside[len(item.source) :], inside)
            else:
                yield Unreadable(
                    item.path + inside.path[len(item.source) :], inside.reason.replace(item.source, item.path)
                )


def _is_archive(source: str) -> bool:
    try:
        with open(source, "rb") as stream:
            return archive.is_archive(stream)
    except OSError:
        return False


def _named(
    path: Path, settings: Settings, skipped: Counter[str], found: Inputs, limit: int
) -> Iterator[Input | Unreadable]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            files = sorted(_walk(path, settings, skipped))
            if not files:
                yield Unreadable(str(path), f"{path} 文件夹里没有可检查的文件，请确认路径。")
            yield from (Input(str(file), str(file)) for file in files)
        elif stat.S_ISREG(mode):
            yield Input(str(path), str(path))
        else:
            with path.open("rb") as stream:
                yield found.spool(stream, str(path), limit)
    except FileNotFoundError:
        yield Unreadable(str(path), f"{path} 文件不存在，请检查路径是否写对。")
    except (OSError, ValueError) as error:
        yield Unreadable(str(path), f"{path} 无法打开（{in_words(error)}），请检查路径和权限。")


def _walk(folder: Path, settings: Settings, skipped: Counter[str]) -> Iterator[Path]:
    """Regular files below `folder`; each real folder is entered once, so that links cannot loop."""
    patterns: Sequence[str] = settings.get("inputs.skip")
    deepest: int = settings.get("limits.folder_depth")
    entered: set[tuple[int, int]] = set()
    waiting = [(folder, 0)]
    while waiting:
        current, depth = waiting.pop()
        try:
            status = current.stat()
            entries = sorted(current.iterdir())
        except OSError:
            skipped["无权打开的文件夹"] += 1
            continue
        if (status.st_dev, status.st_ino) in entered:
            skipped["重复出现的文件夹（链接）"] += 1
            continue
        entered.add((status.st_dev, status.st_ino))
        for entry in entries:
            if any(fnmatch(entry.name, pattern) for pattern in patterns):
                skipped["按 inputs.skip 略过的文件或文件夹（隐藏、临时或非材料文件）"] += 1
            elif entry.is_dir():
                if depth < deepest:
                    waiting.append((entry, depth + 1))
                else:
                    skipped[f"超过 {deepest} 层的文件夹（limits.folder_depth）"] += 1
            elif entry.is_file():
                yield entry
            else:
                skipped["失效的链接或非普通文件"] += 1
