"""The one place where chance enters: a seeded chooser that keeps the two splits apart and remembers what it chose."""

import random
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from .manners import HELD_OUT, MANNERS
from .model import Split
from .words import Words

Item = TypeVar("Item")
COMMON = 3  # the first words of a list are the common ones
COMMON_SHARES = (0.97, 0.9, 0.75, 0.5, 0.2)  # a form's habit of keeping to them: most forms have one odd word, few many
UNSEEN_SHARES = (0.15, 0.3, 0.6, 1.0)  # in the split "held-out", a form's habit of held-out words and manners


class Choice:
    """A seeded chooser for one form. ``used`` and ``unseen`` list what was chosen, in order of first use."""

    def __init__(self, seed: int, split: Split, salt: str = "") -> None:
        self.random = random.Random(f"{split}:{seed}:{salt}")  # noqa: S311 (no secret: repeatable on purpose)
        self.split: Split = split
        self.used: dict[str, None] = {}
        self.unseen: dict[str, None] = {}
        self.insist = False
        self.common = self.one(COMMON_SHARES)
        self.strange = self.one(UNSEEN_SHARES)

    def chance(self, share: float) -> bool:
        """True with the probability ``share``."""
        return self.random.random() < share

    def one(self, items: Sequence[Item]) -> Item:
        """One of the items, all alike likely."""
        return items[int(self.random.random() * len(items))]

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random.random() * (high - low + 1))

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """``count`` different items (fewer when there are fewer), in chance order."""
        return self.random.sample(items, min(count, len(items)))

    def word(self, role: str, words: Words, first: float = 0.0) -> str:
        """A word of the list that the split allows; ``role`` names the list in ``used``, ``first`` is the first
        word's extra share.
        """
        if self.split == "held-out" and words.held_out and (self.insist or self.chance(self.strange)):
            word = self.one(words.held_out)
            self.unseen[f"word:{role}:{word}"] = None
        elif self.chance(first):
            word = words.train[0]
        elif self.chance(self.common):
            word = self.one(words.train[:COMMON])
        else:
            word = self.one(words.train)
        self.used[f"word:{role}:{word}"] = None
        return word

    def manner(self, axis: str, without: tuple[str, ...] = ()) -> str:
        """A manner of the axis that the split allows, by weight; ``without`` are those that do not fit here."""
        known, unseen = _options(axis)
        options = known
        if self.split == "held-out" and unseen[0] and self.chance(self.strange / 2):
            options = unseen
        names, weights = options
        if without:
            kept = [(name, weight) for name, weight in zip(names, weights, strict=True) if name not in without]
            if not kept:
                kept = [pair for pair in zip(*known, strict=True) if pair[0] not in without]
            names, weights = tuple(pair[0] for pair in kept), tuple(pair[1] for pair in kept)
        manner = self.random.choices(names, weights)[0]
        key = f"manner:{axis}:{manner}"
        self.used[key] = None
        if f"{axis}:{manner}" in HELD_OUT:
            self.unseen[key] = None
        return manner


@cache
def _options(axis: str) -> tuple[tuple[tuple[str, ...], tuple[int, ...]], tuple[tuple[str, ...], tuple[int, ...]]]:
    known = {name: weight for name, weight in MANNERS[axis].items() if f"{axis}:{name}" not in HELD_OUT}
    unseen = {name: weight for name, weight in MANNERS[axis].items() if f"{axis}:{name}" in HELD_OUT}
    return (tuple(known), tuple(known.values())), (tuple(unseen), tuple(unseen.values()))
