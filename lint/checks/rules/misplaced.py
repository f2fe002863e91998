"""C001: an indicator that stands in the wrong second-level category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Hit, Outcome, RowRule, Subject
from lint.checks.rules.categories import CATEGORIES
from lint.model import Indicator
from lint.settings.sections import RuleOptions

if TYPE_CHECKING:
    from lint.classify.judge import Judgement
    from lint.language import Target


class MisplacedIndicator(RowRule):
    """A row under the wrong category is scored against the wrong question and leaves its own empty.

    The trained model compares what name and value say with the category the row stands in; the
    threshold favours silence. Not a defect: rows that may stand in either category, names that are
    only a category's name (C003), local categories outside the taxonomy, uncertain rows.
    """

    code = "C001"
    name = "misplaced-indicator"
    title = "指标放错二级类别"
    family = CATEGORIES
    basis = "财预〔2021〕101号"
    review = "相关性"
    outranks = ("T002",)
    answered_by_patterns = True
    teaches = "category"
    why = "二级指标各问一个问题：多少、多好、多快、多少钱、有何效益、是否满意；放错类别，该问的没有答案，评分也对不上。"
    not_a_defect = (
        "两类皆可的写法（如“工作效率提升”列在任一效益类下）、只写类别名的名称、自设类别、识别不确定的行不判。"
    )
    needs_table = True
    bad = (
        Example("成本指标", "供暖时间", "2024年11月15日", also=("U001",)),
        Example("时效指标", "设备验收合格率", "≥98%"),
        Example("质量指标", "培训人数", "≥120人"),
        Example("数量指标", "设备购置费", "≤86万元"),
        Example("社会效益指标", "群众满意度", "≥95%"),
        Example("生态环境成本指标", "劳务派遣人数", "48人", table={"form": "2021"}, also=("U001",)),
    )
    good = (
        Example("数量指标", "培训人数", "≥120人"),
        Example("经济效益指标", "工作效率提升", "≥10%", note="任一效益类都可以"),
        Example("质量指标", "安全事故次数", "0次"),
        Example("经济效益指标", "经济效益", "≥95%", also=("C003", "V004"), note="只是类别名，由 C003 指出"),
        Example("履职效果", "设备验收合格率", "≥98%", note="自设类别"),
        Example("社会成本指标", "施工扰民投诉", "≤3起", table={"form": "2021"}),
        Example("时效指标", "巡查频次", "≥2次/月", note="多久一次，列在时效下也可以"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`threshold`: the probability of being misplaced from which a row is reported; `measures` and
        `patterns` by category.
        """

        threshold: float
        measures: Mapping[str, str]
        patterns: Mapping[str, str]

    options: Options

    def check_row(self, subject: Subject) -> Outcome:
        """A hit where the model is sure enough that the row belongs to another category."""
        from lint.classify.judge import can_judge
        from lint.settings.manifest import ModelError

        row, table = subject.indicator, subject.table
        if not can_judge(row.level2, row.name):
            return NOT_APPLICABLE
        if row.level2 == "时效指标" and _is_rhythm(subject.target):
            return None  # 2次/月 is how often: reviewers leave it under 时效 as under 数量
        try:
            judgement = self.tools.judge.judge(row, table.form, table.indicators)
        except ModelError:
            return CouldNot("分类模型未通过校验，未使用")
        if judgement.misplaced < self.options.threshold:
            return None
        return self._hit(row, judgement)

    def _hit(self, row: Indicator, judgement: Judgement) -> Hit:
        measures, patterns = self.options.measures, self.options.patterns
        expected = judgement.expected
        found = self.tools.judge.explain(row, judgement)
        value = row.value + row.unit
        signs = [f"名称中的“{'”“'.join(found.words)}”"] if found.words else []
        if value and (found.value or not signs):
            signs.append(f"指标值“{value}”")
        shown = "、".join(signs) or f"名称“{row.name}”"
        return Hit(
            f"“{row.name}”列在{row.level2}之下，但{shown}说明它衡量的是{measures[expected]}，应属{expected}。",
            f"请将本行移到{expected}之下；若确要在{row.level2}下考核{measures[row.level2]}，"
            f"请改写名称和指标值，例如“{patterns[row.level2]}”。",
            confidence=judgement.misplaced,
            data={"expected_level2": expected, "evidence": list(found.words)},
        )


def _is_rhythm(target: Target) -> bool:
    """Whether a target says how often something is done in a stretch of time (48次/年, 每月2次)."""
    return any(quantity.unit.counted == "times" and quantity.unit.per for quantity in target.quantities)
