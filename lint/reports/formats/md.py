"""The report as Markdown, for mails and issue trackers: summary, then findings by file and project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from lint.model import FORM_KINDS, SEVERITY_WORDS, UNREAD_FORM, FileReport, Finding, Report
from lint.reports.facts.figures import Figures, count_file, group_by_file, index_submissions, say_coverage
from lint.reports.facts.grades import grade
from lint.reports.facts.places import say_place
from lint.reports.facts.rulebook import Rulebook
from lint.reports.formats.cells import make_printable
from lint.settings import Settings

_MARKS = re.compile(r"([\\`*_{}\[\]<>|#~$&!])")
_LINE_MARK = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def render(report: Report, settings: Settings) -> str:
    """GitHub-flavoured Markdown; every text of the submissions is escaped."""
    return "\n".join(_lines(report, settings)) + "\n"


def escape(text: str) -> str:
    """The text on one line without a meaning in Markdown or HTML."""
    text = _MARKS.sub(r"\\\1", " ".join(make_printable(text).split())).replace("\\&", "&amp;").replace("\\<", "&lt;")
    return _LINE_MARK.sub(r"\1\\\2", text)


def _lines(report: Report, settings: Settings) -> Iterator[str]:
    yield "# 绩效目标审核结果"
    yield ""
    found, submissions, rules = group_by_file(report), index_submissions(report), Rulebook(report.rules)
    for notice in report.notices:
        yield f"> {escape(notice)}"
        yield ""
    for file in report.files:
        own = found[file.path]
        yield from _file(file, own, count_file(file, own, submissions.get(file.path), rules), rules, settings)
    listed = {file.path for file in report.files}
    for path, own in found.items():
        if path not in listed:
            yield f"## {escape(path)}"
            yield ""
            yield from _findings(own, rules)
    yield f"jxlint {escape(report.version)}"


def _file(file: FileReport, own: list[Finding], figures: Figures, rules: Rulebook, settings: Settings) -> Iterator[str]:
    yield f"## {escape(file.path)}"
    yield ""
    if file.unread:
        yield f"**无法读取**：{escape(file.unread)}"
        yield ""
    elif file.kind not in FORM_KINDS:
        unread = file.kind == UNREAD_FORM
        yield "疑似绩效表，版面未能读出，未作检查。" if unread else "文件中没有绩效目标表，未作检查。"
        yield ""
    else:
        yield say_coverage(figures)
        yield ""
        counts = "，".join(f"{word} {figures.by_severity.get(level, 0)} 处" for level, word in SEVERITY_WORDS.items())
        yield f"问题 {figures.findings} 处：{counts}。" + _clean(figures)
        yield ""
        yield "| 审核 | 等级 | 得分 | 问题 |"
        yield "| --- | --- | ---: | ---: |"
        for item in grade(file, own, rules, settings):
            score = "—" if item.score is None else f"{item.score:.1f}"
            why = f"（{item.why}）" if item.why else ""
            yield f"| {item.review} | {item.word}{why} | {score} | {item.findings} |"
        yield ""
    for note in file.notes:
        yield f"> {escape(note)}"
        yield ""
    yield from _findings(own, rules)


def _clean(figures: Figures) -> str:
    if figures.findings:
        return ""
    return "有内容未能判断，不能据此认为没有问题。" if figures.unread else ""


def _findings(own: list[Finding], rules: Rulebook) -> Iterator[str]:
    for (table, project), group in groupby(own, key=lambda finding: (finding.table, finding.project)):
        if table is not None:
            yield f"### 表 {table} {escape(project)}".rstrip()
            yield ""
        yield "| 级别 | 规则 | 位置 | 指标 | 指标值 | 问题 | 修改建议 | 整改说明 |"
        yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
        for item in group:
            where = "；".join(filter(None, (say_place(item.location), item.period, item.level2)))
            cells = (
                SEVERITY_WORDS[item.severity],
                rules.heading(item.code),
                where,
                item.name,
                item.value,
                item.message + ("（由另一处问题引起）" if item.cause else ""),
                item.suggestion,
                item.explained and f"已说明：{item.explained}",
            )
            yield "| " + " | ".join(escape(cell) for cell in cells) + " |"
        yield ""
