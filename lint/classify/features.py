"""What the models see of a row: tokens of its name and of the form its value takes.

Tokens are plain strings; a model gives each a weight a class. The head of a Chinese noun phrase
stands at its end, so the ends of names get tokens of their own (`^` and `$` mark the edges).
"""

from __future__ import annotations

import re
from functools import lru_cache

from lint.language.folding import fold_value

_DATE = re.compile(
    r"\d{4}年|\d+月|月底|年底|季度|全年|每[年月日周天]|[上中下]旬|\d{4}\.\d|前$|年[初末]|节前|春节|汛|学期|暑假|寒假"
)
_DURATION = re.compile(r"(?:[\d一二三四五六七八九十半两几]|个)(?:年|天|日|小时|分钟|秒|周|工作日|h|min|个月)")
_MONEY = re.compile(r"元|预算|概算|中标价|控制价|批复数|合同价|价|额度")
_SHARE = re.compile(r"%|百分|‰|成$|成以上|成左右")
_UNIT = re.compile(r"\d[\d.,]*(?:余|多)?([^\d\s.,≥≤><=~-]{1,4})")
_UNIT_END = re.compile(r"[/(以]")
_ZERO = re.compile(r"^[≤<=]?0(?:\D|$)")
_NAMED_FORMS = (("date", _DATE), ("duration", _DURATION), ("money", _MONEY), ("share", _SHARE))

ABSENT = "V:absent"
"""The token of a name whose value is not given (`classify` on names alone)."""


def name_tokens(plain: str) -> list[str]:
    """Distinct character 1- to 3-grams of ^plain$, and its last four characters."""
    marked = f"^{plain}$"
    length = len(marked)
    tokens = [*marked, *map(str.__add__, marked, marked[1:])]
    tokens += [marked[i : i + 3] for i in range(length - 2)]
    if len(plain) >= 4:
        tokens.append(marked[-5:])
    return list(dict.fromkeys(tokens))


@lru_cache(maxsize=65536)
def value_forms(value: str) -> tuple[str, ...]:
    """The forms a value takes, the leading one first: date, duration, money, share, count, text, none.

    Then `u:` + unit, `bare`, `zero`, `least`/`most`, `within`, and for a wording without digits
    its character pairs (`w:`) and end (`e:`).
    """
    text = fold_value(value)
    if not text:
        return ("none",)
    forms = [name for name, pattern in _NAMED_FORMS if pattern.search(text)]
    if any(sign.isdigit() for sign in text):
        unit = _UNIT.search(text)
        if not forms:
            forms.append("count")
        if unit is None:
            forms.append("bare")
        elif "date" not in forms:
            forms.append("u:" + _UNIT_END.split(unit[1])[0][:3])
        if _ZERO.match(text):
            forms.append("zero")
    else:
        if not forms:
            forms.append("text")
        head = text[:12]
        forms += sorted({"w:" + head[i : i + 2] for i in range(len(head) - 1)})
        forms.append("e:" + head[-2:])
    if text[0] in "≥>≧":
        forms.append("least")
    if text[0] in "≤<≦":
        forms.append("most")
    if "内" in text:
        forms.append("within")
    return tuple(forms)


def value_tokens(plain: str, value: str) -> list[str]:
    """Tokens of the value's form, alone and together with the end of the name."""
    forms = value_forms(value)
    lead = forms[0]
    return ["V:" + form for form in forms] + [f"X:{lead}:{plain[-1:]}", f"X:{lead}:{plain[-2:]}"]
