"""`jxlint check`: reads files or folders, runs the checks, prints or writes a report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lint.commands.options import with_output, with_paths, with_settings, words
from lint.console import colour_wanted, progress, refuse_input, warn, width, write_out
from lint.model import Report, Severity
from lint.reports import available, writer
from lint.settings import Settings

NEVER = "never"
FOUND, UNUSABLE = 1, 2


@click.command(help="检查申报材料（文件、文件夹，- 为标准输入），输出问题清单。")
@with_paths
@click.option(
    "--select", multiple=True, metavar="RULES", help="只用这些规则：代码、类别字母、英文名或 ALL，可用逗号分隔。"
)
@click.option("--ignore", multiple=True, metavar="RULES", help="不用这些规则，写法同上。")
@click.option("--format", "-f", "form", type=click.Choice(available()), default="text", help="报告格式，默认 text。")
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), NEVER]),
    default=Severity.ERROR.value,
    help="有此级别以上的问题时退出码为 1，默认 error。",
)
@click.option("--against", type=click.Path(path_type=Path), metavar="LIBRARY", help="同时与历年材料库比对（D001）。")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="不再报告基线文件里已有的问题。")
@click.option("--write-baseline", type=click.Path(path_type=Path), metavar="FILE", help="把本次的问题写成基线文件。")
@click.option("--statistics", is_flag=True, help="文本报告末尾按规则列出数量。")
@click.option("--quiet", "-q", is_flag=True, help="只显示问题和一行小结。")
@click.option("--verbose", "-v", is_flag=True, help="另外显示每条规则的检查范围。")
@click.option("--no-color", is_flag=True, help="不用颜色（也可设环境变量 NO_COLOR）。")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="同时处理的文件数，默认等于处理器核数。")
@with_output
@with_settings
def command(
    paths: tuple[str, ...],
    settings: Settings,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    fail_on: str,
    against: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    statistics: bool,
    quiet: bool,
    verbose: bool,
    no_color: bool,
    jobs: int | None,
    output: Path | None,
) -> int:
    """Runs one check and returns the exit code."""
    from lint import baseline as known
    from lint.exceptions import silence
    from lint.inputs import find
    from lint.run import check

    baseline_entries = known.read(baseline) if baseline else None
    with find(paths, settings) as inputs:
        refuse_input((output, write_baseline), inputs.sources())
        with progress(len(inputs.items), not quiet) as done:
            report = check(inputs, settings, words(select), words(ignore), jobs or 0, done, against)
        report = silence(report, settings)
        if write_baseline:
            write_out(known.written(report), write_baseline)
        if baseline_entries is not None:
            report = known.hide(report, baseline_entries)
        _complain(report)
        if form == "text":
            from lint.reports.text import Look, render

            coloured = output is None and colour_wanted(sys.stdout, no_color)
            look = Look(coloured, width(), verbose, quiet, statistics)
            write_out(render(report, settings, look), output)
        else:
            write_out(writer(form)(report, settings), output)
    return exit_code(report, fail_on)


def exit_code(report: Report, fail_on: str) -> int:
    """0 no finding at or above `fail_on`, 1 some, 2 an input was unusable."""
    if any(file.unread for file in report.files):
        return UNUSABLE
    if fail_on == NEVER:
        return 0
    least = Severity(fail_on).rank
    return FOUND if any(finding.severity.rank >= least for finding in report.findings) else 0


def _complain(report: Report) -> None:
    """One sentence on standard error for each file that was not checked."""
    for file in report.files:
        if file.unread:
            warn(file.unread)
    others = [file.path for file in report.files if file.kind == "other"]
    if others and len(others) == len(report.files):
        shown = "、".join(others[:3]) + ("等" if len(others) > 3 else "")
        warn(f"{shown}里没有绩效目标表，没有可检查的内容。")
