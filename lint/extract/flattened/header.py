"""Header fields of a form in flattened text: project, department, year, money, goal — labels and what follows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lint.extract.flattened.funds import Money, money_of
from lint.extract.flattened.grammar import TITLE
from lint.extract.flattened.pieces import Gap, Piece
from lint.model import Location

_LABELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("project", (
        "转移支付（项目）名称", "转移（项目）名称", "专项（项目）名称", "支出项目名称", "项目支出名称", "预算项目名称", "二级项目名称", "一级项目名称", "项目名称", "专项资金名称",
        "专项名称金", "专项名称", "资金名称",
    )),
    ("department", (
        "项目主管部门及代码", "主管部门及其编码", "主管部门及代码", "主管部门及编码", "主管部门名称", "主管部门编码", "主管部门", "主管部n", "主管单位", "预算部门", "项目主管部门", "归口管理部门",
    )),
    ("implementer", (
        "项目实施单位", "项目执行单位", "资金使用单位", "实施单位", "执行单位", "承担单位", "项目单位", "项目承担单位",
    )),
    ("unit", ("部门（单位）名称", "单位（部门）名称", "预算单位", "单位名称", "部门名称", "填报单位", "申报单位", "单位（盖章）", "部门：", "单位：")),
    ("year", ("预算年度", "年度：", "年度:")),
    ("goal", (
        "年度总体目标", "年度绩效目标", "总体目标", "年度目标", "项目绩效目标", "绩效目标", "中期目标", "长期目标", "实施期绩效目标", "本年度绩效目标",
        "年度总体绩效目标", "项目年度目标", "实施期目标", "预期目标", "年初绩效目标", "项目总目标",
    )),
    ("", (
        "项目负责人及联系电话", "项目负责人及电话", "项目负责人", "项目责任人", "部门联系人", "单位负责人及电话", "联系人及电话", "联系电话", "联系人", "负责人", "项目属性",
        "项目类型", "项目类别", "项目性质", "项目期", "项目来源", "项目起止时间", "项目支出实施期", "起止时间", "实施期限", "项目概况", "项目基本情况", "立项依据", "项目立项情况", "项目立项依据",
        "项目资金", "资金情况", "资金总额", "年度资金总额", "中期资金总额", "年度金额", "项目金额", "预算执行情况", "资金投入情况", "预算金额", "项目总投资", "资金类型", "实施周期", "单位编码",
        "其中：", "其中:", "财政拨款", "其他资金", "上级资金", "填报日期", "自评总分", "自评得分", "年初预算数", "全年预算数", "省级财政部门", "市级财政部门", "区级财政部门", "区县财政部门",
        "中央财政部门", "总体", "年度主要任务", "财政资金安排", "资金结构", "项目资金申请", "金额单位", "年度总金额", "项目预算", "部门预算编码", "绩效指标", "分值", "得分", "预算安排",
        "当年", "实际完成情况", "年度总体目标完成情况", "目标实际完成情况", "全年执行数", "编制日期", "主要领导签字", "年度预算", "中期市财政预算", "该项目支出上级资金", "年度本级预算金额",
        "年度预算安排", "项目内容", "年度部门整体支出预算", "任务名称", "项目实施", "一级指标",
    )),
)  # fmt: skip
_SEPARATORS = " \n|:：\t、，,;；"
_CELL, _LINE = "|", "\n"
_YEAR_IN_BRACKETS = re.compile(r"[(（]?\s*(20\d\d)\s*[)）]?\s*年\s*度")
_YEAR = re.compile(r"(20\d\d)\s*年(?!\s*\d{1,2}\s*月)")
_PUBLISHED = re.compile(r"发布|时间|日期|来源|浏览|印发|20\d\d-\d\d")
_LONGEST_VALUE = 60
_MOST_LINES = 3  # lines over which a name of a project or unit is broken
_LONGEST_TITLE = 60
_ZONE = 60_000  # characters of a header zone looked at; the longest known has some 3,000
_ALONE = re.compile(r"\d{4,}")


@dataclass(slots=True)
class Header:
    """What stands above a form's table; `starts` tells whether it opens a form of its own."""

    title: str = ""
    project: str = ""
    department: str = ""
    implementer: str = ""
    unit: str = ""
    year: int | None = None
    money: Money = field(default_factory=Money)
    goal: str = ""
    starts: bool = False
    location: Location = field(default_factory=Location)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Mark:
    field: str
    start: int
    end: int
    level: int


_OPENS = r"(?<![^ \n|:：、，,;；(（)）】。.·★*■□√☑\d])"  # what may stand before a label that has its own cell
_LEVEL = "(?:(?:中央|国家|省级|自治区|市级|州级|区县|县级|区级|地方|旗县|盟市|市场监管|业务)[\u4e00-\u9fff]{0,4}?)?"


