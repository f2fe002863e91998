"""Settings: the shipped rules.toml, then a project's file, then flags; and where shipped data lies."""

from lint.settings.loading import RuleException, Settings, SettingsError, load

__all__ = ["RuleException", "Settings", "SettingsError", "load"]
