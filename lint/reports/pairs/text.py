"""Near-duplicate tables for the terminal: clusters with their pairs."""

from __future__ import annotations

from lint.reports.pairs.records import name_table, record_pairs
from lint.settings.sections.similarity import Similarity
from lint.similarity.engines.columns import Corpus
from lint.similarity.engines.embedded import Copies


def render(corpus: Corpus, copies: Copies, options: Similarity) -> str:
    """Clusters with their pairs, for reading."""
    lines: list[str] = []
    found = sorted(record_pairs(corpus, copies, options), key=lambda record: record["cluster"])
    last = 0
    for record in found:
        if record["cluster"] != last:
            last = record["cluster"]
            size = int((copies.cluster == last).sum())
            lines.append(f"第 {last} 组（{size} 张表）")
        total = record["same"] + record["number_changed"] + record["different"]
        lines.append(f"  {name_table(record['a'])}")
        lines.append(f"  {name_table(record['b'])}")
        told = f"{total} 行中 {record['same']} 行相同、{record['number_changed']} 行只改数字"
        texts = f"；{'、'.join(record['texts'])}文字相同" if record["texts"] else ""
        signs = f"（{'、'.join(record['signs'])}）" if record["signs"] else ""
        lines.append(f"    {record['verdict']}{signs} {record['score']:.2f}：{told}{texts}")
    clusters = len({record["cluster"] for record in found})
    lines.append(f"共 {len(corpus)} 张表，{clusters} 组近乎照抄，列出 {len(found)} 对。")
    return "\n".join(lines) + "\n"
