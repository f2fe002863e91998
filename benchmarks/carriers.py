"""Extraction measured on real files of every carrier against their gold rows.

Run from the repository root:

    python -m benchmarks.carriers ../shared/forms [--errors] [NAME…]

A gold file lies beside its form as `<file>.gold.jsonl`, one object a form. A row is right where
period, level 2, name, value and unit are all equal after spaces, full-width signs and brackets are
made alike. The head of a form is project, year, annual and total budget, where the gold has them.
Scans need the extra `ocr`.
"""

from __future__ import annotations

import argparse
import json
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lint.language import Language
from lint.model import Submission, Unreadable
from lint.run.chain import load
from lint.settings import loading as settings

Key = tuple[int, str, str, str, str, str]


def plain(text: str) -> str:
    """A cell's text with compatibility forms, spaces and line ends made alike."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def gold_rows(forms: list[dict[str, Any]]) -> Counter[Key]:
    """The gold rows as a multiset, with the form's number."""
    return Counter(
        (number, row["p"], row["l2"], plain(row["name"]), plain(row["value"]), plain(row.get("unit", "")))
        for number, form in enumerate(forms, 1)
        for row in form["rows"]
    )


def found_rows(submission: Submission) -> Counter[Key]:
    """The extracted rows as a multiset, with the table's number."""
    return Counter(
        (table.number, row.period, row.level2, plain(row.name), plain(row.value), plain(row.unit))
        for table in submission.tables
        for row in table.indicators
    )


def heads(forms: list[dict[str, Any]], submission: Submission) -> Iterator[tuple[str, Any, Any]]:
    """(field, gold, found) for every field of every form's head that the gold states."""
    fields = {
        "project": "project",
        "year": "year",
        "annual_budget_yuan": "annual_budget",
        "total_budget_yuan": "total_budget",
    }
    for number, form in enumerate(forms):
        table = submission.tables[number] if number < len(submission.tables) else None
        for key, name in fields.items():
            if form.get(key) is None:
                continue
            found = getattr(table, name) if table else None
            if key == "project":
                yield key, plain(form[key]), plain(str(found or ""))
            else:
                yield key, form[key], found


def score(right: int, gold: int, found: int) -> float:
    """F1 of a comparison."""
    return 2 * right / (gold + found) if gold + found else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--errors", action="store_true", help="rows and fields that differ")
    options = parser.parse_args()
    shipped = settings.load()
    language = Language.of(shipped)
    total: Counter[str] = Counter()
    for gold_file in sorted(options.folder.glob("*.gold.jsonl")):
        path = gold_file.with_name(gold_file.name.removesuffix(".gold.jsonl"))
        if options.names and path.name not in options.names:
            continue
        forms = [json.loads(line) for line in gold_file.read_text(encoding="utf-8").splitlines() if line.strip()]
        start = time.perf_counter()
        submission = load(str(path), shipped, language)
        seconds = time.perf_counter() - start
        if isinstance(submission, Unreadable):
            print(f"{path.name:18} {submission.reason}")
            continue
        gold, found = gold_rows(forms), found_rows(submission)
        right = sum((gold & found).values())
        head = list(heads(forms, submission))
        head_right = sum(one == other for _, one, other in head)
        uncertain = sum(row.uncertain for table in submission.tables for row in table.indicators)
        wrong_unsaid = sum(
            not row.uncertain
            and (table.number, row.period, row.level2, plain(row.name), plain(row.value), plain(row.unit)) not in gold
            for table in submission.tables
            for row in table.indicators
        )
        print(
            f"{path.name:18} rows F1 {score(right, gold.total(), found.total()):.3f} "
            f"({right} right, {gold.total()} gold, {found.total()} found, {uncertain} uncertain, "
            f"{wrong_unsaid} wrong and not uncertain)  head {head_right}/{len(head)}  "
            f"tables {len(submission.tables)}/{len(forms)}  {seconds:.2f} s"
        )
        total.update(right=right, gold=gold.total(), found=found.total(), head=len(head), head_right=head_right)
        if options.errors:
            for key in sorted((gold - found).elements()):
                print("   missing", key)
            for key in sorted((found - gold).elements()):
                print("   extra  ", key)
            for field, one, other in head:
                if one != other:
                    print("   head   ", field, one, "≠", other)
    print(
        f"{'all':18} rows F1 {score(total['right'], total['gold'], total['found']):.3f}  "
        f"head {total['head_right']}/{total['head']}"
    )


if __name__ == "__main__":
    main()
