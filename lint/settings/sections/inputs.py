"""[inputs]: what is left out of a folder."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inputs:
    """`skip`: glob patterns on the names of files and folders."""

    skip: tuple[str, ...]
