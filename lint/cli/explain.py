"""`jxlint explain CODE`: one rule's rationale, basis, bad and good examples, settings."""

from __future__ import annotations

from pathlib import Path

import click

from lint.cli.console import measure_width, write_out
from lint.cli.options import with_output, with_settings
from lint.settings import Settings


@click.command(help="说明一条规则：为什么查、依据、什么不算、正反例、设置项。")
@click.argument("code", metavar="CODE")
@with_output
@with_settings
def command(code: str, settings: Settings, output: Path | None) -> None:
    """Prints the explanation of one rule."""
    from lint.checks import by_code
    from lint.checks.pages import as_text

    write_out(as_text(by_code(code), settings, min(measure_width(), 120)), output)
