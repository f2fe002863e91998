"""Unit arithmetic by pint, for units that a settings file defines by an expression.

    "英亩" = { pint = "acre" }            # under [language.units.area]
    "垧" = { pint = "15 * 10000 m**2 / 15" }

pint is an extra (jixiao-lint[units]), needed and imported only where such an entry stands; the
shipped units carry their factors, which the tests compare with pint's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lint.settings import SettingsError

_SAFE = re.compile(r"[A-Za-z0-9_.*/ ()]{1,60}")
_POWER = re.compile(r"\*\*\s*(?![1-4](?![0-9.*]))")  # powers above four are no unit and can be made to grow without end


def scale_of(expression: str, base: str, key: str) -> float:
    """The factor from a pint expression to `base` (pint's name of the dimension's first unit).

    `key` names the setting in the message. Raises SettingsError for what is no unit of that
    dimension.
    """
    if not _SAFE.fullmatch(expression) or _POWER.search(expression):
        raise SettingsError(f"{key}：“{expression}”不是可用的单位表达式，请写成 acre、1.5 * m**2 这样的形式。")
    try:
        registry = _registry()
    except ImportError:
        raise SettingsError(
            f"{key}：用 pint 写的单位表达式要有 pint 才能换算，请先安装（pip install 'jixiao-lint[units]'），"
            "或改用 scale 直接写明换算系数。"
        ) from None
    try:
        return float(registry.Quantity(expression).to(base).magnitude)
    except Exception:  # pint raises many kinds, among them those of its tokenizer
        raise SettingsError(f"{key}：“{expression}”不能换算成 {base}，请核对单位表达式。") from None


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    return pint.UnitRegistry()
