"""The money block in its many styles. What it says goes into the gold's head; where it does not say 元 or 万元,
nothing does.
"""

from collections.abc import Sequence

from .canvas import Piece, spans
from .sheet import Sheet

_HOW = ("按中标合同", "参照上年执行数", "市场询价", "定额标准×数量", "按实结算", "合同约定", "")
_ITEMS = (
    "设备购置费",
    "人工费",
    "运行维护费",
    "材料费",
    "差旅费",
    "委托业务费",
    "水电燃料费",
    "印刷宣传费",
    "工程款",
    "监理及检测费",
    "租赁费",
)
_EXECUTED = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")


def _said(sheet: Sheet, annual: float | None = None, period: float | None = None) -> None:
    form, told = sheet.form, sheet.money.said != "unsaid"
    annual = form.annual if annual is None else annual
    sheet.head["annual"] = annual if told else None
    if not told:
        sheet.accept.setdefault("annual_budget_yuan", []).append(annual)
    if period is not None:
        sheet.head["period"] = period if told else None


def _parts(sheet: Sheet, total: int, count: int) -> list[tuple[str, str]]:
    """(label, figure) of the sources below a total; they add up to it."""
    choice, money = sheet.choice, sheet.money
    rest, found = total, []
    words: dict[str, None] = {}
    for number in range(count):
        word = sheet.label_word("part")
        words[word if number == 0 else word.removeprefix("其中:")] = None
    count = len(words)
    for number, word in enumerate(words):
        share = rest if number == 0 and choice.chance(0.7) else int(rest * choice.random.random()) // 100 * 100
        share = rest if number == count - 1 else share
        rest -= share
        figure = money.cell(share) if share or choice.chance(0.4) else choice.one(("", "0", "0.00", "—"))
        found.append((sheet.money.label(word), figure))
    return found


def lay_funds(sheet: Sheet, lead: int) -> None:
    """Lays the money block of a target form."""
    width = sheet.canvas.width
    small = tuple(name for name, least in _LEAST.items() if width < least)
    manner = sheet.choice.manner("funds", small)
    if manner != "none":
        _MANNERS[manner](sheet, min(lead, width - 2))


_LEAST = {
    "two_columns": 5,
    "items": 5,
    "explained": 4,
    "sources_across": 5,
    "block": 3,
    "subtotals": 3,
    "unit_by_label": 3,
}


def _total_label(sheet: Sheet, kind: str = "annual_total") -> str:
    return sheet.money.label(sheet.label_word(kind))


def _figures(
    sheet: Sheet, lines: Sequence[tuple[str, str, str, str]], lead: int, *, root_word: str | None = None
) -> None:
    """Rows of (label, label role, figure, figure role) beside a root."""
    choice, ink, canvas = sheet.choice, sheet.ink, sheet.canvas
    root = ink.word(sheet.money.root(root_word or sheet.label_word("funds")))
    label_span, value_span = spans(choice, canvas.width - lead, [1.0, 1.5])
    indent = choice.one(("", "", " ", "    "))
    body = [
        [
            Piece((indent if role.endswith("part") else "") + ink.label(label), role, label_span),
            Piece(ink.value(figure), kind, value_span),
        ]
        for label, role, figure, kind in lines
    ]
    canvas.block(Piece(root, "label:money", lead), body)


def _block(sheet: Sheet, lead: int) -> None:
    _said(sheet)
    total = sheet.form.annual
    lines = [(_total_label(sheet), "label:annual_total", sheet.money.cell(total), "money:annual_total")]
    if sheet.choice.chance(0.12):
        sheet.head["period"] = sheet.form.period if sheet.money.said != "unsaid" else None
        word = _total_label(sheet, "period_total")
        lines.insert(
            sheet.choice.number(0, 1),
            (word, "label:period_total", sheet.money.cell(sheet.form.period), "money:period_total"),
        )
    for label, figure in _parts(sheet, total, sheet.choice.number(1, 4)):
        lines.append((label, "label:part", figure, "money:part"))
    _figures(sheet, lines, lead)


