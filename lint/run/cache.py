"""Examined files kept between runs as JSON, so that a batch goes on where it stopped.

A file is known again by its content, its name in reports, the settings that judge it, the rules
chosen and the program's version; anything else is examined anew. Nothing is unpickled: what is read
is plain JSON, checked against the types of `lint.model` by msgspec, and a record that does not fit is
no record. What nobody asks for is removed by age, the oldest beyond a size (settings, section [run]).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from lint import __version__
from lint.model import Coverage, Finding, Submission, Unreadable
from lint.run.chain import Examined
from lint.settings import Settings

_REPORTING = ("reports", "grades", "run")  # sections that do not change what is found
_LARGEST = 512_000_000  # bytes of one record that is still read back
_CHUNK = 1 << 20
_LEVEL = 3  # gzip's: a tenth larger than its best, in a quarter of the time
_DAY = 86_400  # seconds
_MEGABYTE = 1_000_000
_ENDING = ".json.gz"


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of one file: `chain.Examined` of a submission that could be read."""

    submission: Submission
    findings: tuple[Finding, ...]
    coverage: dict[str, Coverage]
    seconds: float


def digest(*parts: Any) -> str:
    """A hex string of 32 digits over JSON-serialisable parts."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def content_of(path: str) -> str:
    """The digest of a file's bytes, an empty string where it cannot be read."""
    found = hashlib.sha256()
    try:
        with open(path, "rb") as stream:
            while chunk := stream.read(_CHUNK):
                found.update(chunk)
    except OSError:
        return ""
    return found.hexdigest()


class Store:
    """A folder of examined files. `select` and `ignore` are the run's; `trusted` False reads nothing back."""

    def __init__(
        self, folder: Path, settings: Settings, select: Sequence[str], ignore: Sequence[str], *, trusted: bool = True
    ) -> None:
        self.folder = folder
        self._trusted = trusted
        judging = {key: value for key, value in settings.values.items() if key not in _REPORTING}
        self._base = digest(__version__, judging, list(select), list(ignore))
        self._contents: dict[str, str] = {}
        self._days: int = settings.run.cache_days
        self._megabytes: int = settings.run.cache_megabytes

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Record]:
        return msgspec.json.Decoder(Record)

    def content(self, source: str) -> str:
        """The digest of a file's bytes, taken once a run."""
        if source not in self._contents:
            self._contents[source] = content_of(source)
        return self._contents[source]

    def has(self, path: str, source: str) -> bool:
        """Whether the file was examined before, as it is now."""
        return self._trusted and self._file(path, source).is_file()

    def get(self, path: str, source: str) -> Examined | None:
        """The examined file, or None where it was not examined as it is now."""
        if not self.has(path, source):
            return None
        kept = self._file(path, source)
        try:
            with gzip.open(kept, "rb") as stream:
                record = self._decoder.decode(stream.read(_LARGEST))
            os.utime(kept)  # its age counts from its last use
        except (OSError, EOFError, zlib.error, ValueError, RecursionError):  # ValueError: msgspec's, of text and types
            return None
        return Examined(record.submission, record.findings, record.coverage, record.seconds)

    def put(self, path: str, source: str, examined: Examined) -> None:
        """Keeps an examined file; a full disk or a folder without permission is no error of the run.

        A file that could not be read is not kept: what it lacked (a text recogniser) may be there next
        time. Nor is one whose text is no Unicode (lone surrogates) or whose findings carry other than
        plain data.
        """
        if isinstance(examined.submission, Unreadable):
            return
        record = Record(examined.submission, examined.findings, examined.coverage, examined.seconds)
        target = self._file(path, source)
        temporary = target.with_suffix(".tmp")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(gzip.compress(msgspec.json.encode(record), _LEVEL))
            temporary.replace(target)
        except (OSError, TypeError, ValueError):
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def prune(self) -> int:
        """Removes records nobody asked for in `run.cache_days`, and the oldest beyond `run.cache_megabytes`.

        How many were removed. What cannot be removed stays.
        """
        records = []
        for file in self.folder.glob(f"*{_ENDING}"):
            with suppress(OSError):
                status = file.stat()
                records.append((status.st_mtime, status.st_size, file))
        oldest, left = time.time() - self._days * _DAY, self._megabytes * _MEGABYTE
        gone = 0
        for used, size, file in sorted(records, reverse=True):
            left -= size
            if used < oldest or left < 0:
                with suppress(OSError):
                    file.unlink()
                    gone += 1
        return gone

    def _file(self, path: str, source: str) -> Path:
        return self.folder / f"{digest(self._base, path, self.content(source))}{_ENDING}"
