"""Settings: the shipped rules.toml, then a project's file, then flags; and where shipped data lies."""

from lint.settings.errors import SettingsError
from lint.settings.exceptions import RuleException
from lint.settings.loading import load
from lint.settings.merged import Settings

__all__ = ["RuleException", "Settings", "SettingsError", "load"]
