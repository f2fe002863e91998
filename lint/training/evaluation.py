"""Measuring: models that have not seen the rows they are asked about.

Every protocol splits by what a reviewer's next file differs in: the table, the sector, the document,
the author. Contested rows are left out of the testing of what is contested.

How well a category can be told from a name alone at all is measured too: annotators who saw nothing
but names, in shuffled order, gave each its likeliest category (corpora/name_judgements.tsv).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lint.classify.category import Readings, nine
from lint.classify.labels import NEWER_COSTS, NUMBER_OF, OLDER, is_category_name
from lint.classify.linear import Floats
from lint.classify.placement import place
from lint.language.folding import fold_name
from lint.training import measures
from lint.training.baselines import by_keyword, majority
from lint.training.corpus import Accepted, Row
from lint.training.models import decision_inputs, train_category

Map = Callable[[Callable[["Split"], "Answers"], Sequence["Split"]], Iterable["Answers"]]
FOLDS = 5
Flags = NDArray[np.bool_]
Numbers = NDArray[np.intp]


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
class Split:
    """What a model is taught (rows, and names with their acceptable categories) and what it is asked."""

    taught: tuple[Row, ...]
    accepted: tuple[Accepted, ...]
    asked: tuple[Row, ...]


@dataclass(frozen=True)
class Protocol:
    """A way of splitting: its name, what it tests (in Chinese), and the splits."""

    name: str
    title: str
    splits: tuple[Split, ...]


def usable(row: Row) -> bool:
    """Whether a row can be asked about: categories of the taxonomy, a name that says something."""
    known = row.level2 in NUMBER_OF and row.true_level2 in NUMBER_OF
    return known and bool(fold_name(row.name)) and not is_category_name(row.name)


# What a sector of the authored rows has in common with the titles of other rows' sectors and projects.
# "sectors-strict" trains without every row that one of these words fits, so that not even another
# author's rows of the sector are seen.
_KIN: Mapping[str, str] = {
    "义务教育与学前教育": "教育|学校|幼儿|学生|教师|小学|中学|学前|托育|校|招生",
    "职业与高等教育": "职业|高校|高等|大学|学院|职教|教育|技能|校|招生|科研",
    "公立医院与医保": "医院|医保|医疗|卫生|药|妇幼|健康|疾控",
    "公共卫生与疾控": "卫生|疾控|疾病|医疗|医院|健康|妇幼|疫|血站",
    "民政与社会救助": "民政|救助|养老|社工|殡葬|低保|残|儿童|慈善|福利|社会保障",
    "人力资源与就业": "人社|人力|就业|社保|社会保险|劳动|技能|人才|工伤|聘用",
    "农业与乡村振兴": "农业|农村|种植|畜牧|渔|乡村|农产品|农机|种业|农技|动物|屠宰|粮食",
    "林业草原": "林|草原|湿地|国家公园|绿化",
    "水利与防汛": "水利|防汛|河湖|水资源|灌区|供水|抗旱|水文|农饮水",
    "自然资源与测绘": "自然资源|测绘|地质|地灾|矿|不动产|耕地|规划|国土|海洋",
    "城市建设与市政环卫": "市政|环卫|城市|城管|住建|住房|园林|排水|老旧小区|建设|垃圾|供热|供水",
    "应急管理与消防": "应急|消防|安全生产|防灾|救灾|地震|防汛|气象",
    "公安与司法": "公安|司法|法院|检察|监狱|交警|禁毒|戒毒|法检|警|矫正|信访",
    "文化旅游与体育": "文化|文物|旅游|文旅|体育|图书|博物|非遗|广电|档案|文博",
    "信息化与政务服务": "信息|政务|数据|网络|信创|软件|系统",
    "商务与招商": "商务|招商|外贸|口岸|电商|会展|消费|商贸|供销|物流",
    "科技与知识产权": "科技|知识产权|科研|实验室|科普|科学|科协|专利",
}


def protocols(
    rows: Sequence[Row], accepted: Sequence[Accepted] = (), quick: bool = False, public: Sequence[Row] = ()
) -> list[Protocol]:
    """The splits of `jxlint evaluate`; `quick` leaves sectors in four bundles instead of each alone.

    `public` are names that no model is trained on.
    """
    real = [row for row in rows if row.source == "real"]
    authored = [row for row in rows if row.source == "authored"]
    labelled = [*real, *authored]
    others = [row for row in rows if row.source not in ("real", "authored")]
    blind = [row for row in others if row.source == "blind"]
    names = sorted({row.sector for row in authored})
    bundle = {name: str(number % 4) if quick else name for number, name in enumerate(names)}

    def sector(row: Row) -> str:
        return bundle[row.sector]

    def document(row: Row) -> str:
        return row.document

    def table(row: Row) -> str:
        return str(zlib.crc32(row.group.encode()) % FOLDS)

    def parted(asked: Sequence[Row], key: Callable[[Row], str], rest: Sequence[Row], strict: bool = False) -> Any:
        for value in sorted({key(row) for row in asked}):
            inside = tuple(row for row in asked if key(row) == value)
            hidden = {id(row) for row in inside}
            kin = re.compile("|".join(sorted({_KIN[row.sector] for row in inside})) if strict else "(?!)")
            kept = [row for row in rest if not kin.search(row.sector + row.project)]
            taught = (*(row for row in labelled if id(row) not in hidden), *kept)
            yield Split(taught, tuple(each for each in accepted if not kin.search(each.sector)), inside)

    by_sector = "行业分四组轮流留出" if quick else "留一行业"
    found = {
        "tables": ("按表分组的五折交叉验证（公开材料与编写材料）", parted(labelled, table, others)),
        "sectors": (f"{by_sector}（编写材料）", parted(authored, sector, others)),
        "sectors-strict": (f"{by_sector}，且不用其他语料中同行业的行", parted(authored, sector, others, strict=True)),
        "documents": ("留一文件（公开材料）", parted(real, document, others)),
        "documents-blind": ("留一文件，且不用本项目补写的名称", parted(real, document, blind)),
        "authored-to-real": ("只用编写材料训练，在公开材料上测", [Split(tuple(authored), (), tuple(real))]),
        "real-to-authored": ("只用公开材料训练，在编写材料上测", [Split(tuple(real), (), tuple(authored))]),
        "public": ("公开网页上的指标名称（从不用于训练）", [Split(tuple(rows), tuple(accepted), tuple(public))]),
    }
    if not set(names) <= set(_KIN):
        del found["sectors-strict"]
    return [Protocol(name, title, tuple(splits)) for name, (title, splits) in found.items()]


def ask(split: Split) -> Answers:
    """Answers about what a split asks by models trained on what it teaches."""
    category, placement = train_category(split.taught, split.accepted)
    rows = tuple(row for row in split.asked if usable(row))
    readings = category.read([row.name for row in rows], [row.value for row in rows])
    return decided(rows, readings, placement.misplaced, majority(split.taught))


def ask_all(splits: Sequence[Split], each: Map = map) -> Answers:
    """The answers of all splits, in their order; `each` is Python's `map`, or one that trains them side by side."""
    return together(list((map if len(splits) == 1 else each)(ask, splits)))


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
    bins = measures.calibration(alone.argmax(axis=1) == truth, alone.max(axis=1))
    found: dict[str, Any] = {
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
    }
    moved = np.array([row.misplaced for row in rows])
    if moved.any():
        found["c001"] = _c001(rows, moved, answers.misplaced[clear], answers.rival[clear], keyword, threshold)
    return found


