"""What the engine found, written out: text, jsonl, csv, Parquet and a self-contained HTML page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from lint.reports.formats.cells import neutralised
from lint.reports.formats.differences import marked
from lint.similarity.corpus import side_by_side
from lint.similarity.engines.columns import Corpus
from lint.similarity.engines.embedded import Copies
from lint.similarity.view import view

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
KINDS = {"same": "相同", "number_changed": "只改数字", "changed": "值不同"}


def records(corpus: Corpus, copies: Copies, options: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
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
            "texts": list(account.same_texts(options["same_text"])),
            "signs": list(account.signs),
        }


def as_jsonl(corpus: Corpus, copies: Copies, options: Mapping[str, Any]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(corpus, copies, options))


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with `a` and `b` spread into columns."""
    spread = {f"{side}_{key}": value for side in ("a", "b") for key, value in record[side].items()}
    return {column: spread.get(column, record.get(column)) for column in COLUMNS}


def nested(pair: Mapping[str, Any]) -> dict[str, Any]:
    """A flat record with the columns of `a` and `b` as objects again (contract, "jxlint dedup")."""
    sides = {
        side: {key.removeprefix(f"{side}_"): value for key, value in pair.items() if key.startswith(f"{side}_")}
        for side in ("a", "b")
    }
    rest = {key: value for key, value in pair.items() if not key.startswith(("a_", "b_"))}
    return {**sides, **rest, "score": round(pair["score"], 2)}


def as_csv(corpus: Corpus, copies: Copies, options: Mapping[str, Any]) -> str:
    """The flat columns; no cell is a live formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in records(corpus, copies, options):
        writer.writerow([neutralised(cell) if isinstance(cell, str) else cell for cell in flat(record).values()])
    return out.getvalue()


def as_parquet(corpus: Corpus, copies: Copies, options: Mapping[str, Any]) -> bytes:
    """The flat columns as one Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from lint.similarity.engines.parquet import PAIRS

    rows = [flat(record) for record in records(corpus, copies, options)]
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=PAIRS), buffer, compression="zstd")
    return buffer.getvalue()


def as_text(corpus: Corpus, copies: Copies, options: Mapping[str, Any]) -> str:
    """Clusters with their pairs, for reading."""
    lines: list[str] = []
    found = sorted(records(corpus, copies, options), key=lambda record: record["cluster"])
    last = 0
    for record in found:
        if record["cluster"] != last:
            last = record["cluster"]
            size = int((copies.cluster == last).sum())
            lines.append(f"第 {last} 组（{size} 张表）")
        total = record["same"] + record["number_changed"] + record["different"]
        lines.append(f"  {_title(record['a'])}")
        lines.append(f"  {_title(record['b'])}")
        told = f"{total} 行中 {record['same']} 行相同、{record['number_changed']} 行只改数字"
        texts = f"；{'、'.join(record['texts'])}文字相同" if record["texts"] else ""
        signs = f"（{'、'.join(record['signs'])}）" if record["signs"] else ""
        lines.append(f"    {record['verdict']}{signs} {record['score']:.2f}：{told}{texts}")
    clusters = len({record["cluster"] for record in found})
    lines.append(f"共 {len(corpus)} 张表，{clusters} 组近乎照抄，列出 {len(found)} 对。")
    return "\n".join(lines) + "\n"


def _title(side: Mapping[str, Any]) -> str:
    parts = [str(part) for part in (side["year"], side["department"], side["project"]) if part]
    return f"{side['file']} 第 {side['table']} 张表 {' '.join(parts)}"


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


def as_html(corpus: Corpus, copies: Copies, options: Mapping[str, Any]) -> str:
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
            f'<td>{escape(row["other_level2"])} ▸ {right}</td><td class="kind">{KINDS[row["kind"]]}</td></tr>'
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
        f"<table><tr><th>{escape(_title(record['a']))}</th><th>{escape(_title(record['b']))}</th>"
        f'<th class="kind">比较</th></tr>{"".join(rows)}</table></section>'
    )


def _passage(table: Any, name: str) -> str:
    texts = table.table.texts
    return str(texts.get(name) or texts.get(f"{name}（实施期）") or "")


def _cell(indicator: Any) -> str:
    return escape(f"{indicator.level2} ▸ {indicator.name} ▸ {indicator.value}{indicator.unit}")


FORMATS: Mapping[str, Callable[[Corpus, Copies, Mapping[str, Any]], str | bytes]] = {
    "text": as_text,
    "jsonl": as_jsonl,
    "csv": as_csv,
    "html": as_html,
    "parquet": as_parquet,
}
