"""From a table of settings to the frozen dataclass of its section.

The dataclass is the section's type: its fields are the keys of rules.toml (a test holds the two
together). Lists become tuples; a table becomes a nested dataclass where its keys are fixed, a
mapping where they are data. What the shipped file cannot vouch for (the entries of open tables) is
checked here.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")
_WORDS: Mapping[type, str] = {bool: "true 或 false", int: "整数", float: "数字", str: "文字（加引号）"}


class UnfitError(Exception):
    """A value that does not fit its field: the dotted `key` and what is wrong with it, in Chinese."""

    def __init__(self, key: str, wrong: str) -> None:
        super().__init__(f"{key} {wrong}")
        self.key = key
        self.wrong = wrong


def built(kind: type[T], table: Mapping[str, Any], key: str) -> T:
    """The dataclass `kind` from the table that stands under the dotted `key`.

    A field that the table lacks keeps its default; one without a default must be there. Raises
    UnfitError for a missing or unknown key and for a value of another type.
    """
    made: T = _nested(kind)(table, key)
    return made


_Maker = Callable[[Any, str], Any]


def _maker(hint: Any) -> _Maker:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if is_dataclass(hint):
        return _nested(hint)
    if origin is tuple:
        return _list(_maker(arguments[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _table(_maker(arguments[1]))
    if origin in (typing.Union, types.UnionType):  # X | None: TOML has no null, an absent key is None
        return _maker(next(item for item in arguments if item is not type(None)))
    if issubclass(hint, Enum):
        return _word(hint)
    return _plain(hint)


def _nested(kind: Any) -> _Maker:
    hints = typing.get_type_hints(kind)
    makers = {item.name: _maker(hints[item.name]) for item in fields(kind)}
    needed = [item.name for item in fields(kind) if item.default is MISSING and item.default_factory is MISSING]

    def make(value: Any, key: str) -> Any:
        if not isinstance(value, Mapping):
            raise _of_type(key, "表")
        for name in value:
            if name not in makers:
                raise UnfitError(f"{key}.{name}", "是未知的设置项")
        for name in needed:
            if name not in value:
                raise UnfitError(f"{key}.{name}", "没有填写")
        return kind(**{name: makers[name](item, f"{key}.{name}") for name, item in value.items()})

    return make


def _list(inner: _Maker) -> _Maker:
    def make(value: Any, key: str) -> Any:
        if not isinstance(value, list | tuple):
            raise _of_type(key, "列表")
        return tuple(inner(item, key) for item in value)

    return make


def _table(inner: _Maker) -> _Maker:
    def make(value: Any, key: str) -> Any:
        if not isinstance(value, Mapping):
            raise _of_type(key, "表")
        return {name: inner(item, f"{key}.{name}") for name, item in value.items()}

    return make


def _word(kind: type[Enum]) -> _Maker:
    def make(value: Any, key: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            raise _of_type(key, f"{'、'.join(str(item.value) for item in kind)} 之一") from None

    return make


def _plain(kind: type) -> _Maker:
    def make(value: Any, key: str) -> Any:
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise _of_type(key, _WORDS[kind])
        return value

    return make


def _of_type(key: str, wanted: str) -> UnfitError:
    return UnfitError(key, f"的值不能用，应为{wanted}")
