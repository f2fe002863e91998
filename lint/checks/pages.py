"""A rule in words: the text of `jxlint explain` and the pages of docs/rules."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lint.checks.registry import options_of
from lint.checks.rule import Example, Rule
from lint.model import SEVERITY_WORDS, Indicator
from lint.settings import Settings

PLAIN_SENSE = "算术关系或常识，不引文件"


def as_text(rule: type[Rule], settings: Settings, width: int = 100) -> str:
    """The explanation for a terminal of `width` columns."""
    options = settings.rule(rule.code)
    lines = [f"{rule.code} {rule.name}  {rule.title}", "", *facts(rule, settings), ""]
    for heading, text in (("为什么查", rule.why), ("什么不算问题", rule.not_a_defect)):
        if text:
            lines += [heading, *_hanging(text, "  ", "  ", width), ""]
    for heading, examples in (("不合格的写法", rule.bad), ("合格的写法", rule.good)):
        if examples:
            lines.append(heading)
            for item in examples:
                lines += _hanging(example_line(item), "  · ", "    ", width)
            lines.append("")
    lines.append("设置项")
    for line in (*option_lines(rule.code, options), *shared_lines(rule, settings)):
        lines += _hanging(line, "  ", "      ", width)
    return "\n".join(lines) + "\n"


def as_markdown(rule: type[Rule], settings: Settings) -> str:
    """One page of docs/rules."""
    options = settings.rule(rule.code)
    lines = [
        f"# {rule.code} {rule.title}",
        "",
        f"英文名 `{rule.name}`。",
        "",
        *(f"- {fact}" for fact in facts(rule, settings)),
        "",
    ]
    if rule.why:
        lines += ["## 为什么查", "", rule.why, ""]
    if rule.not_a_defect:
        lines += ["## 什么不算问题", "", rule.not_a_defect, ""]
    for heading, examples in (("不合格的写法", rule.bad), ("合格的写法", rule.good)):
        if examples:
            lines += [
                f"## {heading}",
                "",
                *(f"- {escaped(example_line(item))}" for item in examples),
                "",
            ]
    lines += ["## 设置项", "", "```toml", f"[rules.{rule.code}]", *option_lines("", options), "```", ""]
    if rule.shares:
        lines += ["与其他规则共用：", "", "```toml", *shared_lines(rule, settings), "```", ""]
    return "\n".join(lines)


def as_index(rules: Sequence[type[Rule]], settings: Settings) -> str:
    """The page that lists all rules."""
    lines = ["# 规则", "", "由 `python tools/rule_pages.py` 从规则自身的说明和例子生成，请勿手改。", ""]
    lines += ["| 代码 | 英文名 | 说明 | 级别 | 审核 |", "| --- | --- | --- | --- | --- |"]
    for rule in rules:
        severity = SEVERITY_WORDS[options_of(rule, settings).severity]
        title = escaped(rule.title)
        lines.append(f"| [{rule.code}]({rule.code}.md) | {rule.name} | {title} | {severity} | {rule.review} |")
    return "\n".join(lines) + "\n"


def as_table(rules: Sequence[type[Rule]], settings: Settings) -> str:
    """The manual's table of all rules."""
    lines = ["| 代码 | 英文名 | 说明 | 级别 |", "| --- | --- | --- | --- |"]
    for rule in rules:
        severity = SEVERITY_WORDS[options_of(rule, settings).severity]
        lines.append(f"| {rule.code} | {rule.name} | {rule.title} | {severity} |")
    return "\n".join(lines) + "\n"


def facts(rule: type[Rule], settings: Settings) -> list[str]:
    """Severity, review and basis, one line each."""
    options = options_of(rule, settings)
    return [
        f"级别：{SEVERITY_WORDS[options.severity]}（{options.severity}）" + ("" if options.enabled else "，默认关闭"),
        f"审核：{rule.review}",
        f"依据：{rule.basis or PLAIN_SENSE}",
    ]


