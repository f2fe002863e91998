"""`jxlint rules`: the list of all rules."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lint.cli.console import write_out
from lint.cli.options import with_output, with_settings
from lint.model import SEVERITY_WORDS
from lint.settings import Settings


@click.command(help="列出全部规则：代码、名称、级别、是否启用。")
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", help="格式，默认 text。")
@with_output
@with_settings
def command(settings: Settings, form: str, output: Path | None) -> None:
    """Prints the rules."""
    from lint.checks import all_rules, options_of
    from lint.language.widths import align_columns

    listed = [(rule, options_of(rule, settings)) for rule in all_rules()]
    if form == "json":
        records = [
            {
                "code": rule.code,
                "rule": rule.name,
                "title": rule.title,
                "severity": options.severity,
                "enabled": options.enabled,
                "review": rule.review,
                "basis": rule.basis,
            }
            for rule, options in listed
        ]
        write_out(json.dumps(records, ensure_ascii=False, indent=1) + "\n", output)
        return
    table = [("代码", "级别", "启用", "审核", "英文名", "说明")]
    for rule, options in listed:
        enabled = "是" if options.enabled else "否"
        table.append((rule.code, SEVERITY_WORDS[options.severity], enabled, rule.review, rule.name, rule.title))
    write_out(align_columns(table), output)
