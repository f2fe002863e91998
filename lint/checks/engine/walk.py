"""Walks submissions, asks the rules, counts coverage and makes findings.

Rules know nothing of walking, exclusions, halves, causes or identity: that is all here or in
`lint.checks.engine.halves` and `lint.checks.engine.causes`. What is reported for one rule never depends on
which other rules were selected or in what order: a rule of an exclusive group (`engine.exclusive`)
that was not selected still runs, unreported, where it decides whether a selected one may speak.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from lint.checks import all_rules, build
from lint.checks.engine.causes import linked
from lint.checks.engine.found import Found
from lint.checks.engine.halves import fold, with_whole_names
from lint.checks.engine.identity import fingerprint
from lint.checks.engine.shifts import with_shifts
from lint.checks.rule import (
    CorpusRule,
    CouldNot,
    FileRule,
    Hit,
    NotApplicable,
    Outcome,
    RowRule,
    Rule,
    Subject,
    SubmissionRule,
    TableRule,
)
from lint.checks.tools import Tools
from lint.model import ANNUAL, Coverage, Finding, Indicator, Location, Severity, Submission, Table, Unreadable

if TYPE_CHECKING:
    from lint.similarity.comparison import Comparison

UNCERTAIN = "版面错位，抽取结果未能确定"
_Content = tuple[str, str, str, str]  # level2, name, value, unit: all that a pure row rule sees


@dataclass
class _Count:
    """Counts of one rule in one file; a subject is counted once."""

    looked: int = 0
    flagged: int = 0
    not_applicable: int = 0
    could_not: int = 0
    why: Counter[str] = field(default_factory=Counter)

    def note(self, outcome: Outcome, times: int = 1) -> None:
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
        why = tuple(f"{reason}（{number}）" for reason, number in sorted(self.why.items()))
        return Coverage(self.looked, self.flagged, self.not_applicable, self.could_not, why)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the pure row rules say about one row content, in the order of the rules.

    `pattern` numbers the outcomes that are no hits (None for a hit or a row in order); few patterns
    serve all rows, and coverage is counted by them.
    """

    pattern: int
    hits: tuple[tuple[RowRule, Hit], ...]


