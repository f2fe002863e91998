"""U: what a target is measured in (rules U001, U003; how units are written stands in `written_units`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Family, Hit, Outcome, RowRule, Subject
from lint.checks.rules.wording import row_words
from lint.checks.tools import Tools
from lint.language import Demand, Quantity, Target
from lint.language.lexicon import Lexicon
from lint.language.names import COST_CATEGORIES
from lint.model import Indicator
from lint.settings.sections import RuleOptions

_OWN_BASE = re.compile(r"(?:占|低于|高于|较|比|按|为)[^,;。≥≤]{2,}$")  # 占总投资80%, 低于市场价5%

UNITS = Family("U", "单位与量纲", 2)


class UnitMismatch(RowRule):
    """A target in another dimension than its name demands measures something else or was shifted.

    The demand is read from the end of the name (…率 a share, …费 money, …人数 people, …时间 a time),
    or from the category: work and things under 数量指标 are not measured in money, cost items
    under 成本指标 not in percent. Not a defect: names of practices and states (定点采购 100%), a
    change (比上年减少8%), a value that says its own measure (通过率100%), units not known here.
    Rests on plain sense.
    """

    code = "U001"
    name = "unit-mismatch"
    title = "单位与指标的量纲不符"
    family = UNITS
    review = "相关性"
    about = "target"
    outranks = ("U002", "U003", "V005")
    may_slip = True
    answered_by_patterns = True
    shares = ("language.examples.by_dimension",)
    why = "名称要的是一种量，指标值给的是另一种量（“资金使用率”填成金额），多是填串行或识别错位，结果无法评价。"
    not_a_defect = (
        "名称是做法或状态的（定点采购、保证质量），百分比视为完成程度；“比上年减少8%”是变化幅度；"
        "“通过率100%”自带所量的内容；批次与次、户与家可以互换；认不得的单位不判。"
    )
    bad = (
        Example("质量指标", "专项资金使用率", "75万元"),
        Example("时效指标", "管网改造时间", "100%"),
        Example("数量指标", "粉刷外墙", "≥8万元"),
        Example("成本指标", "消防维保费", "100%"),
        Example("服务对象满意度指标", "参会人员满意度", "120人"),
        Example("数量指标", "停车场面积", "≥600个"),
        Example("数量指标", "志愿者人数", "3天"),
        Example("时效指标", "路灯故障修复率", "24小时"),
        Example("经济效益指标", "茶叶产量", "5%"),
        Example("成本指标", "展板制作费", "≥17个"),
        Example("数量指标", "参会企业家数", "≥1500人"),
        Example("数量指标", "特邀调解员", "≥60小时"),
        Example("时效指标", "补贴发放及时率", "2024年12月底"),
    )
    good = (
        Example("质量指标", "专项资金使用率", "≥98%"),
        Example("时效指标", "管网改造时间", "2024年11月底前"),
        Example("时效指标", "按时完工", "100%"),
        Example("成本指标", "定点采购", "100%"),
        Example("成本指标", "严格控制维修费用", "100%"),
        Example("经济效益指标", "节约成本费用", "≥8%"),
        Example("成本指标", "评审价/预算价", "≤95%"),
        Example("数量指标", "全年接待批次", "60次"),
        Example("数量指标", "培训经费", "9万元", note="名称是费用，类别不对由 C001 提出"),
        Example("生态效益指标", "化肥施用量", "比上年减少8%"),
        Example("质量指标", "档案整理工作量", "完成率100%"),
        Example("质量指标", "万车死亡率", "≤1.5人/万车"),
        Example("社会效益指标", "婴儿死亡率", "≤3.5‰"),
        Example("服务对象满意度指标", "群众满意度", "≥90分"),
        Example("数量指标", "接待人数", "200工作人员"),
        Example("数量指标", "支付工程款", "3笔"),
        Example("成本指标", "建安工程费", "占总投资80%"),
        Example("时效指标", "补助发放周期", "1次/月"),
        Example("时效指标", "按月缴电费", "每月25日前", note="何时支付"),
        Example("质量指标", "库房温湿度", "14～24℃"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`accepts` maps a demand to the dimensions ("count" or "count:what is counted") that agree with it;
        the other lists are explained in rules.toml.
        """

        paid_when_in: tuple[str, ...]
        work_in: tuple[str, ...]
        verbal_endings: tuple[str, ...]
        payments: tuple[str, ...]
        accepts: Mapping[str, tuple[str, ...]]
        examples_by_ending: Mapping[str, str]

    options: Options

    def __init__(self, options: Options, tools: Tools) -> None:
        super().__init__(options, tools)
        self._accepts = options.accepts
        self._lexicon = self.language.lexicon

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row; not applicable without a quantity of known dimension."""
        row, target = subject.indicator, subject.target
        known = [quantity for quantity in target.quantities if quantity.unit.dimension]
        if not known:
            return self._dated(row, target)
        if len(known) < len(target.quantities) and any(q.unit.text and not q.unit.dimension for q in target.quantities):
            return None
        demand = self.language.read_name(row.name)
        dimension, evidence = demanded(demand, row.level2)
        if dimension:
            if any(self._agrees(quantity, dimension, demand, target, row.level2) for quantity in known):
                return None
            if target.dates and dimension in ("time", "duration", "times"):
                return None
            if target.has_deadline and self._says_when_paid(row, dimension):
                return None
            if evidence in self.options.verbal_endings and self.language.segmenter.ends_in_verb(demand.name):
                return None
            return self._mismatch(row, known[0], dimension, evidence)
        return self._category(row, known, demand, target)

    def _dated(self, row: Indicator, target: Target) -> Outcome:
        """A calendar date where the name demands no time (及时率 ▸ 2024年12月)."""
        dates = [date for date in target.dates if date.kind == "date" and (date.year or date.month)]
        if not dates or target.quantities or not any(char.isdigit() for char in target.text):
            return NOT_APPLICABLE
        demand = self.language.read_name(row.name)
        dimension, evidence = demanded(demand, row.level2)
        if not dimension or "date" in self._accepts.get(dimension, ()) or dimension == "times" or demand.practice:
            return None
        if self._says_when_paid(row, dimension):
            return None
        return self._hit(row, "date", "", dimension, evidence)

    def _says_when_paid(self, row: Indicator, dimension: str) -> bool:
        """Whether a time is natural although the name is a sum: under 时效 it says when it is paid."""
        return dimension == "money" and row.level2 in self.options.paid_when_in

    def _agrees(self, quantity: Quantity, dimension: str, demand: Demand, target: Target, level2: str) -> bool:
        unit = quantity.unit
        accepted = self._accepts.get(dimension, ())
        if unit.dimension in accepted or f"{unit.dimension}:{unit.counted}" in accepted:
            return True
        if dimension == "ratio":
            return bool(unit.per)
        if (dimension == "times" and "次" in unit.per) or (dimension == "time" and unit.per):
            return True
        if dimension == "money" and unit.dimension == "count" and level2 in self.options.work_in:
            return demand.name.startswith(self.options.payments)
        degree = demand.change or (dimension == "money" and demand.money_share) or is_change(target, self._lexicon)
        if unit.dimension == "ratio" and (degree or (demand.practice and level2 not in self.options.work_in)):
            return True
        if demand.practice and unit.dimension == "duration":
            return True
        return says_measure(quantity, target, self._lexicon)

    def _mismatch(self, row: Indicator, quantity: Quantity, dimension: str, evidence: str) -> Hit:
        return self._hit(row, quantity.unit.dimension, quantity.unit.counted, dimension, evidence)

    def _hit(self, row: Indicator, given: str, counted: str, dimension: str, evidence: str) -> Hit:
        wanted, found = self._dimension(dimension), self._dimension(given, counted)
        example = self.options.examples_by_ending.get(evidence) or self.words.examples.by_dimension.get(dimension, "")
        remedy = f"若属笔误或填串行，改为{wanted}，如“{example}”"
        if any(char.isdigit() for char in evidence):
            remedy = f"若目标就是名称里的“{evidence}”，请把它移到指标值栏并写明不超过还是不少于"
        return Hit(
            f"{row_words(row)}与指标的量纲不符：名称（“{evidence}”）要的是{wanted}，指标值却是{found}。",
            f"{remedy}；若确要考核{found}，请改写名称并说明依据。",
            confidence=0.95 if len(evidence) > 1 else 0.88,
            data={"expected": dimension, "found": given, "evidence": evidence},
        )

    def _category(self, row: Indicator, known: Sequence[Quantity], demand: Demand, target: Target) -> Outcome:
        """Demands that come from the category where the name itself has none."""
        first = known[0]
        if row.level2 not in self.options.work_in or any(says_measure(q, target, self._lexicon) for q in known):
            return None
        kinds = {quantity.unit.dimension for quantity in known}
        if kinds == {"money"} and not demand.money:
            found = self._dimension("money")
            return Hit(
                f"{row_words(row)}与指标的量纲不符：{row.level2}要写做多少、有多少，指标值却是{found}。",
                "若属笔误，改为带单位的数目，如“≥20个”“≥1500平方米”；若确要考核金额，请改列成本指标并把名称写成费用。",
                confidence=0.85,
                data={"expected": "count", "found": "money", "evidence": row.level2},
            )
        if demand.people and kinds <= {"duration", "area", "length", "mass"}:
            return self._mismatch(row, first, "person", demand.name[-2:])
        return None

    def _dimension(self, dimension: str, counted: str = "") -> str:
        names = self._lexicon.dimension_names
        if dimension == "count" and counted:
            return f"数目（{self._lexicon.counted_names.get(counted, counted)}）"
        return names.get(dimension, dimension)


class QuantityAsPercentage(RowRule):
    """Under 数量指标 a percentage hides how much is done: 100% of nobody knows how many.

    Not a defect: names that are shares themselves (…率, …度, 占比, 完成情况, 进度), changes, and
    values that say their own measure. Basis: 财预〔2021〕101号.
    """

    code = "U003"
    name = "quantity-as-percentage"
    title = "数量指标写成百分比"
    family = UNITS
    basis = "财预〔2021〕101号"
    review = "适当性"
    about = "target"
    outranks = ("V005",)
    answered_by_patterns = True
    why = "数量指标要写做多少个、多少次、多少面积；写成100%，看不出工作量有多大。"
    not_a_defect = "名称本身是率、度、占比、进度、完成情况的，或指标值是“比上年增长5%”这类变化的，不算。"
    bad = (
        Example("数量指标", "日常保洁", "100%"),
        Example("数量指标", "根据工作需要配备", "100%"),
        Example("数量指标", "宣传活动", "≥95%"),
        Example("数量指标", "栏目更新", "九成五"),
        Example("数量指标", "试卷押运", "百分之百"),
    )
    good = (
        Example("数量指标", "日常保洁", "≥6000平方米"),
        Example("数量指标", "项目申报完成情况", "100%"),
        Example("数量指标", "疫苗接种率", "≥95%"),
        Example("数量指标", "女性学员占比", "≥40%"),
        Example("质量指标", "垃圾处理一体化", "100%"),
        Example("数量指标", "节能灯具更换", "比上年增长10%"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`levels`: the categories in which a quantity is due."""

        levels: tuple[str, ...]

    options: Options

    def __init__(self, options: Options, tools: Tools) -> None:
        super().__init__(options, tools)
        self._lexicon = self.language.lexicon

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row; not applicable outside 数量指标 or without a percentage."""
        row, target = subject.indicator, subject.target
        shares = [quantity for quantity in target.quantities if quantity.unit.dimension == "ratio"]
        if row.level2 not in self.options.levels or not shares:
            return NOT_APPLICABLE
        if len(shares) < len(target.quantities):
            return None
        demand = self.language.read_name(row.name)
        if demand.share or is_change(target, self._lexicon):
            return None
        if any(says_measure(quantity, target, self._lexicon) for quantity in shares):
            return None
        if not demand.name:
            return CouldNot("没有指标名称")
        return Hit(
            f"{row_words(row)}是百分比，列在{row.level2}下却看不出数量有多少。",
            "若属笔误，改为带单位的数目（如“≥20个”“≥12次”“≥1500平方米”）；"
            "若确要考核完成程度，请把名称写成完成率并改列质量指标。",
            confidence=0.93,
        )


def demanded(demand: Demand, level2: str) -> tuple[str, str]:
    """The dimension a row's target must have and the words that say so; ("", "") for none.

    Cost items (人工, 材料) demand money only under cost.
    """
    if demand.dimension:
        return demand.dimension, demand.evidence
    if demand.cost_item and level2 in COST_CATEGORIES and not demand.share:
        return "money", demand.cost_item
    return "", ""


def is_change(target: Target, lexicon: Lexicon) -> bool:
    """Whether the value is a change against an earlier figure (比上年减少8%)."""
    return bool(lexicon.change.search(target.text))


def says_measure(quantity: Quantity, target: Target, lexicon: Lexicon) -> bool:
    """Whether the value itself names what the number measures (通过率100%, 实际缴费的2/3)."""
    head = target.text[: quantity.start].rstrip("≥≤><=≈~约达到为不低于少高超过大小等:")
    return head.endswith(lexicon.own_measure) or bool(_OWN_BASE.search(head))
