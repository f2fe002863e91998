"""The models at work on indicator rows: one batch a table, judgements of equal rows remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lint.classify.category import nine
from lint.classify.evidence import Evidence, evidence
from lint.classify.labels import NUMBER_OF, OLDER, is_category_name, level2_name
from lint.classify.placement import is_newer, place
from lint.classify.store import Models, shipped_models
from lint.language.folding import fold_name
from lint.model import Indicator

_REMEMBERED = 200_000  # judgements kept for equal rows; about 60 MB when full

_Key = tuple[str, str, str, bool]  # level2, name, value with unit, newer form


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the models say about one row: the probability of being misplaced, and where it belongs.

    `expected` is the best category other than the declared one, written as the form writes it.
    """

    misplaced: float
    expected: str


@lru_cache(maxsize=_REMEMBERED)
def can_judge(level2: str, name: str) -> bool:
    """Whether a row can be judged at all: a canonical category and a name that says something."""
    return level2 in NUMBER_OF and bool(name.strip()) and not is_category_name(name)


class Judge:
    """Judges rows with one set of models, loaded when first needed.

    Judgements and explanations of equal rows are kept in it, so one is made a process and handed on.
    Every method raises ModelError where the models cannot be used.
    """

    def __init__(self, models: Callable[[], Models] = shipped_models) -> None:
        self._models = models
        self._known: dict[_Key, Judgement] = {}
        self._explained = lru_cache(maxsize=_REMEMBERED // 10)(self._evidence)

    def judge(self, row: Indicator, form: str, beside: Sequence[Indicator] = ()) -> Judgement:
        """The judgement of a row that `can_judge`.

        `form` is the generation of the form, "2015" or "2021". A row not judged before is judged in
        one batch with those `beside` it (of the same form), which will be asked for next.
        """
        key = _key(row, is_newer(form))
        if key not in self._known:
            self._judge_together([row, *(other for other in beside if not other.uncertain)], form)
        return self._known[key]

    def judge_rows(self, rows: Sequence[_Key], form: str) -> list[Judgement]:
        """Judgements of (level2, name, value, newer) rows in one batch."""
        models = self._models()
        declared = [NUMBER_OF[level2] for level2, _, _, _ in rows]
        names, values = [name for _, name, _, _ in rows], [value for _, _, value, _ in rows]
        placed = place(models.category.read(names, values), declared, [newer for *_, newer in rows], names, values)
        chances = models.placement.misplaced(placed)
        return [
            Judgement(round(float(chance), 4), level2_name(int(rival), form))
            for chance, rival in zip(chances, placed.rival, strict=True)
        ]

    def explain(self, row: Indicator, judgement: Judgement) -> Evidence:
        """The words of a row that speak for its expected category against the declared one."""
        return self._explained(row.name, row.value + row.unit, NUMBER_OF[judgement.expected], NUMBER_OF[row.level2])

    def _judge_together(self, rows: Iterable[Indicator], form: str) -> None:
        """Judges rows in one batch, many times faster than one by one; those that cannot be judged are left out."""
        newer = is_newer(form)
        wanted = dict.fromkeys(_key(row, newer) for row in rows)
        keys = [key for key in wanted if key not in self._known and can_judge(key[0], key[1])]
        if len(self._known) + len(keys) > _REMEMBERED:
            self._known.clear()
            keys = [key for key in wanted if can_judge(key[0], key[1])]
        if keys:
            self._known.update(zip(keys, self.judge_rows(keys, form), strict=True))

    def _evidence(self, name: str, value: str, towards: int, away: int) -> Evidence:
        models = self._models()
        return evidence(models.category, models.words, name, value, towards, away)


def _key(row: Indicator, newer: bool) -> _Key:
    return row.level2, row.name, row.value + row.unit, newer


@dataclass(frozen=True, slots=True)
class Classified:
    """The likeliest category of an indicator; all empty where the name says nothing."""

    level2: str
    probability: float
    evidence: tuple[str, ...]


def classify(rows: Sequence[tuple[str, str]], form: str) -> list[Classified]:
    """The category of (name, value) rows; an empty value means that only the name is known.

    `form` "2015" gives the nine categories of the older form, the newer costs counting as 成本指标;
    "2021" tells the three costs apart. Raises ModelError.
    """
    models = shipped_models()
    readings = models.category.read([name for name, _ in rows], [value for _, value in rows])
    found = np.where(np.array([[bool(value)] for _, value in rows]), readings.whole, readings.name)
    newer = is_newer(form)
    table = found if newer else nine(found)
    best = table.argmax(axis=1)
    answers = []
    for (name, value), number, chances in zip(rows, best, table, strict=True):
        if not fold_name(name):
            answers.append(Classified("", 0.0, ()))
            continue
        level2 = level2_name(int(number), form) if newer else OLDER[int(number)]
        words = evidence(models.category, models.words, name, value, NUMBER_OF[level2]).words
        answers.append(Classified(level2, round(float(chances[number]), 4), words))
    return answers
