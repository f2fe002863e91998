"""models/ on disk: JSON and plain arrays under a manifest of SHA-256 sums; never code.

A file that differs from the manifest is refused. Files of another format version are replaced by
a training from corpora/, with a notice.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from lint.classify.category import CategoryModel
from lint.classify.labels import CLASSES
from lint.classify.linear import Floats, TokenModel
from lint.classify.patterns import Wellformed
from lint.classify.placement import PlacementModel
from lint.settings.shipped import shipped
from lint.training.fit import Models
from lint.training.vagueness import VaguenessModel

FORMAT = 2
"""Raised whenever the meaning of tokens, features or files changes: older files are retrained."""

MANIFEST = "manifest.json"
_FILES = (
    "category.json",
    "category.npy",
    "placement.npy",
    "vagueness.json",
    "vagueness.npy",
    "words.json",
    "patterns.json",
)
_LARGEST = 32 * 2**20  # bytes of one file; ours are below 4 MiB


class ModelError(Exception):
    """Models that cannot be used; the text is one Chinese sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What models/ says of itself: format, versions, what it was trained from, sums."""

    format: int
    trained_with: Mapping[str, str]
    corpora: Mapping[str, str]
    rows: Mapping[str, int]
    files: Mapping[str, str]


def save(
    folder: Path, models: Models, trained_with: Mapping[str, str], corpora: Mapping[str, str], rows: Mapping[str, int]
) -> None:
    """Writes the models and their manifest; the same models give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    category, placement, vagueness = models.category, models.placement, models.vagueness
    content = {
        "category.json": _tokens_json(category.tokens, {"temperature": category.temperature}),
        "category.npy": _array_bytes(_with_intercepts(category.tokens)),
        "placement.npy": _array_bytes(_placement_table(placement)),
        "vagueness.json": _tokens_json(vagueness.tokens, {}),
        "vagueness.npy": _array_bytes(_with_intercepts(vagueness.tokens)),
        "words.json": _json_bytes(sorted(models.words)),
        "patterns.json": _json_bytes([[p.level2, p.name, p.value, p.about] for p in models.patterns]),
    }
    for name, data in content.items():
        (folder / name).write_bytes(data)
    manifest = {
        "format": FORMAT,
        "trained_with": dict(trained_with),
        "corpora": dict(corpora),
        "rows": dict(rows),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in content.items()},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a models folder. Raises ModelError."""
    path = folder / MANIFEST
    try:
        given = json.loads(path.read_bytes()[:_LARGEST])
        manifest = Manifest(
            int(given["format"]),
            dict(given["trained_with"]),
            dict(given["corpora"]),
            dict(given["rows"]),
            dict(given["files"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise ModelError(f"模型清单 {path} 无法读取，请运行 jxlint train 重建模型。") from None
    return manifest


def read(folder: Path) -> Models:
    """The models of a folder, every file checked against the manifest first.

    Raises ModelError where a file is missing, was changed, or is of another format.
    """
    manifest = read_manifest(folder)
    if manifest.format != FORMAT:
        raise ModelError(
            f"{folder} 中的模型是第 {manifest.format} 版格式，本程序用第 {FORMAT} 版，请运行 jxlint train 重建。"
        )
    content = {name: _checked(folder / name, manifest.files.get(name, "")) for name in _FILES}
    try:
        category, facts = _tokens(content["category.json"], content["category.npy"], 2 * len(CLASSES))
        vagueness, _ = _tokens(content["vagueness.json"], content["vagueness.npy"], 2)
        table = _array(content["placement.npy"])
        if table.ndim != 2 or table.shape[0] != 3:
            raise ValueError("placement")
        placement = PlacementModel(table[0, :-1], table[1, :-1], table[2, :-1], float(table[2, -1]))
        words = frozenset(str(word) for word in json.loads(content["words.json"]))
        category_model = CategoryModel(category, float(facts["temperature"]))
        patterns = tuple(Wellformed(*map(str, item)) for item in json.loads(content["patterns.json"]))
        return Models(category_model, placement, VaguenessModel(vagueness), words, patterns)
    except (ValueError, KeyError, TypeError):
        raise ModelError(f"{folder} 中的模型文件内容不合格式，请运行 jxlint train 重建。") from None


@lru_cache(maxsize=4)
def shipped_models() -> Models:
    """The models this installation uses, read once a process.

    Raises ModelError where a file was changed or is missing: a changed model is never used. Files
    of another format are replaced by a training from corpora/ kept for this process, with a notice
    on standard error.
    """
    folder = shipped("models")
    if read_manifest(folder).format == FORMAT:
        return read(folder)
    return retrained(folder, _notice)


def retrained(folder: Path, tell: Callable[[str], None]) -> Models:
    """Models trained anew from the shipped corpora, stored in `folder` where it can be written."""
    from lint.training.build import build

    tell(f"{folder} 中的模型是别的版本写成的，正在由 corpora/ 重新训练，约需一分钟。")
    models = build(folder=None)
    try:
        build_into = folder / MANIFEST
        if build_into.exists():
            from lint.training.build import store

            store(folder, models)
    except OSError:
        tell(f"{folder} 不可写，重新训练的模型只用于本次运行。")
    return models


def _notice(sentence: str) -> None:
    import sys

    print(sentence, file=sys.stderr)


def _checked(path: Path, expected: str) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise ModelError(f"模型文件 {path} 大得不合常理，已拒绝使用，请运行 jxlint train 重建。")
        data = path.read_bytes()
    except OSError:
        raise ModelError(f"缺少模型文件 {path}，请运行 jxlint train 重建。") from None
    if hashlib.sha256(data).hexdigest() != expected:
        raise ModelError(f"模型文件 {path} 与清单不符，可能被改动过，已拒绝使用，请运行 jxlint train 重建。")
    return data


def _tokens_json(model: TokenModel, facts: Mapping[str, Any]) -> bytes:
    return _json_bytes({**facts, "vocabulary": list(model.vocabulary)})


def _json_bytes(given: Any) -> bytes:
    return (json.dumps(given, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _with_intercepts(model: TokenModel) -> Floats:
    return np.concatenate([model.weights, model.intercepts[None, :]]).astype(np.float16)


def _tokens(described: bytes, table: bytes, classes: int) -> tuple[TokenModel, Mapping[str, Any]]:
    facts = json.loads(described)
    words: Sequence[str] = facts["vocabulary"]
    weights = _array(table)
    if weights.shape != (len(words) + 1, classes) or not all(isinstance(word, str) for word in words):
        raise ValueError("shape")
    return TokenModel({word: number for number, word in enumerate(words)}, weights[:-1], weights[-1]), facts


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
