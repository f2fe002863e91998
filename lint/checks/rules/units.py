"""U: units and dimensions of target values (rules U001–U005)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Family, Hit, Outcome, RowRule, Subject
from lint.checks.rules.amounts import yuan_text
from lint.checks.rules.wording import quoted, row_words
from lint.checks.tools import Tools
from lint.language import Demand, Quantity, Target
from lint.language.lexicon import Lexicon
from lint.language.names import COST_CATEGORIES
from lint.model import WHOLE, Fund, Indicator, Table
from lint.settings.sections import RuleOptions

_TEN_THOUSAND = 1e4
_YEAR = range(1990, 2100)
_OWN_BASE = re.compile(r"(?:占|低于|高于|较|比|按|为)[^,;。≥≤]{2,}$")  # 占总投资80%, 低于市场价5%
_CODE = re.compile(r"[A-Za-z]")

UNITS = Family("U", "单位与量纲", 2)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A regular expression over the value as written, and the standard writing of what it hits."""

    pattern: str
    standard: str


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
        Example("成本指标", "补助资金总额", "1140万"),
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


class AmountScale(RowRule):
    """An amount ten thousand times the project's money, or a ten-thousandth of it, mixes up 元 and 万元.

    Compares cost totals with the annual and whole totals and the parts of the funding block.
    Not a defect: unit prices and standards, income and savings. Smaller excesses are A001's.
    Rests on arithmetic.
    """

    code = "U005"
    name = "amount-scale"
    title = "金额疑似元/万元混用"
    family = UNITS
    review = "可行性"
    about = "target"
    outranks = ("A001",)
    shares = ("language.costs",)
    why = "成本金额与项目资金相差约一万倍，多半是把元写成万元（或反过来），按原样考核毫无意义。"
    not_a_defect = "单价和补助标准、收入和节支不与项目资金比；差得不到一千倍的超出由 A001 提出。"
    needs_table = True
    bad = (
        Example("成本指标", "供暖系统维修总成本", "394505万元", table={"annual_budget": 394505.0}),
        Example("成本指标", "印刷总成本", "≤36000万元", table={"annual_budget": 42000.0}),
        Example("成本指标", "项目总成本", "≤1260元", table={"annual_budget": 12600000.0}),
        Example("经济成本指标", "设备购置总成本（万元）", "520000元", table={"annual_budget": 520000.0}),
    )
    good = (
        Example("成本指标", "供暖系统维修总成本", "39.4505万元", table={"annual_budget": 394505.0}),
        Example("成本指标", "项目总成本", "≤1260万元", table={"annual_budget": 12600000.0}),
        Example("成本指标", "护理补贴标准", "1260元/人/年", table={"annual_budget": 12600000.0}),
        Example("经济效益指标", "带动产值", "≥36000万元", table={"annual_budget": 42000.0}),
        Example("成本指标", "设备购置成本", "≤9万元", table={"annual_budget": 80000.0}, also=("A001",)),
        Example("成本指标", "每册印制成本", "≤12元", table={"annual_budget": 120000.0}),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """Ratios of an amount to the project's money from and to which 10⁴ is taken for a slip;
        `same_within` is relative.
        """

        ratio_from: float
        ratio_to: float
        same_within: float
        total_words: tuple[str, ...]

    options: Options

    def __init__(self, options: Options, tools: Tools) -> None:
        super().__init__(options, tools)
        self._lexicon = self.language.lexicon

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row; not applicable unless it states cost in money that is no unit price."""
        row, target, table = subject.indicator, subject.target, subject.table
        amounts = [quantity for quantity in target.quantities if quantity.unit.dimension == "money"]
        if len(amounts) != 1 or row.level2 not in COST_CATEGORIES or target.is_unit_price:
            return NOT_APPLICABLE
        text = row.name + row.value + row.unit
        if any(word in row.name for word in self.words.costs.not_cost) or any(
            w in text for w in self.words.costs.unit_price
        ):
            return NOT_APPLICABLE
        amount = amounts[0].base
        stated = self.language.read_name(row.name).unit
        if stated is not None and stated.dimension == "money" and stated.scale != amounts[0].unit.scale:
            return self._two_units(row, stated.text, amounts[0].unit.text)
        known = _project_money(table, row)
        if not known:
            return CouldNot("未读到项目资金总额")
        return self._compare(row, amount, known)

    def _compare(self, row: Indicator, amount: float, known: Sequence[tuple[str, float]]) -> Outcome:
        near = self.options.same_within
        for label, total in known:
            if total > 0 and abs(amount / _TEN_THOUSAND - total) <= near * total and amount > total:
                return self._hit(row, amount, amount / _TEN_THOUSAND, label, total, 0.97)
        label, total = known[0]
        if total > 0 and self.options.ratio_from <= amount / total <= self.options.ratio_to:
            return self._hit(row, amount, amount / _TEN_THOUSAND, label, total, 0.85)
        if any(word in row.name for word in self.options.total_words):
            for label, total in known[:2]:
                if amount > 0 and abs(amount * _TEN_THOUSAND - total) <= near * total:
                    return self._hit(row, amount, amount * _TEN_THOUSAND, label, total, 0.93)
        return None

    def _hit(self, row: Indicator, amount: float, likely: float, label: str, total: float, confidence: float) -> Hit:
        return Hit(
            f"{row_words(row)}折合{yuan_text(amount)}，而{label}为{yuan_text(total)}，"
            f"相差约{_times(amount, total)}，疑似元与万元混用。",
            f"若属单位写错，改为“{yuan_text(likely)}”；若属实，请核对资金总额的单位并补充依据。",
            confidence=confidence,
            data={"amount_yuan": amount, "likely_yuan": likely, "budget_yuan": total, "budget": label},
            cause=f"U005 {'more' if likely > amount else 'less'}",  # one wrong unit in a form shows in every amount
        )

    def _two_units(self, row: Indicator, stated: str, written: str) -> Hit:
        return Hit(
            f"指标{quoted(row.name)}的名称注明单位是{stated}，指标值{quoted(row.value)}却以{written}计，疑似元与万元混用。",
            f"请核对金额，名称与指标值只保留一个单位；若属实，把名称里的“{stated}”删去。",
            confidence=0.85,
            data={"stated": stated, "written": written},
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


def _is_year(quantity: Quantity) -> bool:
    return quantity.low == quantity.high and quantity.low == int(quantity.low) and int(quantity.low) in _YEAR


def _times(amount: float, total: float) -> str:
    ratio = max(amount, total) / min(amount, total) if min(amount, total) > 0 else 0.0
    return f"{ratio / _TEN_THOUSAND:.1f}万倍".replace(".0", "")


def _project_money(table: Table, row: Indicator) -> list[tuple[str, float]]:
    """The project's totals, the row's half first, then the parts of its funding block."""
    annual, whole = ("年度资金总额", table.annual_budget), ("实施期资金总额", table.total_budget)
    totals = [whole, annual] if row.period == WHOLE else [annual, whole]
    known = [(label, amount) for label, amount in totals if amount]
    parts: Sequence[Fund] = [fund for fund in table.funds if not fund.total and fund.amount]
    return known + [(fund.label, fund.amount) for fund in parts if fund.amount is not None] if known else []
