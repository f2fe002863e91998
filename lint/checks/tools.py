"""What rules work with beside their subject: made once from the settings and handed to each of them."""

from __future__ import annotations

from dataclasses import dataclass

from lint.language import Language
from lint.settings import Settings


@dataclass(frozen=True, slots=True, eq=False)
class Tools:
    """The settings of a run and what is built from them; one a process, made by whoever runs rules."""

    settings: Settings
    language: Language

    @classmethod
    def of(cls, settings: Settings) -> Tools:
        """The tools of these settings. Raises SettingsError for words that cannot be used."""
        return cls(settings, Language.of(settings))
