"""U: how units are written, or left out (rules U002, U004)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Hit, Outcome, RowRule, Subject
from lint.checks.rules.units import UNITS, demanded
from lint.checks.rules.wording import row_words
from lint.checks.tools import Tools
from lint.language import Quantity
from lint.language.names import COST_CATEGORIES
from lint.model import Indicator
from lint.settings.sections import RuleOptions

_YEAR = range(1990, 2100)
_CODE = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Replacement:
    """A regular expression over the value as written, and the standard writing of what it hits."""

    pattern: str
    standard: str


class MissingUnit(RowRule):
    """A number without its unit can be read in several ways: 103 yuan, 万元 or cases.

    Not a defect: zero, measures that have no unit (指数, 得分, 等级), a unit stated in the name
    (投资额（万元）) or in the unit column, years, codes. Rests on plain sense.
    """

    code = "U002"
    name = "missing-unit"
    title = "数值缺单位"
    family = UNITS
    review = "适当性"
    about = "target"
    outranks = ("U003", "V005")
    answered_by_patterns = True
    why = "只有数字没有单位，读的人不知道是元还是万元、是个还是%，无法考核。"
    not_a_defect = "零值、本就没有单位的量（指数、得分、比值）、名称里或单位栏里已写明单位的，不算。"
    bad = (
        Example("成本指标", "三公经费", "≤86"),
        Example("服务对象满意度指标", "办事群众满意度", "≥95"),
        Example("数量指标", "惠及居民户数", "4860"),
        Example("质量指标", "设备完好率", "98"),
        Example("质量指标", "平均住院日", "≤8.2"),
        Example("成本指标", "临时人员工资", "3200/人/月"),
    )
    good = (
        Example("成本指标", "三公经费", "≤86万元"),
        Example("成本指标", "项目投资额（万元）", "≤86"),
        Example("社会效益指标", "责任事故发生率", "0"),
        Example("质量指标", "空气质量综合指数", "≤4.2"),
        Example("生态效益指标", "机房PUE值", "≤1.5"),
        Example("质量指标", "生物安全等级", "BSL-2"),
        Example("时效指标", "项目完工时间", "2024"),
        Example("数量指标", "编印宣传册", "≥3000", unit="册"),
        Example("质量指标", "厂界臭气浓度", "≤20（无量纲）"),
        Example("数量指标", "年接待人次（万）", "31"),
        Example("成本指标", "维护费", "≤108万"),
        Example("数量指标", "新购图书册数", "=30000.00(册)"),
        Example("质量指标", "采购图书验收合格率", "=100.00(%)"),
        Example("质量指标", "树苗成活率(≥**%)", "85"),
        Example("成本指标", "项目总投资(≥**万元)", "4380"),
        Example("质量指标", "路面技术状况指数PQI", "≥80"),
    )

    def __init__(self, options: RuleOptions, tools: Tools) -> None:
        super().__init__(options, tools)
        self._lexicon = self.language.lexicon

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row; not applicable without a number or where none needs a unit."""
        row, target = subject.indicator, subject.target
        if not target.quantities:
            return NOT_APPLICABLE
        if not target.is_bare_number or target.dates:
            return None
        if all(quantity.high == 0 for quantity in target.quantities):
            return NOT_APPLICABLE
        demand = self.language.read_name(row.name)
        if demand.bare or demand.unit is not None or any(word in target.text for word in self._lexicon.bare):
            return NOT_APPLICABLE
        dimension, _ = demanded(demand, row.level2)
        first = target.quantities[0]
        if first.unit.scale > 1 and row.level2 in COST_CATEGORIES:
            return NOT_APPLICABLE  # ≤108万 among costs: 元 goes without saying (labelling guide, point 13)
        if _is_year(first) and (dimension in ("time", "duration") or row.level2 == "时效指标"):
            return None
        if _CODE.search(target.text):
            return CouldNot("含字母编号，不能确定是否需要单位")
        written = target.text[first.start : first.end].removesuffix(first.unit.text)
        share = dimension == "ratio"
        wanted = "百分号" if share else "计量单位"
        example = self._example(row, first, written, dimension)
        return Hit(
            f"{row_words(row)}只有数字没有{wanted}，无法确定是多少。",
            f"若属漏填，补上{wanted}，如“{example}”；若本无单位，请在名称或说明中写明含义。",
            confidence=0.95 if dimension else 0.85,
            data={"expected": dimension},
        )

    def _example(self, row: Indicator, quantity: Quantity, written: str, dimension: str) -> str:
        sign = quantity.comparator if quantity.comparator not in ("", "≈", "±") else ""
        if dimension == "ratio":
            return f"{sign}{written}%"
        if quantity.unit.per:
            return f"{sign}{written}元/{'/'.join(quantity.unit.per)}"
        if quantity.unit.scale > 1 and (dimension == "money" or row.level2 in COST_CATEGORIES):
            return f"{sign}{written}元"
        if dimension == "money" or row.level2 in COST_CATEGORIES:
            return f"{sign}{written}元”或“{sign}{written}万元"
        units = {
            "person": "人",
            "household": "户",
            "organisation": "家",
            "area": "平方米",
            "length": "公里",
            "times": "次",
        }
        units |= {
            "duration": "天",
            "time": "天",
            "mass": "吨",
            "volume": "立方米",
            "noise": "分贝",
            "temperature": "°C",
        }
        return f"{sign}{written}{units.get(dimension, '个（台、份……）')}"


