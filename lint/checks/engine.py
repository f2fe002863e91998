"""Walks submissions, asks the rules, counts coverage and makes findings.

Rules know nothing of walking, exclusions, halves or identity: that is all here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lint.checks.base import (
    CorpusRule,
    CouldNot,
    Hit,
    NotApplicable,
    Outcome,
    RowRule,
    Rule,
    Subject,
    SubmissionRule,
    TableRule,
)
from lint.checks.identity import fingerprint, plain
from lint.language import parse_target
from lint.model import ANNUAL, WHOLE, Coverage, Finding, Indicator, Location, Severity, Submission, Table
from lint.settings import Settings

UNCERTAIN = "版面错位，抽取结果未能确定"
_CUT_NAME = 4  # characters a cut-off name must share with the whole one to count as the same row


@dataclass
class _Count:
    looked: int = 0
    flagged: int = 0
    not_applicable: int = 0
    could_not: int = 0
    why: Counter[str] = field(default_factory=Counter)

    def note(self, outcome: Outcome) -> None:
        match outcome:
            case NotApplicable():
                self.not_applicable += 1
            case CouldNot(why):
                self.could_not += 1
                self.why[why] += 1
            case _:
                self.looked += 1

    def freeze(self) -> Coverage:
        why = tuple(f"{reason}（{number}）" for reason, number in sorted(self.why.items()))
        return Coverage(self.looked, self.flagged, self.not_applicable, self.could_not, why)


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit with the rule, the table and the row it belongs to."""

    rule: Rule
    hit: Hit
    table: Table | None
    indicator: Indicator | None


class Engine:
    """Runs a fixed set of rules with fixed settings over any number of submissions."""

    def __init__(self, rules: Sequence[Rule], settings: Settings) -> None:
        self.settings = settings
        self.rules = tuple(rules)
        self._row_rules = [rule for rule in rules if isinstance(rule, RowRule)]
        self._table_rules = [rule for rule in rules if isinstance(rule, TableRule)]
        self._submission_rules = [rule for rule in rules if isinstance(rule, SubmissionRule)]
        self._corpus_rules = [rule for rule in rules if isinstance(rule, CorpusRule)]
        self._exclusive: Sequence[Sequence[str]] = settings.get("engine.exclusive")
        self._pure: dict[tuple[str, str, str, str, str], Outcome] = {}
        self._pure_limit: int = settings.get("engine.remembered_rows")

    def check(self, submission: Submission) -> tuple[list[Finding], dict[str, Coverage]]:
        """Findings of the row, table and submission rules in reading order, and their coverage."""
        counts: dict[str, _Count] = {rule.code: _Count() for rule in self.rules if not isinstance(rule, CorpusRule)}
        found: list[_Found] = []
        for table in submission.tables:
            found.extend(self._table(table, counts))
        for rule in self._submission_rules:
            found.extend(self._several(rule, rule.check(submission), None, counts))
        for item in found:
            counts[item.rule.code].flagged += 1
        findings = [self._finding(item, submission) for item in found]
        return in_reading_order(findings), {code: count.freeze() for code, count in counts.items()}

    def check_corpus(self, submissions: Sequence[Submission]) -> tuple[list[list[Finding]], list[dict[str, Coverage]]]:
        """Findings and coverage of the corpus rules, one list an input submission."""
        findings: list[list[Finding]] = [[] for _ in submissions]
        counts = [{rule.code: _Count() for rule in self._corpus_rules} for _ in submissions]
        for rule in self._corpus_rules:
            for index, outcome in rule.check(submissions):
                if isinstance(outcome, Hit):
                    counts[index][rule.code].flagged += 1
                    item = _Found(rule, outcome, outcome.table, outcome.indicator)
                    findings[index].append(self._finding(item, submissions[index]))
                elif outcome is not None:
                    counts[index][rule.code].note(outcome)
            for index, submission in enumerate(submissions):
                count = counts[index][rule.code]
                count.looked = len(submission.tables) - count.could_not - count.not_applicable
        return findings, [{code: count.freeze() for code, count in each.items()} for each in counts]

    def _table(self, table: Table, counts: dict[str, _Count]) -> list[_Found]:
        found: list[_Found] = []
        for indicator in table.indicators:
            found.extend(self._row(indicator, table, counts))
        for rule in self._table_rules:
            found.extend(self._several(rule, rule.check(table), table, counts))
        return _one_half(found)

    def _row(self, indicator: Indicator, table: Table, counts: dict[str, _Count]) -> Iterator[_Found]:
        subject = Subject(indicator, table, parse_target(indicator.value, indicator.unit))
        hits: dict[str, _Found] = {}
        for rule in self._row_rules:
            outcome = self._ask(rule, subject)
            counts[rule.code].note(outcome)
            if isinstance(outcome, Hit):
                hits[rule.code] = _Found(rule, outcome, table, indicator)
        for group in self._exclusive:
            present = [code for code in group if code in hits]
            for code in present[1:]:
                del hits[code]
        yield from hits.values()

    def _ask(self, rule: RowRule, subject: Subject) -> Outcome:
        row = subject.indicator
        if row.uncertain and not rule.code.startswith("X"):
            return CouldNot(UNCERTAIN)
        if rule.needs_table:
            return rule.check(subject)
        key = (rule.code, row.level2, row.name, row.value, row.unit)
        if row.uncertain:
            return rule.check(subject)
        if key not in self._pure:
            if len(self._pure) >= self._pure_limit:
                self._pure.clear()
            self._pure[key] = rule.check(subject)
        return self._pure[key]

    def _several(
        self, rule: Rule, outcomes: Iterable[Outcome], table: Table | None, counts: dict[str, _Count]
    ) -> Iterator[_Found]:
        others = 0
        for outcome in outcomes:
            if isinstance(outcome, Hit):
                yield _Found(rule, outcome, outcome.table or table, outcome.indicator)
            elif outcome is not None:
                counts[rule.code].note(outcome)
                others += 1
        if not others:
            counts[rule.code].note(None)

    def _finding(self, item: _Found, submission: Submission) -> Finding:
        rule, hit, row, table = item.rule, item.hit, item.indicator, item.table
        period = row.period if row else hit.period
        level2 = row.level2 if row else hit.level2
        name, value = (row.name, row.value + row.unit) if row else ("", "")
        project = table.project if table else ""
        department = table.department if table else ""
        place = hit.location or (row.location if row else None) or (table.location if table else None) or Location()
        return Finding(
            code=rule.code,
            rule=rule.name,
            severity=Severity(hit.severity or rule.options["severity"]),
            message=hit.message,
            suggestion=hit.suggestion,
            file=submission.path,
            location=place,
            table=table.number if table else None,
            project=project,
            department=department,
            period=period,
            level2=level2,
            name=name,
            value=value,
            confidence=round(hit.confidence, 4),
            fingerprint=fingerprint(rule.code, department, project, period, level2, name, value, hit.subject),
            basis=rule.basis,
            data=dict(hit.data),
        )


