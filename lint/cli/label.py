"""`jxlint label`: takes reviewers' verdicts into a local corpus."""

from __future__ import annotations

from pathlib import Path

import click

from lint.cli import UserError

DEFAULT = Path("jxlint-labels.jsonl")


@click.command(
    help="收回审核人员的判定：在 jxlint check --format csv 的结果上加“判定”（对/错）和“正确类别”两列，"
    "核对后并入本地语料；用 jxlint train --extra 该文件 重新训练。"
)
@click.argument("report", type=click.Path(path_type=Path), metavar="REPORT.csv")
@click.option(
    "--corpus", type=click.Path(path_type=Path), default=DEFAULT, metavar="FILE", help=f"本地语料，默认 {DEFAULT}。"
)
def command(report: Path, corpus: Path) -> None:
    """Validates, appends, and says what was done."""
    from lint.checks import all_rules
    from lint.training.corpus import CorpusError
    from lint.training.verdicts import VerdictError, add, read_verdicts

    try:
        taken = read_verdicts(report, {rule.code: rule.teaches for rule in all_rules() if rule.teaches})
        new, replaced = add(taken.rows, corpus) if taken.rows else (0, 0)
    except (VerdictError, CorpusError) as error:
        raise UserError(str(error)) from None
    parts = [f"新增 {new} 行"]
    if replaced:
        parts.append(f"更新 {replaced} 行")
    if taken.unmarked:
        parts.append(f"{taken.unmarked} 行没有判定")
    if taken.unused:
        parts.append(f"{taken.unused} 行的规则或类别不用于训练")
    click.echo(f"{corpus}：{'，'.join(parts)}。")
    if taken.rows:
        click.echo(f"重新训练：jxlint train --extra {corpus}")
