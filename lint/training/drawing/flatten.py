"""Turns a grid into flattened text, as converters, web pages and recognisers leave it, with the true role of every
character.
"""

import re
from collections.abc import Callable, Sequence

from .choice import Choice
from .model import Cell, Drawn, Gold, Line
from .prose import PROSE, fits, told
from .surroundings import change_glyphs, lines_after, lines_before, tear
from .tape import Flat, Tape

Rows = Sequence[Sequence[Cell]]
_GLUED = ("joined", "run_together")


def flatten(drawn: Drawn, seed: int = 0, manner: str = "") -> Flat:
    """The form as text in a manner of its split, drawn where not given. Same form, seed and manner, same text."""
    choice = Choice(seed, drawn.split, f"flatten:{drawn.seed}")
    manner = manner or choice.manner("flatten", () if fits(drawn) else tuple(PROSE))
    tape = Tape()
    gold = [dict(table) for table in drawn.gold]
    around = choice.manner("around")
    if around != "none":
        for text in lines_before(choice, drawn, around):
            tape.outside(text)
    if manner in PROSE:
        gold = [told(table) for table in gold]
        PROSE[manner](choice, tape, gold[0])
    else:
        _MANNERS[manner](choice, tape, drawn)
        gold = [_doubted(table, manner) for table in gold]
    if around != "none" and choice.chance(0.6):
        tape.gap("\n")
        for text in lines_after(choice, around):
            tape.outside(text)
    tears = choice.manner("tears")
    if tears != "none" and tear(choice, tape, tears) is not None:
        gold = _kept(gold, tape.text())
    glyphs = choice.manner("glyphs")
    if glyphs != "simplified":
        change_glyphs(tape, glyphs)
    return Flat(
        tape.text(),
        tuple(tape.roles),
        bytes(tape.begins),
        tuple(gold),
        manner,
        tuple(choice.used),
        tuple(choice.unseen),
    )


def _doubted(table: Gold, manner: str) -> Gold:
    """Rows nobody can be sure of in this manner are marked ``doubt``."""
    if manner == "columns_apart":
        return {**table, "rows": [{**row, "doubt": True, "why": "columns torn apart"} for row in table["rows"]]}
    if manner not in _GLUED:
        return table
    rows = []
    for row in table["rows"]:
        value, name = str(row["value"]), str(row["name"])
        followed = any(row.get(key) for key in ("weight", "score", "actual"))
        loose = bool(value) and value[-1].isdigit() and followed and not row.get("unit")
        met = name[-1:].isdigit() and value[:1].isdigit()
        unknown = not value or not re.match(r"[≥≤≧≦⩾⩽><=＝═\d]|大于|小于|不低|不高", value)
        rows.append(
            {**row, "doubt": True, "why": "figures or words run into one another"} if loose or met or unknown else row
        )
    return {**table, "rows": rows}


def _kept(gold: list[Gold], text: str) -> list[Gold]:
    """The gold of a text that was cut off: rows whose name is still there whole, unsure near the cut."""
    bare = "".join(text.split())
    kept = []
    for table in gold:
        rows = [row for row in table["rows"] if "".join(str(row["name"]).split()) in bare]
        rows = [
            {**row, "doubt": True, "why": "the text is cut off"} if number in (0, len(rows) - 1) else row
            for number, row in enumerate(rows)
        ]
        head = {
            key: value if _stands(value, bare) else None
            for key, value in table.items()
            if key in ("project", "department", "year")
        }
        rest = {} if text and bare and table.get("annual_budget_yuan") is None else {"annual_budget_yuan": None}
        accept = {**table.get("accept", {}), **({"annual_budget_yuan": [table["annual_budget_yuan"]]} if rest else {})}
        kept.append({**table, **head, **rest, "rows": rows, "accept": accept})
    return kept


def _stands(value: object, bare: str) -> bool:
    return value is not None and "".join(str(value).split()) in bare


def _lines(tape: Tape, lines: Sequence[Line], between: str = "\n") -> None:
    for item in lines:
        tape.pieces(item.parts, "\n")
        tape.gap(between)


def _framed(write: Callable[[Choice, Tape, Drawn], None], between: str = "\n") -> Callable[[Choice, Tape, Drawn], None]:
    """Adds the lines over and under the grid to a way of writing the grid."""

    def whole(choice: Choice, tape: Tape, drawn: Drawn) -> None:
        _lines(tape, drawn.before, between)
        _lines(tape, drawn.title, between)
        write(choice, tape, drawn)
        _lines(tape, drawn.after, between)

    return whole


def _filled(choice: Choice, drawn: Drawn) -> list[list[Cell]]:
    """The rows; now and then with merged cells printed again in every row they cover, as some converters do."""
    if not choice.chance(0.12):
        return drawn.rows()
    rows: list[list[Cell]] = [[] for _ in range(drawn.height)]
    for cell in drawn.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row].append(cell)
    for line in rows:
        line.sort(key=lambda cell: cell.column)
    return rows


