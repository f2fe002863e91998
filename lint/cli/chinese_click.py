"""Chinese words for what click prints itself: headings of the help, errors about arguments.

click takes these texts through gettext; handing it a function keeps a compiled catalogue (a
binary file) out of the project. A text missing here appears in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

WORDS: Mapping[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示本帮助。",
    "Show the version and exit.": "显示版本号。",
    "default: {default}": "默认 {default}",
    "required": "必填",
    "(DEPRECATED)": "（已停用）",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing command.": "缺少命令。",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Missing {param_type}": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Invalid value: {message}": "取值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的取值不对：{message}",
    "Option {name!r} does not take a value.": "选项 {name} 不带取值。",
    "{value!r} is not a valid {number_type}.": "{value} 不是合法的数字。",
    "{value} is not in the range {range}.": "{value} 超出范围 {range}。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value} 应为 true 或 false。",
    "{name} {filename!r} does not exist.": "{name} {filename} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename} 是文件，应为文件夹。",
    "{name} {filename!r} is a directory.": "{name} {filename} 是文件夹，应为文件。",
    "{name} {filename!r} is not readable.": "{name} {filename} 无法读取。",
    "{name} {filename!r} is not writable.": "{name} {filename} 无法写入。",
    "Could not open file {filename!r}: {message}": "无法打开文件 {filename}：{message}",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "Aborted!": "已中断。",
    "Error: {message}": "错误：{message}",
}
COUNTED: Mapping[str, tuple[str, str]] = {
    "{value!r} is not {choice}.": ("{value} 不可用，应为 {choice}。", "{value} 不可用，应为：{choices}。"),
    "Did you mean {possibility}?": ("是否想用 {possibility}？", "相近的有：{possibilities}。"),
    "Got unexpected extra argument ({args})": ("多余的参数：{args}", "多余的参数：{args}"),
    "Option {name!r} requires an argument.": ("选项 {name} 后面要有取值。", "选项 {name} 后面要有 {nargs} 个取值。"),
}
"""By the English singular: the sentence for one, and for several."""


def speak_chinese() -> None:
    """Makes click use `WORDS` and `COUNTED`."""
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
        module = import_module(f"click.{name}")
        if hasattr(module, "_"):
            setattr(module, "_", _word)  # noqa: B010 - click's private alias of gettext
        if hasattr(module, "ngettext"):
            setattr(module, "ngettext", _counted)  # noqa: B010


def _word(text: str) -> str:
    return WORDS.get(text, text)


def _counted(one: str, many: str, number: int) -> str:
    pair = COUNTED.get(one, (one, many))
    return pair[0] if number == 1 else pair[1]
