"""`jxlint library`: earlier submissions to compare with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lint.cli.console import show_progress, warn, write_out
from lint.cli.options import with_output, with_paths, with_settings
from lint.model import Submission, Unreadable
from lint.settings import Settings

if TYPE_CHECKING:
    from lint.similarity.library import Library, Stored

FOUND, UNUSABLE = 1, 2
_library = click.argument("library", type=click.Path(path_type=Path), metavar="LIBRARY")


@click.group(help="管理历年申报材料库（一个 SQLite 文件），查找从其他部门、其他年度照搬的绩效目标表。")
def command() -> None:
    """The group."""


@command.command("add", help="把申报材料加入材料库，库不存在时新建；已在库中的不重复加入。")
@_library
@with_paths
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="同时处理的文件数，默认等于处理器核数。")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度。")
@with_settings
def add(library: Path, paths: tuple[str, ...], settings: Settings, jobs: int | None, quiet: bool) -> int:
    """Adds files to the library, each in a transaction of its own."""
    code = 0
    added = known = 0
    with _open(library, settings, create=True) as base:
        for loaded in _loaded(paths, settings, jobs, quiet):
            if isinstance(loaded, Unreadable):
                warn(loaded.reason)
                code = UNUSABLE
            elif not loaded.tables:
                warn(f"{loaded.path} 里没有绩效目标表，未加入材料库。")
            elif base.add(loaded):
                added += 1
            else:
                known += 1
        total = base.tables()
    told = f"，{known} 份已在库中" if known else ""
    write_out(f"加入 {added} 份申报材料{told}；库中现有 {total} 张绩效目标表。\n", None)
    return code


@command.command("list", help="列出材料库里的申报材料。")
@_library
@click.option("--format", "-f", "form", type=click.Choice(("text", "jsonl")), default="text", help="格式，默认 text。")
@with_output
@with_settings
def listed(library: Path, settings: Settings, form: str, output: Path | None) -> int:
    """Prints what the library holds."""
    with _open(library, settings) as base:
        stored = base.submissions()
    lines = [_as_json(each) if form == "jsonl" else _as_text(each) for each in stored]
    if form == "text":
        lines.append(f"共 {len(stored)} 份申报材料，{sum(each.tables for each in stored)} 张绩效目标表。")
    write_out("".join(f"{line}\n" for line in lines), output)
    return 0


@command.command("remove", help="按编号（见 library list）从材料库里移除申报材料。")
@_library
@click.argument("numbers", type=int, nargs=-1, required=True, metavar="NUMBER…")
@with_settings
def remove(library: Path, numbers: tuple[int, ...], settings: Settings) -> int:
    """Removes submissions by number; exit code 2 where one is not there."""
    missing = []
    with _open(library, settings) as base:
        for number in numbers:
            if not base.remove(number):
                missing.append(number)
    for number in missing:
        warn(f"材料库里没有编号为 {number} 的申报材料，可用 jxlint library list 查看。")
    write_out(f"移除 {len(numbers) - len(missing)} 份申报材料。\n", None)
    return UNUSABLE if missing else 0


@command.command("check", help="检查申报材料中哪些表是从材料库里的表照搬的，以及改了什么。")
@_library
@with_paths
@click.option("--format", "-f", "form", type=click.Choice(("text", "jsonl")), default="text", help="格式，默认 text。")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="同时处理的文件数，默认等于处理器核数。")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度。")
@with_output
@with_settings
def check(
    library: Path,
    paths: tuple[str, ...],
    settings: Settings,
    form: str,
    jobs: int | None,
    quiet: bool,
    output: Path | None,
) -> int:
    """Prints every table's sources in the library; exit code 1 where there are some."""
    from lint.similarity.earlier import as_record, as_sentence, sources

    code = 0
    lines: list[str] = []
    with _open(library, settings) as base:
        for loaded in _loaded(paths, settings, jobs, quiet):
            if isinstance(loaded, Unreadable):
                warn(loaded.reason)
                code = UNUSABLE
                continue
            for source in sources(base, loaded, settings.similarity):
                code = code or FOUND
                record = as_record(source)
                lines.append(json.dumps(record, ensure_ascii=False) if form == "jsonl" else as_sentence(source))
    if form == "text":
        lines.append(f"共发现 {len(lines)} 处照搬。")
    write_out("".join(f"{line}\n" for line in lines), output)
    return code


def _loaded(
    paths: tuple[str, ...], settings: Settings, jobs: int | None, quiet: bool
) -> Iterator[Submission | Unreadable]:
    from lint.run.chain import load_all
    from lint.run.inputs import find

    with find(paths, settings) as inputs, show_progress(len(inputs.items), not quiet) as done:
        yield from load_all(inputs, settings, jobs or 0, done)


@contextmanager
def _open(path: Path, settings: Settings, *, create: bool = False) -> Iterator[Library]:
    from lint.similarity.library import Library

    with Library(path, settings.similarity, create=create) as library:
        yield library


def _as_text(stored: Stored) -> str:
    years = "、".join(map(str, stored.years)) or "年度不详"
    departments = "、".join(stored.departments) or "部门不详"
    return f"{stored.number:>6}  {years}  {departments}  {stored.tables} 张表  {stored.path}  {stored.added}"


def _as_json(stored: Stored) -> str:
    return json.dumps(
        {
            "number": stored.number,
            "path": stored.path,
            "added": stored.added,
            "tables": stored.tables,
            "departments": list(stored.departments),
            "years": list(stored.years),
        },
        ensure_ascii=False,
    )
