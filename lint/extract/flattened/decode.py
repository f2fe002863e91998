"""Which run of characters is which cell: the best reading of a whole table body at once.

The body is a row of atoms with gaps between them. A reading cuts it into cells, gives each a column of the head
and says where rows begin; it costs what the cells do not suit their columns, what columns are passed over, and
what the gaps cut or crossed speak against it. The cheapest is found by dynamic programming over the atoms.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lint.extract.flattened.emission import REMARKS, Emission
from lint.extract.flattened.grammar import DIRECTIONS, SCRAP, SIGN, category_levels, shape
from lint.extract.flattened.pieces import Gap
from lint.extract.flattened.schema import Column
from lint.model import Location

_BEAM = 14.0  # readings worse than the best of the same place by this are dropped
_LONGEST = 160  # characters of one cell; goals and remarks of flat lists are the longest
_MOST_ATOMS = 14  # atoms of one cell in joined text
_CROSSED = 12.0  # cost of gaps inside a cell beyond which it is none
_JUNK_REACH = 3
_OUT_OF_PLACE = 1.2  # cost of a cell that stands in another column of the grid than its head: shifted rows are common
_SIGN_INSIDE = 6.0  # cost of a comparator or 正向 of its own inside a cell
_WORDS = frozenset(["words", "sentence", "marked", "compared"])
_MARK = re.compile(r"指标\s?\d{1,2}\s?[:：.、]|[①-⑳★▲◆]")  # opens a name: it never stands inside a cell


@dataclass(frozen=True, slots=True)
class Atom:
    """An unbreakable run: its text, the gap before it, the log-odds of a cell's end where nothing stands there."""

    text: str
    gap: Gap
    location: Location
    odds: float = 0.0
    torn: bool = False
    piece: int = 0
    place: int = -1


@dataclass(frozen=True, slots=True)
class Costs:
    """What gaps cost, indexed by `Gap`: a cell's end inside a row, a row's end, a gap inside a cell."""

    cell: tuple[float, float, float, float, float]
    row: tuple[float, float, float, float, float]
    cross: tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """A cell of the reading: atoms [start, end), its column (-1 for none), whether a row begins with it, its score."""

    start: int
    end: int
    column: int
    row: bool
    text: str
    score: float


_SKIPPED = {
    "level1": 0.0, "level2": 2.0, "name": 6.0, "value": 3.5, "whole": 3.0, "sign": 1.5, "unit": 1.0, "type": 0.4,
    "direction": 0.4, "actual": 1.2, "weight": 0.8, "score": 0.8, "rate": 0.8, "last": 0.3, "forecast": 0.8,
    "number": 0.5, "project": 0.0, "department": 0.2, "money": 0.2, "goal": 0.1, "year": 0.3, "code": 0.3,
}  # fmt: skip
"""Cost of a column left empty inside a row, by role; remarks cost `_REMARK`. Log-odds, counted on drawn forms."""
_REMARK = 0.15
_EMPTY_CATEGORY = 0.8  # a category without any indicator
_OTHER_HALF = 1.5  # a row with nothing in its other half
_FLAT = frozenset(["project", "department", "money", "goal", "year", "code"])


