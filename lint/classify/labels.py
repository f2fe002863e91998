"""The classes the category model knows, and how they read in either generation of the form.

Eleven classes: the nine categories of the older form, its 成本指标 standing for 经济成本指标 too,
and the two further cost categories of the newer form. Everything outside works with class numbers
0…10 in the order of CLASSES.
"""

from __future__ import annotations

from collections.abc import Mapping

from lint.language.folding import fold_category
from lint.model import CANONICAL_LEVEL2

COST = "成本指标"
CLASSES: tuple[str, ...] = (
    "数量指标",
    "质量指标",
    "时效指标",
    COST,
    "社会成本指标",
    "生态环境成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
    "服务对象满意度指标",
)
NUMBER_OF: Mapping[str, int] = {**{name: number for number, name in enumerate(CLASSES)}, "经济成本指标": 3}
NEWER_COSTS: tuple[int, ...] = (4, 5)
"""Classes that the older form does not have."""

OLDER: tuple[str, ...] = tuple(name for number, name in enumerate(CLASSES) if number not in NEWER_COSTS)
"""The nine categories of the older form (contract, `classify`)."""

FORM_2021 = "2021"
FAMILY: tuple[int, ...] = (0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3)
"""First-level family of each class: output, cost, effect, satisfaction."""

_BARE = frozenset(name.removesuffix("指标") for name in CANONICAL_LEVEL2)


def level2_name(number: int, form: str) -> str:
    """The category's name in a form: class 3 is 成本指标 in the older, 经济成本指标 in the newer."""
    return "经济成本指标" if number == NUMBER_OF[COST] and form == FORM_2021 else CLASSES[number]


def is_category_name(name: str) -> bool:
    """Whether an indicator's name is nothing but a category's name (经济效益, 数量指标1, 社会效益指标)."""
    plain = fold_category(name).removesuffix("指标")
    return plain in _BARE or plain in ("", "三级", "效益", "产出", "满意度指标")
