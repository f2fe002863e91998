"""The rows of an indicator block whose columns are known → indicators; nothing that stands there is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lint.extract.block import Group
from lint.extract.grids.columns import Reading, Region, Strip
from lint.extract.grids.found import NOTHING, RANK, Cells, FoundRow, indicator_of, joined, stray
from lint.extract.grids.levels import Filled, Level, canonical, filled, settled
from lint.extract.grids.periods import period_of
from lint.extract.grids.sheet import Placed, SheetRow
from lint.extract.words import Words, level1_of, money_unit, squash
from lint.model import ANNUAL, WHOLE, Certainty, Passage, Slot

_NUMBERED = re.compile(r"(?:指标|目标)?[(（\[〔]?(\d{1,2})(?:[)）\]〕:：.、]|$)(?!\d)")
_META = {"project": "project", "department": "department", "money": "annual_budget", "goal": "goal"}
_SECOND_OF = {
    "满意度指标": "服务对象满意度指标",
    "成本指标": "成本指标",
}  # of a row with a first level only (labels' guide)


@dataclass(slots=True)
class Carried:
    """What stood above a block and may still hold below its head: the categories' cells, by role and half."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    heading: str = ""  # a category printed on a line of its own


@dataclass(frozen=True, slots=True)
class _Value:
    strip: int
    period: str


