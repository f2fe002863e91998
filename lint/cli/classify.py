"""`jxlint classify`: the category of indicators given on standard input."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import click

from lint.cli import UserError
from lint.cli.options import with_settings
from lint.language.widths import align_columns
from lint.settings import Settings

if TYPE_CHECKING:
    from lint.classify.judge import Judge

_COLUMNS = {
    "name": "name", "指标名称": "name", "三级指标": "name", "名称": "name",
    "value": "value", "指标值": "value", "目标值": "value",
    "project": "project", "项目名称": "project",
}  # fmt: skip
_BATCH = 5000  # rows judged together: large enough for numpy, small enough to answer while input comes
_LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}  # some readers end a line at these
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Asked:
    """One input line: an indicator's name, and its value where the input is CSV ("" if unknown)."""

    name: str
    value: str = ""


@click.command(
    help="判断指标属于哪个二级指标。标准输入每行一个指标名称，或带表头的 CSV（name[,value,project]）；"
    "按输入次序逐行输出，空行输出空结果。"
)
@click.argument("source", default="-", type=click.File("rb"), metavar="[FILE]")
@click.option("--form", type=click.Choice(["2015", "2021"]), default="2015", help="表式：2021 版把成本指标分为三类。")
@click.option(
    "--format", "-f", "layout", type=click.Choice(["jsonl", "text"]), default="jsonl", help="格式，默认 jsonl。"
)
@with_settings
def command(source: BinaryIO, form: str, layout: str, settings: Settings) -> None:
    """Prints one object (or line) an input line."""
    from lint.classify.judge import Judge
    from lint.cli.models import renew_models
    from lint.settings.manifest import ModelError

    renew_models(settings)
    judge = Judge.of(settings)
    try:
        for batch in _batches(_asked(_decoded(source.read()))):
            answers = _answers(batch, form, judge)
            if layout == "jsonl":
                click.echo(
                    "\n".join(json.dumps(answer, ensure_ascii=False).translate(_LINE_ENDS) for answer in answers)
                )
            else:
                click.echo(align_columns([_line(answer) for answer in answers]), nl=False)
    except ModelError as error:
        raise UserError(str(error)) from None


def _answers(asked: Sequence[Asked], form: str, judge: Judge) -> list[dict[str, object]]:
    return [
        {"name": row.name, "level2": found.level2, "probability": found.probability, "evidence": list(found.evidence)}
        for row, found in zip(asked, judge.classify([(row.name, row.value) for row in asked], form), strict=True)
    ]


def _line(answer: dict[str, object]) -> tuple[str, ...]:
    evidence = answer["evidence"]
    assert isinstance(evidence, list)
    return str(answer["level2"]) or "—", f"{answer['probability']:.2f}", str(answer["name"]), "、".join(evidence)


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError("标准输入不是 UTF-8 或 GB18030 编码的文字，请转换编码后重试。")


def _asked(text: str) -> Iterator[Asked]:
    """The indicators of the input: lines of names, or CSV where the first line is a known header."""
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
    header = next(csv.reader(lines[:1]), []) if lines else []
    columns = [_COLUMNS.get(cell.strip().lower()) for cell in header]
    if "name" not in columns or None in columns or len(columns) < 2:
        yield from (Asked(line) for line in lines)
        return
    for number, cells in enumerate(csv.reader(io.StringIO(text)), 1):
        if number == 1:
            continue
        if len(cells) > len(columns):
            raise UserError(f"CSV 第 {number} 行有 {len(cells)} 格，多于表头的 {len(columns)} 格，请检查引号和逗号。")
        row = dict(zip(columns, cells, strict=False))
        yield Asked(row.get("name") or "", (row.get("value") or "").strip())


def _batches(rows: Iterator[Asked]) -> Iterator[list[Asked]]:
    batch: list[Asked] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
