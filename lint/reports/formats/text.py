"""The report for the terminal: findings by submission and project, and an honest summary.

Every finding shows its place, its row (name ▸ value), the reason and the repair. 未发现问题 is said
only where nothing was left unjudged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lint.language.widths import align_columns, count_columns, wrap
from lint.model import SEVERITY_WORDS, Coverage, FileReport, Finding, Report, Severity, Submission, Table
from lint.reports.facts.figures import group_by_file, index_submissions
from lint.reports.facts.grouping import Group, group_by_cause, join_hints
from lint.reports.facts.places import say_place
from lint.reports.facts.rulebook import Rulebook
from lint.settings import Settings

OTHER = "other"
_INDENT = "    "
_NARROWEST = 40  # columns below which lines are not wrapped any narrower
_WIDEST = 120  # a longer line is hard to read
_PLACES_NAMED = 12  # places told of findings that are told once

_CODES: Mapping[str, str] = {
    "bold": "1",
    "dim": "2",
    "error": "31;1",
    "warning": "33",
    "info": "36",
    "good": "32",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How the text report looks: `colour`, `width` in terminal columns, how much it tells."""

    colour: bool = False
    width: int = 100
    verbose: bool = False
    quiet: bool = False
    statistics: bool = False

    @property
    def columns(self) -> int:
        """Columns that lines are wrapped to."""
        return max(_NARROWEST, min(self.width, _WIDEST))

    def paint(self, text: str, style: str) -> str:
        """The text in a colour, or as it is."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour and text else text


def render(report: Report, settings: Settings, look: Look | None = None) -> str:
    """The text of the report; `look` defaults to no colour and 100 columns."""
    look = look or Look()
    report = _clean(report)
    if look.quiet:
        lines = [*(_brief(item, look) for item in report.findings), _counts(report, look)]
        return "\n".join(lines) + "\n"
    findings = group_by_file(report)
    submissions = index_submissions(report)
    rules = Rulebook(report.rules)
    at_least = 0 if look.verbose else settings.reports.hints_from
    lines = []
    for file in report.files:
        lines += _file(file, findings[file.path], submissions.get(file.path), rules, look, at_least)
    if look.statistics:
        lines += [*_statistics(report), ""]
    lines += _summary(report, look)
    return "\n".join(lines) + "\n"


def _file(
    file: FileReport,
    findings: Sequence[Finding],
    submission: Submission | None,
    rules: Rulebook,
    look: Look,
    at_least: int,
) -> Iterator[str]:
    yield look.paint(file.path, "bold") + look.paint(f"  {_what(file)}", "error" if file.unread else "dim")
    if submission is not None and file.kind != OTHER:
        empty = [str(table.number) for table in submission.tables if not table.indicators]
        if empty:
            yield from _indented(f"第 {'、'.join(empty)} 张表没有指标行，只作了表级检查。", _INDENT[:2], look)
    for note in file.notes:
        yield from _indented(f"说明：{note}", _INDENT[:2], look)
    tables = {table.number: table for table in submission.tables} if submission is not None else {}
    for number, group in groupby(findings, key=lambda item: item.table):
        members = list(group)
        if not file.unread:
            yield ""
            yield from _project(members[0], tables.get(number or 0), look)
        told = group_by_cause(members)
        for item in join_hints(told, at_least) if at_least else told:
            yield from _group(item, look)
    if look.verbose and file.coverage:
        yield ""
        yield from (f"  {line}" for line in _coverage(file.coverage, rules))
    yield ""


def _what(file: FileReport) -> str:
    if file.unread:
        return "无法读取"
    if file.kind == OTHER:
        return "不是绩效目标表，未作指标检查"
    return f"绩效目标表 {file.tables} 张，指标 {file.indicators} 行"


def _project(first: Finding, table: Table | None, look: Look) -> Iterator[str]:
    if first.table is None:
        yield "  " + look.paint("整份材料", "bold")
        return
    facts = [f"第 {first.table} 张表"]
    if first.department:
        facts.append(first.department)
    if table is not None and table.year is not None:
        facts.append(f"{table.year} 年度")
    if table is not None and table.annual_budget is not None:
        facts.append(f"年度资金 {table.annual_budget / 10000:.10g} 万元")
    title = first.project or (table.title if table is not None else "") or "（未写项目名称）"
    told = f"（{' · '.join(facts)}）"
    if count_columns(title + told) + 2 <= look.columns:
        yield "  " + look.paint(title, "bold") + look.paint(told, "dim")
        return
    yield from _indented(title, "  ", look, "bold")
    yield from _indented(told, "  ", look, "dim")


def _group(group: Group, look: Look) -> Iterator[str]:
    yield from _finding(group.head, look)
    if not group.followers:
        return
    places = [place for item in group.followers if (place := say_place(item.location))]
    named = "、".join(dict.fromkeys(places[:_PLACES_NAMED]))
    more = "等" if len(places) > _PLACES_NAMED else ""
    where = f"（{named}{more}）" if named else ""
    number = len(group.followers)
    text = f"另有 {number} 处由此产生{where}。" if group.kind == "cause" else f"同类提示另有 {number} 处{where}。"
    yield from _indented(text, _INDENT * 2, look, "dim")


def _finding(item: Finding, look: Look) -> Iterator[str]:
    place = say_place(item.location)
    head = f"{SEVERITY_WORDS[item.severity]} {item.code}"
    row = _row(item)
    prefix = f"{_INDENT}{look.paint(head, item.severity.value)}  "
    used = len(_INDENT) + count_columns(head) + 2
    what = "  ".join(part for part in (place, row) if part)
    first, *rest = wrap(what, look.columns - used)
    placed = look.paint(place, "dim") + first[len(place) :] if place and first.startswith(place) else first
    yield (prefix + placed).rstrip()
    yield from (" " * used + line for line in rest)
    yield from _indented(item.message, _INDENT * 2, look)
    if item.suggestion:
        yield from _indented(f"建议：{item.suggestion}", _INDENT * 2, look, "good")
    if item.explained:
        yield from _indented(f"已说明：{item.explained}", _INDENT * 2, look)


def _row(item: Finding) -> str:
    if not item.name and not item.value:
        return "  ".join(part for part in (item.period, item.level2) if part)
    group = " ".join(part for part in (item.period, item.level2) if part)
    return f"{item.name or '（空）'} ▸ {item.value or '（空）'}" + (f"  [{group}]" if group else "")


def _brief(item: Finding, look: Look) -> str:
    where = "：".join(part for part in (item.file, say_place(item.location)) if part)
    head = look.paint(f"{SEVERITY_WORDS[item.severity]} {item.code}", item.severity.value)
    row = f" {item.name} ▸ {item.value}" if item.name or item.value else ""
    return f"{where}：{head}{row}：{item.message}"


def _indented(text: str, indent: str, look: Look, style: str = "") -> Iterator[str]:
    for line in text.splitlines() or [""]:
        for piece in wrap(line, look.columns - len(indent)):
            yield indent + (look.paint(piece, style) if style else piece)


def _coverage(coverage: Mapping[str, Coverage], rules: Rulebook) -> list[str]:
    table: list[tuple[str, ...]] = [("规则", "检查", "问题", "不适用", "未能判断", "原因")]
    for code, counts in sorted(coverage.items()):
        numbers = (counts.looked, counts.flagged, counts.not_applicable, counts.could_not)
        table.append((rules.heading(code), *map(str, numbers), "；".join(counts.why)))
    return align_columns(table, right=(1, 2, 3, 4)).splitlines()


def _statistics(report: Report) -> list[str]:
    rules = Rulebook(report.rules)
    counts = Counter((item.code, item.severity) for item in report.findings)
    if not counts:
        return []
    table = [
        (str(number), SEVERITY_WORDS[severity], rules.heading(code))
        for (code, severity), number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0][0]))
    ]
    return align_columns([("数量", "级别", "规则"), *table], right=(0,)).splitlines()


def _summary(report: Report, look: Look) -> Iterator[str]:
    yield look.paint("─" * look.columns, "dim")
    forms = [file for file in report.files if not file.unread and file.kind != OTHER]
    others = sum(1 for file in report.files if file.kind == OTHER)
    unread = sum(1 for file in report.files if file.unread)
    tables, rows = sum(file.tables for file in forms), sum(file.indicators for file in forms)
    parts = [f"共 {len(report.files)} 个文件：绩效目标表 {tables} 张，指标 {rows} 行"]
    if others:
        parts.append(f"{others} 个文件不是绩效目标表")
    if unread:
        parts.append(look.paint(f"{unread} 个文件无法读取", "error"))
    yield "；".join(parts) + "。"
    yield _counts(report, look)
    if rows or unread:
        yield from _indented(_unjudged(report, rows), "", look)
    for notice in report.notices:
        yield from _indented(f"说明：{notice}", "", look)


def _counts(report: Report, look: Look) -> str:
    if not report.findings:
        return _verdict(report, look)
    counts = Counter(item.severity for item in report.findings)
    severities = "，".join(
        look.paint(f"{SEVERITY_WORDS[severity]} {counts[severity]}", severity.value)
        for severity in Severity
        if counts[severity]
    )
    explained = sum(1 for item in report.findings if item.explained)
    said = f"，其中 {explained} 个单位已说明" if explained else ""
    return look.paint(f"发现问题 {len(report.findings)} 个", "bold") + f"：{severities}{said}。"


def _verdict(report: Report, look: Look) -> str:
    forms = [file for file in report.files if not file.unread and file.kind != OTHER]
    if report.hidden:
        return f"没有新的问题（另有 {report.hidden} 个已知问题未列出）。"
    if any(file.unread for file in report.files):
        return "有文件无法读取，不能视为没有问题。"
    if not any(file.indicators for file in forms):
        return "没有可检查的指标行，不能视为没有问题。"
    if any(counts.could_not for file in forms for counts in file.coverage.values()):
        return "已判断的部分没有问题，但有内容未能判断，不能视为没有问题。"
    return look.paint("未发现问题。", "good")


def _unjudged(report: Report, rows: int) -> str:
    uncertain = sum(
        row.uncertain for submission in report.submissions for table in submission.tables for row in table.indicators
    )
    counts = [item for file in report.files for item in file.coverage.values()]
    could_not = sum(item.could_not for item in counts)
    asked = could_not + sum(item.looked for item in counts)
    share = f"指标行中 {uncertain} 行（{_percent(uncertain, rows)}）抽取未能确定，需人工核对"
    if could_not:
        share += f"；规则判断 {asked} 次，其中 {could_not} 次（{_percent(could_not, asked)}）未能判断，原因见 --verbose"
    return f"未能判断的部分：{share}。" if uncertain or could_not else "没有未能判断的指标行。"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"


def _clean(report: Report) -> Report:
    """The report without control characters of the documents, which could steer the terminal."""
    findings = tuple(
        replace(
            item,
            message=_printable(item.message),
            suggestion=_printable(item.suggestion),
            file=_printable(item.file),
            project=_printable(item.project),
            department=_printable(item.department),
            level2=_printable(item.level2),
            name=_printable(item.name),
            value=_printable(item.value),
            explained=_printable(item.explained),
            location=replace(item.location, sheet=item.location.sheet and _printable(item.location.sheet)),
        )
        for item in report.findings
    )
    files = tuple(
        replace(item, path=_printable(item.path), notes=tuple(map(_printable, item.notes))) for item in report.files
    )
    submissions = tuple(replace(item, path=_printable(item.path)) for item in report.submissions)
    return replace(report, findings=findings, files=files, submissions=submissions)


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)
