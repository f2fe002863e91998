"""V: whether a target says anything that can be checked (rules V001, V002, V003)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Family, Hit, Outcome, RowRule, Rule, Subject
from lint.checks.rules.wording import checkable, quoted, row_words
from lint.language import Target, normalise
from lint.model import CANONICAL_LEVEL2, Indicator
from lint.settings.sections import RuleOptions

_MARKS = re.compile(r"[\W_]+")
_NO_WORDS = re.compile(r"[\W\d_]*")
_SIGN_LENGTH = 4  # characters a sign may take before the number (不超过, 大于等于)
_CATEGORIES = frozenset(level2.removesuffix("指标") for level2 in CANONICAL_LEVEL2)
_LONG_TEXT = 20  # characters beyond which a value is a sentence that may hide a standard unknown to us

VALUES = Family("V", "指标值", 1)


class VagueValue(RowRule):
    """A target that nobody can check binds nobody: after the year any result fits 明显 or 提高.

    A target can be checked when it has a number, a date or period, a state that can be told for
    sure (合格, 不发生), a named standard, or points to something that can be looked up (中标价).
    Not a defect: those, in whatever words; an empty value is V003. Basis: 财预〔2015〕88号,
    财预〔2021〕101号 (targets are quantified, or where they cannot be, graded and checkable).
    """

    code = "V001"
    name = "vague-value"
    title = "指标值含糊，无法核验"
    family = VALUES
    basis = "财预〔2015〕88号；财预〔2021〕101号"
    review = "适当性"
    about = "target"
    measurable = True
    answered_by_patterns = True
    teaches = "vagueness"
    shares = ("language.examples",)
    why = "“明显”“提高”“及时”这类指标值没有尺度，年终怎样都算完成，无法监控，也无法评价。"
    not_a_defect = (
        "有数字、日期或期限（每季度末、全年）、可判定的状态（合格、不发生、已签订）、点名的标准（《…》、GB…、一级）"
        "或可查得的约定（中标价、合同天数）的，都可核验；空值由 V003 提出。"
    )
    bad = (
        Example("社会效益指标", "群众防灾意识", "明显增强"),
        Example("时效指标", "补贴发放时间", "及时足额"),
        Example("数量指标", "购置办公耗材", "按需购置"),
        Example("质量指标", "会场保障", "无明显差错"),
        Example("数量指标", "宣传横幅", "若干条"),
        Example("数量指标", "走访农户", ": 户"),
        Example("成本指标", "食材采购单价", "小于市场价"),
        Example("数量指标", "改造区域", "八层会议室"),
        Example("可持续影响指标", "管护机制", "探索建立长效机制"),
        Example("时效指标", "处置时间", "第一时间"),
        Example("质量指标", "物资码放", "有条不紊"),
        Example("社会成本指标", "施工期间路口拥堵", "不严重"),
    )
    good = (
        Example("社会效益指标", "群众防灾意识", "问卷知晓率≥85%"),
        Example("时效指标", "补贴发放时间", "每季度末前"),
        Example("时效指标", "布展时间", "元宵节前"),
        Example("质量指标", "绝缘检测", "合格"),
        Example("社会效益指标", "校园食品安全事故", "不发生"),
        Example("社会成本指标", "群众信访", "零上访"),
        Example("成本指标", "设备购置成本", "≤中标价"),
        Example("质量指标", "文物修缮", "符合《文物保护工程管理办法》"),
        Example("质量指标", "实验室生物安全", "BSL-2"),
        Example("服务对象满意度指标", "孕产妇满意度", "九成以上"),
        Example("质量指标", "电梯设备运行情况", "所有机组正常运行"),
        Example("可持续影响指标", "管护办法", "已印发实施"),
        Example("生态效益指标", "废水排放达到GB 8978标准", "达到"),
        Example("生态环境成本指标", "水源地水质", "不得检出农药残留"),
        Example("质量指标", "考核等次", "优秀"),
        Example("社会成本指标", "改造期间学生用餐", "不断供"),
        Example("质量指标", "目录数据差错", "≤千分之三"),
        Example("时效指标", "慰问品发放", "元旦、国庆"),
        Example("生态环境成本指标", "化验室废液", "交有资质单位处理"),
    )

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row."""
        row, target = subject.indicator, subject.target
        if target.kind == "empty":
            return NOT_APPLICABLE
        if checkable(target) or self._is_grade(row, target) or self._affirms(row, target):
            return None
        example = example_target(self, row)
        word = "、".join(target.vague[:3])
        text = _MARKS.sub("", target.text)
        if self.language.lexicon.unit(text) is not None:
            reason, confidence = "只剩计量单位，缺少数字（可能是录入或识别时丢失）", 0.95
        elif target.vague:
            reason = f"只有“{word}”这类形容，没有数字、期限、可判定的状态或点名的标准，无法核验是否完成"
            confidence = 0.97 if len(text) <= _LONG_TEXT else 0.85
        else:
            reason = "没有数字、期限、可判定的状态或点名的标准，无法核验是否完成"
            confidence = 0.85 if len(text) <= _LONG_TEXT else 0.7
        return Hit(
            f"{row_words(row)}{reason}。",
            f"请改为可核验的指标值，如“{example}”；若确实难以量化，请写明判定完成的依据（验收文件、标准名称或时点）。",
            confidence=confidence,
            data={"vague_words": list(target.vague), "example": example},
        )

    def _affirms(self, row: Indicator, target: Target) -> bool:
        """Whether the name states a standard, number or date and the value says it is met."""
        if target.text not in self.language.lexicon.affirmations:
            return False
        inner = self.language.parse(row.name)
        return bool(inner.quantities or inner.standards or any(date.kind == "date" for date in inner.dates))

    def _is_grade(self, row: Indicator, target: Target) -> bool:
        """Whether the name asks for a grade and the value is one (考核等次 ▸ 优秀)."""
        lexicon = self.language.lexicon
        return target.text in lexicon.grades and normalise(row.name).endswith(lexicon.grade_names)


