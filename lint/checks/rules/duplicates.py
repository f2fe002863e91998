"""D: rows said twice within one table (rule D002; D001 and D003 stand in `lint.checks.rules.copies`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lint.checks.rule import CouldNot, Example, Family, Hit, Outcome, TableRule
from lint.checks.tools import Tools
from lint.language.folding import fold_words
from lint.model import Indicator, Table
from lint.settings.sections import RuleOptions

DUPLICATES = Family("D", "重复与照抄", 4)


class DuplicateIndicator(TableRule):
    """The same indicator twice in one half of a form counts one result twice, or contradicts itself.

    Not a defect: numbered names (1号楼, 2号楼; 第一季度, 第二季度), the same row in the other
    half, equal values under different names.
    """

    code = "D002"
    name = "duplicate-indicator"
    title = "同表内重复指标"
    family = DUPLICATES
    basis = "财预〔2015〕88号"
    review = "相关性"
    shares = ("language.categories",)
    why = "同一指标写两遍，评价时会重复计分；两遍的值不同，则不知以哪个为准。"
    not_a_defect = "名称里编号、季度、楼号不同的不算；实施期与年度各写一遍是表格的要求，不算。"
    bad = (
        Example(rows=(("数量指标", "印刷宣传手册", "3000册"), ("数量指标", "印刷宣传手册", "3000册"))),
        Example(rows=(("质量指标", "验收合格率", "≥95%"), ("质量指标", "验收合格率", "100%"))),
        Example(rows=(("社会效益指标", "提升群众安全感", "≥90%"), ("可持续影响指标", "提升群众安全感", "≥90%"))),
        Example(rows=(("数量指标", "维修公共卫生间的数量", "6座"), ("数量指标", "维修公共卫生间数量", "6座"))),
    )
    good = (
        Example(rows=(("数量指标", "1号楼维修面积", "300平方米"), ("数量指标", "2号楼维修面积", "300平方米"))),
        Example(rows=(("时效指标", "第一季度发放", "2024年3月底前"), ("时效指标", "第二季度发放", "2024年6月底前"))),
        Example(rows=(("实施期", "数量指标", "印刷手册", "3000册"), ("年度", "数量指标", "印刷手册", "3000册"))),
        Example(rows=(("质量指标", "供水合格率", "100%"), ("质量指标", "供电合格率", "100%"))),
        Example(rows=(("经济成本指标", "全年接待批次费用", "2万元"), ("社会成本指标", "投诉次数", "≤2次"))),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`empty_words` make no difference between names; lengths in characters, `most_repeats` in rows."""

        empty_words: tuple[str, ...]
        most_repeats: int
        shortest_name: int
        shortest_near_name: int

    options: Options

    def __init__(self, options: Options, tools: Tools) -> None:
        super().__init__(options, tools)
        self._empty = {ord(character): None for word in self.options.empty_words for character in word}

    def check_table(self, table: Table) -> Iterable[Outcome]:
        """A hit on every row that repeats an earlier one of its half."""
        categories = self.words.categories.names  # C003 speaks of them
        named = [row for row in table.indicators if row.name and not row.uncertain]
        rows = [row for row in named if fold_words(row.name) not in categories]
        if table.indicators and all(row.uncertain for row in table.indicators):
            yield CouldNot("没有能确定读出的指标行")
            return
        halves: dict[str, list[Indicator]] = defaultdict(list)
        for row in rows:
            halves[row.period].append(row)
        for half in halves.values():
            looped = set() if table.merges else self._looped(half)
            if looped:
                yield CouldNot("同一行重复多次，可能是识别重复")
            yield from self._half([row for row in half if (fold_words(row.name), fold_words(row.value)) not in looped])

    def _looped(self, rows: list[Indicator]) -> set[tuple[str, str]]:
        """Rows that stand so often in a recognised text that the recognition has stuttered."""
        counts = Counter((fold_words(row.name), fold_words(row.value)) for row in rows)
        return {content for content, count in counts.items() if count > self.options.most_repeats}

    def _half(self, rows: list[Indicator]) -> Iterator[Hit]:
        earlier: dict[tuple[str, str], Indicator] = {}  # first row by name and level 2, and by name and value
        cores: dict[tuple[str, str, str], Indicator] = {}  # first row by level 2, value and core of the name
        for row in rows:
            name, value = fold_words(row.name), fold_words(row.value + row.unit)
            core = (row.level2, value, self._core(name))
            if len(name) >= self.options.shortest_name:
                twin = earlier.get((name, row.level2)) or (earlier.get((name, "=" + value)) if value else None)
                similar = cores.get(core) if value and len(name) >= self.options.shortest_near_name else None
                if twin is not None:
                    yield self._repeat(row, twin)
                elif similar is not None:
                    yield self._alike(row, similar)
            earlier.setdefault((name, row.level2), row)
            earlier.setdefault((name, "=" + value), row)
            cores.setdefault(core, row)

    def _core(self, name: str) -> str:
        """The name without the characters that make no difference between names."""
        return name.translate(self._empty)

    def _repeat(self, row: Indicator, twin: Indicator) -> Hit:
        same = fold_words(row.value + row.unit) == fold_words(twin.value + twin.unit)
        where = f"（前一处在第 {twin.location.line} 行）" if twin.location.line else ""
        if same and twin.level2 != row.level2:
            message = f"“{row.name}”在{twin.level2}和{row.level2}里各列一次{where}，名称和指标值都相同。"
        elif same:
            message = f"“{row.name}”在{row.level2}里重复出现{where}，名称和指标值都相同。"
        else:
            message = f"“{row.name}”在同一类别里出现两次{where}，指标值分别为“{twin.value}”和“{row.value}”。"
        return self._hit(row, twin, message, 0.95 if twin.level2 == row.level2 else 0.85)

    def _alike(self, row: Indicator, twin: Indicator) -> Hit:
        message = f"“{row.name}”与同类的“{twin.name}”实为同一指标，指标值也相同。"
        return self._hit(row, twin, message, 0.8)

    def _hit(self, row: Indicator, twin: Indicator, message: str, confidence: float) -> Hit:
        return Hit(
            message,
            "若属重复，请删去一行；若确是两项内容，请在名称中写明各自的对象，并分别核定指标值。",
            confidence=confidence,
            indicator=row,
            data={"twin": {"level2": twin.level2, "name": twin.name, "value": twin.value, "line": twin.location.line}},
        )
