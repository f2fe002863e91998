"""Which rows of the corpora are fit to be shown as patterns of a checkable target."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lint.classify.features import value_forms
from lint.classify.labels import NUMBER_OF
from lint.classify.patterns import Wellformed
from lint.language.folding import fold_name
from lint.training.corpus import Row

_CHECKABLE = ("date", "duration", "money", "share", "count")
_BOUNDS = "≥≤=＝><"
_YEAR = re.compile(r"(?:19|20)\d\d年")
_SHORTEST, _LONGEST_NAME, _LONGEST_VALUE = 3, 20, 16


def wellformed(rows: Iterable[Row]) -> list[Wellformed]:
    """The rows fit to be shown, without repetition, in corpus order.

    Published rows are left out: a pattern should be beyond doubt, and name nobody's project. Names
    that were only listed are shown where their target is bounded (≥, ≤): many were listed as
    careless clerks write them. Years are left out of values, since the reader's form is of another
    year.
    """
    seen: set[tuple[str, str]] = set()
    found = []
    for row in rows:
        fine = (
            row.source != "real"
            and not row.vague
            and not row.unit
            and not row.misplaced
            and row.kind in ("form", "names")
        )
        value = _YEAR.sub("", row.value).strip()
        sized = _SHORTEST <= len(row.name) <= _LONGEST_NAME and 0 < len(value) <= _LONGEST_VALUE
        checkable = value_forms(value)[0] in _CHECKABLE and any(sign.isdigit() for sign in value)
        if row.kind == "names":
            checkable = checkable and value[0] in _BOUNDS
        key = (row.level2, fold_name(row.name))
        if fine and sized and checkable and key not in seen and row.level2 in NUMBER_OF:
            seen.add(key)
            found.append(Wellformed(row.level2, row.name, value, row.sector + row.project))
    return found