class Engine:
    """Runs a fixed set of rules with fixed tools over any number of submissions."""

    def __init__(self, rules: Sequence[Rule], tools: Tools) -> None:
        self.tools = tools
        self.language = tools.language
        settings = tools.settings
        self.rules = tuple(sorted(rules, key=lambda rule: rule.code))
        self._reported = frozenset(rule.code for rule in self.rules)
        self._exclusive: Sequence[Sequence[str]] = settings.get("engine.exclusive")
        self._shifting: Sequence[str] = settings.get("engine.shifting")
        self._follows: Sequence[Sequence[str]] = settings.get("engine.follows")
        walked = sorted((*self.rules, *self._deciders()), key=lambda rule: rule.code)
        row_rules = [rule for rule in walked if isinstance(rule, RowRule)]
        self._pure_rules = [rule for rule in row_rules if not rule.needs_table]
        self._placed_rules = [rule for rule in row_rules if rule.needs_table]
        self._whole_rules = [rule for rule in row_rules if type(rule).check_table is not RowRule.check_table]
        self._table_rules = [rule for rule in walked if isinstance(rule, TableRule)]
        self._submission_rules = [rule for rule in walked if isinstance(rule, SubmissionRule)]
        self._corpus_rules = [rule for rule in self.rules if isinstance(rule, CorpusRule)]
        self._walked = [rule for rule in walked if not isinstance(rule, CorpusRule | FileRule)]
        self._judged: dict[_Content, _Judged] = {}
        self._patterns: dict[tuple[Outcome, ...], int] = {}
        self._judged_limit: int = settings.get("engine.remembered_rows")

    def check(self, submission: Submission) -> tuple[list[Finding], dict[str, Coverage]]:
        """Findings of the row, table and submission rules in reading order, and their coverage."""
        counts: dict[str, _Count] = {rule.code: _Count() for rule in self._walked}
        patterns: Counter[int] = Counter()
        found: list[Found] = []
        tables = [with_whole_names(table) for table in submission.tables]
        for placed_rule in self._placed_rules:
            placed_rule.foresee(tables)
        for table in tables:
            found.extend(self._table(table, counts, patterns))
        known = list(self._patterns)
        for pattern, times in patterns.items():
            for rule, outcome in zip(self._pure_rules, known[pattern], strict=True):
                counts[rule.code].note(outcome, times)
        for submission_rule in self._submission_rules:
            given = tuple(submission_rule.check(submission))
            counts[submission_rule.code].note_all(given)
            found.extend(_hits(submission_rule, given, None))
        found = [item for item in found if item.rule.code in self._reported]
        _count_flagged(found, counts)
        found = [_placed_in_text(item, submission) for item in found]
        findings = linked([(item, self._finding(item, submission.path)) for item in found], self._follows)
        coverage = {code: count.freeze() for code, count in counts.items() if code in self._reported}
        return in_reading_order(findings), coverage

    def check_corpus(self, run: Comparison) -> tuple[list[list[Finding]], list[dict[str, Coverage]]]:
        """Findings and coverage of the corpus rules, one list an input submission."""
        submissions = run.submissions
        found: list[list[Found]] = [[] for _ in submissions]
        counts = [{rule.code: _Count() for rule in self._corpus_rules} for _ in submissions]
        for rule in self._corpus_rules:
            for index, outcome in rule.check(run):
                if isinstance(outcome, Hit):
                    found[index].append(Found(rule, outcome, outcome.table, outcome.indicator))
                elif outcome is not None:
                    counts[index][rule.code].note(outcome)
            for index, submission in enumerate(submissions):
                count = counts[index][rule.code]
                count.looked = max(0, len(submission.tables) - count.could_not - count.not_applicable)
        findings = []
        for index, submission in enumerate(submissions):
            _count_flagged(found[index], counts[index])
            findings.append(linked([(item, self._finding(item, submission.path)) for item in found[index]]))
        return findings, [{code: count.freeze() for code, count in each.items()} for each in counts]

    def check_unreadable(self, unreadable: Unreadable) -> tuple[list[Finding], dict[str, Coverage]]:
        """Findings and coverage of a file that could not be read (X002, where it is selected)."""
        findings, coverage = [], {}
        for rule in self.rules:
            if isinstance(rule, FileRule):
                item = Found(rule, rule.check(unreadable), None, None)
                findings.append(self._finding(item, unreadable.path))
                coverage[rule.code] = Coverage(looked=1, flagged=1)
            elif not isinstance(rule, CorpusRule):
                coverage[rule.code] = Coverage(could_not=1, why=("文件无法读取（1）",))
        return findings, coverage

    def _deciders(self) -> Sequence[Rule]:
        """Enabled rules that were not selected but stand before a selected one in an exclusive group."""
        wanted: set[str] = set()
        for group in self._exclusive:
            last = max((place for place, code in enumerate(group) if code in self._reported), default=-1)
            wanted.update(group[:last])
        wanted -= self._reported
        return build((rule for rule in all_rules() if rule.code in wanted), self.tools) if wanted else ()

    def _table(
        self,
        table: Table,
        counts: Mapping[str, _Count],
        patterns: Counter[int],
    ) -> list[Found]:
        found: list[Found] = []
        for indicator in table.indicators:
            if indicator.uncertain:
                found.extend(self._uncertain(indicator, table, counts))
                continue
            known = self._judge(indicator, table)
            patterns[known.pattern] += 1
            hits = list(known.hits)
            if self._placed_rules:
                subject = Subject(indicator, table, self.language.parse(indicator.value, indicator.unit))
                for rule in self._placed_rules:
                    outcome = rule.check(subject)
                    counts[rule.code].note(outcome)
                    if isinstance(outcome, Hit):
                        hits.append((rule, outcome))
            found.extend(Found(rule, hit, table, indicator) for rule, hit in hits)
        for whole_rule in self._whole_rules:
            for hit in whole_rule.check_table(table):
                counts[whole_rule.code].note(hit)
                found.append(Found(whole_rule, hit, table, None))
        for table_rule in self._table_rules:
            outcomes = tuple(table_rule.check(table))
            counts[table_rule.code].note_all(outcomes)
            found.extend(_hits(table_rule, outcomes, table))
        return fold(with_shifts(self._one_of_each_group(found), table, self._shifting, self.language))

    def _judge(self, indicator: Indicator, table: Table) -> _Judged:
        """The pure rules' outcomes for a row's content, remembered across tables and files."""
        content = (indicator.level2, indicator.name, indicator.value, indicator.unit)
        known = self._judged.get(content)
        if known is None:
            subject = Subject(indicator, table, self.language.parse(indicator.value, indicator.unit))
            outcomes = [(rule, rule.check(subject)) for rule in self._pure_rules]
            doubts = tuple(None if isinstance(outcome, Hit) else outcome for _, outcome in outcomes)
            known = _Judged(
                self._patterns.setdefault(doubts, len(self._patterns)),
                tuple((rule, outcome) for rule, outcome in outcomes if isinstance(outcome, Hit)),
            )
            if len(self._judged) >= self._judged_limit:
                self._judged.clear()
            self._judged[content] = known
        return known

    def _uncertain(self, indicator: Indicator, table: Table, counts: Mapping[str, _Count]) -> Iterable[Found]:
        """A row not read for sure is judged by no rule but those about reading (X)."""
        for rule in (*self._pure_rules, *self._placed_rules):
            outcome: Outcome = CouldNot(UNCERTAIN)
            if rule.code.startswith("X"):
                outcome = rule.check(Subject(indicator, table, self.language.parse(indicator.value, indicator.unit)))
            counts[rule.code].note(outcome)
            if isinstance(outcome, Hit):
                yield Found(rule, outcome, table, indicator)

    def _one_of_each_group(self, found: list[Found]) -> list[Found]:
        """Found hits with those removed that another of their exclusive group outranks on the same row."""
        grouped = {code for group in self._exclusive for code in group}
        codes: dict[int, set[str]] = {}
        for item in found:
            if item.indicator is not None and item.rule.code in grouped:
                codes.setdefault(id(item.indicator), set()).add(item.rule.code)
        kept = []
        for item in found:
            present = codes.get(id(item.indicator), set())
            if len(present) > 1 and any(_outranked(item.rule.code, group, present) for group in self._exclusive):
                continue
            kept.append(item)
        return kept

    def _finding(self, item: Found, path: str) -> Finding:
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
            file=path,
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
        return (table, *numbers, item.code, item.fingerprint, item.message)

    return sorted(findings, key=key)


