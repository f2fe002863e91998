"""D001, D003: tables copied from one another, and what was copied and not adapted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from lint.checks.rule import NOT_APPLICABLE, CorpusRule, CouldNot, Example, Hit, Outcome
from lint.checks.rules.duplicates import DUPLICATES
from lint.model import Location, Submission

if TYPE_CHECKING:
    from lint.similarity.account import Account
    from lint.similarity.comparison import Comparison
    from lint.similarity.earlier import Source
    from lint.similarity.leftovers import Leftover
    from lint.similarity.library import Library
    from lint.similarity.view import TableView

_CANTEEN = (
    ("数量指标", "食材验收环节", "≥96%"),
    ("质量指标", "餐具消毒", "≥96%"),
    ("时效指标", "开餐准点", "≥96%"),
    ("成本指标", "食材储存损耗", "≤4%"),
    ("社会效益指标", "耐心待客", "≥96%"),
    ("服务对象满意度指标", "就餐人员满意度", "≥96%"),
)
_WORKS = (
    ("质量指标", "工程质量合格率", "100%"),
    ("时效指标", "工程按期完成率", "100%"),
    ("可持续影响指标", "长效管理制度健全性", "健全"),
    ("服务对象满意度指标", "群众满意度", "≥95%"),
)
_DISPATCH = (("数量指标", "保障劳务派遣人数", "48人"), ("质量指标", "劳务派遣人员合格率", "≥98%"))
_SHOWN = 3  # rows quoted in a message; the whole account is in the finding's data

_LEFTOVER_CONFIDENCE = 0.85  # the precision aimed at


class NearDuplicateTable(CorpusRule):
    """A table nearly the same as another of the run: rows, block of benefits, or texts.

    A form copied from a sibling says nothing of its own project. Rows count by their rarity, a
    shared mistake more, satisfaction percentages and everyday rows next to nothing; see
    `lint.similarity.account`. Not a defect: a department-wide form that repeats the rows of its
    own projects, entitlements that are written alike everywhere, the two halves of one form. The
    same project filed twice is named as that.
    """

    code = "D001"
    name = "near-duplicate-table"
    title = "两张表近乎照抄"
    family = DUPLICATES
    basis = "财预〔2015〕88号"
    review = "相关性"
    about = "form"
    why = "照抄的绩效目标表不反映本项目的产出和效果，无法据以考核。"
    bad = (
        Example(rows=_CANTEEN, table={"project": "政务大楼食堂购买服务"}, note="政务大楼食堂购买服务"),
        Example(
            rows=_CANTEEN, table={"project": "老干部活动站餐厅劳务"}, note="老干部活动站餐厅劳务：与上一张表六行全同"
        ),
    )
    good = (
        Example(rows=(("数量指标", "更换护栏长度", "320米"), *_WORKS), table={"project": "云溪大桥护栏更换"}),
        Example(
            rows=(("数量指标", "停机坪面积", "900平方米"), *_WORKS),
            table={"project": "县医院停机坪加固"},
            note="与上一张表只有通用的工程指标相同",
        ),
    )
    not_a_defect = (
        "部门整体支出表重复所属项目的指标；遗属补助等各单位写法一致的待遇类项目；只有满意度、合格率等通用指标相同的表。"
    )

    def check_corpus(self, run: Comparison) -> Iterable[tuple[int, Outcome]]:
        """One hit a table that has a sibling in the run or in the library, naming the nearest one."""
        least: float = run.options.same_text
        found = run.views
        judged = {id(prepared.table) for _, prepared in found}
        for index, submission in enumerate(run.submissions):
            for table in submission.tables:
                if id(table) not in judged:
                    yield index, NOT_APPLICABLE
        tables = [prepared for _, prepared in found]
        siblings: dict[int, list[tuple[int, Account]]] = defaultdict(list)
        for pair in run.pairs:
            siblings[pair.a].append((pair.b, pair.account))
            siblings[pair.b].append((pair.a, _turned(pair.account)))
        for at, (index, prepared) in enumerate(found):
            earlier = _earlier(run.library, prepared)
            if earlier is not None and all(earlier.account.score > account.score for _, account in siblings[at]):
                yield index, _from_library(earlier, least)
            elif siblings[at]:
                ranked = sorted(siblings[at], key=lambda item: (-item[1].score, item[0]))
                yield index, self._hit(prepared, [(tables[other], account) for other, account in ranked], least)
            elif prepared.rows and all(row.uncertain for row in prepared.indicators) and not prepared.texts:
                yield index, CouldNot("指标行均未能确定")

    def _hit(self, table: TableView, ranked: list[tuple[TableView, Account]], least: float) -> Hit:
        from lint.similarity.account import REFILED, side_by_side

        other, account = ranked[0]
        texts = account.same_texts(least)
        rows = side_by_side(table, other, account)
        where = f"{_file(other, table)}第{other.table.number}张表“{other.table.project}”"
        said = _counted(account, texts)
        if account.verdict == REFILED:
            message = f"本表与{where}疑似同一项目重复申报：{'、'.join(account.signs)}；{said}。"
            suggestion = "若为同一项目，请合并申报或说明分开申报的理由；若为两个项目，请分别按各自的内容编制绩效目标。"
        else:
            extent = "近乎照抄" if account.verdict == "照抄" else "有整段照抄"
            message = f"本表与{where}{extent}：{said}{_quoted(rows)}。"
            suggestion = "请按本项目的实际内容重新编制绩效目标和指标；若两个项目内容确实相同，请说明理由并补充依据。"
        return Hit(
            message=message,
            suggestion=suggestion,
            confidence=account.score,
            table=table.table,
            location=table.table.location,
            subject=f"{other.project}|{account.verdict}",
            data={
                "verdict": account.verdict,
                "score": account.score,
                "sibling": _named(other),
                "same": account.same,
                "number_changed": account.number_changed,
                "different": account.different,
                "texts": list(texts),
                "signs": list(account.signs),
                "pairs": rows,
                "siblings": [{**_named(view), "score": each.score, "verdict": each.verdict} for view, each in ranked],
            },
        )


def _earlier(library: Library | None, table: TableView) -> Source | None:
    if library is None:
        return None
    from lint.similarity.earlier import source

    return source(library, table)


def _from_library(earlier: Source, least: float) -> Hit:
    from lint.similarity.account import side_by_side
    from lint.similarity.earlier import as_record, told

    account = earlier.account
    record = as_record(earlier)
    return Hit(
        message=f"本表{told(earlier)}",
        suggestion="请按本年度、本项目的实际内容重新编制绩效目标和指标；若确无变化，请说明理由并补充依据。",
        confidence=account.score,
        table=earlier.table.table,
        location=earlier.table.table.location,
        subject=f"{earlier.stored.project}|{earlier.verdict}",
        data={
            **{key: record[key] for key in ("verdict", "score", "same", "number_changed", "different", "changes")},
            "sibling": {**record["source"], "library": True},
            "texts": list(account.same_texts(least)),
            "signs": list(account.signs),
            "pairs": side_by_side(earlier.table, earlier.stored, account),
            "siblings": [],
        },
    )


class LeftoverText(CorpusRule):
    """A row, goal, plan or measure that belongs to another project of the run.

    Forms are filled in over an older one; what was not adapted speaks of the older project. Only
    what stands in the other form too counts, and only where the words it shares with the other
    project's name occur neither in this form's name nor in its overview, basis or funds; in copied
    forms also the other's budget and an earlier year. Not a defect: words that many projects share,
    department-wide forms, the same project filed twice. See `lint.similarity.leftovers`.
    """

    code = "D003"
    name = "leftover-text"
    title = "从别的项目照搬而未改的内容"
    family = DUPLICATES
    basis = "财预〔2015〕88号"
    review = "相关性"
    why = "绩效目标和指标应与本项目的内容相符；从别的项目照搬而未改的内容与本项目无关，无法据以考核。"
    bad = (
        Example(rows=_DISPATCH, table={"project": "保洁绿化劳务派遣费"}, note="保洁绿化劳务派遣费"),
        Example(rows=_DISPATCH, table={"project": "职工灶运行经费"}, note="职工灶运行经费：所写的是劳务派遣"),
    )
    good = (
        Example(rows=_DISPATCH, table={"project": "保洁绿化劳务派遣费"}),
        Example(rows=_CANTEEN, table={"project": "职工灶运行经费"}, note="所写的是本项目的内容"),
    )
    not_a_defect = (
        "多个项目名称共有的词（大楼、改造等）；部门整体支出表；本项目名称、概况、立项依据或资金已提到的内容。"
    )

    def check_corpus(self, run: Comparison) -> Iterable[tuple[int, Outcome]]:
        """One hit a row or sentence, naming the project it belongs to."""
        from lint.similarity.leftovers import Leftovers

        tables = [prepared for _, prepared in run.views]
        related = {(pair.a, pair.b): pair.account for pair in run.pairs}
        judged = {id(table.table) for table in tables if not table.whole}
        for index, submission in enumerate(run.submissions):
            for table in submission.tables:
                if id(table) not in judged:
                    yield index, NOT_APPLICABLE
        for at, leftover in Leftovers(tables, run.options, run.background).find(related):
            index = run.views[at][0]
            yield index, _left(leftover, _place(run.submissions[index], leftover))


def _place(submission: Submission, leftover: Leftover) -> Location:
    """Where the sentence stands: the passage of its field, else the table."""
    number = leftover.table.table.number
    for passage in submission.passages:
        if (passage.table, passage.field) == (number, leftover.field) and leftover.text in passage.text:
            return passage.location
    return leftover.table.table.location


def _left(leftover: Leftover, place: Location) -> Hit:
    table, owner = leftover.table, leftover.owner
    where = f"{_file(owner, table)}第{owner.table.number}张表“{owner.table.project}”"
    row = leftover.indicator
    said = f"指标“{row.name} {row.value}{row.unit}”" if row else f"{leftover.field}中“{leftover.text}”"
    if leftover.kind == "amount":
        reason = f"所写金额是{where}的年度资金总额，不是本项目的资金"
    elif leftover.kind == "year":
        reason = f"所写年份是{where}的{leftover.words[0]}年，与本表年度不符"
    else:
        words = "、".join(f"“{word}”" for word in leftover.words)
        reason = f"涉及{words}，本项目的名称、概况和资金中均未提及，同样的内容见{where}"
    return Hit(
        message=f"{said}{reason}，疑似从该项目照搬而未修改。",
        suggestion="若属照搬，请删去或改为与本项目内容相符的目标、指标；若本项目确有此项内容，请在项目概况中说明并补充依据。",
        confidence=_LEFTOVER_CONFIDENCE,
        table=table.table,
        indicator=row,
        location=None if row else place,
        subject=f"{leftover.field}|{leftover.text}",
        data={
            "kind": leftover.kind,
            "words": list(leftover.words),
            "field": leftover.field,
            "text": leftover.text,
            "owner": _named(owner),
        },
    )


def _turned(account: Account) -> Account:
    """The account seen from the other table."""
    from dataclasses import replace

    return replace(account, rows=tuple(replace(match, a=match.b, b=match.a) for match in account.rows))


def _named(view: TableView) -> dict[str, Any]:
    table = view.table
    return {
        "file": view.file,
        "table": table.number,
        "project": table.project,
        "department": table.department,
        "year": table.year,
    }


def _file(other: TableView, table: TableView) -> str:
    return "" if other.file == table.file else f"{other.file}"


def _counted(account: Account, texts: Sequence[str]) -> str:
    total = account.same + account.number_changed + account.different
    parts = []
    if account.same or account.number_changed:
        changed = f"、{account.number_changed}行只改了数字" if account.number_changed else ""
        parts.append(f"{total}行指标中{account.same}行相同{changed}")
    if len(texts) > _SHOWN:
        parts.append(f"{len(texts)}段文字（{'、'.join(texts[:_SHOWN])}等）相同")
    elif texts:
        parts.append(f"{'、'.join(texts)}文字相同")
    return "，".join(parts)


def _quoted(rows: Sequence[dict[str, str]]) -> str:
    telling = [f"“{row['name']} {row['value']}”".replace(" ”", "”") for row in rows if row["kind"] == "same"][:_SHOWN]
    return f"，如{'、'.join(telling)}" if telling else ""
