"""`jxlint extract`: the indicator rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lint.cli.console import refuse_input, refuse_terminal, show_progress, warn, write_out
from lint.cli.options import with_output, with_paths, with_settings
from lint.model import UNREAD_FORM, Submission, Unreadable
from lint.reports.registry import ROWS
from lint.settings import Settings

if TYPE_CHECKING:
    from lint.run.inputs import Inputs


@click.command(help="抽取申报材料（文件、文件夹，- 为标准输入）中的绩效指标行。")
@with_paths
@click.option("--format", "-f", "form", type=click.Choice(tuple(ROWS)), default="jsonl", help="格式，默认 jsonl。")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="同时处理的文件数，默认等于处理器核数。")
@click.option(
    "--debug-image",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="把 PDF、扫描件每页识别出的表格框画在页面上，存为 DIR 里的 PNG。",
)
@click.option("--verbose", "-v", is_flag=True, help="逐行说明类别、名称、指标值各有几成把握及存疑的原因。")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度。")
@with_output
@with_settings
def command(
    paths: tuple[str, ...],
    settings: Settings,
    form: str,
    jobs: int | None,
    debug_image: Path | None,
    verbose: bool,
    quiet: bool,
    output: Path | None,
) -> int:
    """Runs one extraction and returns the exit code."""
    from lint.run.chain import load_all
    from lint.run.inputs import find

    refuse_terminal(ROWS[form], output)
    submissions: list[Submission] = []
    code = 0
    with find(paths, settings) as inputs:
        refuse_input((output,), inputs.sources())
        with show_progress(len(inputs.items), not quiet, "抽取") as done:
            for loaded in load_all(inputs, settings, jobs or 0, done):
                if isinstance(loaded, Unreadable):
                    warn(loaded.reason)
                    code = 2
                    continue
                submissions.append(loaded)
                if loaded.kind == "other":
                    warn(f"{loaded.path} 里没有绩效目标表。")
                elif loaded.kind == UNREAD_FORM:
                    warn(f"{loaded.path} 疑似绩效表，版面未能读出，请报送保留表格的原始文件。")
                for line in _certainties(loaded) if verbose else ():
                    warn(line)
        if debug_image is not None:
            _draw(inputs, debug_image, settings)
    write_out(ROWS[form].render(submissions), output)
    return code


def _certainties(submission: Submission) -> Iterator[str]:
    """A line a row: how sure its category, name and value are, and why not."""
    for table in submission.tables:
        for row in table.indicators:
            place = row.location
            where = (
                f"第 {place.line} 行" if place.line else f"第 {place.row} 行第 {place.column} 列" if place.row else ""
            )
            sure = f"类别 {row.sure.category:.2f} 名称 {row.sure.name:.2f} 指标值 {row.sure.value:.2f}"
            why = "；".join(row.reasons) if row.uncertain else "无存疑"
            yield f"{submission.path} 表 {table.number} {where} {row.name or row.value}：{sure}；{why}"


def _draw(inputs: Inputs, folder: Path, settings: Settings) -> None:
    """Writes NAME-页N.png for each page of each paged input, in a worker process of its own."""
    from functools import partial

    from lint.run.batch import make_names_safe
    from lint.run.inputs import Input
    from lint.run.workers import Bounds, Stopped, run_each

    items = [item for item in inputs.items if isinstance(item, Input)]
    names = make_names_safe([item.path for item in items])
    work = [(item.source, item.path) for item in items]
    for index, drawn in run_each(partial(_drawer, settings), work, 1, Bounds.of(settings)):
        if isinstance(drawn, Stopped):
            warn(f"{items[index].path}：{drawn.reason}")
            continue
        for number, picture in drawn:
            write_out(picture, folder / f"{names[items[index].path]}-页{number}.png")
        if not drawn:
            warn(f"{items[index].path} 不是 PDF 或扫描件，没有可画的页面。")


def _drawer(settings: Settings) -> Callable[[tuple[str, str]], list[tuple[int, bytes]]]:
    from lint.model import Unreadable
    from lint.readers import read
    from lint.readers.page.pictures import CARRIERS, grids

    def draw(item: tuple[str, str]) -> list[tuple[int, bytes]]:
        document = read(item[0], settings)
        if isinstance(document, Unreadable) or document.carrier not in CARRIERS:
            return []
        return list(grids(item[0], document, settings))

    return draw