def _subtotals(sheet: Sheet, lead: int) -> None:
    """The total is nowhere: the heading stands over it, only subtotals are given."""
    choice, money, form = sheet.choice, sheet.money, sheet.form
    _said(sheet)
    own = int(form.annual * choice.one((0, 0, 0.1, 0.25))) // 100 * 100
    granted = form.annual - own
    lines = [
        (
            _total_label(sheet),
            "label:annual_total",
            f"金额({money.unit})" if money.said != "unsaid" else "金额",
            "head:money",
        ),
        (
            choice.one(("(一)财政拨款小计", "一、财政拨款小计", "(一)财政资金小计")),
            "label:part",
            money.cell(granted),
            "money:part",
        ),
        ("1、一般公共预算", "label:part", money.cell(granted), "money:part"),
        ("2、政府性基金", "label:part", money.cell(0), "money:part"),
        (choice.one(("(二)自有资金小计", "二、单位资金小计")), "label:part", money.cell(own), "money:part"),
        ("(三)其他收入", "label:part", money.cell(0), "money:part"),
    ]
    _figures(sheet, lines, lead)


def _unit_by_label(sheet: Sheet, lead: int) -> None:
    sheet.money.said = "label"
    _block(sheet, lead)


def _plain_row(sheet: Sheet, lead: int) -> None:
    choice, canvas, ink = sheet.choice, sheet.canvas, sheet.ink
    _said(sheet)
    word = ink.label(sheet.money.root(_total_label(sheet)))
    figure = Piece(sheet.money.cell(sheet.form.annual), "money:annual_total")
    rest = canvas.width - lead
    if rest >= 3 and choice.chance(0.3):
        sizes = spans(choice, rest, [1, 1, 1])
        _said(sheet, period=sheet.form.period)
        canvas.line(
            [
                Piece(ink.label(sheet.money.root(_total_label(sheet, "period_total"))), "label:period_total", lead),
                Piece(sheet.money.cell(sheet.form.period), "money:period_total", sizes[0]),
                Piece(word, "label:annual_total", sizes[1]),
                Piece(figure.text, figure.role, sizes[2]),
            ]
        )
    elif rest >= 3 and choice.chance(0.5):
        ((label, value),) = _parts(sheet, sheet.form.annual, 1)
        sizes = spans(choice, rest, [1, 1, 1])
        canvas.line(
            [
                Piece(word, "label:annual_total", lead),
                Piece(figure.text, figure.role, sizes[0]),
                Piece(ink.label(label), "label:part", sizes[1]),
                Piece(value, "money:part", sizes[2]),
            ]
        )
    else:
        canvas.line([Piece(word, "label:annual_total", lead), Piece(figure.text, figure.role, rest)])


def _one_cell(sheet: Sheet, lead: int) -> None:
    """“年度资金总额：50万” in one cell, its sources in the next rows or beside it."""
    _said(sheet)
    width = sheet.canvas.width
    total = sheet.joined(
        _total_label(sheet),
        sheet.money.cell(sheet.form.annual),
        "label:annual_total",
        "money:annual_total",
        width - lead,
    )
    body = [[total]]
    for label, figure in _parts(sheet, sheet.form.annual, sheet.choice.number(1, 3)):
        body.append([sheet.joined(label, figure, "label:part", "money:part", width - lead)])
    sheet.canvas.block(Piece(sheet.ink.word(sheet.money.root(sheet.label_word("funds"))), "label:money", lead), body)


def _two_columns(sheet: Sheet, lead: int) -> None:
    """The whole period on the left, the year on the right."""
    choice, form, money, ink = sheet.choice, sheet.form, sheet.money, sheet.ink
    _said(sheet, period=form.period)
    lead = min(lead, sheet.canvas.width - 4)
    sizes = spans(choice, sheet.canvas.width - lead, [1, 1, 1, 1])
    body = [
        [
            Piece(ink.label(_total_label(sheet, "period_total")), "label:period_total", sizes[0]),
            Piece(money.cell(form.period), "money:period_total", sizes[1]),
            Piece(ink.label(_total_label(sheet)), "label:annual_total", sizes[2]),
            Piece(money.cell(form.annual), "money:annual_total", sizes[3]),
        ]
    ]
    count = choice.number(1, 3)
    for (left, first), (right, second) in zip(
        _parts(sheet, form.period, count), _parts(sheet, form.annual, count), strict=False
    ):
        right = left if choice.chance(0.7) else right
        body.append(
            [
                Piece(ink.label(left), "label:part", sizes[0]),
                Piece(first, "money:part", sizes[1]),
                Piece(ink.label(right), "label:part", sizes[2]),
                Piece(second, "money:part", sizes[3]),
            ]
        )
    sheet.canvas.block(Piece(ink.word(money.root(sheet.label_word("funds"))), "label:money", lead), body)


