"""Whether a target can be checked at all: a model for values the lexical rule is unsure of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lint.classify.features import value_forms
from lint.classify.linear import Floats, TokenModel, fit_logistic, probabilities
from lint.training.corpus import Row

INVERSE_PENALTY = 2.0
_NUMBER = re.compile(r"[\d.,]+")
_NUMERAL = re.compile(r"[一二三四五六七八九十百千两半]")
_LONGEST = 30


def target_tokens(value: str) -> list[str]:
    """Distinct character 1- to 3-grams of the value, numbers as 0, and its forms."""
    text = unicodedata.normalize("NFKC", value[:_LONGEST]).replace(" ", "").lstrip(":")
    has_number, has_numeral = bool(_NUMBER.search(text)), bool(_NUMERAL.search(text))
    marked = "^" + _NUMBER.sub("0", text) + "$"
    grams = {marked[i : i + n] for n in (1, 2, 3) for i in range(len(marked) - n + 1)}
    forms = {"V:" + form for form in value_forms(value) if not form.startswith(("w:", "e:"))}
    return sorted(grams | forms | {f"digits:{has_number}", f"numeral:{has_numeral}"})


@dataclass(frozen=True)
class VaguenessModel:
    """Logistic regression on the value's characters and forms."""

    tokens: TokenModel

    def vague(self, values: Sequence[str]) -> Floats:
        """The probability (n) that each value cannot be checked."""
        logits = self.tokens.scores(map(target_tokens, values)) + self.tokens.intercepts
        result: Floats = probabilities(logits)[:, 1]
        return result


def fit_vagueness(rows: Sequence[Row]) -> VaguenessModel:
    """A model of the rows that carry a vagueness label and a value."""
    used = [row for row in rows if row.vague is not None and row.value.strip() and "vague" not in row.contested]
    tokens = [target_tokens(row.value) for row in used]
    classes = [int(row.vague or 0) for row in used]
    return VaguenessModel(fit_logistic(tokens, classes, 2, np.ones(len(used)).tolist(), INVERSE_PENALTY))
