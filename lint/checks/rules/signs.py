"""V: the sign of a target, and whether it binds (rules V004, V005)."""

from __future__ import annotations

from dataclasses import dataclass

from lint.checks.rule import NOT_APPLICABLE, Example, Hit, Outcome, RowRule, Subject
from lint.checks.rules.values import VALUES
from lint.checks.rules.wording import row_words
from lint.checks.tools import Tools
from lint.language import Quantity, Target
from lint.language.names import COST_CATEGORIES
from lint.model import Indicator
from lint.settings.sections import RuleOptions


class MeaninglessTarget(RowRule):
    """A limit that everything meets, or that nothing can meet, is no target.

    Everything meets ≥0 and ≤100% of a share; nothing meets a satisfaction above 100% or a count
    below 0; 满意度 ≤95% binds in the wrong direction. Not a defect: shares that may exceed 100%
    (完成率, 增长率, 使用率), ≤0 and =0. Rests on arithmetic.
    """

    code = "V004"
    name = "meaningless-target"
    title = "目标无约束力或不可能（≥0、满意度 >100% …）"
    family = VALUES
    review = "适当性"
    about = "target"
    why = "“≥0”谁都能达到，“满意度≥105%”谁也达不到，“满意度≤95%”方向相反：都起不到目标的作用。"
    not_a_defect = "可以超过100%的比率（完成率、增长率、使用率）、“≤0”“0起”这类零值目标、增速“≥0”（不下降）不算。"
    bad = (
        Example("数量指标", "开展培训次数", "≥0次"),
        Example("服务对象满意度指标", "参训学员满意度", "≥105%"),
        Example("服务对象满意度指标", "办事群众满意度", "≤95%"),
        Example("质量指标", "设备验收合格率", "＞100%"),
        Example("社会效益指标", "责任事故", "<0起"),
        Example("质量指标", "档案归档完整率", "≥0%"),
    )
    good = (
        Example("服务对象满意度指标", "参训学员满意度", "≥95%"),
        Example("质量指标", "设备验收合格率", "≥100%"),
        Example("社会效益指标", "责任事故", "≤0起"),
        Example("经济效益指标", "税收增长率", "≥120%"),
        Example("质量指标", "文件差错率", "≤1%"),
        Example("社会效益指标", "不满意率", "≤3%"),
        Example("经济效益指标", "村集体收入增速", "≥0%", note="不下降也是要求"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`bounded` ratios cannot exceed 100%; `more_is_better` but for names with a word of
        `not_more_is_better`; `zero_binds` may fall below zero.
        """

        bounded: tuple[str, ...]
        more_is_better: tuple[str, ...]
        zero_binds: tuple[str, ...]
        not_more_is_better: tuple[str, ...]

    options: Options

    def __init__(self, options: Options, tools: Tools) -> None:
        super().__init__(options, tools)
        self._bounded = self.options.bounded
        self._better = self.options.more_is_better

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row; not applicable without a quantity."""
        row, target = subject.indicator, subject.target
        if not target.quantities:
            return NOT_APPLICABLE
        if len(target.quantities) > 1 or (not target.comparator and target.quantities[0].low <= 100):
            return None
        demand = self.language.read_name(row.name)
        reason, fix = self._reason(target.quantities[0], demand.name)
        if not reason:
            return None
        return Hit(
            f"{row_words(row)}{reason}。",
            f"若属笔误，{fix}；若属实，请说明含义和测算依据。",
            confidence=0.93,
        )

    def _reason(self, quantity: Quantity, name: str) -> tuple[str, str]:
        sign, low, high = quantity.comparator, quantity.low, quantity.high
        share = quantity.unit.name == "%"
        better = name.endswith(self._better) and not any(word in name for word in self.options.not_more_is_better)
        if low == high == 0 and sign == "≥" and not any(word in name for word in self.options.zero_binds):
            return "任何结果都满足，没有约束力", "改为应达到的数（如“≥12次”“≥95%”），零值目标写“=0”"
        if low == high == 0 and sign == "<":
            return "不可能达到，数目和比率不会小于零", "零值目标写“=0”或“≤0”"
        if share and (low > 100 or (low == 100 and sign == ">")) and name.endswith(self._bounded):
            return "不可能达到，该比率最多为100%", "改为不超过100%的数，如“≥95%”"
        if share and better and low == high and sign in ("≤", "<"):
            if high >= 100:
                return "任何结果都满足，没有约束力", "改为下限，如“≥95%”"
            return "方向相反：该指标越高越好，上限起不到目标的作用", f"改为“≥{_short(high)}%”"
        return "", ""


class MissingComparator(RowRule):
    """A bare number leaves open whether it is a floor, a ceiling or an exact figure.

    Not a defect: 100% and 0, ranges, unit prices and standards set by a document, lengths of
    time, dates and states, changes (比上年下降5%). Basis: the columns of 财预〔2021〕101号's form.
    """

    code = "V005"
    name = "missing-comparator"
    title = "定量值没有 ≥ ≤ ＝"
    family = VALUES
    basis = "财预〔2021〕101号"
    review = "适当性"
    about = "target"
    shares = ("language.costs.not_cost",)
    why = "只写“20人”，不知是至少、至多还是正好20人，评分时没有依据。"
    not_a_defect = "100%、0、区间、单价和文件规定的标准、时长与日期、“比上年下降5%”这类变化值不需要符号。"
    bad = (
        Example("数量指标", "培训村干部人数", "120人"),
        Example("质量指标", "资料归档准确率", "98%"),
        Example("成本指标", "会议总成本", "3.5万元"),
        Example("数量指标", "道路硬化里程", "4.2公里"),
        Example("数量指标", "编印宣传册", "3000", unit="册"),
    )
    good = (
        Example("数量指标", "培训村干部人数", "≥120人"),
        Example("质量指标", "资料归档准确率", "98%以上"),
        Example("质量指标", "验收合格率", "100%"),
        Example("时效指标", "完工时间", "2024年11月底前"),
        Example("成本指标", "护理补贴发放标准", "80元/人/月"),
        Example("社会效益指标", "责任事故", "0起"),
        Example("数量指标", "绿化面积", "300-350亩"),
        Example("经济效益指标", "维修支出", "比上年下降5%"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`exact` numbers need no sign (as a share; 0 as a count too); the sign proposed for
        `less_is_better` is ≤; what is fixed by a document or a dimension is met exactly.
        """

        exact: tuple[float, ...]
        less_is_better: tuple[str, ...]
        fixed_words: tuple[str, ...]
        fixed_dimensions: tuple[str, ...]

    options: Options

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row; not applicable without a number with a unit or where = is implied."""
        row, target = subject.indicator, subject.target
        if not target.quantities or target.dates or target.references:
            return NOT_APPLICABLE
        if any(quantity.comparator for quantity in target.quantities):
            return None
        open_ones = [quantity for quantity in target.quantities if self._needs(quantity, row, target)]
        if not open_ones:
            return NOT_APPLICABLE
        quantity = open_ones[0]
        sign = self._sign(row)
        written = target.text[quantity.start : quantity.end]
        return Hit(
            f"{row_words(row)}没有写明是不少于、不超过还是等于，考核时没有依据。",
            f"请补写符号，如“{sign}{written}”；若正好是这个数，写“={written}”。",
            confidence=0.8,
            data={"example": f"{sign}{written}"},
        )

    def _sign(self, row: Indicator) -> str:
        """The sign to propose: a ceiling for what should be little, else a floor."""
        if any(word in row.name for word in self.words.costs.not_cost):
            return "≥"
        little = row.level2 in COST_CATEGORIES or any(word in row.name for word in self.options.less_is_better)
        return "≤" if little else "≥"

    def _needs(self, quantity: Quantity, row: Indicator, target: Target) -> bool:
        if quantity.bare or quantity.low != quantity.high or quantity.low < 0:
            return False
        unit = quantity.unit
        if unit.dimension in self.options.fixed_dimensions:
            return False
        if quantity.low in self.options.exact and (unit.dimension == "ratio" or quantity.low == 0):
            return False
        if unit.dimension == "money" and (target.is_unit_price or any(w in row.name for w in self.options.fixed_words)):
            return False
        return not self.language.lexicon.change.search(target.text)


def _short(number: float) -> str:
    return f"{number:g}"
