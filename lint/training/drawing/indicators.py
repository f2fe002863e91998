"""The indicator rows: how names, targets and the further columns are filled, before they are laid into the grid."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .content import Entry, Target, full
from .model import Gold
from .sheet import Sheet
from .words import LEVEL1, LEVEL2, LOCAL_LEVELS, MARKS, SIGNS, STANDARDS

SPLIT_TARGETS: dict[str, tuple[str, ...]] = {
    "whole": ("value",),
    "name_unit": ("value",),
    "unit_behind": ("value",),
    "unit_in_name_head": ("value",),
    "unit_column": ("value", "unit"),
    "unit_first": ("unit", "value"),
    "sign_number_unit": ("sign", "value", "unit"),
    "unit_sign_number": ("unit", "sign", "value"),
    "type_sign_number_unit": ("type", "sign", "value", "unit"),
    "number_sign_unit": ("value", "sign", "unit"),
}
"""Columns of the target by manner, left to right."""

_ASCII = {"≥": ">=", "≤": "<=", "=": "=", ">": ">", "<": "<"}
_WIDE = {"≥": "≧", "≤": "≦", "=": "═", ">": "＞", "<": "＜"}
_WORDS = {"≥": "大于等于", "≤": "小于等于", "=": "等于", ">": "大于", "<": "小于"}
_BENEFITS = ("经济效益指标", "社会效益指标", "生态效益指标")
_COMBINED = "社会、经济、生态效益指标"  # one category for three, as some cities print it: kept as printed in the gold
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_REASONS = (
    "厂家断供,余下顺延",
    "受天气影响工期推迟,已调整计划",
    "执笔人调离,下年补做",
    "上级下达任务减少",
    "中标价低于预算,形成结余",
    "需求低于预期,今后科学测算",
    "前期手续办理较慢,下一步加快进度",
    "人员不足",
    "无偏差",
    "无",
    "统计口径调整",
    "主管部门增派任务,完成数高于年初目标",
)
_QUALITIES = ("达成预期指标", "已完成", "完成", "达到预期目标", "基本达成", "部分达成预期指标", "良好", "效果明显")
_EXPLAINED = (
    "反映{name}情况",
    "考核{name}",
    "{name}=实际完成数/计划数×100%",
    "统计全年{name}",
    "{name}的实际完成情况",
    "以台账记录为准",
    "",
)
_SCORED = (
    "达到目标值得满分,每低1个百分点扣0.5分,扣完为止",
    "实际值不低于目标得全分;低于目标的,以B/A乘本项分值计。",
    "完成得{w}分,未完成不得分",
    "本指标满分{w}分,少一项扣1分,扣完为止。",
    "按完成比例得分",
    "完成率≥90%得满分,60%~90%按比例得分,低于60%不得分",
)
_SOURCES = (
    "工作台账",
    "统计报表",
    "验收报告",
    "财务资料",
    "问卷调查",
    "合同及付款凭证",
    "办公室",
    "业务科",
    "系统导出",
    "检测报告",
    "",
)


@dataclass(slots=True)
class Row:
    """One line of indicators: its categories as canonical keys and as printed, its cells by column key, its gold."""

    level1: str
    level2: str
    level1_text: str
    level2_text: str
    cells: dict[str, str] = field(default_factory=dict)
    gold: Gold | None = None
    conditions: tuple[str, ...] = ()


@dataclass(slots=True)
class Habits:
    """How one form prints its rows: target manner, sign style, marks, and words of the categories."""

    sheet: Sheet
    target: str
    signs: str
    mark: str
    satisfaction: str
    empty: str
    suffix: str
    level1_words: dict[str, str] = field(default_factory=dict)
    level2_words: dict[str, str] = field(default_factory=dict)
    local: bool = False
    plain_words: float = 0.0
    combined: bool = False
    brackets: tuple[str, str] = ("(", ")")

    def level1(self, key: str, points: float | None = None) -> str:
        """The first level's word as this form prints it, with its points behind where the form gives them."""
        sheet = self.sheet
        if key not in self.level1_words:
            words = LEVEL1.get(key)
            self.level1_words[key] = sheet.choice.word(f"level1:{key}", words, self.plain_words) if words else key
        word = self.level1_words[key]
        if self.suffix == "points" and points:
            word += f"({points:g}分)"
        elif self.suffix == "points_line" and points:
            word += f"\n({points:g}分)"
        elif self.suffix == "weight" and points:
            word += f"（权重{points:g}%）"
        return sheet.ink.word(word)

    def level2(self, key: str) -> str:
        """The second level's word as this form prints it."""
        if key not in self.level2_words:
            words = LEVEL2.get(key)
            self.level2_words[key] = self.sheet.choice.word(f"level2:{key}", words, self.plain_words) if words else key
        return self.sheet.ink.word(self.level2_words[key])

    def sign(self, sign: str) -> str:
        """A comparator as this form prints it."""
        if not sign or self.signs == "none":
            return ""
        if self.signs == "ascii":
            return _ASCII[sign]
        if self.signs == "wide":
            return _WIDE[sign]
        if self.signs == "words":
            return _WORDS[sign]
        if self.signs == "mixed":
            return self.sheet.choice.one(SIGNS[sign].train)
        if self.signs == "phrases":
            word = self.sheet.choice.one(SIGNS[sign].held_out)
            self.sheet.choice.unseen[f"word:sign:{word}"] = None
            return word
        return sign


