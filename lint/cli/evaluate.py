"""`jxlint evaluate`: measures the models on rows they were not trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lint.cli import UserError
from lint.cli.options import with_settings
from lint.language.widths import align_columns
from lint.settings import Settings

if TYPE_CHECKING:
    from lint.training.corpus import Row


@click.command(
    help="评测模型：分组交叉验证、留一行业、留一文件、编写与公开材料互测；写出 metrics.json、MODEL_CARD.md 和图。"
    "给出 --labels 时只在带标签的文件上测随程序发布的模型。"
)
@click.option("--labels", type=click.Path(path_type=Path), metavar="FILE", help="带标签的 JSONL 文件。")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="写入的目录，默认为 models/。")
@click.option("--corpora", type=click.Path(path_type=Path), metavar="DIR", help="语料目录，默认为随程序发布的语料。")
@click.option("--extra", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="另加的语料，可重复。")
@click.option("--compare", is_flag=True, help="另比较各种模型（含 spaCy 文本分类器），约多用数分钟。")
@click.option("--quick", is_flag=True, help="行业合成四组来留，快四倍。")
@with_settings
def command(
    settings: Settings,
    labels: Path | None,
    out: Path | None,
    corpora: Path | None,
    extra: tuple[Path, ...],
    compare: bool,
    quick: bool,
) -> None:
    """Prints the figures; writes them where no labelled file was given."""
    from lint.cli.models import renew_models
    from lint.settings.manifest import ModelError
    from lint.training.corpus import CorpusError

    try:
        if labels is not None:
            renew_models(settings)
            _on_labels(labels, settings)
        else:
            _on_corpora(settings, out, corpora, extra, compare, quick)
    except (CorpusError, ModelError) as error:
        raise UserError(str(error)) from None


def _on_labels(path: Path, settings: Settings) -> None:
    from lint.classify.judge import Judge
    from lint.training.corpus import load_corpora
    from lint.training.evaluation import decided, report, usable
    from lint.training.label_files import read_labels

    models = Judge.of(settings).models
    rows = tuple(row for row in read_labels(path) if usable(row))
    if not rows:
        raise UserError(f"带标签的文件 {path} 里没有可评测的行，请检查字段 l2、name、true_l2。")
    readings = models.category.read([row.name for row in rows], [row.value for row in rows])
    answers = decided(rows, readings, models.placement.misplaced, 0)
    _print({"labels": {"title": str(path), **report(answers, _threshold(settings))}})
    taught = {(row.level2, row.name, row.value) for row in load_corpora()}
    known = sum((row.level2, row.name, row.value) in taught for row in rows)
    if known:
        click.echo(f"注意：其中 {known} 行在训练语料中出现过，以上成绩不代表未见过的材料。")


def _on_corpora(
    settings: Settings, out: Path | None, corpora: Path | None, extra: Sequence[Path], compare: bool, quick: bool
) -> None:
    from lint.run.workers import Processes
    from lint.settings.shipped import shipped
    from lint.training.card import write
    from lint.training.corpus import PUBLIC_NAMES, load_accepted, load_corpora, read_rows
    from lint.training.evaluation import ask_all, protocols, report, vagueness
    from lint.training.models import versions
    from lint.training.people import compared, read_judgements

    each = Processes(start_method=settings.run.start_method)
    rows = load_corpora(corpora, extra)
    public = read_rows(shipped("corpora") / PUBLIC_NAMES)
    judgements = read_judgements()
    by_people: list[Mapping[str, Any]] = []
    threshold = _threshold(settings)
    found: dict[str, Any] = {}
    planned = protocols(rows, load_accepted(corpora), quick, public)
    for protocol in planned:
        if not protocol.splits or not all(split.asked for split in protocol.splits):
            continue
        answers = ask_all(protocol.splits, each)
        found[protocol.name] = {"title": protocol.title, **report(answers, threshold)}
        _print({protocol.name: found[protocol.name]})
        if protocol.name in ("sectors", "documents", "public"):
            by_people.append({"title": protocol.title, **compared(answers, judgements)})
    metrics: dict[str, Any] = {
        "command": "jxlint evaluate" + " --quick" * quick + " --compare" * compare,
        "versions": versions(),
        "rows": dict(sorted(Counter(row.source for row in rows).items())),
        "extra": [path.name for path in extra],
        "threshold": threshold,
        "protocols": found,
        "names_by_people": by_people,
        "vagueness": vagueness(rows, _lexical(settings)),
    }
    if compare:
        metrics["comparison"] = _comparison(rows)
    folder = out or shipped("models")
    try:
        write(folder, metrics)
    except OSError:
        raise UserError(f"无法写入 {folder}，请用 --out 指定可写的目录。") from None
    click.echo(f"已写入 {folder}：metrics.json、MODEL_CARD.md 和三张图。")


def _threshold(settings: Settings) -> float:
    """The probability from which C001 reports a row."""
    from lint.checks.rules.misplaced import MisplacedIndicator

    return settings.options(MisplacedIndicator.code, MisplacedIndicator.Options).threshold


def _comparison(rows: Sequence[Row]) -> dict[str, Mapping[str, float]]:
    from lint.training.contenders import compare
    from lint.training.evaluation import protocols

    splits = {protocol.name: protocol.splits for protocol in protocols(rows, quick=True)}
    largest = max(splits["documents"], key=lambda split: len(split.asked))
    return {"留出四分之一行业": compare(splits["sectors"][:1]), "留出最大的公开文件": compare([largest])}


def _lexical(settings: Settings) -> Any:
    """The rule V001 as a judge of corpus rows."""
    from lint.checks import build, by_code
    from lint.checks.rule import Hit, RowRule, Subject
    from lint.checks.tools import Tools
    from lint.model import LEVEL1_OF_LEVEL2, Indicator, Table

    tools = Tools.of(settings)
    rules = [rule for rule in build([by_code("V001"), by_code("V002")], tools) if isinstance(rule, RowRule)]

    def judge(row: Row) -> bool:
        indicator = Indicator("年度", LEVEL1_OF_LEVEL2.get(row.level2, ""), row.level2, row.name, row.value)
        subject = Subject(indicator, Table(1, indicators=(indicator,)), tools.language.parse(row.value))
        return any(isinstance(rule.check_row(subject), Hit) for rule in rules)

    return judge


def _print(found: Mapping[str, Any]) -> None:
    for each in found.values():
        category = each["category"]
        table = [
            (f"【{each['title']}】", f"{each['rows']} 行", "", ""),
            ("类别：名称和指标值", f"{category['name_and_value']:.3f}", "只看名称", f"{category['name_alone']:.3f}"),
            ("类别：关键词规则", f"{category['keywords']:.3f}", "最多的类别", f"{category['majority']:.3f}"),
        ]
        if placed := each.get("c001"):
            table += [
                ("C001：准确率", f"{placed['precision']:.3f}", "召回率", f"{placed['recall']:.3f}"),
                ("C001：F1", f"{placed['f1']:.3f}", "应属类别正确", f"{placed['destination']:.3f}"),
            ]
        click.echo(align_columns(table))
