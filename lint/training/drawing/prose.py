"""Indicators told without a grid: bracket lists, headings with sentences, one paragraph, records of labelled lines."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from .choice import Choice
from .content import LEVELS_2015, LEVELS_2021
from .model import Drawn, Gold
from .tape import Tape

_NUMBERS = "一二三四五六七八九十"
LEVEL1_OF = {
    level2: level1 for levels in (LEVELS_2021, LEVELS_2015) for level1, level2s in levels.items() for level2 in level2s
}


def _value(row: Gold) -> str:
    return (
        f"{row['value']}{row.get('unit', '')}"
        if not str(row["value"]).endswith(str(row.get("unit") or "\0"))
        else str(row["value"])
    )


def _groups(rows: Sequence[Gold]) -> Iterator[tuple[str, list[tuple[str, list[Gold]]]]]:
    def first(row: Gold) -> str:
        return LEVEL1_OF.get(row["l2"], "产出指标")

    for level1, inner in groupby(rows, first):
        yield level1, [(level2, list(same)) for level2, same in groupby(inner, lambda row: str(row["l2"]))]


def _opening(choice: Choice, tape: Tape, gold: Gold) -> None:
    """The lines over the targets: they say whatever the gold's head says."""
    year, project, department = gold["year"], gold["project"], gold["department"]
    amount = gold["annual_budget_yuan"]
    if department:
        tape.write(str(department), "value:department")
    tape.write(f"{year}年" if year else "", "title")
    tape.write(str(project or ""), "value:project")
    tape.write(choice.one(("项目绩效目标和指标设置", "绩效目标", "绩效目标的公示", "支出绩效目标表")), "title")
    tape.gap("\n")
    if project:
        tape.write(choice.one(("项目名称", "项目名称：", "项目：")), "label:project")
        tape.gap(choice.one((" ", "", "\n")))
        tape.write(str(project), "value:project")
        tape.gap("\n")
    if amount:
        said, unit = (f"{amount / 10_000:g}", "万元") if choice.chance(0.7) else (f"{amount:g}", "元")
        tape.write(choice.one(("年度预算安排", "安排资金", "年度资金总额：", "预算数:")), "label:annual_total")
        tape.write(said + unit, "money:annual_total")
        tape.gap(choice.one(("\n", "。", ",")))


def brackets(choice: Choice, tape: Tape, gold: Gold) -> None:
    """【产出指标-数量指标】 指标1：…（≥36台）."""
    _opening(choice, tape, gold)
    between = choice.one(("\n", "\n", " ", ""))
    opening, closing = choice.one((("（", "）"), ("（", "）"), ("(", ")"), ("：", "")))
    for level1, seconds in _groups(gold["rows"]):
        for level2, rows in seconds:
            tape.gap("\n【")
            tape.write(level1, "level1")
            tape.gap(choice.one(("-", "-", "—")))
            tape.write(level2, "level2")
            tape.gap("】" + between)
            for number, row in enumerate(rows, 1):
                tape.gap(f"指标{number}：")
                tape.write(_bare(row), "name")
                if row["value"]:
                    tape.gap(opening)
                    tape.write(_value(row), "value")
                    tape.gap(closing)
                tape.gap(between or "；")
    tape.gap("\n")


def _bare(row: dict[str, Any]) -> str:
    return str(row.get("alt", {}).get("name", [row["name"]])[0])


def headings(choice: Choice, tape: Tape, gold: Gold) -> None:
    """一、产出指标 (一)数量指标 参训养殖户≧200户；."""
    _opening(choice, tape, gold)
    between = choice.one(("", "", ",", "：", "为"))
    for number, (level1, seconds) in enumerate(_groups(gold["rows"])):
        tape.gap(f"\n{_NUMBERS[number % 10]}、")
        tape.write(level1, "level1")
        for inner, (level2, rows) in enumerate(seconds):
            tape.gap(f"\n({_NUMBERS[inner % 10]})")
            tape.write(level2, "level2")
            tape.gap("\n")
            for row in rows:
                tape.write(_bare(row), "name")
                if row["value"]:
                    tape.gap(between if str(row["value"])[:1] not in "≥≤><=≧≦" or between == "：" else "")
                    tape.write(_value(row), "value")
                tape.gap(choice.one(("；", ";", "。", "；\n")))
    tape.gap("\n")


def paragraph(choice: Choice, tape: Tape, gold: Gold) -> None:
    """数量指标:种植数量>=9800株;种植面积≥30亩;质量指标:…."""
    _opening(choice, tape, gold)
    for number, (level1, seconds) in enumerate(_groups(gold["rows"])):
        tape.gap(choice.one(("\n", "")) + f"{_NUMBERS[number % 10]}、")
        tape.write(level1, "level1")
        tape.gap(choice.one(("\n", "：", "。")))
        for level2, rows in seconds:
            tape.write(level2, "level2")
            tape.gap(choice.one((":", "：", ",", "：")))
            for row in rows:
                tape.write(_bare(row), "name")
                tape.write(_value(row), "value")
                tape.gap(choice.one((";", "；")))
    tape.gap("\n")


def label_lines(choice: Choice, tape: Tape, gold: Gold) -> None:
    """Records of lines “二级指标：数量指标”."""
    _opening(choice, tape, gold)
    colon = choice.one(("：", ": ", ":"))
    words = ("一级指标", "二级指标", "三级指标", "指标值")
    for level1, seconds in _groups(gold["rows"]):
        for level2, rows in seconds:
            for row in rows:
                fields = (level1, "level1"), (level2, "level2"), (_bare(row), "name"), (_value(row), "value")
                for word, (text, role) in zip(words, fields, strict=True):
                    tape.write(word, f"head:{role}")
                    tape.gap(colon)
                    tape.write(text, role)
                    tape.gap("\n")
                tape.gap(choice.one(("", "\n")))


def semicolons(choice: Choice, tape: Tape, gold: Gold) -> None:
    """产出指标；数量指标；新建机耕道；≥5公里."""
    _opening(choice, tape, gold)
    mark = choice.one(("；", ";", "、", ",", "/"))
    for level1, seconds in _groups(gold["rows"]):
        for level2, rows in seconds:
            for row in rows:
                for text, role in (
                    (level1, "level1"),
                    (level2, "level2"),
                    (_bare(row), "name"),
                    (_value(row), "value"),
                ):
                    tape.write(text, role)
                    tape.gap(mark if role != "value" else "\n")


PROSE = {
    "brackets": brackets,
    "headings": headings,
    "paragraph": paragraph,
    "label_lines": label_lines,
    "semicolons": semicolons,
}
"""Manners that need the indicators only, not the grid."""


def fits(drawn: Drawn) -> bool:
    """Whether the form can be told so: a year's targets under known categories, no more than one place."""
    rows = [row for table in drawn.gold for row in table["rows"]]
    known = all(row["p"] == "年度" and row["l2"] in LEVEL1_OF and "place" not in row for row in rows)
    return bool(rows) and known and len(drawn.gold) == 1


def told(gold: Gold) -> Gold:
    """The gold of the form told so: bare names, value and unit in one, no columns that were not told."""
    rows = []
    for row in gold["rows"]:
        alt = {"name": [row["name"]]} if _bare(row) != row["name"] else {}
        kept: Gold = {"p": row["p"], "l2": row["l2"], "name": _bare(row), "value": _value(row) if row["value"] else ""}
        rows.append({**kept, "alt": alt} if alt else kept)
    return {**gold, "kind": "叙述", "period_budget_yuan": None, "rows": rows}
