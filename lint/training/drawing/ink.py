"""How words come to stand on the paper: broken over lines, spaced, with colons, with wide brackets; and money as
printed.
"""

import re
from dataclasses import dataclass

from .choice import Choice
from .model import Line, Part

_WIDE = str.maketrans("():%,", "（）：％，")
_BRACKETS = str.maketrans("():", "（）：")
_SMALLEST = 4  # a word of fewer characters is not broken over lines


@dataclass(slots=True)
class Ink:
    """A form's own habits of printing words."""

    choice: Choice
    noise: str
    wide_brackets: bool
    colon: str

    def word(self, text: str) -> str:
        """A label, heading or category as this form prints it."""
        if self.wide_brackets:
            text = text.translate(_BRACKETS)
        choice = self.choice
        if self.noise == "breaks" and len(text) >= _SMALLEST and choice.chance(0.4):
            return _cut(choice, text, "\n")
        if self.noise == "spaces" and choice.chance(0.3):
            if len(text) >= _SMALLEST and choice.chance(0.7):
                return _cut(choice, text, " ")
            return " ".join(text) if len(text) <= 4 else text
        return text

    def label(self, text: str) -> str:
        """A label in front of its value: now and then with a colon."""
        text = self.word(text)
        share = 0.9 if self.noise == "colons" else 0.08
        return text + self.colon if self.choice.chance(share) and not text.endswith((":", "：")) else text

    def name(self, text: str) -> str:
        """An indicator's name or a longer text: broken over lines where cells are narrow."""
        share = {"lines_in_names": 0.5, "breaks": 0.06}.get(self.noise, 0.0)
        if len(text) > 6 and self.choice.chance(share):
            return _cut(self.choice, text, "\n")
        if self.noise == "spaces" and len(text) > 6 and self.choice.chance(0.08):
            return _cut(self.choice, text, " ")
        return text

    def value(self, text: str) -> str:
        """A target: with full-width figures and signs where the form is wide."""
        if self.noise == "wide" and self.choice.chance(0.3):
            return text.translate(_WIDE)
        if self.noise == "spaces" and self.choice.chance(0.05):
            return f" {text} "
        return text

    def vertical(self, text: str) -> str:
        """A word written downwards, one character a line, brackets kept together."""
        parts = re.findall(r"\([^)]*\)|（[^）]*）|.", text)
        return "\n".join(parts)


def _cut(choice: Choice, text: str, between: str) -> str:
    inside = re.search(r"指标|[（(]", text[2:])
    place = inside.start() + 2 if inside and choice.chance(0.7) else choice.number(1, len(text) - 1)
    return text[:place] + between + text[place:]


def draw_ink(choice: Choice) -> Ink:
    """A form's habits."""
    return Ink(choice, choice.manner("noise"), choice.chance(0.45), choice.one((":", "：", ":", "： ")))


@dataclass(slots=True)
class Money:
    """How a form prints amounts. ``unit`` 元 or 万元; ``said`` the manner in which the unit is told."""

    choice: Choice
    unit: str
    said: str
    decimals: int
    commas: bool

    def number(self, yuan: float) -> str:
        """The figure alone."""
        value = yuan / 10_000 if self.unit == "万元" else yuan
        exact = f"{value:.6f}".rstrip("0").rstrip(".")
        text = exact if len(exact.partition(".")[2]) > self.decimals else f"{value:.{self.decimals}f}"
        if self.commas:
            whole, dot, rest = text.partition(".")
            text = f"{int(whole):,}{dot}{rest}"
        return text

    def cell(self, yuan: float) -> str:
        """The figure as it stands in a cell: with its unit where the form tells it there."""
        if self.said in ("value", "both"):
            return self.number(yuan) + ("万" if self.unit == "万元" and self.choice.chance(0.15) else self.unit)
        return self.number(yuan)

    def root(self, word: str) -> str:
        """The block's label with the unit where the form tells it there."""
        if self.said in ("root", "both"):
            return word + self.choice.one(("({})", "({})", "(单位:{})", "({})", "\n({})", " ({})")).format(self.unit)
        return word

    def label(self, word: str) -> str:
        """An amount's label with the unit where the form tells it there."""
        return f"{word}({self.unit})" if self.said == "label" else word


def draw_money(choice: Choice, without: tuple[str, ...] = ()) -> Money:
    """A form's way of printing amounts."""
    said = choice.manner("unit_said", without)
    unit = "元" if choice.chance(0.22) else "万元"
    return Money(choice, unit, said, choice.one((0, 0, 2, 2, 1)), choice.chance(0.2))


def line(*parts: Part) -> Line:
    """A line outside the grid from its (text, role) pieces."""
    return Line("".join(text for text, _ in parts), parts)
