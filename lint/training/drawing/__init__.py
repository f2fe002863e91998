"""Draws performance-target forms: content from the corpora, laid out in the manners of public forms, with the
truth beside.

    drawn = draw(seed=7, split="train")     # a grid of cells with roles, and its gold
    flat = flatten(drawn, seed=7)           # the same form as flattened text, with the role of every character

Everything is decided by the seed: the same seed gives the same bits, whatever the machine and the hash order.
"""

from .flatten import flatten
from .layout import draw
from .model import Cell, Drawn, Line
from .tape import Flat, join

__all__ = ["Cell", "Drawn", "Flat", "Line", "draw", "flatten", "join"]
