"""Project, department and year of a form, from the cells of its head: each label with what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lint.extract.grids.forms import GridForm
from lint.extract.grids.labels import Told
from lint.extract.grids.money import Money, money_of
from lint.extract.words import Words, squash

_YEAR_OF_FORM = re.compile(r"(?<![\d—\-~至])(20[0-4]\d)\s*年?\s*(?:年?度|[)）]|年|预算|项目|部门|[-—~至]|$)")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_CODE = re.compile(r"[A-Z]?\d{12,}[A-Z\d]*")
_FIELD_OF = {
    "项目名称": "project",
    "主管部门": "department",
    "单位名称": "department",
    "实施单位": "implementer",
    "年度": "year",
}
_BREAK = re.compile(r"\s{2,}|\s(?=[^\s:：]{2,10}[:：])")  # between two labelled parts of one cell
_SURE = 0.35  # of a label, below which what stands beside it is not taken
_FINANCE = re.compile(r"财政(?:部(?!门)|厅|局)")
_TITLE = re.compile(
    r"^(?:关于)?(?P<unit>\D{2,24}?(?:局|厅|委员会|委|中心|政府|办公室|院|站|所|馆|会|处))?(?:关于)?"
    r"(?:20\d\d年?度?)?(?P<project>[^年度]{4,40}?)(?:项目)?(?:支出)?(?:绩效(?:自评|评价|目标|指标)).{0,12}$"
)
_LABEL_SHAPE = re.compile(
    r"[^，。；、\d]{0,6}(?:部门|单位|机关|机构|委局|名称|全称|负责人|责任人|领导|主管|联系人|电话|方式|年度|类别|级次|层级|渠道|性质|属性|"
    r"类型|编码|代码|日期|时间|期限|年限|周期|依据|股室|科室|处室|法人|由来|情况)[:：]?"
)
_ORGAN = re.compile(
    r".*(?:局|厅|委|委员会|中心|政府|办公室|办事处|学校|大学|学院|医院|站|所|队|院|馆|会|部|公司|社|处|校|园|场|街道|机关|厂)"
    r"(?:[(（].*[)）]|本级|部门|\s*\d+)?"
)
_WORDS_OF_TITLES = re.compile(
    r"^(?:项目|部门|单位|整体|预算|支出|财政|市级|省级|县级|区级|本级|专项|资金|政策|转移|支付|对|中央|地方|区域|申报|部|年|度|"
    r"[（）()]|\d)+$"
)


@dataclass(slots=True)
class Fields:
    """The fields of a form's head; None or "" where the form does not say."""

    project: str
    department: str
    implementer: str
    year: int | None
    money: Money


def fields_of(form: GridForm, words: Words) -> Fields:
    """The fields of one form."""
    found = {what: _labelled(form.told, what, words) for what in ("project", "department", "implementer", "year")}
    project = _best(found["project"])
    implementer = _best(found["implementer"])
    department = _department(found["department"])
    unit, named = _of_title(form)
    return Fields(
        project or named,
        department or unit or implementer or _unlabelled(form),
        implementer,
        _year(form, _best(found["year"]), project),
        money_of(form, words),
    )


Found = list[tuple[float, str, str]]  # how sure, label, content


def _labelled(cells: Sequence[Told], what: str, words: Words) -> Found:
    """The contents that stand beside (or in, or below) labels of a field, in reading order."""
    result: Found = []
    for i, cell in enumerate(cells):
        result += _inside(cell, what, words)
        sure = _label_chance(cell, what, words)
        if sure < _SURE:
            continue
        following = cells[i + 1] if i + 1 < len(cells) and cells[i + 1].row is cell.row else None
        if following is not None and following.placed.spot.column <= cell.placed.spot.end:
            if not _is_label(following, words):
                result.append((sure * (1 - min(0.9, following.label)), cell.text, following.text))
            elif (below := _below(cells, cell)) is not None and not _is_label(below, words):
                result.append((sure * 0.9, cell.text, below.text))
        elif following is None and cell.placed.spot.column > 0:
            below = _below(cells, cell)
            if below is not None and not _is_label(below, words):
                result.append((sure * 0.5, cell.text, below.text))
    return [item for item in ((_fitting(what, *found), *found[1:]) for found in result) if item[0] > 0.1]


def plausible(what: str, content: str) -> str:
    """The content where it may be that of a field, else "": what the plain list of labels found is looked at too."""
    fits = not _LABEL_SHAPE.fullmatch(squash(content)) and _fitting(what, 1.0, "", content) >= 1.0
    return content if fits else ""


def _fitting(what: str, sure: float, label: str, content: str) -> float:
    """How sure a content is once it is looked at: a unit is named like one, a project not, a person is neither."""
    word = squash(content)
    organ = _ORGAN.fullmatch(word) is not None
    if what == "year":
        return sure
    if not word or (len(word) <= 3 and not organ) or len(word) > 80 or "。" in word:
        return 0.0
    if what == "project":
        return sure * (0.6 if organ else 1.0)
    return sure if organ or len(word) > 4 else sure * 0.6