def _paragraph(sheet: Sheet, lead: int) -> None:
    money, form, choice = sheet.money, sheet.form, sheet.choice
    money.said = "value"
    _said(sheet)
    own = form.annual - int(form.annual * choice.one((1, 1, 0.7))) // 100 * 100
    text = (
        f"\n一、财政拨款:{money.cell(form.annual - own)}(其中:本级财政:{money.cell(form.annual - own)})"
        f"\n二、自有资金:{money.cell(own)}\n三、其他:{money.cell(0)}"
    )
    parts = (
        (choice.one(("总额", "总额:", "资金总额:")), "label:annual_total"),
        (money.cell(form.annual), "money:annual_total"),
        (text, "money:part"),
    )
    cell = Piece("".join(part for part, _ in parts), "money:annual_total", sheet.canvas.width - lead, parts)
    sheet.canvas.line(
        [
            Piece(
                sheet.ink.label(choice.one(("年度资金总额及构成", "资金总额及构成", "项目资金构成"))),
                "label:money",
                lead,
            ),
            cell,
        ]
    )


def _items(sheet: Sheet, lead: int) -> None:
    """A table of cost items with a sum: no indicators, though it has figures and a heading of its own."""
    choice, form, money, canvas = sheet.choice, sheet.form, sheet.money, sheet.canvas
    _said(sheet)
    sizes = spans(choice, canvas.width, [2, 1, 2, 1] if canvas.width < 6 else [2, 1, 2, 1, 1])
    heads = (
        "项目预算成本构成",
        "金额",
        "测算(公式)依据",
        f"{form.year - 1}年实际执行数",
        f"{form.year - 2}年实际执行数",
    )
    heads = (heads[0], money.label(money.root("金额")), *heads[2:])
    canvas.line([Piece(sheet.ink.word(head), "head:other", size) for head, size in zip(heads, sizes, strict=False)])
    rest = form.annual
    items = choice.some(_ITEMS, choice.number(2, 4))
    for number, item in enumerate(items):
        share = rest if number == len(items) - 1 else int(rest * choice.random.uniform(0.2, 0.7)) // 100 * 100
        rest -= share
        texts = (item, money.cell(share), choice.one(_HOW), money.cell(share), money.cell(share))
        canvas.line(
            [
                Piece(text, "other" if place != 1 else "money:part", size)
                for place, (text, size) in enumerate(zip(texts, sizes, strict=False))
            ]
        )
    texts = ("合计", money.cell(form.annual), "", money.cell(form.annual), money.cell(form.annual))
    roles = ("label:annual_total", "money:annual_total", "other", "other", "other")
    canvas.line([Piece(text, role, size) for text, role, size in zip(texts, roles, sizes, strict=False)])
    del lead


def _colon_cells(sheet: Sheet, lead: int) -> None:
    """Full-width rows “资金总额: 64 / 一、预算资金:64 / 二、自有资金:0”."""
    choice, form, money = sheet.choice, sheet.form, sheet.money
    _said(sheet)
    own = form.annual - int(form.annual * choice.one((1, 1, 0.8))) // 100 * 100
    indent = " " * choice.one((0, 4, 8))
    span = sheet.canvas.width - lead
    body = [
        [sheet.joined(_total_label(sheet), money.cell(form.annual), "label:annual_total", "money:annual_total", span)]
    ]
    for word, share in (("一、预算资金", form.annual - own), ("二、自有资金", own), ("三、其他", 0)):
        body.append([sheet.joined(indent + word, money.cell(share), "label:part", "money:part", span)])
    sheet.canvas.block(Piece(sheet.ink.word(money.root(sheet.label_word("funds"))), "label:money", lead), body)


def _explained(sheet: Sheet, lead: int) -> None:
    """Figures with a column that explains each."""
    choice, form, money, ink = sheet.choice, sheet.form, sheet.money, sheet.ink
    _said(sheet)
    lead = min(lead, sheet.canvas.width - 3)
    sizes = spans(choice, sheet.canvas.width - lead, [1, 1, 2])
    body = [
        [
            Piece(ink.word(word), "head:other", size)
            for word, size in zip(("资金来源", "金额", "测算说明"), sizes, strict=True)
        ]
    ]
    rows = [
        (label, "label:part", figure, "money:part") for label, figure in _parts(sheet, form.annual, choice.number(1, 3))
    ]
    rows.insert(0, (_total_label(sheet), "label:annual_total", money.cell(form.annual), "money:annual_total"))
    for label, role, figure, kind in rows:
        body.append(
            [
                Piece(ink.label(label), role, sizes[0]),
                Piece(figure, kind, sizes[1]),
                Piece(choice.one(_HOW), "other", sizes[2]),
            ]
        )
    sheet.canvas.block(Piece(ink.word(money.root(sheet.label_word("funds"))), "label:money", lead), body)


