"""[ocr]: scanned pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ocr:
    """`page_words` tell which way up a page lies."""

    page_words: tuple[str, ...]
