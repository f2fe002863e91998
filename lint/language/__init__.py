"""Words: normalising, segmentation, quantities, units, dates, vagueness.

Importing this package is cheap: no spaCy, jieba or pint before they are needed.
"""

from __future__ import annotations

from lint.language.folding import normalise
from lint.language.language import Language
from lint.language.names import Demand
from lint.language.target import Moment, Quantity, Target, Unit

__all__ = ["Demand", "Language", "Moment", "Quantity", "Target", "Unit", "normalise"]
