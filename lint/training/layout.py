"""Drawn forms in, the models of a table's layout out: row kinds, column roles, cells of the head.

Every form is drawn with the true role of each cell (lint.training.drawing); the models see what extraction sees of
it. The same seeds give the same bits.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lint.extract.grids.columns import Strip, strip_features, strips
from lint.extract.grids.labels import label_features
from lint.extract.grids.linear import Linear
from lint.extract.grids.reading import regions_of
from lint.extract.grids.rows import KINDS, row_features
from lint.extract.grids.shapes import SIZE, Shapes
from lint.extract.grids.sheet import Placed, SheetRow, sheet_rows
from lint.extract.grids.store import Layout
from lint.extract.lines import lines_of
from lint.extract.words import Words
from lint.language import Language
from lint.model import Cell, Document, Location, Row
from lint.readers.grid import rows_of
from lint.settings import Settings, load
from lint.training.drawing import Drawn, draw

FORMS = 1600  # drawn forms: with more, roles of heads never trained gain nothing that shows
_EVERY = 13
_FAMILIES = {5: "shifted", 9: "places"}
_MASKED = (0.3, 0.7)  # shares of heads taken for words never seen, in copies of every block
_HIDDEN = 0.3  # share of the head's cells whose words are taken as never seen in a copy
_TOGETHER = 4  # every fourth document holds two forms one after the other
_SMOOTH = 0.5  # added to each count of transitions
_STEP = 64  # weights are kept in steps of 1/64, so that the last bits of a machine's arithmetic do not show

_DATA = frozenset(
    (
        *("name", "name4", "value", "level1", "level2", "level3", "unit", "sign", "type", "weight", "score", "actual"),
        *("midyear", "forecast", "reason", "explanation", "scoring", "standard", "history", "chance", "serial"),
        *("direction", "source"),
    )
)
_HEADS = frozenset(f"head:{role}" for role in _DATA)
_END = frozenset(
    ("signature", "note", "opinion", "conclusion", "seal", "label:opinion", "label:conclusion", "label:signature")
)
_COLUMN_NAMES = {
    "value:department": "department",
    "value:project": "project",
    "money:annual_total": "money",
    "value:other": "other",
    "name4": "name",
    "blank": "",
    "total": "",
    "label:total": "",
}


@dataclass(frozen=True)
class Page:
    """A document of drawn forms as extraction sees it, with the true role of every cell by its place."""

    rows: list[SheetRow]
    roles: Mapping[Location, str]
    parts: Mapping[Location, tuple[str, ...]]

    def role(self, placed: Placed) -> str:
        """The true role of a cell."""
        return self.roles[placed.spot.location]


def document_of(forms: Sequence[Drawn]) -> tuple[Document, dict[Location, str], dict[Location, tuple[str, ...]]]:
    """Drawn forms as one document, the roles of its cells by place."""
    rows: list[Row] = []
    roles: dict[Location, str] = {}
    parts: dict[Location, tuple[str, ...]] = {}
    number = 0

    def lines(found: Sequence[Any], grid: int) -> None:
        nonlocal number
        for line in found:
            number += 1
            place = Location(line=number)
            told = tuple(role for _, role in line.parts)
            roles[place], parts[place] = told[0] if told else "other", told
            if line.text.strip():
                rows.append(Row((Cell(line.text, place, 0),), grid, paragraph=True))

    for grid, form in enumerate(forms, 1):
        lines([*form.before, *form.title], grid - 1)
        cells = []
        for r, row in enumerate(form.rows()):
            made = []
            for cell in row:
                place = Location(row=r + 1, column=cell.column + 1, part=grid)
                roles[place], parts[place] = cell.role, tuple(role for _, role in cell.parts)
                made.append(Cell(cell.text.strip(), place, cell.column, cell.row_span, cell.column_span))
            cells.append((r + 1, made))
        rows += rows_of(cells, grid)
        lines(form.after, grid)
    return Document("", "html", tuple(rows), merges=True), roles, parts


def page_of(forms: Sequence[Drawn], words: Words) -> Page:
    """Drawn forms as extraction sees them."""
    document, roles, parts = document_of(forms)
    lines, _ = lines_of(document, words)
    return Page(sheet_rows(lines), roles, parts)


def pages(words: Words, first: int, count: int, split: str) -> Iterator[Page]:
    """Documents of one or two drawn forms."""
    seed = first
    while seed < first + count:
        several = 2 if seed % _TOGETHER == 0 else 1
        yield page_of([_drawn(seed + i, split) for i in range(several)], words)
        seed += several


def _drawn(seed: int, split: str) -> Drawn:
    """The form of a seed. Training sees the families held out for their layout too, with words of the split "train"
    only: real forms have them, and what stays unseen is heads and manners.
    """
    family = _FAMILIES.get(seed % _EVERY, "") if split == "train" else ""
    return draw(seed, split, family)  # type: ignore[arg-type]


def kind_of(row: SheetRow, page: Page) -> str:
    """The true kind of a row, from the roles of its cells."""
    roles = {page.role(placed) for placed in row.own}
    if roles & _HEADS or (row.own and roles <= {"head:group", "root", "head:remark"} and "head:group" in roles):
        return "head"
    if {"total", "label:total"} & roles and not roles & {"name", "value"}:
        return "sum"
    if roles & {"name", "value", "level1", "level2", "level3"}:
        return "data"
    if "label:total" in roles or "total" in roles:
        return "sum"
    if roles & _END:
        return "end"
    if "title" in roles:
        return "title"
    if "inner_title" in roles:
        return "inner"
    if any(role.startswith("money:") or role in _FUNDS for role in roles):
        return "funds"
    if any(role.startswith(("label:", "value:")) or role in ("goal", "head:goal", "goal_actual") for role in roles):
        return "label"
    return "data" if roles & _DATA else "other"


_FUNDS = frozenset(["label:money", "label:annual_total", "label:period_total", "label:part", "head:money"])


def column_role(strip: Strip, page: Page) -> str:
    """The true role of a column: its lowest head's, else what most of its cells are."""
    own: Counter[str] = Counter()
    for placed in strip.cells:
        role = _column_name(page.role(placed))
        if role:
            own[role] += 1
    if strip.heads and strip.heads[-1].spot.column == strip.start:
        role = page.role(strip.heads[-1])
        if role.startswith("head:") and role not in ("head:group", "head:tall") and len(own) != 1:
            return _column_name(role.removeprefix("head:")) or "other"
    return own.most_common(1)[0][0] if own else _headed(strip, page)