def in_reading_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of one file sorted by table, place and code; the same on every run and machine."""

    def key(item: Finding) -> tuple[Any, ...]:
        place = item.location
        table = item.table if item.table is not None else 0
        numbers = (place.page or 0, place.line or 0, place.part or 0, place.row or 0, place.column or 0)
        return (table, *numbers, item.code, item.fingerprint)

    return sorted(findings, key=key)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same, one of them perhaps cut off by a narrow cell."""
    a, b = plain(one), plain(other)
    return a == b or (min(len(a), len(b)) >= _CUT_NAME and (a.startswith(b) or b.startswith(a)))


def _one_half(found: list[_Found]) -> list[_Found]:
    """Hits with those of the 实施期 half folded into the equal ones of the 年度 half."""
    annual: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, item in enumerate(found):
        if item.indicator is not None and item.indicator.period == ANNUAL:
            annual[_row_key(item)].append(index)
    twins: dict[int, Mapping[str, Any]] = {}
    dropped: set[int] = set()
    for index, item in enumerate(found):
        if item.indicator is None or item.indicator.period != WHOLE:
            continue
        for candidate in annual.get(_row_key(item), ()):
            twin = found[candidate].indicator
            if candidate not in twins and twin is not None and same_name(twin.name, item.indicator.name):
                twins[candidate] = {**found[candidate].hit.data, "also_period": WHOLE}
                dropped.add(index)
                break
    return [
        replace(item, hit=replace(item.hit, data=twins[index])) if index in twins else item
        for index, item in enumerate(found)
        if index not in dropped
    ]


def _row_key(item: _Found) -> tuple[str, str, str]:
    assert item.indicator is not None
    return item.rule.code, item.indicator.level2, plain(item.indicator.value + item.indicator.unit)
