"""A tiny corpus that trains in a second: every n-th row of the shipped one, all categories in it."""

from __future__ import annotations

from functools import lru_cache

from lint.classify.corpus import Row, load_corpora

STEP = 25


@lru_cache(maxsize=1)
def rows() -> tuple[Row, ...]:
    return tuple(load_corpora()[::STEP])
