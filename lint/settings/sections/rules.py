"""[rules.CODE]: what every rule's section holds."""

from __future__ import annotations

from dataclasses import dataclass

from lint.model import Severity


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """Whether the rule runs, and how bad its findings are.

    A rule with words and thresholds of its own extends this class inside its own (`Rule.Options`).
    """

    enabled: bool
    severity: Severity
