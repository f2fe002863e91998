"""Precision and recall of the V and U rules on labelled rows.

    python benchmarks/labels.py LABELFILE… [--errors] [--half dev|held-out]

LABELFILE holds one labelled row a line (`table`, `l2`, `name`, `value`, `vague`, `unit`, `contested`)
or one table a line with such rows under `rows`. Measures V001+V002 against `vague` and
U001+U002+U003 against `unit`; a row whose field is contested is left out of that field. Tables are
split in two by a hash of their name: rules are developed on one half only, the other shows
whether they generalise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lint.checks import all_rules, build
from lint.checks.engine.walk import Engine
from lint.checks.tools import Tools
from lint.model import Indicator, Submission, Table
from lint.settings import load

FIELDS = {"vague": ("V001", "V002"), "unit": ("U001", "U002", "U003")}


@dataclass
class Score:
    """Counts of one field on one part of the rows."""

    right: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Precision, recall, F1 and the counts behind them."""
        flagged, labelled = self.right + len(self.false), self.right + len(self.missed)
        precision = self.right / flagged if flagged else 1.0
        recall = self.right / labelled if labelled else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        counts = f"{self.right} right, {len(self.false)} false, {len(self.missed)} missed"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({counts})"


def half(table: str) -> str:
    """Which half a table belongs to."""
    return ("dev", "held-out")[hashlib.sha256(table.encode()).digest()[-1] % 2]


def labelled_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Labelled rows, each with its table's name and group."""
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        rows = item.pop("rows", None)
        for row in [item] if rows is None else rows:
            group = str(item.get("file") or str(item["table"]).partition("-")[0])
            yield {"contested": [], **item, **row, "group": group}


def codes(engine: Engine, row: dict[str, Any]) -> set[str]:
    """Codes of the findings on one row standing alone in a table."""
    indicator = Indicator("年度", "", row["l2"], row["name"], row["value"])
    table = Table(1, project=str(row.get("project", "")), indicators=(indicator,))
    return {finding.code for finding in engine.check(Submission("label", "text", tables=(table,)))[0]}


def main() -> None:
    """Reads the label files, runs the rules row by row, prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the rows judged otherwise than labelled")
    parser.add_argument("--half", choices=("dev", "held-out"), help="only the errors of this half")
    options = parser.parse_args()
    tools = Tools.of(load())
    wanted = {code for group in FIELDS.values() for code in group} | {"V003"}
    engine = Engine(build((rule for rule in all_rules() if rule.code in wanted), tools), tools)
    scores: dict[tuple[str, str], Score] = {}
    for path in options.files:
        for row in labelled_rows(path):
            found = codes(engine, row)
            for name, members in FIELDS.items():
                if name in row["contested"]:
                    continue
                hit, label = bool(found & set(members)), bool(row[name])
                text = f"{row['table']} {row['l2']} ▸ {row['name']} ▸ {row['value']} {sorted(found)}"
                for part in ("", half(str(row["table"])), row["group"]):
                    score = scores.setdefault((f"{path.name} {part}".strip(), name), Score())
                    if hit and label:
                        score.right += 1
                    elif hit:
                        score.false.append(text)
                    elif label:
                        score.missed.append(text)
    for (group, name), score in sorted(scores.items()):
        print(f"{name:6} {group:45} {score.line()}")
    if options.errors:
        for (group, name), score in sorted(scores.items()):
            if group.endswith((" dev", " held-out")) and (not options.half or group.endswith(options.half)):
                for kind, rows in (("false", score.false), ("missed", score.missed)):
                    for text in rows:
                        print(f"{name} {kind} [{group}] {text}")


if __name__ == "__main__":
    main()