def draw_habits(sheet: Sheet, *, whole: bool = False) -> Habits:
    """A form's habits; ``whole`` keeps the target in one cell or two."""
    choice = sheet.choice
    without = tuple(name for name, columns in SPLIT_TARGETS.items() if len(columns) > 2) if whole else ()
    target = choice.manner("target", without)
    split = "sign" in SPLIT_TARGETS[target]
    marks = choice.manner("marks")
    mark = {"none": "", "numbered": choice.word("mark", MARKS)}.get(marks, choice.one(("{n}.", "{n}、", "指标{n}.")))
    return Habits(
        sheet=sheet,
        target=target,
        signs=choice.manner("signs", ("none",) if split else ()),
        mark=mark,
        satisfaction=choice.manner("satisfaction"),
        empty=choice.manner("empty"),
        suffix=choice.manner("suffix"),
        brackets=choice.one((("(", ")"), ("（", "）"))),
        plain_words=choice.one((1.0, 1.0, 0.9, 0.5, 0.0)),
        combined=choice.manner("categories") == "combined",
    )


def _name(habits: Habits, entry: Entry, number: int) -> tuple[str, str]:
    """The name as printed, and the bare name."""
    choice = habits.sheet.choice
    bare, target = entry.name, entry.target
    shown = bare
    opening, closing = habits.brackets
    if (
        habits.target in ("name_unit", "unit_in_name_head")
        and target.measured
        and target.unit
        and not bare.endswith((")", "）"))
    ):
        unit = target.unit if habits.target == "name_unit" else f"单位:{target.unit}"
        shown = f"{bare}{opening}{unit}{closing}"
    elif habits.empty == "placeholder" and target.measured and choice.chance(0.5):
        shown = f"{bare}{opening}{target.sign or '≥'}**{target.unit}{closing}"
    mark = habits.mark.replace("①", _CIRCLED[min(number, len(_CIRCLED)) - 1]).format(n=number) if habits.mark else ""
    return mark + shown, bare


def canonical_sign(entry: Entry) -> str:
    """The comparator a target without one would get in a column of comparators."""
    if entry.target.sign:
        return entry.target.sign
    return "≤" if "成本" in entry.level2 else "≥" if entry.target.unit else "="


def _target_cells(habits: Habits, entry: Entry) -> tuple[dict[str, str], str, str, list[str]]:
    """The target's cells by column, its gold value and unit, and other readings of the value."""
    choice, target = habits.sheet.choice, entry.target
    columns = SPLIT_TARGETS[habits.target]
    cells = dict.fromkeys(columns, "")
    value = habits.sheet.ink.value
    if not target.measured:
        cells["value"] = value(target.words)
        if "sign" in cells:
            cells["sign"] = choice.one(("定性", "定性", "", "其他", "="))
        if "type" in cells:
            cells["type"] = "定性"
        others = [cells["sign"] + target.words] if cells.get("sign") else []
        if cells.get("unit") == "" and "unit" in cells and choice.chance(0.1):
            cells["unit"] = choice.one(("/", "无", "—", "项"))
            if cells["unit"] != "项":
                return cells, target.words, "", others
        return cells, target.words, cells.get("unit", ""), others
    if "type" in cells:
        cells["type"] = "定量"
    if "sign" in cells:
        cells["sign"] = habits.sign(canonical_sign(entry))
        cells["value"], cells["unit"] = value(target.number), target.unit
        return cells, f"{cells['sign']}{target.number}", target.unit, []
    sign = habits.sign(target.sign)
    if "unit" in cells:
        cells["unit"] = target.unit
        own = target.unit if target.unit == "%" and choice.chance(0.3) else ""
        cells["value"] = value(f"{sign}{target.number}{own}")
        return cells, f"{sign}{target.number}{own}", target.unit, []
    if habits.target in ("name_unit", "unit_in_name_head") and target.unit:
        text = f"{sign}{target.number}"
    elif habits.target == "unit_behind" and target.unit:
        text = f"{sign}{target.number}{habits.brackets[0]}{target.unit}{habits.brackets[1]}"
    else:
        text = f"{sign}{target.number}{target.unit}"
    cells["value"] = value(text)
    return cells, text, "", []


