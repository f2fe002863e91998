"""`jxlint extract`: the indicator rows themselves."""

from __future__ import annotations

import click

from lint.commands.options import with_output, with_paths, with_settings
from lint.console import progress, refuse_input, warn, write_out
from lint.model import Submission, Unreadable
from lint.rows import FORMATS
from lint.settings import Settings


@click.command(help="抽取申报材料（文件、文件夹，- 为标准输入）中的绩效指标行。")
@with_paths
@click.option("--format", "-f", "form", type=click.Choice(tuple(FORMATS)), default="jsonl", help="格式，默认 jsonl。")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="同时处理的文件数，默认等于处理器核数。")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度。")
@with_output
@with_settings
def command(
    paths: tuple[str, ...], settings: Settings, form: str, jobs: int | None, quiet: bool, output: object
) -> int:
    """Runs one extraction and returns the exit code."""
    from pathlib import Path

    from lint.inputs import find
    from lint.run import load_all

    assert output is None or isinstance(output, Path)
    submissions: list[Submission] = []
    code = 0
    with find(paths, settings) as inputs:
        refuse_input((output,), inputs.sources())
        with progress(len(inputs.items), not quiet) as done:
            for loaded in load_all(inputs, settings, jobs or 0, done):
                if isinstance(loaded, Unreadable):
                    warn(loaded.reason)
                    code = 2
                    continue
                submissions.append(loaded)
                if loaded.kind == "other":
                    warn(f"{loaded.path} 里没有绩效目标表。")
    write_out(FORMATS[form](submissions), output)
    return code
