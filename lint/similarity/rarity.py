"""How much a row or a text is worth as evidence of copying, in nats.

The share p of tables that carry a row is estimated from the corpus at hand and, as a prior of
`prior_tables` tables, from the background (`lint.similarity.background`); the row is worth
−ln p, bounded. Two tables that share a row are themselves two of its occurrences, so these are
not counted: in a corpus of two files the background decides alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from lint.settings.sections.similarity import Similarity
from lint.similarity.background import Background
from lint.similarity.view import RowView, TableView

_PAIR = 2
_LEAST = 0.05  # nats; nothing is worth nothing, so that shares stay defined


class Rarity:
    """Weights of rows and texts for one corpus. `options` is the section [similarity].

    `rows` counts tables by `RowView.kind`, `texts` by normalised text, of `tables` tables; `of` counts
    them from views.
    """

    def __init__(
        self,
        rows: Mapping[tuple[str, str], int],
        texts: Mapping[str, int],
        tables: int,
        options: Similarity,
        background: Background,
    ) -> None:
        self._rows = rows
        self._texts = texts
        self.tables = tables
        self._background = background
        self._names: dict[str, float] = {}
        self._prior: float = options.prior_tables
        self._cap: float = options.row_weight_max
        self._generic = frozenset(options.generic_names)
        self._generic_weight: float = options.generic_weight
        self._mistake: float = options.mistake_bonus
        self._specific: float = options.specific_value_bonus
        self._text_cap: float = options.text_weight_max
        self._character: float = options.text_nats_per_character

    @classmethod
    def of(cls, views: Iterable[TableView], options: Similarity, background: Background) -> Rarity:
        """The rarity of a corpus from its tables' views."""
        rows: Counter[tuple[str, str]] = Counter()
        texts: Counter[str] = Counter()
        tables = 0
        for view in views:
            tables += 1
            rows.update({row.kind for row in view.rows})
            texts.update(set(view.texts.values()))
        return cls(rows, texts, tables, options, background)

    def row(self, row: RowView) -> float:
        """Nats that `row` is worth when another table has it too; > 0."""
        base = self._name(row.name)
        generic = row.name in self._generic or (row.satisfaction and not row.mistake)
        if generic:
            base = min(base, self._generic_weight)
        elif row.specific:
            base += self._specific
        if row.mistake:
            base += self._mistake
        return self._mixed(base, self._rows.get(row.kind, 0), self._cap)

    def text(self, text: str) -> float:
        """Nats that a normalised text is worth when another table has nearly the same; ≥ 0."""
        if not text:
            return 0.0
        return self._mixed(self._character * len(text), self._texts.get(text, 0), self._text_cap)

    def _mixed(self, prior: float, found: int, cap: float) -> float:
        """The prior, lowered where the corpus at hand has the thing more often than the prior says."""
        prior = min(prior, cap)
        others, tables = max(found - _PAIR, 0), max(self.tables - _PAIR, 0)
        share = (others + self._prior * math.exp(-prior)) / (tables + self._prior)
        return max(min(-math.log(share), prior), _LEAST)

    def _name(self, name: str) -> float:
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = self._background.name(name)
        return known
