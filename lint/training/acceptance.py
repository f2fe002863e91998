"""Whether a reviewer would leave an indicator where it stands: one yes-or-no question a category.

The category model says where a row fits best; this says where it may stay. Learned from rows of
forms (left in place or moved) and from names for which reviewers listed every category they would
accept. Weights are over the category model's own vocabulary, so that one look-up serves both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lint.classify.features import name_tokens, value_tokens
from lint.classify.labels import CLASSES, NUMBER_OF
from lint.classify.linear import Floats
from lint.language.folding import fold_name
from lint.training.corpus import Accepted, Row
from lint.training.regression import fit_binary

INVERSE_PENALTY = 0.3  # the first value tried; others were not compared
_Answers = list[tuple[int, bool]]  # (number of the row, whether it may stay)


def fit_acceptance(vocabulary: Mapping[str, int], rows: Sequence[Row], accepted: Sequence[Accepted]) -> Floats:
    """Weights (tokens + 1 × classes, the last row the intercepts) of the logits to be left in place.

    `rows` are rows of forms; others, and contested ones, are passed over.
    """
    formed = [row for row in rows if row.kind not in ("names", "values") and not row.category_is_contested]
    asked: list[_Answers] = [[] for _ in CLASSES]
    for number, row in enumerate(formed):
        asked[NUMBER_OF[row.level2]].append((number, not row.misplaced))
        if row.misplaced:
            asked[NUMBER_OF[row.true_level2]].append((number, True))
    for number, each in enumerate(accepted, len(formed)):
        fine = {NUMBER_OF[level2] for level2 in (each.best, *each.others)}
        for wanted, answers in enumerate(asked):
            answers.append((number, wanted in fine))
    tokens = [_tokens(row.name, row.value) for row in formed] + [_tokens(each.name, each.value) for each in accepted]
    return fit_binary(tokens, asked, vocabulary, INVERSE_PENALTY)


def _tokens(name: str, value: str) -> list[str]:
    plain = fold_name(name)
    return name_tokens(plain) + value_tokens(plain, value)
