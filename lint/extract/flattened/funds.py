"""The money of a form in flattened text: totals behind their labels, columns of several amounts, the unit said."""

from __future__ import annotations

import re
from dataclasses import dataclass

FACTORS = {"元": 1.0, "千元": 1e3, "万": 1e4, "万元": 1e4, "亿": 1e8, "亿元": 1e8}
_NUMBER = r"-?\d[\d,，]*(?:\.\d+)?"
_UNIT_SAID = re.compile(
    r"(?:资金|预算|投资|金额|总额|情况|申请|投入|安排)[^\n|]{0,14}?[(（]\s*(万元|元|亿元|千元)\s*[)）]|单位\s*[:：]?\s*(万元|元|千元|亿元)|[(（]\s*(万元|元)\s*[)）]"
)
_ANNUAL = re.compile(
    r"年\s*度\s*资\s*金\s*总\s*额|年度(?:财政)?资金总额|年度总金额|年度金额|年度(?:本级)?\s?预算\s?金额|年度资金申请总额|本年度申请[\u4e00-\u9fff]{0,10}资金|当年资金总额|年度预算安排|年度预算(?:数)?|"
    r"(?<![\u4e00-\u9fff])(?:项目|预算)?资金总额|预算金额|项目金额|项目总投资|(?<![\u4e00-\u9fff])总额|(?<![\u4e00-\u9fff])合\s?计|项目预算|预算数"
)
_WHOLE = re.compile(r"(?:中期|实施期|项目)资金总额|中期[\u4e00-\u9fff]{0,6}预算|项目总额")
_COLUMNS = re.compile(
    r"年初(?:部门)?预算(?:数|资金总额|安排)?|全年(?:\(调整\))?预算数|调整后预算数?|年初预算|预算数|(?:预算|全年)?执行数|实际(?:投入|到位)(?:资金额?)?|分值|权重|执行率|得分|原因"
)
_GLUED = re.compile(r"^[\d.,]{6,}%?")
_AHEAD = 90  # characters behind a label in which its amounts stand
_PLAUSIBLE = 1e12  # yuan: no county's project has more


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts in yuan; None where the form does not say. `doubt` is why an amount is not given."""

    annual: float | None = None
    whole: float | None = None
    label: str = ""
    written: str = ""
    doubt: str = ""


def money_of(text: str) -> Money:
    """The year's and the whole amount in the text above a table (cells by bars, lines by line ends)."""
    unit = said_unit(text)
    columns = _columns(text)
    annual, label, written = _amount(text, _ANNUAL, unit, columns)
    whole, _, _ = _amount(text, _WHOLE, unit, ())
    doubt = "" if annual is not None or not written else "资金没有写明单位或数字连写"
    return Money(annual, whole, label, written, doubt)


def said_unit(text: str) -> str:
    """The unit of money the form names, "" where none."""
    found = _UNIT_SAID.search(text)
    return next((part for part in found.groups() if part), "") if found else ""


def _columns(text: str) -> tuple[str, ...]:
    """The heads of a funding block with several amounts a row, in order."""
    found = list(_COLUMNS.finditer(text))
    run: list[str] = []
    last = -1
    for match in found:
        if last >= 0 and match.start() - last > 14:
            if len(run) >= 2:
                break
            run = []
        run.append(match[0])
        last = match.end()
    return tuple(run) if len(run) >= 2 and any("执行" in word or "实际" in word for word in run) else ()


