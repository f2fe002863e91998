"""Cutting a name into words with a list made at training time.

`check` must not load a segmenter's dictionary to quote a word; the words of the corpora, cut once
by jieba, serve for names that resemble them.
"""

from __future__ import annotations

LONGEST = 6  # characters of a word
_UNKNOWN_LETTER = 2.0  # cost of a letter no word covers, in words: a known word of two letters beats it


def cut(name: str, words: frozenset[str]) -> list[tuple[int, int]]:
    """(start, end) of the words of a plain name, in order; letters no word covers stand alone.

    The cut with the fewest pieces wins, letters alone counting double; of equals the one whose last
    word is longest, since the head of a Chinese noun phrase stands last.
    """
    costs: list[float] = [0.0]
    starts: list[int] = [0]
    for end in range(1, len(name) + 1):
        best, came = costs[end - 1] + _UNKNOWN_LETTER, end - 1
        for start in range(max(0, end - LONGEST), end - 1):
            if name[start:end] in words and costs[start] + 1 < best:
                best, came = costs[start] + 1, start
        costs.append(best)
        starts.append(came)
    pieces: list[tuple[int, int]] = []
    end = len(name)
    while end:
        pieces.append((starts[end], end))
        end = starts[end]
    return pieces[::-1]
