"""A table prepared for comparing: rows of both halves made one, texts and names normalised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lint.language.folding import (
    fold_copied_name,
    fold_copied_passage,
    fold_copied_value,
    fold_copy,
    fold_project,
    is_cut,
    mask_numbers,
)
from lint.language.money import stated_amounts, states_money
from lint.model import LEVEL2_OF_LEVEL1, Indicator, Table
from lint.settings.sections.similarity import Similarity

_BLOCK = frozenset(LEVEL2_OF_LEVEL1["效益指标"] + LEVEL2_OF_LEVEL1["满意度指标"])
_SATISFACTION = LEVEL2_OF_LEVEL1["满意度指标"][0]
SHORTEST_CUT = 4  # characters a cut-off name must keep to be taken for the beginning of a whole one
_PLAIN_SHARE = re.compile(r"^\d{1,3}(?:\.\d+)?%?$")
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class RowView:
    """One row for comparing. `kind` is what rarity counts: the name and the value with its digits apart."""

    level2: str
    name: str
    value: str
    shape: str
    money: bool
    specific: bool
    satisfaction: bool
    benefit: bool
    mistake: bool

    @property
    def kind(self) -> tuple[str, str]:
        """Name and masked value."""
        return self.name, self.shape


@dataclass(frozen=True, slots=True)
class TableView:
    """One table for comparing.

    `indicators` go with `rows`, one for each. `texts` maps a field's name to its normalised text,
    equal texts of one form only once.
    `project` is the normalised name, `core` the name without years and everyday words.
    `amounts` are the numbers stated in money values, in the writing's own unit.
    """

    table: Table
    file: str
    rows: tuple[RowView, ...]
    indicators: tuple[Indicator, ...]
    texts: Mapping[str, str]
    project: str
    core: str
    department: str
    year: int | None
    whole: bool
    amounts: frozenset[float] = field(default=frozenset())


def view(table: Table, options: Similarity, file: str = "") -> TableView:
    """`table` prepared for comparing; `options` is the section [similarity]."""
    odd = tuple(options.mistakes)
    form = _one_form(table.indicators)
    rows = tuple(_row(indicator.level2, name, value, odd) for indicator, name, value in form)
    texts: dict[str, str] = {}
    for name in options.text_fields:
        text = fold_copied_passage(table.texts.get(name) or table.texts.get(f"{name}（实施期）") or "")
        if text and text not in texts.values():
            texts[name] = text
    project, department = fold_copy(table.project), fold_copy(table.department or table.implementer)
    return TableView(
        table=table,
        file=file,
        rows=rows,
        indicators=tuple(indicator for indicator, _, _ in form),
        texts=texts,
        project=project,
        core=fold_project(table.project),
        department=department,
        year=table.year,
        whole=table.scope == "department" or (bool(department) and project.lstrip("0123456789") == department),
        amounts=frozenset(amount for row in rows if row.money for amount in stated_amounts(row.value)),
    )


def _one_form(indicators: tuple[Indicator, ...]) -> list[tuple[Indicator, str, str]]:
    """Rows of both halves with name and value, each once, with the whole name where one half cut it off."""
    kept: list[tuple[Indicator, str, str]] = []
    known: dict[tuple[str, str], list[int]] = {}
    for indicator in indicators:
        name, value = fold_copied_name(indicator.name), fold_copied_value(indicator.value + indicator.unit)
        if not name and not value:
            continue
        group = known.setdefault((indicator.level2, name[:SHORTEST_CUT]), [])
        for index in group:
            other, seen, of_seen = kept[index]
            if (value == of_seen or not value) and _same(name, seen):
                if len(name) > len(seen):
                    kept[index] = (indicator if value else other, name, of_seen)
                break
        else:
            group.append(len(kept))
            kept.append((indicator, name, value))
    return kept


def _same(one: str, other: str) -> bool:
    return is_cut(one, other, SHORTEST_CUT)


@lru_cache(maxsize=1 << 16)
def _row(level2: str, name: str, value: str, mistakes: tuple[str, ...]) -> RowView:
    subject = (level2, name, value)
    return RowView(
        level2=level2,
        name=name,
        value=value,
        shape=mask_numbers(value),
        money=states_money(value),
        specific=not _PLAIN_SHARE.match(value) and (len(value) > SHORTEST_CUT or len(_DIGITS.findall(value)) > 1),
        satisfaction=level2 == _SATISFACTION or "满意" in name,
        benefit=level2 in _BLOCK,
        mistake=any(
            all(pattern.search(text) for pattern, text in zip(patterns, subject, strict=True))
            for patterns in _odd(mistakes)
        ),
    )


@lru_cache(maxsize=8)
def _odd(patterns: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], ...], ...]:
    """The setting `similarity.mistakes`: "level2 ▸ name ▸ value" as three regular expressions each."""
    return tuple(tuple(re.compile(part.strip()) for part in pattern.split("▸")) for pattern in patterns)
