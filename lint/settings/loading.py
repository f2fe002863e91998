"""Settings: the shipped rules.toml, then a project's file, then flags.

The shipped rules.toml is the schema: a key that it lacks is unknown, a value of another type is
wrong. Both are errors that name the key and the line. Tables listed under `schema.open` take any
key (units, word lists by category). Every list key may also be lengthened by `extend-KEY`. Keys that
moved are taken under their new name (`lint.settings.moved`). Installed rule packages add the sections
of their own rules (`lint.settings.packages`). By hand: pydantic and msgspec name the key of a wrong
value, never the line of the file it stands on.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from lint.settings.dotted import find_line
from lint.settings.errors import SettingsError
from lint.settings.exceptions import RuleException, read_exceptions
from lint.settings.merged import Settings
from lint.settings.moved import gone, moved
from lint.settings.packages import rule_packages
from lint.settings.shipped import shipped

_SEVERITIES = ("error", "warning", "info")


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
    notices: list[str] = []
    exceptions: tuple[RuleException, ...] = ()
    if project is not None:
        text, given = _read(project)
        exceptions = read_exceptions(given.pop("exceptions", []), project, text)
        for written, key, value in _leaves(given, defaults, project, text):
            where = f"{project} 第 {find_line(text, written)} 行"
            _take(values, defaults, (written, key, value), where, origins, notices)
    for written, value in (flags or {}).items():
        _take(values, defaults, (written, moved(written) or written, value), "命令行", origins, notices)
    return Settings(values, origins, defaults, exceptions, tuple(notices))


def _take(
    values: dict[str, Any],
    defaults: Mapping[str, Any],
    given: tuple[str, str, Any],
    where: str,
    origins: dict[str, str],
    notices: list[str],
) -> None:
    """Takes one value given under `written`, which is now called `key`, and notes where it came from."""
    written, key, value = given
    if reason := gone(written):
        notices.append(f"{where}：{written} 已取消（{reason}），未采用，请删去。")
        return
    if key != written:
        notices.append(f"{where}：{written} 已改名为 {key}，仍按原值采用，请改用新名。")
    _assign(values, defaults, key, value, where)
    origins[_plain_key(key)] = where


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Any]:
    _, values = _read(shipped("rules.toml"))
    for package in rule_packages():
        for code, section in package.sections.items():
            if code in values["rules"]:
                raise package.unusable(f"规则 {code} 已经有了")
            values["rules"][code] = section
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
) -> Iterator[tuple[str, str, Any]]:
    """The values of a file: the dotted key as written, the key as it is called now, the value."""
    open_tables = _shipped().get("schema", {}).get("open", [])
    for key, value in given.items():
        dotted = f"{prefix}{key}"
        if prefix == "" and key == "schema":
            if not _is_own_schema(value):
                raise _bad(path, text, dotted, "不能改动")
            continue  # a whole copy of the shipped file
        base = key.removeprefix("extend-")
        if new := moved(dotted):
            rest = value if isinstance(value, Mapping) else {"": value}
            yield from ((f"{dotted}.{k}".rstrip("."), f"{new}.{k}".rstrip("."), v) for k, v in rest.items())
        elif gone(dotted) or prefix.rstrip(".") in open_tables:
            yield dotted, dotted, value
        elif key in schema and isinstance(schema[key], Mapping) and isinstance(value, Mapping):
            yield from _leaves(value, schema[key], path, text, dotted + ".")
        elif key in schema or (base in schema and isinstance(schema[base], list)):
            yield dotted, dotted, value
        else:
            raise _bad(path, text, dotted, f"是未知的设置项{_nearest(key, schema)}")


def _is_own_schema(value: Any) -> bool:
    """Whether a [schema] is the shipped one, or that of an earlier version (keys that moved)."""
    if not isinstance(value, Mapping) or set(value) != {"open"} or not isinstance(value["open"], list):
        return False
    return {moved(key) or key for key in value["open"]} == set(_shipped()["schema"]["open"])


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


def _bad(path: Path, text: str, key: str, what: str) -> SettingsError:
    return SettingsError(f"{path} 第 {find_line(text, key)} 行：{key} {what}。")


def _plain_key(key: str) -> str:
    head, _, last = key.rpartition(".")
    return f"{head}.{last.removeprefix('extend-')}".lstrip(".")


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(item) for key, item in value.items()}
    return list(value) if isinstance(value, list) else value
