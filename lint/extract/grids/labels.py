"""What each cell of a form's head is: a label, its value, an amount, a goal …"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lint.extract.grids.linear import Linear
from lint.extract.grids.shapes import Shapes, bucket, grams
from lint.extract.grids.sheet import Placed, SheetRow

_LEAST = -4.6  # log probability of a role worth keeping: one in a hundred
_LABEL_LENGTH = 24  # characters of a text that may be a label
_LOOKED_UP = 8  # rows above in which a column's head of amounts stands


@dataclass(frozen=True, slots=True)
class Told:
    """A cell of the head with its role: a drawn role such as `value:project`, `money:annual_total`, `label:part`.

    Roles that begin with `in:` are cells that hold label and content. `sure` is the role's probability, `chances` those
    of all roles worth keeping.
    """

    placed: Placed
    row: SheetRow
    role: str
    sure: float
    chances: Mapping[str, float]

    @property
    def text(self) -> str:
        """The cell's text."""
        return self.placed.spot.text

    @property
    def label(self) -> float:
        """How probable it is that the cell is a label of anything, or heads others."""
        return sum(chance for role, chance in self.chances.items() if role.startswith(("label:", "head:")))


Masked = frozenset[tuple[int, int]]


def label_features(
    rows: Sequence[SheetRow], shapes: Shapes, kinds: Sequence[str], masked: Masked = frozenset()
) -> list[list[list[int]]]:
    """The buckets of each own cell of each row; the words of `masked` cells (row, cell) are taken as never seen."""
    result: list[list[list[int]]] = []
    for r, row in enumerate(rows):
        texts = row.texts()
        common = [f"k{kinds[r]}", f"n{min(len(texts), 8)}", "p" if row.paragraph else "g"]
        if r:
            common.append(f"kb{kinds[r - 1]}")
        if r + 1 < len(rows):
            common.append(f"ka{kinds[r + 1]}")
        covering = [placed.spot.text for placed in row.covered if len(placed.spot.text) <= _LABEL_LENGTH]
        cover: list[int] = []
        for text in covering[:3]:
            cover += grams("c:", text)
        common += [f"c:{token}" for text in covering[:3] for token in shapes.of(text)]
        shared = [bucket(token) for token in common]
        found = []
        for i in range(len(texts)):
            hidden = {j for j in range(len(texts)) if (r, j) in masked}
            own = [*shared, *cover, *_cell(i, texts, row, shapes, hidden)]
            own += _above(rows, r, row.own[i], shapes)
            found.append(own)
        result.append(found)
    return result


def _cell(i: int, texts: Sequence[str], row: SheetRow, shapes: Shapes, hidden: set[int]) -> list[int]:
    text = texts[i]
    tokens = [f"i{min(i, 5)}", f"odd{i % 2}", f"rest{min(len(texts) - i, 5)}"]
    spot = row.own[i].spot
    tokens.append("left" if spot.column == 0 else "in")
    tokens.append(f"w{min(spot.end - spot.column, 6)}")
    if row.own[i].last > row.own[i].top:
        tokens.append("tall")
    tokens += [f"t:{token}" for token in (shapes.plain(text) if i in hidden else shapes.of(text))]
    found = [] if i in hidden else list(grams("t:", text))
    label, colon, rest = _apart(text)
    if colon and i not in hidden:
        found += grams("q:", label)
        tokens += [f"q:{token}" for token in shapes.of(rest)]
    for name, j in (("-1", i - 1), ("-2", i - 2), ("+1", i + 1)):
        if 0 <= j < len(texts):
            tokens += [f"{name}{token}" for token in (shapes.plain(texts[j]) if j in hidden else shapes.of(texts[j]))]
            if name != "-2" and j not in hidden:
                found += grams(name, texts[j])
        else:
            tokens.append(f"{name}none")
    if i:
        found += grams("0:", texts[0]) if 0 not in hidden else ()
        before = row.own[i - 1].spot
        tokens.append("gap" if before.end < spot.column else "next")
    return found + [bucket(token) for token in tokens]


def _above(rows: Sequence[SheetRow], r: int, placed: Placed, shapes: Shapes) -> list[int]:
    """What stands over a cell: the nearest text without an amount in its column, and the nearest cell."""
    found: list[int] = []
    nearest = True
    for j in range(r - 1, max(-1, r - _LOOKED_UP), -1):
        if rows[j].line.grid != rows[r].line.grid or rows[j].paragraph:
            break
        over = rows[j].at(placed.spot.column)
        if over is None or over.spot is placed.spot:
            continue
        if nearest:
            found += [bucket(f"o:{token}") for token in shapes.of(over.spot.text)]
            if len(over.spot.text) <= _LABEL_LENGTH:
                found += grams("o:", over.spot.text)
            nearest = False
        if "amount" not in shapes.of(over.spot.text) and over.spot.column == placed.spot.column:
            found += grams("O:", over.spot.text[:_LABEL_LENGTH])
            break
    return found


def _apart(text: str) -> tuple[str, str, str]:
    """Label, colon and content of a text; the label empty where it has none."""
    for sign in ("：", ":"):
        label, colon, rest = text.partition(sign)
        if colon and len(label) <= _LABEL_LENGTH:
            return label, colon, rest
    return "", "", text


def told(rows: Sequence[SheetRow], kinds: Sequence[str], model: Linear, shapes: Shapes) -> list[Told]:
    """Every cell of a form's head with its most probable role, in reading order."""
    features = label_features(rows, shapes, kinds)
    flat = [item for row in features for item in row]
    scores = model.log_probabilities(flat)
    result = []
    at = 0
    for row, items in zip(rows, features, strict=True):
        for i in range(len(items)):
            best = int(scores[at].argmax())
            likely = [int(c) for c in np.flatnonzero(scores[at] > _LEAST)]
            chances = {model.classes[c]: math.exp(float(scores[at][c])) for c in likely}
            result.append(Told(row.own[i], row, model.classes[best], math.exp(float(scores[at][best])), chances))
            at += 1
    return result
