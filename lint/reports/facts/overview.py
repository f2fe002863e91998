"""The overview of a batch: submissions ranked by grade, departments, common defects, copies, unread files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lint.model import FileReport, Finding, Report, Severity, Submission
from lint.reports.facts.figures import Figures, count_file, group_by_file, index_submissions
from lint.reports.facts.grades import Grade, grade
from lint.reports.facts.rulebook import Rulebook
from lint.settings import Settings

NO_DEPARTMENT = "（未写明部门）"


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission. `outputs` are the names of its reports in the output folder."""

    file: FileReport
    department: str
    figures: Figures
    grades: tuple[Grade, ...]
    outputs: tuple[str, ...]
    rank: int | None

    @property
    def overall(self) -> Grade:
        """The overall grade."""
        return self.grades[-1]


@dataclass(frozen=True, slots=True)
class Department:
    """The sums of one department; `score` is the mean by judged rows, None where nothing was graded."""

    name: str
    submissions: int
    ungraded: int
    rows: int
    judged: int
    unread: int
    errors: int
    warnings: int
    score: float | None

    @property
    def unread_share(self) -> float:
        """Share of the rows that could not be read for sure."""
        return self.unread / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class Defect:
    """How often one rule hit, in how many submissions, and how severe it is at worst."""

    code: str
    findings: int
    submissions: int
    severity: str


class Side(NamedTuple):
    """One table of a pair."""

    department: str
    file: str
    table: int | None
    project: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Two tables of two departments (or two files) that are nearly the same."""

    score: float
    one: Side
    other: Side
    message: str


@dataclass(frozen=True)
class Overview:
    """All that index.html and 汇总.xlsx show. `entries` are ranked, best grade first, ungraded last."""

    entries: tuple[Entry, ...]
    departments: tuple[Department, ...]
    defects: tuple[Defect, ...]
    copies: tuple[Copy, ...]
    unread: tuple[FileReport, ...]
    notices: tuple[str, ...]
    rules: Rulebook
    version: str


def sum_up(report: Report, outputs: Mapping[str, Sequence[str]], settings: Settings) -> Overview:
    """The overview of a report; `outputs` names the written reports by file path."""
    found, submissions, rules = group_by_file(report), index_submissions(report), Rulebook(report.rules)
    entries = [
        Entry(
            file,
            _department(submissions.get(file.path)),
            count_file(file, found[file.path], submissions.get(file.path), rules),
            grade(file, found[file.path], rules, settings),
            tuple(outputs.get(file.path, ())),
            None,
        )
        for file in report.files
        if not file.unread
    ]
    return Overview(
        _ranked(entries),
        _departments(entries),
        _defects(report.findings),
        _copies(report.findings),
        tuple(file for file in report.files if file.unread),
        report.notices,
        rules,
        report.version,
    )


def _department(submission: Submission | None) -> str:
    tables = submission.tables if submission else ()
    names = Counter(table.department for table in tables if table.department)
    return names.most_common(1)[0][0] if names else NO_DEPARTMENT


def _ranked(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Graded ones by score (equal scores share a rank), the rest behind in input order."""
    graded = sorted((item for item in entries if item.overall.score is not None), key=_by_score)
    ranked: list[Entry] = []
    for number, item in enumerate(graded, 1):
        same = ranked and ranked[-1].overall.score == item.overall.score
        rank = ranked[-1].rank if same else number
        ranked.append(Entry(item.file, item.department, item.figures, item.grades, item.outputs, rank))
    return (*ranked, *(item for item in entries if item.overall.score is None))


def _by_score(item: Entry) -> tuple[float, str]:
    return (-(item.overall.score or 0.0), item.file.path)


def _departments(entries: Sequence[Entry]) -> tuple[Department, ...]:
    import pandas as pd

    lines = [
        {
            "department": item.department,
            "submissions": 1,
            "ungraded": int(item.overall.score is None),
            "rows": item.figures.rows,
            "judged": item.figures.judged,
            "unread": item.figures.unread,
            "errors": item.figures.by_severity.get(Severity.ERROR, 0),
            "warnings": item.figures.by_severity.get(Severity.WARNING, 0),
            "weight": item.figures.judged if item.overall.score is not None else 0,
            "points": (item.overall.score or 0.0) * item.figures.judged,
        }
        for item in entries
    ]
    if not lines:
        return ()
    sums = pd.DataFrame(lines).groupby("department", sort=False).sum()
    sums["score"] = (sums["points"] / sums["weight"]).where(sums["weight"] > 0).round(1)
    sums = sums.reset_index().sort_values(["score", "department"], ascending=[False, True], na_position="last")
    return tuple(
        Department(
            name=line["department"],
            submissions=int(line["submissions"]),
            ungraded=int(line["ungraded"]),
            rows=int(line["rows"]),
            judged=int(line["judged"]),
            unread=int(line["unread"]),
            errors=int(line["errors"]),
            warnings=int(line["warnings"]),
            score=None if pd.isna(line["score"]) else float(line["score"]),
        )
        for line in sums.to_dict("records")
    )


def _defects(findings: Sequence[Finding]) -> tuple[Defect, ...]:
    counts = Counter(finding.code for finding in findings)
    files: dict[str, set[str]] = defaultdict(set)
    worst: dict[str, Severity] = {}
    for finding in findings:
        files[finding.code].add(finding.file)
        worst[finding.code] = max(worst.get(finding.code, finding.severity), finding.severity, key=lambda s: s.rank)
    made = [Defect(code, count, len(files[code]), worst[code].value) for code, count in counts.items()]
    return tuple(sorted(made, key=lambda item: (-item.findings, item.code)))


def _copies(findings: Sequence[Finding]) -> tuple[Copy, ...]:
    """Each pair once, best score first; pairs inside one department's own file are its own matter."""
    pairs: dict[frozenset[tuple[str, int | None]], Copy] = {}
    for finding in findings:
        siblings = finding.data.get("siblings") or [finding.data.get("sibling")]
        for sibling in siblings:
            if not isinstance(sibling, Mapping):
                continue
            file, number = str(sibling.get("file", "")), sibling.get("table")
            department = str(sibling.get("department", ""))
            if file == finding.file and (department == finding.department or not department):
                continue
            key = frozenset({(finding.file, finding.table), (file, number)})
            score = sibling.get("score", finding.data.get("score", 0.0))
            pairs.setdefault(
                key,
                Copy(
                    float(score),
                    Side(finding.department or NO_DEPARTMENT, finding.file, finding.table, finding.project),
                    Side(department or NO_DEPARTMENT, file, number, str(sibling.get("project", ""))),
                    finding.message,
                ),
            )
    return tuple(sorted(pairs.values(), key=lambda item: (-item.score, item.one[1:3], item.other[1:3])))
