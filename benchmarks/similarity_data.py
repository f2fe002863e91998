"""Invented tables for the benchmark of similarity: independent ones, planted copies, boilerplate.

Names are put together from the words of corpora/word_frequencies.tsv, everyday rows from the
settings, so that independent tables share what real ones share. Everything is drawn from one seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pyarrow as pa

from lint.settings import load
from lint.settings.shipped import shipped
from lint.similarity.engines.columns import HEADS, ROWS, Corpus, of_rows

LEVEL2 = (
    "数量指标",
    "质量指标",
    "时效指标",
    "成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
)
SATISFACTION = "服务对象满意度指标"
ENDINGS = {
    "数量指标": (("数量", "个"), ("面积", "平方米"), ("人数", "人"), ("次数", "次"), ("长度", "米"), ("套数", "套")),
    "质量指标": (("合格率", "%"), ("达标率", "%"), ("完好率", "%"), ("准确率", "%")),
    "时效指标": (("完成时间", "月底前"), ("响应时间", "小时"), ("办结天数", "天")),
    "成本指标": (("费用", "万元"), ("单价", "元/平方米"), ("补助标准", "元/人"), ("总成本", "万元")),
    "经济效益指标": (("节约率", "%"), ("增收", "元")),
    "社会效益指标": (("覆盖率", "%"), ("受益人数", "人"), ("保障程度", None)),
    "生态效益指标": (("降低率", "%"), ("影响程度", None)),
    "可持续影响指标": (("使用年限", "年"), ("管护机制", None)),
}
STATES = ("明显", "提升", "健全", "有效保障", "改善")
SIGNS = ("≥", "≤", "＝", "")
POOL = 6000
GENERIC_SHARE = 0.3


@dataclass
class Data:
    """A corpus with its truth.

    `planted` holds (source, copy) as table indexes, source first; `family` for each table the index
    of what it was made from: its own, its source's, or minus the template's number.
    """

    corpus: Corpus
    planted: list[tuple[int, int]] = field(default_factory=list)
    family: list[int] = field(default_factory=list)


class Generator:
    """Draws tables; rows are (level2, name, value)."""

    def __init__(self, seed: int = 20240711) -> None:
        self.random = random.Random(seed)
        lines = (shipped("corpora") / "word_frequencies.tsv").read_text(encoding="utf-8").splitlines()[1:]
        self.words = [word for word, _ in (line.split("\t") for line in lines) if len(word) > 1]
        self.generic = [name for name in load().similarity.generic_names if len(name) > 2]
        self.pool = [self.fresh() for _ in range(POOL)]

    def fresh(self) -> tuple[str, str, str]:
        """A row of subject matter."""
        level2 = self.random.choice(LEVEL2)
        ending, unit = self.random.choice(ENDINGS[level2])
        return level2, "".join(self.random.sample(self.words, 3)) + ending, self.value(unit)

    def value(self, unit: str | None) -> str:
        if unit is None:
            return self.random.choice(STATES)
        number = self.random.choice((90, 95, 98, 100)) if unit == "%" else self.random.randint(1, 5000)
        return f"{self.random.choice(SIGNS)}{number}{unit}"

    def everyday(self) -> tuple[str, str, str]:
        return (
            self.random.choice(LEVEL2),
            self.random.choice(self.generic),
            self.random.choice(("100%", "≥95%", "健全", "提高")),
        )

    def rows(self) -> list[tuple[str, str, str]]:
        count = self.random.randint(8, 16)
        found = [
            self.everyday() if self.random.random() < GENERIC_SHARE else self.random.choice(self.pool)
            for _ in range(count - 1)
        ]
        return [*found, (SATISFACTION, self.random.choice(("群众满意度", "服务对象满意度", "工作人员满意度")), "≥95%")]

    def project(self) -> str:
        return "".join(self.random.sample(self.words, 3)) + self.random.choice(("项目", "经费", "工程"))

    def copy(self, rows: list[tuple[str, str, str]], old: str, new: str) -> list[tuple[str, str, str]]:
        """A copy as clerks make them: 1 to 3 rows changed, numbers changed, project renamed, names cut off."""
        found = [(level2, name.replace(old, new), self.renumbered(value)) for level2, name, value in rows]
        for at in self.random.sample(range(len(found)), self.random.randint(1, 3)):
            level2, name, value = self.fresh()
            found[at] = (level2, name, value) if self.random.random() < 0.5 else (*found[at][:2], value)
        return [
            (
                level2,
                name[: max(5, len(name) - self.random.randint(1, 3))] if self.random.random() < 0.1 else name,
                value,
            )
            for level2, name, value in found
        ]

    def renumbered(self, value: str) -> str:
        if self.random.random() < 0.5:
            return value
        return "".join(str(self.random.randint(1, 9)) if c.isdigit() else c for c in value)


def data(number: int, *, seed: int = 20240711, copies: float = 0.1, boilerplate: float = 0.0) -> Data:
    """`number` tables: a share planted copies of earlier ones, a share made from five templates."""
    draw = Generator(seed)
    templates = [draw.rows() for _ in range(5)]
    tables: list[list[tuple[str, str, str]]] = []
    projects: list[str] = []
    sources: list[int] = []
    planted, family = [], []
    for index in range(number):
        project = draw.project()
        kind = draw.random.random()
        if kind < copies and sources:
            source = draw.random.choice(sources)
            rows = draw.copy(tables[source], projects[source], project)
            planted.append((source, index))
            family.append(source)
        elif kind < copies + boilerplate:
            which = draw.random.randrange(len(templates))
            rows = [(level2, name, draw.renumbered(value)) for level2, name, value in templates[which]]
            family.append(-1 - which)
        else:
            rows = draw.rows()
            if draw.random.random() < 0.5:
                level2, name, value = rows[0]
                rows[0] = (level2, project + name, value)
            sources.append(index)
            family.append(index)
        tables.append(rows)
        projects.append(project)
    return Data(_corpus(tables, projects), planted, family)


def _corpus(tables: list[list[tuple[str, str, str]]], projects: list[str]) -> Corpus:
    owner = [index for index, rows in enumerate(tables) for _ in rows]
    flat = [row for rows in tables for row in rows]
    columns = {
        "file": pa.array(["样本"] * len(flat)),
        "table": pa.array([index + 1 for index in owner], pa.int64()),
        "project": pa.array([projects[index] for index in owner]),
        "department": pa.array([f"第{index % 997}局" for index in owner]),
        "year": pa.array([2025] * len(flat), pa.int64()),
        "annual_budget": pa.nulls(len(flat), pa.float64()),
        "total_budget": pa.nulls(len(flat), pa.float64()),
        "period": pa.array(["年度"] * len(flat)),
        "level2": pa.array([row[0] for row in flat]),
        "name": pa.array([row[1] for row in flat]),
        "value": pa.array([row[2] for row in flat]),
        "unit": pa.array([""] * len(flat)),
    }
    return of_rows(pa.table(columns).select([*HEADS.names, *ROWS.names]))
