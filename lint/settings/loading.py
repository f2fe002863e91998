"""Settings: the shipped rules.toml, then a project's file, then flags.

The shipped rules.toml is the schema: a key that it lacks is unknown, a value of another type is
wrong. Both are errors that name the key and the line. Tables listed under `schema.open` take any
key (units, word lists by category). Every list key may also be lengthened by `extend-KEY`.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from lint.settings.shipped import shipped

SHIPPED = "rules.toml（随程序发布）"
_EXCEPTION_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "fingerprint": str,
    "project": str,
    "file": str,
    "rule": str,
    "reason": str,
    "by": str,
    "until": (dt.date, str),
}
_SEVERITIES = ("error", "warning", "info")


class SettingsError(Exception):
    """A settings file or flag that cannot be used; the text is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class RuleException:
    """A reviewer's exception: which findings are silenced, why, by whom, until when.

    At least one of fingerprint, project, file (a glob on the path's end) and rule is given; all
    that are given must match. `reason` and `by` are mandatory.
    """

    reason: str
    by: str
    fingerprint: str = ""
    project: str = ""
    file: str = ""
    rule: str = ""
    until: dt.date | None = None
    origin: str = ""

    def describe(self) -> str:
        """The selectors in words, for messages."""
        parts = [f"{k}={v}" for k in ("fingerprint", "project", "file", "rule") if (v := getattr(self, k))]
        return "、".join(parts)


@dataclass(frozen=True)
class Settings:
    """Merged settings. `values` is a nested dict, `origins` maps dotted keys to their source."""

    values: Mapping[str, Any]
    origins: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    exceptions: tuple[RuleException, ...] = ()

    def get(self, key: str) -> Any:
        """The value under a dotted key. Raises SettingsError where there is none."""
        return _lookup(self.values, key)

    def default(self, key: str) -> Any:
        """The shipped value under a dotted key."""
        return _lookup(self.defaults or self.values, key)

    def rule(self, code: str) -> Mapping[str, Any]:
        """The section [rules.CODE]."""
        section = self.get(f"rules.{code}")
        assert isinstance(section, Mapping)
        return section

    def origin(self, key: str) -> str:
        """Where the value of a dotted key came from: a file's name with line, or the shipped file."""
        best = SHIPPED
        for known, source in self.origins.items():
            if known == key or known.startswith(key + ".") or key.startswith(known + "."):
                best = source
        return best


def load(project: Path | None = None, flags: Mapping[str, Any] | None = None) -> Settings:
    """The merged settings.

    `project` is a project's file (None: only the shipped one); `flags` maps dotted keys to
    values given on the command line. Raises SettingsError.
    """
    defaults = _shipped()
    if project is None and not flags:
        return _plain()
    values = _copy(defaults)
    origins: dict[str, str] = {}
    exceptions: tuple[RuleException, ...] = ()
    if project is not None:
        text, given = _read(project)
        exceptions = _exceptions(given.pop("exceptions", []), project, text)
        for key, value in _leaves(given, defaults, project, text):
            line = find_line(text, key)
            _assign(values, defaults, key, value, f"{project} 第 {line} 行")
            origins[_plain_key(key)] = f"{project} 第 {line} 行"
    for key, value in (flags or {}).items():
        _assign(values, defaults, key, value, "命令行")
        origins[_plain_key(key)] = "命令行"
    return Settings(values, origins, defaults, exceptions)


def find_line(text: str, key: str) -> int:
    """The 1-based line on which a dotted key stands in a TOML text (its table's line if inline)."""
    wanted = key.split(".")
    table: list[str] = []
    best, depth = 1, -1
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if match := re.match(r"\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$", stripped):
            table = _split_key(match[1])
            path = table
        elif match := re.match(
            r"""((?:[\w\-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w\-]+|"[^"]*"|'[^']*'))*)\s*=""", stripped
        ):
            path = table + _split_key(match[1])
        else:
            continue
        if path == wanted[: len(path)] and len(path) > depth:
            best, depth = number, len(path)
    return best


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Any]:
    _, values = _read(shipped("rules.toml"))
    return values


@lru_cache(maxsize=1)
def _plain() -> Settings:
    return Settings(_shipped(), {}, _shipped())


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(f"找不到设置文件 {path}，请检查 --config 后的路径。") from None
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"设置文件 {path} 无法读取，请确认是 UTF-8 编码的 TOML 文件。") from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        where = f"第 {match[1]} 行" if match else "末尾"
        raise SettingsError(f"设置文件 {path} {where}不是合法的 TOML，请更正后重试。") from None


