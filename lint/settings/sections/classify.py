"""[classify]: the trained models of categories."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Classify:
    """`models` is a folder that `jxlint train` wrote, "" for the shipped models."""

    models: str
