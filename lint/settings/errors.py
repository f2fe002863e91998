"""What goes wrong with settings."""


class SettingsError(Exception):
    """A settings file or flag that cannot be used; the text is one Chinese sentence."""
