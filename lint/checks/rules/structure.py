"""S: completeness of the form (rules S001, S002; agreement of its halves stands in `periods`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lint.checks.rule import NOT_APPLICABLE, CouldNot, Example, Family, Hit, Outcome, TableRule
from lint.checks.rules.wording import yuan_text
from lint.model import ANNUAL, CANONICAL_LEVEL2, WHOLE, Location, Slot, Table
from lint.settings.sections import RuleOptions

_SATISFACTION = "服务对象满意度指标"
_COSTS = ("成本指标", "经济成本指标")


_OUTPUT_ROWS = (
    ("数量指标", "印刷册数", "≥3000册"),
    ("质量指标", "印刷合格率", "≥98%"),
    ("时效指标", "完成时间", "2024年12月底前"),
    ("成本指标", "印刷成本", "≤3万元"),
)


_FULL = (*_OUTPUT_ROWS, ("社会效益指标", "宣传覆盖率", "≥90%"), (_SATISFACTION, "群众满意度", "≥95%"))


def _without(level2: str) -> tuple[tuple[str, ...], ...]:
    return tuple(row for row in _FULL if row[0] != level2)


STRUCTURE = Family("S", "完整与一致", 7)


class CategoryMissing(TableRule):
    """A form without a category that every project has measures only part of what the money buys.

    Which categories are due is a setting for each generation of the form; a group written with
    bars is met by any of its members. Judged over both halves together: a half may be empty. Not a
    defect: categories of which one suffices (效益), department forms with categories of their own.
    """

    code = "S001"
    name = "category-missing"
    title = "缺少必设的二级指标"
    family = STRUCTURE
    basis = "财预〔2015〕88号"
    review = "完整性"
    about = "form"
    why = "产出的数量、质量、时效、成本和至少一项效益共同说明钱花得值不值；缺一类就有一面无从评价。"
    not_a_defect = "效益各类有一类即可；自设类别的整体支出表不判；表格残缺或有读不准的行时不判。"
    bad = (
        Example(rows=_without("质量指标"), note="没有质量指标"),
        Example(
            rows=_without("时效指标"),
            table={"slots": (Slot(ANNUAL, "时效指标", Location(line=14)),)},
            note="列有时效指标而未填",
        ),
        Example(rows=_without("社会效益指标"), note="没有任何一类效益指标"),
        Example(table={"slots": (Slot(ANNUAL, "数量指标"), Slot(ANNUAL, "质量指标"))}, also=("S002",), note="全表空白"),
    )
    good = (
        Example(rows=_FULL),
        Example(
            rows=(
                *_OUTPUT_ROWS[:3],
                ("经济成本指标", "印刷成本", "≤3万元"),
                ("可持续影响指标", "手册使用年限", "≥3年"),
                (_SATISFACTION, "群众满意度", "≥95%"),
            ),
            table={"form": "2021"},
        ),
        Example(
            rows=(("履职效果", "公务用车保障", "70辆"), ("部门管理", "预算执行率", "≥95%")),
            table={"scope": "department"},
        ),
        Example(rows=_without("质量指标"), table={"cut": True}, note="表格残缺，记为不能判断"),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """Categories due by generation of the form, a bar between those of which one is enough; by first
        member of a group: `signs` of a lost one, what it is called, a good row.
        """

        form2015: tuple[str, ...]
        form2021: tuple[str, ...]
        department: tuple[str, ...]
        signs: Mapping[str, tuple[str, ...]]
        groups: Mapping[str, str]
        patterns: Mapping[str, str]

    options: Options

    def check_table(self, table: Table) -> Iterable[Outcome]:
        """One hit a missing category, or one for a form left blank."""
        if not table.indicators:
            yield self._blank(table)
            return
        local = [row for row in table.indicators if row.level2 not in CANONICAL_LEVEL2]
        if table.scope == "department" and len(local) * 2 >= len(table.indicators):
            yield NOT_APPLICABLE
            return
        required = self._required(table)
        present = {row.level2 for row in table.indicators}
        missing = [group for group in required if not self._met(group, present)]
        if not missing:
            return
        if table.cut:
            yield CouldNot("表格残缺")
            return
        for group in missing:
            if self._doubtful(group, table):
                yield CouldNot("有归属不能确定的行")
            elif self._perhaps_lost(group, table):
                yield CouldNot("类别名称可能在识别中丢失")
            else:
                yield self._missing(group, table)

    def _required(self, table: Table) -> Sequence[str]:
        if table.scope == "department":
            return self.options.department
        return self.options.form2021 if table.form == "2021" else self.options.form2015

    def _doubtful(self, group: str, table: Table) -> bool:
        """Whether a row not read for sure may belong to the category: any, where it is not shown empty."""
        members = group.split("|")
        shown = any(slot.level2 in members for slot in table.slots)
        return any(row.uncertain and (not shown or not row.level2 or row.level2 in members) for row in table.indicators)

    def _met(self, group: str, present: set[str]) -> bool:
        return any(
            word == level2 or (level2 not in CANONICAL_LEVEL2 and word.removesuffix("指标") in level2)
            for word in group.split("|")
            for level2 in present
        ) or (group.startswith("经济效益") and any("效益" in level2 or "影响" in level2 for level2 in present))

    def _perhaps_lost(self, group: str, table: Table) -> bool:
        """Whether a scan may have lost the category's cell: it is not shown, and a row sounds like it."""
        members = group.split("|")
        if table.merges or any(slot.level2 in members for slot in table.slots):
            return False
        signs = self.options.signs.get(members[0], ())
        return any(
            any(sign in row.name for sign in signs)
            and (members[0] not in _COSTS or self.language.parse(row.value, row.unit).is_money)
            for row in table.indicators
            if row.level2 != _SATISFACTION
        )

    def _missing(self, group: str, table: Table) -> Hit:
        members = group.split("|")
        shown = [slot for slot in table.slots if slot.level2 in members]
        label = self.options.groups.get(members[0], members[0]) if len(members) > 1 else members[0]
        how = "表中列有该类别而未填写" if shown else "表中没有这一类"
        budget = yuan_text(table.annual_budget) if table.annual_budget else "年度资金总额"
        pattern = self.options.patterns.get(members[0], "").replace("{budget}", budget)
        return Hit(
            f"缺少{label}：{how}。",
            f"请补充可核验的指标{f'，如“{pattern}”' if pattern else ''}；确不适用的，请在报送时说明理由。",
            confidence=0.9,
            location=shown[0].location if shown else None,
            period=ANNUAL,
            level2=members[0],
            subject=members[0],
            data={"missing": members, "shown": bool(shown), **({"also_period": WHOLE} if _both(table) else {})},
        )

    def _blank(self, table: Table) -> Outcome:
        if table.cut:
            return CouldNot("表格残缺")
        if not table.slots:
            return CouldNot("没有读到绩效指标行")
        return Hit(
            "全表没有填写任何绩效指标。",
            "请按产出、效益、满意度各类补充可核验的指标；项目不再实施的，请撤回本表并说明。",
            location=table.slots[0].location,
            period=ANNUAL,
            subject="全表",
            data={"missing": sorted({slot.level2 for slot in table.slots}), "shown": True},
        )


