"""The report as one self-contained HTML page: overview, plots, filters, search, tables, copies."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from lint.model import SEVERITY_WORDS, FileReport, Finding, Report, Severity, Submission
from lint.reports.facts.copies import account
from lint.reports.facts.figures import Figures, by_file, coverage_line, of_file, submissions_by_path
from lint.reports.facts.grades import OVERALL, Grade, grade
from lint.reports.facts.places import in_words
from lint.reports.facts.rows import row_of
from lint.reports.facts.rulebook import Rulebook
from lint.reports.formats.page import data_block, page, text
from lint.reports.formats.plots import Bar, bars, ring
from lint.reports.originals import ALONE, Originals
from lint.settings import Settings

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
_LONGEST_PLOT = 15  # bars of a plot; the rest is summed up in one
_GRADE_STYLE = {"优": "g-best", "良": "g-good", "中": "g-fair", "差": "g-poor"}
_PAGE_SIZES = (20, 50, 100, 500)


def render(report: Report, settings: Settings, originals: Originals = ALONE) -> str:
    """The page. Findings travel as an escaped JSON block and are drawn page by page."""
    found, submissions = by_file(report), submissions_by_path(report)
    title = "绩效目标审核结果"
    names = "、".join(file.path for file in report.files[:3]) + (
        f" 等 {len(report.files)} 份" if len(report.files) > 3 else ""
    )
    parts = [
        '<a class="skip" href="#findings">跳到问题清单</a>',
        f'<header class="top"><h1>{title}</h1><p>{text(names)}</p></header><main>',
        *(f'<p class="alert">{text(notice)}</p>' for notice in report.notices),
        "<noscript><p class='alert'>问题清单需要启用浏览器脚本才能显示；本页不访问网络。</p></noscript>",
        _overview(report, found, submissions, settings),
        _findings_section(report, found),
        _coverage(report),
        f"</main><footer>jxlint {text(report.version)}</footer>{_KEYS}",
    ]
    return page(f"{title} {names}", "\n".join(parts), data_block("report-data", _data(report, originals)), "report")


def _overview(
    report: Report,
    found: Mapping[str, Sequence[Finding]],
    submissions: Mapping[str, Submission],
    settings: Settings,
) -> str:
    rules = Rulebook(report.rules)
    figures = {file.path: of_file(file, found[file.path], submissions.get(file.path), rules) for file in report.files}
    grades = {file.path: grade(file, found[file.path], rules, settings) for file in report.files}
    parts = ['<section aria-labelledby="overview"><h2 id="overview">总览</h2>']
    if len(report.files) == 1:
        parts.append(_one_file(report.files[0], figures[report.files[0].path], grades[report.files[0].path]))
    elif report.files:
        parts.append(_many_files(report.files, figures, grades))
    parts.append('<div class="plots">')
    parts.append(bars("各规则问题数", _by_rule(report)) or '<p class="soft">没有发现问题。</p>')
    parts.append(bars("各项目问题数", _by_project(report)) or "<div></div>")
    measured = list(figures.values())
    parts.append(ring("可核验的指标值", sum(f.measurable for f in measured), sum(f.targets for f in measured)))
    parts.append("</div></section>")
    return "".join(parts)


def _one_file(file: FileReport, figures: Figures, grades: Sequence[Grade]) -> str:
    notes = "".join(f'<p class="alert">{text(note)}</p>' for note in file.notes)
    if file.unread:
        return f'<p class="alert">文件无法读取：{text(file.unread)}</p>{notes}'
    if file.kind != "performance-form":
        return f'<p class="alert">文件中没有绩效目标表，未作检查。</p>{notes}'
    counts = "，".join(f"{word} {figures.by_severity.get(level, 0)} 处" for level, word in SEVERITY_WORDS.items())
    explained = f"，其中已说明 {figures.explained} 处" if figures.explained else ""
    cards = "".join(_grade_card(item) for item in grades)
    warning = (
        '<p class="alert">有指标行未能确定读出，不能据未列出的问题认为这些行没有问题。</p>' if figures.unread else ""
    )
    return (
        f'<div class="grades">{cards}</div><p class="lead">{text(coverage_line(figures))}</p>'
        f'<p class="lead">问题 {figures.findings} 处：{counts}{explained}。</p>{warning}{notes}'
    )


def _grade_card(item: Grade) -> str:
    style = _GRADE_STYLE.get(item.word, "g-none") + (" whole" if item.review == OVERALL else "")
    score = "" if item.score is None else f"{item.score:.1f} 分 · "
    why = f"<small>{text(item.why)}</small>" if item.why else ""
    unread = f"，{item.could_not_share:.0%} 未能判断" if item.could_not else ""
    return (
        f'<div class="grade {style}">{text(item.review)}<b>{text(item.word)}</b>'
        f"<small>{score}问题 {item.findings} 处</small><small>按 {item.rows} 行判断{unread}</small>{why}</div>"
    )


def _many_files(
    files: Sequence[FileReport], figures: Mapping[str, Figures], grades: Mapping[str, Sequence[Grade]]
) -> str:
    heads = ("文件", "综合", "得分", "表", "行", "未能判断", *SEVERITY_WORDS.values(), "说明")
    rows = []
    for index, file in enumerate(files):
        own, overall = figures[file.path], grades[file.path][-1]
        score = "—" if overall.score is None else f"{overall.score:.1f}"
        numbers = (own.tables, own.rows, own.unread, *(own.by_severity.get(level, 0) for level in SEVERITY_WORDS))
        name = f'<button type="button" class="link" data-filter="file" data-value="{index}">{text(file.path)}</button>'
        note = "；".join(filter(None, (file.unread or overall.why, *file.notes)))
        cells = "".join(f'<td class="number">{number}</td>' for number in numbers)
        rows.append(
            f'<tr><th scope="row">{name}</th><td>{text(overall.word)}</td><td class="number">{score}</td>{cells}'
            f"<td>{text(note)}</td></tr>"
        )
    head = "".join(f'<th scope="col">{text(word)}</th>' for word in heads)
    body = "".join(rows)
    return f'<div class="context"><table class="grid"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _by_rule(report: Report) -> list[Bar]:
    counts: dict[str, Counter[Severity]] = {}
    for finding in report.findings:
        counts.setdefault(finding.code, Counter())[finding.severity] += 1
    rules = Rulebook(report.rules)
    made = [Bar(rules.heading(code), _parts(count), "rule", code) for code, count in counts.items()]
    return sorted(made, key=lambda bar: (-bar.total, bar.label))


def _by_project(report: Report) -> list[Bar]:
    counts: dict[str, Counter[Severity]] = {}
    for finding in report.findings:
        counts.setdefault(finding.project, Counter())[finding.severity] += 1
    numbers = {project: str(index) for index, project in enumerate(_projects(report))}
    made = [
        Bar(project or "（不属于某一项目）", _parts(count), "project", numbers[project])
        for project, count in counts.items()
    ]
    made.sort(key=lambda bar: (-bar.total, bar.label))
    if len(made) > _LONGEST_PLOT:
        rest = made[_LONGEST_PLOT - 1 :]
        summed: Counter[str] = Counter()
        for bar in rest:
            summed.update(dict(bar.parts))
        made = [*made[: _LONGEST_PLOT - 1], Bar(f"其余 {len(rest)} 个项目", list(summed.items()))]
    return made


def _parts(count: Counter[Severity]) -> list[tuple[str, int]]:
    return [(severity.value, count[severity]) for severity in SEVERITY_WORDS]


def _projects(report: Report) -> list[str]:
    return list(dict.fromkeys(finding.project for finding in report.findings))


def _findings_section(report: Report, found: Mapping[str, Sequence[Finding]]) -> str:
    levels = "".join(
        f'<button type="button" data-severity="{level.value}" aria-pressed="false">{word} '
        f"{sum(finding.severity is level for finding in report.findings)}</button>"
        for level, word in SEVERITY_WORDS.items()
    )
    codes, book = sorted({finding.code for finding in report.findings}), Rulebook(report.rules)
    rules = "".join(f'<option value="{text(code)}">{text(book.heading(code))}</option>' for code in codes)
    projects = "".join(
        f'<option value="{index}">{text(project or "（不属于某一项目）")}</option>'
        for index, project in enumerate(_projects(report))
    )
    files = ""
    if len(report.files) > 1:
        options = "".join(
            f'<option value="{index}">{text(path)}（{len(own)}）</option>'
            for index, (path, own) in enumerate(found.items())
        )
        files = f'<select id="file" aria-label="文件"><option value="">全部文件</option>{options}</select>'
    explained = (
        '<select id="explained" aria-label="整改说明"><option value="">不论是否说明</option>'
        '<option value="no">未说明</option><option value="yes">已说明</option></select>'
    )
    sizes = "".join(f"<option{' selected' if size == 50 else ''}>{size}</option>" for size in _PAGE_SIZES)
    pager = (
        '<nav class="pager" aria-label="翻页"><button type="button" class="previous">上一页</button>'
        '<span class="where"></span><button type="button" class="next">下一页</button></nav>'
    )
    empty = "没有发现问题。" if _all_judged(report) else "没有发现问题，但有内容未能判断，见下方“检查覆盖情况”。"
    return (
        '<section id="findings" aria-labelledby="list-title"><h2 id="list-title">问题清单</h2>'
        '<div class="tools" role="search">'
        '<input type="search" id="search" placeholder="搜索指标、项目、问题……（按 / 键）" aria-label="搜索">'
        f'{levels}<select id="rule" aria-label="规则"><option value="">全部规则</option>{rules}</select>'
        f'<select id="project" aria-label="项目"><option value="">全部项目</option>{projects}</select>'
        f"{files}{explained}"
        f'<label>每页 <select id="size">{sizes}</select></label>'
        '<button type="button" id="clear" hidden>清除条件</button><button type="button" id="help">键盘操作</button>'
        f'<span id="count" role="status" aria-live="polite"></span></div>{pager}'
        f'<div id="list" data-empty="{text(empty)}"></div>{pager}</section>'
    )


def _all_judged(report: Report) -> bool:
    return all(not file.unread and not any(c.could_not for c in file.coverage.values()) for file in report.files)


def _coverage(report: Report) -> str:
    rules = Rulebook(report.rules)
    parts = ['<section aria-labelledby="coverage"><h2 id="coverage">检查覆盖情况</h2>']
    for file in report.files:
        if not file.coverage:
            continue
        rows = "".join(
            f'<tr><th scope="row">{text(rules.heading(code))}</th><td class="number">{c.looked}</td>'
            f'<td class="number">{c.flagged}</td><td class="number">{c.not_applicable}</td>'
            f'<td class="number">{c.could_not}</td><td>{text("；".join(c.why))}</td></tr>'
            for code, c in sorted(file.coverage.items())
        )
        parts.append(
            f"<details{' open' if len(report.files) == 1 else ''}><summary>{text(file.path)}</summary>"
            '<div class="context"><table class="grid"><thead><tr><th scope="col">规则</th><th scope="col">已检查</th>'
            '<th scope="col">有问题</th><th scope="col">不适用</th><th scope="col">未能判断</th>'
            f'<th scope="col">未能判断的原因</th></tr></thead><tbody>{rows}</tbody></table></div></details>'
        )
    parts.append('<p class="soft">已检查、不适用、未能判断按各规则的对象（行或表）计数。</p></section>')
    return "".join(parts)


def _data(report: Report, originals: Originals) -> dict[str, Any]:
    """What the script draws from; places in lists instead of repeated texts."""
    files = list(dict.fromkeys([*(file.path for file in report.files), *(f.file for f in report.findings)]))
    file_numbers = {path: index for index, path in enumerate(files)}
    projects = {project: index for index, project in enumerate(_projects(report))}
    submissions = submissions_by_path(report)
    tables = {(path, table.number): table for path, submission in submissions.items() for table in submission.tables}
    rules = Rulebook(report.rules)
    used: dict[tuple[str, int], int] = {}
    images = originals.pictures(report)
    shown: dict[bytes, int] = {}
    pairs: list[dict[str, Any]] = []
    rows: list[list[Any]] = []
    for index, finding in enumerate(report.findings):
        key = (finding.file, finding.table or 0)
        table = tables.get(key)
        context = used.setdefault(key, len(used)) if table is not None else None
        pair = account(finding, submissions)
        if pair is not None:
            pairs.append(
                {
                    "other": pair.other,
                    "note": pair.note,
                    "rows": [[line.level2, line.own, line.other, line.kind] for line in pair.lines],
                }
            )
        image = images.get(index)
        rows.append(
            [
                finding.severity.value,
                finding.code,
                file_numbers[finding.file],
                finding.table,
                projects[finding.project],
                finding.period,
                finding.level2,
                finding.name,
                finding.value,
                finding.message,
                finding.suggestion,
                finding.basis,
                in_words(finding.location),
                finding.confidence,
                finding.fingerprint,
                finding.cause,
                finding.explained,
                finding.data.get("also_period"),
                context,
                row_of(finding, table) if table is not None else None,
                len(pairs) - 1 if pair is not None else None,
                shown.setdefault(image, len(shown)) if image is not None else None,
            ]
        )
    return {
        "fields": _FIELDS,
        "findings": rows,
        "rules": {code: rules.facts(code).title for code in sorted({finding.code for finding in report.findings})},
        "files": files,
        "projects": list(projects),
        "tables": [
            {
                "number": tables[key].number,
                "title": tables[key].title,
                "project": tables[key].project,
                "rows": [
                    [
                        row.period,
                        row.level2,
                        row.name,
                        row.value + row.unit,
                        in_words(row.location),
                        row.uncertain,
                    ]
                    for row in tables[key].indicators
                ],
            }
            for key in used
        ],
        "pairs": pairs,
        "crops": ["data:image/png;base64," + base64.b64encode(image).decode() for image in shown],
    }


_KEYS = (
    '<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">键盘操作</h2>'
    "<p><kbd>/</kbd> 搜索　<kbd>Esc</kbd> 离开搜索框</p><p><kbd>j</kbd> <kbd>k</kbd> 下一处、上一处问题</p>"
    "<p><kbd>Enter</kbd> 展开该问题所在的表</p><p><kbd>n</kbd> <kbd>p</kbd> 下一页、上一页</p>"
    '<p>打印时列出全部符合条件的问题。</p><button type="button" id="close-keys">关闭</button></dialog>'
)
