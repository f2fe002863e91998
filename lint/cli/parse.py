"""`jxlint parse TEXT…`: what the language layer makes of a name or a value, layer by layer.

For whoever adds words or units to a settings file and wants to see what they do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lint.cli.console import write_out
from lint.cli.options import with_output, with_settings
from lint.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from lint.language import Language

_LONGEST = 400  # characters of a line that are read


@click.command(
    help="查看一个名称或指标值被读成什么：分词、数与单位、日期、状态、含糊词、量纲。TEXT 为 - 时逐行读标准输入。"
)
@click.argument("texts", nargs=-1, required=True, metavar="TEXT…")
@with_output
@with_settings
def command(texts: tuple[str, ...], settings: Settings, output: Path | None) -> None:
    """Prints one JSON object a text."""
    from lint.language import Language
    from lint.language.pipeline import build_pipeline

    language = Language.of(settings)
    annotate = build_pipeline(language)
    lines = (json.dumps(layers_of(annotate(text), language), ensure_ascii=False) for text in _given(texts))
    write_out("".join(f"{line}\n" for line in lines), output)


def _given(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        lines = sys.stdin.read().splitlines() if text == "-" else [text]
        yield from (line[:_LONGEST] for line in lines if line.strip())


def layers_of(doc: Doc, language: Language) -> dict[str, Any]:
    """What is printed of a Doc of the pipeline: the target and the demand the rules see, and the cell's likeness."""
    layers = doc._
    demand, cell = layers.demand, language.cells.read(layers.target.value)
    return {
        "text": doc.text,
        "kind": layers.target.kind,
        "words": [[token.text, token.tag_] for token in doc],
        "quantities": [
            {
                "comparator": quantity.comparator,
                "low": quantity.low,
                "high": quantity.high,
                **{key: value for key, value in asdict(quantity.unit).items() if value not in ("", (), None)},
            }
            for quantity in layers.quantities
        ],
        "dates": [{"text": date.text, "kind": date.kind, "exists": date.exists} for date in layers.dates],
        "states": list(layers.states),
        "standards": list(layers.standards),
        "references": list(layers.references),
        "vague": list(layers.vague),
        "head": layers.head.text if layers.head is not None else "",
        "demands": {"dimension": demand.dimension, "evidence": demand.evidence},
        "cell": {"target": cell.degree, "reasons": list(cell.reasons)},
    }
