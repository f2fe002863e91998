"""The indicator block of a form: rows under a head row → indicators and slots.

Every non-empty cell of the block ends up in an indicator, names a category, a head or a running
number, or becomes an uncertain indicator of its own: nothing is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from lint.extract.align import Context, Effort, Placing, alike, by_position, place
from lint.extract.columns import Column, Columns, HeadRow, head_row, refine
from lint.extract.lines import Line, Spot
from lint.extract.words import Words, is_canonical, level1_of, money_unit, squash
from lint.model import ANNUAL, WHOLE, Indicator, Location, Passage, Slot

SHIFTED = "该行单元格错位，各列的归属不能确定，请对照原表核对。"
NO_CATEGORY = "该行上方找不到二级指标，所属类别不能确定，请对照原表核对。"
OTHER_HALF = "本半栏的二级指标可能因错位丢失（另一半栏同一行已换类别），请对照原表核对。"
CUT_OFF = "该行错位，末列指标值可能在识别时丢失，请对照原表核对。"
STRAY = "该处文字不能确定属于哪一行哪一列，请对照原表核对。"
UNCLEAR = "该行的文字、公式结果或所在列没有把握，请对照原件核对。"
HIDDEN = "该行在原文件中是隐藏的，请核对是否应当申报。"
UNKNOWN = "“{}”不是通行的二级指标，可能是识别错误，请对照原表核对。"
LEVEL_ONLY = "该行只有一级指标而无二级指标，所属类别不能确定，请对照原表核对。"

_NOTHING = re.compile(r"[….·。\-—―/\\\s]+")  # the form's own 「……」 where rows may be added
_KEPT = {
    "type": "value_type",
    "weight": "weight",
    "explanation": "explanation",
    "scoring": "scoring",
    "actual": "actual",
    "score": "score",
    "deviation": "deviation",
}
# The second level of a row that shows a first one only (labels' guide).
_SECOND_OF = {"满意度指标": "服务对象满意度指标", "成本指标": "成本指标"}
_META: tuple[str, ...] = ("project", "department", "year", "annual_budget", "total_budget", "goal", "period")
_CONTEXT = frozenset(("root", "level1", "level2", "number", *_META))  # what makes no indicator by itself


@dataclass(slots=True)
class Group:
    """The indicators of one form; flat tables hold several (one a project)."""

    meta: dict[str, str] = field(default_factory=dict)
    location: Location = field(default_factory=Location)
    indicators: list[Indicator] = field(default_factory=list)
    slots: dict[tuple[str, str], Slot] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    level1: set[str] = field(default_factory=set)
    two_halves: bool = False


@dataclass(slots=True)
class _Carry:
    """What merged cells above a row still say, by half."""

    level1: str = ""
    level1_fresh: bool = False
    orphan: bool = False  # the row shows a first level and no second one
    level2: dict[int, str] = field(default_factory=dict)
    written: dict[int, str] = field(default_factory=dict)
    changed: dict[int, bool] = field(default_factory=dict)  # halves whose own cell the row shows
    doubted: set[int] = field(default_factory=set)  # halves whose category a scan has lost


@dataclass(frozen=True, slots=True)
class Around:
    """What a block needs to know of its document.

    `repeated` are paragraphs that pages repeat, `ended` tells whether any form of the document ends
    with its own last line, `effort` how much may still be tried on shifted rows.
    """

    words: Words
    repeated: frozenset[str] = frozenset()
    ended: bool = False
    effort: Effort = field(default_factory=Effort)


class Block:
    """Reads the rows under one head row until the block ends."""

    def __init__(self, head: HeadRow, at: Line, following: Sequence[Line], around: Around) -> None:
        self.words = words = around.words
        self.around = around
        self.columns = head.columns
        self.grid = at.grid
        # a table of which no cell is merged may come from a scan as well: its places prove nothing
        self.merged = at.spans and any(spot.cell.row_span > 1 for line in (at, *following) for spot in line.spots)
        self.spans = self.merged
        rows = [line for line in following if not line.paragraph]
        if self.columns.halves == 1 and not self.spans:
            self.columns = _with_cut_half(self.columns, rows, words)
        self.local = _is_local(self.columns, rows, words)
        self.inactive = _inactive(self.columns, rows, words)
        self.groups: list[Group] = [Group(two_halves=self.columns.halves == 2)]
        self.carry = _Carry()
        self._levels_of_head(head)

    @property
    def group(self) -> Group:
        """The form being read."""
        return self.groups[-1]

    def _levels_of_head(self, head: HeadRow) -> None:
        """Category cells that a scan has put into the head row count for the rows below."""
        spots = [spot for spot in head.others if squash(spot.text)]
        categories = [(spot, self.words.category(spot.text)) for spot in spots]
        found = [(spot, category) for spot, category in categories if category is not None]
        for spot, category in found:
            if category.level1:
                self._first_level(category.level1, spot.text)
            else:
                self._second_level(0, category.level2, spot)
        if not found and spots and not self.columns.has("level2"):
            # 履职效益 | … | 绩效指标 | 指标值: the category stands beside the head
            first = next((spot for spot in spots if len(spot.text) <= 8), None)
            if first is not None:
                self.carry.level1 = first.text
                self.carry.level2 = {0: first.text}
                self.carry.written = {0: first.text}
                spots = [spot for spot in spots if spot is not first]
        self.group.passages += [
            Passage(spot.text, spot.location) for spot in spots if not any(spot is s for s, _ in found)
        ]

    # ── one line ──────────────────────────────────────────────────────────────────────────────

    def take(self, line: Line) -> bool:
        """Reads one line; False where it stands below the block and has not been read."""
        words = self.words
        first = line.spots[0]
        if words.ends(first.text) and words.kind(first.text).category is None and not self._is_name(line):
            return False
        head = head_row(line, words)
        if head is not None:
            if head.columns.halves == self.columns.halves:
                head = replace(head, columns=_with_periods(head.columns, self.columns))
            self.columns, self.grid = head.columns, line.grid
            self._levels_of_head(head)
            return True
        finer = refine(HeadRow(self.columns, ()), line, words)
        if finer is not None and len(line.spots) > 1:
            self.columns = finer.columns
            return True
        if words.is_sum(first.text):
            self.group.passages += [Passage(spot.text, spot.location) for spot in line.spots]
            return True
        if line.paragraph:
            return self._paragraph(line)
        if self._leaves(line):
            return False
        # another page's table has its own grid columns, even where the carrier states them
        self.spans = self.merged and line.spans and line.grid == self.grid
        if line.spans:
            line = _joined(line, self.columns)
        if self.spans:
            placing = _by_place(line, self.columns)
        else:
            context = Context(self.local, self.inactive, self.carry.level2, self.around.effort)
            placing = place(line.spots, self.columns, words, context)
        self._read(line, placing)
        return True

    def _is_name(self, line: Line) -> bool:
        column = self.columns.role("name", 0)
        return column is not None and line.spots[0].column >= self.columns.columns[column].start > 0

    def _paragraph(self, line: Line) -> bool:
        spot = line.spots[0]
        kind = self.words.kind(spot.text)
        if kind.category is not None:
            if kind.category.level1 and not kind.category.level2:
                self._first_level(kind.category.level1, spot.text)
            else:
                self._second_level(0, kind.category.level2, spot)
            return True
        if self.words.is_running_head(spot.text) or spot.text in self.around.repeated:
            self.group.passages.append(Passage(spot.text, spot.location))
            return True
        self._stray(spot, 0)
        return True

    def _leaves(self, line: Line) -> bool:
        """Whether a row belongs to the part of the form below the indicators."""
        first = line.spots[0]
        words = self.words
        name = self.columns.role("name", 0)
        left_of_names = name is None or first.column < self.columns.columns[name].start
        kind = words.kind(first.text)
        if not left_of_names or kind.category is not None or kind.root or self.local:
            return False
        if words.field(first.text) or words.contact(first.text):
            return not self.columns.flat
        root = self.columns.role("root", 0)
        if words.funds.is_head(first.text) and not self.columns.flat and (root is not None or first.column == 0):
            others = line.spots[1:]
            return any(money_unit(spot.text) or words.funds.label(spot.text)[0] for spot in others)
        return False

    # ── cells → indicators ────────────────────────────────────────────────────────────────────

    def _read(self, line: Line, placing: Placing) -> None:
        cells: dict[int, Spot] = {}
        loose: list[tuple[int, Spot]] = []
        for i, (spot, index) in enumerate(zip(line.spots, placing.columns, strict=True)):
            if index is None or index in cells:
                loose.append((i, spot))
            else:
                cells[index] = spot
        columns = self.columns.columns
        if not self.spans and not self.local:
            loose += self._no_levels(line, cells, placing)
        self._meta(line, {columns[i].role: spot for i, spot in cells.items() if columns[i].role in _META})
        covered = {
            index: spot
            for spot in line.covered
            if (index := _column_at(spot, columns)) is not None and index not in cells
        }
        self._levels(cells)
        made: list[Indicator] = []
        for half in range(self.columns.halves):
            made += self._half(half, cells, covered, placing, line)
        self._doubt(made)
        self.group.indicators += [self._checked(row, placing) for row in made]
        if not made and not self.spans:
            firsts = [spot for index, spot in cells.items() if columns[index].role == "level1"]
            loose += [(line.spots.index(spot), spot) for spot in firsts if not self.words.is_level(spot.text)]
        for i, spot in loose:
            self._loose(line, i, spot, made)
        for index, spot in cells.items():
            if columns[index].role in ("other", "period"):
                self.group.passages.append(Passage(spot.text, spot.location, field=columns[index].title))

    def _doubt(self, made: Sequence[Indicator]) -> None:
        """A half whose twin shows a new category has lost its own until it shows one again."""
        carry = self.carry
        carry.doubted -= set(carry.changed)
        if len(made) != 2 or self.columns.halves != 2 or list(carry.changed.values()) != [True]:
            return
        left, right = made
        if left.level2 == right.level2 or not (is_canonical(left.level2) and is_canonical(right.level2)):
            return
        if alike(left.name, right.name) and (left.value == right.value or not left.value or not right.value):
            carry.doubted.add(1 - next(iter(carry.changed)))

    def _checked(self, row: Indicator, placing: Placing) -> Indicator:
        """The row with the reasons that only the rows around it give."""
        half = next((c.half for c in self.columns.columns if c.period == row.period), 0)
        reasons = list(row.reasons)
        if half in self.carry.doubted:
            reasons.append(OTHER_HALF)
        if placing.shifted and row.name and not row.value:
            reasons.append(CUT_OFF)
        if placing.shifted and row.name and squash(row.name) == squash(row.value):
            reasons.append(SHIFTED)  # the same cell of the other half, perhaps
        if len(reasons) == len(row.reasons):
            return row
        return replace(row, uncertain=True, reasons=tuple(reasons), confidence=min(row.confidence, 0.5))

    def _no_levels(self, line: Line, cells: dict[int, Spot], placing: Placing) -> list[tuple[int, Spot]]:
        """Takes out of `cells` what stands where categories stand but cannot be one."""
        columns = self.columns.columns
        named = any(columns[index].role in ("name", "value") for index in cells)
        taken = [
            index
            for index, spot in cells.items()
            if (columns[index].role == "root" and not self.words.kind(spot.text).root)
            or (
                columns[index].role in ("level1", "level2")
                and not self.words.is_level(spot.text)
                and not (named and placing.sure)
            )
        ]
        return [(line.spots.index(cells[index]), cells.pop(index)) for index in taken]

    def _loose(self, line: Line, index: int, spot: Spot, made: Sequence[Indicator]) -> None:
        """A cell that found no column: a repeated text or a category is no loss, all else is shown."""
        category = self.words.category(spot.text)
        if category is not None and category.strong:
            if category.level2 and not category.level1:
                self._slot(0, category.level2, spot)
            return
        if any(spot.text in (row.name, row.value) for row in made):
            return
        if self.words.kind(spot.text).root:
            return
        half = 1 if self.columns.halves == 2 and index >= len(line.spots) / 2 else 0
        self._stray(spot, half)

    def _stray(self, spot: Spot, half: int) -> None:
        level2 = self.carry.level2.get(half, "")
        self.group.indicators.append(
            Indicator(
                self._period(half),
                self._level1(level2),
                level2,
                spot.text,
                "",
                location=spot.location,
                level2_written=self.carry.written.get(half, ""),
                level1_written=self.carry.level1,
                uncertain=True,
                reasons=(STRAY,),
                confidence=0.3,
            )
        )

    def _levels(self, cells: dict[int, Spot]) -> None:
        columns = self.columns.columns
        self.carry.level1_fresh = self.carry.orphan = False
        self.carry.changed = {}
        for index in sorted(cells):
            column, spot = columns[index], cells[index]
            category = self.words.category(spot.text)
            if column.role == "level1":
                if category is not None and category.level1:
                    self._first_level(category.level1, spot.text)
                    if column.half == 1:
                        continue
                elif category is not None:
                    # a second level that a scan has put one column to the left
                    self.carry.changed[column.half] = category.level2 != self.carry.level2.get(column.half)
                    self._second_level(column.half, category.level2, spot)
                else:
                    self.carry.level1 = spot.text
                    if not self.columns.has("level2"):
                        self.carry.level2[column.half] = self.carry.written[column.half] = spot.text
                    self.group.level1.add(spot.text)
            elif column.role == "level2":
                name = category.level2 or category.level1 if category is not None else spot.text
                self.carry.changed[column.half] = name != self.carry.level2.get(column.half)
                self._second_level(column.half, name, spot)
        if self.carry.level1_fresh:
            # a first level without a second one on its row
            for half in range(self.columns.halves):
                if not any(columns[i].role == "level2" and columns[i].half == half for i in cells):
                    if half and self.columns.role("level2", half) is not None:
                        continue
                    second = _SECOND_OF.get(self.carry.level1, "")
                    if second or not self.columns.has("level2"):
                        self.carry.level2[half] = second or self.carry.level1
                        self.carry.written[half] = ""
                    else:
                        self.carry.orphan = True

    def _first_level(self, level1: str, text: str) -> None:
        self.carry.level1 = level1
        self.carry.level1_fresh = True
        self.group.level1.add(level1)

    def _second_level(self, half: int, level2: str, spot: Spot) -> None:
        self.carry.level2[half] = level2
        self.carry.written[half] = spot.text
        self._slot(half, level2, spot)

    def _slot(self, half: int, level2: str, spot: Spot) -> None:
        for period in self._periods(half):
            self.group.slots.setdefault((period, level2), Slot(period, level2, spot.location))

    def _periods(self, half: int) -> list[str]:
        found = [c.period for c in self.columns.columns if c.half == half and c.role == "value" and c.period]
        return list(dict.fromkeys(found)) or [self._period(half)]

    def _period(self, half: int) -> str:
        found = [c.period for c in self.columns.columns if c.half == half and c.period]
        return found[0] if found else ANNUAL

    def _level1(self, level2: str) -> str:
        if level2 == "成本指标" and self.carry.level1 == "成本指标":
            return "成本指标"
        return level1_of(level2) or (self.carry.level1 if self.carry.level1 else "")

    def _half(
        self, half: int, cells: dict[int, Spot], covered: dict[int, Spot], placing: Placing, line: Line
    ) -> list[Indicator]:
        columns = self.columns.columns
        own: dict[str, Spot] = {}
        values: list[tuple[str, Spot | None]] = []
        for index, column in enumerate(columns):
            if column.half != half:
                continue
            spot = cells.get(index)
            if column.role == "value":
                values.append((column.period or self._period(half), spot or covered.get(index)))
            if spot is not None and column.role != "value":
                own.setdefault(column.role, spot)
            elif spot is None and index in covered and column.role in ("name", "sign", "unit", "type", *_KEPT):
                own.setdefault(column.role, covered[index])
        fresh = any(columns[i].half == half and columns[i].role not in _CONTEXT for i in cells)
        if not fresh:
            return []
        if not values:
            values = [(self._period(half), None)]
        made = []
        several = len(values) > 1
        for period, spot in values:
            if several and spot is None:
                continue
            row = self._indicator(half, period, own, spot, placing)
            if row is not None:
                made.append(row)
        if several and not made:
            row = self._indicator(half, self._period(half), own, None, placing)
            made = [row] if row is not None else []
        return made

    def _indicator(
        self, half: int, period: str, own: dict[str, Spot], value: Spot | None, placing: Placing
    ) -> Indicator | None:
        name = own.get("name")
        sign = own["sign"].text if "sign" in own else ""
        text, kind = signed(sign, value.text if value else "")
        if name is None and value is None:
            rest = [spot for role, spot in own.items() if role not in ("type", "weight", "score")]
            if not rest:
                return None
            name = rest[0] if not placing.sure else None
            if name is None and not any(len(spot.text) > 1 for spot in rest):
                return None
        if name is not None and value is None and _NOTHING.fullmatch(name.text):
            self.group.passages.append(Passage(name.text, name.location))
            return None
        level2 = self.carry.level2.get(half, "")
        reasons = [] if placing.sure else [SHIFTED]
        if name is None and value is None:
            reasons.append(STRAY)  # a unit or a sign alone
        leveled = self.columns.has("level2") or self.columns.has("level1")
        if not level2 and leveled:
            reasons.append(NO_CATEGORY)
        elif self.carry.orphan and half not in self.carry.changed and level1_of(level2) != self.carry.level1:
            reasons.append(LEVEL_ONLY)
        elif not self.spans and not self.local and self.columns.has("level2") and not is_canonical(level2):
            reasons.append(UNKNOWN.format(level2))
        elif not is_canonical(level2) and squash(level2).count("指标") > 1:
            reasons.append(UNKNOWN.format(level2))  # two cells whose rule between them is missing
        anchor = name or value or next(iter(own.values()))
        told = [spot.cell for spot in (name, value, own.get("sign"), own.get("unit")) if spot]
        confidence = min((cell.confidence for cell in told), default=1.0)
        if confidence < self.words.least_confidence:
            reasons.append(UNCLEAR)
        if all(cell.hidden for cell in told) and told:
            reasons.append(HIDDEN)
        kept: dict[str, Any] = {field: own[role].text for role, field in _KEPT.items() if role in own}
        return Indicator(
            period,
            self._level1(level2),
            level2,
            name.text if name else "",
            text,
            unit=own["unit"].text if "unit" in own else "",
            location=anchor.location,
            value_location=value.location if value and value is not anchor else None,
            level1_written=self.carry.level1,
            level2_written=self.carry.written.get(half, ""),
            uncertain=bool(reasons),
            reasons=tuple(reasons),
            confidence=confidence if not reasons else min(confidence, 0.5),
            **{"value_type": kind, **kept},
        )

    def _meta(self, line: Line, meta: dict[str, Spot]) -> None:
        """Flat tables: another project name opens another form."""
        if not self.columns.flat:
            return
        project = meta.get("project")
        if project is not None and self.group.meta.get("project") != project.text:
            if self.group.meta.get("project"):
                self.groups.append(Group())
                self.carry = _Carry()
            self.group.location = line.location
        for role, spot in meta.items():
            self.group.meta.setdefault(role, spot.text)


def signed(sign: str, value: str) -> tuple[str, str]:
    """Sign and number in one text, and the type (定性 …) where the sign column holds one."""
    word = squash(sign)
    if not word or word in ("/", "-", "—"):
        return value, ""
    if word.startswith(("定性", "定量", "正向", "反向", "其他", "文字")):
        return value, sign
    if not value or squash(value).startswith(word):
        return value if value else sign, ""
    return sign + value, ""


def _by_place(line: Line, columns: Columns) -> Placing:
    """Cells by their grid columns, for carriers that state them."""
    found = by_position(line.spots, columns.columns)
    if found is None:
        taken: list[int | None] = []
        for spot in line.spots:
            index = _column_at(spot, columns.columns)
            taken.append(index if index is not None and index not in taken else None)
        found = taken
    return Placing(tuple(found), sure=True, shifted=False)


_RANK = re.compile(r"指标\s*\d+\s*[:：]?")


def _joined(line: Line, columns: Columns) -> Line:
    """The line with the cells that share a name's or a value's column put together (指标1： | 名称)."""
    spots: list[Spot] = []
    before: int | None = None
    for spot in line.spots:
        index = _column_at(spot, columns.columns)
        if index is not None and index == before and columns.columns[index].role in ("name", "value", "explanation"):
            last = spots.pop()
            text = spot.text if _RANK.fullmatch(last.text) else last.text + spot.text
            spots.append(replace(last if text != spot.text else spot, text=text, column=last.column, end=spot.end))
        else:
            spots.append(spot)
        before = index
    return line if len(spots) == len(line.spots) else replace(line, spots=tuple(spots))


def _column_at(spot: Spot, columns: Sequence[Column]) -> int | None:
    inside = [i for i, c in enumerate(columns) if c.start <= spot.column < c.end]
    over = inside or [i for i, c in enumerate(columns) if spot.column < c.end and c.start < spot.end]
    return over[0] if over else None


def _with_periods(fresh: Columns, known: Columns) -> Columns:
    """A repeated head's columns under the periods that the first head had."""
    periods = {column.half: column.period for column in known.columns}
    own = known.halves == 1  # one name column for several value columns: each names its period
    columns = [
        column if own and column.role == "value" else replace(column, period=periods.get(column.half, column.period))
        for column in fresh.columns
    ]
    return replace(fresh, columns=tuple(columns))


