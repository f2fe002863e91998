"""`jxlint train`: rebuilds models/ from corpora/."""

from __future__ import annotations

from pathlib import Path

import click

from lint.cli import UserError


@click.command(help="由 corpora/ 重建 models/；同样的语料和版本得到逐字节相同的模型。")
@click.option("--corpora", type=click.Path(path_type=Path), metavar="DIR", help="语料目录，默认为随程序发布的语料。")
@click.option(
    "--extra",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="另加的语料（jxlint label 写出的文件），可重复。",
)
@click.option(
    "--models", type=click.Path(path_type=Path), metavar="DIR", help="写入的目录，默认为随程序发布的 models/。"
)
def command(corpora: Path | None, extra: tuple[Path, ...], models: Path | None) -> None:
    """Trains and stores; says what from."""
    from lint.settings.manifest import read_manifest
    from lint.settings.shipped import shipped
    from lint.training.corpus import SOURCES, CorpusError
    from lint.training.models import build

    folder = models or shipped("models")
    try:
        build(folder, corpora, extra)
    except CorpusError as error:
        raise UserError(str(error)) from None
    except OSError:
        raise UserError(f"无法写入模型目录 {folder}，请用 --models 指定可写的目录。") from None
    counts = read_manifest(folder).rows
    parts = "、".join(f"{SOURCES.get(source, source)} {number} 行" for source, number in counts.items())
    click.echo(f"已写入 {folder}：{parts}。")
