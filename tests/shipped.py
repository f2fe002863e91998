"""The shipped settings, their language and tools, built once for all tests: nobody changes them."""

from __future__ import annotations

from lint.checks.tools import Tools
from lint.settings import load

SETTINGS = load()
TOOLS = Tools.of(SETTINGS)
LANGUAGE = TOOLS.language
