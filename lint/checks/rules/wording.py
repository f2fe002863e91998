"""Words that several families of rules put into their sentences."""

from __future__ import annotations

from lint.language import Target
from lint.model import Indicator

_TEN_THOUSAND = 1e4
_LONGEST = 36  # characters of a name or value quoted in a message


def quoted(text: str) -> str:
    """A cell's text in Chinese quotation marks, cut to a readable length."""
    flat = " ".join(text.split()).strip(":：,，;；、 ")
    return f"“{flat if len(flat) <= _LONGEST else flat[:_LONGEST] + '…'}”"


def row_words(row: Indicator) -> str:
    """The indicator and its target as the subject of a sentence."""
    return f"指标{quoted(row.name)}的指标值{quoted(row.value + row.unit)}"


def checkable(target: Target) -> bool:
    """Whether anybody can tell if the target was met: a number, a time, a state, a standard, a reference."""
    return target.kind not in ("vague", "other", "empty")


def yuan_text(amount: float) -> str:
    """An amount in yuan as people write it: 44万元, 568元."""
    if abs(amount) >= _TEN_THOUSAND:
        return f"{_trimmed(amount / _TEN_THOUSAND, 6)}万元"
    return f"{_trimmed(amount, 2)}元"


def _trimmed(number: float, places: int) -> str:
    text = f"{number:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
