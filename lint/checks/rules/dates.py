"""T: years, deadlines and dates (rules T001, T002, T003)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Family, Hit, Outcome, RowRule, Subject, TableRule
from lint.language import Moment, Target, normalise
from lint.model import ANNUAL, WHOLE, Indicator, Table
from lint.settings.sections import RuleOptions

_TIMELINESS = "时效指标"

DATES = Family("T", "时间", 6)


class YearMismatch(TableRule):
    """A target due in a year that the form does not cover was carried over from another year's form.

    Judges dates in values (not the years of documents, baselines, seasons that reach into the
    budget year, or projects that span years) and due dates in the goal of the year. Not a defect:
    a deadline a few months after the year (settlement, heating season), long-term effects, the
    whole-term half of a project of several years. Rests on plain sense.
    """

    code = "T001"
    name = "year-mismatch"
    title = "年份与预算年度不符"
    family = DATES
    review = "可行性"
    about = "target"
    why = "年度目标要在预算年度内完成；日期落在别的年份，多是沿用上年表格未改。"
    not_a_defect = "文件号、基期、对比年份、跨年的供暖期、跨年度项目的实施期目标、年后几个月内的决算不算。"
    bad = (
        Example("时效指标", "采购完成时间", "2023年12月底前", table={"year": 2024}),
        Example("时效指标", "项目完工时间", "2025年", table={"year": 2024}),
        Example("数量指标", "改造户数", "2023年6月底前20户", table={"year": 2024}),
        Example(
            "数量指标",
            "印刷册数",
            "3000册",
            table={"year": 2024, "texts": {"总体目标": "2023年12月底前完成全部印刷任务。"}},
        ),
        Example(
            "数量指标",
            "保洁面积",
            "3000平方米",
            table={"year": 2024, "texts": {"项目实施计划": "2023年全年按月考核并支付保洁费。"}},
        ),
    )
    good = (
        Example("时效指标", "采购完成时间", "2024年12月底前", table={"year": 2024}),
        Example("时效指标", "供暖时间", "2023年11月15日至2024年3月15日", table={"year": 2024}),
        Example("时效指标", "决算审计完成时间", "2025年3月底前", table={"year": 2024}),
        Example(
            "数量指标",
            "支付工程款",
            "1项",
            table={"year": 2024, "texts": {"项目实施计划": "工程于2023年6月底前已完工，本年支付尾款。"}},
        ),
        Example("质量指标", "较2023年下降比例", "较2023年下降5%", table={"year": 2024}),
        Example("成本指标", "执行文件", "〔2020〕90号文件标准", table={"year": 2024}),
        Example(
            "时效指标",
            "项目完工时间",
            "2026年12月底前",
            period="实施期",
            table={"year": 2024, "total_budget": 900000.0, "annual_budget": 300000.0},
        ),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`goal_years_back` in years, `grace_months` of the next year."""

        goal_years_back: int
        grace_months: int
        goal_fields: tuple[str, ...]
        long_term_levels: tuple[str, ...]
        baseline_before: tuple[str, ...]
        baseline_after: tuple[str, ...]
        past_words: tuple[str, ...]
        goal_past_words: tuple[str, ...]

    options: Options

    def check_table(self, table: Table) -> Iterable[Outcome]:
        """Hits on rows and on the goal; could not judge without a budget year."""
        if not table.indicators and not table.texts:
            yield NOT_APPLICABLE
            return
        if table.year is None:
            yield CouldNot("未读到预算年度")
            return
        for row in table.indicators:
            if not row.uncertain:
                yield from self._row(row, table, table.year)
        yield from self._goal(table, table.year)

    def _row(self, row: Indicator, table: Table, year: int) -> Iterator[Hit]:
        if row.period == WHOLE and not self._one_year(table):
            return
        if not _YEAR.search(row.value):
            return
        target = self.language.parse(row.value, row.unit)
        dated = [m for m in target.dates if m.kind == "date" and m.year is not None]
        if not dated or any(m.year == year for m in dated) or not all(self._is_target(m, target) for m in dated):
            return
        years = sorted({m.year for m in dated if m.year is not None})
        if years[0] < year < years[-1]:
            return
        if years[0] > year and not self._too_late(dated, row, table, year):
            return
        if any(word in row.name for word in self.options.past_words):
            return
        written = "、".join(m.text for m in dated)
        within = "" if normalise(row.value) == written else f"中的{written}"
        yield Hit(
            f"“{row.name}”的指标值“{row.value}”{within}不在{year}预算年度之内。",
            f"若属笔误，请改为{year}年内的日期；若属实（如跨年结算），请写明与{year}年度资金的关系并附依据。",
            confidence=0.95 if row.level2 == _TIMELINESS else 0.85,
            indicator=row,
            data={"years": years, "budget_year": year},
        )

    def _is_target(self, moment: Moment, target: Target) -> bool:
        """Whether a date is what is to be met, not a baseline, a document's year or a standard's."""
        before = target.text[: moment.start]
        after = target.text[moment.end :]
        if before.endswith(self.options.baseline_before):
            return False
        return not after.startswith(self.options.baseline_after)

    def _too_late(self, dated: list[Moment], row: Indicator, table: Table, year: int) -> bool:
        if row.level2 in self.options.long_term_levels:
            return False
        if not table.two_halves and not self._one_year(table, unknown=True):
            return False
        grace = self.options.grace_months
        limit = dt.date(year + 1, grace, calendar.monthrange(year + 1, grace)[1])
        return not any(m.month is not None and m.last is not None and m.last <= limit for m in dated)

    def _one_year(self, table: Table, unknown: bool = False) -> bool:
        """Whether the project ends with the year; `unknown` is the answer where the form does not say."""
        span = normalise(table.texts.get("项目期", ""))
        if match := re.search(r"(\d+)年", span):
            return int(match[1]) == 1
        if table.annual_budget and table.total_budget and table.total_budget > table.annual_budget:
            return False
        return unknown

    def _goal(self, table: Table, year: int) -> Iterator[Hit]:
        """Goals of this year's form that only speak of an earlier year as still to come."""
        past = [*self.options.past_words, *self.options.goal_past_words]
        for field in self.options.goal_fields:
            text = normalise(table.texts.get(field, ""))
            if str(year) in text or any(word in table.project for word in self.options.past_words):
                continue
            for match in _DUE.finditer(text):
                due = int(match["due"] or match["during"] or match["task"])
                around = text[max(0, match.start() - 12) : match.end() + 12]
                recent = year - self.options.goal_years_back <= due < year
                if not recent or str(due) in table.project or any(word in around for word in past):
                    continue
                yield Hit(
                    f"{field}写“{match[0]}”，早于{year}预算年度。",
                    f"若属沿用上年文字，请改为{year}年的目标；若属实，请说明与{year}年度资金的关系并附依据。",
                    confidence=0.8,
                    period=ANNUAL,
                    subject=f"{field} {match[0]}",
                    data={"years": [due], "budget_year": year, "field": field},
                )
                break


