"""`jxlint config [KEY]`: a setting's value, type, default and where it came from."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from lint.cli.console import write_out
from lint.cli.options import with_output, with_settings
from lint.settings import Settings, SettingsError
from lint.settings.moved import gone, moved

TYPES: Mapping[type, str] = {bool: "真假", int: "整数", float: "数字", str: "文字", list: "列表"}


@click.command(help="查看设置项的值、类型、默认值和来源；不写 KEY 时列出全部。")
@click.argument("key", required=False, metavar="[KEY]")
@with_output
@with_settings
def command(key: str | None, settings: Settings, output: Path | None) -> None:
    """Prints one setting, the settings of a table, or all; a key that moved under its new name."""
    known = dict(_leaves(settings.values))
    key = _current(key) if key else key
    if key is None:
        chosen = list(known)
    elif key in known:
        write_out(_whole(key, known[key], settings), output)
        return
    else:
        chosen = [name for name in known if name.startswith(f"{key}.")]
    if not chosen:
        near = difflib.get_close_matches(str(key), known, 1)
        hint = f"是否想查 {near[0]}？" if near else "不写 KEY 可列出全部。"
        raise SettingsError(f"没有名为 {key} 的设置项，{hint}")
    write_out("".join(f"{name} = {_short(known[name])}{_changed(name, settings)}\n" for name in chosen), output)


def _current(key: str) -> str:
    """What the key is called now; says so where that is another name. Raises SettingsError for one that is gone."""
    if reason := gone(key):
        raise SettingsError(f"{key} 已取消：{reason}。")
    if new := moved(key):
        click.echo(f"jxlint：{key} 已改名为 {new}。", err=True)
    return new or key


def _leaves(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _whole(key: str, value: Any, settings: Settings) -> str:
    try:
        default = json.dumps(settings.default(key), ensure_ascii=False, default=str)
    except SettingsError:
        default = "（无，项目自行添加）"
    return (
        f"{key}\n  值    {json.dumps(value, ensure_ascii=False, default=str)}\n  类型  {TYPES.get(type(value), '表')}\n"
        f"  默认  {default}\n  来源  {settings.origin(key)}\n"
    )


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 100 else text[:99] + "…"  # one line a setting; KEY shows the whole


def _changed(key: str, settings: Settings) -> str:
    return f"    # {settings.origin(key)}" if key in settings.origins else ""
