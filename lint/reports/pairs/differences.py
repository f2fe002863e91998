"""What differs between two texts, marked for HTML: numbers as wholes, other characters one by one."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from markupsafe import Markup

from lint.reports.page import escape_text

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|.", re.DOTALL)
_LONGEST = 4000  # tokens: beyond, the comparison would cost more than it tells


def mark_differences(one: str, other: str) -> tuple[Markup, Markup]:
    """Both texts escaped, with `<mark>` around what the other does not have."""
    left, right = _TOKEN.findall(one), _TOKEN.findall(other)
    if max(len(left), len(right)) > _LONGEST:
        return escape_text(one), escape_text(other)
    out: tuple[list[Markup], list[Markup]] = ([], [])
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for side, tokens in ((out[0], left[a:b]), (out[1], right[c:d])):
            text = "".join(tokens)
            side.append(
                escape_text(text) if tag == "equal" or not text else Markup("<mark>{}</mark>").format(escape_text(text))
            )
    return Markup("").join(out[0]), Markup("").join(out[1])
