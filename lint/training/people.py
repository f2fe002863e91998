"""How well people tell the category from a name alone: the ceiling a model of names can reach.

corpora/name_judgements.tsv holds what annotators wrote who saw nothing but names, in shuffled
order: no value, no project, no declared category.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lint.classify.category import nine
from lint.classify.labels import NUMBER_OF
from lint.settings.shipped import shipped
from lint.training.corpus import CorpusError, read_text, table
from lint.training.evaluation import Answers, older_class

FILE = "name_judgements.tsv"
_COLUMNS = ["name", "first1", "second1", "first2", "second2"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One name: each annotator's likeliest category among the nine, and the next likeliest or None."""

    first: tuple[int, ...]
    second: tuple[int | None, ...]


def read_judgements(path: Path | None = None) -> dict[str, Judgement]:
    """The judgements by name. Raises CorpusError."""
    file = path or shipped("corpora") / FILE
    found = {}
    for number, (name, *categories) in table(read_text(file), file, _COLUMNS):
        if not all(c in NUMBER_OF or (not c and i % 2) for i, c in enumerate(categories)):
            raise CorpusError(f"文件 {file} 第 {number} 行的类别不对。")
        classes = [older_class(NUMBER_OF[category]) if category else None for category in categories]
        first = tuple(number for number in classes[::2] if number is not None)
        found[name] = Judgement(first, tuple(classes[1::2]))
    return found


def compared(answers: Answers, judgements: Mapping[str, Judgement]) -> dict[str, Any]:
    """People and model on the same names: shares right, of rows whose name was judged.

    `annotators` each one's share right, `either` the mean share whose first or second choice is
    right, `agreement` the share on which the annotators' first choices are the same, `model` the
    share right from the name alone.
    """
    chosen = nine(answers.name).argmax(axis=1)
    asked = [
        (judgements[row.name], older_class(NUMBER_OF[row.true_level2]), int(said))
        for row, said in zip(answers.rows, chosen, strict=True)
        if row.name in judgements and not row.category_is_contested
    ]
    total = max(len(asked), 1)
    people = range(len(_COLUMNS) // 2)
    right = [sum(found.first[who] == truth for found, truth, _ in asked) / total for who in people]
    either = [
        sum(truth in (found.first[who], found.second[who]) for found, truth, _ in asked) / total for who in people
    ]
    return {
        "rows": len(asked),
        "annotators": [round(share, 4) for share in right],
        "either": round(sum(either) / len(either), 4),
        "agreement": round(sum(len(set(found.first)) == 1 for found, _, _ in asked) / total, 4),
        "model": round(sum(said == truth for _, truth, said in asked) / total, 4),
    }
