"""Traditional glyphs read as simplified ones: the words of forms, and all models, are simplified.

The table is OpenCC's character table (see `traditional.txt`); phrases are not needed for reading, since
pairs whose traditional glyph also stands in simplified texts (著, 乾) are left out.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

_LEAST = 6  # traditional glyphs from which a text counts as traditional: a name or two has fewer
_LEAST_SHARE = 0.04  # of all characters; a quotation in a simplified text has less


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    text = files(__package__).joinpath("traditional.txt").read_text(encoding="utf-8")
    pairs = [pair for line in text.splitlines() if not line.startswith("#") for pair in line.split()]
    return {ord(pair[0]): pair[1] for pair in pairs}


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional glyphs."""
    table = _table()
    count = sum(ord(char) in table for char in text)
    return count >= _LEAST and count >= len(text) * _LEAST_SHARE


def simplified(text: str) -> str:
    """The text in simplified glyphs, character by character: the length stays."""
    return text.translate(_table())
