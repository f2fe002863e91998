"""A text being written, with the role of every character and the place where each cell's text begins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .model import Gold, Part


@dataclass(frozen=True, slots=True)
class Flat:
    """A form as flattened text.

    ``roles`` has one role a character ("" between cells, "outside" on lines that are no part of the form), ``begins``
    one byte a character, 1 where a cell (or a part of one) begins. ``gold`` is that of the form, rows that this manner
    makes undecidable marked ``doubt``.
    """

    text: str
    roles: tuple[str, ...]
    begins: bytes
    gold: tuple[Gold, ...]
    manner: str
    used: tuple[str, ...]
    unseen: tuple[str, ...]


class Tape:
    """Text with roles, growing at the end."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.roles: list[str] = []
        self.begins = bytearray()

    def write(self, text: str, role: str, *, begin: bool = True) -> None:
        """Adds text of one role; ``begin`` marks its first character as the beginning of a cell."""
        if not text:
            return
        self.letters.extend(text)
        self.roles.extend([role] * len(text))
        self.begins.extend(bytes(len(text)))
        if begin and role:
            self.begins[-len(text)] = 1

    def gap(self, text: str) -> None:
        """Adds what stands between cells."""
        self.write(text, "", begin=False)

    def outside(self, text: str) -> None:
        """Adds a line that is no part of the form."""
        self.write(text, "outside")
        self.gap("\n")

    def pieces(self, parts: Iterable[Part], newline: str = "\n") -> None:
        """Adds a cell's pieces; line breaks inside become ``newline``."""
        for text, role in parts:
            self.write(text if newline == "\n" else text.replace("\n", newline), role)

    def text(self) -> str:
        """What was written."""
        return "".join(self.letters)

    def replace_letters(self, change: dict[str, str]) -> None:
        """Puts other characters, one or more for one; each keeps its role."""
        letters: list[str] = []
        roles: list[str] = []
        begins = bytearray()
        for letter, role, begin in zip(self.letters, self.roles, self.begins, strict=True):
            new = change.get(letter, letter)
            letters.extend(new)
            roles.extend([role] * len(new))
            begins.append(begin)
            begins.extend(bytes(len(new) - 1))
        self.letters, self.roles, self.begins = letters, roles, begins

    def insert(self, place: int, text: str, role: str = "outside") -> None:
        """Puts text in at a place; it belongs to no cell."""
        self.letters[place:place] = text
        self.roles[place:place] = [role] * len(text)
        self.begins[place:place] = bytes(len(text))

    def cut(self, start: int, end: int) -> None:
        """Keeps only what stands from start to end."""
        self.letters, self.roles, self.begins = self.letters[start:end], self.roles[start:end], self.begins[start:end]


def join(flats: Sequence[Flat], between: str = "\n") -> Flat:
    """Several texts on one page, one after another; the gold of all. Raises IndexError where there is none."""
    tape = Tape()
    for number, flat in enumerate(flats):
        if number:
            tape.gap(between)
        tape.letters.extend(flat.text)
        tape.roles.extend(flat.roles)
        tape.begins.extend(flat.begins)
    return Flat(
        tape.text(),
        tuple(tape.roles),
        bytes(tape.begins),
        tuple(table for flat in flats for table in flat.gold),
        "+".join(dict.fromkeys(flat.manner for flat in flats)),
        tuple(dict.fromkeys(use for flat in flats for use in flat.used)),
        tuple(dict.fromkeys(use for flat in flats for use in flat.unseen)),
    )
