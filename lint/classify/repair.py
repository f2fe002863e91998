"""Findings enriched with patterns: what a checkable row of the same kind looks like."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from lint.classify.patterns import Pattern, PatternIndex
from lint.model import Finding

_REMEMBERED = 20_000


def with_patterns(findings: Iterable[Finding], codes: Container[str]) -> list[Finding]:
    """The findings, those of the rules `codes` with up to three patterns in `data.patterns` and the suggestion.

    Where the models cannot be used the findings stay as they are: a pattern is a courtesy.
    """
    from lint.settings.manifest import ModelError

    given = list(findings)
    try:
        return [_enriched(finding) if finding.code in codes and finding.name else finding for finding in given]
    except ModelError:
        return given


def closest(name: str, level2: str, project: str = "") -> Sequence[Pattern]:
    """Up to three well-formed rows nearest to an indicator (see `PatternIndex.closest`)."""
    return _closest(name, level2, project)


@lru_cache(maxsize=_REMEMBERED)
def _closest(name: str, level2: str, project: str) -> tuple[Pattern, ...]:
    return tuple(pattern_index().closest(name, level2, project))


@lru_cache(maxsize=1)
def pattern_index() -> PatternIndex:
    """The index over the shipped patterns, built once a process. Raises ModelError."""
    from lint.classify.store import shipped_models

    models = shipped_models()
    return PatternIndex(models.patterns, models.words)


def _enriched(finding: Finding) -> Finding:
    level2 = str(finding.data.get("expected_level2", finding.level2))
    found = closest(finding.name, level2, finding.project)
    if not found:
        return finding
    patterns = [{"level2": item.level2, "name": item.name, "value": item.value} for item in found]
    shown = "；".join(f"{item.name} ▸ {item.value}" for item in found)
    return replace(
        finding,
        data={**finding.data, "patterns": patterns},
        suggestion=f"{finding.suggestion}相近的写法：{shown}。",
    )
