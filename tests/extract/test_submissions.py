"""The real submissions beside the repository, where they are: extraction against the gold rows."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.extraction import compare, gold_files
from lint.extract import extract
from lint.model import Unreadable
from lint.readers import read
from lint.settings import load
from tests.shipped import LANGUAGE

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
TARGETS = {"000": 0.99, "002": 0.99, "003": 0.95}


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "labels" / "extract.jsonl").exists(), reason="../shared 不在，真实材料无从核对")
def test_real_submissions() -> None:
    reached: dict[str, float] = defaultdict(float)
    for path, gold in gold_files(SHARED / "labels" / "extract.jsonl", SHARED / "submissions").items():
        document = read(str(path), load())
        assert not isinstance(document, Unreadable)
        tables = extract(document, load(), LANGUAGE).tables
        right = missed = extra = 0
        for table in gold:
            hits, lost, more, _ = compare(table, tables[int(table["table"].split("-")[1])])
            right, missed, extra = right + hits, missed + len(lost), extra + len(more)
        reached[path.name[:3]] = 2 * right / (2 * right + missed + extra)
    assert set(reached) == set(TARGETS)
    for name, target in TARGETS.items():
        assert reached[name] >= target, (name, reached[name])