def fill_row(habits: Habits, entry: Entry, number: int, period: str, extras: Sequence[str], level2_text: str) -> Row:
    """One indicator's row: its cells by column and its gold."""
    sheet, choice = habits.sheet, habits.sheet.choice
    shown, bare = _name(habits, entry, number)
    blank = choice.chance(0.03)
    if blank:
        entry = replace(entry, target=Target("", "", "", ""))
    cells, value, unit, others = _target_cells(habits, entry)
    if blank:
        cells, value, unit, others = dict.fromkeys(cells, ""), "", "", []
    cells["name"] = sheet.ink.name(shown)
    gold: Gold = {"p": period, "l2": entry.level2, "name": shown, "value": value}
    if unit:
        gold["unit"] = unit
    alt: dict[str, list[str]] = {}
    if shown != bare:
        alt["name"] = [bare]
    if others:
        alt["value"] = others
    printed = "".join(level2_text.split())
    if (
        entry.level2 in LEVEL2
        and printed
        and printed.replace("（", "(").replace("）", ")") not in (entry.level2, entry.level2.removesuffix("指标"))
    ):
        alt["l2"] = [printed]
    if alt:
        gold["alt"] = alt
    for key in extras:
        cells[key] = _extra(habits, entry, key, bare, gold)
    return Row("", entry.level2, "", level2_text, cells, gold)


def _extra(habits: Habits, entry: Entry, key: str, bare: str, gold: Gold) -> str:
    choice, target = habits.sheet.choice, entry.target
    if key == "explanation":
        return choice.one(_EXPLAINED).format(name=bare)
    if key == "scoring":
        return choice.one(_SCORED).format(w=choice.number(3, 15))
    if key == "standard":
        return choice.one(STANDARDS.train if habits.sheet.choice.split == "train" else STANDARDS.held_out)
    if key == "remark":
        return choice.one(("", "", "", "", choice.one(("按年度考核", "本年新增", "分两批实施", "据实结算", "重点"))))
    if key == "source":
        return choice.one(_SOURCES)
    if key == "direction":
        return choice.one(("反向指标", "反向")) if canonical_sign(entry) == "≤" else choice.one(("正向指标", "正向"))
    if key == "history":
        return _actual(habits, target, 0.5) if choice.chance(0.7) else ""
    if key in ("actual", "midyear", "forecast"):
        share = 0.45 if key == "midyear" else 1.0
        text = _actual(habits, target, share) if choice.chance(0.95) else ""
        if key == "actual" or (key == "midyear" and "actual" not in gold):
            gold["actual"] = text
        return text
    return ""


def _actual(habits: Habits, target: Target, share: float) -> str:
    choice = habits.sheet.choice
    if not target.measured:
        text = target.words if choice.chance(0.45) and target.words else choice.one(_QUALITIES)
        return text
    try:
        number = float(target.number.replace(",", ""))
    except ValueError:
        return target.number
    drift = choice.random.random()
    if share == 1.0:
        share = (
            1.0
            if drift < 0.55
            else choice.random.uniform(1.0, 1.15)
            if drift < 0.85
            else choice.random.uniform(0.6, 0.99)
        )
    reached = number * share
    if target.unit == "%":
        reached = min(100.0, reached) if number <= 100 else reached
    digits = len(target.number.partition(".")[2])
    text = f"{reached:.{digits}f}" if share != 1.0 else target.number
    if target.unit == "%" and choice.chance(0.2):
        text = f"{reached:.1f}"
    unit = target.unit if choice.chance(0.65) else ""
    return ("≥" if choice.chance(0.03) else "") + text + unit


