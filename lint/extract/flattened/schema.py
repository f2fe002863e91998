"""The head of a table in flattened text: which columns it names, in order, and where its words stand.

The head's words are the only fixed ones of a form: they open the body, tell the order of what every row
holds, and show by what the cells are parted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lint.extract.flattened.grammar import (
    CATEGORY,
    HEAD_WORD,
    LAST_OF_HEADS,
    ROOT,
    SCRAP,
    category_levels,
    flat_role,
    head_role,
)
from lint.extract.flattened.model import HEAD_CLASSES, FlattenedModel
from lint.extract.flattened.pieces import Gap, Piece
from lint.language.folding import squash
from lint.model import ANNUAL, WHOLE

_REACH = 6  # pieces that one head word may be broken over: characters set apart
_BROKEN_LINES = 2  # lines' ends inside one head word
_FEW = 3  # head words after which a joined head may go on in the next line
_SHORTEST_IN, _LONGEST_IN, _SURE_IN = 2, 10, 0.8  # characters and probability of a head word inside joined text
_FLAT = frozenset(["project", "department", "money", "goal"])
_LEVELS = frozenset(["level1", "level2", "name"])
_ONCE = frozenset(["level1", "level2", "name", "value"])
_COLUMN_ROLES = frozenset(HEAD_CLASSES[: HEAD_CLASSES.index("label:project")])
_LONGEST_HEAD = 24  # characters of one head word
_UNKNOWN_IN_A_ROW = 3  # unknown words between two known head words
_WHOLE_VALUE = re.compile(r"实施期|中期|长期|总体|周期")
_WHOLE_WORDS = re.compile(r"(?:长期|中期|实施期|中长期)(?:绩效|滚动)?(?:指标|目标)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the head: its role, its half (0, 1), its own words."""

    role: str
    half: int
    title: str
    place: int = -1


@dataclass(frozen=True, slots=True)
class Head:
    """A head found in the pieces: it covers [start, end) of them.

    `rest` is text of the last piece that follows the head words without a separator; `inside` is the gap
    between head words; `period` the half a single-halved head names, "" for none.
    """

    start: int
    end: int
    columns: tuple[Column, ...]
    inside: Gap
    before: str = ""
    rest: str = ""
    period: str = ""

    @property
    def halves(self) -> int:
        """How many halves stand beside one another."""
        return 1 + max(column.half for column in self.columns)

    def has(self, role: str) -> bool:
        """Whether a column has the role."""
        return any(column.role == role for column in self.columns)


_HEAD_INSIDE = re.compile(
    r"(?:(?:长期|年度|中期|实施期)(?:绩效)?(?:指标|目标)\s?\d?\s?(?:[(（]\d+分[)）])?)?(?=一级(?:绩效)?指标\s?(?:名称)?\s?二级)"
)


