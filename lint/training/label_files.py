"""Labelled files from outside: the label set's own lines, or rows of a corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lint.training.corpus import FIELDS, CorpusError, Row, read_rows

_LARGEST = 64 * 2**20  # bytes


def read_labels(path: Path) -> list[Row]:
    """Rows of a JSONL file: corpus rows, or objects with l2, name, true_l2 and perhaps value,
    vague, unit, contested, table, project, form. Raises CorpusError naming the line.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise CorpusError(f"带标签的文件 {path} 过大，请拆成小于 64 MB 的文件。")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CorpusError(f"带标签的文件 {path} 无法读取，请确认文件存在且为 UTF-8 编码。") from None
    first = next((line for line in lines if line.strip()), "")
    if '"true_level2"' in first:
        return read_rows(path)
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                rows.append(_row(json.loads(line), path.name))
            except (json.JSONDecodeError, KeyError, TypeError, AttributeError):
                raise CorpusError(
                    f"带标签的文件 {path} 第 {number} 行不合格式：每行应为含 l2、name、true_l2 的 JSON 对象。"
                ) from None
    return rows


def _row(given: Any, file: str) -> Row:
    def flag(name: str) -> int | None:
        return int(given[name]) if given.get(name) in (0, 1) else None

    return Row(
        source="labelled",
        document=str(given.get("file", file)),
        group=str(given.get("table", file)),
        sector=str(given.get("sector", "")),
        project=str(given.get("project", "")),
        form=str(given.get("form", "2015")),
        level2=str(given["l2"]),
        name=str(given["name"]),
        value=str(given.get("value", "")),
        true_level2=str(given["true_l2"]),
        vague=flag("vague"),
        unit=flag("unit"),
        kind="form",
        contested=tuple(field for field in given.get("contested", ()) if field in FIELDS),
    )
