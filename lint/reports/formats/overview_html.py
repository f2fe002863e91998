"""index.html of a batch: one page without requests, with links to the submissions' own reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from lint.model import SEVERITY_WORDS
from lint.reports.facts.overview import Copy, Entry, Overview
from lint.reports.facts.rulebook import REVIEWS
from lint.reports.formats.page import page, text
from lint.reports.formats.plots import Bar, bars, ring

_TITLE = "绩效目标审核汇总"
_MOST_COPIES = 500  # pairs shown on the page; 汇总.xlsx has all


def render(overview: Overview) -> str:
    """The page."""
    entries = overview.entries
    body = [
        '<a class="skip" href="#ranking">跳到排名</a>',
        f'<header class="top"><h1>{_TITLE}</h1><p>{len(entries) + len(overview.unread)} 份材料</p></header><main>',
        *(f'<p class="alert">{text(notice)}</p>' for notice in overview.notices),
        _figures(overview),
        _ranking(entries),
        _departments(overview),
        _copies(overview.copies),
        _unread(overview),
        f"</main><footer>jxlint {text(overview.version)}</footer>",
    ]
    return page(_TITLE, "\n".join(body), script="overview")


def _figures(overview: Overview) -> str:
    entries = overview.entries
    words = [item.overall.word for item in entries]
    counted = "，".join(f"{word} {words.count(word)} 份" for word in dict.fromkeys(sorted(words, key=_order)))
    judged, rows = (sum(getattr(item.figures, key) for item in entries) for key in ("judged", "rows"))
    unread = sum(item.figures.unread for item in entries)
    defects = [Bar(overview.rules.heading(item.code), [(item.severity, item.findings)]) for item in overview.defects]
    spread = [
        Bar(overview.rules.facts(item.code).title, [("ok", item.submissions)])
        for item in sorted(overview.defects, key=lambda item: (-item.submissions, item.code))
    ]
    measured = sum(item.figures.measurable for item in entries)
    return (
        '<section aria-labelledby="overview"><h2 id="overview">总览</h2>'
        f'<p class="lead">综合等级：{text(counted) or "没有可评定的材料"}；无法读取 {len(overview.unread)} 份。</p>'
        f'<p class="lead">指标行 {rows} 行，参加检查 {judged} 行，未能判断 {unread} 行。</p><div class="plots">'
        f"{bars('最常见的问题（处）', defects)}{bars('涉及材料最多的问题（份）', spread)}"
        f"{ring('可核验的指标值', measured, sum(item.figures.targets for item in entries))}</div></section>"
    )


def _ranking(entries: Sequence[Entry]) -> str:
    heads = (
        "名次",
        "材料",
        "部门",
        "综合",
        "得分",
        *REVIEWS,
        "表",
        "判断行数",
        "未读占比",
        *SEVERITY_WORDS.values(),
        "报告",
    )
    rows = []
    for item in entries:
        figures, overall = item.figures, item.overall
        links = "　".join(f'<a href="{text(quote(name))}">{text(_kind(name))}</a>' for name in item.outputs)
        why = f'<br><small class="soft">{text(overall.why)}</small>' if overall.why else ""
        cells = [
            _number(item.rank if item.rank is not None else "—"),
            f'<th scope="row">{text(item.file.path)}</th>',
            f"<td>{text(item.department)}</td>",
            f"<td>{text(overall.word)}{why}</td>",
            _number("—" if overall.score is None else f"{overall.score:.1f}"),
            *(f"<td>{text(found.word)}</td>" for found in item.grades[:-1]),
            _number(figures.tables),
            _number(figures.judged),
            _number(f"{figures.unread_share:.1%}"),
            *(_number(figures.by_severity.get(level, 0)) for level in SEVERITY_WORDS),
            f"<td>{links}</td>",
        ]
        rows.append("".join(cells))
    return (
        '<section id="ranking" aria-labelledby="ranking-title"><h2 id="ranking-title">排名</h2>'
        '<p class="soft">按综合得分排列；得分只说明判断过的行，须与判断行数和未读占比一并看。点表头可重新排序。</p>'
        '<div class="tools" role="search"><input type="search" id="search" aria-label="筛选材料" '
        'placeholder="按材料、部门、等级筛选"><span id="count" role="status" aria-live="polite"></span></div>'
        f"{_table(heads, rows, sortable=True)}</section>"
    )


def _departments(overview: Overview) -> str:
    heads = ("部门", "材料", "未评定", "判断行数", "未读占比", "错误", "警告", "平均得分")
    rows = [
        f'<th scope="row">{text(item.name)}</th>{_number(item.submissions)}{_number(item.ungraded)}'
        f"{_number(item.judged)}{_number(f'{item.unread_share:.1%}')}{_number(item.errors)}{_number(item.warnings)}"
        f"{_number('—' if item.score is None else f'{item.score:.1f}')}"
        for item in overview.departments
    ]
    return (
        '<section aria-labelledby="departments"><h2 id="departments">各部门</h2>'
        f"{_table(heads, rows, sortable=True)}</section>"
    )


def _copies(copies: Sequence[Copy]) -> str:
    if not copies:
        return '<section><h2>跨材料雷同</h2><p class="soft">没有发现。</p></section>'
    rows = [
        f"{_number(f'{item.score:.2f}')}<td>{_side(item.one)}</td><td>{_side(item.other)}</td><td>{text(item.message)}</td>"
        for item in copies[:_MOST_COPIES]
    ]
    more = (
        f'<p class="soft">另有 {len(copies) - _MOST_COPIES} 对，见 汇总.xlsx。</p>'
        if len(copies) > _MOST_COPIES
        else ""
    )
    return f"<section><h2>跨材料雷同</h2>{_table(('相似度', '绩效目标表', '对照表', '说明'), rows)}{more}</section>"


def _side(side: tuple[str, str, int | None, str]) -> str:
    department, file, table, project = side
    return f'{text(department)}<br>{text(project)}<br><small class="soft">{text(file)} 表{text(table or "")}</small>'


def _unread(overview: Overview) -> str:
    if not overview.unread:
        return '<section><h2>无法读取的文件</h2><p class="soft">没有。</p></section>'
    rows = [f'<th scope="row">{text(file.path)}</th><td>{text(file.unread)}</td>' for file in overview.unread]
    return f"<section><h2>无法读取的文件</h2>{_table(('文件', '原因'), rows)}</section>"


def _table(heads: Sequence[str], rows: Iterable[str], *, sortable: bool = False) -> str:
    head = "".join(
        f'<th scope="col"><button type="button" class="link" data-column="{at}">{text(word)}</button></th>'
        if sortable
        else f'<th scope="col">{text(word)}</th>'
        for at, word in enumerate(heads)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="context"><table class="grid"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _number(value: object) -> str:
    return f'<td class="number">{text(value)}</td>'


def _kind(name: str) -> str:
    """What a report is, from the end of its name."""
    return ".".join(name.rsplit(".", 2)[1:]) if name.count(".") > 1 else name.rsplit(".", 1)[-1]


def _order(word: str) -> int:
    known = ("优", "良", "中", "差")
    return known.index(word) if word in known else len(known)
