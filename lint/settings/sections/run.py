"""[run]: worker processes, and files examined before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """`start_method` of worker processes: "fork", "spawn", "forkserver" or "auto".

    Examined files are kept for `cache_days` after their last use, and at most `cache_megabytes` of them.
    """

    start_method: str
    cache_days: int
    cache_megabytes: int