def grouped(sheet: Sheet, entries: Sequence[Entry], habits: Habits) -> list[tuple[str, str, list[Entry]]]:
    """Entries by (first level, second level), in the form's order; local forms give them local categories."""
    groups: list[tuple[str, str, list[Entry]]] = []
    if habits.local:
        seconds = sheet.choice.some(LOCAL_LEVELS["second"].train, 6)
        if sheet.choice.split == "held-out":
            seconds[0] = sheet.choice.word("level2:local", LOCAL_LEVELS["second"])
        firsts = [sheet.choice.word("level1:local", LOCAL_LEVELS["first"]) for _ in range(3)]
        rest = list(entries)
        for number, second in enumerate(dict.fromkeys(seconds)):
            taken, rest = rest[:3], rest[3:]
            if taken:
                groups.append((firsts[min(number // 2, 2)], second, [replace(entry, level2=second) for entry in taken]))
        if rest:
            groups.append(
                (
                    "满意度指标",
                    "服务对象满意度指标",
                    [replace(entry, level2="服务对象满意度指标") for entry in rest[:2]],
                )
            )
        merged: dict[str, list[tuple[str, str, list[Entry]]]] = {}
        for group in groups:
            merged.setdefault(group[0], []).append(group)
        return [group for same in merged.values() for group in same]
    if habits.combined:
        entries = [replace(entry, level2=_COMBINED) if entry.level2 in _BENEFITS else entry for entry in entries]
    for first, seconds_of in sheet.form.levels.items():
        if habits.combined and first == "效益指标":
            seconds_of = (_COMBINED, "可持续影响指标")
        shown = "效益指标" if habits.satisfaction == "under_benefit" and first == "满意度指标" else first
        for second in seconds_of:
            found = [entry for entry in entries if entry.level2 == second]
            if (
                found
                or habits.empty in ("blank_rows", "not_applicable")
                or (habits.empty == "dots" and sheet.choice.chance(0.3))
            ):
                groups.append((shown, second, found))
    return groups


def build_rows(habits: Habits, entries: Sequence[Entry], period: str, extras: Sequence[str]) -> list[Row]:
    """All rows of one half, categories in order; empty categories give blank rows where the form prints them."""
    sheet, choice = habits.sheet, habits.sheet.choice
    rows: list[Row] = []
    number = 0
    for first, second, found in grouped(sheet, entries, habits):
        level2_text = habits.level2(second)
        if second not in {row.level2 for row in rows} and not habits.mark.startswith(("★", "*")):
            number = 0
        made = []
        for entry in found:
            number += 1
            made.append(fill_row(habits, entry, number, period, extras, level2_text))
        if not made:
            cells = {"name": "", "value": ""}
            gold = None
            if habits.empty == "not_applicable" and choice.chance(0.6):
                cells = {"name": "本项目不适用此指标", "value": "无"}
                gold = {"p": period, "l2": second, "name": cells["name"], "value": "无"}
            elif habits.empty == "dots":
                cells["name"] = choice.one(("…", "……", ""))
            made.append(Row("", second, "", level2_text, cells, gold))
        for row in made:
            row.level1 = first
        rows.extend(made)
    if "weight" in extras or habits.suffix != "none":
        weigh(habits, rows, extras)
    points: dict[str, float] = {}
    for row in rows:
        points[row.level1] = points.get(row.level1, 0.0) + float(row.cells.get("weight") or 0)
    words = {first: habits.level1(first, points[first] or None) for first in points}
    for row in rows:
        row.level1_text = words[row.level1]
        if habits.suffix != "none" and "weight" not in extras:
            row.cells.pop("weight", None)
    return rows


def weigh(habits: Habits, rows: list[Row], extras: Sequence[str]) -> None:
    """Gives weights that add up to 90 or 100, and scores and reasons where the form has them."""
    choice = habits.sheet.choice
    counted = [row for row in rows if row.gold is not None]
    if not counted:
        return
    total = choice.one((90.0, 100.0, 90.0, 80.0))
    base = max(1.0, total // len(counted))
    left = total - base * len(counted)
    for row in counted:
        more = min(left, float(choice.number(0, 3))) if left > 0 else 0.0
        left -= more
        weight = base + more
        if row is counted[-1]:
            weight += left
        row.cells["weight"] = f"{weight:g}"
        if row.gold is not None and "weight" in extras:
            row.gold["weight"] = row.cells["weight"]
        if "score" in extras:
            lost = choice.chance(0.15)
            score = round(weight * choice.random.uniform(0.6, 0.98), 1) if lost else weight
            row.cells["score"] = f"{score:g}"
            if row.gold is not None:
                row.gold["score"] = row.cells["score"]
            reason = choice.one(_REASONS) if lost and choice.chance(0.8) else choice.one(("", "", "", "", "无"))
            if "reason" in extras:
                row.cells["reason"] = reason
                if row.gold is not None:
                    row.gold["reason"] = reason


def entry_text(entry: Entry) -> str:
    """Name and target in one string."""
    return f"{entry.name}{full(entry.target)}"
