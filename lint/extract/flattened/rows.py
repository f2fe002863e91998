"""The runs of a reading → rows with their categories, and how sure each is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lint.extract.flattened.decode import Atom, Run
from lint.extract.flattened.grammar import POINTS_END, SHORT_LEVEL2
from lint.extract.flattened.schema import Head
from lint.language.folding import squash
from lint.model import LEVEL2_OF_LEVEL1, Location

FLAT = frozenset(["project", "department", "money", "goal", "year"])


@dataclass(slots=True)
class FlatRow:
    """One row of the reading. `cells` holds texts by role; `scores` the log-scores of its runs by role."""

    half: int
    level1: str = ""
    level2: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    location: Location = field(default_factory=Location)
    value_location: Location | None = None
    group: dict[str, str] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The indicator's name, "" where the row has none."""
        return self.cells.get("name", "")


@dataclass(slots=True)
class Body:
    """The rows of one body in order, the categories it shows, and where the reading ended."""

    rows: list[FlatRow]
    slots: list[tuple[int, str, Location]]
    read: int


def rows_of(runs: Sequence[Run], atoms: Sequence[Atom], head: Head) -> Body:
    """The rows that a reading says."""
    builder = _Builder(head)
    for run in runs:
        if run.column >= 0:
            builder.take(run, atoms[run.start])
    return Body(builder.rows, builder.slots, runs[-1].end if runs else 0)


class _Builder:
    """Walks the runs; remembers the open categories of each half and the open project of a flat list."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.rows: list[FlatRow] = []
        self.slots: list[tuple[int, str, Location]] = []
        self._level1 = ""
        self._level2 = ["", ""]
        self._scores: list[dict[str, float]] = [{}, {}]
        self._row: list[FlatRow | None] = [None, None]
        self._pending: list[dict[str, str]] = [{}, {}]
        self._kept: list[tuple[str, dict[str, float]]] = [("", {}), ("", {})]
        self._group: dict[str, str] = {}
        self._fresh_group = False

    def take(self, run: Run, atom: Atom) -> None:
        """Adds one cell."""
        column = self.head.columns[run.column]
        role, half = column.role, column.half
        if run.row:
            self._row = [None, None]
            self._pending = [{}, {}]
        if role in FLAT and self._before_levels(run.column):
            if role == "project" or not self._fresh_group:
                self._group = (
                    dict(self._group)
                    if role != "project"
                    else {key: value for key, value in self._group.items() if key == "department"}
                )
            self._group[role] = run.text
            self._fresh_group = True
            return
        if role in ("level1", "level2") and (behind := self._row[half]) is not None and not run.row:
            setattr(behind, role, run.text)  # the head names its categories behind the name
            behind.scores[role] = run.score
            if role == "level1":
                self._level1 = run.text
            else:
                self._level2[half] = run.text
            return
        if role == "level1":
            self._kept = list(zip(self._level2, self._scores, strict=True))
            self._level1, self._level2 = run.text, ["", ""]
            self._scores = [{"level1": run.score}, {"level1": run.score}]
            return
        if role == "level2":
            self._level2[half] = run.text
            self._scores[half]["level2"] = run.score
            self.slots.append((half, run.text, atom.location))
            return
        self._cell(role, half, run, atom)

    def _inside(self, half: int) -> bool:
        """Whether a first level was printed beside the middle of its rows, so that their second level goes on."""
        level2 = SHORT_LEVEL2.get(squash(self._kept[half][0]), squash(self._kept[half][0]))
        members = LEVEL2_OF_LEVEL1.get(squash(POINTS_END.sub("", self._level1)), ())
        return level2 in members

    def _before_levels(self, number: int) -> bool:
        return (
            all(c.role != "name" for c in self.head.columns[: number + 1])
            or self.head.columns[number].role == "project"
        )

    def _cell(self, role: str, half: int, run: Run, atom: Atom) -> None:
        row = self._row[half]
        if row is None and role not in ("name", "value"):
            self._pending[half][role] = run.text
            return
        if row is None:
            self._fresh_group = False
            if not self._level2[half] and self._inside(half):
                self._level2[half], self._scores[half] = self._kept[half]
            row = FlatRow(half, self._level1, self._level2[half], location=atom.location, group=self._group)
            row.scores.update(self._scores[half])
            row.cells.update(self._pending[half])
            self._row[half] = row
            self.rows.append(row)
        if role == "name":
            row.location = atom.location
        if role == "value":
            row.value_location = atom.location
        row.cells[role] = run.text
        row.scores[role] = run.score


_SEPARATE = re.compile(r"\s+")


def tidy(text: str) -> str:
    """A cell's text as shown: no outer separators."""
    return _SEPARATE.sub(" ", text).strip(" ;；|")


def same(one: str, other: str) -> bool:
    """Whether two texts say the same in half-width forms."""
    return squash(one) == squash(other)