class Steps:
    """Costs of going from one column to another, within a row or into a new one."""

    def __init__(self, columns: Sequence[Column], glued: bool = False) -> None:
        self.columns = columns
        self.places = [column.place for column in columns]
        count = len(columns)
        self._skip = [_REMARK if c.role in REMARKS else _SKIPPED.get(c.role, 0.5) for c in columns]
        self.within = [[self._within(c, d) for d in range(count)] for c in range(count)]
        opening = [self._opening(d) for d in range(count)]
        closing = [self._closing(c) for c in range(count)]
        self.fresh = [[closing[c] + opening[d] for d in range(count)] for c in range(count)]
        self.opening, self.closing = opening, closing

    def _within(self, c: int, d: int) -> float:
        if d <= c:
            return math.inf
        cost, passed = 0.0, set()
        half = self.columns[c].half
        for k in range(c + 1, d):
            column = self.columns[k]
            if column.half == half or column.role == "level2":
                cost += self._skip[k] if not (column.role == "level2" and column.half != half) else 0.2
            passed.add(column.role)
        if self.columns[d].half != half:
            cost += sum(
                self._skip[k]
                for k in range(c + 1, d)
                if self.columns[k].half != half and self.columns[k].role == "name"
            )
        if self.columns[c].role == "level1" and self.columns[d].role == "name" and "level2" in passed:
            cost = 1.0  # 满意度指标 often stands without its second level
        return cost

    def _opening(self, d: int) -> float:
        column = self.columns[d]
        if column.half:
            return 3.0
        if column.role in ("level1", "level2"):
            return 0.0
        if column.role == "name":
            return 0.2
        if column.role in _FLAT or column.role == "number":
            return 0.3
        before = [k for k in range(d) if self.columns[k].role == "name"]
        return 7.0 if before else 1.0

    def _closing(self, c: int) -> float:
        column = self.columns[c]
        if (column.role == "level2" and column.half == 0) or column.role == "level2":
            return _EMPTY_CATEGORY
        if column.role == "level1":
            return 2 * _EMPTY_CATEGORY
        if column.role in _FLAT:
            return 4.0
        behind = range(c + 1, len(self.columns))
        cost = sum(self._skip[k] for k in behind if self.columns[k].half == column.half)
        if column.role in ("name", "unit", "sign", "type"):  # a row that was not filled in
            cost = min(cost, _SKIPPED["value"] + 0.3)
        if column.half == 0 and any(other.half for other in self.columns):
            cost += _OTHER_HALF
        return cost


def decode(
    atoms: Sequence[Atom], columns: Sequence[Column], costs: Costs, emission: Emission, tail: Sequence[float]
) -> list[Run]:
    """The best reading of the atoms; `tail[i]` is what it costs to leave the atoms from i on unread."""
    return _Search(atoms, columns, costs, emission).run(tail)


_Back = tuple[int, int, bool, str, float]  # atom it began at, column before, new row, text, score


