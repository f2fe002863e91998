"""A form in the making: content, habits of printing, the lines around the grid, and the head of its gold."""

from dataclasses import dataclass, field
from typing import Any

from .canvas import Canvas, Piece
from .choice import Choice
from .content import Form
from .ink import Ink, Money
from .model import Gold, Line, Part
from .words import HEADS, LABELS


@dataclass(slots=True)
class Sheet:
    """Everything the blocks need to know and to leave behind while a form is laid out."""

    choice: Choice
    form: Form
    ink: Ink
    money: Money
    canvas: Canvas = field(default_factory=lambda: Canvas(1))
    before: list[Line] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    accept: dict[str, list[Any]] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """Fills the years into a word."""
        year = self.form.year
        return text.format(year=year, previous=year - 1, next=year + 2, n="") if "{" in text else text

    def label_word(self, kind: str) -> str:
        """A label's word of the kind, as printed without colon."""
        return self.fill(self.choice.word(f"label:{kind}", LABELS[kind]))

    def head_word(self, kind: str) -> str:
        """A heading's word of the kind."""
        return self.fill(self.choice.word(f"head:{kind}", HEADS[kind]))

    def label(self, kind: str, span: int = 1, role: str = "") -> Piece:
        """A label's cell."""
        return Piece(self.ink.label(self.label_word(kind)), role or f"label:{kind}", span)

    def joined(self, word: str, value: str, label_role: str, value_role: str, span: int) -> Piece:
        """One cell that holds a label, a colon and the value."""
        parts: tuple[Part, ...] = ((self.ink.word(word) + self.ink.colon, label_role), (value, value_role))
        parts = tuple(part for part in parts if part[0])
        return Piece("".join(text for text, _ in parts), value_role, span, parts)

    def gold(self, rows: list[Gold]) -> Gold:
        """The gold of one table."""
        head = self.head
        gold: Gold = {
            "table": head.get("project") or head.get("table", ""),
            "kind": head.get("kind", "申报"),
            "project": head.get("project"),
            "department": head.get("department"),
            "year": head.get("year"),
            "annual_budget_yuan": head.get("annual"),
            "period_budget_yuan": head.get("period"),
            "rows": rows,
        }
        if self.accept:
            gold["accept"] = {key: values for key, values in sorted(self.accept.items()) if values}
        return gold