def _sentence(sheet: Sheet, lead: int) -> None:
    money, form = sheet.money, sheet.form
    money.said = "value"
    _said(sheet)
    before, after = sheet.choice.one(
        (
            ("本年度安排财政资金", ",全部为一般公共预算拨款。"),
            ("总投入", ",其中本级财政负担,无配套。"),
            ("共需资金", ",列入本年预算。"),
        )
    )
    parts = ((before, "label:annual_total"), (money.cell(form.annual), "money:annual_total"), (after, "money:part"))
    cell = Piece("".join(part for part, _ in parts), "money:annual_total", sheet.canvas.width - lead, parts)
    sheet.canvas.line([Piece(sheet.ink.label(sheet.label_word("funds")), "label:money", lead), cell])


def _sources_across(sheet: Sheet, lead: int) -> None:
    """One column a source, figures in the row below."""
    choice, form, money, ink = sheet.choice, sheet.form, sheet.money, sheet.ink
    _said(sheet)
    parts = _parts(sheet, form.annual, min(3, sheet.canvas.width - lead - 1))
    sizes = spans(choice, sheet.canvas.width - lead, [1.0] * (len(parts) + 1))
    body = [
        [
            Piece(ink.word(_total_label(sheet)), "label:annual_total", sizes[0]),
            *(Piece(ink.word(label), "label:part", size) for (label, _), size in zip(parts, sizes[1:], strict=True)),
        ],
        [
            Piece(money.cell(form.annual), "money:annual_total", sizes[0]),
            *(Piece(figure, "money:part", size) for (_, figure), size in zip(parts, sizes[1:], strict=True)),
        ],
    ]
    sheet.canvas.block(Piece(ink.word(money.root(sheet.label_word("funds"))), "label:money", lead), body)


_MANNERS = {
    "block": _block,
    "plain_row": _plain_row,
    "one_cell": _one_cell,
    "two_columns": _two_columns,
    "subtotals": _subtotals,
    "unit_by_label": _unit_by_label,
    "paragraph": _paragraph,
    "items": _items,
    "colon_cells": _colon_cells,
    "explained": _explained,
    "sentence": _sentence,
    "sources_across": _sources_across,
}


