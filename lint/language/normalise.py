"""Normalising: the first layer, shared by everything that compares or parses text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LATEX = {
    r"\geqslant": "≥", r"\leqslant": "≤", r"\geq": "≥", r"\leq": "≤", r"\ge": "≥", r"\le": "≤", r"\gt": ">", r"\lt": "<",
    r"\approx": "≈", r"\sim": "~", r"\pm": "±", r"\times": "×", r"\%": "%", r"\cdot": "·", r"\ast": "*",
    r"\text": "", r"\mathrm": "", r"\mathsf": "", r"\left": "", r"\right": "", r"\quad": " ", r"\,": " ",
    r"\geqq": "≥", r"\leqq": "≤", r"\circ": "°",
}  # fmt: skip
_LATEX_WORD = re.compile("|".join(re.escape(word) for word in sorted(_LATEX, key=len, reverse=True)))
_SAME = str.maketrans(
    {
        "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "﹥": ">", "﹤": "<", "〉": ">", "〈": "<", "≒": "≈", "∼": "~", "〜": "~",
        "～": "~", "—": "-", "–": "-", "−": "-", "‑": "-", "‐": "-", "﹣": "-", "－": "-", "：": ":", "，": ",", "；": ";",
        "（": "(", "）": ")", "％": "%", "﹪": "%", "／": "/", "•": "·", "・": "·", "㎡": "m2", "㎥": "m3", "㎞": "km",
        "㎏": "kg", "㎝": "cm", "㎜": "mm", "²": "2", "³": "3",
    }
)  # fmt: skip
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """Text for parsing: LaTeX marks as characters, NFKC, one writing per sign, no white space.

    The result is never longer than a small multiple of the input and normalising twice changes
    nothing more.
    """
    if "\\" in text or "$" in text:
        text = _LATEX_WORD.sub(lambda match: _LATEX[match[0]], text).translate({ord(c): None for c in "${}\\^"})
    text = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    return _SPACE.sub("", text)
