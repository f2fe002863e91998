"""The sections of rules.toml as frozen dataclasses, one module a section.

A rule's own section, [rules.CODE], stands with the rule (`Rule.Options`); its base is `rules`.
"""

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
