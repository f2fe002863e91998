"""The budget of a form in yuan: which amounts its head shows, in which unit, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lint.extract.grids.forms import GridForm
from lint.extract.grids.labels import Told
from lint.extract.words import MONEY_FACTORS, Words, money_unit, squash

_AMOUNT = re.compile(r"(?<![\d.])-?\d[\d,，]*(?:\.\d+)?(?=\s*(亿元?|万元?|千元|元)?)")
_MOST = 2e11  # yuan: no province's yearly programme is larger; more is a unit misread
_SURE = 0.3  # of an amount's role, below which it is not taken
_LOOKED_UP = 8  # rows above an amount in which its column's head stands
_IS_AMOUNT = re.compile(r"^[￥¥]?-?\d[\d,，]*(?:\.\d+)?(?:亿|万|千)?元?(?:$|[(（])")
_NONE = re.compile(r"[-—/\s]*|无")
_SPENT = re.compile(r"执行|支出数|到位|使用数|完成|分值|得分|权重|率|上年|差异|结余|增减|实际|测算|依据|标准分|原因")
_BUDGET = re.compile(r"预算|调整|金额|资金|合计|小计|总额|下达|批复")
_PART = re.compile(
    r"^其中|^[(（]?[一二三四五六七八九十\d]+[)）、.．]|财政拨款|公共预算|基金|自筹|自有|其他资金|结转|专户|单位资金|上级|补助|本级|拨款|债券"
)
_ASKED = re.compile(r"(?:当年|本年度?|年度)(?:申请|申报|预算|安排)")
_THIS_YEAR = re.compile(r"年度|本年|当年|全年|(?:19|20)\d\d年")
_ANNUAL_LABEL = re.compile(
    r"(?:其中:)?(?:项目|部门)?(?:(?:19|20)\d\d)?(?:年度|本年度?|当年度?|全年)?(?:本级|财政|项目|申请|部门|收入|支出)*"
    r"(?:预算|资金|金额|经费|合计|总计|总额|申请|安排|需求)+(?:数|额|总额|总计|合计|金额|数额|安排|总数|及构成|情况)*"
)
_WHOLE_LABEL = re.compile(
    r"(?:项目|实施期|中期|实施周期|全周期|总体|计划)+(?:总)?(?:投资|预算|资金|金额|概算)*(?:总额|总数|额|金额|合计)|(?:项目)?总(?:投资|预算)(?:额)?"
)
_SAID = re.compile(
    r"(?:全年预算数?|年度预算数?|预算(?:安排|资金|金额)|项目资金|资金总额|安排资金)[^\d。；;]{0,6}(\d[\d,，]*(?:\.\d+)?)(亿元|万元|元)"
)
_SUBTOTAL = re.compile(r"小计")
_TOTAL_WORD = re.compile(r"(?:总额|合计|总计|总金额|资金总额)[:：]?")
_UNIT_ROLES = frozenset(("label:money", "money:unit", "in:money:unit", "label:annual_total", "head:money"))


@dataclass(frozen=True, slots=True)
class Money:
    """Annual and whole-period totals in yuan, None where not said; `unit` is the head's, "" where none is said."""

    annual: float | None = None
    whole: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Sum:
    """An amount with the label before it; `value` in yuan."""

    role: str
    sure: float
    label: str
    value: float


def money_of(form: GridForm, words: Words) -> Money:
    """The money of one form."""
    unit = _unit(form.told)
    sums = _sums(form, unit, words)
    annual = _total(sums, "annual_total")
    if annual is None:
        parts = [each.value for each in sums if _SUBTOTAL.search(each.label)]
        annual = round(sum(parts), 2) if len(parts) > 1 else _from_text(form)
    return Money(annual, _total(sums, "period_total"), unit)


def _sums(form: GridForm, unit: str, words: Words) -> list[_Sum]:
    """All amounts of the head that may be totals or parts, each with the label beside or above it."""
    result: list[_Sum] = []
    first = min((row.number for block in form.blocks for row in block.region.heads), default=None)
    for i, cell in enumerate(form.told):
        if first is not None and cell.row.number > first:
            break  # what stands below the indicators sums scores up
        if not _IS_AMOUNT.match(squash(cell.text)) and not any(":money:" in f":{role}" for role in cell.chances):
            continue
        label = _label_of(form.told, i)
        weight = _column_weight(form.told, cell, label, words)
        named = label.text if label is not None else ""
        if weight == 0.0 or words.funds.is_other(named):
            continue
        for role in ("annual_total", "period_total", "part"):
            sure = cell.chances.get(f"money:{role}", 0.0) + cell.chances.get(f"in:money:{role}", 0.0)
            sure = max(sure, _label_says(label, role)) * weight
            if sure < _SURE:
                continue
            value = _yuan(cell.text, money_unit(cell.text) or money_unit(named) or _over(cell) or unit, form)
            if value is not None:
                result.append(_Sum(role, sure, named or cell.text, value))
    return result