def _is_local(columns: Columns, rows: Sequence[Line], words: Words) -> bool:
    """Whether the form's second levels are words of its own (部门管理, 履职效果)."""
    known = other = 0
    for line in rows:
        known += any(
            category.strong and bool(category.level2) for category in map(words.category, _texts(line)) if category
        )
        placing = by_position(line.spots, columns.columns)
        if placing is None:
            continue
        roles = {columns.columns[i].role: spot for i, spot in zip(placing, line.spots, strict=True) if i is not None}
        if {"level2", "name", "value"} <= set(roles) and words.category(roles["level2"].text) is None:
            other += words.kind(roles["level2"].text).value < 1 and words.head(roles["level2"].text) is None
    return other > known and other > 1


def _texts(line: Line) -> list[str]:
    return [spot.text for spot in line.spots]


def _inactive(columns: Columns, rows: Sequence[Line], words: Words) -> frozenset[int]:
    """Halves in which no plainly readable row of the form has a target."""
    if columns.halves == 1:
        return frozenset()
    filled: Counter[int] = Counter()
    for line in rows:
        for spot in line.spots:
            kind = words.kind(spot.text)
            if kind.value >= 1 or (kind.value > 0 and kind.category is None):
                for column in columns.columns:
                    if column.role == "value" and column.start == spot.column:
                        filled[column.half] += 1
    plainly = frozenset(half for half in range(2) if not filled[half] and filled[1 - half] > 1)
    return _empty_left(rows, words) or plainly


