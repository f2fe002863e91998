"""Coverage: what each rule looked at, flagged, found not applicable or could not judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lint.checks.engine.found import Found
from lint.checks.rule import CouldNot, Hit, NotApplicable, Outcome, RowRule, SubmissionRule
from lint.model import Coverage


@dataclass
class Count:
    """Counts of one rule in one file; a subject is counted once."""

    looked: int = 0
    flagged: int = 0
    not_applicable: int = 0
    could_not: int = 0
    why: Counter[str] = field(default_factory=Counter)

    def note(self, outcome: Outcome, times: int = 1) -> None:
        """Counts `times` subjects with one outcome each."""
        if isinstance(outcome, CouldNot):
            self.could_not += times
            self.why[outcome.why] += times
        elif isinstance(outcome, NotApplicable):
            self.not_applicable += times
        else:
            self.looked += times

    def note_all(self, outcomes: Sequence[Outcome]) -> None:
        """Counts one subject that gave several outcomes: a hit outweighs doubt, doubt the rest."""
        doubts = [outcome for outcome in outcomes if isinstance(outcome, CouldNot)]
        if any(isinstance(outcome, Hit) for outcome in outcomes) or not outcomes:
            self.looked += 1
            self.why.update(doubt.why for doubt in doubts)
        elif doubts:
            self.could_not += 1
            self.why.update(doubt.why for doubt in doubts)
        else:
            self.note(outcomes[0])

    def freeze(self) -> Coverage:
        """The counts as a report carries them."""
        why = tuple(f"{reason}（{number}）" for reason, number in sorted(self.why.items()))
        return Coverage(self.looked, self.flagged, self.not_applicable, self.could_not, why)


def count_flagged(found: Iterable[Found], counts: Mapping[str, Count]) -> None:
    """Counts flagged subjects: rows for row rules, tables for table and corpus rules."""
    seen: set[tuple[str, int]] = set()
    for item in found:
        if not isinstance(item.rule, RowRule):
            subject = item.table.number if item.table and not isinstance(item.rule, SubmissionRule) else 0
            if (item.rule.code, subject) in seen:
                continue
            seen.add((item.rule.code, subject))
        counts[item.rule.code].flagged += 1
