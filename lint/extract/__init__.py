"""Extraction: grids of cells → tables and indicators (headers, halves, merged cells, repair)."""

from __future__ import annotations

import re
from dataclasses import replace

from lint.model import ANNUAL, CANONICAL_LEVEL2, LEVEL1_OF_LEVEL2, WHOLE, Document, Indicator, Submission, Table
from lint.settings import Settings

_TITLE = re.compile(r"绩效目标(?:申报|自评)?表")
_YEAR = re.compile(r"(20\d\d)\s*[)）]?\s*年度")


def extract(document: Document, settings: Settings) -> Submission:
    """The tables and indicators of one document."""
    tables: list[Table] = []
    rows: list[Indicator] = []
    columns: list[tuple[str, dict[str, int]]] = []
    level2 = {ANNUAL: "", WHOLE: ""}

    def close() -> None:
        if tables and rows:
            tables[-1] = replace(tables[-1], indicators=tuple(rows))
        rows.clear()
        columns.clear()

    for row in document.rows:
        cells = {cell.column: cell for cell in row.cells}
        first = row.cells[0].text
        if len(row.cells) == 1 and _TITLE.search(first) and len(first) < 60:
            close()
            tables.append(Table(len(tables) + 1, title=first, location=row.cells[0].location))
            continue
        if not tables:
            continue
        if (found := _YEAR.search(first)) and tables[-1].year is None:
            tables[-1] = replace(tables[-1], year=int(found[1]))
        texts = [cell.text for cell in row.cells]
        if first in ("项目名称", "单位名称", "部门名称") and len(texts) > 1:
            tables[-1] = replace(tables[-1], project=texts[1])
        if "三级指标" in texts:
            columns[:] = _halves({cell.text + str(cell.column): cell.column for cell in row.cells})
            continue
        if first.startswith(("负责人", "填表人")):
            close()
            continue
        for period, place in columns:
            code, name, value = (cells.get(place[key]) for key in ("二级指标", "三级指标", "指标值"))
            if code is not None:
                level2[period] = next((word for word in CANONICAL_LEVEL2 if word.startswith(code.text)), code.text)
            if name is not None or value is not None:
                anchor = name or value
                assert anchor is not None
                rows.append(
                    Indicator(
                        period,
                        LEVEL1_OF_LEVEL2.get(level2[period], ""),
                        level2[period],
                        name.text if name else "",
                        value.text if value else "",
                        location=anchor.location,
                    )
                )
    close()
    kind = "performance-form" if tables else "other"
    return Submission(document.path, document.carrier, kind, tuple(tables), (), document.notes, document.pages)


def _halves(header: dict[str, int]) -> list[tuple[str, dict[str, int]]]:
    found: list[dict[str, int]] = []
    for key, column in header.items():
        word = key.rstrip("0123456789")
        if word == "二级指标":
            found.append({})
        if found and word in ("二级指标", "三级指标", "指标值"):
            found[-1][word] = column
    full = [place for place in found if len(place) == 3]
    return list(zip((WHOLE, ANNUAL) if len(full) > 1 else (ANNUAL,), full, strict=False))