def _amount(text: str, label: re.Pattern[str], unit: str, columns: tuple[str, ...]) -> tuple[float | None, str, str]:
    """The first amount behind a label that holds one: yuan, label, text."""
    fallback = (None, "", "")
    for found in label.finditer(text):
        if re.search(r"(?:其中|中期|实施期|上年)[^|\n]{0,4}$", text[: found.start()][-8:]) and label is _ANNUAL:
            continue
        rest = text[found.end() : found.end() + _AHEAD]
        rest = re.sub(r"^\s*[(（]\s*[A-Z\d\u4e00-\u9fff]{1,4}\s*[)）]", lambda m: f" {m[0]} ", rest)
        own = re.match(r"\s*[(（]\s*(万元|元|亿元)\s*[)）]", rest)
        rest = re.sub(r"^\s*[(（]\s*(?:万元|元|亿元|[A-Z])\s*[)）]", "", rest)
        opened = re.match(rf"[\s|:：]*({_NUMBER})\s*(万元|元|亿元|万|亿)?", rest)
        if opened is None:
            continue
        glued = _GLUED.match(rest.strip(" |:：\n")) if columns else None
        said = opened[2] or (own[1] if own else "") or unit
        number = opened[1]
        if columns:
            number = _chosen(rest, columns, glued is not None) or ""
        if not number:
            fallback = (None, found[0], opened[0].strip(" |:：\n"))
            continue
        if not said:
            return None, found[0], number
        value = float(number.replace(",", "").replace("，", "")) * FACTORS[said]
        if 0 < value < _PLAUSIBLE:
            return round(value, 2), found[0], number
    return fallback


def _chosen(rest: str, columns: tuple[str, ...], glued: bool) -> str | None:
    """The budget of a row of several amounts: the adjusted one, else the first."""
    money = [word for word in columns if not re.search(r"分值|权重|执行率|得分|原因", word)]
    want = next((n for n, word in enumerate(money) if re.search("全年预算|调整后|调整", word)), 0)
    if glued:
        return _unglued(rest.strip(" |:：\n"), len(money), want)
    cells: list[str] = re.findall(rf"{_NUMBER}%?", rest)
    amounts: list[str] = []
    for cell in cells:
        if cell.endswith("%"):
            break
        amounts.append(cell)
    if not amounts:
        return None
    if len(amounts) < len(money):
        want = min(want, len(amounts) - 1) if len(amounts) < want + 1 else min(want, 0)
    return amounts[want]


def _unglued(rest: str, count: int, want: int) -> str | None:
    """The amount wanted of figures run together, told by the rate of execution they must give."""
    found = re.match(r"([\d.,]+?)(\d{1,3}(?:\.\d{1,2})?)%", rest)
    digits = re.match(r"[\d.]+", rest)
    if digits is None:
        return None
    solutions = set()
    run = digits[0]
    percent = rest[len(run) : len(run) + 1] == "%"
    for parts in _splits(run, count + (2 if found is not None or percent else 3)):
        budget, executed, rate = (
            parts[want if count > 2 else 0],
            parts[count - 1],
            parts[-1] if percent else parts[count + 1],
        )
        if budget > 0 and abs(executed / budget * 100 - rate) < 0.06 * max(1.0, rate / 50) and executed <= budget * 2:
            solutions.add(budget)
    if not solutions and percent:
        for parts in _splits(run, count + 1):
            budget, executed, rate = parts[want if count > 2 else 0], parts[count - 1], parts[-1]
            if budget > 0 and abs(executed / budget * 100 - rate) < 0.06 * max(1.0, rate / 50):
                solutions.add(budget)
    return f"{solutions.pop():g}" if len(solutions) == 1 else None


def _splits(run: str, parts: int) -> list[list[float]]:
    """All ways of reading a run of digits as so many numbers without leading zeros."""
    if len(run) > 28 or parts > 7:
        return []
    result: list[list[float]] = []

    def walk(at: int, found: list[float]) -> None:
        if len(found) == parts:
            if at == len(run):
                result.append(found)
            return
        for end in range(at + 1, min(len(run), at + 9) + 1):
            word = run[at:end]
            if (
                word.endswith(".")
                or word.startswith(".")
                or word.count(".") > 1
                or (len(word) > 1 and word[0] == "0" and word[1] != ".")
            ):
                continue
            if end < len(run) and run[end] == ".":
                continue
            if "." in word and len(word.split(".")[1]) > 2:
                break
            walk(end, [*found, float(word)])

    walk(0, [])
    return result
