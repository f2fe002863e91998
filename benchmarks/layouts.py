"""Scores extraction on forms of many layouts: rows right, silently wrong, header fields, by carrier.

    python benchmarks/layouts.py FOLDER [--ext html,xlsx] [--show] [--only 16]
    python benchmarks/layouts.py --drawn 300 [--split held-out] [--start 0] [--show]

A FOLDER holds NAME.ext (html, xlsx, docx, pdf, csv, txt; or json, a grid of cells with merges, which is written as
html) with NAME.gold.jsonl beside it; files below a folder `negative` must give no row. `--drawn` scores forms drawn
by lint.training.drawing. One process reads them all.

A row is right when period, level2 (canonical), name and value (with its unit) agree, in any table of the file;
`doubt` rows of the gold neither help nor hurt, `alt` readings count as right. Silent: a wrong row that is not marked
uncertain, the worst fault. Head: project, department, year and annual budget of each gold table, looked for in the
extracted table that shares most names with it; WRONG is another value, told apart from missing.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lint.extract import extract
from lint.language import Language
from lint.model import Submission, Table, Unreadable
from lint.readers import read
from lint.settings import Settings, load

_SHORT = {
    "经济效益": "经济效益指标",
    "社会效益": "社会效益指标",
    "生态效益": "生态效益指标",
    "可持续影响": "可持续影响指标",
    "服务对象满意度": "服务对象满意度指标",
    "满意度指标": "服务对象满意度指标",
    "数量": "数量指标",
    "质量": "质量指标",
    "时效": "时效指标",
    "成本": "成本指标",
}
_SAME = (("≧", "≥"), ("≦", "≤"), (">=", "≥"), ("<=", "≤"), ("⩾", "≥"), ("⩽", "≤"), ("大于等于", "≥"), ("小于等于", "≤"))
_FIELDS = (
    ("project", "project"),
    ("department", "department"),
    ("year", "year"),
    ("annual_budget_yuan", "annual_budget"),
)
Key = tuple[str, str, str, str]


def norm(text: object) -> str:
    """A text as gold and reading are compared: half-width, no spaces, no list mark, one sign for ≥."""
    word = "".join(unicodedata.normalize("NFKC", str(text if text is not None else "")).split())
    for written, sign in _SAME:
        word = word.replace(written, sign)
    return re.sub(r"^(?:指标\d*[:.、]|\d+[.、](?!\d))", "", word).strip("。;；,、:")


def level2_of(text: object) -> str:
    """A category in its canonical name."""
    word = norm(text)
    return _SHORT.get(word, word)


def value_of(value: object, unit: object) -> str:
    """Value and unit in one text, the unit once."""
    text, of = norm(value), norm(unit)
    return text if not of or text.endswith(of) else text + of


def bare(text: object) -> str:
    """A unit's or project's name without the code or brackets some systems put before it."""
    return re.sub(r"^[\[【(]?\d{3,}[\]】)]?[-_—]?", "", norm(text))


def keys(row: Mapping[str, Any]) -> list[Key]:
    """All readings of a gold row that count as right, the row itself first."""
    other = row.get("alt", {})
    found = []
    for level2 in [row["l2"], *other.get("l2", [])]:
        for name in [row["name"], *other.get("name", [])]:
            for value in [row["value"], *other.get("value", [])]:
                for unit in [row.get("unit") or "", *(["", *other.get("unit", [])] if other else [])]:
                    found.append((row["p"], level2_of(level2), norm(name), value_of(value, unit)))
    return list(dict.fromkeys(found))


@dataclass
class Score:
    """Counts of rows and header fields; `told` says what went wrong, a line each."""

    rows: Counter[str] = field(default_factory=Counter)
    head: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    files: int = 0

    def add(self, other: Score) -> None:
        """Adds another score's counts."""
        self.rows.update(other.rows)
        self.head.update(other.head)
        self.files += other.files

    def line(self) -> str:
        """Precision, recall, F1, silently wrong, header fields."""
        rows = self.rows
        precision = rows["right"] / max(1, rows["right"] + rows["silent"] + rows["unsure"])
        recall = rows["right"] / max(1, rows["right"] + rows["missed"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        gold = rows["right"] + rows["missed"]
        heads = max(1, self.head.total())
        return (
            f"{self.files} files, {gold} rows, P {precision:.3f} R {recall:.3f} F1 {f1:.3f}, "
            f"silently wrong {rows['silent']} ({rows['silent'] / max(1, gold):.4f}), "
            f"uncertain: {rows['unsure']} wrong {rows['doubted']} right; "
            f"head right {self.head['ok'] / heads:.3f} wrong {self.head['WRONG'] / heads:.3f}"
        )


def score(submission: Submission, gold: Sequence[Mapping[str, Any]]) -> Score:
    """One file's reading against its gold tables."""
    result = Score(files=1)
    left = [keys(row) for table in gold for row in table["rows"] if not row.get("doubt")]
    loose = Counter(norm(row["name"]) for table in gold for row in table["rows"] if row.get("doubt"))
    read_rows = [
        ((row.period, level2_of(row.level2), norm(row.name), value_of(row.value, row.unit)), row)
        for table in submission.tables
        for row in table.indicators
    ]
    rest = []
    for key, row in read_rows:  # exact readings first, so that an alternative never takes another row's place
        at = next((i for i, known in enumerate(left) if known and known[0] == key), None)
        if at is None:
            rest.append((key, row))
        else:
            left[at] = []
            result.rows.update(right=1, doubted=row.uncertain)
    for key, row in rest:
        at = next((i for i, known in enumerate(left) if key in known), None)
        if at is not None:
            left[at] = []
            result.rows.update(right=1, doubted=row.uncertain)
        elif loose[key[2]] > 0 and key[2]:
            loose[key[2]] -= 1
        else:
            result.rows["unsure" if row.uncertain else "silent"] += 1
            result.told.append(f"{'uncertain' if row.uncertain else 'SILENT'} {' '.join(key)}")
    for missing in filter(None, left):
        result.rows["missed"] += 1
        result.told.append(f"missed {' '.join(missing[0])}")
    for table in gold:
        _head(table, submission.tables, result)
    return result


def _head(gold: Mapping[str, Any], tables: Sequence[Table], result: Score) -> None:
    names = {norm(row["name"]) for row in gold["rows"] if norm(row["name"])}
    if not names:
        return
    best = max(tables, key=lambda table: sum(norm(r.name) in names for r in table.indicators), default=None)
    if best is not None and not any(norm(row.name) in names for row in best.indicators):
        best = None
    for name, key in _FIELDS:
        good = [gold.get(name), *gold.get("accept", {}).get(name, []), *gold.get("alt", {}).get(name, [])]
        good = [x for x in good if x not in (None, "")]
        if not good:
            continue
        got = getattr(best, key) if best is not None else None
        if got in (None, ""):
            state = "missing"
        elif isinstance(got, (int, float)):
            state = "ok" if any(abs(got - x) < 1 for x in good) else "WRONG"
        else:
            state = "ok" if bare(got) in {bare(x) for x in good} else "WRONG"
        result.head[state] += 1
        if state != "ok":
            result.told.append(f"{name} {state}: {got} ≠ {good[0]}")


def as_html(form: Mapping[str, Any]) -> str:
    """A grid of the shared layouts as one html table with its lines above and below."""
    lines = [f"<p>{html.escape(str(text))}</p>" for text in [*form.get("before", []), *form.get("title", [])]]
    lines.append('<table border="1">')
    for row in form["rows"]:
        cells = (cell if isinstance(cell, dict) else {"t": cell} for cell in row)
        lines.append("<tr>" + "".join(_cell(cell) for cell in cells) + "</tr>")
    lines.append("</table>")
    below = [*form.get("after", []), *form.get("below", [])]
    return "\n".join([*lines, *(f"<p>{html.escape(str(text))}</p>" for text in below)])


def _cell(cell: Mapping[str, Any]) -> str:
    text = html.escape(str(cell.get("t", ""))).replace("\n", "<br>")
    return f'<td rowspan="{cell.get("rs", 1)}" colspan="{cell.get("cs", 1)}">{text}</td>'


def page_of(forms: Iterable[Mapping[str, Any]]) -> str:
    """Forms as one html page."""
    return '<html><head><meta charset="utf-8"></head><body>' + "\n".join(map(as_html, forms)) + "</body></html>"


Work = tuple[str, str, str, list[dict[str, Any]]]  # name, carrier, path, gold


def from_folder(folder: Path, endings: set[str], scratch: Path, only: str) -> Iterator[Work]:
    """The files of a folder with gold beside them; grids in JSON become html in `scratch`."""
    for path in sorted(folder.rglob("*")):
        ending = path.suffix[1:]
        skip = not path.is_file() or path.name.endswith(".gold.jsonl") or ending in ("tsv", "py", "md", "")
        if skip or (ending not in endings if endings else ending == "json" and path.with_suffix(".html").exists()):
            continue
        stem = path.name.split(".")[0]
        gold = next(
            (g for g in (path.parent / f"{stem}.gold.jsonl", path.parent.parent / f"{stem}.gold.jsonl") if g.exists()),
            None,
        )
        if (gold is None and "negative" not in path.parts) or only not in path.name:
            continue
        tables = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()] if gold else []
        where = path
        if ending == "json":
            form = json.loads(path.read_text("utf-8"))
            where = scratch / f"{stem}.html"
            where.write_text(page_of(form.get("forms", [form])), encoding="utf-8")
        yield f"{path.parent.name}/{path.name}", ending, str(where), tables


def from_drawing(count: int, split: str, start: int, scratch: Path) -> Iterator[Work]:
    """Drawn forms, the carrier's place taken by the family of layouts."""
    from lint.training.drawing import draw

    for seed in range(start, start + count):
        drawn = draw(seed, split)  # type: ignore[arg-type]
        where = scratch / f"{seed}.html"
        where.write_text(page_of([drawn.to_json()]), encoding="utf-8")
        yield f"drawn {seed}", drawn.family, str(where), list(drawn.gold)


def run(works: Iterable[Work], settings: Settings, language: Language, show: bool) -> dict[str, Score]:
    """Scores by carrier; prints each file that is not right where `show` says so."""
    found: dict[str, Score] = {}
    for name, carrier, path, gold in works:
        document = read(path, settings)
        if isinstance(document, Unreadable):
            print(name, "UNREADABLE", document.reason)
            continue
        submission = extract(document, settings, language)
        result = score(submission, gold)
        if not gold:
            rows = sum(len(table.indicators) for table in submission.tables)
            result.rows["invented"] = int(rows > 0)
            carrier = "negative"
        found.setdefault(carrier, Score()).add(result)
        if result.told and show:
            print(f"{name} ({carrier}): {dict(result.rows)} head {dict(result.head)}")
            for told in result.told:
                print("    ", told)
    return found


def main() -> None:
    """Reads the arguments, scores, prints a line a carrier and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--ext", default="")
    parser.add_argument("--drawn", type=int, default=0)
    parser.add_argument("--split", default="held-out")
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    settings = load()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        if given.drawn:
            works = from_drawing(given.drawn, given.split, given.start, Path(scratch))
        else:
            works = from_folder(given.folder, set(filter(None, given.ext.split(","))), Path(scratch), given.only)
        found = run(works, settings, Language.of(settings), given.show)
    total = Score()
    for carrier, result in sorted(found.items()):
        print(
            f"{carrier}: {result.line()}" + (f"; with rows {result.rows['invented']}" if carrier == "negative" else "")
        )
        total.add(result)
    print(f"all: {total.line()}; {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
