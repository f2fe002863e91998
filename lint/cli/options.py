"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from lint.settings.project import settings_for


def with_settings(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --config, --set and --isolated, and passes the merged `settings: Settings`.

    What there is to say about the settings' files themselves goes to standard error.
    """

    @click.option(
        "--config", type=click.Path(path_type=Path), metavar="FILE", help="设置文件（默认向上查找 jxlint.toml）。"
    )
    @click.option("--set", "assignments", multiple=True, metavar="KEY=VALUE", help="临时改一项设置，可重复。")
    @click.option("--isolated", is_flag=True, help="不使用找到的项目设置文件。")
    @wraps(function)
    def wrapper(*args: Any, config: Path | None, assignments: tuple[str, ...], isolated: bool, **rest: Any) -> Any:
        settings = settings_for(config, assignments, isolated)
        for notice in settings.notices:
            click.echo(f"jxlint：{notice}", err=True)
        return function(*args, settings=settings, **rest)

    return wrapper


def with_output(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --output, passed as `output: Path | None`."""
    return click.option(
        "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="写入文件而不是标准输出。"
    )(function)


def with_paths(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the argument PATH…, passed as `paths: tuple[str, ...]`; `-` is standard input."""
    return click.argument("paths", nargs=-1, required=True, metavar="PATH…")(function)


def words(values: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a repeatable, comma-separated option."""
    return tuple(word.strip() for value in values for word in value.replace("，", ",").split(",") if word.strip())
