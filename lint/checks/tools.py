"""What rules work with beside their subject and their options: made once, handed to each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lint.language import Language
from lint.settings import Settings
from lint.settings.sections import Language as Words

if TYPE_CHECKING:
    from lint.classify.judge import Judge


@dataclass(frozen=True, eq=False)
class Tools:
    """The settings of a run and what is built from them; one a process, made by whoever runs rules."""

    settings: Settings
    language: Language

    @classmethod
    def of(cls, settings: Settings) -> Tools:
        """The tools of these settings. Raises SettingsError for words that cannot be used."""
        return cls(settings, Language.of(settings))

    @cached_property
    def judge(self) -> Judge:
        """What tells misplaced rows by the models, which are read (and numpy imported) when first asked."""
        from lint.classify.judge import Judge

        return Judge.of(self.settings)

    @property
    def words(self) -> Words:
        """The section [language]: the words that rules share."""
        return self.settings.language