_YEAR = re.compile(r"[2２][0０]\d\d")
_DUE = re.compile(
    r"(?P<due>20\d\d)年(?:度)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|年?末)?(?:之前|以前|前)(?!.{0,8}的)"
    r"|(?P<during>20\d\d)年(?:度)?全年"
    r"|(?:保障|确保|做好|完成|实现)(?P<task>20\d\d)年(?!.{0,6}(?:前|以来))"
)


class NoDeadline(RowRule):
    """A timeliness target must name a time: a date, a period, a length of time, or how much is in time.

    Speaks of values that can be checked but hold no time (合格, 3次), and of vague ones where the
    name asks for a time (完成时间 ▸ 及时): there it follows from V001. Other vague values are left to
    V001, bare numbers to U002, misplaced names to C001. Not a defect: rates (按时发放率 100%).
    """

    code = "T002"
    name = "no-deadline"
    title = "时效指标没有时限"
    family = DATES
    basis = "财预〔2015〕88号"
    review = "可行性"
    about = "target"
    follows = ("V001",)
    why = "时效指标衡量何时完成、多快完成；没有日期、期限、时长或及时率，就无从考核快慢。"
    not_a_defect = "写明日期、期限、频次、时长或及时比例的都算有时限；名称不问时间而值含糊的，只由 V001 提出。"
    bad = (
        Example("时效指标", "工程完工时间", "验收合格"),
        Example("时效指标", "完成时间", "按时完成", also=("V001",)),
        Example("时效指标", "工程进度", "通过竣工验收", also=("C001", "V001")),
        Example("时效指标", "维护及时性", "3次", also=("C001", "U001")),
    )
    good = (
        Example("时效指标", "采购完成时间", "2024年12月底前"),
        Example("时效指标", "补助发放及时率", "100%"),
        Example("时效指标", "故障响应时间", "≤2小时"),
        Example("时效指标", "检查频次", "每季度末"),
        Example("时效指标", "补助发放及时性", "及时", note="含糊，由 V001 提出"),
        Example("数量指标", "维护次数", "3次"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """What counts as a time in a value; `asks_for_time` in a name makes even a vague value lack a time."""

        time_dimensions: tuple[str, ...]
        time_words: tuple[str, ...]
        asks_for_time: tuple[str, ...]

    options: Options

    def check_row(self, subject: Subject) -> Outcome:
        """A hit on a timeliness row whose checkable value holds no time."""
        row, target = subject.indicator, subject.target
        if row.level2 != _TIMELINESS or not row.value:
            return NOT_APPLICABLE
        dimensions = {q.unit.dimension for q in target.quantities}
        if target.dates or dimensions & set(self.options.time_dimensions):
            return None
        if any("date" in q.unit.dimension or set(q.unit.per) & _TIME_UNITS for q in target.quantities):
            return None
        if any(word in target.text for word in self.options.time_words) or target.is_bare_number:
            return None
        vague = not (target.quantities or target.states or target.standards or target.references)
        if vague and not any(word in row.name for word in self.options.asks_for_time):
            return None
        return Hit(
            f"时效指标“{row.name}”的指标值“{row.value}”没有时限。",
            "请写明完成日期、期限、时长或及时比例，如“12月底前”“24小时内”“≥95%”；"
            "若本行衡量的不是时间，请移到相应的类别。",
            confidence=0.85,
        )


_TIME_UNITS = frozenset(("年", "月", "周", "日", "天", "小时", "时", "分钟", "季度", "季"))


class InvalidDate(TableRule):
    """A date that no calendar holds (2月30日, 13月) can be met by nobody.

    Judges names, values and the texts of the form. Not a defect: 13月 as the thirteenth month's
    pay, 24:00. Rests on the calendar.
    """

    code = "T003"
    name = "invalid-date"
    title = "日期不存在"
    family = DATES
    review = "可行性"
    about = "target"
    why = "日历上没有的日期无法执行，也说明该行未经核对。"
    not_a_defect = "“13月工资”“24:00”是通行写法，不算。"
    bad = (
        Example("时效指标", "完成时间", "2024年2月30日前"),
        Example("时效指标", "发放时间", "2024年9月31日", also=("T001",)),
        Example("时效指标", "验收时间", "2023年2月29日", table={"year": 2023}),
        Example("时效指标", "每日开放时间", "8:00-24:30"),
        Example("时效指标", "完成时间", "13月底前"),
    )
    good = (
        Example("时效指标", "完成时间", "2024年2月29日前"),
        Example("时效指标", "每日开放时间", "8:00-24:00"),
        Example("时效指标", "工期", "13个月"),
        Example("成本指标", "13月工资", "≤3万元"),
        Example("质量指标", "师生比", "1:25"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """13月 before one of `thirteenth_words` is pay; 8:00 beside one of `clock_words` is a time of day."""

        thirteenth_words: tuple[str, ...]
        clock_words: tuple[str, ...]

    options: Options

    def check_table(self, table: Table) -> Iterable[Outcome]:
        """A hit on each row, and each text, that names an impossible date."""
        if not table.indicators and not table.texts:
            yield NOT_APPLICABLE
        for row in table.indicators:
            if row.uncertain:
                continue
            wrong = self._impossible(row.value, table, row.name) or self._impossible(row.name, table, row.name)
            if wrong:
                yield self._hit(f"“{row.name}”的“{row.value}”中，{wrong}", wrong, row)
        for field, text in table.texts.items():
            if wrong := self._impossible(text, table, field):
                yield self._hit(f"{field}中的{wrong}", wrong, None, field)

    def _hit(self, where: str, wrong: str, row: Indicator | None, field: str = "") -> Hit:
        return Hit(
            f"{where}不存在。",
            f"请核对日历，将{wrong}改为实际的日期或时间。",
            indicator=row,
            subject=f"{field} {wrong}" if field else "",
            data={"written": wrong.strip("“”"), **({"field": field} if field else {})},
        )

    def _impossible(self, written: str, table: Table, context: str) -> str:
        """The first impossible date or time of day, as “…”; empty where there is none."""
        if not _DATED.search(written):
            return ""
        text = normalise(written)
        for match in _DATE.finditer(text):
            year, month, day = (int(part) if part else None for part in match.group("y", "m", "d"))
            if text[match.end() :].startswith(self.options.thirteenth_words) and day is None:
                continue
            if not _exists(year or table.year, month, day):
                return f"“{match[0]}”"
        for match in _NUMERIC_DATE.finditer(text):
            if not _exists(int(match["y"]), int(match["m"]), int(match["d"])):
                return f"“{match[0]}”"
        if any(word in context + text for word in self.options.clock_words):
            for match in _CLOCK.finditer(text):
                hour, minute = int(match[1]), int(match[2])
                if minute > 59 or (hour, minute) > (24, 0):
                    return f"“{match[0]}”"
        return ""


_DATE = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)年(?:度)?)?(?<![\d.个第])(?P<m>\d{1,2})月(?!薪|份?工资)(?:份)?(?:(?P<d>\d{1,2})[日号])?"
)
_DATED = re.compile(r"\d\s*(?:[月:：]|[-/.．－／]\s*\d)")  # what any date or time of day holds
_NUMERIC_DATE = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d.])")
_CLOCK = re.compile(r"(?<![\d:])([012]?\d):([0-9]\d)(?![\d:%])")


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    """Whether a date is on the calendar; 29 February counts where the year is unknown."""
    if month is None or not 1 <= month <= 12:
        return False
    if day is None:
        return True
    return 1 <= day <= calendar.monthrange(year or 2024, month)[1]
