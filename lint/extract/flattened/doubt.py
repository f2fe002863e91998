"""How sure each row is: what speaks against it after the reading, in sentences for the reviewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint.extract.flattened.grammar import category_levels, shape

if TYPE_CHECKING:
    from lint.extract.flattened.document import FlatForm

LEAST = -2.2  # log-score of a run below which its reading is in doubt


def doubt_rows(form: FlatForm) -> None:
    """Notes on every row of a form what is doubtful about it."""
    for part in form.parts:
        for row in part.body.rows:
            if not row.name:
                row.reasons.append("指标名称没有读到")
            elif row.scores.get("name", 0.0) < LEAST:
                row.reasons.append("指标名称与相邻文字的界线不清")
            if row.scores.get("value", 0.0) < LEAST:
                row.reasons.append("指标值与相邻文字的界线不清")
            if not row.level2 and part.head.has("level2"):
                row.reasons.append("类别没有读到")
            elif row.level2 and not any(category_levels(row.level2)):
                row.reasons.append("类别是表中自定的词，可能读错")
            if any(shape(row.cells.get(role, "")) in ("amount", "compared") for role in ("other", "explanation")):
                row.reasons.append("另有一列也像指标值")
            if row.name and shape(row.name) in ("number", "amount", "sign"):
                row.reasons.append("名称像一个数值")
