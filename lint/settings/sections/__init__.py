"""The sections of rules.toml as frozen dataclasses, one module a section.

A rule's own section, [rules.CODE], stands with the rule (`Rule.Options`); its base is `rules`.
Each module is imported when its class is first used: a command needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lint.settings.sections.classify import Classify
    from lint.settings.sections.engine import Engine
    from lint.settings.sections.extract import Extract
    from lint.settings.sections.grades import Grades
    from lint.settings.sections.inputs import Inputs
    from lint.settings.sections.language import Language
    from lint.settings.sections.limits import Limits
    from lint.settings.sections.ocr import Ocr
    from lint.settings.sections.reports import Reports
    from lint.settings.sections.rules import RuleOptions
    from lint.settings.sections.run import Run
    from lint.settings.sections.similarity import Similarity

__all__ = [
    "Classify",
    "Engine",
    "Extract",
    "Grades",
    "Inputs",
    "Language",
    "Limits",
    "Ocr",
    "Reports",
    "RuleOptions",
    "Run",
    "Similarity",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "rules" if name == "RuleOptions" else name.lower()
    return getattr(import_module(f"{__name__}.{home}"), name)
