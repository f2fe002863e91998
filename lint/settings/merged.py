"""The merged settings: typed sections, values by dotted key, where each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from lint.settings import sections
from lint.settings.dotted import split
from lint.settings.errors import SettingsError
from lint.settings.exceptions import RuleException
from lint.settings.typed import UnfitError, built

if TYPE_CHECKING:
    from lint.settings.sections import (
        Classify,
        Engine,
        Extract,
        Grades,
        Inputs,
        Language,
        Limits,
        Ocr,
        Reports,
        RuleOptions,
        Run,
        Similarity,
    )

SHIPPED = "rules.toml（随程序发布）"
_Options = TypeVar("_Options", bound="RuleOptions")
_Section = TypeVar("_Section")


@dataclass(frozen=True)
class Settings:
    """Merged settings. `values` is a nested dict, `origins` maps dotted keys to their source.

    Each section is a typed object, built once: `settings.limits.pages`. `notices` are Chinese
    sentences about the settings' files themselves (a key that moved).
    """

    values: Mapping[str, Any]
    origins: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    exceptions: tuple[RuleException, ...] = ()
    notices: tuple[str, ...] = ()

    @cached_property
    def engine(self) -> Engine:
        """The section [engine]."""
        return self._section("engine", sections.Engine)

    @cached_property
    def limits(self) -> Limits:
        """The section [limits]."""
        return self._section("limits", sections.Limits)

    @cached_property
    def run(self) -> Run:
        """The section [run]."""
        return self._section("run", sections.Run)

    @cached_property
    def ocr(self) -> Ocr:
        """The section [ocr]."""
        return self._section("ocr", sections.Ocr)

    @cached_property
    def inputs(self) -> Inputs:
        """The section [inputs]."""
        return self._section("inputs", sections.Inputs)

    @cached_property
    def extract(self) -> Extract:
        """The section [extract]."""
        return self._section("extract", sections.Extract)

    @cached_property
    def language(self) -> Language:
        """The section [language]. Raises SettingsError for an entry of its open tables that does not fit."""
        return self._section("language", sections.Language)

    @cached_property
    def classify(self) -> Classify:
        """The section [classify]."""
        return self._section("classify", sections.Classify)

    @cached_property
    def similarity(self) -> Similarity:
        """The section [similarity]."""
        return self._section("similarity", sections.Similarity)

    @cached_property
    def grades(self) -> Grades:
        """The section [grades]."""
        return self._section("grades", sections.Grades)

    @cached_property
    def reports(self) -> Reports:
        """The section [reports]."""
        return self._section("reports", sections.Reports)

    def options(self, code: str, kind: type[_Options]) -> _Options:
        """The section [rules.CODE] as the rule's own dataclass.

        Raises SettingsError where there is no such section or an entry of an open table does not fit.
        """
        return self._section(f"rules.{code}", kind)

    def get(self, key: str) -> Any:
        """The value under a dotted key. Raises SettingsError where there is none."""
        return _lookup(self.values, key)

    def default(self, key: str) -> Any:
        """The shipped value under a dotted key."""
        return _lookup(self.defaults or self.values, key)

    def rule(self, code: str) -> Mapping[str, Any]:
        """The section [rules.CODE] as it is written, for those who print it."""
        section = self.get(f"rules.{code}")
        assert isinstance(section, Mapping)
        return section

    def origin(self, key: str) -> str:
        """Where the value of a dotted key came from: a file's name with line, or the shipped file."""
        best = SHIPPED
        for known, source in self.origins.items():
            if known == key or known.startswith(key + ".") or key.startswith(known + "."):
                best = source
        return best

    def _section(self, key: str, kind: type[_Section]) -> _Section:
        try:
            return built(kind, self.get(key), key)
        except UnfitError as unfit:
            raise SettingsError(f"{self.origin(unfit.key)}：{unfit.key} {unfit.wrong}。") from None


def _lookup(values: Mapping[str, Any], key: str) -> Any:
    current: Any = values
    for part in split(key):
        if not isinstance(current, Mapping) or part not in current:
            raise SettingsError(f"没有名为 {key} 的设置项，可用 jxlint config 查看全部设置。")
        current = current[part]
    return current
