"""The layout models on disk: plain arrays and JSON under the manifest of models/; never code."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from lint.extract.grids.linear import Linear
from lint.extract.grids.shapes import SIZE
from lint.settings.manifest import ModelError, read_files
from lint.settings.shipped import shipped

FILES = ("layout.json", "layout_rows.npy", "layout_columns.npy", "layout_cells.npy")


@dataclass(frozen=True)
class Layout:
    """The models of a table's layout: kinds of rows, roles of columns, roles of the head's cells."""

    rows: Linear
    columns: Linear
    cells: Linear


def contents(layout: Layout) -> dict[str, bytes]:
    """File names and bytes; the same models give the same bytes."""
    models = {"rows": layout.rows, "columns": layout.columns, "cells": layout.cells}
    head = {name: list(model.classes) for name, model in models.items()}
    result = {"layout.json": (json.dumps(head, ensure_ascii=False, indent=1) + "\n").encode()}
    for name, model in models.items():
        table = np.concatenate([model.weights, model.intercepts[None, :], model.transitions]).astype("<f2")
        buffer = io.BytesIO()
        np.save(buffer, table, allow_pickle=False)
        result[f"layout_{name}.npy"] = buffer.getvalue()
    return result


def parsed(files: Mapping[str, bytes]) -> Layout:
    """The models in the bytes of `contents`. Raises ValueError or KeyError for others."""
    head = json.loads(files["layout.json"])

    def model(name: str) -> Linear:
        classes = tuple(map(str, head[name]))
        table = np.load(io.BytesIO(files[f"layout_{name}.npy"]), allow_pickle=False).astype(np.float32)
        if table.shape != (SIZE + 2 + len(classes), len(classes)):
            raise ValueError(name)
        return Linear(classes, table[:SIZE], table[SIZE], table[SIZE + 1 :])

    return Layout(model("rows"), model("columns"), model("cells"))


def read_layout(folder: Path) -> Layout:
    """The models of a folder, each file checked against its manifest. Raises ModelError."""
    files = read_files(folder, FILES)
    try:
        return parsed(files)
    except (ValueError, KeyError, TypeError):
        raise ModelError(f"{folder} 中的版面模型内容不合格式，请运行 jxlint train 重建。") from None


@lru_cache(maxsize=2)
def shipped_layout() -> Layout:
    """The models this installation uses, read once a process. Raises ModelError."""
    return read_layout(shipped("models"))