def _hits(rule: Rule, outcomes: Iterable[Outcome], table: Table | None) -> Iterable[Found]:
    for outcome in outcomes:
        if isinstance(outcome, Hit):
            yield Found(rule, outcome, outcome.table or table, outcome.indicator)


def _placed_in_text(item: Found, submission: Submission) -> Found:
    """A hit on a text of the form (`data["field"]`) with the place of that text's passage."""
    name = item.hit.data.get("field")
    if name is None or item.table is None or item.indicator is not None or item.hit.location is not None:
        return item
    fits = (p for p in submission.passages if p.table == item.table.number and p.field == name)
    passage = next((p for p in fits if p.period in ("", ANNUAL)), None)
    return replace(item, hit=replace(item.hit, location=passage.location)) if passage else item


def _outranked(code: str, group: Sequence[str], present: set[str]) -> bool:
    return code in group and any(other in present for other in group[: list(group).index(code)])


def _count_flagged(found: Iterable[Found], counts: Mapping[str, _Count]) -> None:
    """Counts flagged subjects: rows for row rules, tables for table and corpus rules."""
    seen: set[tuple[str, int]] = set()
    for item in found:
        if not isinstance(item.rule, RowRule):
            subject = item.table.number if item.table and not isinstance(item.rule, SubmissionRule) else 0
            if (item.rule.code, subject) in seen:
                continue
            seen.add((item.rule.code, subject))
        counts[item.rule.code].flagged += 1
