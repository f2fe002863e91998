"""The input files behind a report, as narrow as reports need them; `lint.run.originals` fills it.

A report knows findings, not files: what a page looked like and what bytes a workbook held comes in
through `Originals`, so that no report reads, draws or starts a process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from lint.model import Report


class Originals(Protocol):
    """The input files of a run."""

    def pictures(self, report: Report) -> Mapping[int, bytes]:
        """PNG of the row a finding speaks of, by index into `report.findings`, where there is a page."""

    def content(self, path: str) -> bytes | None:
        """The bytes of the file that the report names by this path, None where they are not at hand."""

    def set_aside(self, path: str, why: str) -> None:
        """Told of a file that could not be annotated in its own form, with the reason in Chinese."""


class _Alone:
    """No file at hand: a report of the findings alone."""

    def pictures(self, report: Report) -> Mapping[int, bytes]:
        """No pictures."""
        return {}

    def content(self, path: str) -> bytes | None:
        """Nothing."""
        return None

    def set_aside(self, path: str, why: str) -> None:
        """Nobody to tell."""


ALONE: Originals = _Alone()
"""For a report without its input files."""
