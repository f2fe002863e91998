"""Pairs of near-duplicate tables as plain data (contract, "jxlint dedup")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lint.settings.sections.similarity import Similarity
from lint.similarity.engines.columns import Corpus
from lint.similarity.engines.embedded import Copies

COLUMNS = (
    "a_file",
    "a_table",
    "a_project",
    "a_department",
    "a_year",
    "b_file",
    "b_table",
    "b_project",
    "b_department",
    "b_year",
    "score",
    "same",
    "number_changed",
    "different",
    "verdict",
    "cluster",
)


def record_pairs(corpus: Corpus, copies: Copies, options: Similarity) -> Iterator[dict[str, Any]]:
    """One pair an object, with the contract's keys and the verdict, the texts alike and the signs."""
    for a, b, account in zip(copies.a.tolist(), copies.b.tolist(), copies.accounts, strict=True):
        yield {
            "a": corpus.named(a),
            "b": corpus.named(b),
            "score": round(account.score, 2),
            "same": account.same,
            "number_changed": account.number_changed,
            "different": account.different,
            "cluster": int(copies.cluster[a]),
            "verdict": account.verdict,
            "texts": list(account.same_texts(options.same_text)),
            "signs": list(account.signs),
        }


def flatten(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with `a` and `b` spread into columns."""
    spread = {f"{side}_{key}": value for side in ("a", "b") for key, value in record[side].items()}
    return {column: spread.get(column, record.get(column)) for column in COLUMNS}


def nest(pair: Mapping[str, Any]) -> dict[str, Any]:
    """A flat record with the columns of `a` and `b` as objects again (contract, "jxlint dedup")."""
    sides = {
        side: {key.removeprefix(f"{side}_"): value for key, value in pair.items() if key.startswith(f"{side}_")}
        for side in ("a", "b")
    }
    rest = {key: value for key, value in pair.items() if not key.startswith(("a_", "b_"))}
    return {**sides, **rest, "score": round(pair["score"], 2)}


def name_table(side: Mapping[str, Any]) -> str:
    """One table of a record in words: file, number, year, department, project."""
    parts = [str(part) for part in (side["year"], side["department"], side["project"]) if part]
    return f"{side['file']} 第 {side['table']} 张表 {' '.join(parts)}"
