"""Which half of a form a text speaks of: the whole period or the year."""

from __future__ import annotations

import re

from lint.extract.words import squash
from lint.model import ANNUAL, WHOLE

_WHOLE = re.compile(
    r"长期|中期|实施期|实施周期|全周期|项目周期|规划期|远期|滚动|三年|总目标|^总体(?:绩效)?(?:指标|目标)|项目期"
)
_ANNUAL = re.compile(r"年度|当年|本年|全年|年内|年初|(?:19|20)\d\d年(?!-|—|~|至|底|末)")


def period_of(text: str) -> str:
    """年度, 实施期, or "" where a text names neither (or both)."""
    word = squash(text)
    whole, annual = bool(_WHOLE.search(word)), bool(_ANNUAL.search(word))
    if whole and annual:
        return WHOLE if _WHOLE.match(word) else ANNUAL if _ANNUAL.match(word) else ""
    return WHOLE if whole else ANNUAL if annual else ""
