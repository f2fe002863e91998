"""The words that names are cut into, found once by jieba in the corpora."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lint.classify.segments import LONGEST
from lint.language.segmenter import Segmenter


def known_words(names: Iterable[str]) -> tuple[str, ...]:
    """The distinct words of 2 to 6 characters that jieba finds in plain names, sorted."""
    segmenter = Segmenter(())
    counts: Counter[str] = Counter()
    for name in names:
        counts.update(word for word in segmenter.cut_known(name) if 2 <= len(word) <= LONGEST)
    return tuple(sorted(word for word in counts if not any(letter.isascii() for letter in word)))
