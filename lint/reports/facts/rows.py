"""Which row of a table a finding speaks of."""

from __future__ import annotations

from lint.model import Finding, Table


def find_row(finding: Finding, table: Table) -> int | None:
    """Index of the finding's row in `table.indicators`; None where the finding concerns no row.

    The words must agree; among rows of the same words the one at the finding's place is taken,
    else the first.
    """
    if not finding.name and not finding.value:
        return None
    first: int | None = None
    for index, row in enumerate(table.indicators):
        if (row.period, row.level2, row.name, row.value + row.unit) != _words(finding):
            continue
        if finding.location in (row.location, row.value_location):
            return index
        first = index if first is None else first
    return first


def _words(finding: Finding) -> tuple[str, str, str, str]:
    return finding.period, finding.level2, finding.name, finding.value
