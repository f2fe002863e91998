"""Flattened texts read whole: `data/<name>.txt` beside the rows a careful reader finds (`data/<name>.rows.json`)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lint.extract import extract
from lint.language import Language
from lint.model import Document
from lint.readers import read
from lint.settings import load

DATA = Path(__file__).parent / "data"
LANGUAGE = Language.of(load())


@pytest.mark.parametrize("path", sorted(DATA.glob("*.txt")), ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    document = read(str(path), load())
    assert isinstance(document, Document)
    found = extract(document, load(), LANGUAGE)
    wanted = json.loads(path.with_suffix(".rows.json").read_text(encoding="utf-8"))
    for table, expected in zip(found.tables, wanted, strict=True):
        rows = [[row.period, row.level2, row.name, row.value, row.unit] for row in table.indicators]
        assert rows == expected["rows"]
        told = {key: getattr(table, key) for key in ("project", "department", "year", "annual_budget")}
        assert {key: told[key] for key in expected if key != "rows"} == {
            k: v for k, v in expected.items() if k != "rows"
        }
