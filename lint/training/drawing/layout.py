"""Draws a form: content, then a family of layouts, then the finished grid with its truth."""

from .choice import Choice
from .content import form
from .families import FAMILIES
from .ink import draw_ink, draw_money
from .model import Cell, Drawn, Gold, Split
from .negatives import negative
from .sheet import Sheet

_TRIES = (
    12  # a draw without any held-out word or manner is drawn again, from the fourth time on with held-out words only
)
_WIDE = 8  # forms of more columns are printed across the page


def draw(seed: int, split: Split, family: str = "") -> Drawn:
    """The form of this seed in this split; ``family`` (a key of FAMILIES, or "negative") is drawn where it is not
    given.

    Raises ValueError when a drawn grid is no full rectangle, which would be a fault of this package.
    """
    for attempt in range(_TRIES):
        choice = Choice(seed, split, str(attempt))
        choice.insist = attempt > 2
        drawn = _draw(choice, seed, split, family)
        if split == "train" or drawn.unseen:
            return drawn
    raise ValueError(f"seed {seed} draws no held-out form of family {family!r}")


def _draw(choice: Choice, seed: int, split: Split, family: str) -> Drawn:
    name = family or choice.manner("family")
    content = form(choice, most=60 if choice.chance(0.1) else 22)
    while len(content.entries) < 3:
        content = form(choice)
    sheet = Sheet(choice, content, draw_ink(choice), draw_money(choice))
    gold: list[Gold] = []
    if name == "negative":
        negative(sheet)
    else:
        gold = FAMILIES[name](sheet)
    canvas = sheet.canvas
    cells = tuple(sorted(canvas.cells, key=lambda cell: (cell.row, cell.column)))
    check(cells, canvas.height, canvas.width)
    return Drawn(
        seed=seed,
        split=split,
        family=name,
        before=tuple(sheet.before),
        title=tuple(sheet.title),
        cells=cells,
        height=canvas.height,
        width=canvas.width,
        after=tuple(sheet.after),
        gold=tuple(gold),
        used=tuple(choice.used),
        unseen=tuple(choice.unseen),
        landscape=canvas.width > _WIDE,
    )


def check(cells: tuple[Cell, ...], height: int, width: int) -> None:
    """Raises ValueError unless the cells cover every place of the rectangle exactly once."""
    taken = bytearray(height * width)
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for place in range(row * width + cell.column, row * width + cell.column + cell.column_span):
                if taken[place]:
                    raise ValueError(f"two cells at row {row}, near {cell.text!r} ({cell.role})")
                taken[place] = 1
    if not all(taken):
        place = taken.index(0)
        raise ValueError(f"no cell at row {place // width}, column {place % width}")
