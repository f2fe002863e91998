"""The models at work on indicator rows: one object a run, its judgements of equal rows remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from lint.classify.category import nine
from lint.classify.evidence import Evidence, evidence
from lint.classify.labels import NUMBER_OF, OLDER, is_category_name, level2_name
from lint.classify.patterns import SHOWN, Pattern, PatternIndex
from lint.classify.placement import is_newer, place
from lint.classify.store import Models, read_models
from lint.language.folding import fold_name
from lint.model import Indicator
from lint.settings import Settings
from lint.settings.manifest import ModelError
from lint.settings.shipped import shipped

_REMEMBERED = 200_000  # judgements kept for equal rows; about 60 MB when full

_Key = tuple[str, str, str, bool]  # level2, name, value with unit, newer form


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the models say about one row: the probability of being misplaced, and where it belongs.

    `expected` is the best category other than the declared one, written as the form writes it.
    """

    misplaced: float
    expected: str


@dataclass(frozen=True, slots=True)
class Classified:
    """The likeliest category of an indicator; all empty where the name says nothing."""

    level2: str
    probability: float
    evidence: tuple[str, ...]


@lru_cache(maxsize=_REMEMBERED)
def can_judge(level2: str, name: str) -> bool:
    """Whether a row can be judged at all: a canonical category and a name that says something."""
    return level2 in NUMBER_OF and bool(name.strip()) and not is_category_name(name)


class Judge:
    """The models of one folder at work; read with the first question, asked again for no equal row.

    Every method that asks the models raises ModelError where their files are missing or were changed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[_Key, Judgement] = {}
        self._failed: ModelError | None = None
        self._explained = lru_cache(maxsize=_REMEMBERED // 10)(self._explain)
        self._nearest = lru_cache(maxsize=_REMEMBERED // 10)(self._closest)

    @classmethod
    def of(cls, settings: Settings) -> Judge:
        """The judge with the models of these settings: those of `classify.models`, else the shipped ones."""
        return cls(Path(settings.classify.models) if settings.classify.models else shipped("models"))

    @cached_property
    def models(self) -> Models:
        """The models, read once; files that could not be used are not tried again."""
        if self._failed is not None:
            raise self._failed
        try:
            return read_models(self._folder)
        except ModelError as error:
            self._failed = error
            raise

    @cached_property
    def patterns(self) -> PatternIndex:
        """The index over the models' well-formed rows, built once."""
        return PatternIndex(self.models.patterns, self.models.words)

    def judge(self, row: Indicator, form: str, beside: Sequence[Indicator] = ()) -> Judgement:
        """The judgement of a row that `can_judge`.

        `form` is the generation of the form, "2015" or "2021". A row not judged before is judged in one
        batch with those `beside` it (of the same form), which will be asked for next.
        """
        key = _key(row, is_newer(form))
        if key not in self._known:
            self._judge_together([row, *(other for other in beside if not other.uncertain)], form)
        return self._known[key]

    def explain(self, row: Indicator, judgement: Judgement) -> Evidence:
        """The words of a row that speak for its expected category against the declared one."""
        return self._explained(row.name, row.value + row.unit, NUMBER_OF[judgement.expected], NUMBER_OF[row.level2])

    def classify(self, rows: Sequence[tuple[str, str]], form: str) -> list[Classified]:
        """The category of (name, value) rows; an empty value means that only the name is known.

        `form` "2015" gives the nine categories of the older form, the newer costs counting as 成本指标;
        "2021" tells the three costs apart.
        """
        models = self.models
        readings = models.category.read([name for name, _ in rows], [value for _, value in rows])
        found = np.where(np.array([[bool(value)] for _, value in rows]), readings.whole, readings.name)
        newer = is_newer(form)
        table = found if newer else nine(found)
        answers = []
        for (name, value), number, chances in zip(rows, table.argmax(axis=1), table, strict=True):
            if not fold_name(name):
                answers.append(Classified("", 0.0, ()))
                continue
            level2 = level2_name(int(number), form) if newer else OLDER[int(number)]
            words = evidence(models.category, models.words, name, value, NUMBER_OF[level2]).words
            answers.append(Classified(level2, round(float(chances[number]), 4), words))
        return answers

    def find_patterns(self, name: str, level2: str, project: str = "", limit: int = SHOWN) -> tuple[Pattern, ...]:
        """Up to `limit` well-formed rows nearest to an indicator, best first (see `PatternIndex.closest`)."""
        return self._nearest(name, level2, project, limit)

    def judge_rows(self, rows: Sequence[_Key], form: str) -> list[Judgement]:
        """Judgements of (level2, name, value, newer) rows in one batch, many times faster than one by one."""
        models = self.models
        declared = [NUMBER_OF[level2] for level2, _, _, _ in rows]
        names, values = [name for _, name, _, _ in rows], [value for _, _, value, _ in rows]
        placed = place(models.category.read(names, values), declared, [newer for *_, newer in rows], names, values)
        chances = models.placement.misplaced(placed)
        return [
            Judgement(round(float(chance), 4), level2_name(int(rival), form))
            for chance, rival in zip(chances, placed.rival, strict=True)
        ]

    def _judge_together(self, rows: Iterable[Indicator], form: str) -> None:
        """Judges rows of forms of one generation; those that cannot be judged are left out."""
        newer = is_newer(form)
        wanted = [key for key in dict.fromkeys(_key(row, newer) for row in rows) if can_judge(key[0], key[1])]
        keys = [key for key in wanted if key not in self._known]
        if len(self._known) + len(keys) > _REMEMBERED:
            self._known.clear()
            keys = wanted
        if keys:
            self._known.update(zip(keys, self.judge_rows(keys, form), strict=True))

    def _explain(self, name: str, value: str, towards: int, away: int) -> Evidence:
        return evidence(self.models.category, self.models.words, name, value, towards, away)

    def _closest(self, name: str, level2: str, project: str, limit: int) -> tuple[Pattern, ...]:
        return tuple(self.patterns.closest(name, level2, project, limit))


def _key(row: Indicator, newer: bool) -> _Key:
    return row.level2, row.name, row.value + row.unit, newer
