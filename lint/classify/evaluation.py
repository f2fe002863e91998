"""Measuring: models that have not seen the rows they are asked about.

Every protocol splits by what a reviewer's next file differs in: the table, the sector, the document,
the author. Contested rows are left out of the testing of what is contested.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lint.classify import measures
from lint.classify.baselines import by_keyword, majority
from lint.classify.category import Readings, nine
from lint.classify.corpus import Row
from lint.classify.features import plain_name
from lint.classify.labels import NEWER_COSTS, NUMBER_OF, OLDER, is_category_name
from lint.classify.linear import Floats
from lint.classify.placement import place
from lint.classify.training import decision_inputs, train_category
from lint.classify.vagueness import fit_vagueness

FOLDS = 5


@dataclass(frozen=True)
class Answers:
    """What models trained without them say about n rows.

    `whole` and `name` are probabilities (n × 11), `misplaced` the decision (n), `rival` the expected
    class (n), `majority` the commonest class of the training rows (n).
    """

    rows: tuple[Row, ...]
    whole: Floats
    name: Floats
    misplaced: Floats
    rival: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    majority: np.ndarray[tuple[int, ...], np.dtype[np.intp]]


@dataclass(frozen=True)
class Protocol:
    """A way of splitting: its name, what it tests (in Chinese), and the splits."""

    name: str
    title: str
    splits: tuple[tuple[tuple[Row, ...], tuple[Row, ...]], ...]


def usable(row: Row) -> bool:
    """Whether a row can be asked about: categories of the taxonomy, a name that says something."""
    known = row.level2 in NUMBER_OF and row.true_level2 in NUMBER_OF
    return known and bool(plain_name(row.name)) and not is_category_name(row.name)


def protocols(rows: Sequence[Row], quick: bool = False) -> list[Protocol]:
    """The splits of `jxlint evaluate`; `quick` leaves sectors in four bundles instead of each alone."""
    real = [row for row in rows if row.source == "real"]
    authored = [row for row in rows if row.source == "authored"]
    labelled = [*real, *authored]
    others = [row for row in rows if row.source not in ("real", "authored")]
    unjudged = [row for row in others if row.kind != "judged"]

    def grouped(test: Sequence[Row], key: Callable[[Row], str], rest: Sequence[Row]) -> Any:
        found = []
        for value in sorted({key(row) for row in test}):
            inside = tuple(row for row in test if key(row) == value)
            outside = [row for row in labelled if (row.source != inside[0].source or key(row) != value)]
            found.append(((*outside, *rest), inside))
        return tuple(found)

    sectors = sorted({row.sector for row in authored})
    bundle = {sector: str(number % 4) if quick else sector for number, sector in enumerate(sectors)}

    def sector(row: Row) -> str:
        return bundle[row.sector]

    def document(row: Row) -> str:
        return row.document

    def table(row: Row) -> str:
        return str(zlib.crc32(row.group.encode()) % FOLDS)

    by_table = tuple(
        (
            (*(row for row in labelled if table(row) != value), *others),
            tuple(row for row in labelled if table(row) == value),
        )
        for value in sorted({table(row) for row in labelled})
    )
    by_sector = "行业分四组轮流留出（编写材料）" if quick else "留一行业（编写材料）"
    return [
        Protocol("tables", "按表分组的五折交叉验证（公开材料与编写材料）", by_table),
        Protocol("sectors", by_sector, grouped(authored, sector, others)),
        Protocol("documents", "留一文件（公开材料）", grouped(real, document, others)),
        Protocol("documents-strict", "留一文件，且不用本项目补写的判例行", grouped(real, document, unjudged)),
        Protocol("authored-to-real", "只用编写材料训练，在公开材料上测", ((tuple(authored), tuple(real)),)),
        Protocol("real-to-authored", "只用公开材料训练，在编写材料上测", ((tuple(real), tuple(authored)),)),
    ]


def ask(train: Sequence[Row], test: Sequence[Row]) -> Answers:
    """Answers about `test` by models trained on `train`."""
    category, placement = train_category(train)
    rows = tuple(row for row in test if usable(row))
    readings = category.read([row.name for row in rows], [row.value for row in rows])
    return decided(rows, readings, placement.misplaced, majority(train))


def decided(rows: tuple[Row, ...], readings: Readings, decision: Callable[[Any], Floats], commonest: int) -> Answers:
    """Answers from readings and a decision function."""
    placed = place(readings, *decision_inputs(rows))
    most = np.full(len(rows), commonest, dtype=np.intp)
    return Answers(rows, readings.whole, readings.name, decision(placed), placed.rival, most)


def together(parts: Sequence[Answers]) -> Answers:
    """The answers of all splits as one."""
    return Answers(
        tuple(row for part in parts for row in part.rows),
        np.concatenate([part.whole for part in parts]),
        np.concatenate([part.name for part in parts]),
        np.concatenate([part.misplaced for part in parts]),
        np.concatenate([part.rival for part in parts]),
        np.concatenate([part.majority for part in parts]),
    )


def report(answers: Answers, threshold: float) -> dict[str, Any]:
    """All figures of one protocol, ready for JSON."""
    clear = np.array([not row.category_is_contested for row in answers.rows])
    rows = [row for row, keep in zip(answers.rows, clear, strict=True) if keep]
    truth = np.array([older_class(NUMBER_OF[row.true_level2]) for row in rows])
    whole, alone = nine(answers.whole[clear]), nine(answers.name[clear])
    keyword = np.array([older_class(by_keyword(row.name, row.value)) for row in rows])
    common = np.array([older_class(int(number)) for number in answers.majority[clear]])
    declared = np.array([older_class(NUMBER_OF[row.level2]) for row in rows])
    moved = np.array([row.misplaced for row in rows])
    scores = answers.misplaced[clear]
    rival = answers.rival[clear]
    said = scores >= threshold
    goes = np.array([NUMBER_OF[row.true_level2] for row in rows])
    hits = said & moved
    bins = measures.calibration(alone.argmax(axis=1) == truth, alone.max(axis=1))
    placed_bins = measures.calibration(moved, scores)
    keyword_said = (keyword != declared).astype(float)
    return {
        "rows": len(rows),
        "category": {
            "name_and_value": _share(whole.argmax(axis=1) == truth),
            "name_alone": _share(alone.argmax(axis=1) == truth),
            "keywords": _share(keyword == truth),
            "majority": _share(common == truth),
            "calibration_error": round(measures.calibration_error(bins), 4),
            "reliability": [[round(c, 4), round(s, 4), n] for c, s, n in bins],
            "confusion": _confusion(truth, alone.argmax(axis=1)),
        },
        "c001": {
            **asdict(measures.detection(moved, scores, threshold)),
            "destination": _share(rival[hits] == goes[hits]) if hits.any() else 0.0,
            "calibration_error": round(measures.calibration_error(placed_bins), 4),
            "reliability": [[round(c, 4), round(s, 4), n] for c, s, n in placed_bins],
            "keywords": asdict(measures.detection(moved, keyword_said, 0.5)),
            "curve": [[round(x, 4) for x in point] for point in measures.curve(moved, scores)],
        },
    }


def vagueness(rows: Sequence[Row], lexical: Callable[[Row], bool]) -> dict[str, Any]:
    """Vagueness of the real rows' values: the lexical rule, a model trained on the other sources,
    and grouped cross-validation of the model over both labelled sources.
    """
    labelled = [row for row in rows if row.vague is not None and row.value.strip() and "vague" not in row.contested]
    test = [row for row in labelled if row.source in ("real", "authored")]
    scores = np.zeros(len(test))
    fold = np.array([zlib.crc32(row.group.encode()) % FOLDS for row in test])
    others = [row for row in labelled if row.source not in ("real", "authored")]
    for number in range(FOLDS):
        inside = np.flatnonzero(fold == number).tolist()
        outside = [test[i] for i in np.flatnonzero(fold != number).tolist()]
        scores[inside] = fit_vagueness([*outside, *others]).vague([test[i].value for i in inside])
    truth = np.array([bool(row.vague) for row in test])
    rule = np.array([float(lexical(row)) for row in test])
    real = np.array([row.source == "real" for row in test])
    return {
        "lexical_rule": {
            "real": asdict(measures.detection(truth[real], rule[real], 0.5)),
            "authored": asdict(measures.detection(truth[~real], rule[~real], 0.5)),
        },
        "model": {
            "real": asdict(measures.detection(truth[real], scores[real], 0.5)),
            "authored": asdict(measures.detection(truth[~real], scores[~real], 0.5)),
        },
    }


def older_class(number: int) -> int:
    """The class among the nine of the older form."""
    if number in NEWER_COSTS:
        return OLDER.index("成本指标")
    return number - sum(cost < number for cost in NEWER_COSTS)


def _share(right: Iterable[bool] | np.ndarray[Any, Any]) -> float:
    return round(float(np.mean(np.asarray(right))), 4)


def _confusion(truth: np.ndarray[Any, Any], said: np.ndarray[Any, Any]) -> list[list[int]]:
    table = np.zeros((len(OLDER), len(OLDER)), dtype=int)
    np.add.at(table, (truth, said), 1)
    return [[int(number) for number in line] for line in table]
