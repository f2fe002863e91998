"""Small plots as inline SVG: bars in a table (readable without seeing them) and a ring."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lint.reports.formats.page import text

_RING = 15.9155  # radius of a circle of circumference 100, so that a share in percent is a dash length


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its parts as (style class, count), and what a click filters by."""

    label: str
    parts: Sequence[tuple[str, int]]
    filter_key: str = ""
    filter_value: str = ""

    @property
    def total(self) -> int:
        """Sum of the parts."""
        return sum(count for _, count in self.parts)


def bars(caption: str, items: Iterable[Bar]) -> str:
    """A table of horizontal stacked bars on one scale; an empty string where there is no bar."""
    items = list(items)
    longest = max((item.total for item in items), default=0)
    if not longest:
        return ""
    rows = "".join(_row(item, longest) for item in items)
    return f'<table class="bars"><caption>{text(caption)}</caption><tbody>{rows}</tbody></table>'


def ring(caption: str, part: int, whole: int) -> str:
    """A ring that shows part of whole with the percentage in it; an empty string for an empty whole."""
    if not whole:
        return ""
    share = 100 * part / whole
    shown = f"{math.floor(share)}%"  # never 100 % unless it is
    return (
        f'<figure class="ring"><svg viewBox="0 0 36 36" role="img" aria-label="{text(caption)} {shown}">'
        f'<circle class="ring-back" cx="18" cy="18" r="{_RING}" fill="none" stroke-width="4"/>'
        f'<circle class="ring-front" cx="18" cy="18" r="{_RING}" fill="none" stroke-width="4" '
        f'stroke-dasharray="{share:.2f} 100" transform="rotate(-90 18 18)"/>'
        f'<text x="18" y="20.5" text-anchor="middle" font-size="7">{shown}</text></svg>'
        f"<figcaption>{text(caption)}<br>{part} / {whole}</figcaption></figure>"
    )


def _row(item: Bar, longest: int) -> str:
    left = 0.0
    rects = []
    for style, count in item.parts:
        width = 100 * count / longest
        if count:
            rects.append(f'<rect class="{text(style)}" x="{left:.2f}" y="0" width="{width:.2f}" height="10"/>')
        left += width
    label = text(item.label)
    if item.filter_key:
        label = (
            f'<button type="button" class="link" data-filter="{text(item.filter_key)}" '
            f'data-value="{text(item.filter_value)}">{label}</button>'
        )
    return (
        f'<tr><th scope="row">{label}</th><td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" '
        f'aria-hidden="true">{"".join(rects)}</svg></td><td class="number">{item.total}</td></tr>'
    )
