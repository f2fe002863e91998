"""What an indicator's name demands: the dimension of its target, told by how the name ends.

Chinese noun phrases have their head at the end: 护林员巡护里程 is a distance, 里程碑节点 is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lint.language.folding import MARK_OF_NAME, normalise
from lint.language.lexicon import NAME_DIMENSIONS, Lexicon
from lint.language.target import Unit

_PARENTHESES = re.compile(r"\(([^()]{1,12})\)$")
_EDGE = ":;,.、。·-_*\"“”'|"
_BLANKS = "≥≤><=*_ "  # a template's mark before the unit it asks for: (≥**%), (≥**万元)
_TOLD_BY_UNIT = frozenset(("ratio", "money", "duration", "area", "length", "mass", "volume"))
_LETTERS_AT_END = re.compile(r"(?<=[一-龥])[A-Za-z]{2,6}\d{0,2}$")  # 路面技术状况指数PQI
_MONEY_UNIT_AT_END = re.compile(r"(?:(?:万|亿|百万|千)元|元(?:/[^/]{1,4}){1,2})$")  # a bare 元 may be of 单元
_AMOUNT_AT_END = re.compile(r"\d+(?:\.\d+)?(?:万|亿|百万|千)?元(?:/[^/]{1,4}){0,2}$")
_LONGEST = 200  # characters of a name that are looked at
COST_CATEGORIES = ("成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标")


@dataclass(frozen=True, slots=True)
class Demand:
    """What a name demands of its target.

    `name` is the normalised name without list marks and tails. `dimension` is a key of
    [language.names] (ratio, money, time, person …) or "" where the name demands none;
    `evidence` the words that show it. `unit` is a unit the name itself states (投资额（万元）).
    `share`: a percentage is natural. `practice`: it begins with a verb, so that it names something
    done and a percentage tells how completely (保证物品质量). `money`: money is named somewhere in
    it. `bare`: the measure has no unit (指数, 得分). `people`: it ends in a word for
    people. `change`: it names a change.
    """

    name: str
    dimension: str
    evidence: str
    unit: Unit | None
    share: bool
    money: bool
    bare: bool
    people: bool
    change: bool
    practice: bool
    money_share: bool
    cost_item: str


class NameReader:
    """Reads names with one lexicon; results are kept per distinct name."""

    __slots__ = ("_lexicon", "read")

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.read = lru_cache(maxsize=65536)(self._read)
        """The demand of a name as written. Never raises."""

    def _read(self, name: str) -> Demand:
        lexicon = self._lexicon
        plain = MARK_OF_NAME.sub("", normalise(name[:_LONGEST])).strip(_EDGE)
        unit: Unit | None = None
        match = _PARENTHESES.search(plain)
        if match:
            inner = match[1].removeprefix("单位").strip(":").lstrip(_BLANKS)
            unit = lexicon.unit(inner.split("/")[0])
            if unit is None and lexicon.multiplier.fullmatch(inner):
                unit = Unit(inner, inner, "", lexicon.factor(inner))
            plain = plain[: match.start()].strip(_EDGE) or plain
        elif (ending := _MONEY_UNIT_AT_END.search(plain)) and not plain[: ending.start()][-1:].isdigit():
            unit = lexicon.units["元"]
        share = plain.endswith(lexicon.share)
        bare = plain.endswith(lexicon.bare) or _LETTERS_AT_END.sub("", plain).endswith(lexicon.bare)
        dimension, evidence = self._ending(plain)
        if not evidence and (amount := _AMOUNT_AT_END.search(plain)):
            dimension, evidence = "money", amount[0]
        head = plain
        while (
            not evidence
            and head.endswith(lexicon.tails)
            and (tail := next((t for t in lexicon.tails if head.endswith(t) and head != t), ""))
        ):
            head = head[: -len(tail)].strip(_EDGE)
            dimension, evidence = self._ending(head)
        if not evidence and ":" in plain:  # 住宿费:单间、标间
            dimension, evidence = self._ending(plain.partition(":")[0])
        if "/" in plain and dimension != "ratio" and unit is None and _is_quotient(plain, self._ending):
            dimension, evidence, bare = "ratio", plain, True
        told = unit.dimension if unit is not None else ""
        if unit is not None and told != dimension and told in (_TOLD_BY_UNIT if dimension else NAME_DIMENSIONS):
            dimension, evidence = unit.dimension, unit.text  # the name's own unit outweighs how it ends
        return Demand(
            plain,
            dimension,
            evidence,
            unit,
            share or dimension == "ratio",
            bool(lexicon.money_anywhere.search(plain)),
            bare,
            plain.endswith(lexicon.persons),
            any(word in plain for word in lexicon.change_names),
            plain.startswith(lexicon.practices),
            bool(lexicon.share_of_money.search(plain)),
            next((word for word in lexicon.cost_items if plain.endswith(word)), ""),
        )

    def _ending(self, name: str) -> tuple[str, str]:
        endings = self._lexicon.endings
        for length in range(min(self._lexicon.longest_ending, len(name)), 0, -1):
            found = endings.get(name[-length:])
            if found is not None:
                return found, name[-length:]
        return "", ""


def _is_quotient(name: str, ending: object) -> bool:
    """Whether the name is one amount over another (评审价/预算价)."""
    above, _, below = name.partition("/")
    assert callable(ending)
    return bool(ending(above)[0]) and bool(ending(below)[0])
