"""`jxlint extract`: the contract's keys, the same columns in every format, nothing live."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.command import ROWS, form, jxlint, write

KEYS = [
    "file", "table", "title", "project", "department", "year", "annual_budget", "total_budget", "period", "level1",
    "level2", "name", "value", "unit", "location", "uncertain",
]  # fmt: skip
PLACE = ["page", "sheet", "line", "row", "column"]
LIVE = ("产出指标", "数量指标", "=HYPERLINK(1)", "@巡检12次")


@pytest.fixture
def path(tmp_path: Path) -> str:
    return write(tmp_path / "a.txt", form([*ROWS, LIVE], amount="44"))


def test_jsonl_has_the_contracts_keys_in_order(path: str) -> None:
    done = jxlint("extract", path)
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == len(ROWS) + 1
    assert all(list(row) == KEYS for row in rows)
    assert all(list(row["location"])[:5] == PLACE for row in rows)
    first = rows[0]
    assert (first["table"], first["project"], first["year"], first["annual_budget"]) == (
        1,
        "泵站巡检维护",
        2025,
        440000.0,
    )
    assert (first["period"], first["level1"], first["level2"]) == ("年度", "产出指标", "数量指标")
    assert (first["name"], first["value"], first["unit"]) == ("巡检泵站数量", "≥12座", "")
    assert first["location"] == {"page": None, "sheet": None, "line": 10, "row": None, "column": 4}
    assert first["uncertain"] is False


def test_csv_is_neutralised_and_has_the_same_columns(path: str) -> None:
    rows = list(csv.DictReader(io.StringIO(jxlint("extract", path, "--format", "csv").stdout)))
    assert list(rows[0]) == [key for key in KEYS if key not in ("location", "uncertain")] + PLACE + ["uncertain"]
    assert rows[-1]["name"].startswith("'=")
    assert rows[-1]["value"].startswith("'@")
    assert rows[0]["line"] == "10"
    assert rows[0]["page"] == ""


def test_xlsx_has_texts_and_no_formula(path: str, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    target = tmp_path / "rows.xlsx"
    assert jxlint("extract", path, "--format", "xlsx", "--output", str(target)).returncode == 0
    header, *rows = load_workbook(target).active.iter_rows()
    names = [cell.value for cell in header]
    last = dict(zip(names, rows[-1], strict=True))
    assert last["name"].value == "=HYPERLINK(1)"
    assert last["name"].data_type == "s"
    assert last["annual_budget"].value == 440000


def test_parquet_has_typed_columns(path: str, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    target = tmp_path / "rows.parquet"
    jxlint("extract", path, "--format", "parquet", "--output", str(target))
    table = pq.read_table(target)
    assert table.num_rows == len(ROWS) + 1
    assert str(table.schema.field("year").type) == "int64"
    assert str(table.schema.field("annual_budget").type) == "double"
    assert table.column("page").null_count == table.num_rows


def test_an_unreadable_file_is_2_and_the_others_are_done(path: str, tmp_path: Path) -> None:
    (tmp_path / "bad.bin").write_bytes(b"\x00" * 99)
    done = jxlint("extract", str(tmp_path / "bad.bin"), path)
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == len(ROWS) + 1
    assert "bad.bin" in done.stderr


def test_tables_without_rows_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", form(project="一") + form([], project="二") + form(project="三"))
    tables = {json.loads(line)["table"] for line in jxlint("extract", path).stdout.splitlines()}
    assert tables == {1, 3}
