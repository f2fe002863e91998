"""[engine]: the walk over submissions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Engine:
    """`remembered_rows`: outcomes kept for equal rows."""

    remembered_rows: int
