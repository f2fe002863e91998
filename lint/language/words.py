"""Chinese words: segmentation by jieba with the field's dictionary.

jieba keeps a marshalled cache in the shared temporary folder and would load whatever file lies
there; here its dictionary is read from the package itself and no cache is written or read.
"""

from __future__ import annotations

import logging
import re
import warnings
from functools import lru_cache
from typing import Any

from lint.language.normalise import normalise
from lint.settings import load

_CHINESE = re.compile(r"[一-龥]")
_DOMAIN_FREQUENCY = 20000  # as frequent as jieba's common nouns, so that the field's words stay whole


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    """The tokenizer of jieba with the general and the field's dictionary, loaded once (about half a second)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    cutter = jieba.dt
    if not cutter.initialized:
        cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
        cutter.initialized = True
    for word in load().get("language.dictionary.words"):
        cutter.add_word(word, _DOMAIN_FREQUENCY)
    return cutter


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, of its normalised form; punctuation marks are words too."""
    return tuple(tokenizer().cut(normalise(text)))


@lru_cache(maxsize=16384)
def tag(word: str) -> str:
    """The part of speech that jieba's dictionary gives a word (n, v, a …), "n" for the field's words, else ""."""
    if word in load().get("language.dictionary.words"):
        return "n"
    if not _CHINESE.search(word):
        return ""
    text = _dictionary()
    start = text.find(f"\n{word} ")
    if start < 0:
        return ""
    line = text[start + 1 : text.index("\n", start + 1)]
    return line.rpartition(" ")[2].strip()


def ends_in_verb(text: str) -> bool:
    """Whether a name ends in a verb, so that its last character measures nothing (工程测量)."""
    last = words(text)[-1:]
    return any(len(word) > 1 and tag(word)[:1] == "v" for word in last)  # a lone 率 or 费 is a measure


@lru_cache(maxsize=1)
def _dictionary() -> str:
    """The text of jieba's dictionary: a word, its frequency and its part of speech a line."""
    with tokenizer().get_dict_file() as file:
        text: bytes = file.read()
    return f"\n{text.decode('utf-8')}\n"
