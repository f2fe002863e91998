"""Words: normalising, segmentation, quantities, units, dates, vagueness.

Importing this package is cheap: no spaCy, jieba or pint before they are needed.
"""

from __future__ import annotations

from lint.language.normalise import normalise
from lint.language.parse import parse_target, use_words_of
from lint.language.target import Moment, Quantity, Target, Unit
from lint.language.words import words

__all__ = ["Moment", "Quantity", "Target", "Unit", "normalise", "parse_target", "use_words_of", "words"]
