"""How common the words of indicator names are, over all trades: the background of row rarity.

In a folder of two files every row occurs twice, so the corpus at hand says nothing about which
rows are worth anything as evidence. The shipped table `corpora/word_frequencies.tsv` says in how
many forms a word occurs in an indicator's name. It was counted once, over 283 labelled forms whose
names jieba cut into words, and is kept as it is, so that scores stay; numbers, and words of fewer than
four forms, are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from lint.settings.shipped import shipped

TABLE = "word_frequencies.tsv"


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


def read_background() -> Background:
    """The shipped table. Raises FileNotFoundError where the installation lacks it."""
    lines = (shipped("corpora") / TABLE).read_text(encoding="utf-8").splitlines()
    forms = int(lines[0].split("\t")[1])
    information = {}
    for line in lines[1:]:
        word, count = line.split("\t")
        information[word] = -math.log(int(count) / forms)
    return Background(information, max(map(len, information), default=1))
