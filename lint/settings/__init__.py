"""Settings: the shipped rules.toml, then a project's file, then flags; and where shipped data lies.

The names are imported when first used: `jxlint --help` needs the error and nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lint.settings.errors import SettingsError

if TYPE_CHECKING:
    from lint.settings.exceptions import RuleException
    from lint.settings.loading import load
    from lint.settings.merged import Settings

__all__ = ["RuleException", "Settings", "SettingsError", "load"]

_HOMES = {
    "RuleException": "lint.settings.exceptions",
    "Settings": "lint.settings.merged",
    "load": "lint.settings.loading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