@lru_cache(maxsize=2)
def _pattern(glued: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    names = {re.sub(r"[（）]", "", label): field for field, labels in _LABELS for label in labels}
    ordered = sorted((label for _, labels in _LABELS for label in labels), key=lambda label: (-len(label), label))
    space = "" if glued else r"[ \n]{0,2}"
    body = "|".join(
        space.join("[(（]" if c == "（" else "[)）]" if c == "）" else re.escape(c) for c in label) for label in ordered
    )
    return re.compile(("" if glued else _OPENS) + f"({_LEVEL})({body})"), names


def text_of(pieces: Sequence[Piece]) -> str:
    """The pieces as one text: cells parted by bars, lines by line ends."""
    signs = {Gap.NONE: "", Gap.SPACE: " ", Gap.CELL: _CELL, Gap.LINE: _LINE, Gap.BLANK: _LINE}
    return "".join(("" if piece.torn and piece.gap < Gap.CELL else signs[piece.gap]) + piece.text for piece in pieces)[
        :_ZONE
    ]


def header_of(pieces: Sequence[Piece], glued: bool) -> Header:
    """The header in the pieces above a table; `glued` says that words stand without separators."""
    header = Header()
    if not pieces:
        return header
    header.location = pieces[0].location
    text = text_of(pieces)
    marks = _marks(text, glued)
    found: dict[str, list[tuple[str, int]]] = {}
    for number, mark in enumerate(marks):
        end = marks[number + 1].start if number + 1 < len(marks) else len(text)
        if mark.field:
            value = _value(text[mark.end : end], mark.field, glued)
            if value:
                found.setdefault(mark.field, []).append((value, mark.level))
    header.project = _first(found.get("project", []))
    header.department = _nearest(found.get("department", []))
    header.implementer = _first(found.get("implementer", []))
    header.unit = _first(found.get("unit", []))
    header.goal = "\n".join(value for value, _ in found.get("goal", []))
    header.title = _title(text)
    header.year = _year(text, header, found)
    header.money = money_of(text)
    header.starts = bool(header.project or header.title or any(mark.field == "project" for mark in marks))
    return header


def _marks(text: str, glued: bool) -> list[_Mark]:
    """The labels of a text with their fields, in order."""
    pattern, names = _pattern(glued)
    marks: list[_Mark] = []
    for found in pattern.finditer(text):
        start, end = found.span()
        after = text[end] if end < len(text) else "\n"
        closed = after in _SEPARATORS + "(（" or text[end - 1] in ":："
        if not glued and not closed and not _label_like(text, end):
            continue
        word = re.sub(r"[\s()（）]", "", found[2])
        marks.append(_Mark(names.get(word, ""), start, end, int(bool(found[1]))))
    return marks


def _label_like(text: str, end: int) -> bool:
    """Whether a label goes on with words of its own up to a separator (主管部门及其编码)."""
    rest = re.split(r"[ \n|:：]", text[end : end + 12], maxsplit=1)[0]
    return 0 < len(rest) <= 6 and rest.startswith(("及", "的", "和", "完成"))


def _value(raw: str, field: str, glued: bool) -> str:
    """What follows a label up to the next one: the first cell, broken lines joined."""
    text = re.sub(
        r"^(?:[(（][^)）\n]*/[^)）\n]*[)）]|[(（]\s*(?:盖章|公章|单位|万元|元|\d+字以内)[^)）]{0,6}[)）])",
        "",
        raw.lstrip(),
    )
    text = text.strip(_SEPARATORS)
    if field == "goal":
        return re.sub(r"\s*[|\n]+\s*", " ", text).strip()
    cell = text.split(_CELL, 1)[0].strip(_SEPARATORS)
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    if not lines:
        return ""
    joined = lines[0]
    for line in lines[1:_MOST_LINES]:
        if TITLE.search(line) or len(joined) + len(line) > _LONGEST_VALUE or re.match(r"[\d(（]", line):
            break
        joined += line
    joined = joined.strip(_SEPARATORS).rstrip("-")
    if field in ("unit", "department", "implementer") and re.fullmatch(r"[\d\s.]*", joined):
        return ""
    return joined if len(joined) <= _LONGEST_VALUE * 2 else ""


def _first(values: Sequence[tuple[str, int]]) -> str:
    return values[0][0] if values else ""


def _nearest(values: Sequence[tuple[str, int]]) -> str:
    """The department: a plain label first, else the last one of several levels (中央, 省级, 区县)."""
    plain = [value for value, level in values if not level]
    return plain[0] if plain else values[-1][0] if values else ""


def _title(text: str) -> str:
    """The last line above the table that titles a form."""
    best = ""
    for line in re.split(r"[\n|]", text):
        word = line.strip()
        if 4 <= len(word) <= _LONGEST_TITLE and TITLE.search(word) and not re.search(r"[。；]|附件\d?[:：]|见附", word):
            best = word
    if not best and (
        found := re.search(r"[\u4e00-\u9fff\d]{0,30}(?:绩效目标|绩效自评|自评|目标)[\u4e00-\u9fff]{0,6}表", text)
    ):
        best = found[0]
    return best


def _year(text: str, header: Header, found: dict[str, list[tuple[str, int]]]) -> int | None:
    for value, _ in found.get("year", []):
        if match := re.match(r"(20\d\d)", value):
            return int(match[1])
    for line in reversed(text.split("\n")):
        if (
            (match := _YEAR_IN_BRACKETS.search(line))
            and not _PUBLISHED.search(line[: match.start()])
            and len(line) < 400
        ):
            return int(match[1])
    for line in text.split("\n"):
        if (
            len(line) <= 2 * _LONGEST_TITLE
            and not re.search(r"(?:发布|成文|填报).{0,4}[:：]?$", line)
            and (match := _YEAR.search(line))
            and "绩效" in line
        ):
            return int(match[1])
    if match := _YEAR_IN_BRACKETS.search(text):
        return int(match[1])
    if match := re.search(r"(20\d\d)年", header.project):
        return int(match[1])
    for line in text.split("\n"):
        if len(line) <= 4 * _LONGEST_TITLE and not _PUBLISHED.search(line[:12]) and (match := _YEAR.search(line)):
            return int(match[1])
    return None
