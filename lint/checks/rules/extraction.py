"""X: what could not be read, or not for sure (rules X001, X002, X003)."""

from __future__ import annotations

from collections.abc import Iterable

from lint.checks.rule import (
    NOT_APPLICABLE,
    Example,
    Family,
    FileRule,
    Hit,
    Outcome,
    RowRule,
    Subject,
    SubmissionRule,
    TableRule,
)
from lint.model import ANNUAL, UNREAD_FORM, Indicator, Location, Submission, Table, Unreadable

_ADVICE = "，请对照原表核对"  # what the suggestion says anyway
_UNKNOWN = "版面错位，归属不能确定"


def _row(name: str, value: str, *reasons: str, level2: str = "数量指标") -> Indicator:
    return Indicator(
        ANNUAL, "产出指标", level2, name, value, location=Location(line=10), uncertain=bool(reasons), reasons=reasons
    )


EXTRACTION = Family("X", "读取", 9)


class UncertainExtraction(RowRule, TableRule):
    """A row that could not be read for sure is shown to a person instead of being judged or dropped.

    Says why. Not a defect of the form: nothing is to be corrected unless the original shows it.
    """

    code = "X001"
    name = "uncertain-extraction"
    title = "版面错位，抽取结果需人工核对"
    family = EXTRACTION
    review = "完整性"
    reading = True
    needs_table = True
    why = "扫描识别会错列、断字、丢数字；读不准的行既不能据以下结论，也不能悄悄丢掉。"
    not_a_defect = "这不是申报单位的错误；对照原件核对即可，原件无误则无需修改。"
    bad = (
        Example(table={"indicators": (_row("印刷册数", "3000", "值可能属于上一行"),)}),
        Example(table={"indicators": (_row("", "≥95%", "缺少三级指标名称，可能与相邻行错位"),)}),
        Example(table={"indicators": (_row("培训", "人", "数字在识别中丢失"),)}),
        Example(table={"cut": True, "indicators": ()}, note="表格在指标之前中断"),
    )
    good = (
        Example("数量指标", "印刷册数", "3000册"),
        Example("质量指标", "印刷合格率", "≥98%"),
        Example("时效指标", "完成时间", "2024年12月底前"),
    )

    def check_row(self, subject: Subject) -> Outcome:
        """A hit for each uncertain row."""
        row = subject.indicator
        if not row.uncertain:
            return None
        told = (reason.rstrip("。；，").removesuffix(_ADVICE) for reason in row.reasons)
        reasons = list(dict.fromkeys(told)) or [_UNKNOWN]
        what = f"“{row.name or row.value}”" if row.name or row.value else ""
        return Hit(
            f"此行{what}读取不确定：{'；'.join(reasons)}。",
            "请对照原件核对本行的类别、名称和指标值；原件无误的无需修改。",
            confidence=row.confidence,
            data={"reasons": list(row.reasons)},
            cause=f"X001 {'；'.join(reasons)}",
        )

    def check_table(self, table: Table) -> Iterable[Outcome]:
        """A hit where the form breaks off: what stood below was not read."""
        if table.cut:
            yield Hit(
                "这张表在此处中断，没有读到完整的绩效指标。",
                "请对照原件核对表格是否缺页或识别不全，补齐后重新检查。",
                confidence=0.9,
                subject="表格残缺",
            )


class UnreadableFile(FileRule):
    """A file that cannot be read is reported, never passed over: silence would look like approval."""

    code = "X002"
    name = "unreadable-file"
    title = "文件无法读取"
    family = EXTRACTION
    review = "完整性"
    reading = True
    about = "file"
    why = "没有读到的材料等于没有审核；一份读不出的文件不能算通过。"
    not_a_defect = "能读出但没有绩效目标表的文件不属此列，报告另行说明。"
    bad = (
        Example(note="文件有密码保护，请解除密码后重新报送。"),
        Example(note="文件是空的，请重新导出。"),
        Example(note="文件内容已损坏，请重新报送。"),
    )
    good = (
        Example("数量指标", "印刷册数", "3000册"),
        Example("质量指标", "印刷合格率", "≥98%"),
        Example("时效指标", "完成时间", "2024年12月底前"),
    )

    def check_file(self, unreadable: Unreadable) -> Hit:
        """The one hit on the file; its sentence is the reader's reason."""
        reason = unreadable.reason.replace(unreadable.path, "").strip("：: ").rstrip("。") or "原因不明"
        return Hit(
            f"文件无法读取：{reason}。",
            "请按提示处理后重新检查；仍不能读取的，请报送可编辑的原始文件。",
            subject=reason,
            data={"reason": reason},
        )


class UnreadForm(SubmissionRule):
    """A file that shows categories with targets, of which no row could be read, is not one without a form."""

    code = "X003"
    name = "unread-form"
    title = "疑似绩效表，版面未能读出"
    family = EXTRACTION
    review = "完整性"
    reading = True
    about = "file"
    why = "文件里有二级指标和指标值，却一行也没有读出：说“没有绩效目标表”等于放过没有审核的表。"
    not_a_defect = "这不一定是申报单位的错误；换成保留表格的原始文件即可读出。"
    bad = (
        Example(text="数量指标 印刷册数\n质量指标 印刷合格率\n时效指标 完成时间\n3000册\n≥98%", kind=UNREAD_FORM),
        Example(text="数量指标印刷册数3000册质量指标印刷合格率≥98%时效指标完成时间2024年底", kind=UNREAD_FORM),
        Example(text="数量 指标\n3000 册\n质量 指标\n≥98 %\n时效 指标\n12 月底前", kind=UNREAD_FORM),
    )
    good = (
        Example("数量指标", "印刷册数", "3000册"),
        Example("质量指标", "印刷合格率", "≥98%"),
        Example("时效指标", "完成时间", "2024年12月底前"),
    )

    def check_submission(self, submission: Submission) -> Iterable[Outcome]:
        """The one hit on a file of kind "unread-form"."""
        if submission.kind != UNREAD_FORM:
            return [NOT_APPLICABLE]
        return [
            Hit(
                "文件里有绩效指标的类别和指标值，但版面未能读出，没有审核任何一行。",
                "请报送保留表格的原始文件（.xlsx、.docx 或带文字的 PDF）后重新检查。",
                subject="版面未能读出",
            )
        ]