def _c001(
    rows: Sequence[Row], moved: Flags, scores: Floats, rival: Numbers, keyword: Numbers, threshold: float
) -> dict[str, Any]:
    """The figures of the decision; the keyword rules say misplaced where they name another category."""
    declared = np.array([older_class(NUMBER_OF[row.level2]) for row in rows])
    goes = np.array([NUMBER_OF[row.true_level2] for row in rows])
    hits = (scores >= threshold) & moved
    bins = measures.calibration(moved, scores)
    return {
        **asdict(measures.detection(moved, scores, threshold)),
        "destination": _share(rival[hits] == goes[hits]) if hits.any() else 0.0,
        "calibration_error": round(measures.calibration_error(bins), 4),
        "reliability": [[round(c, 4), round(s, 4), n] for c, s, n in bins],
        "keywords": asdict(measures.detection(moved, (keyword != declared).astype(float), 0.5)),
        "curve": [[round(x, 4) for x in point] for point in measures.curve(moved, scores)],
    }


def vagueness(rows: Sequence[Row], lexical: Callable[[Row], bool]) -> dict[str, Any]:
    """How well the lexical rule tells vague targets, on published and on authored rows."""
    labelled = [row for row in rows if row.vague is not None and row.value.strip() and "vague" not in row.contested]
    found = {}
    for source in ("real", "authored"):
        asked = [row for row in labelled if row.source == source]
        truth = np.array([bool(row.vague) for row in asked])
        said = np.array([float(lexical(row)) for row in asked])
        found[source] = asdict(measures.detection(truth, said, 0.5))
    return found


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