class NonstandardUnit(RowRule):
    """Writings that are ambiguous or no legal unit (平方, M2, 人.次, 元/每人) break comparison between forms.

    Not a defect: accepted abbreviations (m², km, kg), 公里, 公斤, 亩. Basis: the legal units of measure.
    """

    code = "U004"
    name = "nonstandard-unit"
    title = "单位写法不规范"
    family = UNITS
    review = "适当性"
    about = "target"
    why = "“平方”“M2”“人.次”这类写法容易误读，也让汇总和比对对不上。"
    not_a_defect = "m²、km、kg、公里、公斤、亩等通行写法不算。"
    bad = (
        Example("数量指标", "绿化养护面积", "≥5000平方"),
        Example("数量指标", "培训规模", "≥300人.次"),
        Example("成本指标", "培训补助标准", "80元/每人"),
        Example("数量指标", "维修面积", "1200M2"),
        Example("数量指标", "清运次数", "2次/每周"),
        Example("成本指标", "维修总成本", "≤12w元"),
        Example("成本指标", "绿化养护单价", "8元/平方"),
    )
    good = (
        Example("数量指标", "绿化养护面积", "≥5000m²"),
        Example("数量指标", "培训规模", "≥300人次"),
        Example("成本指标", "培训补助标准", "80元/人"),
        Example("数量指标", "巡护里程", "≥120公里"),
        Example("数量指标", "造林面积", "≥400亩"),
        Example("成本指标", "专家评审费标准", "≤1000元/人·次"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`patterns`: writings to be replaced, over the value as written."""

        patterns: tuple[Replacement, ...]

    options: Options

    def __init__(self, options: Options, tools: Tools) -> None:
        super().__init__(options, tools)
        self._lexicon = self.language.lexicon
        self._patterns = [(re.compile(entry.pattern), entry.standard) for entry in options.patterns]

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row; not applicable without a quantity with a unit."""
        row, target = subject.indicator, subject.target
        if not target.quantities:
            return NOT_APPLICABLE
        text = target.text
        for pattern, standard in self._patterns:
            match = pattern.search(text)
            if match:
                return self._hit(row, match[0], match.expand(standard))
        for quantity in target.quantities:
            written = quantity.unit.text
            wrong = next((word for word in self._wrong(written)), "")
            if wrong:
                return self._hit(row, wrong, self._lexicon.wrong[wrong])
        return None

    def _wrong(self, written: str) -> Sequence[str]:
        """The writings to avoid among the parts of a unit's text, each standing there whole."""
        found = []
        for part in written.split("/"):
            bare = part if part in self._lexicon.units else self._lexicon.multiplier.sub("", part, count=1)
            if bare in self._lexicon.wrong:
                found.append(bare)
        return found

    def _hit(self, row: Indicator, written: str, standard: str) -> Hit:
        return Hit(
            f"{row_words(row)}中的“{written}”不是规范的单位写法。",
            f"请把“{written}”改为“{standard}”。",
            confidence=0.9,
            data={"written": written, "standard": standard},
        )


def _is_year(quantity: Quantity) -> bool:
    return quantity.low == quantity.high and quantity.low == int(quantity.low) and int(quantity.low) in _YEAR
