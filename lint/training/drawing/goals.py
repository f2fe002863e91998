"""The goal block, and what stands below the indicators: opinions, conclusions, notes, signatures."""

from .canvas import Piece, spans
from .content import full
from .ink import line
from .sheet import Sheet

_EMPTY_OPINIONS = (
    "",
    "",
    "(盖章)",
    "(盖章)\n      ",
    "单位公章:\n年月 日",
    "同意",
    "负责人签字:      年  月  日",
    "无",
)
_CONCLUSIONS = (
    "无",
    "",
    "预算执行规范,完成年度目标,总体良好。",
    "绩效目标已按期完成",
    "成立工作专班,每周例检",
    "优",
    "今后进一步细化量化指标,加强过程管理。",
)
_NOTES = (
    "注:带星号的指标必须填写,其余由填报单位结合建设内容选填,行数不够可另加。",
    "备注：1.预算执行情况口径:预算数为调整后财政资金。",
    "说明:1.绩效指标应当细化量化。2.满意度指标一般不低于80%。",
    "注:1.资金使用单位按项目绩效目标填报。2.其他资金包括与财政资金共同投入到同一项目的自有资金、社会资金。",
    "填报说明：定量指标，资金使用单位填写本地区实际完成数。定性指标根据完成情况分为达成预期指标、部分达成预期指标、未达成预期指标三档。",
)


def lay_goal(sheet: Sheet, lead: int, *, halves: bool, actual: bool) -> None:
    """Lays the goal: one row, under its headings, a list, stacked; with the achieved beside it in self-evaluations."""
    choice, form, canvas = sheet.choice, sheet.form, sheet.canvas
    rest = canvas.width - lead
    without = ("behind", "none") if halves or actual else ("behind", "beside_actual")
    manner = choice.manner("goal", without)
    if rest < 2 and manner in ("by_goal", "under_head", "beside_actual"):
        manner = "row"
    if manner == "none":
        return
    if halves and rest >= 2 and manner in ("row", "list", "beside_actual"):
        manner = "under_head"
    if actual and rest >= 2:
        manner = "beside_actual"
    ink = sheet.ink
    goal = ink.name(form.goal) if choice.chance(0.93) else ""
    if manner == "beside_actual" or (manner == "under_head" and halves):
        sizes = spans(choice, rest, [1, 1])
        heads = ("goal_annual", "goal_actual") if manner == "beside_actual" else ("goal_period", "goal_annual")
        reached = choice.one((form.goal, reached_text(sheet), "完成年度目标", "")) if actual else ""
        texts = (goal, reached) if manner == "beside_actual" else (form.period_goal, goal)
        roles = ("goal", "goal_actual") if manner == "beside_actual" else ("goal", "goal")
        canvas.block(
            sheet.label("goal_root", lead, "label:goal"),
            [
                [sheet.label(kind, size, "head:goal") for kind, size in zip(heads, sizes, strict=True)],
                [Piece(text, role, size) for text, role, size in zip(texts, roles, sizes, strict=True)],
            ],
        )
    elif manner == "under_head":
        canvas.block(
            sheet.label("goal_root", lead, "label:goal"),
            [[sheet.label("goal_annual", rest, "head:goal")], [Piece(goal, "goal", rest)]],
        )
    elif manner == "stacked" and (halves or choice.chance(0.5)):
        canvas.line([sheet.label("goal_period", lead, "label:goal"), Piece(ink.name(form.period_goal), "goal", rest)])
        canvas.line([sheet.label("goal_annual", lead, "label:goal"), Piece(goal, "goal", rest)])
    elif manner == "list":
        entries = choice.some(form.entries, choice.number(2, 4))
        body = [
            [Piece(f"目标{number}:{entry.name}{full(entry.target)}", "goal", rest)]
            for number, entry in enumerate(entries, 1)
        ]
        canvas.block(sheet.label("goal_root", lead, "label:goal"), body)
    elif manner == "by_goal":
        sizes = spans(choice, rest, [1, 4])
        body = [[Piece("序号", "head:other", sizes[0]), Piece("目标内容", "head:goal", sizes[1])]]
        for number, entry in enumerate(choice.some(form.entries, choice.number(2, 4)), 1):
            body.append(
                [Piece(str(number), "serial", sizes[0]), Piece(f"{entry.name}{full(entry.target)}", "goal", sizes[1])]
            )
        canvas.block(sheet.label("goal_root", lead, "label:goal"), body)
    else:
        canvas.line([sheet.label("goal_root", lead, "label:goal"), Piece(goal, "goal", rest)])


def lay_goal_behind(sheet: Sheet, lead: int) -> None:
    """The goal below the indicators."""
    canvas = sheet.canvas
    canvas.line([sheet.label("goal_root", lead, "label:goal"), Piece(sheet.form.goal, "goal", canvas.width - lead)])


def reached_text(sheet: Sheet) -> str:
    """What a self-evaluation says was reached, as prose."""
    picked = sheet.choice.some(sheet.form.entries, 3)
    return ",".join(f"{entry.name}{full(entry.target).lstrip('≥≤=><')}" for entry in picked) + "。"


def lay_bottom(sheet: Sheet, lead: int) -> None:
    """Rows and lines below the indicators."""
    choice, canvas = sheet.choice, sheet.canvas
    manner = choice.manner("bottom", ("seal_grid",) if canvas.width < 4 else ())
    width = canvas.width
    if manner == "opinion":
        for _ in range(choice.number(1, 3)):
            canvas.line([sheet.label("opinion", lead), Piece(choice.one(_EMPTY_OPINIONS), "signature", width - lead)])
    elif manner == "conclusion":
        for _ in range(choice.number(1, 3)):
            canvas.line([sheet.label("conclusion", lead), Piece(choice.one(_CONCLUSIONS), "note", width - lead)])
    elif manner == "signature_row":
        if width >= 4 and choice.chance(0.5):
            sizes = spans(choice, width, [1, 1, 1, 1])
            canvas.line(
                [
                    sheet.label("signature", sizes[0]),
                    Piece(_signed(sheet), "signature", sizes[1]),
                    sheet.label("signature", sizes[2]),
                    Piece(_signed(sheet), "signature", sizes[3]),
                ]
            )
        else:
            canvas.line([Piece(_signature_text(sheet), "signature", width)])
    elif manner == "seal_grid":
        first = width // 2
        canvas.line(
            [
                Piece("财政资金管理科室(盖章)\n年 月 日", "signature", first),
                Piece("财政绩效管理科室(盖章)\n年 月 日", "signature", width - first),
            ]
        )
    elif manner == "signature_line":
        sheet.after.append(line((_signature_text(sheet), "signature")))
    elif manner == "note":
        text = choice.one(_NOTES)
        if choice.chance(0.5):
            canvas.line([Piece(text, "note", width)])
        else:
            sheet.after.append(line((text, "note")))


def _signed(sheet: Sheet) -> str:
    form, choice = sheet.form, sheet.choice
    return choice.one((form.person, "", form.phone, f"{form.year}.{choice.number(1, 12)}.{choice.number(1, 28)}"))


def _signature_text(sheet: Sheet) -> str:
    words = [sheet.label_word("signature") for _ in range(sheet.choice.number(1, 4))]
    between = sheet.choice.one(("   ", " ", "      "))
    return between.join(f"{word}:{_signed(sheet)}" for word in dict.fromkeys(words))
