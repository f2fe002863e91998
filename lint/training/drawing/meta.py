"""What stands over the indicators besides money and goals: titles, sheet marks, letters, and the fields of the
project.
"""

from dataclasses import dataclass

from .canvas import Piece, spans
from .content import invented_bureau, invented_person, invented_place, invented_unit
from .ink import line
from .model import Line
from .sheet import Sheet
from .words import CODES, INNER_TITLES, TITLES

_OTHER_VALUES = (
    "本级申报项目",
    "常年项目",
    "持续性项目",
    "新增项目",
    "一次性项目",
    "32-专项资金项目",
    "特定目标类",
    "运转类",
    "延续项目",
    "部门预算项目",
    "是",
    "否",
    "一般公共预算",
    "2130199-其他农业农村支出",
    "持续性项目■ 新增性项目□",
    "新增项目√延续项目□",
    "1、持续性项目 ☑ 2、新增性项目 □",
    "1、部门预算项目 ☑ 2、市直专项 □ 3、市对下转移支付项目 □",
    "发展建设类",
    "其他运转类",
    "保障类",
    "本级支出项目",
    "政策类",
    "",
)
_PROSE = (
    "依据{place}年度工作方案组织实施",
    "《关于做好{year}年度重点工作的通知》({place}办发〔{year}〕{n}号)",
    "由{unit}牵头,委托专业机构承担日常工作,按季度考核付款",
    "现有设施使用年限较长,运行成本逐年上升,需更新改造",
    "项目已列入年度计划,方案、图纸和资金均已落实",
    "按合同约定及考核结果支付,{year}年{m}月启动,12月底前完成",
    "{place}常住人口{n}万人,服务对象分布在{m}个乡镇街道,往年投入不足,群众反映较多。本项目建成后全天开放",
    "",
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the head: what stands before it, and its value, with their roles."""

    word: str
    label_role: str
    value: str
    value_role: str


def _prose(sheet: Sheet) -> str:
    choice = sheet.choice
    return choice.one(_PROSE).format(
        place=sheet.form.place,
        year=sheet.form.year,
        unit=sheet.form.implementer,
        n=choice.number(3, 98),
        m=choice.number(2, 11),
    )


def project_fields(sheet: Sheet) -> list[Field]:
    """The fields of a project's form; what they say goes into the gold's head."""
    choice, form = sheet.choice, sheet.form
    fields = [Field(sheet.label_word("project"), "label:project", form.project, "value:project")]
    sheet.head["project"] = form.project
    owners = choice.random.random()
    if owners < 0.68:
        first, second = sheet.label_word("department"), sheet.label_word("implementer")
        fields.append(Field(first, "label:department", form.department, "value:department"))
        if second != first:
            fields.append(Field(second, "label:implementer", form.implementer, "value:implementer"))
            if form.implementer != form.department:
                sheet.accept.setdefault("department", []).append(form.implementer)
        sheet.head["department"] = form.department
    elif owners < 0.84:
        fields.append(Field(sheet.label_word("department"), "label:department", form.department, "value:department"))
        sheet.head["department"] = form.department
    elif owners < 0.93:
        fields.append(
            Field(sheet.label_word("implementer"), "label:implementer", form.implementer, "value:implementer")
        )
        sheet.head["department"] = form.implementer
    return fields + _further_fields(sheet)


def _further_fields(sheet: Sheet) -> list[Field]:
    choice, form = sheet.choice, sheet.form
    fields: list[Field] = []
    if choice.chance(0.3):
        word = sheet.label_word("person")
        value = form.person + (choice.one(("", " ")) + form.phone if "电话" in word else "")
        fields.append(Field(word, "label:person", value if choice.chance(0.85) else "", "value:person"))
        if "电话" not in word and choice.chance(0.6):
            fields.append(Field(sheet.label_word("phone"), "label:phone", form.phone, "value:phone"))
    if choice.chance(0.22):
        styles = (
            f"{form.year}年",
            f"{form.year}",
            f"{form.year}.1-{form.year}.12",
            f"{form.year}年1月-{form.last_year}年12月",
            "3年",
            "1年",
            f"{form.year}-{form.last_year}",
            f"{form.year}-01-01至{form.last_year}-12-31",
        )
        fields.append(Field(sheet.label_word("period"), "label:period", choice.one(styles), "value:period"))
    if choice.chance(0.08):
        fields.append(
            Field(sheet.label_word("year"), "label:year", choice.one((f"{form.year}", f"{form.year}年")), "value:year")
        )
        sheet.head["year"] = form.year
    for _ in range(choice.one((0, 0, 0, 1, 1, 2, 3))):
        fields.append(Field(sheet.label_word("other"), "label:other", choice.one(_OTHER_VALUES), "value:other"))
    for _ in range(choice.one((0, 0, 0, 0, 1, 2))):
        fields.append(Field(sheet.label_word("prose"), "label:other", _prose(sheet), "value:prose"))
    return list({field.word: field for field in fields}.values())


def department_fields(sheet: Sheet) -> list[Field]:
    """The fields of a whole department's form: the department itself is the project."""
    choice, form = sheet.choice, sheet.form
    word = choice.one(
        ("部门(单位)名称", "部门名称", "单位名称", "预算单位", "填报单位", "预算部门", "部门(单位)名称(公章)")
    )
    fields = [Field(word, "label:department", form.department, "value:department")]
    sheet.head.update(project=form.department, department=form.department)
    return fields + _further_fields(sheet)


def region_fields(sheet: Sheet) -> list[Field]:
    """The fields of a transfer's form: departments of every level, the lowest competent one counts."""
    choice, form = sheet.choice, sheet.form
    province = choice.one(("岭东省", "某省", "云江省", "澜海自治区"))
    fields = [Field(sheet.label_word("project"), "label:project", form.project, "value:project")]
    sheet.head["project"] = form.project
    ladder = [
        (
            "中央主管部门",
            choice.one(("财政部", "农业农村部", "财政部、住房城乡建设部", "水利部", "国家卫生健康委", "")),
        ),
        ("省级财政部门", province + "财政厅"),
        ("省级主管部门", province + choice.one(("农业农村厅", "水利厅", "教育厅", "民政厅"))),
        ("市县财政部门", form.place + "财政局"),
        ("资金使用单位", form.implementer),
    ]
    for word, value in ladder:
        if choice.chance(0.6):
            fields.append(Field(word, "label:other", value, "value:other"))
    word = choice.one(("地方主管部门", "区县主管部门", "县级主管部门", "市县主管部门", "主管部门"))
    fields.append(Field(word, "label:department", form.department, "value:department"))
    sheet.head["department"] = form.department
    if any(field.word == "资金使用单位" for field in fields):
        sheet.accept["department"] = [form.implementer]
    return fields


def lay_fields(sheet: Sheet, fields: list[Field], lead: int) -> None:
    """Lays the fields in rows: alone, in pairs, in threes, joined with a colon, or values under a row of labels."""
    choice, canvas, width = sheet.choice, sheet.canvas, sheet.canvas.width
    small = tuple(name for name, least in (("triples", 6), ("headed", len(fields))) if width < least)
    manner = choice.manner("meta", (*small, *(("pairs", "mixed") if width < 4 else ())))
    if manner == "headed":
        sizes = spans(choice, width, [1.0] * len(fields))
        canvas.line(
            [
                Piece(sheet.ink.label(field.word), field.label_role, size)
                for field, size in zip(fields, sizes, strict=True)
            ]
        )
        canvas.line(
            [
                Piece(sheet.ink.name(field.value), field.value_role, size)
                for field, size in zip(fields, sizes, strict=True)
            ]
        )
        return
    left = list(fields)
    while left:
        alone = left[0].label_role == "label:project" and choice.chance(0.7)
        alone = alone or left[0].value_role == "value:prose" or (len(left) > 1 and left[1].value_role == "value:prose")
        alone = alone or (manner == "mixed" and choice.chance(0.4))
        count = {"pairs": 2, "mixed": 2, "triples": 3}.get(manner, 1)
        count = 1 if alone or width < 2 * count else min(count, len(left))
        row, left = left[:count], left[count:]
        _lay_row(sheet, row, lead, joined=manner == "colon" or (manner == "mixed" and choice.chance(0.05)))


def _lay_row(sheet: Sheet, row: list[Field], lead: int, *, joined: bool) -> None:
    choice, canvas, width = sheet.choice, sheet.canvas, sheet.canvas.width
    if joined:
        sizes = spans(choice, width, [1.0] * len(row))
        canvas.line(
            [
                sheet.joined(field.word, field.value, field.label_role, field.value_role, size)
                for field, size in zip(row, sizes, strict=True)
            ]
        )
        return
    first = min(lead, width - 2 * len(row) + 1)
    sizes = [
        first,
        *spans(choice, width - first, [3.0, *(1.0 + 2.0 * (number % 2) for number in range(2 * len(row) - 2))]),
    ]
    pieces = []
    for number, field in enumerate(row):
        pieces.append(Piece(sheet.ink.label(field.word), field.label_role, sizes[2 * number]))
        pieces.append(Piece(sheet.ink.name(field.value), field.value_role, sizes[2 * number + 1]))
    canvas.line(pieces)


def inner_title(sheet: Sheet) -> None:
    """A heading over the whole width, inside the table."""
    word = sheet.choice.word("inner_title", INNER_TITLES)
    sheet.canvas.line([Piece(word, "inner_title", sheet.canvas.width)])


def titles(sheet: Sheet, family: str) -> None:
    """The lines over the table, or full-width rows of it: sheet mark, title, year, who fills it in, unit of money."""
    choice, form, ink = sheet.choice, sheet.form, sheet.ink
    raw = choice.word(f"title:{family}", TITLES[family])
    title = ink.word(sheet.fill(raw)).replace("\n", "")
    over = choice.manner("over")
    if over in ("sheet", "code_row") and choice.chance(0.7):
        sheet.title.append(line((choice.word("code", CODES), "title")))
    told = "{year}" in raw
    if choice.chance(0.12):
        place = form.place if choice.chance(0.5) else form.department.rpartition("-")[2].rpartition("]")[2]
        title = place + title
    elif choice.chance(0.06) and family == "single":
        title = title.replace("表", f"表({form.project})", 1)
    if not told and choice.chance(0.15):
        title, told = f"{form.year}年{choice.one(('度', ''))}{title}", True
    lines = [line((title, "title"))]
    if not told and choice.chance(0.9):
        style = choice.one(
            (
                "({y}年度)",
                "({y}年度)",
                "（{y}年度）",
                "( {y} 年度)",
                "{y}年度",
                "（{y}）年度",
                "（{y}年）",
                "({y}年度",
                "预算年度：{y}",
            )
        )
        said = style.format(y=form.year)
        if choice.chance(0.12):
            lines = [line((title, "title"), (said, "title"))]
        else:
            lines.append(line((said, "title")))
        told = True
    if told:
        sheet.head["year"] = form.year
    elif "year" not in sheet.head:
        sheet.head["year"] = None
    sheet.head["table"] = title
    if over in ("filler", "sheet", "in_grid") or sheet.money.said == "title":
        _who(sheet, lines, silent=over == "none")
    if over == "in_grid":
        for item in lines:
            role = "title" if len(item.parts) == 1 else item.parts[-1][1]
            parts = item.parts if len(item.parts) > 1 else ()
            sheet.canvas.line([Piece(item.text, role, sheet.canvas.width, parts)])
    elif over == "code_row":
        sheet.title.extend(lines[:1])
        for item in lines[1:]:
            sheet.canvas.line(
                [Piece(item.text, item.parts[-1][1], sheet.canvas.width, item.parts if len(item.parts) > 1 else ())]
            )
    else:
        sheet.title.extend(lines)


def _who(sheet: Sheet, lines: list[Line], *, silent: bool) -> None:
    choice, form = sheet.choice, sheet.form
    parts: list[tuple[str, str]] = []
    if not silent and choice.chance(0.6):
        word = choice.one(
            (
                "填报单位:",
                "填报单位（盖章）：",
                "预算单位:",
                "单位名称：",
                "部门：",
                "项目单位(盖章):",
                "单位(盖章):",
                "申报单位：",
            )
        )
        named = sheet.head.get("department") or form.department
        empty = sheet.head.get("department") is not None and choice.chance(0.4)
        parts += [(word, "label:department"), ("" if empty else named, "value:department")]
        if not empty and sheet.head.get("department") is None:
            sheet.head["department"] = named
    if not silent and choice.chance(0.2):
        parts += [("   项目责任人:", "label:person"), (form.person, "value:person")]
    if sheet.money.said == "title":
        gap = " " * choice.number(2, 20) if parts else ""
        parts += [(gap + choice.one(("单位:", "单位：", "金额单位：", "金额单位:")) + sheet.money.unit, "money:unit")]
    parts = [part for part in parts if part[0]]
    if parts:
        lines.append(line(*parts))


def letters(sheet: Sheet) -> None:
    """Paragraphs of the letter or report the form is attached to."""
    choice, form = sheet.choice, sheet.form
    manner = choice.manner("notes_before")
    if manner == "none":
        return
    place, year, bureau = form.place, form.year, form.department.rpartition("-")[2].rpartition("]")[2]
    number = f"{place[:1]}财{choice.one('农教社建预行')}〔{year}〕{choice.number(2, 180)}号"
    said = f"{form.annual / 10_000:g}万元"
    title = sheet.head.get("table", "绩效目标表")
    texts = {
        "letter": (
            f"{bureau}:",
            f"根据{place}财政局《关于下达{year}年{form.project}预算的通知》({number}),现将资金{said}下达你单位,请专款专用,按月报送支付进度。",
            f"附件:{title}",
            f"{place}财政局",
            f"{year}年{choice.number(1, 12)}月{choice.number(1, 28)}日",
        ),
        "report": (
            f"{bureau}{year}年度{form.project}绩效工作报告",
            "一、基本情况",
            f"(一)项目背景。{_prose(sheet)}",
            f"(二)资金情况。全年预算数{said}。",
            "(三)绩效目标。",
        ),
        "approval": (
            f"关于{form.project}绩效目标的批复",
            f"{bureau}:",
            f"你单位报来的{year}年{form.project}绩效目标收悉,经审核,原则同意,随预算一并批复({number})。执行中不得擅自调整。",
        ),
    }[manner]
    sheet.before.extend(line((text, "other")) for text in texts)
    if sheet.head.get("year") is None:
        sheet.head["year"] = form.year
    sheet.accept.setdefault("annual_budget_yuan", []).append(form.annual)


def somebody(sheet: Sheet) -> str:
    """An invented unit, for columns that name one."""
    choice = sheet.choice
    place = invented_place(choice)
    return choice.one((invented_bureau(choice, place), invented_unit(choice, place), invented_person(choice)))
