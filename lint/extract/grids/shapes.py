"""What a cell's text says by itself, as short tokens: the evidence that rows and columns are told by."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

from lint.extract.words import Words, is_amount, money_unit, squash

SIZE = 1 << 14  # buckets of hashed features: collisions below 1 % of the weight, arrays below 1.5 MiB
_SENTENCE = re.compile(r"[，。；;,].*[^\d]")
_DIGITS = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PERCENT = re.compile(r"\d(?:\.\d+)?\s*[%％]")
_DOTS = re.compile(r"[.…·。/\\\-—―*×]+")
_MARKED = re.compile(r"(?:指标|目标)\s*\d*\s*[:：.、]|[(（]?\d{1,2}[)）.、](?!\d)|[★▲◆①-⑳#]")
_CODED = re.compile(r"^[\[【(]?\d{3,}[\]】)\-_—]")
_PLACE = re.compile(r".{1,8}(?:省|市|县|区|镇|乡|街道|旗|盟|州)")
_UNIT_TEXT = re.compile(r".{1,5}/.{1,4}")
_ORGAN = re.compile(
    r".*(?:局|厅|委|委员会|中心|政府|办公室|办事处|学校|大学|学院|医院|站|所|队|院|馆|会|部|公司|社|处)(?:[(（].*[)）]|本级|机关|部门)?"
)
_LENGTHS = (0, 1, 2, 4, 6, 9, 14, 22, 40, 80, 200)


_PLAIN = frozenset(
    [
        "empty",
        "number",
        "target",
        "state",
        "sign",
        "sentence",
        "digits",
        "letters",
        "amount",
        "percent",
        "dots",
        "year",
        "colon",
        "inline",
        "marked",
        "coded",
    ]
)


class Shapes:
    """Tokens of texts under one vocabulary; pure and remembered by text."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.of = lru_cache(maxsize=32768)(self._of)
        self.main = lru_cache(maxsize=32768)(self._main)

    def _of(self, text: str) -> tuple[str, ...]:
        """All tokens of a text."""
        word = squash(text)
        if not word:
            return ("empty",)
        words = self.words
        found = [f"len{sum(len(word) > bound for bound in _LENGTHS)}"]
        kind = words.kind(text)
        if len(word) <= 40:
            found += self._known(text, word)
        if kind.category is not None:
            strength = "!" if kind.category.strong else "?"
            found += [f"c1{strength}"] if kind.category.level1 else []
            found += [f"c2{strength}", f"c2={kind.category.level2}"] if kind.category.level2 else []
        elif kind.level:
            found.append("level")
        if kind.root:
            found.append("root")
        if kind.value:
            found.append("target" if kind.value >= 1 else "state")
        for name, holds in (("number", kind.number), ("sign", kind.sign), ("type", kind.type)):
            if holds:
                found.append(name)
        if is_amount(text):
            found.append("amount")
        if words.is_unit(word):
            found.append("unit")
        elif _UNIT_TEXT.fullmatch(word):
            found.append("per")
        for name, pattern in (("percent", _PERCENT), ("dots", _DOTS), ("place", _PLACE), ("organ", _ORGAN)):
            if pattern.fullmatch(word) if len(word) <= 40 else False:
                found.append(name)
        for name, pattern in (("marked", _MARKED), ("coded", _CODED)):
            if pattern.match(word):
                found.append(name)
        if len(word) > 8 and _SENTENCE.search(word):
            found.append("sentence")
        found.append("digits" if _DIGITS.search(word) else "letters")
        if _YEAR.search(word):
            found.append("year")
        if word[-1] in "::：":
            found.append("colon")
        elif ":" in word[:30]:
            found.append("inline")
        return tuple(found)

    def plain(self, text: str) -> tuple[str, ...]:
        """The tokens that need no list of words: what a text never seen still shows."""
        return tuple(token for token in self.of(text) if token.startswith("len") or token in _PLAIN)

    def plain_main(self, text: str) -> str:
        """`main` of a text never seen."""
        found = self.plain(text)
        return next((t for t in ("number", "target", "state", "sentence", "dots") if t in found), found[0])

    def _known(self, text: str, word: str) -> list[str]:
        """What the vocabulary knows of a short text: heads, labels, funds, ends."""
        words = self.words
        found = []
        if (head := words.head(text)) is not None:
            found.append(f"h={head.role}")
            if head.period:
                found.append(f"hp={head.period}")
        label = word.split(":", 1)[0]
        if name := words.field(label):
            found.append(f"f={name}")
        if words.contact(text):
            found.append("contact")
        if words.ends(text):
            found.append("ends")
        if words.is_sum(text):
            found.append("sum")
        if words.period_label(label):
            found.append("p=" + words.period_label(label))
        total, part, period = words.funds.label(label)
        if total:
            found.append("ftotal")
        if part:
            found.append("fpart")
        if period:
            found.append("fp=" + period)
        if words.funds.is_head(label):
            found.append("fhead")
        if words.funds.is_other(label):
            found.append("fother")
        if words.is_title(text):
            found.append("title")
        if words.is_chapter(text):
            found.append("chapter")
        if money_unit(text):
            found.append("money")
        return found

    def _main(self, text: str) -> str:
        """The one token that says most of a text: what its neighbours are told."""
        found = self.of(text)
        for token in found:
            if token[0] in "hfc" and token[1:2] in "=12":
                return token
        for token in ("root", "sum", "contact", "ends", "title", "sign", "type", "fpart", "ftotal", "fhead", "unit"):
            if token in found:
                return token
        for token in ("number", "target", "state", "sentence", "level", "dots"):
            if token in found:
                return token
        return found[0]


@lru_cache(maxsize=262144)
def bucket(feature: str) -> int:
    """The bucket a feature counts in; the same on every machine."""
    return zlib.crc32(feature.encode("utf-8")) % SIZE


@lru_cache(maxsize=65536)
def grams(prefix: str, text: str) -> tuple[int, ...]:
    """Buckets of a short text's characters, pairs and ends under a prefix; digits count as one sign."""
    word = _DIGITS.sub("0", squash(text)).strip(":：")
    word = word if len(word) <= 24 else word[:14] + word[-8:]
    pairs = {f"^{word}$"[i : i + 2] for i in range(len(word) + 1)}
    ends = {"^" + word[:3], word[-3:] + "$"}
    return tuple(bucket(f"{prefix}{gram}") for gram in sorted(pairs | ends | {f"={word}"}))
