"""Dotted keys: their parts, and the line of a TOML text on which one stands."""

from __future__ import annotations

import re


def split(key: str) -> list[str]:
    """The parts of a dotted key; a part in quotation marks may hold dots."""
    return (
        [part[1] or part[2] or part[0] for part in re.findall(r"""("([^"]*)"|'([^']*)'|[^.\s"']+)""", key)]
        if ('"' in key or "'" in key)
        else [part.strip() for part in key.split(".")]
    )


def find_line(text: str, key: str) -> int:
    """The 1-based line on which a dotted key stands in a TOML text (its table's line if inline)."""
    wanted = key.split(".")
    table: list[str] = []
    best, depth = 1, -1
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if match := re.match(r"\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$", stripped):
            table = split(match[1])
            path = table
        elif match := re.match(
            r"""((?:[\w\-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w\-]+|"[^"]*"|'[^']*'))*)\s*=""", stripped
        ):
            path = table + split(match[1])
        else:
            continue
        if path == wanted[: len(path)] and len(path) > depth:
            best, depth = number, len(path)
    return best
