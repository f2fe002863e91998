"""`jxlint suggest`: well-formed neighbours of an indicator."""

from __future__ import annotations

import json

import click

from lint.cli import UserError
from lint.cli.options import with_settings
from lint.language.widths import align_columns
from lint.settings import Settings


@click.command(help="给出写法合格的相近指标，作为可核验目标的样子。例如：jxlint suggest 节能环保 --level2 生态效益指标")
@click.argument("name")
@click.option("--level2", default="", metavar="类别", help="二级指标；不写则由模型判断。")
@click.option("--project", default="", metavar="项目", help="项目名称，用来在相近的写法里择优。")
@click.option("--limit", type=click.IntRange(1, 20), default=3, help="最多给出几条，默认 3。")
@click.option(
    "--format", "-f", "layout", type=click.Choice(["text", "jsonl"]), default="text", help="格式，默认 text。"
)
@with_settings
def command(name: str, level2: str, project: str, limit: int, layout: str, settings: Settings) -> None:
    """Prints up to `limit` patterns, best first."""
    from lint.classify.judge import Judge
    from lint.classify.labels import NUMBER_OF
    from lint.cli.models import renew_models
    from lint.settings.manifest import ModelError

    given = level2 if not level2 or level2.endswith("指标") else level2 + "指标"
    if given and given not in NUMBER_OF:
        raise UserError(f"没有名为 {level2} 的二级指标，可用的有：{'、'.join(NUMBER_OF)}。")
    renew_models(settings)
    judge = Judge.of(settings)
    try:
        category = given or judge.classify([(name, "")], "2015")[0].level2
        found = judge.find_patterns(name, category, project, limit)
    except ModelError as error:
        raise UserError(str(error)) from None
    if layout == "jsonl":
        for item in found:
            answer = {"level2": item.level2, "name": item.name, "value": item.value, "score": item.score}
            click.echo(json.dumps(answer, ensure_ascii=False))
    elif found:
        click.echo(align_columns([(item.level2, f"{item.name} ▸ {item.value}") for item in found]), nl=False)
    else:
        click.echo("语料里没有相近的合格写法。", err=True)
