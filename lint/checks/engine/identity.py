"""The identity of a finding: what it says, never where it stands.

Baselines, exceptions, explanations and reviewers' verdicts hang on it, so it survives a
resubmission, a renumbering, another carrier (contract, "check --format json").
"""

from __future__ import annotations

import hashlib

from lint.language.folding import fold_figures, fold_owner, fold_words

_LENGTH = 16  # hex digits: 64 bits, a collision among 10^6 findings has odds of 3 in 10^8


def fingerprint(
    code: str, department: str, project: str, period: str, level2: str, name: str, value: str, subject: str = ""
) -> str:
    """A hex string of 16 digits from the rule and the words of the row.

    `subject` tells apart findings that concern no row (the missing category's name).
    """
    owners = fold_owner(department), fold_owner(project)
    row = fold_words(level2), fold_words(name), fold_figures(value)
    text = "\x1f".join((code, *owners, period, *row, fold_figures(subject)))
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
