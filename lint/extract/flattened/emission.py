"""How well a run of characters suits each column: log-scores from its shape, the word patterns and the model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from lint.extract.flattened.grammar import (
    CATEGORY,
    DIRECTIONS,
    ROOT,
    SCRAP,
    SIGN,
    STOP,
    category_levels,
    head_role,
    shape,
)
from lint.extract.flattened.model import FlattenedModel
from lint.extract.flattened.schema import Column
from lint.language.folding import squash

FLOOR = -12.0  # a reading below this is none
REMARKS = frozenset(["standard", "scoring", "explanation", "deviation", "other", "goal"])
FIGURES = frozenset(["actual", "rate", "last", "forecast"])
_TYPES = frozenset(["定性", "定量", "定性指标", "定量指标", "数值", "文本"])
_LABELLED = re.compile(r"^[\u4e00-\u9fff()（）]{2,14}[:：]$")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_MEASURE = re.compile(
    r"(?:率|数|数量|次数|人数|时间|时限|面积|金额|满意度|比例|标准|费用|单价|[)）])$|[:：;；。]|^指标"
)  # ends of names
_LEAST_WHOLE = -3.5  # a cell with its own separators can be a name or a target of any words
_LEAST_GLUED = -8.0
_REMARK = re.compile(r"计划标准|行业标准|历史标准|预算支出标准|国家标准|确定能|有可能|不可能|同上")

# Scores of a run whose shape alone decides, by role; roles not named get FLOOR. They are log-likelihoods of
# that shape in a cell of the role, relative to the best: counted on the drawn forms, rounded.
_SHAPES: dict[str, dict[str, float]] = {
    "number": {
        "value": -0.6, "actual": -0.6, "weight": -0.4, "score": -0.4, "rate": -0.8, "last": -0.6, "forecast": -0.6,
        "money": -0.4, "number": -0.8, "year": -2.0, "name": -9.0, "code": -0.8, "standard": -5.0, "other": -3.0,
        "deviation": -6.0, "explanation": -6.0, "scoring": -6.0,
    },
    "amount": {
        "value": -0.1, "actual": -0.3, "last": -0.3, "forecast": -0.3, "rate": -0.5, "weight": -5.0, "score": -5.0,
        "money": -1.5, "name": -8.0, "standard": -5.0, "other": -4.0, "deviation": -6.0, "year": -3.0,
    },
    "date": {
        "value": -0.1, "actual": -0.3, "last": -0.3, "forecast": -0.3, "name": -6.0, "year": -0.5, "standard": -5.0,
        "deviation": -5.0, "other": -4.0,
    },
    "compared": {
        "value": -0.2, "actual": -0.6, "last": -0.6, "forecast": -0.6, "name": -7.0, "deviation": -6.0,
        "standard": -5.0,
    },
    "dash": {
        "value": -1.5, "actual": -0.8, "weight": -1.0, "score": -1.0, "unit": -1.0, "last": -0.8, "deviation": -0.5,
        "other": -0.5, "standard": -0.8, "money": -1.0, "forecast": -0.8, "rate": -0.8,
    },
    "unit": {"unit": -0.1, "value": -6.0, "name": -7.0, "actual": -6.0, "other": -4.0, "standard": -5.0},
}  # fmt: skip


class Emission:
    """Scores of runs for the columns of one head; `junk` for what belongs to no column."""

    def __init__(self, columns: Sequence[Column], model: FlattenedModel, glued: bool) -> None:
        self._least = _LEAST_GLUED if glued else _LEAST_WHOLE
        self._columns = [column.role for column in columns]
        self._model = model
        self._signed = any(column.role == "sign" for column in columns)
        self.scores = lru_cache(maxsize=8192)(self._scores)
        self.junk = lru_cache(maxsize=8192)(self._junk)

    def _scores(self, text: str) -> tuple[tuple[int, float], ...]:
        """(column, score) of every column that the run suits at all."""
        found = role_scores(text, self._model)
        result = []
        for number, role in enumerate(self._columns):
            score = found.get("value" if role == "whole" else role, FLOOR)
            if role == "value" and self._signed and score < -0.15 and shape(text) == "number":
                score = -0.15
            if (
                role in ("name", "value", "actual")
                and self._least > score > FLOOR
                and "name" in found
                and _WORDS.search(text)
            ):
                score = self._least
            if score > FLOOR:
                result.append((number, score))
        return tuple(result)

    def _junk(self, text: str) -> float:
        word = squash(text)
        if ROOT.fullmatch(word) or head_role(word):
            return -0.6
        if STOP.match(word):
            return -1.5
        if shape(text) == "number":
            return -2.5
        if any(category_levels(word)) or shape(text) in ("amount", "compared", "date"):
            return -9.0
        return max(-9.0, min(-2.0, -2.0 + self._model.roles(text)["junk"]))


def role_scores(text: str, model: FlattenedModel) -> dict[str, float]:
    """Log-score of a run for every role it suits."""
    word = squash(text)
    one, two = category_levels(word)
    if one or two:
        return _category(word, one, two)
    if SCRAP.fullmatch(word):
        return {"unit": -9.0}
    if word in DIRECTIONS:
        return {"direction": -0.1, "type": -0.3, "sign": -1.0, "other": -1.0}
    if SIGN.fullmatch(word):
        return _sign(word)
    form = shape(text)
    if form in _SHAPES:
        found = dict(_SHAPES[form])
        if form == "number":
            _figures(word, found)
        elif form == "amount" and re.fullmatch(r"\d{1,2}(?:\.\d+)?(?:%|分)", word):
            found["weight"], found["score"] = -1.5, -2.0
        if form in ("compared", "date") and len(word) > 14:
            found["value"] += model.roles(text)["broken"] * 0 - 0.3
        return found
    return _words(text, word, form, model)


def _category(word: str, one: bool, two: bool) -> dict[str, float]:
    plain = word.endswith(("指标", "等", ")", "分)"))
    found = {"level1": -0.1 if one else -6.0, "level2": -0.1 if two else -5.0, "name": -5.0, "value": -9.0}
    if one and not plain:
        found["level1"] = -1.0
    if two and not plain and "满意度" not in word:
        found["level2"] = -0.6
    if "满意度" in word and not plain:
        found.update({"level2": -1.4, "name": -1.2})
    if word in ("成本", "质量", "数量", "时效", "进度", "产出", "效益"):
        found["name"] = -4.0
    return found


def _sign(word: str) -> dict[str, float]:
    if word in _TYPES:
        return {"sign": -0.2, "type": -0.1, "value": -4.0, "direction": -3.0}
    return {"sign": -0.05, "value": -6.0, "direction": -1.5, "type": -2.0}


def _figures(word: str, found: dict[str, float]) -> None:
    """Makes the scores of a bare number suit its size."""
    try:
        number = float(word.replace(",", "").replace("，", ""))
    except ValueError:
        return
    if not 0 < number <= 100:
        found["weight"], found["score"] = -5.0, -4.0 if number else -1.0
    if re.fullmatch(r"20[12]\d", word):
        found["year"] = -0.1
    if number >= 1000:
        found["number"] = -5.0


def _words(text: str, word: str, form: str, model: FlattenedModel) -> dict[str, float]:
    """Scores of a run of words: what the model says, for the roles that can hold words."""
    said = model.roles(text)
    measured = _MEASURE.search(word) is not None or ("指标" in word and CATEGORY.search(word) is not None)
    found = {
        "name": said["name"],
        "value": said["value"],
        "actual": max(said["value"], said["text"] - 0.5) - 0.3,
        "project": max(said["title"], said["name"] - 1.0) - 0.1,
        "department": said["title"] - 0.1,
        "level1": -6.0 if measured else -4.5 + max(said["name"], -2.0),
        "level2": -6.0 if measured else -3.5 + max(said["name"], -2.0),
        "code": -2.0,
    }
    spaces = word != text and text.count(" ")
    if spaces:
        found["project"] -= 1.5 * spaces
        found["department"] -= 1.5 * spaces
    found["last"] = found["forecast"] = found["rate"] = found["actual"] - 0.3
    remark = -1.3 if len(word) < 30 else -0.8
    if _REMARK.search(word):
        remark = -0.2
    elif said["text"] > -1.0:
        remark = -0.5
    for role in REMARKS:
        found[role] = remark
    if form == "marked":
        found["name"] = max(found["name"], -0.3)
        found["value"] -= 3.0
    if len(word) > 40:
        found["name"] -= (len(word) - 40) * 0.15
        found["value"] -= (len(word) - 40) * 0.1
    if STOP.match(word) or _LABELLED.match(word) or head_role(word) or ROOT.fullmatch(word):
        found = {role: score - 6.0 for role, score in found.items()}
    if len(word) <= 1:
        found["name"] -= 4.0
        found["unit"] = -2.5
    elif len(word) <= 4:
        found["unit"] = -4.0 + max(-4.0, said["broken"])
    return found
