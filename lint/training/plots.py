"""The model card's three plots as SVG: drawn by hand, so that a card needs no plotting library."""

from __future__ import annotations

from collections.abc import Sequence

_SIDE, _MARGIN = 320, 60  # pixels of the plotting square and around it
_STYLE = "font-family='sans-serif' font-size='12'"
_COLOURS = ("#1f5fa8", "#c0392b", "#2e8b57")


def line_plot(
    title: str, across: str, up: str, lines: Sequence[tuple[str, Sequence[tuple[float, float]]]], diagonal: bool = False
) -> str:
    """Curves in the unit square; `lines` are (label, points with x and y in [0, 1])."""
    parts = [_frame(title, across, up)]
    if diagonal:
        parts.append(_path([(0, 0), (1, 1)], "#999", "4 4"))
    for number, (label, points) in enumerate(lines):
        colour = _COLOURS[number % len(_COLOURS)]
        parts.append(_path(points, colour))
        parts.append(
            f"<text x='{_MARGIN + 10}' y='{_MARGIN + _SIDE - 12 - 16 * number}' fill='{colour}' {_STYLE}>{label}</text>"
        )
    return _page(parts, _SIDE)


def confusion_plot(title: str, labels: Sequence[str], table: Sequence[Sequence[int]]) -> str:
    """A confusion matrix, rows true and columns said, shaded by the share of the row."""
    cell, left, top = 40, 110, 70
    parts = [f"<text x='10' y='24' font-weight='bold' {_STYLE}>{title}（行：应属；列：模型所判）</text>"]
    for column, label in enumerate(labels):
        x = left + cell * column + cell // 2
        parts.append(f"<text x='{x}' y='{top - 8}' text-anchor='middle' {_STYLE}>{label[:2]}</text>")
    for line, (label, numbers) in enumerate(zip(labels, table, strict=True)):
        y = top + cell * line
        parts.append(
            f"<text x='{left - 8}' y='{y + 25}' text-anchor='end' {_STYLE}>{label.removesuffix('指标')}</text>"
        )
        total = sum(numbers) or 1
        for column, number in enumerate(numbers):
            x, share = left + cell * column, number / total
            ink, shown = "#fff" if share > 0.5 else "#222", number or ""
            parts.append(
                f"<rect x='{x}' y='{y}' width='{cell}' height='{cell}' fill='#1f5fa8' "
                f"fill-opacity='{share:.3f}' stroke='#ddd'/>"
                f"<text x='{x + cell // 2}' y='{y + 25}' text-anchor='middle' fill='{ink}' {_STYLE}>{shown}</text>"
            )
    side = cell * len(labels)
    return _svg(left + side + 20, top + side + 20, parts)


def _frame(title: str, across: str, up: str) -> str:
    bottom = _MARGIN + _SIDE
    marks = []
    for step in range(6):
        share, at = step / 5, _SIDE * step // 5
        marks.append(f"<text x='{_MARGIN + at}' y='{bottom + 18}' text-anchor='middle' {_STYLE}>{share:.1f}</text>")
        marks.append(f"<text x='{_MARGIN - 8}' y='{bottom - at + 4}' text-anchor='end' {_STYLE}>{share:.1f}</text>")
    return (
        f"<text x='{_MARGIN}' y='28' font-weight='bold' {_STYLE}>{title}</text>"
        f"<rect x='{_MARGIN}' y='{_MARGIN}' width='{_SIDE}' height='{_SIDE}' fill='none' stroke='#444'/>"
        f"<text x='{_MARGIN + _SIDE // 2}' y='{bottom + 40}' text-anchor='middle' {_STYLE}>{across}</text>"
        f"<text x='16' y='{_MARGIN - 12}' {_STYLE}>{up}</text>" + "".join(marks)
    )


def _path(points: Sequence[tuple[float, float]], colour: str, dash: str = "") -> str:
    placed = " ".join(f"{_MARGIN + x * _SIDE:.1f},{_MARGIN + (1 - y) * _SIDE:.1f}" for x, y in points)
    return f"<polyline points='{placed}' fill='none' stroke='{colour}' stroke-width='1.8' stroke-dasharray='{dash}'/>"


def _page(parts: Sequence[str], side: int) -> str:
    return _svg(side + 2 * _MARGIN, side + 2 * _MARGIN, parts)


def _svg(width: int, height: int, parts: Sequence[str]) -> str:
    head = f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}'>"
    return head + f"<rect width='{width}' height='{height}' fill='#fff'/>" + "\n".join(parts) + "</svg>\n"
