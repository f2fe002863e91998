"""What a run of characters says, by a multinomial logistic regression over its characters; and where one may end.

Three linear models over sparse features, trained by `lint.training.flattened` from the corpora:
`roles` (runs → name, value, text, title, junk, broken), `cuts` (a place between two characters → cut or not) and
`frame` (short words → heads and labels), so that words near the known ones are known too.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lint.language.folding import squash
from lint.settings.manifest import ModelError, read_files
from lint.settings.shipped import shipped

Floats = npt.NDArray[np.float32]

CLASSES = ("name", "value", "text", "title", "junk", "broken")
"""What a run can be: an indicator's name, its target, a sentence or remark, a project's or unit's name,
what stands around a form, a run cut or joined where no cell ends."""

HEAD_CLASSES = (
    "level1", "level2", "name", "value", "unit", "sign", "type", "direction", "weight", "score", "actual",
    "forecast", "deviation", "explanation", "standard", "scoring", "other", "last", "number", "project",
    "department", "money", "goal", "label:project", "label:department", "label:implementer", "label:money",
    "label:goal", "label:other", "below", "none",
)  # fmt: skip
"""What a short word of a form's frame can be: a column's head by its role, a label by its field, a word below the
form, or none of these."""

_KEPT = 400  # characters of a run looked at: longer runs are text whatever follows
_ROLES = HEAD_CLASSES.index("label:project")  # classes before it are roles of columns
_SHORTEST_WORD, _LONGEST_WORD = 2, 18  # characters of a head's or label's words
_SEEN = 40  # characters whose inner pairs are features; names and targets are shorter
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SIGNS = str.maketrans("≧≦⩾⩽＝═＞＜", "≥≤≥≤==><")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """The text as features see it: half-width, no spaces, every number as 0."""
    word = squash(text[:_KEPT]).translate(_SIGNS)
    return _DIGITS.sub("0", word)


def run_features(text: str) -> list[str]:
    """The features of a run of characters: its ends, its inner pairs, its length."""
    word = folded(text)
    if not word:
        return ["L0"]
    found = {f"^{word[:n]}" for n in (1, 2, 3, 4)} | {f"{word[-n:]}$" for n in (1, 2, 3, 4)}
    middle = word[:_SEEN]
    found.update(middle[i : i + 2] for i in range(len(middle) - 1))
    found.add(f"L{min(len(word), 12) if len(word) < 12 else 12 + min(len(word) // 8, 10)}")
    found.add(f"D{min(word.count('0'), 3)}")
    if any(mark in word for mark in "。；，、;,"):
        found.add("P")
    return sorted(found)


def place_features(text: str, at: int) -> list[str]:
    """The features of the place before `text[at]`, digits kept as 0 one by one."""
    left = text[max(0, at - 4) : at]
    right = text[at : at + 4]
    found = [f"<{left[-n:]}" for n in (1, 2, 3, 4) if len(left) >= n]
    found += [f">{right[:n]}" for n in (1, 2, 3, 4) if len(right) >= n]
    found.append(f"={left[-1:]}{right[:1]}")
    found.append(f"~{left[-2:]}{right[:2]}")
    return found


def place_text(text: str) -> str:
    """A text as `place_features` takes it: same length, digits 0, signs alike."""
    return re.sub(r"[\d０-９]", "0", text.translate(_SIGNS))


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model over named features: vocabulary (name → row), weights rows × classes, intercepts."""

    vocabulary: dict[str, int]
    weights: Floats
    intercepts: Floats

    def scores(self, features: Iterable[str]) -> Floats:
        """Log-probabilities of the classes."""
        known = self.vocabulary
        rows = [known[feature] for feature in features if feature in known]
        logits = self.intercepts + np.add.reduce(self.weights[rows]) if rows else self.intercepts.copy()
        top = logits.max()
        result: Floats = logits - (top + math.log(np.exp(logits - top).sum()))
        return result