def _empty_left(rows: Sequence[Line], words: Words) -> frozenset[int]:
    """The left half where all rows show their category twice in a row: nothing stood between."""
    together: set[str] = set()
    apart = False
    for line in rows:
        second = [
            (i, category.level2)
            for i, spot in enumerate(line.spots)
            if (category := words.category(spot.text)) is not None and category.level2 and not category.level1
        ]
        for (a, one), (b, other) in pairwise(second):
            if one == other and b - a == 1:
                together.add(one)
            elif one == other:
                apart = True
    return frozenset({0}) if len(together) > 2 and not apart else frozenset()


def _with_cut_half(columns: Columns, rows: Sequence[Line], words: Words) -> Columns:
    """Columns with the right half that a scan cut off after its second levels, where there is one."""
    value = columns.role("value", 0)
    if value is None or columns.role("level2", 0) is None or columns.columns[-1].role != "value":
        return columns
    places: Counter[int] = Counter()
    counted = 0
    for line in rows:
        kinds = [words.kind(spot.text) for spot in line.spots]
        second = [i for i, kind in enumerate(kinds) if (c := kind.category) is not None and c.level2 and c.strong]
        counted += bool(second)
        # a second level to the right of a target: the half beside this one begins there
        if second and second[-1] > 0 and kinds[second[-1] - 1].category is None:
            places[max(line.spots[second[-1]].column, columns.columns[value].start + 1)] += 1
    if places.total() < 3 or places.total() * 2 < counted:
        return columns
    at = places.most_common(1)[0][0]
    left = tuple(replace(column, period=WHOLE, end=min(column.end, at)) for column in columns.columns)
    right = tuple(Column(role, at + i, at + i + 1, 1, ANNUAL) for i, role in enumerate(("level2", "name", "value")))
    return Columns((*left, *right), 2, columns.flat)
