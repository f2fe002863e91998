"""C: categories (rules C002, C003; C001 stands in `lint.checks.rules.misplaced`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Family, Hit, Outcome, RowRule, Subject
from lint.checks.tools import Tools
from lint.language.folding import fold_words
from lint.model import ANNUAL, LEVEL1_OF_LEVEL2, LEVEL2_OF_LEVEL1, Indicator, Location, Table
from lint.settings.sections import RuleOptions

_LARGEST_FORM = 2000  # rows; no form has as many, and the search looks at every neighbour
_PLACEHOLDER = re.compile(r"^(三级)?指标(值|名称)?[\d一二三四五六七八九十]*$")


def _placed(level1: str, level2: str, name: str, value: str) -> Indicator:
    place = Location(line=10)
    return Indicator(
        ANNUAL, LEVEL1_OF_LEVEL2.get(level2, ""), level2, name, value, location=place, level1_written=level1
    )


CATEGORIES = Family("C", "类别", 3)


class LevelMismatch(RowRule):
    """A second-level category under a first-level one that cannot hold it breaks the form's scoring.

    Looks at what the form's first column says. Where a carrier does not state merged cells (text
    from scans), a category at the edge of a block may have been shifted by the scan: then the rule
    judges only rows with matching neighbours of the same block on both sides. Not a defect: local
    categories, 成本指标 under either 产出指标 (older form) or itself (newer form).
    """

    code = "C002"
    name = "level-mismatch"
    title = "一级与二级类别不对应"
    family = CATEGORIES
    basis = "财预〔2015〕88号"
    review = "完整性"
    why = "一级与二级指标的归属是统一规定的；放错一级，权重和汇总都会错。"
    not_a_defect = "自设类别（部门管理、履职效果等）不在此列；扫描件合并单元格错位、不能确定时不判。"
    needs_table = True
    bad = (
        Example(
            table={
                "merges": True,
                "indicators": (_placed("产出指标", "社会效益指标", "受益群众人数", "≥300人"),),
            }
        ),
        Example(
            table={
                "merges": True,
                "indicators": (_placed("效益指标", "服务对象满意度指标", "群众满意度", "≥95%"),),
            }
        ),
        Example(
            table={
                "indicators": (
                    _placed("效益指标", "经济效益指标", "节约电费", "≥3万元"),
                    _placed("效益指标", "时效指标", "完成时间", "2024年12月底前"),
                    _placed("效益指标", "生态效益指标", "减少碳排放", "≥2吨"),
                )
            },
            note="识别文本里前后两行都属于效益指标，中间一行不会是错位",
        ),
    )
    good = (
        Example(
            table={"merges": True, "indicators": (_placed("产出指标", "数量指标", "印刷册数", "3000册"),)},
        ),
        Example(
            table={"merges": True, "indicators": (_placed("成本指标", "成本指标", "印刷成本", "≤3万元"),)},
        ),
        Example(
            table={
                "indicators": (
                    _placed("产出指标", "时效指标", "完成时间", "2024年12月底前"),
                    _placed("产出指标", "经济效益指标", "节约电费", "≥3万元"),
                )
            },
            note="识别文本在块的边缘，可能是一级指标错位，记为不能判断",
        ),
        Example(
            table={"merges": True, "indicators": (_placed("履职效果", "数量指标", "印刷册数", "3000册"),)},
        ),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`level1`: words of the form's first column and the category they mean."""

        level1: Mapping[str, str]

    options: Options

    def __init__(self, options: Options, tools: Tools) -> None:
        super().__init__(options, tools)
        names = options.level1
        self._level1_of = {word + ending: level1 for word, level1 in names.items() for ending in ("", "指标")}

    def check_row(self, subject: Subject) -> Outcome:
        """A hit where the written level 1 cannot hold level 2; not applicable for local categories."""
        row, table = subject.indicator, subject.table
        written = self._level1(row)
        if written is None or row.level2 not in LEVEL1_OF_LEVEL2:
            return NOT_APPLICABLE
        if _holds(written, row.level2):
            return None
        if not table.merges and not self._enclosed(row, table, written):
            return CouldNot("一级指标可能错位")
        expected = LEVEL1_OF_LEVEL2[row.level2]
        return Hit(
            f"“{row.name or row.value}”的二级指标“{row.level2}”属于{expected}，表中却列在“{row.level1_written}”之下。",
            f"请将本行移到{expected}之下；若内容确属{written}，请改填{written}的二级指标。",
            confidence=0.97 if table.merges else 0.9,
            data={"written_level1": row.level1_written, "expected_level1": expected},
            cause=f"C002 {written}",
        )

    def _level1(self, row: Indicator) -> str | None:
        return self._level1_of.get(fold_words(row.level1_written))

    def _enclosed(self, row: Indicator, table: Table, written: str) -> bool:
        """Whether rows of the same written block that belong there stand on both sides."""
        if len(table.indicators) > _LARGEST_FORM:
            return False
        half = [other for other in table.indicators if other.period == row.period]
        place = next(index for index, other in enumerate(half) if other is row)
        return all(
            any(
                other.level2 in LEVEL1_OF_LEVEL2 and _holds(written, other.level2)
                for other in takewhile(lambda other: self._level1(other) == written, side)
            )
            for side in (half[place + 1 :], reversed(half[:place]))
        )


def _holds(level1: str, level2: str) -> bool:
    return level2 in LEVEL2_OF_LEVEL1[level1] or level1 == level2


class NameIsCategory(RowRule):
    """A third-level name that only repeats a category says nothing about what is measured.

    经济效益 ▸ ≥95% leaves open what reaches 95%. Not a defect: a name that adds its object
    (群众满意度, 设备质量合格率).
    """

    code = "C003"
    name = "name-is-category"
    title = "三级指标名称只是类别名"
    family = CATEGORIES
    basis = "财预〔2015〕88号"
    review = "相关性"
    shares = ("language.categories",)
    why = "三级指标要说出衡量什么；只写“经济效益”“满意度”，完成与否无从对照。"
    not_a_defect = "名称写明了对象或内容的不算，如“参训人员满意度”“设备验收合格率”。"
    bad = (
        Example("经济效益指标", "经济效益", "≥95%", also=("V004",)),
        Example("服务对象满意度指标", "满意度", "≥95%"),
        Example("可持续影响指标", "可持续影响指标", "长期", also=("V001", "V002")),
        Example("数量指标", "指标1：", "3个"),
    )
    good = (
        Example("服务对象满意度指标", "参训人员满意度", "≥95%"),
        Example("质量指标", "设备质量合格率", "≥98%"),
        Example("成本指标", "设备购置成本", "≤5万元"),
        Example("经济效益指标", "节约办公经费", "≥2万元"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`patterns`: a name with an object by category, for the suggestion."""

        patterns: Mapping[str, str]

    options: Options

    def check_row(self, subject: Subject) -> Outcome:
        """A hit where the name is a category's name or a placeholder of the blank form."""
        row = subject.indicator
        name = fold_words(row.name)
        if not name:
            return NOT_APPLICABLE
        if _PLACEHOLDER.match(name):
            return Hit(
                f"三级指标名称“{row.name}”是空白表的占位文字，没有写出指标。",
                "请写明要衡量的内容，如“培训人次”；不需要的行请删去。",
            )
        if name not in self.words.categories.names:
            return None
        pattern = self.options.patterns.get(row.level2, "写明对象和内容的名称")
        return Hit(
            f"三级指标名称“{row.name}”只是类别名，没有说明衡量什么。",
            f"请改为具体的指标名称，如“{pattern}”，指标值随之核对。",
        )
