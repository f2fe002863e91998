"""Normalising: the first layer, shared by everything that compares or parses text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LATEX = {
    r"\geqslant": "≥", r"\leqslant": "≤", r"\geqq": "≥", r"\leqq": "≤", r"\geq": "≥", r"\leq": "≤",
    r"\ge": "≥", r"\le": "≤", r"\gt": ">", r"\lt": "<", r"\approx": "≈", r"\sim": "~", r"\pm": "±",
    r"\times": "×", r"\%": "%", r"\cdot": "·", r"\ast": "*", r"\circ": "°", r"\quad": " ", r"\,": " ",
    r"\text": "", r"\mathrm": "", r"\mathsf": "", r"\left": "", r"\right": "",
}  # fmt: skip
_LATEX_WORD = re.compile("|".join(re.escape(word) for word in sorted(_LATEX, key=len, reverse=True)))
_LATEX_MARKS = {ord(sign): None for sign in "${}\\^"}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"  # list marks: NFKC would make numbers of them
_SAME = str.maketrans(
    {
        "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "﹥": ">", "﹤": "<", "≒": "≈", "∼": "~", "〜": "~", "～": "~",
        "—": "-", "–": "-", "−": "-", "‑": "-", "‐": "-", "﹣": "-", "－": "-", "：": ":", "，": ",", "；": ";",
        "（": "(", "）": ")", "％": "%", "﹪": "%", "／": "/", "⁄": "/", "•": "·", "・": "·", "∙": "·", "⋅": "·",
        "㎡": "m2", "㎥": "m3", "㎞": "km", "²": "2", "³": "3", "℃": "°C", "〇": "零",
        "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\u00ad": "",
    }
)  # fmt: skip
_ENUMERATOR = {ord(sign): ";" for sign in _CIRCLED}
_SPACE = re.compile(r"\s+")
_MISREAD_ONE = re.compile(r"(?<![A-Za-z0-9])[lI](?=[0-9Oo]{1,2}(?:[%‰]|\.\d))")
_MISREAD_ZERO = re.compile(r"(?<=[0-9.,])[Oo]+(?=[0-9Oo]*[%‰万亿元人次个])")


@lru_cache(maxsize=131072)
def normalise(text: str) -> str:
    """Text for parsing: LaTeX marks as characters, NFKC, one writing per sign, no white space.

    One blank is kept between two digits (「1 000」 is told from 「1000」 by the number parser).
    Letters that a scan put for digits beside a percent sign are digits again (l00% → 100%).
    Normalising twice changes nothing more.
    """
    if text.isascii() and text.isalnum():
        return text
    if "\\" in text or "$" in text:
        text = _LATEX_WORD.sub(lambda match: _LATEX[match[0]], text).translate(_LATEX_MARKS)
    text = unicodedata.normalize("NFKC", text.translate(_ENUMERATOR).translate(_SAME)).translate(_SAME)
    text = _SPACE.sub(_blank, text)
    if "%" in text or "O" in text or "o" in text:
        text = _MISREAD_ZERO.sub(lambda match: "0" * len(match[0]), _MISREAD_ONE.sub("1", text))
    # an accent may have met another letter where a blank went
    return text if unicodedata.is_normalized("NFKC", text) else normalise(text)


def _blank(match: re.Match[str]) -> str:
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    return " " if before.isdecimal() and after.isdecimal() else ""