def _bars_no_first(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """``a | b | ||||``: no bar in front, empty cells dropped or kept, bars heaped at the end."""
    drop, heap = choice.chance(0.5), choice.chance(0.7)
    newline = choice.one((" ", " ", "\n"))
    for line in drawn.rows():
        shown = [cell for cell in line if cell.text.strip() or not drop]
        if not shown:
            continue
        for cell in shown:
            tape.pieces(cell.pieces(), newline)
            tape.gap(" | " if cell is not shown[-1] else " |")
        if heap:
            bars = drawn.width - len(shown)
            tape.gap(" " + "|" * bars if bars > 0 and choice.chance(0.9) else "|" * bars)
        tape.gap("\n")


def _bars(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """``| a | b |``, empty cells kept, those covered from above missing or empty."""
    covered = choice.chance(0.4)
    rows = _filled(choice, drawn) if not covered else _full_rows(drawn)
    for line in rows:
        if not line:
            continue
        tape.gap("|")
        for cell in line:
            tape.gap(" ")
            if cell is not None:
                tape.pieces(cell.pieces(), " ")
            tape.gap(" |")
        tape.gap("\n")


def _full_rows(drawn: Drawn) -> list[list[Cell | None]]:
    """All places of the grid, None where a cell covers from elsewhere."""
    rows: list[list[Cell | None]] = [[None] * drawn.width for _ in range(drawn.height)]
    for cell in drawn.cells:
        rows[cell.row][cell.column] = cell
    return rows


def _markdown(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """A table with the line of dashes under its first row."""
    repeat = choice.chance(0.3)
    rows = _full_rows(drawn)
    if repeat:
        for cell in drawn.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    rows[row][column] = cell
    for number, line in enumerate(rows):
        tape.gap("|")
        for place in line:
            tape.gap(" ")
            if place is not None:
                tape.pieces(place.pieces(), "<br>" if choice.chance(0.3) else " ")
            tape.gap(" |")
        tape.gap("\n")
        if number == 0:
            tape.gap("|" + " --- |" * drawn.width + "\n")


def _cell_bar_lines(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """One cell a line with a closing bar; an empty cell is a bar alone, or bars are heaped at the row's end."""
    heap = choice.chance(0.5)
    for line in drawn.rows():
        for number, cell in enumerate(line):
            if cell.text.strip():
                tape.pieces(cell.pieces())
                tape.gap(" |")
                if heap and number == len(line) - 1 and drawn.width > len(line):
                    tape.gap(" " + "|" * (drawn.width - len(line)))
                tape.gap("\n")
            elif not heap or choice.chance(0.5):
                tape.gap("|\n")


def _bar_lines(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """One cell a line, a bar alone on the line between."""
    blank = choice.chance(0.4)
    for line in drawn.rows():
        for cell in line:
            if cell.text.strip() or blank:
                tape.pieces(cell.pieces())
                tape.gap("\n|\n")


def _cell_lines(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """One cell a line; empty cells dropped or left as empty lines."""
    blank = choice.chance(0.25)
    for line in drawn.rows():
        for cell in line:
            if cell.text.strip() or blank:
                tape.pieces(cell.pieces())
                tape.gap("\n")


def _cell_lines_blank(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """One cell a line with blank lines between, also inside broken cells."""
    blank, inside = choice.chance(0.25), choice.one(("\n", "\n\n"))
    for line in drawn.rows():
        for cell in line:
            if cell.text.strip() or blank:
                tape.pieces(cell.pieces(), inside)
                tape.gap("\n\n")


def _parted(
    gaps: tuple[str, ...], keep: float, ends: tuple[str, ...] = ("\n",)
) -> Callable[[Choice, Tape, Drawn], None]:
    """One row a line, cells parted by one of ``gaps``; ``keep`` is how likely empty cells keep their gap."""

    def write(choice: Choice, tape: Tape, drawn: Drawn) -> None:
        gap, blank, newline = choice.one(gaps), choice.chance(keep), choice.one((" ", "", "\n"))
        end = choice.one(ends)
        rows = _full_rows(drawn) if blank and gap == "\t" else _filled(choice, drawn)
        for line in rows:
            shown = [cell for cell in line if blank or (cell is not None and cell.text.strip())]
            for number, cell in enumerate(shown):
                if number:
                    tape.gap(gap)
                if cell is not None:
                    tape.pieces(cell.pieces(), newline if gap != "\t" else " ")
            if shown:
                tape.gap(end)

    return write


def _run_together(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """Everything in one string, now and then a page's number in between."""
    tape.gap("1、" if choice.chance(0.5) else "")
    for item in drawn.title:
        tape.pieces(item.parts)
    page, every = 2, choice.number(30, 80)
    for number, line in enumerate(drawn.rows()):
        for cell in line:
            tape.pieces(cell.pieces(), choice.one(("", "", " ")))
        if number and number % every == 0:
            tape.gap(f"\n{page}、")
            page += 1
    for item in drawn.after:
        tape.pieces(item.parts)
    tape.gap("\n")


def _ragged_bars(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """Bars between cells, the line broken wherever a cell is empty: rows are lost."""
    for item in drawn.title:
        tape.pieces(item.parts)
        tape.gap(" | ")
    fresh = False
    for line in drawn.rows():
        for cell in line:
            if cell.text.strip():
                if fresh:
                    tape.gap("| ")
                tape.pieces(cell.pieces(), " ")
                tape.gap(" | ")
                fresh = False
            else:
                tape.gap("\n" if not fresh else "|\n")
                fresh = True
        if choice.chance(0.2):
            tape.gap("\n")
            fresh = True
    tape.gap("\n")
    _lines(tape, drawn.after)


def _columns_apart(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """Row by row down to the indicators, then column by column."""
    first = next(
        (
            cell.row
            for cell in drawn.cells
            if cell.role.startswith("head:") and cell.role not in ("head:money", "head:goal", "head:other")
        ),
        0,
    )
    gap = choice.one((" ", "\n", "  "))
    for line in drawn.rows()[:first]:
        for cell in line:
            if cell.text.strip():
                tape.pieces(cell.pieces(), " ")
                tape.gap(" ")
        tape.gap("\n")
    below = sorted((cell for cell in drawn.cells if cell.row >= first), key=lambda cell: (cell.column, cell.row))
    column = -1
    for cell in below:
        if cell.column != column:
            tape.gap("\n")
            column = cell.column
        if cell.text.strip():
            tape.pieces(cell.pieces(), " ")
            tape.gap(gap)
    tape.gap("\n")


def _wrapped_cells(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """One cell after another, each wrapped at the width of its column, as text of PDF pages comes."""
    narrow = choice.number(4, 8)
    for line in drawn.rows():
        for cell in line:
            left = narrow * cell.column_span
            for text, role in cell.pieces():
                place = 0
                while place < len(text):
                    end = min(len(text), place + left)
                    tape.write(text[place:end], role, begin=place == 0)
                    place, left = end, narrow * cell.column_span
                    if place < len(text):
                        tape.write("\n", role, begin=False)
            if cell.text:
                tape.gap("\n")


def _broken_bars(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """``| a | b |`` where cells with line breaks tear their row: bars are missing around them."""
    for line in drawn.rows():
        if not line:
            continue
        tape.gap("| " if "\n" not in line[0].text else "")
        for cell in line:
            tape.pieces(cell.pieces())
            tape.gap(" |\n" if "\n" in cell.text or choice.chance(0.08) else " | ")
        tape.gap("|" * max(0, drawn.width - len(line)) + "\n")


def _html_crumbs(choice: Choice, tape: Tape, drawn: Drawn) -> None:
    """Remains of tags and entities between the cells."""
    cell_end, row_end = choice.one((("</td>", "</tr>"), ("&nbsp;", "<br>"), ("&nbsp;&nbsp;", "\n")))
    for line in drawn.rows():
        for cell in line:
            tape.gap("<td>" if cell_end == "</td>" else "")
            tape.pieces(cell.pieces(), "<br/>")
            tape.gap(cell_end)
        tape.gap(row_end + "\n")


_MANNERS: dict[str, Callable[[Choice, Tape, Drawn], None]] = {
    "bars_no_first": _framed(_bars_no_first),
    "bars": _framed(_bars),
    "markdown": _framed(_markdown, "\n\n"),
    "cell_bar_lines": _framed(_cell_bar_lines, " |\n"),
    "bar_lines": _framed(_bar_lines, "\n|\n"),
    "cell_lines": _framed(_cell_lines),
    "cell_lines_blank": _framed(_cell_lines_blank, "\n\n"),
    "spaces": _framed(_parted((" ",), 0.2)),
    "two_spaces": _framed(_parted(("  ", "   "), 0.2)),
    "tabs": _framed(_parted(("\t",), 0.7)),
    "joined": _framed(_parted(("",), 0.0)),
    "one_line": _framed(_parted((" ", "  "), 0.2, (" ",)), " "),
    "run_together": _run_together,
    "ragged_bars": _ragged_bars,
    "columns_apart": _framed(_columns_apart),
    "wrapped_cells": _framed(_wrapped_cells),
    "broken_bars": _framed(_broken_bars),
    "html_crumbs": _framed(_html_crumbs),
}