class SatisfactionMissing(TableRule):
    """A project that serves people should ask them; a form without satisfaction leaves them out.

    Not a defect for projects that serve nobody directly: hence a remark only. Satisfaction stated
    in any row, whatever its category, counts.
    """

    code = "S002"
    name = "satisfaction-missing"
    title = "缺少满意度指标"
    family = STRUCTURE
    basis = "财预〔2021〕101号"
    review = "完整性"
    about = "form"
    why = "直接面向公众或单位提供服务的项目，应当衡量服务对象是否满意。"
    not_a_defect = "不直接提供服务的项目（还本付息、工程尾款等）可以不设。"
    bad = (
        Example(rows=_without(_SATISFACTION)),
        Example(rows=_without(_SATISFACTION), table={"slots": (Slot(ANNUAL, _SATISFACTION, Location(line=18)),)}),
        Example(rows=_OUTPUT_ROWS, also=("S001",)),
    )
    good = (
        Example(rows=_FULL),
        Example(rows=(*_without(_SATISFACTION), ("社会效益指标", "参会人员满意度", "≥95%")), also=("C001",)),
        Example(rows=(("履职效果", "公务用车保障", "70辆"),), table={"scope": "department"}),
        Example(rows=_without(_SATISFACTION), table={"project": "政府债券还本付息"}),
    )

    @dataclass(frozen=True, slots=True)
    class Options(RuleOptions):
        """`exempt_projects` serve nobody who could be asked."""

        exempt_projects: tuple[str, ...]

    options: Options

    def check_table(self, table: Table) -> Iterable[Outcome]:
        """One hit on a form that has rows and none about satisfaction."""
        if not table.indicators:
            yield NOT_APPLICABLE
            return
        if any(row.level2 == _SATISFACTION or "满意" in row.name or "满意" in row.level2 for row in table.indicators):
            return
        local = sum(row.level2 not in CANONICAL_LEVEL2 for row in table.indicators)
        if local * 2 >= len(table.indicators) or any(w in table.project for w in self.options.exempt_projects):
            yield NOT_APPLICABLE
        elif table.cut:
            yield CouldNot("表格残缺")
        elif any(row.uncertain for row in table.indicators):
            yield CouldNot("有归属不能确定的行")
        else:
            shown = next((slot for slot in table.slots if slot.level2 == _SATISFACTION), None)
            how = "表中列有该类别而未填写" if shown else "表中没有这一类"
            yield Hit(
                f"缺少满意度指标：{how}。",
                "请补充服务对象及其满意度，如“受益群众满意度 ≥95%”；项目不直接提供服务的，请说明理由。",
                confidence=0.9,
                location=shown.location if shown else None,
                period=ANNUAL,
                level2=_SATISFACTION,
                subject=_SATISFACTION,
                data={"shown": bool(shown)},
            )


def _both(table: Table) -> bool:
    return {WHOLE, ANNUAL} <= {row.period for row in table.indicators}
