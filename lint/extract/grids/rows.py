"""What each row of a document is: a title, a label, a head, an indicator …, decoded over all rows at once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from lint.extract.grids.linear import Linear, best_path
from lint.extract.grids.shapes import Shapes, bucket, grams
from lint.extract.grids.sheet import SheetRow

KINDS = ("title", "inner", "label", "funds", "head", "data", "sum", "end", "other")
"""title: opens a form; inner: heads a part of it; label: fields and goals; funds: amounts; head: names the columns of
an indicator block; data: its rows; sum: totals; end: opinions, signatures, notes; other: no part of a form."""

_TRANSITIONS = 0.8  # how far the order of kinds counts beside what rows say; best on the drawn forms
_SHORT = 12  # characters of a cell whose characters count among all cells of its row


def row_features(rows: Sequence[SheetRow], shapes: Shapes, masked: frozenset[int] = frozenset()) -> list[list[int]]:
    """The buckets of each row's features; the words of `masked` rows are taken as never seen (training)."""
    own = [_own(row, shapes, i in masked) for i, row in enumerate(rows)]
    briefs = [_brief(row, shapes, i in masked) for i, row in enumerate(rows)]
    result = []
    for i, found in enumerate(own):
        around = []
        for name, j in (("-2", i - 2), ("-1", i - 1), ("+1", i + 1), ("+2", i + 2)):
            if 0 <= j < len(rows):
                around += [bucket(f"{name}{token}") for token in briefs[j]]
                if rows[j].line.grid != rows[i].line.grid:
                    around.append(bucket(f"{name}grid"))
            else:
                around.append(bucket(f"{name}none"))
        result.append(found + around)
    return result


def _own(row: SheetRow, shapes: Shapes, masked: bool) -> list[int]:
    texts = row.texts()
    first = row.own[0]
    tokens = [f"n{min(len(texts), 9)}", "p" if row.paragraph else "g"]
    found: list[int] = [] if masked else list(grams("f:", texts[0]))
    of = shapes.plain if masked else shapes.of
    tokens += [f"f:{token}" for token in of(texts[0])]
    if len(texts) > 1:
        tokens += [f"s:{token}" for token in of(texts[1])]
        tokens += [f"l:{token}" for token in of(texts[-1])]
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(of(text)))
    for token, count in counts.items():
        tokens += [f"a:{token}", f"a:{token}:{min(count, 4)}"]
        if count == len(texts):
            tokens.append(f"all:{token}")
    if len(set(texts)) < len(texts):
        tokens.append("twice")
    for text in texts[1:12]:
        if len(text) <= _SHORT and not masked:
            found += grams("a:", text)
    if not row.paragraph:
        share = (first.spot.end - first.spot.column) / max(1, row.width)
        tokens.append(f"w{int(share * 4)}")
        tokens.append("left" if first.spot.column == 0 else "in")
        if len(texts) == 1 and share >= 0.99:
            tokens.append("full")
        tokens.append(f"own{int(4 * sum(p.spot.end - p.spot.column for p in row.own) / max(1, row.width))}")
    for placed in row.covered[:4]:
        tokens += [f"c:{token}" for token in shapes.of(placed.spot.text) if not token.startswith("len")]
        if len(placed.spot.text) <= _SHORT:
            found += grams("c:", placed.spot.text)
    return found + [bucket(token) for token in tokens]


def _brief(row: SheetRow, shapes: Shapes, masked: bool) -> list[str]:
    """What a row tells its neighbours."""
    texts = row.texts()
    mains = [shapes.plain_main(text) if masked else shapes.main(text) for text in texts]
    kinds = {main for main in mains if main[0] in "hfc" or main in ("target", "number", "state", "sign", "sum", "root")}
    return [f"n{min(len(texts), 6)}", "p" if row.paragraph else "g", f"f{mains[0]}", *(f"a{kind}" for kind in kinds)]


def row_kinds(rows: Sequence[SheetRow], model: Linear, shapes: Shapes) -> tuple[list[str], list[float]]:
    """The kind of every row and how probable it is given all others."""
    scores = model.log_probabilities(row_features(rows, shapes))
    path, marginal = best_path(scores, model.transitions, _TRANSITIONS)
    kinds = [model.classes[index] for index in path]
    sure = [min(1.0, math.exp(float(marginal[i][index]))) for i, index in enumerate(path)]
    return kinds, sure
