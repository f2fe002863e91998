"""`jxlint dedup`: near-duplicate tables among many."""

from __future__ import annotations

from pathlib import Path

import click

from lint.commands.options import with_output, with_paths, with_settings
from lint.console import progress, refuse_input, warn, write_out
from lint.settings import Settings

FORMATS = ("text", "jsonl", "csv", "html", "parquet")
UNUSABLE = 2


@click.command(help="在申报材料、extract 导出的 Parquet 或扁平 CSV 中查找近乎照抄的绩效目标表。")
@with_paths
@click.option("--format", "-f", "form", type=click.Choice(FORMATS), default="text", help="输出格式，默认 text。")
@click.option("--all-pairs", is_flag=True, help="列出每一对，而不只是把每一组连起来的那些。")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="进程数，默认等于处理器核数。")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度。")
@with_output
@with_settings
def command(
    paths: tuple[str, ...],
    settings: Settings,
    form: str,
    all_pairs: bool,
    jobs: int | None,
    quiet: bool,
    output: Path | None,
) -> int:
    """Runs one search for copies and returns the exit code."""
    from lint.inputs import find
    from lint.similarity import export
    from lint.similarity.engine import find as find_copies
    from lint.similarity.sources import load

    options = settings.get("similarity")
    with find(paths, settings) as inputs:
        refuse_input((output,), inputs.sources())
        with progress(len(inputs.items), not quiet) as done:
            corpus, problems = load(inputs, settings, jobs or 0, done)
    for problem in problems:
        warn(problem)
    if not len(corpus):
        warn("没有可比较的绩效目标表。")
    copies = find_copies(corpus, options, all_pairs=all_pairs, jobs=jobs)
    write_out(export.FORMATS[form](corpus, copies, options), output)
    return UNUSABLE if problems else 0