def _label_of(cells: Sequence[Told], at: int) -> Told | None:
    """The nearest text to the left of an amount in its row, else the nearest above it."""
    cell = cells[at]
    for other in reversed(cells[:at]):
        if other.row is not cell.row:
            break
        if not _IS_AMOUNT.match(squash(other.text)) and not _NONE.fullmatch(squash(other.text)):
            return other
    return _text_above(cells[:at], cell)


def _text_above(cells: Sequence[Told], cell: Told) -> Told | None:
    for other in reversed(cells):
        over = other.placed.spot.column <= cell.placed.spot.column < other.placed.spot.end
        if other.row.number < cell.row.number and over:
            if other.row.line.grid != cell.row.line.grid or cell.row.number - other.row.number > _LOOKED_UP:
                return None
            if not _IS_AMOUNT.match(squash(other.text)):
                return other
    return None


def _column_weight(cells: Sequence[Told], cell: Told, label: Told | None, words: Words) -> float:
    """How far a column of amounts may be the budget's: adjusted before initial, never what was spent or scored."""
    head = _text_above(cells, cell)
    if head is None or label is None or head is label or head.row is label.row or head.placed.spot.column == 0:
        return 1.0
    known = words.field(head.text) or words.contact(head.text) or len(head.text) > 20
    if known or head.role.startswith(("label:", "value:")):
        return 1.0  # a label or a content of the rows above, no head of amounts
    word = squash(head.text)
    if _SPENT.search(word):
        return 0.0
    return 0.8 if "年初" in word or "初" in word[:2] else 1.0 if _BUDGET.search(word) else 0.95


def _label_says(label: Told | None, role: str) -> float:
    """How probable a label makes an amount beside it one of a role."""
    if label is None:
        return 0.0
    chance = label.chances.get(f"label:{role}", 0.0) + label.chances.get(f"in:label:{role}", 0.0)
    word = squash(label.text).rstrip(":")
    annual = _ANNUAL_LABEL.fullmatch(re.sub(r"[(（].*?[)）]", "", word)) is not None
    this_year = _THIS_YEAR.search(word) is not None
    if _PART.search(word) and not _ASKED.search(word) and not (annual and this_year):
        return 0.9 if role == "part" else 0.0
    if role == "annual_total" and annual:
        return max(chance, 0.85 if this_year else 0.6)
    if role == "period_total" and _WHOLE_LABEL.fullmatch(re.sub(r"[(（].*?[)）]", "", word)):
        return max(chance, 0.85)
    return chance


def _from_text(form: GridForm) -> float | None:
    """The budget that the text above a table names (全年预算数926万元), None where it names none or several."""
    said = {
        round(float(re.sub(r"[,，]", "", number)) * MONEY_FACTORS[unit], 2)
        for row in form.rows
        if len(row.own) == 1
        for number, unit in _SAID.findall(squash(row.texts()[0]))
    }
    return said.pop() if len(said) == 1 else None


def _total(sums: Sequence[_Sum], what: str) -> float | None:
    """The surest amount of a role; of amounts alike sure the one that the parts add up to."""
    found = [each for each in sums if each.role == what]
    if not found:
        return None
    parts = round(sum(each.value for each in sums if each.role == "part"), 2)
    return max(found, key=lambda each: (round(each.sure, 1), abs(each.value - parts) < 1, each.value)).value


def _over(cell: Told) -> str:
    """The unit that a label covering a cell from the left or above names."""
    units = [money_unit(placed.spot.text) for placed in cell.row.covered]
    units += [money_unit(placed.spot.text) for placed in cell.row.own if placed is not cell.placed]
    return next(filter(None, units), "")


def _unit(cells: Sequence[Told]) -> str:
    """The unit of money that a heading names for the whole form."""
    for cell in cells:
        says = cell.role in _UNIT_ROLES or ("单位" in cell.text and len(cell.text) < 80)
        if says and (unit := money_unit(cell.text)):
            return unit
    return ""


def _yuan(text: str, unit: str, form: GridForm) -> float | None:
    """The amount of a cell in yuan: behind 总额 where the cell lists parts too, else the first."""
    word = squash(text)
    total = _TOTAL_WORD.search(word)
    word = (word[total.end() :] or word) if total else re.sub(r"^[^\d:]{0,24}:", "", word)
    amount = _AMOUNT.search(word)
    if amount is None:
        return None
    own = amount[1] or ""
    name = (own if own.endswith("元") else own + "元") if own else unit or _said_in_text(amount[0], form)
    factor = MONEY_FACTORS.get(name)
    if factor is None:
        return None
    value = round(float(re.sub(r"[,，]", "", amount[0])) * factor, 2)
    return value if value <= _MOST else None


def _said_in_text(number: str, form: GridForm) -> str:
    """The unit that the lines above give the same number (建设资金280万元), "" where they do not."""
    pattern = re.compile(r"(?<![\d.])" + re.escape(re.sub(r"\.0+$", "", number)) + r"(?:\.0+)?(亿元|万元|元)")
    units = {found for row in form.rows if len(row.own) == 1 for found in pattern.findall(squash(row.texts()[0]))}
    return units.pop() if len(units) == 1 else ""
