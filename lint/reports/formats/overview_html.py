"""index.html of a batch: one page without requests, with links to the submissions' own reports."""

from __future__ import annotations

from lint.model import SEVERITY_WORDS, Severity
from lint.reports.facts.overview import Overview
from lint.reports.facts.rulebook import REVIEWS
from lint.reports.formats.plots import Bar, Bars, Ring
from lint.reports.page import render_page

_MOST_COPIES = 500  # pairs shown on the page; 汇总.xlsx has all
_GRADES = ("优", "良", "中", "差")


def render(overview: Overview) -> str:
    """The page (templates/overview.html)."""
    entries, rules = overview.entries, overview.rules
    figures = [item.figures for item in entries]
    words = sorted((item.overall.word for item in entries), key=_order)
    widespread = sorted(overview.defects, key=lambda item: (-item.submissions, item.code))
    error, warning = SEVERITY_WORDS[Severity.ERROR], SEVERITY_WORDS[Severity.WARNING]
    return render_page(
        "overview.html",
        style="page",
        script="overview",
        notices=overview.notices,
        version=overview.version,
        severities=list(SEVERITY_WORDS),
        grades="，".join(f"{word} {words.count(word)} 份" for word in dict.fromkeys(words)),
        rows=sum(item.rows for item in figures),
        judged=sum(item.judged for item in figures),
        unjudged=sum(item.unread for item in figures),
        common=Bars(
            "最常见的问题（处）",
            [Bar(rules.heading(item.code), [(item.severity, item.findings)]) for item in overview.defects],
        ),
        widespread=Bars(
            "涉及材料最多的问题（份）",
            [Bar(rules.facts(item.code).title, [("ok", item.submissions)]) for item in widespread],
        ),
        measurable=Ring(
            "可核验的指标值", sum(item.measurable for item in figures), sum(item.targets for item in figures)
        ),
        ranking_heads=_ranking_heads(),
        ranked=entries,
        kind_of=_kind_of,
        department_heads=("部门", "材料", "未评定", "判断行数", "未读占比", error, warning, "平均得分"),
        departments=overview.departments,
        copies=overview.copies[:_MOST_COPIES],
        more_copies=max(0, len(overview.copies) - _MOST_COPIES),
        unread=overview.unread,
    )


def _ranking_heads() -> list[str]:
    scores = ["名次", "材料", "部门", "综合", "得分", *REVIEWS]
    return [*scores, "表", "判断行数", "未读占比", *SEVERITY_WORDS.values(), "报告"]


def _kind_of(name: str) -> str:
    """What a report is, from the end of its name."""
    return ".".join(name.rsplit(".", 2)[1:]) if name.count(".") > 1 else name.rsplit(".", 1)[-1]


def _order(word: str) -> int:
    return _GRADES.index(word) if word in _GRADES else len(_GRADES)
