"""Findings told once: those that follow from one cause, and those that repeat one defect.

A reviewer reads “整列左移一格，22 处由此产生” once, not 22 rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lint.model import Finding, Severity


@dataclass(frozen=True, slots=True)
class Group:
    """Findings told as one: `head` is told, `followers` come from it or repeat it.

    `kind` is "single", "cause" (followers follow from the head), "common" (the same defect in
    several tables) or "alike" (hints of one rule in one table).
    """

    head: Finding
    followers: tuple[Finding, ...] = ()
    kind: str = "single"

    @property
    def members(self) -> tuple[Finding, ...]:
        """All findings of the group, the head first."""
        return (self.head, *self.followers)


def group_by_cause(findings: Sequence[Finding]) -> list[Group]:
    """One group a root finding, in the order of the roots; nothing is lost.

    A finding whose cause is not among `findings` (silenced, in another file) heads its own group,
    and the first of several with one missing cause heads the others.
    """
    known: dict[tuple[str, str], int] = {}
    for index, finding in enumerate(findings):
        if finding.fingerprint:
            known.setdefault((finding.file, finding.fingerprint), index)
    roots: dict[int, list[Finding]] = {}
    orphans: dict[tuple[str, str], int] = {}
    for index in range(len(findings)):
        root = _root(index, findings, known)
        cause = findings[root].cause
        if cause is not None:
            root = orphans.setdefault((findings[root].file, cause), root)
        roots.setdefault(root, [])
        if root != index:
            roots[root].append(findings[index])
    return [
        Group(findings[root], tuple(followers), "cause" if followers else "single")
        for root, followers in sorted(roots.items())
    ]


def split_common(groups: Iterable[Group], at_least: int) -> tuple[list[Group], list[Group]]:
    """Splits groups into defects that stand in `at_least` tables of a file alike, and the rest.

    Alike means: the same rule on the same category, name and value, and none of them a cause.
    """
    groups = list(groups)
    alike: dict[tuple[str, ...], list[Group]] = defaultdict(list)
    for group in groups:
        if group.kind == "single" and group.head.name:
            alike[_defect(group.head)].append(group)
    shared: list[Group] = []
    taken: set[int] = set()
    for members in alike.values():
        if len({member.head.table for member in members}) >= at_least:
            shared.append(Group(members[0].head, tuple(member.head for member in members[1:]), "common"))
            taken.update(id(member) for member in members)
    shared.sort(key=lambda group: (-group.head.severity.rank, -len(group.followers)))
    return shared, [group for group in groups if id(group) not in taken]


def join_hints(groups: Iterable[Group], at_least: int) -> list[Group]:
    """The groups with `at_least` or more hints (info) of one rule in one table told as one.

    The joined group stands where its first hint stood.
    """
    groups = list(groups)
    hints: dict[tuple[str, int | None, str], list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        if group.kind == "single" and group.head.severity is Severity.INFO:
            hints[group.head.file, group.head.table, group.head.code].append(index)
    merged: dict[int, Group] = {}
    gone: set[int] = set()
    for indices in hints.values():
        if len(indices) >= at_least:
            head, *rest = indices
            merged[head] = Group(groups[head].head, tuple(groups[index].head for index in rest), "alike")
            gone.update(rest)
    return [merged.get(index, group) for index, group in enumerate(groups) if index not in gone]


def _root(index: int, findings: Sequence[Finding], known: dict[tuple[str, str], int]) -> int:
    seen = {index}
    while (cause := findings[index].cause) is not None:
        above = known.get((findings[index].file, cause))
        if above is None:
            break
        if above in seen:  # findings that name each other: the first one heads them
            return min(seen)
        seen.add(above)
        index = above
    return index


def _defect(finding: Finding) -> tuple[str, ...]:
    return (finding.file, finding.code, finding.level2, finding.name, finding.value)