def _headed(strip: Strip, page: Page) -> str:
    for placed in reversed(strip.heads):
        role = page.role(placed)
        if role.startswith("head:") and role != "head:group":
            return _column_name(role.removeprefix("head:")) or "other"
        if role == "root":
            return "root"
    return "other"


def _column_name(role: str) -> str:
    role = _COLUMN_NAMES.get(role, role)
    if role.startswith("head:"):
        return ""
    return "other" if ":" in role else role


def label_role(placed: Placed, page: Page) -> str:
    """The true role of a cell of the head; `in:` before it where it holds its label too."""
    told = page.parts.get(placed.spot.location, ())
    if len(told) > 1 and told[0].startswith("label:") and not told[1].startswith("label:"):
        return f"in:{told[1]}"
    if len(told) == 1:
        return told[0]
    return page.role(placed)


def train_layout(settings: Settings | None = None, forms: int = FORMS) -> Layout:
    """The layout models, trained on the drawn forms of the split "train"."""
    used = settings or load()
    language = Language.of(used)
    shapes = Shapes(Words(used, language))
    chance = random.Random(0)  # noqa: S311 (repeatable on purpose)
    kinds, columns, cells = _Samples(), _Samples(), _Samples()
    for page in pages(shapes.words, 0, forms, "train"):
        true = [kind_of(row, page) for row in page.rows]
        kinds.add(row_features(page.rows, shapes), true)
        masked = frozenset(i for i in range(len(true)) if chance.random() < (0.7 if true[i] == "head" else 0.25))
        kinds.add(row_features(page.rows, shapes, masked), true)
        for region in regions_of(page.rows, true):
            found = strips(region)
            true_roles = [column_role(strip, page) for strip in found]
            columns.add(strip_features(found, region, shapes), true_roles)
            for share in _MASKED:
                masked = frozenset(i for i in range(len(found)) if chance.random() < share)
                columns.add(strip_features(found, region, shapes, masked), true_roles)
        _labels(page, true, shapes, cells, chance)
    return Layout(kinds.fit(KINDS, 0.3), columns.fit((), 0.3), cells.fit((), 0.3))


