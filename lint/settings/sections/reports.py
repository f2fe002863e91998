"""[reports]: what reports print beside the findings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reports:
    """`bureau` is the 落款单位, `template` the path of a .docx; either may be empty.

    `reply_days` are working days; `common_from` and `hints_from` count tables and hints told as one,
    `crops` the row pictures of one report at most; `csv_bom` puts a byte order mark before csv.
    """

    bureau: str
    reply_days: int
    template: str
    common_from: int
    hints_from: int
    crops: int
    csv_bom: bool