class _Search:
    """The dynamic programme: best score and way to it by (atoms read, last column); column -1 before any."""

    def __init__(self, atoms: Sequence[Atom], columns: Sequence[Column], costs: Costs, emission: Emission) -> None:
        self.atoms, self.costs, self.emission = atoms, costs, emission
        self.steps = Steps(columns)
        self.best: list[dict[int, float]] = [{} for _ in range(len(atoms) + 1)]
        self.back: list[dict[int, tuple[int, int, int, bool, str, float]]] = [{} for _ in range(len(atoms) + 1)]
        self.best[0][-1] = 0.0

    def run(self, tail: Sequence[float]) -> list[Run]:
        for at in range(len(self.atoms)):
            if self.best[at]:
                self._from(at)
        return self._trace(tail)

    def _from(self, at: int) -> None:
        atoms = self.atoms
        top = max(self.best[at].values())
        alive = [(c, score) for c, score in self.best[at].items() if score > top - _BEAM]
        atom = atoms[at]
        base = _cut_cost(atom)
        entered: dict[int, tuple[float, int, bool]] = {}
        text, crossed = "", 0.0
        for end in range(at + 1, min(len(atoms), at + _MOST_ATOMS) + 1):
            last = atoms[end - 1]
            if end > at + 1:
                crossed += self._cross(last)
                if crossed > _CROSSED or (last.gap >= Gap.CELL and not _may_go_on(text, last.text, last.torn)):
                    break
                text = joined(text, last)
            else:
                text = last.text
            if len(text) > _LONGEST and end > at + 1:
                break
            for column, score in self.emission.scores(text):
                if atom.place >= 0 <= self.steps.places[column] != atom.place:
                    score -= _OUT_OF_PLACE
                if column not in entered:
                    entered[column] = self._enter(alive, column, atom)
                before, c, fresh = entered[column]
                self._offer(end, column, before - base + score - crossed, (at, c, column, fresh, text, score))
            if atom.gap >= Gap.LINE and (end == len(atoms) or atoms[end].gap >= Gap.CELL) and end - at <= _JUNK_REACH:
                junk = self.emission.junk(text) - crossed
                for c, before in alive:
                    self._offer(end, c, before + junk, (at, c, -1, False, text, junk))

    def _enter(self, alive: Sequence[tuple[int, float]], column: int, atom: Atom) -> tuple[float, int, bool]:
        """The best way into a column at an atom: score, column before, whether a row begins."""
        inside, fresh = self.costs.cell[atom.gap], self.costs.row[atom.gap]
        if atom.torn:
            inside, fresh = min(inside, 1.0), min(fresh, 1.0)
        steps = self.steps
        best, came, new = -math.inf, -1, True
        for c, score in alive:
            if c < 0:
                value = score - steps.opening[column]
                if value > best:
                    best, came, new = value, c, True
                continue
            value = score - steps.within[c][column] - inside
            if value > best:
                best, came, new = value, c, False
            value = score - steps.fresh[c][column] - fresh
            if value > best:
                best, came, new = value, c, True
        return best, came, new

    def _cross(self, atom: Atom) -> float:
        if _MARK.match(atom.text):
            return _CROSSED
        if atom.gap >= Gap.SPACE and (SIGN.fullmatch(atom.text) or atom.text in DIRECTIONS):
            return _SIGN_INSIDE
        if atom.torn:
            return 0.4
        if atom.gap == Gap.NONE:
            return math.log1p(math.exp(min(30.0, atom.odds)))
        return self.costs.cross[atom.gap]

    def _offer(self, end: int, column: int, score: float, way: tuple[int, int, int, bool, str, float]) -> None:
        known = self.best[end]
        if score > known.get(column, -math.inf):
            known[column] = score
            self.back[end][column] = way

    def _trace(self, tail: Sequence[float]) -> list[Run]:
        best, at, column = -math.inf, 0, -1
        for end, known in enumerate(self.best):
            for c, score in known.items():
                value = score - tail[end] - (self.steps.closing[c] if c >= 0 else 0.0)
                if value > best:
                    best, at, column = value, end, c
        runs: list[Run] = []
        while at > 0:
            start, before, role, fresh, text, score = self.back[at][column]
            runs.append(Run(start, at, role, fresh, text, score))
            at, column = start, before
        return runs[::-1]


_SHORT = 3  # characters of the broken end of a target (前, 人, 以上)


def _may_go_on(text: str, more: str, torn: bool) -> bool:
    """Whether a cell can go on over a line's or a cell's end: words with words, a target with its broken end."""
    if SCRAP.fullmatch(more):
        return True
    if SCRAP.fullmatch(text):
        return SCRAP.fullmatch(text + more) is not None or any(category_levels(text + more))
    if any(category_levels(text)) or any(category_levels(more)):
        return any(category_levels(text + more))
    first, second = shape(text), shape(more)
    if first in _WORDS:
        return second in _WORDS or len(more) <= _SHORT + 2 or torn
    return (len(more) <= _SHORT and second in _WORDS) or second == "unit"


def _cut_cost(atom: Atom) -> float:
    """What it costs that a cell begins at an atom, from the characters around it."""
    return math.log1p(math.exp(min(30.0, -atom.odds))) if atom.gap == Gap.NONE and not atom.torn else 0.0


def joined(text: str, atom: Atom) -> str:
    """A run with the next atom: words keep the space that stood in their cell, broken lines none."""
    if atom.gap == Gap.SPACE and not atom.torn:
        return f"{text} {atom.text}"
    if text[-1:].isascii() and text[-1:].isalpha() and atom.text[:1].isascii() and atom.text[:1].isalpha():
        return f"{text} {atom.text}"
    return text + atom.text
