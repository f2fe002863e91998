"""The report for the terminal, first form."""

from __future__ import annotations

from dataclasses import dataclass

from lint.model import Report
from lint.reports.places import in_words
from lint.settings import Settings


@dataclass(frozen=True, slots=True)
class Look:
    """How the text report looks: colours, columns, how much it tells."""

    colour: bool = False
    width: int = 100
    verbose: bool = False
    quiet: bool = False
    statistics: bool = False


def render(report: Report, settings: Settings, look: Look | None = None) -> str:
    """The findings grouped by file, and a summary."""
    lines = []
    for file in report.files:
        lines.append(f"{file.path}（{file.tables} 张表，{file.indicators} 行）")
        lines.extend(
            f"  {in_words(item.location)} {item.code} {item.name} ▸ {item.value}：{item.message}"
            for item in report.findings
            if item.file == file.path
        )
    lines.append(f"共 {len(report.findings)} 个问题。")
    return "\n".join(lines) + "\n"
