"""Corpora → the models that read flattened text (`lint.extract.flattened.model`): what a run says, where one ends.

Everything comes from names, targets and projects of the corpora in a fixed order: rows are joined to lines as
texts without cells join them, whole runs teach the classes, and runs cut or joined at other places teach `broken`.
"""

from __future__ import annotations

import csv
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lint.extract.flattened.model import (
    CLASSES,
    HEAD_CLASSES,
    FlattenedModel,
    Floats,
    Linear,
    place_features,
    place_text,
    run_features,
)
from lint.training.drawing.words import HEADS, LABELS
from lint.training.surroundings import JUNK, OFFICES, TEXTS, UNITS

_RUN_FEATURES = 24_000  # kept of about 400,000: the rest occur in one or two runs and only grow the file
_PLACE_FEATURES = 24_000
_FRAME_FEATURES = 4_000
_PENALTY = 2.0  # inverse strength of the ridge; from 1 to 4 nothing changes in cross-validation
_EACH = 1  # broken runs made of each row and way of breaking
_LEVELS = {
    "数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标", "成本指标": "产出指标",
    "经济效益指标": "效益指标", "社会效益指标": "效益指标", "生态效益指标": "效益指标", "可持续影响指标": "效益指标",
    "服务对象满意度指标": "满意度指标",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of the corpora."""

    level2: str
    name: str
    value: str


def fit_flattened(corpora: Path) -> FlattenedModel:
    """Both models, trained from a folder of corpora; the same files give the same bits."""
    entries, projects = _entries(corpora)
    runs = list(_runs(entries, projects))
    places = list(_places(entries))
    roles = _fit([run_features(text) for text, _ in runs], [label for _, label in runs], len(CLASSES), _RUN_FEATURES)
    cuts = _fit([place_features(text, at) for text, at, _ in places], [cut for _, _, cut in places], 2, _PLACE_FEATURES)
    words = list(_frame(entries))
    frame = _fit(
        [run_features(text) for text, _ in words], [label for _, label in words], len(HEAD_CLASSES), _FRAME_FEATURES
    )
    return FlattenedModel(roles, cuts, frame)


_HEADS = {
    "value": "value", "name": "name", "name4": "name", "level1": "level1", "level2": "level2", "unit": "unit",
    "sign": "sign", "type": "type", "direction": "direction", "weight": "weight", "score": "score", "actual":
    "actual", "midyear": "actual", "forecast": "forecast", "reason": "deviation", "explanation": "explanation",
    "standard": "standard", "scoring": "scoring", "remark": "other", "source": "other", "history": "last",
    "serial": "number", "department": "department", "project": "project", "money": "money", "goal": "goal",
}  # fmt: skip
_LABELS = {
    "project": "label:project", "department": "label:department", "implementer": "label:implementer",
    "annual_total": "label:money", "period_total": "label:money", "goal_root": "label:goal", "goal_annual":
    "label:goal", "goal_period": "label:goal", "signature": "below", "opinion": "below", "conclusion": "below",
    "total": "below",
}  # fmt: skip
_OTHERS = 900  # names and targets of the corpora that teach what is no word of the frame


def _frame(entries: Sequence[Entry]) -> Iterator[tuple[str, int]]:
    """Short words of a form's frame with their classes; names, targets and categories as none."""
    for known, table in ((HEADS, _HEADS), (LABELS, _LABELS)):
        for role, words in known.items():
            label = table.get(role, "label:other" if known is LABELS else "")
            if not label:
                continue
            for word in words.train:
                plain = re.sub(r"\{\w+\}", "2023", word)
                for text in {plain, re.sub(r"[(（].*?[)）]", "", plain)} - {""}:
                    yield text, HEAD_CLASSES.index(label)
    none = HEAD_CLASSES.index("none")
    for level2, level1 in _LEVELS.items():
        for text in (level2, level1, level2.removesuffix("指标"), level1.removesuffix("指标")):
            yield text, none
    for number in range(_OTHERS):
        entry = entries[_draw(f"frame{number}", len(entries))]
        yield entry.name, none
        if entry.value and number % 2:
            yield entry.value, none


def _entries(corpora: Path) -> tuple[list[Entry], list[str]]:
    entries: dict[Entry, None] = {}
    projects: dict[str, None] = {}
    for file in ("authored.jsonl", "blind_forms.jsonl"):
        for line in (corpora / file).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            entries[Entry(row["level2"], row["name"], row["value"])] = None
            projects[row["project"]] = None
    for file in ("blind_names.tsv", "added_names.tsv"):
        with (corpora / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["name"] and row["name"] != "name":
                    entries[Entry(row["level2"], row["name"], row.get("value") or "")] = None
    return list(entries), [project for project in projects if project]


def _draw(key: str, count: int) -> int:
    """A number below `count`, decided by the key alone."""
    return zlib.crc32(key.encode()) % max(1, count)


def _runs(entries: Sequence[Entry], projects: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Runs of characters with their classes."""
    for number, entry in enumerate(entries):
        other = entries[_draw(f"{number}{entry.name}", len(entries))]
        yield from ((text, CLASSES.index(label)) for text, label in _of(entry, other, number))
    for number, project in enumerate(projects):
        for text in (
            project,
            f"{2016 + number % 11}年{project}",
            project + ("项目", "经费", "专项资金", "建设项目")[number % 4],
        ):
            yield text, CLASSES.index("title")
        for office in (OFFICES[number % len(OFFICES)], UNITS[number % len(UNITS)]):
            place = PLACES[number % len(PLACES)]
            yield place + office, CLASSES.index("title")
            yield f"{100 + number % 800}-{place}{office}", CLASSES.index("title")
    for text in TEXTS:
        yield text, CLASSES.index("text")
    for text in JUNK:
        for _ in range(4):  # few, and each stands for many
            yield text, CLASSES.index("junk")


PLACES = (
    "云泽县",
    "松湖区",
    "临江市",
    "青川县",
    "白塔区",
    "沙海旗",
    "锦丹市",
    "望石县",
    "绿澜区",
    "永安市",
    "清河县",
    "德平州",
)


def _of(entry: Entry, other: Entry, number: int) -> Iterator[tuple[str, str]]:
    name, value = entry.name, entry.value
    yield name, "name"
    if number % 5 == 0:
        yield f"指标{1 + number % 4}：{name}", "name"
    if value and not re.fullmatch(r"[\d.,]+", value):
        yield value, "value"
    if len(name) > 3:
        cut = 1 + _draw(name, len(name) - 1)
        yield (name[:cut], "broken") if number % 2 else (name[cut:], "broken")
    if value:
        way = number % 6
        if way == 0:
            yield name + value, "broken"
        elif way == 1:
            yield value + other.name, "broken"
        elif way == 2:
            yield entry.level2 + name, "broken"
        elif way == 3 and len(value) > 2:
            cut = 1 + _draw(value, len(value) - 1)
            yield value[:cut], "broken" if not value[:cut].isdigit() else "value"
            yield name + value[:cut], "broken"
        elif way == 4 and len(value) > 2:
            cut = 1 + _draw(value, len(value) - 1)
            yield value[cut:] + other.name[: 2 + number % 5], "broken"
        elif way == 5:
            yield name + value + other.name, "broken"
    if number % 4 == 0:
        yield f"{name}，{other.name}{other.value}，{TEXTS[number % len(TEXTS)]}", "text"
    if number % 9 == 0:
        yield f"目标{1 + number % 3}：{name}{value}；", "text"
        yield f"因{TEXTS[number % len(TEXTS)][:8]}，{name}未完成", "text"


def _places(entries: Sequence[Entry]) -> Iterator[tuple[str, int, int]]:
    """Places between two characters of joined rows, and whether a cell ends there."""
    for number, entry in enumerate(entries):
        if not entry.value:
            continue
        other = entries[_draw(f"{entry.name}{number}", len(entries))]
        parts = [entry.level2, entry.name, entry.value]
        if number % 3 == 0:
            parts.insert(0, _LEVELS.get(entry.level2, "产出指标"))
        if number % 4 == 1:
            parts += [
                _achieved(entry.value, number),
                *("5", "8", "10", "15.5", "20")[number % 5 : number % 5 + 1 + number % 2],
            ]
        elif number % 8 == 2:
            parts.append(("5", "10", "12.5", "20")[number % 3])
        parts.append(other.level2 if number % 2 else other.name)
        text = place_text("".join(parts))
        ends, at = set(), 0
        for part in parts[:-1]:
            at += len(part)
            ends.add(at)
        inner = [at for at in range(1, len(text)) if at not in ends]
        for at in sorted(ends):
            yield text, at, 1
        for step in range(min(4, len(inner))):
            yield text, inner[_draw(f"{number}:{step}", len(inner))], 0
        for at in sorted(ends):
            for near in (at - 1, at + 1):
                if near not in ends and 0 < near < len(text) and _draw(f"{number}{near}", 3) == 0:
                    yield text, near, 0


def _achieved(value: str, number: int) -> str:
    """What a self-evaluation prints beside a target."""
    return re.sub(r"^[≥≤=＝><]+", "", value) if number % 3 else value


def _fit(samples: Sequence[Sequence[str]], labels: Sequence[int], classes: int, most: int) -> Linear:
    """Multinomial logistic regression over the features that occur most."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    counts = Counter(feature for sample in samples for feature in sample)
    kept = sorted(sorted(counts, key=lambda feature: (-counts[feature], feature))[:most])
    vocabulary = {feature: number for number, feature in enumerate(kept)}
    columns: list[int] = []
    ends = [0]
    for sample in samples:
        columns += [vocabulary[feature] for feature in sample if feature in vocabulary]
        ends.append(len(columns))
    matrix = csr_matrix(
        (np.ones(len(columns), dtype=np.float64), np.array(columns), np.array(ends)), shape=(len(samples), len(kept))
    )
    with threadpool_limits(1):
        model = LogisticRegression(C=_PENALTY, solver="sag", max_iter=100, tol=1e-2, random_state=0)
        model.fit(matrix, np.array(labels))
    weights: Floats = model.coef_.T.astype(np.float32)
    intercepts: Floats = model.intercept_.astype(np.float32)
    if classes == 2:  # one column: odds of the second class
        weights = np.concatenate([np.zeros_like(weights), weights], axis=1)
        intercepts = np.concatenate([np.zeros_like(intercepts), intercepts])
    return Linear(vocabulary, _storable(weights), _storable(intercepts))


def _storable(weights: Floats) -> Floats:
    result: Floats = weights.astype(np.float16).astype(np.float32)
    return result
