"""A second look at rows already read, independent of how they were read: what cannot be right is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lint.extract.grids.columns import Strip
from lint.extract.grids.forms import Block
from lint.extract.words import Words, squash
from lint.model import Indicator

NAME_AS_VALUE = "指标名称“{}”像是指标值或序号，可能取错了列，请对照原表核对。"
VALUE_AS_CATEGORY = "指标值“{}”像是类别或表头，可能取错了列，请对照原表核对。"
HEAD_AS_ROW = "该行像是表头而不是指标，请对照原表核对。"
OTHER_TARGETS = "“{}”一列更像指标值，指标值可能取错了列，请对照原表核对。"
_ROW_HEADS = frozenset(("name", "value", "level1", "level2", "sign", "unit"))
_DOUBTED = 0.5  # the certainty of what cannot be told from the cells
_MANY, _FEW = 0.7, 0.3  # shares of targets in a column that looks like the targets' and in one that does not


def looked_over(rows: Sequence[Indicator], words: Words, block_reason: str) -> list[Indicator]:
    """The rows, those in doubt with their reasons; `block_reason` concerns all of them, "" none."""
    return [_doubted(row, [*filter(None, [block_reason]), *_reasons(row, words)]) for row in rows]


def _doubted(row: Indicator, reasons: Sequence[str]) -> Indicator:
    if not reasons:
        return row
    sure = replace(row.sure, name=min(row.sure.name, _DOUBTED), value=min(row.sure.value, _DOUBTED))
    known = (*row.reasons, *reasons)
    return replace(row, uncertain=True, reasons=known, confidence=min(row.confidence, _DOUBTED), sure=sure)


def _reasons(row: Indicator, words: Words) -> list[str]:
    name, value = words.kind(row.name), words.kind(row.value)
    found = []
    head = words.head(row.name)
    heads = words.head(row.value)
    if head is not None and head.role in _ROW_HEADS and (heads is not None or not row.value):
        found.append(HEAD_AS_ROW)
    elif name.number or name.sign or (name.value >= 1 and value.value < 1 and len(squash(row.name)) <= 8):
        found.append(NAME_AS_VALUE.format(row.name))
    strong = value.category is not None and value.category.strong and squash(row.value) != squash(row.name)
    if strong or (heads is not None and heads.role in _ROW_HEADS):
        found.append(VALUE_AS_CATEGORY.format(row.value))
    return found


def other_targets(block: Block, words: Words) -> str:
    """Why a column that was not read as the targets' looks more like them than the one that was, "" where none does."""
    roles = block.reading.roles
    chosen = [_share(strip, words) for strip, role in zip(block.strips, roles, strict=True) if role == "value"]
    if "sign" in roles or not chosen or max(chosen) >= _FEW:
        return ""
    for strip, role in zip(block.strips, roles, strict=True):
        if role in ("other", "explanation", "standard", "remark", "unit", "goal") and _share(strip, words) >= _MANY:
            return OTHER_TARGETS.format(strip.head)
    return ""


def _share(strip: Strip, words: Words) -> float:
    kinds = [words.kind(placed.spot.text) for placed in strip.cells]
    return sum(kind.value >= 1 and not kind.number for kind in kinds) / len(kinds) if kinds else 0.0
