"""Grades 优 良 中 差 of the four reviews of 财预〔2015〕88号, by the scheme of rules.toml [grades].

A score is 100 − 100 × Σ weight / rows judged, at least 0, where each finding weighs by its severity
times the rows it concerns: one, two where both halves carry it, `table_rows` for a whole table. The
bounds of the grades are those of 财预〔2020〕10号 (90, 80, 60). The overall score is the mean by
[grades.shares]; its grade is at most `above_worst` steps above the worst review's. docs/grades.md
tells the same with an example.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lint.model import FORM_KINDS, UNREAD_FORM, FileReport, Finding
from lint.reports.facts.rulebook import REVIEWS, Rulebook
from lint.settings import Settings

UNGRADED = "未评定"
LOWEST = "差"
OVERALL = "综合"


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of one review, or of all (`review` 综合).

    `score` in [0, 100], None where `word` is 未评定; `judged` and `could_not` count what the
    review's rules looked at and could not judge (rows or tables, each rule by its own subject);
    `rows` is the number of rows the score is relative to; `why` says why nothing was graded.
    """

    review: str
    word: str
    score: float | None
    rows: int
    judged: int
    could_not: int
    findings: int
    why: str = ""

    @property
    def could_not_share(self) -> float:
        """Share of what the review's rules should have judged and could not."""
        asked = self.judged + self.could_not
        return self.could_not / asked if asked else 0.0


def grade(file: FileReport, findings: Sequence[Finding], rules: Rulebook, settings: Settings) -> tuple[Grade, ...]:
    """The four reviews' grades and the overall one, in that order.

    `findings` are the file's own. Findings that follow from another one (`cause`) are not counted
    a second time. A file that was not read, or holds no form, gets 未评定 throughout.
    """
    if file.unread or file.kind not in FORM_KINDS:
        why = "文件未能读取" if file.unread else "版面未能读出" if file.kind == UNREAD_FORM else "文件中没有绩效目标表"
        return tuple(Grade(review, UNGRADED, None, 0, 0, 0, 0, why) for review in (*REVIEWS, OVERALL))
    graded = [_review(review, file, findings, rules, settings) for review in REVIEWS]
    return (*graded, _overall(graded, settings))


def choose_word(score: float, settings: Settings) -> str:
    """The grade of a score: the first bound it reaches, else 差."""
    for word, bound in _bounds(settings).items():
        if score >= bound:
            return word
    return LOWEST


def _bounds(settings: Settings) -> dict[str, float]:
    return dict(sorted(settings.grades.bounds.items(), key=lambda item: -item[1]))


def _review(review: str, file: FileReport, findings: Sequence[Finding], rules: Rulebook, settings: Settings) -> Grade:
    covered = [coverage for code, coverage in file.coverage.items() if rules.facts(code).review == review]
    judged = sum(coverage.looked for coverage in covered)
    could_not = sum(coverage.could_not for coverage in covered)
    rows = max((coverage.looked for coverage in covered), default=0)
    own = [finding for finding in findings if rules.facts(finding.code).review == review]
    blank = Grade(review, UNGRADED, None, rows, judged, could_not, len(own))
    if not judged:
        return replace(blank, why="没有可判断的内容")
    if blank.could_not_share > settings.grades.most_unjudged:
        return replace(blank, why=f"{blank.could_not_share:.0%} 的内容未能判断")
    weights, table_rows = settings.grades.weights, settings.grades.table_rows
    lost = sum(
        weights[finding.severity.value] * _extent(finding, table_rows) for finding in own if finding.cause is None
    )
    score = max(0.0, 100 - 100 * lost / rows)
    return Grade(review, choose_word(score, settings), round(score, 1), rows, judged, could_not, len(own))


def _extent(finding: Finding, table_rows: float) -> float:
    """How many rows a finding concerns: its own, the equal one of the other half, or a whole table's worth."""
    if not finding.name and not finding.value:
        return table_rows
    return 2 if finding.data.get("also_period") else 1


def _overall(graded: Sequence[Grade], settings: Settings) -> Grade:
    shares = settings.grades.shares
    given = [item for item in graded if item.score is not None]
    total = sum(shares[item.review] for item in graded)
    blank = Grade(
        OVERALL,
        UNGRADED,
        None,
        max((item.rows for item in graded), default=0),
        sum(item.judged for item in graded),
        sum(item.could_not for item in graded),
        sum(item.findings for item in graded),
    )
    weight = sum(shares[item.review] for item in given)
    if not weight or weight * 2 <= total:
        return replace(blank, why="多数审核内容未能评定")
    if blank.could_not_share > settings.grades.most_unjudged:
        return replace(blank, why=f"{blank.could_not_share:.0%} 的内容未能判断")
    score = sum((item.score or 0.0) * shares[item.review] for item in given) / weight
    word, why = choose_word(score, settings), ""
    order = [*_bounds(settings), LOWEST]
    limit = max(0, max(order.index(item.word) for item in given) - settings.grades.above_worst)
    if order.index(word) < limit:
        word, why = order[limit], "受最低一项审核的等级限制"
    return replace(blank, word=word, score=round(score, 1), why=why)