def _labels(page: Page, true: Sequence[str], shapes: Shapes, cells: _Samples, chance: random.Random) -> None:
    """The cells of the head, once as they are and once with some words taken as never seen."""
    taken = [i for i, kind in enumerate(true) if kind not in ("data", "head", "sum")]
    rows = [page.rows[i] for i in taken]
    kinds = [true[i] for i in taken]
    places = [(r, i) for r, row in enumerate(rows) for i in range(len(row.own))]
    hidden = frozenset(place for place in places if chance.random() < _HIDDEN)
    for masked in (frozenset[tuple[int, int]](), hidden):
        features = label_features(rows, shapes, kinds, masked)
        for row, items in zip(rows, features, strict=True):
            for placed, item in zip(row.own, items, strict=True):
                cells.add([item], [label_role(placed, page)])


class _Samples:
    """Items with their classes, in sequences."""

    def __init__(self) -> None:
        self.features: list[npt.NDArray[np.int32]] = []
        self.classes: list[str] = []
        self.pairs: Counter[tuple[str, str]] = Counter()

    def add(self, features: Sequence[Sequence[int]], classes: Sequence[str]) -> None:
        """A sequence of neighbours."""
        for item in features:
            self.features.append(np.unique(np.asarray(item, np.int32)))
        self.classes += classes
        self.pairs.update(zip(["", *classes], classes, strict=False))

    def fit(self, classes: Sequence[str], strength: float) -> Linear:
        """The model of all items; rare classes (below 5 items) count as `other`."""
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression

        counts = Counter(self.classes)
        rare = {name for name, count in counts.items() if count < 5}
        known = tuple(sorted({*classes, *(set(counts) - rare), "other"}))
        numbers = [known.index(name if name not in rare else "other") for name in self.classes]
        ends = np.cumsum([0, *(len(item) for item in self.features)])
        table = csr_matrix(
            (np.ones(ends[-1], np.float32), np.concatenate(self.features), ends), shape=(len(self.features), SIZE)
        )
        fitted = LogisticRegression(C=strength, max_iter=150, tol=1e-3).fit(table, numbers)
        weights = np.zeros((SIZE, len(known)), np.float32)
        intercepts = np.full(len(known), -12.0, np.float32)
        weights[:, fitted.classes_] = fitted.coef_.T
        intercepts[fitted.classes_] = fitted.intercept_
        return Linear(known, _rounded(weights), _rounded(intercepts), _rounded(self._transitions(known, rare)))

    def _transitions(self, known: Sequence[str], rare: set[str]) -> npt.NDArray[np.float32]:
        counts = np.full((len(known) + 1, len(known)), _SMOOTH)
        for (before, after), count in self.pairs.items():
            first = len(known) if not before else known.index("other" if before in rare else before)
            counts[first, known.index("other" if after in rare else after)] += count
        logged: npt.NDArray[np.float32] = np.log(counts / counts.sum(axis=1, keepdims=True)).astype(np.float32)
        return logged


def _rounded(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    rounded: npt.NDArray[np.float32] = (np.round(values * _STEP) / _STEP).astype(np.float16).astype(np.float32)
    return rounded
