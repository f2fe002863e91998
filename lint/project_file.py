"""Which settings file a run uses, and settings given on the command line.

A project's file is `jxlint.toml` or `rules.toml`, the nearest one upwards from the working folder;
in one folder `jxlint.toml` goes first. A `rules.toml` that is a shipped one (it has a [schema]
table: a checkout of jxlint) is no project's file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lint.settings import Settings, SettingsError, load

NAMES = ("jxlint.toml", "rules.toml")
_SCHEMA = re.compile(r"^\s*\[schema\]", re.MULTILINE)
_SHIPPED_BYTES = 4096  # the [schema] table stands at the top of the shipped file


def discover(folder: Path) -> Path | None:
    """The nearest project's file from `folder` upwards, or None."""
    for parent in (folder, *folder.parents):
        for name in NAMES:
            path = parent / name
            if path.is_file() and not (name == NAMES[1] and _is_shipped(path)):
                return path
    return None


def settings_for(config: Path | None, assignments: Sequence[str], isolated: bool = False) -> Settings:
    """The merged settings of a run.

    `config` is the file named by `--config` (it replaces a discovered one), `assignments` are the
    KEY=VALUE words of `--set`, `isolated` ignores project files that are not named. Raises
    SettingsError.
    """
    path = config if config is not None else None if isolated else discover(Path.cwd())
    return load(path, dict(_assignment(word) for word in assignments))


def _is_shipped(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            return bool(_SCHEMA.search(stream.read(_SHIPPED_BYTES)))
    except OSError:
        return False


def _assignment(word: str) -> tuple[str, Any]:
    key, equals, value = word.partition("=")
    if not equals or not key.strip():
        raise SettingsError(f"--set {word} 应写成 键=值，例如 --set rules.V001.severity=warning。")
    try:
        return key.strip(), tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return key.strip(), value.strip()  # a bare word is a text
