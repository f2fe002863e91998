"""The command line: arguments in, exit code out.

Every subcommand is a module `lint/cli/<name>.py` that exports a click command `command`. The
group knows their names and one-line help, so that `jxlint --help` imports none of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import NoReturn

import click

from lint import __version__
from lint.cli.chinese_click import speak_chinese
from lint.cli.console import silence_stdout
from lint.settings import SettingsError

COMMANDS: Mapping[str, str] = {
    "check": "检查申报材料，输出问题清单",
    "extract": "抽取绩效指标行",
    "rules": "列出全部规则",
    "explain": "说明一条规则：理由、依据、正反例",
    "config": "查看设置项的值、默认值和来源",
    "parse": "查看一个名称或指标值被读成什么",
    "classify": "判断指标名称属于哪个二级指标",
    "suggest": "给出写法合格的相近指标",
    "dedup": "在大量材料中查找近乎照抄的绩效目标表",
    "library": "管理历年申报材料库",
    "train": "由 corpora/ 重建 models/",
    "evaluate": "用交叉验证和带标签文件评测模型",
    "label": "收回审核人员的判定结果",
}
"""Subcommands in the order of `jxlint --help`."""

SUBCOMMAND = "命令 [参数]…"
UNUSABLE = 2
"""Exit code for input or arguments that cannot be used."""


class UserError(click.ClickException):
    """A mistake of the user's; `message` is one Chinese sentence with the remedy. Exit code 2."""

    exit_code = UNUSABLE


class LazyGroup(click.Group):
    """A group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands that this installation has."""
        return [name for name in COMMANDS if find_spec(f"lint.cli.{name}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, with the `--debug` switch; None where there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"lint.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        for each in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            each.options_metavar = "[选项]"
            if not any(parameter.name == "debug" for parameter in each.params):
                each.params.append(_debug_option())
        if isinstance(command, click.Group):
            command.subcommand_metavar = SUBCOMMAND
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of commands without importing them."""
        with formatter.section("命令"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


def _debug_option() -> click.Option:
    return click.Option(["--debug"], is_flag=True, expose_value=False, help="出错时显示完整的调用栈。")


@click.group(
    cls=LazyGroup,
    options_metavar="[选项]",
    subcommand_metavar=SUBCOMMAND,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[_debug_option()],
    help="绩效指标体检：检查预算绩效目标表里的指标。",
    epilog="退出码：0 没有达到 --fail-on 级别的问题；1 有；2 输入或参数不可用。",
)
@click.version_option(
    __version__, "-V", "--version", prog_name="jxlint", message="%(prog)s %(version)s", help="显示版本号。"
)
def group() -> None:
    """The `jxlint` command."""


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and leaves the process with its exit code.

    `argv` are the arguments without the program's name (default: the process's own).
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    speak_chinese()
    sys.exit(_run(arguments))


def _run(arguments: list[str]) -> int:
    debug = "--debug" in arguments
    if debug:
        os.environ["JXLINT_DEBUG"] = "1"  # for the worker processes
    try:
        outcome = group.main(arguments, prog_name="jxlint", standalone_mode=False)
        sys.stdout.flush()
    except (click.exceptions.Exit, SystemExit) as leave:
        code = leave.exit_code if isinstance(leave, click.exceptions.Exit) else leave.code
        return code if isinstance(code, int) else 0
    except (click.Abort, KeyboardInterrupt):
        return _complain("已中断。", 130)
    except BrokenPipeError:
        silence_stdout()
        return 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return UNUSABLE
    except (click.ClickException, SettingsError) as error:
        if debug:
            raise
        return _complain(_sentence(error), UNUSABLE)
    except Exception as error:
        if debug:
            raise
        what = f"{type(error).__name__}: {error}"
        return _complain(f"程序内部出错（{what}），请加 --debug 重新运行并把输出报给维护者。", UNUSABLE)
    return outcome if isinstance(outcome, int) else 0


def _sentence(error: Exception) -> str:
    if not isinstance(error, click.ClickException):
        return str(error)
    text = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"{text}（用法见 {error.ctx.command_path} --help）"
    return text


def _complain(text: str, code: int) -> int:
    click.echo(f"jxlint：{text}", err=True)
    return code
