r"""LaTeX that other tools leave in forms: one table of its signs, for readers and for parsing.

Readers print whole formulas ($m^{2}\geq 95\%$ → m²≥95%); parsing replaces single commands wherever
they stand, since a cell of a workbook may hold half a formula.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SYMBOLS = {
    "leqslant": "≤", "leqq": "≤", "leq": "≤", "le": "≤", "geqslant": "≥", "geqq": "≥", "geq": "≥", "ge": "≥",
    "lt": "<", "gt": ">", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "~", "pm": "±",
    "times": "×", "div": "÷", "cdot": "·", "bullet": "·", "ast": "*", "circ": "°", "degree": "°",
    "square": "□", "Box": "□", "boxtimes": "☒", "checkmark": "√", "ldots": "…", "cdots": "…", "dots": "…",
    "rightarrow": "→", "to": "→", "permil": "‰", "quad": " ", "qquad": " ", "infty": "∞", "yen": "￥",
    "left": "", "right": "",
}  # fmt: skip
_STYLES = ("text", "mathrm", "mathbf", "mathit", "mathsf", "textbf", "textit", "operatorname", "mbox", "rm", "bf",
           "underline")  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?")
_KNOWN_COMMAND = re.compile(rf"\\(?:({'|'.join((*_SYMBOLS, *_STYLES))})(?![A-Za-z])|([,%]))")
_WRAPPER = re.compile(rf"\\(?:{'|'.join(_STYLES)})\s*\{{([^{{}}]*)\}}")
_FRACTION = re.compile(r"\\d?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_RAISED = re.compile(r"\^\s*(?:\{([^{}]{0,20})\}|(\S))")
_LOWERED = re.compile(r"_\s*(?:\{([^{}]{0,20})\}|(\d))")
_SUPERSCRIPTS = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_FORMULA_MARK = re.compile(r"[\\^_{}<>≥≤%]")  # dollars around none of these are dollars
_MATHS = re.compile(r"\$\$?([^$]{1,300})\$\$?|\\\(([^$]{1,300}?)\\\)|\\\[([^$]{1,300}?)\\\]")
_ESCAPED = re.compile(r"\\([%$&#_{}])")
_LOOSE = re.compile(r"\\(?:leqslant|geqslant|leq|geq|le|ge|lt|gt|pm|times|neq|approx|sim|cdot|%)(?![A-Za-z])\s?")


@lru_cache(maxsize=4096)
def print_formulas(text: str) -> str:
    """The text with its formulas as they print; a dollar sign that encloses none stays."""
    text = _MATHS.sub(_printed, text)
    text = _LOOSE.sub(_symbol, text)
    return _ESCAPED.sub(r"\1", text)


def replace_commands(text: str) -> str:
    """The text with every known command as its sign, braces and dollars left to the caller."""
    return _KNOWN_COMMAND.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    if found[1] is None:
        return " " if found[2] == "," else "%"
    return _SYMBOLS.get(found[1], "")


def _printed(found: re.Match[str]) -> str:
    inner = found[1] or found[2] or found[3] or ""
    return _formula(inner) if _FORMULA_MARK.search(inner) else found[0]


def _formula(inner: str) -> str:
    """What a LaTeX formula prints, as far as targets use it."""
    for _ in range(4):  # nested wrappers; forms show at most two
        inner, changed = _WRAPPER.subn(r"\1", inner)
        if not changed:
            break
    inner = _FRACTION.sub(r"\1/\2", inner)
    inner = re.sub(r"\\[,;:!> ]", " ", inner.replace("~", " "))
    inner = re.sub(r"\^\s*\{?\s*\\(?:circ|degree)\s*\}?", "°", inner)
    inner = _COMMAND.sub(_symbol, inner)
    inner = _RAISED.sub(lambda found: (found[1] or found[2] or "").translate(_SUPERSCRIPTS), inner)
    inner = _LOWERED.sub(lambda found: (found[1] or found[2] or "").translate(_SUBSCRIPTS), inner)
    inner = _ESCAPED.sub(r"\1", inner).replace("{", "").replace("}", "")
    # A formula sets its own spaces: those written mean nothing except between words.
    return re.sub(r"\s+", " ", re.sub(r"\s*([≤≥<>=＝≠±×÷~≈%/°])\s*", r"\1", inner)).strip()


def _symbol(found: re.Match[str]) -> str:
    name = found[0].strip()[1:]
    return _SYMBOLS.get(name, "%" if name == "%" else name)
