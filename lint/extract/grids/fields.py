"""Project, department, year and money of a form, from the cells of its head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lint.extract.grids.forms import GridForm
from lint.extract.grids.labels import Told
from lint.extract.words import MONEY_FACTORS, Words, money_unit, squash

_YEAR_OF_FORM = re.compile(r"(?<![\d—\-~至])(20[0-4]\d)\s*年?\s*(?:度|[)）]|年|预算|项目|部门|[-—~至]|$)")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_AMOUNT = re.compile(r"-?\d[\d,，]*(?:\.\d+)?\s*(亿元?|万元?|千元|元)?")
_CODE_BEHIND = re.compile(r"[\s(（\[]*\d{3,}[)）\]]?$")
_ORGAN = re.compile(r"^(.{2,20}?(?:局|厅|委员会|委|中心|政府|办公室|院|校|部|站|所|馆|会))(?:关于)?(?=20\d\d|.{2,})")
_UNIT_ROLES = frozenset(("label:money", "money:unit", "in:money:unit", "label:annual_total", "head:money"))
_MOST = 2e11  # yuan: no province's yearly programme is larger; more is a unit misread


@dataclass(slots=True)
class Fields:
    """The fields of a form's head; None or "" where the form does not say. `doubts` are Chinese sentences."""

    project: str = ""
    department: str = ""
    implementer: str = ""
    year: int | None = None
    annual: float | None = None
    whole: float | None = None
    unit: str = ""
    doubts: tuple[str, ...] = ()


def fields_of(form: GridForm, words: Words) -> Fields:
    """The fields of one form."""
    fields = Fields()
    fields.project = _content(form.told, "value:project")
    fields.implementer = _content(form.told, "value:implementer")
    fields.department = _department(form.told)
    fields.unit = _unit(form.told)
    fields.annual = _money(form.told, "annual_total", fields.unit)
    fields.whole = _money(form.told, "period_total", fields.unit)
    fields.year = _year(form, fields)
    _ = words
    return fields


def _content(cells: Sequence[Told], role: str) -> str:
    """The most probable content of a role, its label taken off."""
    found = [(cell.sure, -i, _own_part(cell)) for i, cell in enumerate(cells) if cell.role in (role, f"in:{role}")]
    found = [item for item in found if item[2]]
    return max(found)[2] if found else ""


def _own_part(cell: Told) -> str:
    text = cell.placed.spot.text
    if not cell.role.startswith("in:"):
        return text
    for sign in ("：", ":"):
        label, colon, rest = text.partition(sign)
        if colon and len(label) <= 24:
            return re.split(r"\s{2,}|\s(?=\S{2,8}[:：])", rest.strip(), maxsplit=1)[0].strip()
    return ""


def _department(cells: Sequence[Told]) -> str:
    """主管部门: of several levels (省级, 区县) the last that is no finance bureau."""
    found = [
        (_own_part(cell), cell.sure)
        for cell in cells
        if cell.role in ("value:department", "in:value:department") and cell.sure > 0.4
    ]
    texts = [text for text, _ in found if text]
    own = [text for text in texts if "财政" not in text] or texts
    return own[-1] if own else ""


def _unit(cells: Sequence[Told]) -> str:
    """The unit of money that a heading names for the whole form."""
    for cell in cells:
        text = cell.placed.spot.text
        says = cell.role in _UNIT_ROLES or ("单位" in text and len(text) < 80)
        if says and (unit := money_unit(text)):
            return unit
    return ""


def _money(cells: Sequence[Told], what: str, unit: str) -> float | None:
    """An amount in yuan: the cell told to be it, with the unit written nearest."""
    label_unit = ""
    found: list[tuple[float, float | None]] = []
    for cell in cells:
        if cell.role == f"label:{what}":
            label_unit = money_unit(cell.placed.spot.text)
        if cell.role in (f"money:{what}", f"in:money:{what}"):
            text = cell.placed.spot.text
            own = money_unit(text) or label_unit or unit
            found.append((cell.sure, _yuan(text, own, cell.role.startswith("in:"))))
    known = [(sure, value) for sure, value in found if value is not None]
    return max(known)[1] if known else None


def _yuan(text: str, unit: str, inline: bool) -> float | None:
    word = squash(text)
    if inline:
        word = re.sub(r"^[^:]{0,24}:", "", word)
    amount = _AMOUNT.search(word)
    if amount is None:
        return None
    own = amount[1] or ""
    name = own if own.endswith("元") or not own else own + "元"
    factor = MONEY_FACTORS.get(name or unit)
    if factor is None:
        return None
    digits = re.sub(r"[,，]", "", re.match(r"-?[\d,，.]+", amount[0])[0])  # type: ignore[index]
    value = round(float(digits) * factor, 2)
    return value if value <= _MOST else None


def _year(form: GridForm, fields: Fields) -> int | None:
    """The form's year: from its own label, its title and the lines beside it, the project's name, its period."""
    for cell in form.told:
        if cell.role in ("value:year", "in:value:year") and (found := _YEAR.search(cell.placed.spot.text)):
            return int(found[1])
    for row in form.titles:
        if found := _YEAR_OF_FORM.search(squash(row.texts()[0])):
            return int(found[1])
    for cell in form.told:
        if cell.role in ("title", "inner_title") and (found := _YEAR_OF_FORM.search(squash(cell.placed.spot.text))):
            return int(found[1])
    if found := _YEAR_OF_FORM.search(squash(fields.project)):
        return int(found[1])
    for cell in form.told:
        if cell.role in ("value:period", "in:value:period"):
            years = set(_YEAR.findall(cell.placed.spot.text))
            if len(years) == 1:
                return int(years.pop())
    return None
