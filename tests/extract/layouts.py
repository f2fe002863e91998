"""Invented forms laid out the ways forms come; the rows every layout must give back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Row = tuple[str, str, str, str]  # period, level2, name, value

# first level, second level, name, sign, number, unit: invented, after the manner of real forms
FACTS: Sequence[tuple[str, str, str, str, str, str]] = (
    ("产出指标", "数量指标", "采购图书册数", "≥", "3200", "册"),
    ("产出指标", "数量指标", "举办读书活动场次", "≥", "24", "场"),
    ("产出指标", "质量指标", "图书验收合格率", "＝", "100", "%"),
    ("产出指标", "时效指标", "采购完成时间", "", "2026年9月底前", ""),
    ("产出指标", "成本指标", "图书采购费", "≤", "12.5", "万元"),
    ("效益指标", "经济效益指标", "节约个人购书支出", "≥", "8", "万元"),
    ("效益指标", "社会效益指标", "到馆读者人次增长率", "≥", "6", "%"),
    ("效益指标", "生态效益指标", "旧书回收循环利用率", "≥", "30", "%"),
    ("效益指标", "可持续影响指标", "阅览设施可使用年限", "≥", "5", "年"),
    ("满意度指标", "服务对象满意度指标", "读者满意度", "≥", "92", "%"),
)
CUT = 7  # characters of a name that the right half shows
HEADER = """白塔区财政支出绩效目标表

（2026年度）

项目名称	区图书馆藏书更新经费
主管部门及代码	105-白塔区文化局	实施单位	白塔区图书馆
项目资金（万元）	年度资金总额	12.5
	其中：财政拨款	10.5
	其他资金	2
总体目标	补充馆藏，方便居民借阅。
"""
FOOTER = "负责人：	经办人：	联系电话：	填报日期："


def expected(period: str = "年度", joined: bool = True) -> list[Row]:
    """The rows of FACTS; `joined` with the unit in the value."""
    return [(period, l2, name, sign + number + (unit if joined else "")) for _, l2, name, sign, number, unit in FACTS]


def both() -> list[Row]:
    """The rows of a two-column form, as two_halves cuts them."""
    return expected("实施期") + [(period, l2, name[:CUT], value) for period, l2, name, value in expected()]


def merged(rows: Sequence[Sequence[str]], columns: int = 2) -> list[list[str]]:
    """Rows with their first `columns` cells emptied where they repeat the row above (merged cells)."""
    result: list[list[str]] = []
    above: Sequence[str] = ()
    for row in rows:
        shown = list(row)
        for index in range(columns):
            if above and list(above[: index + 1]) == list(row[: index + 1]):
                shown[index] = ""
        above = row
        result.append(shown)
    return result


def tabs(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines of tabbed cells."""
    return "\n".join("\t".join(row) for row in rows)


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table, the first its head."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def spaced(rows: Sequence[Sequence[str]]) -> str:
    """Rows with columns set apart by spaces to equal display width."""
    widths = [max(_width(row[i]) for row in rows) + 3 for i in range(len(rows[0]))]
    lines = ["".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)


def dumped(rows: Sequence[Sequence[str]]) -> str:
    """One cell a line, empty cells gone."""
    return "\n".join(cell for row in rows for cell in row if cell)


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E80 or char in "≥≤％" else 1 for char in text)


def plain_rows() -> list[list[str]]:
    """FACTS as rows of first level, second level, name, value, merged cells emptied."""
    return merged([[l1, l2, n, s + v + u] for l1, l2, n, s, v, u in FACTS])


def form(block: str) -> str:
    """A whole form around an indicator block."""
    return f"{HEADER}{block}\n{FOOTER}\n"


def single(render: Callable[[Sequence[Sequence[str]]], str] = tabs) -> str:
    """A one-column form."""
    head = [["一级指标", "二级指标", "三级指标", "指标值"]]
    return form(render([*head, *plain_rows()]))


def two_halves() -> list[list[str]]:
    """Head and rows of a two-column form, names on the right cut short."""
    rows = [["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"]]
    for l1, l2, n, v in plain_rows():
        rows.append(["", l1, l2, n, v, l2, n[:CUT], v])
    return rows


def pieces(order: Sequence[str]) -> list[list[str]]:
    """Single-half rows with the columns named in `order`."""
    content = {
        "一级指标": lambda f, i: f[0],
        "二级指标": lambda f, i: f[1],
        "三级指标": lambda f, i: f[2],
        "指标名称": lambda f, i: f[2],
        "指标性质": lambda f, i: f[3] or "定性",
        "计算符号": lambda f, i: f[3],
        "指标值": lambda f, i: f[4],
        "目标值": lambda f, i: f[3] + f[4] + f[5],
        "年度指标值": lambda f, i: f[3] + f[4] + f[5],
        "实施期指标值": lambda f, i: f[3] + f[4] + f[5],
        "计量单位": lambda f, i: f[5],
        "度量单位": lambda f, i: f[5],
        "指标值类型": lambda f, i: "定量" if f[5] else "定性",
        "指标解释": lambda f, i: f"反映{f[2]}情况",
        "评（扣）分标准": lambda f, i: "完成得满分，每少1个百分点扣1分",
        "分值": lambda f, i: "10",
        "权重": lambda f, i: "10%",
        "实际完成值": lambda f, i: "已完成" if not f[5] else f[4] + f[5],
        "得分": lambda f, i: "9.5",
        "偏差原因分析及改进措施": lambda f, i: "无偏差" if i else "采购流程较长，今后提前启动",
        "序号": lambda f, i: str(i + 1),
        "备注": lambda f, i: "",
    }
    body = [[content[name](fact, i) for name in order] for i, fact in enumerate(FACTS)]
    levels = [i for i, name in enumerate(order) if name in ("一级指标", "二级指标")]
    above: list[str] | None = None
    shown = []
    for row in body:
        line = list(row)
        for k, index in enumerate(levels):
            if above is not None and all(above[j] == row[j] for j in levels[: k + 1]):
                line[index] = ""
        above = row
        shown.append(line)
    return [list(order), *shown]