def _label_chance(cell: Told, what: str, words: Words) -> float:
    known = _FIELD_OF.get(words.field(cell.text), "")
    if known:
        return 0.97 if known == what and cell.label > 0.02 else 0.0
    if "意见" in cell.text:
        return 0.0
    chance = cell.chances.get(f"label:{what}", 0.0)
    named = what == "department" and re.search(r"主管(?:部门|单位)", squash(cell.text)) and len(cell.text) <= 16
    return max(chance, 0.6) if named else chance


def _is_label(cell: Told, words: Words) -> bool:
    """Whether a cell is a label rather than a content: a label is never a value."""
    if (
        words.field(cell.text)
        or _LABEL_SHAPE.fullmatch(squash(cell.text))
        or (words.contact(cell.text) and len(cell.text) <= 12)
    ):
        return True
    return cell.label > 0.6 and len(squash(cell.text)) <= 16


def _inside(cell: Told, what: str, words: Words) -> Found:
    """Label and content in one cell (预算单位：某局  金额单位：元)."""
    result: Found = []
    for part in _BREAK.split(cell.text.strip()):
        label, colon, content = _apart(part)
        if not colon or not content:
            continue
        known = _FIELD_OF.get(words.field(label), "")
        chance = 0.95 if known == what else 0.0 if known else cell.chances.get(f"in:value:{what}", 0.0)
        if chance >= _SURE:
            result.append((chance, label, content))
    return result


def _apart(text: str) -> tuple[str, str, str]:
    for sign in ("：", ":"):
        label, colon, rest = text.partition(sign)
        if colon and len(label) <= 24:
            return label.strip(), colon, rest.strip()
    return "", "", text


def _below(cells: Sequence[Told], cell: Told) -> Told | None:
    """The cell under a cell in the next row, starting in the same column."""
    return next(
        (
            other
            for other in cells
            if other.row.number == cell.row.number + 1 and other.placed.spot.column == cell.placed.spot.column
        ),
        None,
    )


def _best(found: Found) -> str:
    """The surest content; of equal ones the last 项目 of several levels (一级项目, 项目) that is named most plainly."""
    if not found:
        return ""
    ranked = sorted(found, key=lambda item: (-round(item[0], 1), "一级" in item[1], len(item[1])))
    return ranked[0][2].strip(" ：:")


def _department(found: Found) -> str:
    """主管部门: of several levels (省级, 区县) the last that is no finance bureau."""
    sure = [(label, content) for chance, label, content in found if chance >= _SURE and content]
    own = [content for label, content in sure if not _FINANCE.search(content) or "财政" not in label] or [
        content for _, content in sure
    ]
    chosen = own[-1] if own else ""
    named = [content for label, content in sure if content in own and "主管" in label]
    return (named[-1] if named else chosen).strip(" ：:")


def _unlabelled(form: GridForm) -> str:
    """The name of a unit that stands without a label in one of the first rows of the table."""
    for cell in form.told[:8]:
        word = squash(cell.text)
        first = not cell.row.paragraph and cell.placed.spot.column == 0 and cell.label < 0.3
        if first and len(word) > 4 and _ORGAN.fullmatch(word) and not _LABEL_SHAPE.fullmatch(word):
            return cell.text
    return ""


def _of_title(form: GridForm) -> tuple[str, str]:
    """(unit, project) that a title names (某县卫生健康委员会2023年度乡村医生补贴经费绩效自评报告), "" where none."""
    lines = [row for row in form.rows[:12] if len(row.own) == 1 and len(row.texts()[0]) <= 60]
    for row in (*form.titles, *lines):
        found = _TITLE.match(re.sub(r"^\d+[.、]", "", squash(row.texts()[0])))
        if found is not None and not _WORDS_OF_TITLES.match(found["project"]):
            return found["unit"] or "", found["project"].removesuffix("项目") if found["unit"] else found["project"]
    return "", ""


def _year(form: GridForm, labelled: str, project: str) -> int | None:
    """The form's year: from its own label, its title and the lines beside it, the project's name, its period."""
    if found := _YEAR.search(labelled):
        return int(found[1])
    lines = [squash(row.texts()[0]) for row in form.titles]
    lines += [squash(cell.text) for cell in form.told if cell.role in ("title", "inner_title")]
    lines += [squash(row.texts()[0]) for row in form.rows[:12] if len(row.own) == 1]
    lines += [squash(_CODE.sub("", project))]
    for line in lines:
        if len(line) <= 60 and (found := _YEAR_OF_FORM.search(line)):
            return int(found[1])
    for cell in form.told:
        if cell.role in ("value:period", "in:value:period"):
            years = set(_YEAR.findall(cell.text))
            if len(years) == 1:
                return int(years.pop())
    labels = [cell.text for cell in form.told if cell.label > 0.5 and len(cell.text) <= 20]
    years = {found[1] for text in labels if (found := re.search(r"(20[0-4]\d)年度", squash(text)))}
    return int(years.pop()) if len(years) == 1 else None
