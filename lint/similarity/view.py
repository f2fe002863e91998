"""A table prepared for comparing: rows of both halves made one, texts and names normalised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lint.model import LEVEL2_OF_LEVEL1, Indicator, Table
from lint.similarity.text import is_money, masked, name_key, passage_key, plain, project_key, value_key

_BLOCK = frozenset(LEVEL2_OF_LEVEL1["效益指标"] + LEVEL2_OF_LEVEL1["满意度指标"])
_SATISFACTION = LEVEL2_OF_LEVEL1["满意度指标"][0]
_CUT = 4  # characters a cut-off name must keep to be taken for the beginning of a whole one
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
    indicator: Indicator

    @property
    def kind(self) -> tuple[str, str]:
        """Name and masked value."""
        return self.name, self.shape


@dataclass(frozen=True, slots=True)
class TableView:
    """One table for comparing.

    `texts` maps a field's name to its normalised text, equal texts of one form only once.
    `project` is the normalised name, `core` the name without years and everyday words.
    `amounts` are the numbers stated in money values, in the writing's own unit.
    """

    table: Table
    file: str
    rows: tuple[RowView, ...]
    texts: Mapping[str, str]
    project: str
    core: str
    department: str
    year: int | None
    whole: bool
    amounts: frozenset[float] = field(default=frozenset())


def view(table: Table, options: Mapping[str, Any], file: str = "") -> TableView:
    """`table` prepared for comparing; `options` is the section [similarity]."""
    odd = _odd(tuple(options["mistakes"]))
    rows = tuple(_row(indicator, name, odd) for indicator, name in _one_form(table.indicators))
    texts: dict[str, str] = {}
    for name in options["text_fields"]:
        text = passage_key(table.texts.get(name) or table.texts.get(f"{name}（实施期）") or "")
        if text and text not in texts.values():
            texts[name] = text
    project, department = plain(table.project), plain(table.department or table.implementer)
    return TableView(
        table=table,
        file=file,
        rows=rows,
        texts=texts,
        project=project,
        core=project_key(table.project),
        department=department,
        year=table.year,
        whole=table.scope == "department" or (bool(department) and project.lstrip("0123456789") == department),
        amounts=frozenset(amount for row in rows if row.money for amount in _yuan(row.value)),
    )


def _one_form(indicators: tuple[Indicator, ...]) -> list[tuple[Indicator, str]]:
    """Rows of both halves, each once, with the whole name where one half cut it off."""
    kept: list[tuple[Indicator, str, str]] = []
    for indicator in indicators:
        name, value = name_key(indicator.name), value_key(indicator.value + indicator.unit)
        if not name and not value:
            continue
        for index, (other, known, known_value) in enumerate(kept):
            if other.level2 == indicator.level2 and (value == known_value or not value) and _same(name, known):
                if len(name) > len(known):
                    kept[index] = (indicator if value else other, name, known_value)
                break
        else:
            kept.append((indicator, name, value))
    return [(indicator, name) for indicator, name, _ in kept]


def _same(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _CUT and (one.startswith(other) or other.startswith(one)))


def _row(indicator: Indicator, name: str, odd: tuple[tuple[re.Pattern[str], ...], ...]) -> RowView:
    value = value_key(indicator.value + indicator.unit)
    satisfaction = indicator.level2 == _SATISFACTION or "满意" in name
    subject = (indicator.level2, name, value)
    return RowView(
        level2=indicator.level2,
        name=name,
        value=value,
        shape=masked(value),
        money=is_money(value),
        specific=not _PLAIN_SHARE.match(value) and (len(value) > _CUT or len(_DIGITS.findall(value)) > 1),
        satisfaction=satisfaction,
        benefit=indicator.level2 in _BLOCK,
        mistake=any(all(p.search(text) for p, text in zip(pattern, subject, strict=True)) for pattern in odd),
        indicator=indicator,
    )


@lru_cache(maxsize=8)
def _odd(patterns: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], ...], ...]:
    """The setting `similarity.mistakes`: "level2 ▸ name ▸ value" as three regular expressions each."""
    return tuple(tuple(re.compile(part.strip()) for part in pattern.split("▸")) for pattern in patterns)


def _yuan(value: str) -> list[float]:
    found = re.findall(r"(\d+(?:\.\d+)?)(万|亿)?元", value)
    return [round(float(number) * {"": 1.0, "万": 1e4, "亿": 1e8}[scale], 2) for number, scale in found]
