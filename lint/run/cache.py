"""Examined files kept between runs as JSON, so that a batch goes on where it stopped.

A file is known again by its content, its name in reports, the settings that judge it, the rules
chosen and the program's version; anything else is examined anew. Nothing is unpickled: what is
read is plain JSON, and a record that does not fit is no record.
"""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from lint import __version__
from lint.model import Coverage, Finding, Submission, Unreadable
from lint.run.chain import Examined
from lint.settings import Settings

_REPORTING = ("reports", "grades")  # sections that do not change what is found
_LARGEST = 256_000_000  # characters of one record that is still read back
_CHUNK = 1 << 20


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
        try:
            with gzip.open(self._file(path, source), "rt", encoding="utf-8") as stream:
                record = json.loads(stream.read(_LARGEST))
            submission = _restored(Submission, record["submission"])
            findings = tuple(_restored(Finding, item) for item in record["findings"])
            coverage = {code: _restored(Coverage, item) for code, item in record["coverage"].items()}
            return Examined(submission, findings, coverage, float(record["seconds"]))
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, path: str, source: str, examined: Examined) -> None:
        """Keeps an examined file; a full disk or a folder without permission is no error of the run.

        A file that could not be read is not kept: what it lacked (a text recogniser) may be there next time.
        """
        if isinstance(examined.submission, Unreadable):
            return
        record = {
            "submission": _plain(examined.submission),
            "findings": [_plain(item) for item in examined.findings],
            "coverage": {code: _plain(item) for code, item in examined.coverage.items()},
            "seconds": examined.seconds,
        }
        target = self._file(path, source)
        temporary = target.with_suffix(".tmp")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(record, ensure_ascii=False, default=str)
            with gzip.open(temporary, "wt", encoding="utf-8", errors="surrogatepass", compresslevel=3) as stream:
                stream.write(text)
            temporary.replace(target)
        except OSError:
            temporary.unlink(missing_ok=True)

    def forget_others(self, wanted: Sequence[tuple[str, str]]) -> None:
        """Removes records of files that are no longer part of the batch."""
        keep = {self._file(path, source).name for path, source in wanted}
        for record in self.folder.glob("*.json.gz"):
            if record.name not in keep:
                record.unlink(missing_ok=True)

    def _file(self, path: str, source: str) -> Path:
        return self.folder / f"{digest(self._base, path, self.content(source))}.json.gz"


def _plain(item: Any) -> Any:
    """A dataclass as a dictionary of the fields that differ from their defaults."""
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        found = {}
        for name, default in _defaults(type(item)):
            value = getattr(item, name)
            if value != default:
                found[name] = _plain(value)
        return found
    if isinstance(item, Enum):
        return item.value
    if isinstance(item, list | tuple):
        return [_plain(value) for value in item]
    if isinstance(item, Mapping):
        return {key: _plain(value) for key, value in item.items()}
    return item


@lru_cache(maxsize=32)
def _defaults(kind: type) -> list[tuple[str, Any]]:
    return [(item.name, item.default) for item in dataclasses.fields(kind)]


def _restored(kind: Any, record: Mapping[str, Any]) -> Any:
    """A dataclass of this kind from its dictionary. Raises TypeError or KeyError where it does not fit."""
    makers = _makers(kind)
    return kind(**{name: value if (made := makers[name]) is None else made(value) for name, value in record.items()})


@lru_cache(maxsize=32)
def _makers(kind: Any) -> dict[str, Callable[[Any], Any] | None]:
    hints = typing.get_type_hints(kind)
    return {item.name: _maker(hints[item.name]) for item in dataclasses.fields(kind)}


def _maker(hint: Any) -> Callable[[Any], Any] | None:
    """What turns a JSON value into this type; None where it is itself."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint):
        return lambda value: _restored(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if origin is tuple:
        inner = _maker(arguments[0])
        return tuple if inner is None else _of_each(inner)
    if origin in (typing.Union, types.UnionType):
        return next((_unless_none(made) for item in arguments if (made := _maker(item)) is not None), None)
    return None


def _unless_none(made: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else made(value)


def _of_each(made: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: tuple(map(made, value))
