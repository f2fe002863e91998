"""Near-duplicate tables as one self-contained page: every pair side by side."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from lint.reports.pairs.differences import marked
from lint.reports.pairs.records import records, title
from lint.similarity.account import side_by_side
from lint.similarity.engines.columns import Corpus
from lint.similarity.engines.embedded import Copies
from lint.similarity.view import view

_KIND_WORDS = {"same": "相同", "number_changed": "只改数字", "changed": "值不同"}

_STYLE = """
body{font:15px/1.6 "Source Han Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:1.5rem auto;
max-width:72rem;padding:0 1rem;color:#1c2733;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem;border-bottom:2px solid #2f5d8a}
section{margin:1rem 0 2rem}table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:1px solid #c5ced8;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#eef2f6}.same{background:#fdeaea}.number_changed{background:#fff6dc}.changed,.only{background:#fff}
mark{background:#ffd24d;padding:0 .1em}.kind{width:5rem;color:#50606f}p.told{margin:.3rem 0}
@media print{section{break-inside:avoid}}
"""


def render(corpus: Corpus, copies: Copies, options: Mapping[str, Any]) -> str:
    """One self-contained page: every pair side by side, changed numbers marked inside the cells."""
    body: list[str] = []
    numbered = sorted(range(len(copies.a)), key=lambda at: (int(copies.cluster[copies.a[at]]), at))
    found = list(records(corpus, copies, options))
    shown = numbered[: options["html_pairs"]]
    last = 0
    for at in shown:
        cluster = int(copies.cluster[copies.a[at]])
        if cluster != last:
            last = cluster
            body.append(f"<h2>第 {cluster} 组（{int((copies.cluster == cluster).sum())} 张表）</h2>")
        body.append(_pair(corpus, copies, at, found[at], options))
    rest = f"（页面只列前 {len(shown)} 对，其余见 jsonl、csv 或 parquet 格式）" if len(shown) < len(found) else ""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>近乎照抄的绩效目标表</title><style>{_STYLE}</style></head><body><h1>近乎照抄的绩效目标表</h1>"
        f"<p>共 {len(corpus)} 张表，{int(copies.cluster.max(initial=0))} 组，{len(found)} 对{rest}。</p>"
        f"{''.join(body)}</body></html>\n"
    )


def _pair(corpus: Corpus, copies: Copies, at: int, record: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    a, b = int(copies.a[at]), int(copies.b[at])
    one, two = (view(corpus.table(index), options, corpus.head("file")[index] or "") for index in (a, b))
    account = copies.accounts[at]
    rows = []
    for row in side_by_side(one, two, account):
        left, right = marked(f"{row['name']} ▸ {row['value']}", f"{row['other_name']} ▸ {row['other_value']}")
        rows.append(
            f'<tr class="{row["kind"]}"><td>{escape(row["level2"])} ▸ {left}</td>'
            f'<td>{escape(row["other_level2"])} ▸ {right}</td><td class="kind">{_KIND_WORDS[row["kind"]]}</td></tr>'
        )
    matched = {match.a for match in account.rows}, {match.b for match in account.rows}
    lone = [
        [_cell(table.indicators[i]) for i in range(len(table.rows)) if i not in done]
        for table, done in zip((one, two), matched, strict=True)
    ]
    for index in range(max(map(len, lone))):
        cells = [side[index] if index < len(side) else "" for side in lone]
        rows.append(f'<tr class="only"><td>{cells[0]}</td><td>{cells[1]}</td><td class="kind">仅一表有</td></tr>')
    for name in account.same_texts(options["same_text"]):
        left, right = marked(_passage(one, name), _passage(two, name))
        rows.append(
            f'<tr class="same"><td>{escape(name)}：{left}</td><td>{right}</td><td class="kind">文字相同</td></tr>'
        )
    signs = f"；{escape('、'.join(record['signs']))}" if record["signs"] else ""
    return (
        f'<section><p class="told"><strong>{escape(record["verdict"])}</strong> {record["score"]:.2f}：'
        f"{record['same']} 行相同，{record['number_changed']} 行只改数字，{record['different']} 行不同{signs}</p>"
        f"<table><tr><th>{escape(title(record['a']))}</th><th>{escape(title(record['b']))}</th>"
        f'<th class="kind">比较</th></tr>{"".join(rows)}</table></section>'
    )


def _passage(table: Any, name: str) -> str:
    texts = table.table.texts
    return str(texts.get(name) or texts.get(f"{name}（实施期）") or "")


def _cell(indicator: Any) -> str:
    return escape(f"{indicator.level2} ▸ {indicator.name} ▸ {indicator.value}{indicator.unit}")
