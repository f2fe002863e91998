"""`jxlint check`: reads files or folders, runs the checks, prints or writes a report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lint.cli.console import measure_width, refuse_input, refuse_terminal, show_progress, wants_colour, warn, write_out
from lint.cli.options import with_output, with_paths, with_settings, words
from lint.model import Report, Severity
from lint.reports.registry import REPORTS, render_report
from lint.settings import Settings, SettingsError

if TYPE_CHECKING:
    from lint.run.cache import Store
    from lint.run.inputs import Inputs

NEVER = "never"
FOUND, UNUSABLE = 1, 2


@click.command(help="检查申报材料（文件、文件夹，- 为标准输入），输出问题清单。")
@with_paths
@click.option(
    "--select", multiple=True, metavar="RULES", help="只用这些规则：代码、类别字母、英文名或 ALL，可用逗号分隔。"
)
@click.option("--ignore", multiple=True, metavar="RULES", help="不用这些规则，写法同上。")
@click.option("--format", "-f", "form", type=click.Choice(tuple(REPORTS)), default="text", help="报告格式，默认 text。")
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), NEVER]),
    default=Severity.ERROR.value,
    help="有此级别以上的问题时退出码为 1，默认 error。",
)
@click.option("--against", type=click.Path(path_type=Path), metavar="LIBRARY", help="同时与历年材料库比对（D001）。")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="不再报告基线文件里已有的问题。")
@click.option("--write-baseline", type=click.Path(path_type=Path), metavar="FILE", help="把本次的问题写成基线文件。")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="为每份材料分别写报告，并写 index.html 和 汇总.xlsx。"
)
@click.option(
    "--report", multiple=True, metavar="KINDS", help="与 --out 同用：docx、html、annotated、xlsx 等，默认 docx,html。"
)
@click.option("--force", is_flag=True, help="与 --out 同用：已处理且未变的文件也重做。")
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
    out: Path | None,
    report: tuple[str, ...],
    force: bool,
    statistics: bool,
    quiet: bool,
    verbose: bool,
    no_color: bool,
    jobs: int | None,
    output: Path | None,
) -> int:
    """Runs one check and returns the exit code."""
    from lint.cli.models import renew_models
    from lint.run import baseline as known
    from lint.run.chain import check
    from lint.run.exceptions import silence
    from lint.run.inputs import find
    from lint.run.originals import OriginalFiles

    renew_models(settings)
    baseline_entries = known.read(baseline) if baseline else None
    batch = _Batch.of(out, report, force, output)
    if batch is None:
        refuse_terminal(REPORTS[form], output)
    with find(paths, settings) as inputs:
        kept = batch.prepare(inputs, settings, words(select), words(ignore)) if batch else None
        refuse_input((output, write_baseline), inputs.sources())
        with show_progress(batch.pending(inputs) if batch else len(inputs.items), not quiet) as done:
            found = check(inputs, settings, words(select), words(ignore), jobs or 0, done, against, kept)
        found = silence(found, settings)
        if write_baseline:
            write_out(known.written(found), write_baseline)
        if baseline_entries is not None:
            found = known.hide(found, baseline_entries)
        _complain(found)
        if batch:
            failed = batch.write(found, inputs, settings, quiet)
            return UNUSABLE if failed else exit_code(found, fail_on)
        if form == "text":
            from lint.reports.formats.text import Look, render

            coloured = output is None and wants_colour(sys.stdout, no_color)
            look = Look(coloured, measure_width(), verbose, quiet, statistics)
            write_out(render(found, settings, look), output)
        else:
            originals = OriginalFiles(settings, inputs)
            write_out(render_report(REPORTS[form], found, settings, originals), output)
            for remark in originals.remarks:
                warn(remark)
    return exit_code(found, fail_on)


@dataclass
class _Batch:
    """The options of `--out` and what they start."""

    out: Path
    kinds: tuple[str, ...]
    force: bool
    kept: Store | None = None

    @classmethod
    def of(cls, out: Path | None, report: tuple[str, ...], force: bool, output: Path | None) -> _Batch | None:
        """None without --out. Raises SettingsError for options that do not go together."""
        if out is None:
            if report or force:
                raise SettingsError("--report 和 --force 要与 --out 目录 同用。")
            return None
        if output is not None:
            raise SettingsError("--out 与 --output 不能同用：--out 写到目录，--output 写一个文件。")
        from lint.run.batch import choose_kinds

        return cls(out, choose_kinds(words(report)), force)

    def prepare(self, inputs: Inputs, settings: Settings, select: Sequence[str], ignore: Sequence[str]) -> Store:
        """What earlier runs examined; the batch's own files leave the inputs."""
        from lint.run import batch

        batch.leave_out_own(inputs, self.out)
        self.kept = batch.open_store(self.out, settings, select, ignore, force=self.force)
        return self.kept

    def pending(self, inputs: Inputs) -> int:
        """Files to examine, for the progress bar: what is known moves no bar."""
        from lint.run.batch import count_pending

        return count_pending(inputs, self.kept) if self.kept else len(inputs.items)

    def write(self, report: Report, inputs: Inputs, settings: Settings, quiet: bool) -> bool:
        """Writes the reports and says on standard error what was done; whether a report failed."""
        from lint.run.batch import write

        with show_progress(len(report.files), not quiet, "写报告") as done:
            written = write(report, inputs, self.out, self.kinds, settings, force=self.force, done=done)
        if not quiet:
            unread = sum(bool(file.unread) for file in report.files)
            broken = f"，{unread} 个文件未能读取" if unread else ""
            counted = f"新写 {written.written} 份材料的报告，{written.kept} 份未变{broken}"
            warn(f"{counted}；总览见 {self.out / 'index.html'}。")
        for reason in (*written.remarks, *written.failed.values()):
            warn(reason)
        return bool(written.failed)


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
