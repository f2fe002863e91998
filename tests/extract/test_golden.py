"""Golden files: invented submissions in the layouts of the field, read whole.

`data/<name>.gold.json` was read by hand against `data/<name>`; change it only that way.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lint.extract import extract
from lint.model import Indicator, Table, Unreadable
from lint.readers import read
from lint.settings import load
from tests.shipped import LANGUAGE

DATA = Path(__file__).parent / "data"
KEPT = ("unit", "value_type", "weight", "explanation", "scoring", "actual", "score", "deviation")


def shown(table: Table) -> dict[str, Any]:
    """A table as the golden files hold it."""
    return {
        "title": table.title,
        "project": table.project,
        "department": table.department,
        "implementer": table.implementer,
        "year": table.year,
        "annual_budget": table.annual_budget,
        "total_budget": table.total_budget,
        "scope": table.scope,
        "form": table.form,
        "texts": dict(table.texts),
        "funds": [[fund.label, fund.period, fund.amount, fund.total] for fund in table.funds],
        "empty": sorted(
            f"{slot.period} {slot.level2}"
            for slot in table.slots
            if not any(row.level2 == slot.level2 and row.period == slot.period for row in table.indicators)
        ),
        "rows": [indicator(row) for row in table.indicators],
    }


def indicator(row: Indicator) -> list[Any]:
    """Line, period, categories, name, value, then what other columns hold."""
    others = {key: getattr(row, key) for key in KEPT if getattr(row, key)}
    doubt = {"uncertain": list(row.reasons)} if row.uncertain else {}
    place = row.location.line
    return [
        place,
        row.period,
        row.level1,
        row.level2,
        row.name,
        row.value,
        *([others | doubt] if others or doubt else []),
    ]


@pytest.mark.parametrize("name", sorted(p.name for p in DATA.iterdir() if not p.name.endswith(".gold.json")))
def test_golden(name: str) -> None:
    settings = load()
    document = read(str(DATA / name), settings)
    assert not isinstance(document, Unreadable)
    tables = [shown(table) for table in extract(document, settings, LANGUAGE).tables]
    gold = json.loads((DATA / f"{name}.gold.json").read_text(encoding="utf-8"))
    assert tables == gold
