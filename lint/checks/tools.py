"""What rules work with beside their subject and their options: made once, handed to each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lint.language import Language
from lint.settings import Settings
from lint.settings.sections import Language as Words

if TYPE_CHECKING:
    from lint.classify.judge import Judge
    from lint.classify.store import Models


def shipped_models() -> Models:
    """The trained models of this installation; numpy is imported when they are first asked for. Raises ModelError."""
    from lint.classify.store import shipped_models as read

    return read()


@dataclass(frozen=True, eq=False)
class Tools:
    """The settings of a run and what is built from them; one a process, made by whoever runs rules.

    `models` gives the trained models and is first called when a row is to be judged by them.
    """

    settings: Settings
    language: Language
    models: Callable[[], Models] = shipped_models

    @classmethod
    def of(cls, settings: Settings) -> Tools:
        """The tools of these settings. Raises SettingsError for words that cannot be used."""
        return cls(settings, Language.of(settings))

    @cached_property
    def judge(self) -> Judge:
        """What tells misplaced rows by the models, with the judgements it has made."""
        from lint.classify.judge import Judge

        return Judge(self.models)

    @property
    def words(self) -> Words:
        """The section [language]: the words that rules share."""
        return self.settings.language
