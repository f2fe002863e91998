"""Walks submissions, asks the rules, counts coverage and makes findings.

Rules know nothing of walking, exclusions, halves, causes or identity: that is all in this package.
What is reported for one rule never depends on which other rules were selected or in what order: a
rule that outranks a selected one and was not selected itself still runs, unreported, to decide
whether that one may speak.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lint.checks.engine.causes import linked
from lint.checks.engine.counts import Count, count_flagged
from lint.checks.engine.findings import finding_of, in_reading_order, placed_in_text
from lint.checks.engine.found import Found
from lint.checks.engine.halves import fold, with_whole_names
from lint.checks.engine.ranks import best_of_each_row, deciders
from lint.checks.engine.shifts import with_shifts
from lint.checks.registry import all_rules, build
from lint.checks.rule import (
    CorpusRule,
    CouldNot,
    FileRule,
    Hit,
    Outcome,
    RowRule,
    Rule,
    Subject,
    SubmissionRule,
    TableRule,
)
from lint.checks.tools import Tools
from lint.model import Coverage, Finding, Indicator, Submission, Table, Unreadable

if TYPE_CHECKING:
    from lint.similarity.comparison import Comparison

UNCERTAIN = "版面错位，抽取结果未能确定"
_Content = tuple[str, str, str, str]  # level2, name, value, unit: all that a pure row rule sees


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
        self.rules = tuple(sorted(rules, key=lambda rule: rule.code))
        self._reported = frozenset(rule.code for rule in self.rules)
        unreported = build(deciders(self._reported, all_rules()), tools)
        walked = sorted((*self.rules, *unreported), key=lambda rule: rule.code)
        row_rules = [rule for rule in walked if isinstance(rule, RowRule)]
        self._pure_rules = [rule for rule in row_rules if not rule.needs_table]
        self._placed_rules = [rule for rule in row_rules if rule.needs_table]
        self._table_rules = [rule for rule in walked if isinstance(rule, TableRule)]
        self._submission_rules = [rule for rule in walked if isinstance(rule, SubmissionRule)]
        self._corpus_rules = [rule for rule in self.rules if isinstance(rule, CorpusRule)]
        self._walked = [rule for rule in walked if not isinstance(rule, CorpusRule | FileRule)]
        self._judged: dict[_Content, _Judged] = {}
        self._patterns: dict[tuple[Outcome, ...], int] = {}
        self._judged_limit = tools.settings.engine.remembered_rows

    def check(self, submission: Submission) -> tuple[list[Finding], dict[str, Coverage]]:
        """Findings of the row, table and submission rules in reading order, and their coverage."""
        counts: dict[str, Count] = {rule.code: Count() for rule in self._walked}
        patterns: Counter[int] = Counter()
        found: list[Found] = []
        for table in submission.tables:
            found.extend(self._table(with_whole_names(table), counts, patterns))
        known = list(self._patterns)
        for pattern, times in patterns.items():
            for rule, outcome in zip(self._pure_rules, known[pattern], strict=True):
                counts[rule.code].note(outcome, times)
        for submission_rule in self._submission_rules:
            given = tuple(submission_rule.check_submission(submission))
            counts[submission_rule.code].note_all(given)
            found.extend(_hits(submission_rule, given, None))
        found = [placed_in_text(item, submission) for item in found if item.rule.code in self._reported]
        count_flagged(found, counts)
        findings = linked([(item, finding_of(item, submission.path)) for item in found])
        coverage = {code: count.freeze() for code, count in counts.items() if code in self._reported}
        return in_reading_order(findings), coverage

    def check_corpus(self, run: Comparison) -> tuple[list[list[Finding]], list[dict[str, Coverage]]]:
        """Findings and coverage of the corpus rules, one list an input submission."""
        submissions = run.submissions
        found: list[list[Found]] = [[] for _ in submissions]
        counts = [{rule.code: Count() for rule in self._corpus_rules} for _ in submissions]
        for rule in self._corpus_rules:
            for index, outcome in rule.check_corpus(run):
                if isinstance(outcome, Hit):
                    found[index].append(Found(rule, outcome, outcome.table, outcome.indicator))
                elif outcome is not None:
                    counts[index][rule.code].note(outcome)
            for index, submission in enumerate(submissions):
                count = counts[index][rule.code]
                count.looked = max(0, len(submission.tables) - count.could_not - count.not_applicable)
        findings = []
        for index, submission in enumerate(submissions):
            count_flagged(found[index], counts[index])
            findings.append(linked([(item, finding_of(item, submission.path)) for item in found[index]]))
        return findings, [{code: count.freeze() for code, count in each.items()} for each in counts]

    def check_unreadable(self, unreadable: Unreadable) -> tuple[list[Finding], dict[str, Coverage]]:
        """Findings and coverage of a file that could not be read (X002, where it is selected)."""
        findings, coverage = [], {}
        for rule in self.rules:
            if isinstance(rule, FileRule):
                item = Found(rule, rule.check_file(unreadable), None, None)
                findings.append(finding_of(item, unreadable.path))
                coverage[rule.code] = Coverage(looked=1, flagged=1)
            elif not isinstance(rule, CorpusRule):
                coverage[rule.code] = Coverage(could_not=1, why=("文件无法读取（1）",))
        return findings, coverage

    def _table(self, table: Table, counts: Mapping[str, Count], patterns: Counter[int]) -> list[Found]:
        found: list[Found] = []
        for indicator in table.indicators:
            if indicator.uncertain:
                found.extend(self._uncertain(indicator, table, counts))
                continue
            known = self._judge(indicator, table)
            patterns[known.pattern] += 1
            found.extend(Found(rule, hit, table, indicator) for rule, hit in known.hits)
            if self._placed_rules:
                found.extend(self._ask(self._placed_rules, indicator, table, counts))
        for rule in self._table_rules:
            outcomes = tuple(rule.check_table(table))
            if outcomes or not isinstance(rule, RowRule):  # a row rule counts rows, and tables where it flags them
                counts[rule.code].note_all(outcomes)
            found.extend(_hits(rule, outcomes, table))
        return fold(with_shifts(best_of_each_row(found), table, self.tools.language))

    def _judge(self, indicator: Indicator, table: Table) -> _Judged:
        """The pure rules' outcomes for a row's content, remembered across tables and files."""
        content = (indicator.level2, indicator.name, indicator.value, indicator.unit)
        known = self._judged.get(content)
        if known is None:
            subject = self._subject(indicator, table)
            outcomes = [(rule, rule.check_row(subject)) for rule in self._pure_rules]
            doubts = tuple(None if isinstance(outcome, Hit) else outcome for _, outcome in outcomes)
            known = _Judged(
                self._patterns.setdefault(doubts, len(self._patterns)),
                tuple((rule, outcome) for rule, outcome in outcomes if isinstance(outcome, Hit)),
            )
            if len(self._judged) >= self._judged_limit:
                self._judged.clear()
            self._judged[content] = known
        return known

    def _uncertain(self, indicator: Indicator, table: Table, counts: Mapping[str, Count]) -> Iterable[Found]:
        """A row not read for sure is judged by no rule but those about reading."""
        rules = (*self._pure_rules, *self._placed_rules)
        for rule in rules:
            if not rule.reading:
                counts[rule.code].note(CouldNot(UNCERTAIN))
        return self._ask([rule for rule in rules if rule.reading], indicator, table, counts)

    def _ask(
        self, rules: Iterable[RowRule], indicator: Indicator, table: Table, counts: Mapping[str, Count]
    ) -> Iterable[Found]:
        subject = self._subject(indicator, table)
        for rule in rules:
            outcome = rule.check_row(subject)
            counts[rule.code].note(outcome)
            if isinstance(outcome, Hit):
                yield Found(rule, outcome, table, indicator)

    def _subject(self, indicator: Indicator, table: Table) -> Subject:
        return Subject(indicator, table, self.tools.language.parse(indicator.value, indicator.unit))


def _hits(rule: Rule, outcomes: Iterable[Outcome], table: Table | None) -> Iterable[Found]:
    for outcome in outcomes:
        if isinstance(outcome, Hit):
            yield Found(rule, outcome, outcome.table or table, outcome.indicator)