def parted(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with joined text cut before every head inside it, so that each head begins a piece."""
    result: list[Piece] = []
    for piece in pieces:
        cuts = (
            [found.start() for found in _HEAD_INSIDE.finditer(piece.text) if found.start()]
            if len(piece.text) > 40
            else []
        )
        at = 0
        for cut in [*cuts, len(piece.text)]:
            if cut > at:
                gap, torn = (piece.gap, piece.torn) if at == 0 else (Gap.NONE, False)
                result.append(Piece(piece.text[at:cut], gap, piece.location, torn, piece.place if not at else -1))
            at = cut
    return result


def find_heads(pieces: Sequence[Piece], model: FlattenedModel) -> list[Head]:
    """All heads of indicator tables, in order."""
    finder = _Finder(pieces, model)
    heads: list[Head] = []
    at = 0
    while at < len(pieces):
        found = finder.separated(at) or finder.joined(at)
        if found is None:
            at += 1
            continue
        heads.append(found)
        at = max(found.end - bool(found.rest), at + 1)
    return heads


_Named = tuple[str, str, int]  # role, words, grid column (-1 where the text has none)
_OPENING = frozenset(["level1", "level2", "name", "number"])
_BEHIND = frozenset(["value", "actual", "weight", "score", "deviation", "rate", "forecast", "last", "whole"])
_NEAR = 8  # pieces around a known head word in which other words may be heads too
_BEFORE = 12  # pieces before a category word that may be its table's head
_SURE, _LIKELY = (
    0.6,
    0.3,
)  # probabilities from which a word near heads is one, and from which one among heads has its role
_FLAT_WORDS = 8  # words before the levels of a flat list's head
_FLAT_UNKNOWN = 2
_PLAIN = re.compile(r"[\u4e00-\u9fff(（/][\u4e00-\u9fff()（）/%、\-—~A-Z\d]{1,17}")


class _Finder:
    """Looks for heads in pieces; words near known head words are told by the model."""

    def __init__(self, pieces: Sequence[Piece], model: FlattenedModel) -> None:
        self.pieces = pieces
        self.model = model
        self._near: dict[int, set[str]] = {}  # pieces near known head words, and those words' roles
        for at, piece in enumerate(pieces):
            if len(piece.text) <= _LONGEST_HEAD and (role := head_role(piece.text)):
                for near in range(at - _NEAR, at + _NEAR + 1):
                    self._near.setdefault(near, set()).add(role)
        for at in range(1, len(pieces)):  # a head whose words are all unknown stands right before the first category
            if any(category_levels(pieces[at].text)) and not any(category_levels(pieces[at - 1].text)):
                for near in range(at - _BEFORE, at):
                    self._near.setdefault(near, set())

    def word(self, at: int) -> tuple[str, int, str]:
        """The head word that begins at a piece: role, pieces used, its text; a cell may be broken over lines.

        Known words come first, the longest; the model tells words in one cell only.
        """
        pieces = self.pieces
        best = ("", 0, "")
        cell = (1, pieces[at].text)  # pieces and text of the whole cell: words set apart by spaces
        text, lines = "", 0
        for used in range(1, _REACH + 1):
            if at + used > len(pieces):
                break
            piece = pieces[at + used - 1]
            if used > 1:
                lines += piece.gap >= Gap.LINE
                if piece.gap == Gap.CELL or lines > _BROKEN_LINES:
                    break
            text += piece.text
            if len(text) > _LONGEST_HEAD:
                break
            if not lines and len(text) == used:
                cell = (used, text)
            if role := head_role(text):
                if used > 1 and best[0] and piece.gap >= Gap.SPACE and head_role(piece.text):
                    break
                best = (role, used, text)
        if best[0] or at not in self._near:
            return best
        return (role, *cell) if (role := self._told(cell[1], self._near[at])) else best

    def _told(self, text: str, known: set[str]) -> str:
        """The role of a word that the model takes for a head, "" for others; `known` roles have words of their own."""
        word = squash(text)
        if (
            word[-1:] not in LAST_OF_HEADS
            or not _PLAIN.fullmatch(text)
            or any(category_levels(text))
            or ROOT.fullmatch(word)
            or SCRAP.fullmatch(word)
        ):
            return ""
        role, sure = self.model.frame(word)
        if sure < _SURE or role not in _COLUMN_ROLES or (role in known and role in _ONCE):
            return ""
        return role

    def separated(self, start: int) -> Head | None:
        """A head whose words are pieces of their own."""
        pieces = self.pieces
        role, _, _ = self.word(start)
        flat = "" if role in _OPENING else flat_role(pieces[start].text) or (role if role in _FLAT else "")
        if (not role and not flat) or (role not in _OPENING and not flat and not self._above(start)):
            return None
        if flat and not self._leads(start):
            return None
        columns: list[_Named] = []
        gaps: Counter[Gap] = Counter()
        at, unknown, end = start, 0, start
        while at < len(pieces) and unknown <= _UNKNOWN_IN_A_ROW:
            role, used, text = self.word(at)
            if not any(r == "name" for r, _, _ in columns) and (flat := flat_role(pieces[at].text)):
                role, used, text = (role, used, text) if role in _OPENING else (flat, 1, pieces[at].text)
            if not role and ROOT.fullmatch(squash(pieces[at].text)):
                at += 1
                continue
            if not role:
                word = pieces[at].text
                if any(category_levels(word)) or len(squash(word)) > _LONGEST_HEAD or re.search(r"[≥≤]|^\d", word):
                    break
                unknown += 1
                columns.append(("", word, pieces[at].place))
                at += 1
                continue
            if columns and unknown == 0:
                gaps[pieces[at].gap] += 1
            unknown = 0
            columns.append((role, text, pieces[at].place))
            at += used
            end = at
        named = _with_roles(_in_order(columns[: len(columns) - unknown]), self.model)
        if named is None:
            return None
        inside = gaps.most_common(1)[0][0] if gaps else Gap.LINE
        return Head(start, end, named, Gap.LINE if inside == Gap.BLANK else inside)

    def _above(self, start: int) -> bool:
        """Whether the upper row of a head in two rows begins here (年度指标值 实际完成值 分值 …, then 一级指标 …)."""
        at, seen = start, set[str]()
        while at < len(self.pieces) and (found := self.word(at))[0] in _BEHIND:
            seen.add(found[0])
            at += found[1]
        return len(seen) > 1 and "value" in seen and at < len(self.pieces) and self.word(at)[0] in ("level1", "level2")

    def _leads(self, start: int) -> bool:
        """Whether two or more words of a flat list (项目名称, 预算数) stand right before level or name words."""
        known, unknown = 0, 0
        for number, piece in enumerate(self.pieces[start : start + _FLAT_WORDS], start):
            role = self.word(number)[0]
            if role in ("level1", "level2", "name"):
                return known >= _FLAT_UNKNOWN
            if flat_role(piece.text) or role in _FLAT:
                known += 1
            elif len(piece.text) > 8 or unknown >= _FLAT_UNKNOWN or re.search(r"\d", piece.text):
                return False
            else:
                unknown += 1
        return False

    def joined(self, at: int) -> Head | None:
        """A head whose words stand in one piece without separators (一级指标二级指标三级指标指标值)."""
        pieces = self.pieces
        text = pieces[at].text
        if len(text) < 8 or ("级指标" not in text and "指标名称" not in text and "指标内容" not in text):
            return None
        start = re.search(r"一级(?:绩效)?指标|二级(?:绩效)?指标|三级(?:绩效)?指标|指标名称|指标内容", text)
        if start is None:
            return None
        columns: list[_Named] = []
        place, end, unknown = start.start(), start.start(), ""
        used = 1
        while True:
            if place >= len(text):
                more = pieces[at + used] if at + used < len(pieces) else None
                if more is not None and (more.torn or len(columns) < _FEW) and more.gap <= Gap.LINE:
                    text += more.text
                    used += 1
                    continue
                break
            found = HEAD_WORD.match(text, place)
            if found is not None and found.end() > place:
                if unknown:
                    columns.append(("", unknown, -1))
                    unknown = ""
                columns.append((str(found.lastgroup), found[0], -1))
                place = end = found.end()
                continue
            if word := self._word_in(text, place):
                columns.append(word)
                place = end = place + len(word[1])
                continue
            if CATEGORY.match(text, place) or len(unknown) >= 12 or re.match(r"[≥≤\d]", text[place]):
                break
            unknown += text[place]
            place += 1
        named = _with_roles(columns, self.model)
        if named is None:
            return None
        return Head(at, at + used, named, Gap.NONE, before=text[: start.start()], rest=text[end:])

    def _word_in(self, text: str, at: int) -> _Named | None:
        """A head word that the model finds at a place of joined text, no category or known head beginning inside."""
        best: tuple[float, str, str] = (_SURE_IN, "", "")
        for length in range(_SHORTEST_IN, _LONGEST_IN + 1):
            word = text[at : at + length]
            if len(word) < length or not _PLAIN.fullmatch(word) or CATEGORY.match(word):
                break
            role, sure = self.model.frame(word)
            if sure > best[0] and role in _COLUMN_ROLES:
                best = (sure, role, word)
        return (best[1], best[2], -1) if best[1] else None


def _in_order(columns: list[_Named]) -> list[_Named]:
    """The columns of a head in two rows as its body has them."""
    first = next((n for n, (role, _, _) in enumerate(columns) if role in ("level1", "level2", "name")), 0)
    upper = columns[:first]
    if upper and all(role in _BEHIND for role, _, _ in upper):  # the upper row's other columns stand behind
        lower = columns[first:]
        valued = any(role == "value" for role, _, _ in lower)
        return lower + [column for column in upper if column[0] != "value" or not valued]
    gaps = [n for n, (role, _, _) in enumerate(columns) if not role]
    known = [role for role, _, _ in columns]
    behind = [n for n in range(len(columns)) if known[n] in ("value", "actual")]
    if len(gaps) == 2 and len(behind) == 2 and behind[0] == len(columns) - 2 and gaps[1] == gaps[0] + 1 < behind[0]:
        filled = list(columns[: behind[0]])  # 绩效 实际 … over 目标值 完成值: two heads broken over two lines
        filled[gaps[0]], filled[gaps[1]] = columns[behind[0]], columns[behind[1]]
        return filled
    return columns


def _with_roles(words: Sequence[_Named], model: FlattenedModel) -> tuple[Column, ...] | None:
    """The columns with halves; None where they are no indicator table with targets."""
    roles = [role or _likely(text, model) for role, text, _ in words]
    if "value" not in roles:
        roles = _value_instead(roles, [text for _, text, _ in words])
    if "value" not in roles or not {"name", "level2", "level1"} & set(roles):
        return None
    if "name" not in roles and sum(role in ("level1", "level2") for role in roles) < 1:
        return None
    columns: list[Column] = []
    half, seen = 0, set[str]()
    doubled = roles.count("name") > 1 and roles.count("value") > 1
    for (_, text, place), role in zip(words, roles, strict=True):
        kept = role or "other"
        if kept == "value" and not doubled and _WHOLE_VALUE.search(text) and roles.count("value") > 1:
            kept = "whole"
        if kept in ("level2", "name", "value") and kept in seen:
            if doubled and half == 0:
                half, seen = 1, set()
            else:
                kept = "last" if kept == "value" else "other"
        seen.add(kept)
        columns.append(Column(kept, half, text, place))
    if "name" not in roles:  # a head that left its third level out
        at = max(n for n, column in enumerate(columns) if column.role in ("level1", "level2"))
        columns.insert(at + 1, Column("name", 0, ""))
    for role in ("level2", "level1"):  # categories stand in rows whose head does not name their column
        if role not in roles:
            after = {"level2": ("name", "value"), "level1": ("level2", "name", "value")}[role]
            columns.insert(next(n for n, column in enumerate(columns) if column.role in after), Column(role, 0, ""))
    return tuple(columns)


def _likely(text: str, model: FlattenedModel) -> str:
    """The role of a word that stands among heads; "" where none is likely."""
    role, sure = model.head(squash(text))
    return role if sure >= _LIKELY and role not in _FLAT and role not in _LEVELS else ""


def _value_instead(roles: list[str], texts: Sequence[str]) -> list[str]:
    """A head without a known word for targets: an unknown column behind the name holds them."""
    if "name" not in roles or not ({"level1", "level2"} & set(roles)):
        return roles
    behind = [n for n in range(roles.index("name") + 1, len(roles)) if roles[n] == ""]
    target = next((n for n in behind if re.search(r"值|目标|标准|水平|要求|指标", texts[n])), None)
    if target is None:
        return roles
    return [*roles[:target], "value", *roles[target + 1 :]]


def period_of(text: str) -> str:
    """The half that words before a head name (长期绩效指标, 年度绩效指标), "" where none."""
    word = squash(text)
    if _WHOLE_WORDS.search(word):
        return WHOLE
    return ANNUAL if re.search(r"(?:年度|当年|本年)(?:绩效)?(?:指标|目标)", word) else ""
