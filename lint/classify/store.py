"""The models of categories as files of models/: what they hold, and how they are read and written."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lint.classify.category import CategoryModel
from lint.classify.labels import CLASSES
from lint.classify.linear import Floats, TokenModel
from lint.classify.patterns import Wellformed
from lint.classify.placement import PlacementModel
from lint.settings.manifest import ModelError, read_files

FILES = ("category.json", "category.npy", "placement.npy", "words.json", "patterns.json")


@dataclass(frozen=True)
class Models:
    """`words` are those that evidence is quoted in, `patterns` well-formed rows to show."""

    category: CategoryModel
    placement: PlacementModel
    words: frozenset[str]
    patterns: tuple[Wellformed, ...]


def contents(models: Models) -> dict[str, bytes]:
    """The bytes of FILES; the same models give the same bytes."""
    tokens = models.category.tokens
    return {
        "category.json": _json_bytes({"temperature": models.category.temperature, "vocabulary": [*tokens.vocabulary]}),
        "category.npy": _array_bytes(_with_intercepts(tokens)),
        "placement.npy": _array_bytes(_placement_table(models.placement)),
        "words.json": _json_bytes(sorted(models.words)),
        "patterns.json": _json_bytes([[p.level2, p.name, p.value, p.about] for p in models.patterns]),
    }


def read_models(folder: Path) -> Models:
    """The models of a folder, every file checked against the manifest first. Raises ModelError."""
    content = read_files(folder, FILES)
    try:
        facts = json.loads(content["category.json"])
        tokens = _tokens(facts["vocabulary"], _array(content["category.npy"]), 2 * len(CLASSES))
        table = _array(content["placement.npy"])
        if table.ndim != 2 or table.shape[0] != 3:
            raise ValueError("placement")
        placement = PlacementModel(table[0, :-1], table[1, :-1], table[2, :-1], float(table[2, -1]))
        words = frozenset(str(word) for word in json.loads(content["words.json"]))
        patterns = tuple(Wellformed(*map(str, item)) for item in json.loads(content["patterns.json"]))
        return Models(CategoryModel(tokens, float(facts["temperature"])), placement, words, patterns)
    except (ValueError, KeyError, TypeError):
        raise ModelError(f"{folder} 中的模型文件内容不合格式，请运行 jxlint train 重建。") from None


def _json_bytes(given: Any) -> bytes:
    return (json.dumps(given, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _with_intercepts(model: TokenModel) -> Floats:
    return np.concatenate([model.weights, model.intercepts[None, :]]).astype(np.float16)


def _tokens(words: Sequence[str], weights: Floats, classes: int) -> TokenModel:
    if weights.shape != (len(words) + 1, classes) or not all(isinstance(word, str) for word in words):
        raise ValueError("shape")
    return TokenModel({word: number for number, word in enumerate(words)}, weights[:-1], weights[-1])


def _placement_table(model: PlacementModel) -> Floats:
    last = np.array([0.0, 0.0, model.intercept], dtype=np.float32)[:, None]
    return np.concatenate([np.stack([model.centre, model.spread, model.weights]), last], axis=1).astype(np.float32)


def _array_bytes(table: Floats) -> bytes:
    out = io.BytesIO()
    np.save(out, np.ascontiguousarray(table), allow_pickle=False)
    return out.getvalue()


def _array(data: bytes) -> Floats:
    found = np.load(io.BytesIO(data), allow_pickle=False)
    if not isinstance(found, np.ndarray) or found.dtype not in (np.float16, np.float32):
        raise ValueError("array")
    result: Floats = found.astype(np.float32)
    if not np.isfinite(result).all():
        raise ValueError("array")
    return result
