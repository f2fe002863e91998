"""A reviewer's exceptions: findings silenced by fingerprint, project, file or rule.

They stand in the project's settings as [[exceptions]]; see `settings.RuleException`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from fnmatch import fnmatchcase

from lint.language.folding import fold_spelling
from lint.model import Finding, Report
from lint.settings import RuleException, Settings


def silence(report: Report, settings: Settings, today: dt.date | None = None) -> Report:
    """The report without the excepted findings.

    An expired exception counts no more; it, and one that hits nothing although its file or
    project was checked, are reported in the notices. `today` defaults to the current date.
    """
    if not settings.exceptions:
        return report
    today = today or dt.date.today()
    valid = [item for item in settings.exceptions if item.until is None or item.until >= today]
    notices = [
        f"{item.origin}的例外（{item.describe()}）已于 {item.until} 到期，不再生效。"
        for item in settings.exceptions
        if item not in valid
    ]
    used: set[int] = set()
    shown = []
    for finding in report.findings:
        matching = [index for index, item in enumerate(valid) if matches(item, finding)]
        used.update(matching)
        if not matching:
            shown.append(finding)
    hidden = len(report.findings) - len(shown)
    if hidden:
        notices.append(f"按例外规定，{hidden} 个问题未列出。")
    for index, item in enumerate(valid):
        if index not in used and _concerns(item, report):
            notices.append(f"{item.origin}的例外（{item.describe()}）没有对应的问题，可以删去。")
    return replace(report, findings=tuple(shown), hidden=report.hidden + hidden, notices=(*report.notices, *notices))


def matches(item: RuleException, finding: Finding) -> bool:
    """Whether every selector that the exception gives fits the finding."""
    return (
        (not item.fingerprint or item.fingerprint == finding.fingerprint)
        and (not item.project or _same(item.project, finding.project))
        and (not item.file or _same_file(item.file, finding.file))
        and (not item.rule or _same_rule(item.rule, finding))
    )


def _concerns(item: RuleException, report: Report) -> bool:
    """Whether this run could have hit the exception: its file, project and rule were there."""
    checked: Collection[str] = {code for file in report.files for code in file.coverage}
    rule = item.rule.upper()
    if rule and rule not in ("ALL",) and not any(code.startswith(rule) for code in checked) and rule.isalnum():
        return False
    if item.file and not any(_same_file(item.file, file.path) for file in report.files):
        return False
    projects = (table.project for submission in report.submissions for table in submission.tables)
    return not item.project or any(_same(item.project, project) for project in projects)


def _same(pattern: str, text: str) -> bool:
    return fnmatchcase(fold_spelling(text), fold_spelling(pattern))


def _same_file(pattern: str, path: str) -> bool:
    path = path.replace("\\", "/")
    return fnmatchcase(path, pattern) or fnmatchcase(path, f"*/{pattern}")


def _same_rule(word: str, finding: Finding) -> bool:
    return word.upper() == "ALL" or finding.code.startswith(word.upper()) or finding.rule == word.lower()
