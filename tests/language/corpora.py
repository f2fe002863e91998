"""Every text of the corpora, and the ways forms write such texts: what folding and parsing are tried on."""

from __future__ import annotations

import csv
import json
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "corpora"
WRITTEN = (
    "指标1：{}", "（1）{}", "1.{}", "① {}", "三级指标 2:{}", " {}　。", "：{}", "$\\geq$ {}", "{}％", "1 000{}",
    "10、{}", "(12) {}", "１．{}", "{}1,200.50元", "目标二、{};", "016-{}", "2024年{}经费", "（2）{}（万元）",
    "≥{}９５﹪", "{}/人·月",
)  # fmt: skip
_EVERY = 5  # one text in five is tried in another writing, too


@lru_cache(maxsize=1)
def texts() -> tuple[str, ...]:
    """The distinct projects, names and values of corpora/*.jsonl and *.tsv, in order."""
    found: dict[str, None] = {}
    for path in sorted(FOLDER.iterdir()):
        with path.open(encoding="utf-8", newline="") as file:
            if path.suffix == ".jsonl":
                rows = [json.loads(line) for line in file]
            elif path.suffix == ".tsv":
                rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
            else:
                continue
        for row in rows:
            found.update((row[key] or "", None) for key in ("project", "name", "value") if key in row)
    return tuple(found)


@lru_cache(maxsize=1)
def written_texts() -> tuple[str, ...]:
    """`texts` and every fifth of them again in one of the ways of WRITTEN."""
    plain = texts()
    return plain + tuple(WRITTEN[n % len(WRITTEN)].format(text) for n, text in enumerate(plain[::_EVERY]))