class ValueRepeatsName(RowRule):
    """A target that says the indicator's name again states the wish twice and no target at all.

    Not a defect: a value that can be checked although its words stand in the name (合格, 不发生…);
    a single vague word such as 及时 after 及时性 is V001. Rests on plain sense.
    """

    code = "V002"
    name = "value-repeats-name"
    title = "指标值复述指标名称"
    family = VALUES
    basis = "财预〔2015〕88号"
    review = "适当性"
    about = "target"
    measurable = True
    outranks = ("V001",)
    answered_by_patterns = True
    teaches = "vagueness"
    shares = ("language.examples",)
    why = "指标值把名称又说了一遍，没有写明做到什么程度才算完成。"
    not_a_defect = "指标值虽与名称用词相同，但可以判定（如“不发生责任事故”“签订合同”）的，不算。"
    bad = (
        Example("生态效益指标", "节能环保", "节能环保"),
        Example("社会效益指标", "促进教育公平", "促进教育公平。"),
        Example("数量指标", "设备购置", "设备购置"),
        Example("生态效益指标", "指标1：校园煤渣清运", "煤渣清运"),
        Example("可持续影响指标", "监测站点长期运行", "长期运行"),
    )
    good = (
        Example("生态效益指标", "节能环保", "用电量比上年下降3%"),
        Example("社会效益指标", "不发生责任事故", "不发生责任事故"),
        Example("数量指标", "设备购置", "12台"),
        Example("时效指标", "资金拨付及时性", "及时", note="只有一个形容词，由 V001 提出"),
        Example("质量指标", "验收合格", "合格"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`share_of_name` in [0, 1] of the name that a value must repeat where it is only a part of it;
        `suffixes` are left out of the name.
        """

        share_of_name: float
        suffixes: tuple[str, ...]

    options: Options

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row."""
        row, target = subject.indicator, subject.target
        if target.kind == "empty" or not row.name.strip():
            return NOT_APPLICABLE
        if checkable(target) or not self._repeats(row.name, target):
            return None
        example = example_target(self, row)
        return Hit(
            f"{row_words(row)}只是复述指标名称，没有写明做到什么程度，无法核验是否完成。",
            f"若属笔误，改为可核验的指标值，如“{example}”；若属实，请补充判定完成的依据（验收文件、标准名称或时点）。",
            confidence=0.97 if normalise(row.name) == target.text else 0.9,
            data={"example": example},
        )

    def _repeats(self, name: str, target: Target) -> bool:
        said = _MARKS.sub("", target.text)
        named = _MARKS.sub("", self.language.read_name(name).name)
        if len(said) < 2:
            return False
        if said == named:
            return True
        for suffix in self.options.suffixes:
            if named.endswith(suffix) and said == named.removesuffix(suffix) and said not in target.vague:
                return True
        only_vague = said in target.vague
        return not only_vague and said in named and len(said) >= self.options.share_of_name * len(named)


class MissingValue(RowRule):
    """An indicator without a target cannot be met, missed or watched.

    Not a defect: a row that was not read for sure (counted as not judged). Basis: 财预〔2015〕88号.
    """

    code = "V003"
    name = "missing-value"
    title = "有指标名称而无指标值"
    family = VALUES
    basis = "财预〔2015〕88号"
    review = "完整性"
    about = "target"
    measurable = True
    outranks = ("V002", "V001")
    answered_by_patterns = True
    why = "有指标名称而没有指标值，等于没有目标，无法监控和评价。"
    not_a_defect = "版面错位、未能确定是否有值的行不判，计入“未能判断”。"
    bad = (
        Example("数量指标", "印发宣传手册数量", ""),
        Example("质量指标", "设备验收合格率", "/"),
        Example("时效指标", "项目完工时间", "——"),
        Example("数量指标", "参保人数达到500人", ""),
        Example("成本指标", "维修成本", "待定"),
    )
    good = (
        Example("数量指标", "印发宣传手册数量", "3000册"),
        Example("社会效益指标", "安全责任事故", "无"),
        Example("成本指标", "超预算金额", "0"),
        Example("时效指标", "项目完工时间", "按合同约定时间"),
    )

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row; not applicable where the name is empty as well."""
        row, target = subject.indicator, subject.target
        if _NO_WORDS.fullmatch(row.name):
            return NOT_APPLICABLE
        if target.kind != "empty":
            return None
        if self._is_target(row.name):
            return CouldNot("名称栏里是指标值或类别名，疑似错位")
        held = self._held(row.name)
        if held is not None:
            base, value = held
            return Hit(
                f"指标{quoted(row.name)}的指标值栏是空的，目标“{value}”写在了名称里。",
                f"若属填写串位，把名称改为{quoted(base)}、指标值填“{value}”；若指标值另有其数，请补填并与名称一致。",
                confidence=0.95,
                data={"name": base, "value": value},
            )
        filler = f"只有占位符{quoted(row.value)}" if row.value.strip() else "没有填写"
        return Hit(
            f"指标{quoted(row.name)}的指标值{filler}，没有目标，无法监控和评价。",
            "若属漏填，请补填带单位的数、日期或可判定的状态；若该指标不再考核，请删去整行。",
            confidence=0.97,
        )

    def _is_target(self, name: str) -> bool:
        """Whether the name cell holds a target or a category instead of a name (a shifted row)."""
        inner = self.language.parse(name)
        if inner.quantities:
            first, last = inner.quantities[0], inner.quantities[-1]
            return first.start <= _SIGN_LENGTH and last.end >= len(inner.text) - 1
        lexicon = self.language.lexicon
        text = inner.text.strip(":,。")
        if text in lexicon.state_whole or lexicon.vague.fullmatch(text):
            return True
        return bool(inner.references and inner.comparator) or text.removesuffix("指标") in _CATEGORIES

    def _held(self, name: str) -> tuple[str, str] | None:
        """The measure and the target that a name such as 参保人数达到500人 holds, or None."""
        inner = self.language.parse(name)
        known = [q for q in inner.quantities if q.unit.dimension]
        if len(known) != 1 or known[0].end < len(inner.text) - 2:
            return None
        quantity = known[0]
        base = inner.text[: quantity.start]
        for word, _ in self.language.lexicon.before:
            if base.endswith(word):
                base = base.removesuffix(word)
                break
        base = base.rstrip("≥≤><=≈约共为:,(")
        if len(base) < 2:
            return None
        number = inner.text[quantity.start :].rstrip(")")
        return base, f"{quantity.comparator if not number.endswith(self.language.lexicon.after_words) else ''}{number}"


def example_target(rule: Rule, row: Indicator) -> str:
    """What a checkable target looks like for this kind of indicator ([language.examples])."""
    examples = rule.words.examples
    name = normalise(row.name)
    demand = rule.language.read_name(row.name)
    if demand.dimension in examples.named_dimensions:
        return examples.by_dimension[demand.dimension]
    for entry in examples.targets:
        if (not entry.level2 or row.level2 in entry.level2) and any(word in name for word in entry.words):
            return entry.target
    return examples.by_category.get(row.level2, examples.by_category["其他"])
