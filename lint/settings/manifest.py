"""models/ on disk: JSON and plain arrays under a manifest of SHA-256 sums; never code.

The manifest says what the files are, what they were trained with and from. A file that differs from
it is refused, so that a model that was changed is never used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 3
"""Raised whenever the meaning of tokens, features or files changes: older files must be trained anew."""

NAME = "manifest.json"
_LARGEST = 32 * 2**20  # bytes of one file; ours are below 4 MiB


class ModelError(Exception):
    """Models that cannot be used; the text is one Chinese sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What models/ says of itself: format, versions, what it was trained from (sums, rows), sums of its files."""

    format: int
    trained_with: Mapping[str, str]
    corpora: Mapping[str, str]
    rows: Mapping[str, int]
    files: Mapping[str, str]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a models folder. Raises ModelError."""
    path = folder / NAME
    try:
        given = json.loads(path.read_bytes()[:_LARGEST])
        return Manifest(
            int(given["format"]),
            dict(given["trained_with"]),
            dict(given["corpora"]),
            dict(given["rows"]),
            dict(given["files"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise ModelError(f"模型清单 {path} 无法读取，请运行 jxlint train 重建模型。") from None


def read_files(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """The bytes of the named files, every one checked against the manifest first.

    Raises ModelError where a file is missing, was changed, or is of another format.
    """
    manifest = read_manifest(folder)
    if manifest.format != FORMAT:
        raise ModelError(
            f"{folder} 中的模型是第 {manifest.format} 版格式，本程序用第 {FORMAT} 版，请运行 jxlint train 重建。"
        )
    return {name: _checked(folder / name, manifest.files.get(name, "")) for name in names}


def write_files(
    folder: Path,
    content: Mapping[str, bytes],
    trained_with: Mapping[str, str],
    corpora: Mapping[str, str],
    rows: Mapping[str, int],
) -> None:
    """Writes the files and their manifest; the same content gives the same bytes. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    manifest = asdict(Manifest(FORMAT, dict(trained_with), dict(corpora), dict(rows), sums))
    (folder / NAME).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


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
