"""The user's terminal: where a report goes, whether it is coloured, how progress is shown."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

import click

from lint.run.system_errors import in_words
from lint.settings import SettingsError

if TYPE_CHECKING:
    from lint.reports.registry import Format


class Progress(Protocol):
    """Called with the path of each file that is done."""

    def __call__(self, path: str) -> None:
        """One more file is done."""


def warn(text: str) -> None:
    """One Chinese sentence to standard error."""
    click.echo(f"jxlint：{text}", err=True)


def write_out(content: str | bytes, output: Path | None) -> None:
    """Writes a report to a file or to standard output.

    A reader that has gone away (`| head`) is no error. Raises SettingsError where the file cannot
    be written.
    """
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    if output is None:
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            silence_stdout()
        except OSError as error:
            silence_stdout()  # else the interpreter complains again when it flushes at its end
            raise SettingsError(f"无法写到标准输出（{in_words(error)}）。") from None
        return
    try:
        if output.exists() and not output.is_file():  # a device or a pipe: nothing to replace (a folder: an error)
            output.write_bytes(data)
            return
        output.parent.mkdir(parents=True, exist_ok=True)
        temporary = output.with_name(f".{output.name}.{os.getpid()}.tmp")
        temporary.write_bytes(data)
        temporary.replace(output)
    except OSError as error:
        raise SettingsError(f"无法写入 {output}（{in_words(error)}），请检查路径和权限。") from None


def refuse_terminal(wanted: Format, output: Path | None) -> None:
    """Raises SettingsError where binary content would go to a terminal; asked before any work is done."""
    if wanted.binary and output is None and sys.stdout.isatty():
        raise SettingsError("这种格式不能显示在终端上，请用 --output 指定文件。")


def silence_stdout() -> None:
    """Sends standard output nowhere: its reader is gone (`| head`), which is no error of ours."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def wants_colour(stream: TextIO, no_color: bool = False) -> bool:
    """Whether to colour what goes to `stream`: --no-color, NO_COLOR, FORCE_COLOR, then the terminal."""
    if no_color or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def measure_width() -> int:
    """Columns of the terminal, 100 where the report goes elsewhere."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


@contextmanager
def show_progress(total: int, wanted: bool = True, what: str = "检查") -> Iterator[Progress]:
    """A progress bar on standard error, drawn only on a terminal and for more than one file."""
    if not wanted or total < 2 or not sys.stderr.isatty():
        yield lambda path: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=total, name="")

        def step(path: str) -> None:
            bar.update(task, advance=1, name=Path(path).name[:40], refresh=True)

        yield step


def refuse_input(outputs: Iterable[Path | None], sources: Iterable[str]) -> None:
    """Raises SettingsError where an output would overwrite an input file."""
    wanted = {os.path.realpath(path): path for path in outputs if path is not None}
    for source in sources:
        if os.path.realpath(source) in wanted:
            raise SettingsError(f"输出文件 {source} 就是输入文件，请换一个文件名；输入文件从不改动。")
