"""What a report says about a rule by its code, from the facts that the report itself carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lint.model import RuleFacts, Severity

REVIEWS: tuple[str, ...] = ("完整性", "相关性", "适当性", "可行性")
"""The four reviews of 财预〔2015〕88号, in its order."""


@dataclass(frozen=True)
class Rulebook:
    """The rules of a report (`Report.rules`) by code."""

    rules: Mapping[str, RuleFacts] = field(default_factory=dict)

    def facts(self, code: str) -> RuleFacts:
        """The rule's facts; a code that the report does not know stands under its own name."""
        return self.rules.get(code) or RuleFacts(
            code, name=code, title=code, family=code[:1], order=len(self.rules), severity=Severity.INFO, review=""
        )

    def heading(self, code: str) -> str:
        """Code and Chinese title, as in V001 指标值含糊，无法核验; the code alone where it is unknown."""
        title = self.facts(code).title
        return code if title == code else f"{code} {title}"

    def measuring(self) -> Iterator[str]:
        """Codes of the rules that ask whether a target can be checked."""
        return (code for code, facts in self.rules.items() if facts.measurable)
