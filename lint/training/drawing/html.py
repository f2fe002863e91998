"""Writes a drawn form as an HTML page, clean or with the leavings of word processors."""

from html import escape

from .choice import Choice
from .model import Cell, Drawn, Line

_STYLE = "table{border-collapse:collapse}td{border:1px solid #000}"


def to_html(drawn: Drawn, seed: int = 0) -> str:
    """The page's source; the seed decides how untidy it is."""
    choice = Choice(seed, drawn.split, f"html:{drawn.seed}")
    untidy = choice.chance(0.35)
    heads = choice.chance(0.1)
    title = escape(drawn.title[-1].text if drawn.title else f"{drawn.seed}.html")
    parts = [
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head><body>'
    ]
    parts += [f"<p>{_text(item.text)}</p>" for item in drawn.before]
    parts += [_title(item, untidy=untidy) for item in drawn.title]
    parts.append('<table border="1">' if untidy else "<table>")
    for number, row in enumerate(drawn.rows()):
        cells = "".join(_cell(cell, untidy=untidy, tag="th" if heads and number == 0 else "td") for cell in row)
        parts.append(f"<tr>{cells}</tr>")
    parts.append("</table>")
    parts += [f"<p>{_text(item.text)}</p>" for item in drawn.after]
    parts.append("</body></html>\n")
    return "\n".join(parts)


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _title(item: Line, *, untidy: bool) -> str:
    text = _text(item.text)
    return (
        f'<p style="text-align:center"><strong><span>{text}</span></strong></p>'
        if untidy
        else f'<p align="center">{text}</p>'
    )


def _cell(cell: Cell, *, untidy: bool, tag: str) -> str:
    spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
        f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    )
    text = _text(cell.text)
    if untidy:
        text = f'<p><span style="font-family:宋体">{text or "&nbsp;"}</span></p>'
    return f"<{tag}{spans}>{text}</{tag}>"
