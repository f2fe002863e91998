"""How common the words of indicator names are, over all trades: the background of row rarity.

In a folder of two files every row occurs twice, so the corpus at hand says nothing about which
rows are worth anything as evidence. The shipped table `corpora/word_frequencies.tsv` says in how
many of the labelled forms a word occurs in an indicator's name; it is built by `build`, from
corpora/, and read by `load`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lint.language.folding import fold_copy
from lint.settings.shipped import shipped

TABLE = "word_frequencies.tsv"
_LEAST = 4  # a word in fewer forms is as good as unknown


@dataclass(frozen=True)
class Background:
    """Words of indicator names with the share of forms they occur in, and what one is worth.

    `information` of a word is −ln(share) nats; a character outside every known word is worth
    `unknown` nats, since it is subject matter. Words of one name come together more often than
    chance, hence `together` (< 1) on their sum.
    """

    information: dict[str, float]
    longest: int
    unknown: float = 1.6
    together: float = 0.55

    def name(self, name: str) -> float:
        """Nats that a normalised indicator name is worth; 0 for an empty one."""
        total, at = 0.0, 0
        while at < len(name):
            for size in range(min(self.longest, len(name) - at), 0, -1):
                known = self.information.get(name[at : at + size])
                if known is not None:
                    total += min(known, self.unknown * size)
                    at += size
                    break
            else:
                total += self.unknown
                at += 1
        return total * self.together


@lru_cache(maxsize=1)
def load() -> Background:
    """The shipped table. Raises FileNotFoundError where the installation lacks it."""
    lines = (shipped("corpora") / TABLE).read_text(encoding="utf-8").splitlines()
    forms = int(lines[0].split("\t")[1])
    information = {}
    for line in lines[1:]:
        word, count = line.split("\t")
        information[word] = -math.log(int(count) / forms)
    return Background(information, max(map(len, information), default=1))


def build(forms: Iterable[Iterable[str]], target: Path) -> int:
    """Writes the table from the indicator names of each form; returns the number of words kept."""
    import jieba

    jieba.setLogLevel(60)
    count: Counter[str] = Counter()
    number = 0
    for names in forms:
        number += 1
        count.update({word for name in names for word in jieba.cut(fold_copy(name))})
    kept = sorted(
        (word for word, n in count.items() if n >= _LEAST and not word.isdigit()), key=lambda w: (-count[w], w)
    )
    text = "".join(f"{word}\t{count[word]}\n" for word in kept)
    target.write_text(f"forms\t{number}\n{text}", encoding="utf-8")
    return len(kept)
