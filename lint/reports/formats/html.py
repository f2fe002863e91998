"""The report as one self-contained HTML page: overview, plots, filters, search, tables, copies."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lint.model import SEVERITY_WORDS, Finding, Report, Severity, Submission, Table
from lint.reports.facts.copies import read_account
from lint.reports.facts.figures import count_file, group_by_file, index_submissions, say_coverage
from lint.reports.facts.grades import grade
from lint.reports.facts.places import say_place
from lint.reports.facts.rows import find_row
from lint.reports.facts.rulebook import Rulebook
from lint.reports.formats.plots import Bar, Bars, Ring
from lint.reports.originals import ALONE, Originals
from lint.reports.page import render_page
from lint.settings import Settings

_LONGEST_PLOT = 15  # bars of a plot; the rest is summed up in one
_GRADE_STYLES = {"优": "g-best", "良": "g-good", "中": "g-fair", "差": "g-poor"}
_NO_PROJECT = "（不属于某一项目）"
_NAMED = 3  # files named in the page's title; the rest is counted


def render(report: Report, settings: Settings, originals: Originals = ALONE) -> str:
    """The page (templates/report.html). Findings travel as JSON and are drawn page by page."""
    found, submissions, rules = group_by_file(report), index_submissions(report), Rulebook(report.rules)
    figures = {
        file.path: count_file(file, found[file.path], submissions.get(file.path), rules) for file in report.files
    }
    names = "、".join(file.path for file in report.files[:_NAMED])
    projects = _projects(report)
    return render_page(
        "report.html",
        style="page",
        script="report",
        data={"report-data": _data(report, submissions, rules, originals)},
        names=names + (f" 等 {len(report.files)} 份" if len(report.files) > _NAMED else ""),
        notices=report.notices,
        version=report.version,
        severities=SEVERITY_WORDS,
        rules=rules,
        files=report.files,
        file_numbers={file.path: number for number, file in enumerate(report.files)},
        figures=figures,
        grades={file.path: grade(file, found[file.path], rules, settings) for file in report.files},
        grade_styles=_GRADE_STYLES,
        coverage_line=say_coverage,
        by_rule=_by_rule(report, rules),
        by_project=_by_project(report, projects),
        measurable=Ring(
            "可核验的指标值",
            sum(item.measurable for item in figures.values()),
            sum(item.targets for item in figures.values()),
        ),
        counts=Counter(finding.severity for finding in report.findings),
        rule_options=[(code, rules.heading(code)) for code in sorted({item.code for item in report.findings})],
        project_options=[(number, project or _NO_PROJECT) for project, number in projects.items()],
        file_options=[(number, f"{path}（{len(own)}）") for number, (path, own) in enumerate(found.items())],
        all_judged=_all_judged(report),
    )


def _by_rule(report: Report, rules: Rulebook) -> Bars:
    counts = _counted(report, lambda finding: finding.code)
    bars = [Bar(rules.heading(code), _parts(count), "rule", code) for code, count in counts.items()]
    return Bars("各规则问题数", sorted(bars, key=_longest_first))


def _by_project(report: Report, projects: Mapping[str, int]) -> Bars:
    counts = _counted(report, lambda finding: finding.project)
    bars = [
        Bar(project or _NO_PROJECT, _parts(count), "project", str(projects[project]))
        for project, count in counts.items()
    ]
    bars.sort(key=_longest_first)
    if len(bars) > _LONGEST_PLOT:
        rest = bars[_LONGEST_PLOT - 1 :]
        summed: Counter[str] = Counter()
        for bar in rest:
            summed.update(dict(bar.parts))
        bars = [*bars[: _LONGEST_PLOT - 1], Bar(f"其余 {len(rest)} 个项目", list(summed.items()))]
    return Bars("各项目问题数", bars)


def _counted(report: Report, key: Callable[[Finding], str]) -> dict[str, Counter[Severity]]:
    counts: dict[str, Counter[Severity]] = {}
    for finding in report.findings:
        counts.setdefault(key(finding), Counter())[finding.severity] += 1
    return counts


def _parts(count: Counter[Severity]) -> list[tuple[str, int]]:
    return [(severity.value, count[severity]) for severity in SEVERITY_WORDS]


def _longest_first(bar: Bar) -> tuple[int, str]:
    return -bar.total, bar.label


def _projects(report: Report) -> dict[str, int]:
    """The projects by their numbers in the data, in the order of the findings."""
    projects = dict.fromkeys(finding.project for finding in report.findings)
    return {project: number for number, project in enumerate(projects)}


def _all_judged(report: Report) -> bool:
    return all(not file.unread and not any(c.could_not for c in file.coverage.values()) for file in report.files)


@dataclass
class _Numbered:
    """Things that many findings share: each is kept once and named by its number."""

    numbers: dict[Any, int] = field(default_factory=dict)

    def __call__(self, thing: Any) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))


def _data(
    report: Report, submissions: Mapping[str, Submission], rules: Rulebook, originals: Originals
) -> dict[str, Any]:
    """What the script draws from: findings as lists in the order of `fields`, what they share by number."""
    tables = {(path, table.number): table for path, submission in submissions.items() for table in submission.tables}
    file_of, table_of, crop_of, project_of = (_Numbered() for _ in range(4))
    for path in (*(file.path for file in report.files), *(finding.file for finding in report.findings)):
        file_of(path)
    images = originals.pictures(report)
    pairs: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for index, finding in enumerate(report.findings):
        key = (finding.file, finding.table or 0)
        table, pair = tables.get(key), read_account(finding, submissions)
        if pair is not None:
            lines = [[line.level2, line.own, line.other, line.kind] for line in pair.lines]
            pairs.append({"other": pair.other, "note": pair.note, "rows": lines})
        rows.append(
            {
                **_words(finding),
                "file": file_of(finding.file),
                "project": project_of(finding.project),
                "context": table_of(key) if table is not None else None,
                "row": find_row(finding, table) if table is not None else None,
                "pair": len(pairs) - 1 if pair is not None else None,
                "crop": crop_of(images[index]) if index in images else None,
            }
        )
    return {
        "fields": _FIELDS,
        "findings": [[row[name] for name in _FIELDS] for row in rows],
        "rules": {code: rules.facts(code).title for code in sorted({finding.code for finding in report.findings})},
        "files": list(file_of.numbers),
        "projects": list(project_of.numbers),
        "tables": [_table(tables[key]) for key in table_of.numbers],
        "pairs": pairs,
        "crops": ["data:image/png;base64," + base64.b64encode(image).decode() for image in crop_of.numbers],
    }


_FIELDS = (
    "severity",
    "code",
    "file",
    "table",
    "project",
    "period",
    "level2",
    "name",
    "value",
    "message",
    "suggestion",
    "basis",
    "place",
    "confidence",
    "fingerprint",
    "cause",
    "explained",
    "also",
    "context",
    "row",
    "pair",
    "crop",
)


def _words(finding: Finding) -> dict[str, Any]:
    """What the finding itself says."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "table": finding.table,
        "period": finding.period,
        "level2": finding.level2,
        "name": finding.name,
        "value": finding.value,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "basis": finding.basis,
        "place": say_place(finding.location),
        "confidence": finding.confidence,
        "fingerprint": finding.fingerprint,
        "cause": finding.cause,
        "explained": finding.explained,
        "also": finding.data.get("also_period"),
    }


def _table(table: Table) -> dict[str, Any]:
    """A table that findings stand in: period, category, name, target, place and doubt of each row."""
    return {
        "number": table.number,
        "title": table.title,
        "project": table.project,
        "rows": [
            [row.period, row.level2, row.name, row.value + row.unit, say_place(row.location), row.uncertain]
            for row in table.indicators
        ],
    }