class Body:
    """Reads one block; `groups` are the forms it holds (several in a flat list)."""

    def __init__(
        self, region: Region, found: Sequence[Strip], reading: Reading, words: Words, carried: Carried, outer: str
    ) -> None:
        self.region = region
        self.strips = found
        self.reading = reading
        self.words = words
        self.carried = carried
        self.halves = 1 + max(reading.halves, default=0)
        self.flat = "project" in reading.roles
        self.groups = [Group(two_halves=self.halves == 2)]
        self.outer = outer
        self.values = [self._values(half) for half in range(self.halves)]

    @property
    def group(self) -> Group:
        """The form being read."""
        return self.groups[-1]

    # ── columns ───────────────────────────────────────────────────────────────────────────────

    def _having(self, role: str, half: int) -> list[int]:
        pairs = enumerate(zip(self.reading.roles, self.reading.halves, strict=True))
        return [i for i, (own, at) in pairs if own == role and at == half]

    def _values(self, half: int) -> list[_Value]:
        """The value columns of a half with the period each speaks of."""
        found = self._having("value", half)
        own = [self._head_period(i) for i in found]
        if self.halves == 2:
            usual = self._half_periods()[half]
            return [_Value(i, usual) for i in found]
        if len(found) == 1:
            return [_Value(found[0], self.outer or own[0] or "")]
        return [_Value(i, period or self.outer) for i, period in zip(found, own, strict=True)]

    def _period(self, row: SheetRow, value: _Value) -> str:
        """The period of a row's value: the root beside the row (长期绩效指标), the value's head, else the year."""
        for i in self._having("root", 0) if self.halves == 1 and len(self.values[0]) == 1 else ():
            placed = row.at(self.strips[i].start)
            if placed is not None and (period := period_of(placed.spot.text)):
                return period
        return value.period or ANNUAL

    def _head_period(self, index: int) -> str:
        for placed in reversed(self.strips[index].heads):
            if period := period_of(placed.spot.text):
                return period
        return ""

    def _half_periods(self) -> tuple[str, str]:
        """The periods of the halves: from heads over them, else the usual order."""
        told = []
        for half in range(2):
            uppers = [
                period_of(placed.spot.text)
                for i, strip in enumerate(self.strips)
                if self.reading.halves[i] == half and self.reading.roles[i] in ("level2", "name", "value")
                for placed in strip.heads
            ]
            known = [period for period in uppers if period]
            told.append(max(set(known), key=known.count) if known else "")
        if sorted(told) == sorted((WHOLE, ANNUAL)):
            return told[0], told[1]
        if told[0] == ANNUAL and not told[1]:
            return ANNUAL, WHOLE
        return WHOLE, ANNUAL

    # ── rows ──────────────────────────────────────────────────────────────────────────────────

    def read(self) -> None:
        """Reads all rows."""
        rows = self.region.body
        if self.flat:
            department = ""
            for part in self._projects(rows):
                self._part(part, department)
                if not self.group.indicators:
                    department = self.group.meta.get("project", "")
            self.groups = [group for group in self.groups if group.indicators] or self.groups[:1]
        else:
            self._part(rows)

    def _projects(self, rows: Sequence[SheetRow]) -> list[list[SheetRow]]:
        """The rows of a flat list by project; cells above the project tell department and money."""
        column = self.strips[self._having("project", 0)[0]].start
        parts: list[list[SheetRow]] = []
        name = None
        for row in rows:
            placed = row.at(column)
            if placed is not None and placed.spot.text != name:
                name = placed.spot.text
                parts.append([])
            if parts:
                parts[-1].append(row)
        return parts

    def _part(self, rows: Sequence[SheetRow], department: str = "") -> None:
        if self.flat:
            self._open(rows)
            if department:
                self.group.meta.setdefault("department", department)
        named = [self._is_named(row) for row in rows]
        levels: dict[tuple[str, int], Filled] = {}
        for half in range(self.halves):
            marks = self._marked(rows, half)
            for role in ("level1", "level2"):
                for index in self._having(role, half)[:1]:
                    upper = (levels.get(("level1", half)) or levels.get(("level1", 0))) if role == "level2" else None
                    column = self.strips[index].start
                    proven = settled(upper, rows, column, self.words) if upper is not None else None
                    if proven is not None:
                        levels["level1", half if ("level1", half) in levels else 0] = proven
                    above = self._above(role, half)
                    levels[role, half] = filled(
                        rows, column, above, named, proven or upper, marks, top=proven is not None
                    )
        for i, row in enumerate(rows):
            for half in range(self.halves):
                self._half(row, half, {key: level.levels[i] for key, level in levels.items()})
        if not self.flat and rows:
            self.carried.levels = {key: replace(each.levels[-1], shown=False) for key, each in levels.items()}

    def _marked(self, rows: Sequence[SheetRow], half: int) -> frozenset[int]:
        """The rows whose names count anew (指标1：…), where the names are numbered."""
        columns = [self.strips[i].start for i in self._having("name", half)[:1]]
        texts = [placed.spot.text if (placed := row.at(columns[0])) else "" for row in rows] if columns else []
        numbers = [found[1] if (found := _NUMBERED.match(squash(text))) else "" for text in texts]
        return frozenset(i for i, number in enumerate(numbers) if number == "1") if "2" in numbers else frozenset()

    def _is_named(self, row: SheetRow) -> bool:
        """Whether a row shows a name or a target of its own."""
        starts = {s.start for s, role in zip(self.strips, self.reading.roles, strict=True) if role in ("name", "value")}
        return any(placed.spot.column in starts for placed in row.own)

    def _above(self, role: str, half: int) -> Level:
        return Level() if self.flat or self.region.heads else self.carried.levels.get((role, half), Level())

    def _open(self, rows: Sequence[SheetRow]) -> None:
        """Another project of a flat list opens another form."""
        if self.group.meta:
            self.groups.append(Group())
        meta = self.group.meta
        self.group.location = rows[0].line.location
        for role, key in _META.items():
            for index in self._having(role, 0)[:1]:
                placed = next((p for row in rows if (p := row.at(self.strips[index].start)) is not None), None)
                if placed is not None and (role == "project" or self.strips[index].start != self._project_column()):
                    meta.setdefault(key, placed.spot.text)
                    if role == "money" and (unit := money_unit(self.strips[index].head)):
                        meta["money_unit"] = unit

    def _project_column(self) -> int:
        return self.strips[self._having("project", 0)[0]].start

    def _cells(self, row: SheetRow, half: int) -> Cells:
        """The cells of a half by role; a wide cell belongs to the first of its columns."""
        result: Cells = {}
        for i, strip in enumerate(self.strips):
            role = self.reading.roles[i]
            if self.reading.halves[i] != half and role not in ("level1", "level2", "root"):
                continue
            placed = row.at(strip.start)
            if placed is not None and placed.spot.column < strip.start and role not in ("level1", "level2"):
                placed = None
            result.setdefault(role, []).append(placed)
        return result

    def _half(self, row: SheetRow, half: int, levels: dict[tuple[str, int], Level]) -> None:
        cells = self._cells(row, half)
        names = [placed for placed in cells.get("name", []) if placed is not None]
        values = [row.at(self.strips[value.strip].start) for value in self.values[half]]
        values = [
            None if placed is not None and placed.spot.column < self.strips[value.strip].start else placed
            for placed, value in zip(values, self.values[half], strict=True)
        ]
        first, second = self._category(half, levels)
        self._slots(row, half, levels, second)
        told = [placed for role in ("sign", "unit") for placed in cells.get(role, []) if placed is not None]
        fresh = [placed for placed in (*names, *filter(None, values)) if placed.top == row.number]
        if not fresh:
            self._leftover(row, cells, told)
            return
        name = joined(names)
        if name is not None and not any(values) and (NOTHING.fullmatch(name) or RANK.fullmatch(squash(name))):
            self.group.passages.append(Passage(name, names[0].spot.location))
            return
        shown: list[tuple[_Value, Placed | None]] = [
            (value, placed) for value, placed in zip(self.values[half], values, strict=True) if placed is not None
        ]
        if not shown:
            shown = [(value, None) for value in self.values[half][:1]] or [(_Value(-1, self.outer or ANNUAL), None)]
        for value, placed in shown:
            sure = self._certainty(half, value.strip)
            found = FoundRow(row, half, name or "", names, placed, cells, levels, (first, second), sure)
            self.group.indicators.append(
                indicator_of(found, self._period(row, value), self.carried.heading, self.words)
            )

    def _category(self, half: int, levels: dict[tuple[str, int], Level]) -> tuple[str, str]:
        """The first and the second level of a row, canonical where they can be."""
        one = levels.get(("level1", half)) or levels.get(("level1", 0))
        two = levels.get(("level2", half)) or levels.get(("level2", 0))
        first = second = ""
        if one is not None and one.placed is not None:
            first, second = canonical(one.spot_text, self.words)
            first = first or (one.spot_text if not second else level1_of(second))
            second = second if not first or not canonical(one.spot_text, self.words)[0] else ""
        elif self.carried.heading:
            first, second = canonical(self.carried.heading, self.words)
            first = first or level1_of(second)
        if two is not None and two.placed is not None and not self._passed(one, two):
            upper, own = canonical(two.spot_text, self.words)
            if own or upper:
                second = own or _SECOND_OF.get(upper, upper)
                first = first or upper or level1_of(second)
            else:
                second = two.spot_text
        if not second and first:
            second = _SECOND_OF.get(first, first)
        return first, second

    def _passed(self, one: Level | None, two: Level) -> bool:
        """Whether a second level printed once above belongs to the first level before this one."""
        if one is None or one.placed is None or two.placed is None or two.placed is one.placed:
            return False
        return not two.shown and one.since == one.placed.top > two.placed.last

    def _slots(self, row: SheetRow, half: int, levels: dict[tuple[str, int], Level], second: str) -> None:
        for role in ("level2", "level1"):
            level = levels.get((role, half))
            if level is not None and level.shown and level.placed is not None and level.placed.top == row.number:
                upper, own = canonical(level.spot_text, self.words)
                if upper and (role == "level1" or not own):  # 成本指标 beside 产出指标 is a second level
                    self.group.level1.add(upper)
                name = own or (second if role == "level2" else "")
                for value in self.values[half] if name else ():
                    period = self._period(row, value)
                    self.group.slots.setdefault((period, name), Slot(period, name, level.placed.spot.location))

    def _leftover(self, row: SheetRow, cells: Cells, told: Sequence[Placed]) -> None:
        """A row without name and target: what else stands there is kept; an achieved value makes a row in doubt."""
        for role in ("actual", "reason", "explanation"):
            for placed in cells.get(role, []):
                if placed is None or placed.top != row.number or len(placed.spot.text) < 2:
                    continue
                if role == "actual" and self.words.kind(placed.spot.text).value >= 1:
                    self.group.indicators.append(stray(placed, self.outer or ANNUAL))
                else:
                    self.group.passages.append(Passage(placed.spot.text, placed.spot.location))
        own = [placed for placed in told if placed.top == row.number]
        self.group.passages += [Passage(placed.spot.text, placed.spot.location) for placed in own]

    def _certainty(self, half: int, value: int) -> Certainty:
        """How sure the columns of category, name and value are."""
        sure = [min(1.0, chance) for chance in self.reading.sure]
        of = {role: [sure[i] for i in self._having(role, half)] for role in ("level1", "level2", "name", "sign")}
        levels = of["level2"] or of["level1"]
        return Certainty(
            min(levels, default=1.0),
            min(of["name"], default=0.0),
            min([*of["sign"], sure[value] if value >= 0 else 0.0]),
        )
