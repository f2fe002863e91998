"""What a reader may spend on one file, and the error that says it could not read it.

Every reader counts through a `Meter`, so that no document, however it was made, takes more rows,
cells or sheets than the settings under [limits] allow.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lint.package import ReadError
from lint.settings.sections.limits import Limits

__all__ = ["Limits", "Meter", "ReadError", "too_much"]


@dataclass(slots=True)
class Meter:
    """Counts what was read of one file; raises ReadError where a limit is passed."""

    limits: Limits
    cells: int = 0
    rows: int = 0
    characters: int = 0
    cut: int = field(default=0)

    def row(self) -> None:
        """One more row."""
        self.rows += 1
        if self.rows > self.limits.rows:
            raise too_much("行数", self.limits.rows, "行", "rows")

    def cell(self, text: str) -> str:
        """One more cell; returns its text, cut where it is longer than any form's text."""
        self.cells += 1
        if self.cells > self.limits.cells:
            raise too_much("单元格数", self.limits.cells, "个", "cells")
        if len(text) > self.limits.cell_characters:
            text = text[: self.limits.cell_characters]
            self.cut += 1
        # A string shared by a million cells costs its reader a million copies further on.
        self.characters += len(text)
        if self.characters > self.limits.characters:
            raise too_much("文字总量", self.limits.characters, "字", "characters")
        return text

    def notes(self) -> list[str]:
        """What was cut, as a Chinese sentence."""
        if not self.cut:
            return []
        return [f"有 {self.cut} 个单元格的文字超过 {self.limits.cell_characters} 字，只读了前面的部分。"]


def too_much(what: str, limit: int, unit: str, key: str) -> ReadError:
    """The error for a limit passed, naming the setting that raises it."""
    return ReadError(f"{what}超过 {limit} {unit}的上限，请拆分文件后再检查，或在设置中调高 limits.{key}。")
