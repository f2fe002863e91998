"""`jxlint rules`: the list of all rules."""

from __future__ import annotations

import json

import click

from lint.cli.console import write_out
from lint.cli.options import with_output, with_settings
from lint.model import SEVERITY_WORDS, Severity
from lint.settings import Settings


@click.command(help="列出全部规则：代码、名称、级别、是否启用。")
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", help="格式，默认 text。")
@with_output
@with_settings
def command(settings: Settings, form: str, output: object) -> None:
    """Prints the rules."""
    from pathlib import Path

    from lint.checks import all_rules
    from lint.language.widths import align_columns

    assert output is None or isinstance(output, Path)
    listed = []
    for rule in all_rules():
        options = settings.rule(rule.code)
        listed.append(
            {
                "code": rule.code,
                "rule": rule.name,
                "title": rule.title,
                "severity": options["severity"],
                "enabled": options["enabled"],
                "review": rule.review,
                "basis": rule.basis,
            }
        )
    if form == "json":
        write_out(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", output)
        return
    table = [("代码", "级别", "启用", "审核", "英文名", "说明")]
    for item in listed:
        severity = SEVERITY_WORDS[Severity(item["severity"])]
        enabled = "是" if item["enabled"] else "否"
        table.append((item["code"], severity, enabled, item["review"], item["rule"], item["title"]))
    write_out(align_columns(table), output)
