"""The pieces below a head → atoms, and what gaps mean in this text: its manner of flattening, told from the head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lint.extract.flattened.decode import Atom, Costs
from lint.extract.flattened.grammar import CATEGORY, ROOT, STOP, STOP_INSIDE, category_levels, shape
from lint.extract.flattened.model import FlattenedModel, place_text
from lint.extract.flattened.pieces import Gap, Piece
from lint.extract.flattened.schema import Head
from lint.language.folding import squash

MOST_PIECES = 40_000  # of one body; the longest known flat list has some 3,000
_POSSIBLE = -3.2  # log-odds below which no cell ends between two characters: 96 of 100 such places are inside cells
_CATEGORY_AHEAD = 2  # category words behind a stop word from which the body goes on
_AHEAD = 60  # pieces looked at behind a stop word
_UNREAD = 1.6  # cost of a piece left unread; of one behind a stop word
_UNREAD_BEHIND = 0.15
_LONG_CATEGORY = 4  # characters from which a category word without 指标 parts joined text (社会效益)

_LINES = Costs((4.0, 4.0, 1.0, 0.0, 0.0), (6.0, 5.0, 2.0, 0.0, 0.0), (0.0, 0.1, 5.0, 2.6, 3.2))
_BARS = Costs((4.0, 4.0, 0.0, 1.5, 3.0), (6.0, 6.0, 2.5, 0.0, 0.0), (0.0, 0.1, 6.0, 3.5, 6.0))
_SPACES = Costs((3.0, 0.1, 0.1, 2.0, 3.0), (5.0, 3.5, 2.0, 0.0, 0.0), (0.0, 2.2, 4.5, 3.0, 5.0))
_ONE_LINE = Costs((3.0, 0.1, 0.1, 1.0, 2.0), (3.0, 0.3, 0.1, 0.2, 0.2), (0.0, 1.6, 4.0, 2.0, 4.0))
_GLUED_LINES = Costs((0.2, 0.4, 0.2, 1.5, 2.5), (2.0, 1.5, 0.5, 0.0, 0.0), (0.0, 0.8, 3.0, 3.0, 4.0))
_GLUED = Costs((0.2, 0.3, 0.2, 0.6, 1.5), (0.4, 0.4, 0.2, 0.2, 0.2), (0.0, 0.8, 3.0, 1.5, 3.0))


def costs_of(head: Head, pieces: Sequence[Piece]) -> Costs:
    """What gaps cost in this body. `pieces` are those of the body."""
    rows = sum(piece.gap >= Gap.LINE for piece in pieces)
    categories = sum(any(category_levels(piece.text)) for piece in pieces)
    if head.inside == Gap.NONE:
        inside = sum(len(CATEGORY.findall(piece.text)) for piece in pieces[:400])
        return _GLUED_LINES if rows >= max(3, inside // 2) else _GLUED
    if head.inside == Gap.SPACE:
        return _SPACES if rows >= max(3, categories // 2) else _ONE_LINE
    if head.inside == Gap.CELL:
        if rows < max(2, categories // 3):
            return Costs(_BARS.cell, (6.0, 6.0, 0.3, 0.0, 0.0), _BARS.cross)
        return _BARS
    broken = sum(_is_scrap(piece.text) for piece in pieces)
    if broken >= 1:
        return Costs(_LINES.cell, _LINES.row, (0.0, 0.1, 5.0, 1.2 if broken > 3 else 2.0, 2.0 if broken > 3 else 2.8))
    return _LINES


def _is_scrap(text: str) -> bool:
    """Whether a piece is the torn end of a category word (指标, 标, 性指标)."""
    return squash(text) in ("指标", "标", "响指标", "度指标", "意度指标", "益指标", "度指", "满意度指", "满意")


def atoms_of(head: Head, pieces: Sequence[Piece], model: FlattenedModel) -> list[Atom]:
    """The atoms of a body: whole pieces, or runs of joined text cut wherever a cell may end."""
    atoms: list[Atom] = []
    glued = head.inside == Gap.NONE
    for number, piece in enumerate(pieces[:MOST_PIECES]):
        gap = Gap.NONE if number == 0 and head.rest else piece.gap
        below = piece.gap >= Gap.LINE and STOP.match(piece.text) and not CATEGORY.search(piece.text)
        if glued and not below and not _whole(piece.text):
            atoms += _cut(piece, gap, model, number)
        elif len(piece.text) <= 4 or _whole(piece.text):
            atoms.append(
                Atom(piece.text, gap, piece.location, 3.0 if gap == Gap.NONE else 0.0, piece.torn, number, piece.place)
            )
        else:
            atoms += _at_categories(piece, gap, number)
    return atoms


def _whole(text: str) -> bool:
    return any(category_levels(text)) or (len(text) < 16 and shape(text) in ("number", "amount", "sign", "unit"))


def _at_categories(piece: Piece, gap: Gap, number: int) -> list[Atom]:
    """A piece cut behind the category words it begins with: cells of two levels that met."""
    text, at, parts = piece.text, 0, []
    while (found := CATEGORY.match(text, at)) and found.end() > at and found[0].endswith(("指标", "等", ")", "）")):
        if found.end() == len(text):
            break
        parts.append(text[at : found.end()])
        at = found.end()
    parts.append(text[at:])
    if len(parts) == 1:
        return [Atom(text, gap, piece.location, 0.0, piece.torn, number, piece.place)]
    return [
        Atom(part, gap if not n else Gap.NONE, piece.location, 1.0 if n else 0.0, piece.torn and not n, number)
        for n, part in enumerate(parts)
    ]


def _cut(piece: Piece, gap: Gap, model: FlattenedModel, number: int) -> list[Atom]:
    """A piece cut wherever a cell may end, with the odds of it."""
    text = piece.text
    plain = place_text(text)
    sure: dict[int, float] = {}
    inside: set[int] = set()
    for found in CATEGORY.finditer(text):
        strong = found[0].endswith(("指标", "等", ")", "）", "目标"))
        if not strong and len(found[0]) < _LONG_CATEGORY:
            continue
        sure[found.start()] = max(2.0 if strong else 0.0, sure.get(found.start(), -9.0))
        sure[found.end()] = 3.0 if strong else 0.0
        if strong:
            inside.update(range(found.start() + 1, found.end()))
    for found in STOP_INSIDE.finditer(text):
        sure[found.start()] = 3.0
        inside.update(range(found.start() + 1, found.end()))
    atoms: list[Atom] = []
    start, odds = 0, 0.0
    for at in range(1, len(text) + 1):
        if at < len(text):
            if at in inside:
                continue
            if text[at - 1].isdigit() and (text[at].isdigit() or text[at] in ".,"):
                continue
            if text[at - 1] in ".,，" and text[at].isdigit() and at > 1 and text[at - 2].isdigit():
                continue
            said = sure[at] if at in sure else model.cut_odds(plain, at)
            if said < _POSSIBLE:
                continue
        else:
            said = 0.0
        atoms.append(Atom(text[start:at], gap, piece.location, odds, piece.torn and start == 0, number))
        gap, start, odds = Gap.NONE, at, said
    return atoms


def tail_costs(atoms: Sequence[Atom]) -> list[float]:
    """For every atom what it costs to leave it and all behind it unread; little behind the form's last words."""
    costs = [0.0] * (len(atoms) + 1)
    stop = _stop(atoms)
    for at in range(len(atoms) - 1, -1, -1):
        costs[at] = costs[at + 1] + (_UNREAD_BEHIND if at >= stop else _UNREAD)
    return costs


def _stop(atoms: Sequence[Atom]) -> int:
    """The first atom of what stands below the form: a stop word that no categories follow."""
    levels = [any(category_levels(atom.text)) for atom in atoms]
    for at, atom in enumerate(atoms):
        if (STOP.match(squash(atom.text)) or STOP_INSIDE.match(atom.text)) and sum(
            levels[at : at + _AHEAD]
        ) < _CATEGORY_AHEAD:
            return at
    return len(atoms)


def without_roots(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the vertical 绩 效 指 标 of a form's left edge, torn into single characters."""
    result: list[Piece] = []
    counted = Counter(squash(piece.text) for piece in pieces)
    at = 0
    while at < len(pieces):
        word, used = "", 0
        while at + used < len(pieces) and used < 6 and len(word) < 6:
            word += squash(pieces[at + used].text)
            used += 1
            if word in ("绩效指标", "年度绩效指标", "绩效目标") and (used > 1 or counted[word] < 4):
                break
        else:
            used = 0
        if used and word in ("绩效指标", "年度绩效指标", "绩效目标") and (used > 1 or ROOT.fullmatch(word)):
            at += used
            continue
        result.append(pieces[at])
        at += 1
    return result