def example_line(item: Example) -> str:
    """One example in words: its row, rows or passage, the facts of its form that matter, the note."""
    if item.text:
        told = " ／ ".join(item.text.splitlines())
    elif item.rows:
        told = " ／ ".join(" ▸ ".join(row) for row in item.rows)
    elif item.name or item.value:
        cells = (item.level2, item.name or "（空）", f"{item.value}{item.unit}" or "（空）")
        told = " ▸ ".join(cell for cell in cells if cell)
    else:
        told = " ／ ".join(_row_in_words(row) for row in item.table.get("indicators", ()))
    known = [*_table_facts(item.table), *([item.note] if item.note else [])]
    if not told:
        return "；".join(known)
    return told + (f"（{'；'.join(known)}）" if known else "")


def _table_facts(table: Mapping[str, Any]) -> list[str]:
    """The facts of an example's form in words: 年度资金 44万元 …"""
    told = []
    for key, words in _FACTS.items():
        if (value := table.get(key)) is not None:
            amount = isinstance(value, float) or key.endswith("budget")
            told.append(words.format(f"{value / 10000:.10g}万元" if amount else value))
    told += [f"{field}：{text}" for field, text in table.get("texts", {}).items()]
    if table.get("funds"):
        told.append("资金：" + "，".join(f"{fund.label} {fund.written or '（空）'}" for fund in table["funds"]))
    return told


def _row_in_words(row: Indicator) -> str:
    """A row given as a whole indicator: its first column too, and why it was not read for sure."""
    cells = (row.level1_written, row.level2, row.name or "（空）", row.value or "（空）")
    return " ▸ ".join(cell for cell in cells if cell) + "".join(f"［{reason}］" for reason in row.reasons)


_FACTS = {
    "project": "项目“{}”",
    "year": "{} 年度",
    "annual_budget": "年度资金 {}",
    "total_budget": "实施期资金 {}",
    "form": "{} 版表式",
}


def option_lines(code: str, options: Mapping[str, Any]) -> list[str]:
    """The settings of a rule as TOML assignments; a long list is cut with a remark."""
    prefix = f"rules.{code}." if code else ""
    return [f"{prefix}{key} = {_toml(value)}" for key, value in options.items()]


def shared_lines(rule: type[Rule], settings: Settings) -> list[str]:
    """The settings in [language] that the rule shares with others, as `option_lines` gives its own."""
    lines = []
    for key in rule.shares:
        value = settings.get(key)
        words = isinstance(value, Mapping) and not all(isinstance(item, str) for item in value.values())
        known = value if words else {"": value}
        lines += [f"{f'{key}.{name}'.rstrip('.')} = {_toml(item)}" for name, item in known.items()]
    return lines


def escaped(text: str) -> str:
    """Text that Markdown prints as it is."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|~" else char for char in text)


_SHOWN = 12  # entries of a word list that a page shows
_TABLES_SHOWN = 3  # entries of a table of words


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        if len(value) > _TABLES_SHOWN:
            return f"{{ … }}  # 共 {len(value)} 项，见 rules.toml"
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and isinstance(value[0], Mapping):
            return f"[ … ]  # 共 {len(value)} 项，见 rules.toml"
        if len(value) > _SHOWN:
            shown = ", ".join(json.dumps(item, ensure_ascii=False) for item in value[:_SHOWN])
            return f"[{shown}, …]  # 共 {len(value)} 项，全部见 rules.toml"
    return json.dumps(value, ensure_ascii=False)


def _hanging(text: str, first: str, rest: str, width: int) -> list[str]:
    """The text wrapped to `width` columns, the first line after `first`, the others after `rest`."""
    from lint.language.widths import wrap

    pieces = [piece for line in text.strip().splitlines() for piece in wrap(line, width - len(rest))]
    return [(rest if number else first) + piece for number, piece in enumerate(pieces)]
