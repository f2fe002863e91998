"""The cells of one row whose columns are known → an indicator, with the reasons to doubt it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lint.extract.block import HIDDEN, STRAY, UNCLEAR, UNKNOWN, signed
from lint.extract.grids.levels import Level, canonical
from lint.extract.grids.sheet import Placed, SheetRow
from lint.extract.words import Words, is_canonical, level1_of, squash
from lint.model import Certainty, Indicator

Cells = dict[str, list[Placed | None]]
"""The cells of a half of a row by the role of their columns."""

NO_CATEGORY = "该行所属的二级指标不能确定，请对照原表核对。"
NOTHING = re.compile(r"[….·。\-—―/\\\s]+")  # the form's own 「……」 where rows may be added
RANK = re.compile(r"(?:指标|目标)\s*\d*\s*[:：]?")  # 指标1： before an empty name
_KEPT = {
    "type": "value_type",
    "weight": "weight",
    "explanation": "explanation",
    "scoring": "scoring",
    "actual": "actual",
    "midyear": "actual",
    "forecast": "actual",
    "score": "score",
    "reason": "deviation",
}
_NO_UNIT = ("无", "项无", "其他")
_DOUBTED = 0.5  # the certainty of what cannot be told from the cells


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row of one half: its name, the cells of name and value, all cells by role, its categories, its certainty."""

    row: SheetRow
    half: int
    name: str
    names: Sequence[Placed]
    value: Placed | None
    cells: Cells
    levels: dict[tuple[str, int], Level]
    category: tuple[str, str]
    sure: Certainty

    def level(self, role: str) -> Level | None:
        """The category cell of a level, of this half or of the left one."""
        return self.levels.get((role, self.half)) or self.levels.get((role, 0))


def indicator_of(found: FoundRow, period: str, heading: str, words: Words) -> Indicator:
    """The indicator of a row; `heading` is a category printed above the block."""
    first, second = found.category
    text, kind = signed(text_of(found.cells, "sign"), found.value.spot.text if found.value is not None else "")
    kept: dict[str, str] = {}
    for role, attribute in _KEPT.items():
        if told := text_of(found.cells, role):
            kept.setdefault(attribute, told)
    if kind:
        kept["value_type"] = kind
    reasons = _reasons(found, heading, words)
    sure = replace(found.sure, category=min(found.sure.category, _DOUBTED)) if reasons else found.sure
    cells = [placed.spot.cell for placed in (*found.names, found.value) if placed is not None]
    confidence = min((cell.confidence for cell in cells), default=1.0)
    if confidence < words.least_confidence:
        reasons.append(UNCLEAR)
    if cells and all(cell.hidden for cell in cells):
        reasons.append(HIDDEN)
    anchor, aside = _places(found)
    one, two = found.level("level1"), found.level("level2")
    return Indicator(
        period,
        "成本指标" if second == "成本指标" == first else level1_of(second) or first,
        second,
        found.name,
        text,
        unit=unit_of(found.cells),
        location=anchor.spot.location,
        value_location=aside.spot.location if aside is not None else None,
        level1_written=one.spot_text if one is not None else "",
        level2_written=two.spot_text if two is not None else "",
        uncertain=bool(reasons),
        reasons=tuple(reasons),
        confidence=confidence if not reasons else min(confidence, _DOUBTED),
        sure=sure,
        **kept,
    )


def _places(found: FoundRow) -> tuple[Placed, Placed | None]:
    """Where the row stands and where its value does: a name merged over several rows stands beside its first value."""
    if not found.names:
        assert found.value is not None
        return found.value, None
    own = found.names[0].top == found.row.number or found.value is None
    return (found.names[0], found.value) if own else (found.value or found.names[0], found.value)


def _reasons(found: FoundRow, heading: str, words: Words) -> list[str]:
    """Why the category of a row is in doubt."""
    second = found.category[1]
    reasons = []
    doubted = any(level.doubt for key, level in found.levels.items() if key[1] in (found.half, 0))
    two = found.level("level2")
    alone = two is not None and not two.doubt and bool(canonical(two.spot_text, words)[1])
    if (not second and (found.levels or heading)) or (doubted and not alone):
        reasons.append(NO_CATEGORY)
    if not is_canonical(second) and squash(second).count("指标") > 1:
        reasons.append(UNKNOWN.format(second))
    return reasons


def stray(placed: Placed, period: str) -> Indicator:
    """A target that stands in a row without name and target: shown, in doubt."""
    place = placed.spot.location
    return Indicator(
        period, "", "", "", placed.spot.text, location=place, uncertain=True, reasons=(STRAY,), confidence=0.3
    )


def text_of(cells: Cells, role: str) -> str:
    """The first text of a role."""
    return next((placed.spot.text for placed in cells.get(role, []) if placed is not None), "")


def unit_of(cells: Cells) -> str:
    """The unit's text, "" where the cell says that there is none."""
    text = text_of(cells, "unit")
    return "" if NOTHING.fullmatch(text) or squash(text) in _NO_UNIT else text


def joined(names: Sequence[Placed]) -> str | None:
    """A name that stands in several cells: 指标1： | 名称, 名称 | condition."""
    if not names:
        return None
    texts = [placed.spot.text for placed in names]
    while len(texts) > 1 and RANK.fullmatch(squash(texts[0])):
        texts = texts[1:]
    return "".join(texts)
