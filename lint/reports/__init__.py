"""Reports: one module an output format; they take a `model.Report` and nothing else.

`FORMATS` says where each format is written; a module is imported when its format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec

from lint.model import Report
from lint.settings import Settings

Writer = Callable[[Report, Settings], str | bytes]

FORMATS: Mapping[str, tuple[str, str]] = {
    "text": ("lint.reports.formats.text", "render"),
    "json": ("lint.reports.formats.json", "render"),
    "jsonl": ("lint.reports.formats.jsonl", "render"),
    "csv": ("lint.reports.formats.csv", "render"),
    "xlsx": ("lint.reports.formats.xlsx", "render"),
    "md": ("lint.reports.formats.md", "render"),
    "sarif": ("lint.reports.formats.sarif", "render"),
    "html": ("lint.reports.formats.html", "render"),
    "docx": ("lint.reports.formats.docx", "render"),
    "annotated": ("lint.reports.annotated.copy", "render"),
}
"""Format name → (module, function); the function is a `Writer`."""


def available() -> tuple[str, ...]:
    """The formats that this installation has."""
    return tuple(name for name, (module, _) in FORMATS.items() if find_spec(module))


def writer(name: str) -> Writer:
    """The function that writes this format. Raises KeyError for an unknown name."""
    module, function = FORMATS[name]
    found: Writer = getattr(import_module(module), function)
    return found
