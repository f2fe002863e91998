"""Findings enriched with patterns: what a checkable row of the same kind looks like."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from lint.classify.judge import Judge
from lint.model import Finding
from lint.settings.manifest import ModelError


def with_patterns(findings: Iterable[Finding], codes: Container[str], judge: Judge) -> list[Finding]:
    """The findings, those of the rules `codes` with up to three patterns in `data.patterns` and the suggestion.

    Where the models of `judge` cannot be used the findings stay as they are: a pattern is a courtesy.
    """
    given = list(findings)
    try:
        return [_enriched(finding, judge) if finding.code in codes and finding.name else finding for finding in given]
    except ModelError:
        return given


def _enriched(finding: Finding, judge: Judge) -> Finding:
    level2 = str(finding.data.get("expected_level2", finding.level2))
    found = judge.find_patterns(finding.name, level2, finding.project)
    if not found:
        return finding
    patterns = [{"level2": item.level2, "name": item.name, "value": item.value} for item in found]
    shown = "；".join(f"{item.name} ▸ {item.value}" for item in found)
    return replace(
        finding,
        data={**finding.data, "patterns": patterns},
        suggestion=f"{finding.suggestion}相近的写法：{shown}。",
    )
