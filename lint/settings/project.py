"""Which settings file a run uses, and settings given on the command line.

A project's file is `jxlint.toml` or `rules.toml`, the nearest one upwards from the working folder;
in one folder `jxlint.toml` goes first. The `rules.toml` of a checkout of jxlint is no project's
file; a copy of it elsewhere is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lint.settings import Settings, SettingsError, load

NAMES = ("jxlint.toml", "rules.toml")
_BESIDE = Path("lint", "settings", "shipped.py")


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
    """Whether the file is the shipped one: it lies beside the package."""
    return (path.parent / _BESIDE).is_file()


def _assignment(word: str) -> tuple[str, Any]:
    key, equals, value = word.partition("=")
    if not equals or not key.strip():
        raise SettingsError(f"--set {word} 应写成 键=值，例如 --set rules.V001.severity=warning。")
    try:
        return key.strip(), tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return key.strip(), value.strip()  # a bare word is a text