def lay_executed(sheet: Sheet, lead: int) -> float:
    """Lays the money block of a self-evaluation; returns the points of execution it gives (0 where it gives none)."""
    choice, form, money, ink, canvas = sheet.choice, sheet.form, sheet.money, sheet.ink, sheet.canvas
    least = {"full": 7, "short": 5, "adjusted": 8, "differences": 4, "settled": 6, "no_root": 5}
    lead = min(lead, 2)
    small = tuple(name for name, columns in least.items() if canvas.width - lead < columns)
    manner = choice.manner("funds_executed", small)
    initial = form.annual if choice.chance(0.6) else int(form.annual * choice.random.uniform(0.7, 1.2)) // 100 * 100
    spent = form.annual if choice.chance(0.35) else int(form.annual * choice.random.uniform(0.7, 1.0)) // 100 * 100
    rate = spent / form.annual * 100
    rate_text = choice.one((f"{rate:.2f}%", f"{rate:.1f}%", f"{rate:.0f}%", f"{rate:.2f}"))
    full = choice.one((10.0, 10.0, 10.0, 20.0))
    points = round(full * min(1.0, rate / 100), 2)
    _said(sheet)
    if manner == "pairs":
        return _executed_pairs(sheet, lead, spent, rate_text)
    dash = choice.one(("—", "-", "/", ""))
    head = {
        "full": _EXECUTED,
        "adjusted": ("年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"),
        "short": choice.one(
            (
                ("预算数(A)", "执行数(B)", "执行率(B/A)", "得分(20分*执行率)"),
                ("全年预算数(A)", "全年执行数(B)", "执行率(B/A)"),
                ("预算数", "执行数", "执行率", "得分"),
            )
        ),
        "no_root": ("年初预算数", "全年预算数", "全年执行数", "执行率"),
        "differences": ("年初预算资金总额:", "实际投入资金额", "产生差异的原因"),
        "settled": ("批复数", "调整数", "到位数", "支出数", "结余数"),
    }[manner]
    if manner == "full" and choice.chance(0.12):
        head = (*head[:3], "分值(10分)", "执行率(B/A)", "得分")
    figures = {
        "full": (initial, form.annual, spent, f"{full:g}", rate_text, f"{points:g}"),
        "adjusted": (initial, form.annual, spent, rate_text, f"{full:g}", f"{points:g}", ""),
        "short": (form.annual, spent, rate_text, f"{points:g}")[: len(head)],
        "no_root": (initial, form.annual, spent, rate_text),
        "differences": (form.annual, spent, ""),
        "settled": (form.annual, 0, form.annual, spent, form.annual - spent),
    }[manner]
    roles = _roles(manner, len(head))
    if manner == "no_root":
        lead = 0
    sizes = spans(choice, canvas.width - lead, [2.0, *([1.0] * len(head))])
    corner = (
        choice.one(("", "", "年度预算数")) if manner != "no_root" else money.root(sheet.label_word("funds_executed"))
    )
    body = [
        [
            Piece(corner and ink.word(money.label(corner)), "label:money" if corner else "blank", sizes[0]),
            *(Piece(ink.word(word), "head:money", size) for word, size in zip(head, sizes[1:], strict=True)),
        ]
    ]

    def texts(share: float, *, top: bool) -> list[Piece]:
        pieces = []
        for figure, role, size in zip(figures, roles, sizes[1:], strict=True):
            if isinstance(figure, str):
                points_like = role in ("money:weight", "money:score")
                text = figure if top else dash if points_like else figure if share and choice.chance(0.7) else ""
            else:
                text = money.cell(round(figure * share)) if share else choice.one(("", dash, "0", "0.00"))
            pieces.append(Piece(text, role if top else role.replace("annual_total", "part"), size))
        return pieces

    body.append([Piece(ink.label(_total_label(sheet)), "label:annual_total", sizes[0]), *texts(1.0, top=True)])
    words: tuple[str, ...] = ("其中:当年财政拨款", "上年结转资金", "其他资金")
    if choice.chance(0.4):
        words = tuple(dict.fromkeys(sheet.label_word("part") for _ in range(choice.number(1, 4))))
    for number, word in enumerate(words[: choice.number(0 if manner == "short" else 1, len(words))]):
        body.append([Piece(ink.label(word), "label:part", sizes[0]), *texts(1.0 if number == 0 else 0.0, top=False)])
    if lead:
        suffix = f"({full:g}分)" if manner == "adjusted" else ""
        canvas.block(
            Piece(ink.word(money.root(sheet.label_word("funds_executed")) + suffix), "label:money", lead), body
        )
    else:
        for pieces in body:
            canvas.line(pieces)
    return points if "得分" in "".join(head) else 0.0


def _roles(manner: str, count: int) -> tuple[str, ...]:
    return {
        "full": ("money:initial", "money:annual_total", "money:executed", "money:weight", "money:rate", "money:score"),
        "adjusted": (
            "money:initial",
            "money:annual_total",
            "money:executed",
            "money:rate",
            "money:weight",
            "money:score",
            "reason",
        ),
        "short": ("money:annual_total", "money:executed", "money:rate", "money:score")[:count],
        "no_root": ("money:initial", "money:annual_total", "money:executed", "money:rate"),
        "differences": ("money:annual_total", "money:executed", "reason"),
        "settled": ("money:annual_total", "money:adjusted", "money:arrived", "money:executed", "money:left"),
    }[manner]


def _executed_pairs(sheet: Sheet, lead: int, spent: int, rate: str) -> float:
    """Label and figure in turn: 预算数 | 7.2 | 执行率 | 100% / 执行数 | 7.2."""
    money, ink, canvas = sheet.money, sheet.ink, sheet.canvas
    sizes = spans(sheet.choice, canvas.width - lead, [1, 1, 1, 1] if canvas.width - lead >= 4 else [1, 1])
    word = "转移支付预算数(A)" if sheet.choice.chance(0.3) else "预算数"
    first = [
        Piece(ink.label(money.label(word)), "label:annual_total", sizes[0]),
        Piece(money.cell(sheet.form.annual), "money:annual_total", sizes[1]),
    ]
    second = [Piece(ink.label("执行数"), "head:money", sizes[0]), Piece(money.cell(spent), "money:executed", sizes[1])]
    if len(sizes) == 4:
        first += [Piece(ink.label("预算执行率(B/A)"), "head:money", sizes[2]), Piece(rate, "money:rate", sizes[3])]
        second += [Piece("", "blank", sizes[2]), Piece("", "blank", sizes[3])]
    canvas.block(Piece(ink.word(money.root(sheet.label_word("funds_executed"))), "label:money", lead), [first, second])
    return 0.0