def _leaves(
    given: Mapping[str, Any], schema: Mapping[str, Any], path: Path, text: str, prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    open_tables = _shipped().get("schema", {}).get("open", [])
    for key, value in given.items():
        dotted = f"{prefix}{key}"
        if prefix == "" and key == "schema":
            if value != _shipped().get("schema"):
                raise _bad(path, text, dotted, "不能改动")
            continue  # a whole copy of the shipped file
        base = key.removeprefix("extend-")
        if prefix.rstrip(".") in open_tables:
            yield dotted, value
        elif key in schema and isinstance(schema[key], Mapping) and isinstance(value, Mapping):
            yield from _leaves(value, schema[key], path, text, dotted + ".")
        elif key in schema or (base in schema and isinstance(schema[base], list)):
            yield dotted, value
        else:
            raise _bad(path, text, dotted, f"是未知的设置项{_nearest(key, schema)}")


def _assign(values: dict[str, Any], defaults: Mapping[str, Any], key: str, value: Any, where: str) -> None:
    *tables, last = key.split(".")
    target: Any = values
    schema: Any = defaults
    for part in tables:
        if not isinstance(target, dict) or part not in target:
            near = _nearest(part, target) or "，可用 jxlint config 查看全部设置"
            raise SettingsError(f"{where}：{key} 是未知的设置项{near}。")
        target = target[part]
        schema = schema.get(part, {}) if isinstance(schema, Mapping) else {}
    base = last.removeprefix("extend-")
    extends = last != base and last not in schema
    is_open = ".".join(tables) in defaults.get("schema", {}).get("open", [])
    if base not in schema and not is_open:
        near = _nearest(base, schema) or "，可用 jxlint config 查看全部设置"
        raise SettingsError(f"{where}：{key} 是未知的设置项{near}。")
    if base in schema:
        problem = _mismatch(value, schema[base]) or _unusable(base, value)
        if problem:
            raise SettingsError(f"{where}：{key} 的值不能用，{problem}。")
    target[base] = [*target[base], *value] if extends else value


def _mismatch(value: Any, model: Any) -> str:
    """Why `value` does not have the shipped value's type, or an empty string."""
    names = {bool: "true 或 false", int: "整数", float: "数字", str: "文字（加引号）", list: "列表", dict: "表"}
    kind = type(model)
    good = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        good = True
    if not good:
        return f"应为{names.get(kind, kind.__name__)}，实为{names.get(type(value), type(value).__name__)}"
    if kind is list and model and not all(isinstance(item, type(model[0])) for item in value):
        return f"列表的每一项应为{names.get(type(model[0]), '同类值')}"
    return ""


def _unusable(key: str, value: Any) -> str:
    """Why a value of the right type can still not be used, or an empty string."""
    if key == "severity" and value not in _SEVERITIES:
        return f"应为 {'、'.join(_SEVERITIES)} 之一，实为“{value}”"
    blank = (
        [item for item in value if isinstance(item, str) and item != item.strip()] if isinstance(value, list) else []
    )
    if isinstance(value, list) and (blank or "" in value):
        return f"列表里的“{blank[0] if blank else ''}”永远不会匹配（空白，或首尾有空格），请删去或改正"
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        return f"不能是负数（{value}）"
    return ""


def _nearest(key: str, schema: Mapping[str, Any]) -> str:
    """“，是否想写 …” with the known key that looks most like this one, or an empty string."""
    prefix = "extend-" if key.startswith("extend-") else ""
    near = difflib.get_close_matches(key.removeprefix("extend-"), list(schema), 1)
    return f"，是否想写 {prefix}{near[0]}" if near else ""


def _exceptions(given: Any, path: Path, text: str) -> tuple[RuleException, ...]:
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise _bad(path, text, "exceptions", "应写成 [[exceptions]] 的形式")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[exceptions]]")]
    found = []
    for index, item in enumerate(given):
        where = f"{path} 第 {lines[index] if index < len(lines) else 1} 行"
        for key, value in item.items():
            if key not in _EXCEPTION_KEYS:
                raise SettingsError(f"{where}：exceptions 里的 {key} 是未知的设置项。")
            if not isinstance(value, _EXCEPTION_KEYS[key]):
                raise SettingsError(f"{where}：exceptions 里的 {key} 类型不对。")
        for key in ("reason", "by"):
            if not str(item.get(key, "")).strip():
                word = "理由 reason" if key == "reason" else "设置人 by"
                raise SettingsError(f"{where}：例外必须写明{word}。")
        if not any(item.get(key) for key in ("fingerprint", "project", "file", "rule")):
            raise SettingsError(f"{where}：例外须指明 fingerprint、project、file、rule 中至少一项。")
        until = item.get("until")
        if isinstance(until, str):
            try:
                until = dt.date.fromisoformat(until)
            except ValueError:
                raise SettingsError(f"{where}：until 应为 2026-12-31 这样的日期。") from None
        selectors = {k: item.get(k, "") for k in ("fingerprint", "project", "file", "rule")}
        found.append(RuleException(item["reason"], item["by"], until=until, origin=where, **selectors))
    return tuple(found)


def _bad(path: Path, text: str, key: str, what: str) -> SettingsError:
    return SettingsError(f"{path} 第 {find_line(text, key)} 行：{key} {what}。")


def _lookup(values: Mapping[str, Any], key: str) -> Any:
    current: Any = values
    for part in _split_key(key):
        if not isinstance(current, Mapping) or part not in current:
            raise SettingsError(f"没有名为 {key} 的设置项，可用 jxlint config 查看全部设置。")
        current = current[part]
    return current


def _split_key(key: str) -> list[str]:
    return (
        [part[1] or part[2] or part[0] for part in re.findall(r"""("([^"]*)"|'([^']*)'|[^.\s"']+)""", key)]
        if ('"' in key or "'" in key)
        else [part.strip() for part in key.split(".")]
    )


def _plain_key(key: str) -> str:
    head, _, last = key.rpartition(".")
    return f"{head}.{last.removeprefix('extend-')}".lstrip(".")


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(item) for key, item in value.items()}
    return list(value) if isinstance(value, list) else value
