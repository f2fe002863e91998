"""`jxlint dedup`: near-duplicate tables among many."""

from __future__ import annotations

from pathlib import Path

import click

from lint.cli.console import refuse_input, refuse_terminal, show_progress, warn, write_out
from lint.cli.options import with_output, with_paths, with_settings
from lint.reports.registry import PAIRS
from lint.settings import Settings, SettingsError
from lint.settings.sections.similarity import Similarity

SPARK_FORMATS = ("jsonl", "parquet")  # what the distributed engine writes itself
UNUSABLE = 2


@click.command(help="在申报材料、extract 导出的 Parquet 或扁平 CSV 中查找近乎照抄的绩效目标表。")
@with_paths
@click.option("--format", "-f", "form", type=click.Choice(tuple(PAIRS)), default="text", help="输出格式，默认 text。")
@click.option("--all-pairs", is_flag=True, help="列出每一对，而不只是把每一组连起来的那些。")
@click.option(
    "--engine", type=click.Choice(("embedded", "spark")), default="embedded", help="本机引擎或 Apache Spark，默认本机。"
)
@click.option("--master", default="local[*]", metavar="URL", help="Spark 的 master，默认 local[*]。")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="进程数，默认等于处理器核数。")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度。")
@with_output
@with_settings
def command(
    paths: tuple[str, ...],
    settings: Settings,
    form: str,
    all_pairs: bool,
    engine: str,
    master: str,
    jobs: int | None,
    quiet: bool,
    output: Path | None,
) -> int:
    """Runs one search for copies and returns the exit code."""
    from lint.run.flat_tables import load_corpus
    from lint.run.inputs import find
    from lint.run.workers import Processes
    from lint.similarity.engines.embedded import find_copies

    options = settings.similarity
    if engine == "spark":
        return _on_spark(paths, options, form, all_pairs, master, output)
    refuse_terminal(PAIRS[form], output)
    with find(paths, settings) as inputs:
        refuse_input((output,), inputs.sources())
        with show_progress(len(inputs.items), not quiet) as done:
            corpus, problems = load_corpus(inputs, settings, jobs or 0, done)
    for problem in problems:
        warn(problem)
    if not len(corpus):
        warn("没有可比较的绩效目标表。")
    each = Processes(jobs or 0, settings.run.start_method)
    copies = find_copies(corpus, options, all_pairs=all_pairs, each=each)
    write_out(PAIRS[form].render(corpus, copies, options), output)
    return UNUSABLE if problems else 0


def _on_spark(
    paths: tuple[str, ...], options: Similarity, form: str, all_pairs: bool, master: str, output: Path | None
) -> int:
    """Pairs and clusters of Parquet input as folders of Parquet, or the pairs as jsonl."""
    import json
    import tempfile

    from lint.reports.pairs.records import nest
    from lint.similarity.engines import spark

    if form not in SPARK_FORMATS:
        raise SettingsError(f"--engine spark 的输出格式为 {'、'.join(SPARK_FORMATS)}，请用 --format 指定。")
    if form == "parquet" and output is None:
        raise SettingsError("--engine spark 的 Parquet 结果是一个文件夹，请用 --output 指定。")
    for path in paths:
        if "://" not in path and not Path(path).exists():
            raise SettingsError(f"找不到 {path}，请检查路径。")
    sources = [path if "://" in path else str(Path(path).resolve()) for path in paths]
    with tempfile.TemporaryDirectory(prefix="jxlint-") as folder:
        target = output.resolve() if output is not None and form == "parquet" else Path(folder)
        counts = spark.dedup(sources, target, options, all_pairs=all_pairs, master=master)
        if form == "jsonl":
            lines = (json.dumps(nest(pair), ensure_ascii=False) + "\n" for pair in spark.read_pairs(target))
            write_out("".join(lines), output)
    warn(f"共 {counts['tables']} 张表，{counts['clusters']} 组近乎照抄，列出 {counts['pairs']} 对。")
    return 0
