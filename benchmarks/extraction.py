"""Measures extraction against gold rows: precision, recall and F1 per file, header accuracy.

    python benchmarks/extraction.py ../shared/labels/extract.jsonl ../shared/submissions [--errors] [--written FORM]
    python benchmarks/extraction.py ../shared/forms [--errors]

The first form reads a label file (one table a line, keys file, table, project, year,
annual_budget_yuan, period_budget_yuan, rows) and the folder of its submissions; the second a
folder of documents with `<file>.gold.jsonl` beside them. A row is right when table, period,
level2, name and value are all right; rows marked `ocr` in the gold neither help nor hurt.

`--written collapsed|trimmed|markdown|gaps|dumped` reads the same text submissions as other tools
would have written them: empty cells gone, outer tabs gone, Markdown tables, cells three spaces
apart, one cell a line.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lint.extract import extract
from lint.language import Language
from lint.model import Submission, Table, Unreadable
from lint.readers import read
from lint.readers.text import parse
from lint.settings import load

Key = tuple[str, str, str, str]


def _line(function: Callable[[list[str]], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(function(line.split("\t")) if "\t" in line else line for line in text.split("\n"))


WRITTEN: dict[str, Callable[[str], str]] = {
    "collapsed": _line(lambda cells: "\t".join(cell for cell in cells if cell)),
    "trimmed": _line(lambda cells: "\t".join(cells).strip("\t")),
    "markdown": _line(lambda cells: f"| {' | '.join(cells)} |"),
    "gaps": _line(lambda cells: "   ".join(cell for cell in cells if cell)),
    "dumped": _line(lambda cells: "\n".join(cell for cell in cells if cell.strip())),
}


def gold_files(labels: Path, folder: Path | None) -> dict[Path, list[dict[str, Any]]]:
    """Gold tables in order by document."""
    found: dict[Path, list[dict[str, Any]]] = defaultdict(list)
    if folder is None:
        for gold in sorted(labels.glob("*.gold.jsonl")):
            document = gold.with_name(gold.name.removesuffix(".gold.jsonl"))
            found[document] = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line]
        return found
    for line in labels.read_text(encoding="utf-8").splitlines():
        table = json.loads(line)
        found[folder / table["file"]].append(table)
    return found


def compare(gold: dict[str, Any], table: Table | None) -> tuple[int, list[Key], list[Key], list[str]]:
    """Right rows, missed rows, rows too many, header fields that differ."""
    neutral = Counter((r["p"], r["l2"], r["name"], r["value"]) for r in gold["rows"] if r.get("ocr"))
    wanted = Counter((r["p"], r["l2"], r["name"], r["value"]) for r in gold["rows"] if not r.get("ocr"))
    rows = table.indicators if table else ()
    given = Counter((row.period, row.level2, row.name, row.value) for row in rows)
    right = wanted & given
    missed, extra = wanted - right, given - right - neutral
    # A neutral row read otherwise neither helps nor hurts: same name, or same value where unnamed.
    soft = Counter((p, name or value) for p, _, name, value in neutral)
    for key in list(extra.elements()):
        mark = (key[0], key[2] or key[3])
        if soft[mark] > 0:
            soft[mark] -= 1
            extra[key] -= 1
    wrong = [] if table else ["table"]
    if table:
        pairs = {
            "project": (gold.get("project") or "", table.project or table.department),
            "year": (gold.get("year"), table.year),
            "annual": (gold.get("annual_budget_yuan"), table.annual_budget),
            "total": (gold.get("period_budget_yuan", gold.get("total_budget_yuan")), table.total_budget),
        }
        wrong = [f"{key}: {a!r} ≠ {b!r}" for key, (a, b) in pairs.items() if not _same(a, b)]
    return right.total(), list(missed.elements()), list((+extra).elements()), wrong


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 0.005 * max(1, abs(one)) * 0.01 + 0.01
    return bool(one == other)


def measure(path: Path, gold: list[dict[str, Any]], errors: bool, written: str = "") -> tuple[int, int, int]:
    settings = load()
    language = Language.of(settings)
    start = time.perf_counter()
    if written:
        document = parse(WRITTEN[written](path.read_text(encoding="utf-8")).encode(), str(path), settings)
    else:
        document = read(str(path), settings)
    if isinstance(document, Unreadable):
        print(f"{path.name:34} 读不了：{document.reason}")
        return 0, sum(len(table["rows"]) for table in gold), 0
    submission: Submission = extract(document, settings, language)
    seconds = time.perf_counter() - start
    right = missed_total = extra_total = 0
    heads = 0
    lines: list[str] = []
    for index, table in enumerate(gold):
        number = int(table["table"].split("-")[1]) if "file" in table else index
        mine = submission.tables[number] if number < len(submission.tables) else None
        hits, missed, extra, wrong = compare(table, mine)
        right, missed_total, extra_total = right + hits, missed_total + len(missed), extra_total + len(extra)
        heads += 4 - len(wrong) if mine else 0
        name = f"{table['table']} {table.get('project', '')[:20]}"
        lines += [f"  {name} 缺 {row}" for row in missed]
        lines += [f"  {name} 多 {row}" for row in extra]
        lines += [f"  {name} 表头 {text}" for text in wrong]
    precision = right / max(1, right + extra_total)
    recall = right / max(1, right + missed_total)
    f1 = 2 * right / max(1, 2 * right + missed_total + extra_total)
    uncertain = sum(row.uncertain for table in submission.tables for row in table.indicators)
    print(
        f"{path.name:34} 表 {len(submission.tables):4} 行 {right:5} P {precision:.4f} R {recall:.4f} F1 {f1:.4f} "
        f"表头 {heads}/{4 * len(gold)} 存疑 {uncertain} {seconds:.2f} s"
    )
    if errors and lines:
        print("\n".join(lines))
    return right, missed_total, extra_total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--only", default="", help="part of a file's name")
    parser.add_argument("--written", default="", choices=["", *WRITTEN], help="as another tool would have written it")
    options = parser.parse_args()
    for path, gold in gold_files(options.labels, options.folder).items():
        if options.only in path.name:
            measure(path, gold, options.errors, options.written)


if __name__ == "__main__":
    main()
