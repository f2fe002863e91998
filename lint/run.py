"""One run: paths in, a Report out. Joins readers → extract → checks; reports come after.

The only module that knows the whole chain; the command line and programs call it.
"""

from __future__ import annotations

import time
from dataclasses import replace

from lint.extract import extract
from lint.model import Submission, Unreadable
from lint.readers import read
from lint.settings import Settings


def load(path: str, settings: Settings) -> Submission | Unreadable:
    """Reads and extracts one file; never raises for a bad document."""
    start = time.perf_counter()
    document = read(path, settings)
    if isinstance(document, Unreadable):
        return replace(document, seconds=time.perf_counter() - start)
    return replace(extract(document, settings), seconds=time.perf_counter() - start)
