"""The output formats: each stands here once, whatever command writes it.

A new format is a module with a function `render` and one entry below; the choices of `--format` and
`--report`, the names of files in a folder of reports and the refusal to put bytes on a terminal
follow from it. A module is imported when its format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module

from lint.model import Report
from lint.reports.originals import ALONE, Originals
from lint.settings import Settings, SettingsError


@dataclass(frozen=True, slots=True)
class Format:
    """One output format.

    `name` is the word of `--format` and `--report`, `title` the Chinese one. `ending` is how a file's
    name ends behind the submission's own name; where it ends in a point, the module's function
    `choose_ending(content)` says the rest. `binary` content goes to no terminal. A `single` format
    tells of one file at a time; one that `shows_originals` is given the input files as well.
    """

    name: str
    title: str
    ending: str
    module: str
    binary: bool = False
    single: bool = False
    shows_originals: bool = False

    @property
    def render(self) -> Callable[..., str | bytes]:
        """The function that writes the format: what it takes is the matter of the group it stands in."""
        found: Callable[..., str | bytes] = import_module(self.module).render
        return found

    def file_name(self, stem: str, content: str | bytes) -> str:
        """The name of a file that holds this content, `stem` being the submission's own name."""
        rest = import_module(self.module).choose_ending(content) if self.ending.endswith(".") else ""
        return f"{stem}.{self.ending}{rest}"


def _by_name(formats: Iterable[Format]) -> Mapping[str, Format]:
    return {item.name: item for item in formats}


REPORTS: Mapping[str, Format] = _by_name(
    (
        Format("text", "文字", "txt", "lint.reports.formats.text"),
        Format("json", "JSON", "json", "lint.reports.formats.json"),
        Format("jsonl", "JSON，一行一处问题", "jsonl", "lint.reports.formats.jsonl"),
        Format("csv", "CSV 表格", "csv", "lint.reports.formats.csv"),
        Format("xlsx", "问题清单", "问题清单.xlsx", "lint.reports.formats.xlsx", binary=True),
        Format("md", "Markdown", "md", "lint.reports.formats.md"),
        Format("sarif", "SARIF", "sarif", "lint.reports.formats.sarif"),
        Format("html", "网页", "html", "lint.reports.formats.html", shows_originals=True),
        Format(
            "docx", "审核反馈意见", "审核反馈意见.docx", "lint.reports.formats.docx", binary=True, shows_originals=True
        ),
        Format(
            "annotated",
            "批注副本",
            "批注.",
            "lint.reports.annotated.copy",
            binary=True,
            single=True,
            shows_originals=True,
        ),
    )
)
"""What `check` writes: `render(report, settings)`, or `render(report, settings, originals)`."""

ROWS: Mapping[str, Format] = _by_name(
    (
        Format("jsonl", "JSON，一行一个指标", "jsonl", "lint.reports.indicators.jsonl"),
        Format("csv", "CSV 表格", "csv", "lint.reports.indicators.csv"),
        Format("xlsx", "工作簿", "xlsx", "lint.reports.indicators.xlsx", binary=True),
        Format("parquet", "Parquet", "parquet", "lint.reports.indicators.parquet", binary=True),
    )
)
"""What `extract` writes: `render(submissions)`."""

PAIRS: Mapping[str, Format] = _by_name(
    (
        Format("text", "文字", "txt", "lint.reports.pairs.text"),
        Format("jsonl", "JSON，一行一对", "jsonl", "lint.reports.pairs.jsonl"),
        Format("csv", "CSV 表格", "csv", "lint.reports.pairs.csv"),
        Format("html", "网页", "html", "lint.reports.pairs.html"),
        Format("parquet", "Parquet", "parquet", "lint.reports.pairs.parquet", binary=True),
    )
)
"""What `dedup` writes: `render(corpus, copies, options)`."""


def render_report(wanted: Format, report: Report, settings: Settings, originals: Originals = ALONE) -> str | bytes:
    """A report in one of the formats of REPORTS.

    Raises SettingsError where the format tells of one file and the report holds none or several.
    """
    if wanted.single and len(report.files) != 1:
        raise SettingsError(f"{wanted.title}一次只能写一个文件，请用 --out 目录 分别输出。")
    if wanted.shows_originals:
        return wanted.render(report, settings, originals)
    return wanted.render(report, settings)
