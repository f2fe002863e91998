"""Keys that older files know by another name: where they went, or why they are gone.

A key that moved keeps working, and so does its `extend-` form; one that is gone is left out of
account. Both are said in a notice.
"""

from __future__ import annotations

from collections.abc import Mapping

MOVED: Mapping[str, str] = {
    "rules.A001.not_cost_words": "language.costs.not_cost",
    "rules.A001.unit_price_words": "language.costs.unit_price",
    "rules.C003.names": "language.categories.names",
    "rules.U001.examples": "language.examples.by_dimension",
    "rules.V001.default_target": "language.examples.by_category",
    "rules.V001.named_dimensions": "language.examples.named_dimensions",
    "rules.V001.targets": "language.examples.targets",
}
"""Old key (of a value or of a table) → new key."""

_IN_THE_RULES = "规则之间的先后与因果写在规则里，不再是设置"
GONE: Mapping[str, str] = {
    "engine.exclusive": _IN_THE_RULES,
    "engine.follows": _IN_THE_RULES,
    "engine.shifting": _IN_THE_RULES,
}
"""Keys without a successor → why, in Chinese."""


def moved(key: str) -> str:
    """The new name of a dotted key, or an empty string where it has not moved.

    A key below a table that moved, and the `extend-` form of a list that moved, go with it.
    """
    head, _, last = key.rpartition(".")
    base = last.removeprefix("extend-")
    for old, new in MOVED.items():
        if key == old or key.startswith(f"{old}."):
            return new + key[len(old) :]
        if base != last and f"{head}.{base}" == old:
            table, _, name = new.rpartition(".")
            return f"{table}.extend-{name}"
    return ""


def gone(key: str) -> str:
    """Why a key is no longer a setting, or an empty string."""
    head, _, last = key.rpartition(".")
    return GONE.get(f"{head}.{last.removeprefix('extend-')}", "")
