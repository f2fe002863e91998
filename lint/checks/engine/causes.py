"""Cause chains: one defect that shows in many rows is named once, the others point to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from lint.checks.engine.found import Found
from lint.model import Finding


def linked(made: Sequence[tuple[Found, Finding]]) -> list[Finding]:
    """The findings, each with the fingerprint of the one it follows from in `cause`.

    Hits that share a key (`Hit.cause`) within a table form a chain. Its head is the hit that
    `explains` the key, else the first hit given (the engine gives them in reading order of rows).
    On one row a finding also follows from that of a rule its own rule names (`Rule.follows`).
    """
    chains: dict[tuple[int, str], list[int]] = defaultdict(list)
    heads: dict[tuple[int, str], int] = {}
    for index, (item, finding) in enumerate(made):
        table = finding.table or 0
        if item.hit.explains:
            heads.setdefault((table, item.hit.explains), index)
        if item.hit.cause:
            chains[table, item.hit.cause].append(index)
    causes: dict[int, str] = {}
    for key, members in chains.items():
        head = heads.get(key, members[0])
        source = made[head][1].fingerprint
        causes.update((index, source) for index in members if index != head and made[index][1].fingerprint != source)
    by_row = {(id(item.indicator), finding.code): finding.fingerprint for item, finding in made if item.indicator}
    for index, (item, _) in enumerate(made):
        for code in item.rule.follows:
            if source := by_row.get((id(item.indicator), code), ""):
                causes.setdefault(index, source)
    return [
        replace(finding, cause=causes[index]) if index in causes else finding for index, (_, finding) in enumerate(made)
    ]