class FlattenedModel:
    """The three models; `roles` and `frame` are cached by text, so that words that recur cost nothing."""

    def __init__(self, roles: Linear, cuts: Linear, frame: Linear) -> None:
        self.runs = roles
        self.places = cuts
        self.words = frame
        self._cut_weights = {
            name: float(cuts.weights[row, 1] - cuts.weights[row, 0]) for name, row in cuts.vocabulary.items()
        }
        self._cut_bias = float(cuts.intercepts[1] - cuts.intercepts[0])
        self.roles = lru_cache(maxsize=1 << 16)(self._roles)
        self.head = lru_cache(maxsize=1 << 14)(self._head)
        self.frame = lru_cache(maxsize=1 << 15)(self._frame)

    def _roles(self, text: str) -> dict[str, float]:
        return dict(zip(CLASSES, map(float, self.runs.scores(run_features(text))), strict=True))

    def _head(self, text: str) -> tuple[str, float]:
        """The likeliest role of a word that is known to be a column's head, and its probability among the roles."""
        if not _SHORTEST_WORD <= len(text) <= _LONGEST_WORD:
            return "", 0.0
        scores = self.words.scores(run_features(text))[:_ROLES]
        best = int(scores.argmax())
        return HEAD_CLASSES[best], float(np.exp(scores[best]) / np.exp(scores).sum())

    def _frame(self, text: str) -> tuple[str, float]:
        """The likeliest class of a short word and its probability; ("none", 1.0) for texts too long to be one."""
        if not _SHORTEST_WORD <= len(text) <= _LONGEST_WORD:
            return "none", 1.0
        scores = self.words.scores(run_features(text))
        best = int(scores.argmax())
        return HEAD_CLASSES[best], float(np.exp(scores[best]))

    def cut_odds(self, text: str, at: int) -> float:
        """Log-odds that a cell ends before `text[at]`; `text` from `place_text`."""
        weights = self._cut_weights
        return self._cut_bias + sum(weights.get(feature, 0.0) for feature in place_features(text, at))


FILES = ("flattened.json", "flattened.npy")


def contents(model: FlattenedModel) -> dict[str, bytes]:
    """File names and bytes of a model; the same model gives the same bytes."""
    parts = (model.runs, model.places, model.words)
    table = np.concatenate([np.append(part.weights.ravel(), part.intercepts) for part in parts]).astype("<f2")
    buffer = io.BytesIO()
    np.save(buffer, table, allow_pickle=False)
    words = {name: list(part.vocabulary) for name, part in zip(_PARTS, parts, strict=True)}
    described = json.dumps(words, ensure_ascii=False, separators=(",", ":")) + "\n"
    return {"flattened.json": described.encode(), "flattened.npy": buffer.getvalue()}


_PARTS = ("runs", "places", "words")
_WIDTHS = (len(CLASSES), 2, len(HEAD_CLASSES))


def parsed(files: Mapping[str, bytes]) -> FlattenedModel:
    """The model in the bytes of `contents`. Raises ValueError, KeyError or TypeError for others."""
    facts = json.loads(files["flattened.json"])
    table = np.load(io.BytesIO(files["flattened.npy"]), allow_pickle=False).astype(np.float32)
    parts, at = [], 0
    for name, width in zip(_PARTS, _WIDTHS, strict=True):
        size = (len(facts[name]) + 1) * width
        parts.append(_linear(facts[name], table[at : at + size].reshape(-1, width)))
        at += size
    if at != len(table) or not np.isfinite(table).all():
        raise ValueError("flattened.npy")
    return FlattenedModel(*parts)


def read_model(folder: Path) -> FlattenedModel:
    """The model of a folder, each file checked against its manifest. Raises ModelError."""
    files = read_files(folder, FILES)
    try:
        return parsed(files)
    except (ValueError, KeyError, TypeError):
        raise ModelError(f"{folder} 中的文本版面模型内容不合格式，请运行 jxlint train 重建。") from None


def _linear(words: Sequence[str], table: Floats) -> Linear:
    return Linear({word: number for number, word in enumerate(words)}, table[:-1], table[-1])


@lru_cache(maxsize=1)
def shipped_model() -> FlattenedModel:
    """The model this installation uses, read once a process. Raises ModelError."""
    return read_model(shipped("models"))
