"""Chinese words: segmentation by jieba with the field's dictionary.

jieba keeps a marshalled cache in the shared temporary folder and would load whatever file lies
there; here its dictionary is read from the package itself and no cache is written or read.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from lint.language.folding import normalise

_CHINESE = re.compile(r"[一-龥]")
_DOMAIN_FREQUENCY = 20000  # as frequent as jieba's common nouns, so that the field's words stay whole


class Segmenter:
    """Cuts texts into words with the general dictionary and the field's own words.

    The dictionary is loaded with the first text (about half a second), results are kept.
    """

    __slots__ = ("_dictionary", "_tokenizer", "cut", "own", "tag")

    def __init__(self, own: Sequence[str]) -> None:
        self.own = frozenset(own)
        self._tokenizer: Any = None
        self._dictionary = ""
        self.cut = lru_cache(maxsize=65536)(self._cut)
        """The words of a text in order, of its normalised form; punctuation marks are words too."""
        self.tag = lru_cache(maxsize=16384)(self._tag)
        """The part of speech jieba's dictionary gives a word (n, v, a …), "n" for the field's words, else ""."""

    def cut_known(self, text: str) -> tuple[str, ...]:
        """The words of a text as it stands that the dictionaries know; what they do not know is cut into letters."""
        return tuple(self._loaded().cut(text, HMM=False))

    def _cut(self, text: str) -> tuple[str, ...]:
        return tuple(self._loaded().cut(normalise(text)))

    def _tag(self, word: str) -> str:
        if word in self.own:
            return "n"
        if not _CHINESE.search(word):
            return ""
        if not self._dictionary:
            with self._loaded().get_dict_file() as file:
                data: bytes = file.read()
            self._dictionary = f"\n{data.decode('utf-8')}\n"  # a word, its frequency, its part of speech a line
        start = self._dictionary.find(f"\n{word} ")
        if start < 0:
            return ""
        line = self._dictionary[start + 1 : self._dictionary.index("\n", start + 1)]
        return line.rpartition(" ")[2].strip()

    def ends_in_verb(self, text: str) -> bool:
        """Whether a name ends in a verb, so that its last character measures nothing (工程测量)."""
        last = self.cut(text)[-1:]
        return any(len(word) > 1 and self.tag(word)[:1] == "v" for word in last)  # a lone 率 or 费 is a measure

    def _loaded(self) -> Any:
        if self._tokenizer is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import jieba
            jieba.setLogLevel(logging.ERROR)
            tokenizer = jieba.Tokenizer()
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
            tokenizer.initialized = True
            for word in sorted(self.own):
                tokenizer.add_word(word, _DOMAIN_FREQUENCY)
            self._tokenizer = tokenizer
        return self._tokenizer
