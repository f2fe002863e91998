"""Indicators told in prose: headings of categories with clauses behind them, lists in brackets.

一、产出指标 （一）数量指标：栽植乡土阔叶树≥9800株；…  ·  【产出指标-数量指标】 指标1：新建储备库（≥36座）
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lint.extract.flattened.clauses import parted
from lint.extract.flattened.grammar import LEVEL1, LEVEL2, category_levels
from lint.extract.flattened.header import Header, header_of, text_of
from lint.extract.flattened.model import FlattenedModel
from lint.extract.flattened.pieces import Gap, Piece
from lint.extract.flattened.rows import Body, FlatRow
from lint.extract.flattened.schema import Column, Head
from lint.model import Location

LEAST_HEADINGS = 3  # categories with a target from which prose counts as a form (X003 speaks of the same three)
_NUMBER = r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?\s?[、.．]?|[•·●○◆▪①-⑳\-*])?\s*"
_HEADING = re.compile(
    r"(?:^|(?<=[。；;，,\n ]))" + _NUMBER
    + r"(?:[【〔\[]\s*(?P<one>" + LEVEL1 + r")\s*[-—–/·、]\s*(?P<two>" + LEVEL2 + r")\s*[】〕\]]"
    + r"|(?P<any>" + LEVEL2 + "|" + LEVEL1 + r")\s*(?:[(（]\d+分[)）])?\s*(?P<end>[:：,，]|$))"
)  # fmt: skip
_PARTS = re.compile(r"[；;。]|(?<=[)）])\s{1,}|\s{2,}|(?=指标\s?\d{1,2}\s?[:：.、])|(?=[①-⑳])")
_JOINED_TARGETS = re.compile(r"[，,、](?=[^，,、]{2,30}(?:[≥≤≧≦>]|>=|<=|不低于|不少于|不超过|达到|\d))")
_NOT_ROWS = re.compile(r"^(?:其中|注|附件|说明|如|例如|反映|是指|主要|名词解释|包括)")
_PROJECT = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]+[)）]?[、.．]?\s*)?项目(?:名称)?[一二三四五六七八九十\d]*[:：]\s*(.{3,60})$"
)
_TITLED = re.compile(
    r"(?:关于)?(?:印发|下达|公布)?([\u4e00-\u9fffA-Za-z\d（）()“”\-]{4,50}?)(?:支出)?(?:的)?绩效(?:总体)?(?:目标|指标)"
)
_ABOUT = re.compile(r"主管部门(?:为|是)\s*([\u4e00-\u9fff]{3,20}?)(?=[，,。；;])")
_MONEY = re.compile(r"(?:资金|总?投资|预算金额|预算|金额)[^\d。\n]{0,12}?(\d[\d,]*(?:\.\d+)?)\s*(万元|元|亿元)")
_SIGNED = re.compile(r"^[\u4e00-\u9fff]{3,20}(?:局|站|中心|委员会|委|办公室|政府|所|院|部)$")
_BELOW = re.compile(
    r"^(?:[\u4e00-\u9fff]{3,20}(?:局|站|中心|委员会|委|办公室|政府|所|院|部)|20\d\d年\d{1,2}月\d{1,2}日|附件.*)$"
)
_FACTORS = {"元": 1.0, "万元": 1e4, "亿元": 1e8}
_MOST_TEXT = 400_000  # characters of prose looked at
_LONGEST_CLAUSE = 80


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    location: Location
    first: int


@dataclass(slots=True)
class Told:
    """One form in prose: header and rows; [start, end) are the pieces it covers."""

    header: Header
    head: Head
    body: Body
    start: int
    end: int


def told(pieces: Sequence[Piece], model: FlattenedModel) -> list[Told]:
    """The forms that the pieces tell in prose; none where fewer than three categories have a target."""
    lines = list(_lines(pieces))
    forms: list[Told] = []
    walker = _Walker(model)
    start = 0
    for number, line in enumerate(lines):
        project = _PROJECT.match(line.text.strip())
        if project and walker.rows:
            _close(forms, walker, lines, start, number)
            walker, start = _Walker(model), number
        elif project and not walker.rows:
            start = max(start, number) if forms else start
        walker.take(line)
    _close(forms, walker, lines, start, len(lines))
    return forms


def _close(forms: list[Told], walker: _Walker, lines: Sequence[_Line], start: int, end: int) -> None:
    if len(walker.with_target) < LEAST_HEADINGS:
        return
    rows = walker.rows
    body = Body(rows, walker.slots, 0)
    first = rows[0].location.line or 0
    above = [line for line in lines[start:end] if (line.location.line or 0) <= first]
    head = Head(0, 0, (Column("level2", 0, ""), Column("name", 0, ""), Column("value", 0, "")), Gap.LINE)
    header = _header(above, lines[start:end], lines)
    last = lines[end].first if end < len(lines) else lines[-1].first + 1
    forms.append(Told(header, head, body, lines[start].first, last))


def _lines(pieces: Sequence[Piece]) -> Iterator[_Line]:
    """The lines of the pieces; cells of a line parted by two spaces."""
    run: list[Piece] = []
    first, total = 0, 0
    for number, piece in enumerate(pieces):
        if run and piece.gap >= Gap.LINE and not piece.torn:
            yield _Line(text_of(run).replace("|", "  ").strip(), run[0].location, first)
            run = []
        if not run:
            first = number
        run.append(piece)
        total += len(piece.text)
        if total > _MOST_TEXT:
            break
    if run:
        yield _Line(text_of(run).replace("|", "  ").strip(), run[0].location, first)


def _opens(heading: re.Match[str]) -> bool:
    """Whether a category word heads what follows: in brackets, numbered, or with a colon behind it."""
    return bool(heading["two"] or heading["end"] or re.search(r"[一二三四五六七八九十\d•·●○◆▪①-⑳]", heading[0][:4]))


class _Walker:
    """Remembers the open category and gathers the rows of its clauses."""

    def __init__(self, model: FlattenedModel) -> None:
        self.model = model
        self.rows: list[FlatRow] = []
        self.slots: list[tuple[int, str, Location]] = []
        self.with_target: set[str] = set()
        self._level1 = ""
        self._level2 = ""
        self._quiet = 0

    def take(self, line: _Line) -> None:
        """Adds the rows of a line: text behind each heading up to the next."""
        text, at = line.text, 0
        if _BELOW.match(text.strip()):
            self._level1 = self._level2 = ""
            return
        found = [heading for heading in _HEADING.finditer(text) if _opens(heading)]
        if not found:
            self._quiet += 1
            if self._quiet > 1 and not re.match(r"指标\s?\d", text):
                self._level2 = self._level2 if self._quiet < 4 and len(text) < _LONGEST_CLAUSE else ""
            self._clauses(text, line.location)
            return
        self._quiet = 0
        if found[0].start() > 0:
            self._clauses(text[: found[0].start()], line.location)
        for number, heading in enumerate(found):
            self._open(heading, line.location)
            at = heading.end()
            end = found[number + 1].start() if number + 1 < len(found) else len(text)
            self._clauses(text[at:end], line.location)

    def _open(self, heading: re.Match[str], location: Location) -> None:
        if heading["two"]:
            self._level1, self._level2 = heading["one"], heading["two"]
        else:
            word = heading["any"]
            one, two = category_levels(word)
            if two and not (one and not self._level2 and word == self._level1):
                self._level2 = word
            if one:
                self._level1 = word
                self._level2 = (
                    word
                    if two and "满意度" in word
                    else self._level2
                    if two and not word.endswith("指标")
                    else word
                    if two
                    else ""
                )
        if self._level2:
            self.slots.append((0, self._level2, location))

    def _clauses(self, text: str, location: Location) -> None:
        if not (self._level2 or self._level1):
            return
        for part in _PARTS.split(text):
            clause = part.strip(" 。；;，,、|\n")
            if not 3 <= len(clause) <= _LONGEST_CLAUSE or _NOT_ROWS.match(clause):
                continue
            for each in (
                _JOINED_TARGETS.split(clause)
                if len(re.findall(r"[≥≤≧≦>]|不低于|不少于|不超过", clause)) > 1
                else [clause]
            ):
                self._row(each.strip(), location)

    def _row(self, clause: str, location: Location) -> None:
        name, value, sure = parted(clause, self.model)
        if not value and (len(clause) > 24 or not self._level2):
            return
        if not value and self.model.roles(clause)["junk"] > -1.5:
            return
        row = FlatRow(0, self._level1, self._level2 or self._level1, {"name": name, "value": value}, location=location)
        row.value_location = location
        if not sure:
            row.reasons.append("名称与指标值写在一句话里，界线不明")
        if value:
            self.with_target.add(row.level2)
        self.rows.append(row)


def _header(above: Sequence[_Line], own: Sequence[_Line], lines: Sequence[_Line]) -> Header:
    """The header of a form in prose: labels where there are any, else what its title and sentences say."""
    pieces = [Piece(line.text, Gap.LINE, line.location) for line in above]
    header = header_of(pieces, False)
    text = "\n".join(line.text for line in above)
    whole = "\n".join(line.text for line in lines)
    for line in above:
        if not header.project and (found := _PROJECT.match(line.text.strip())):
            header.project = found[1].strip()
    if not header.project:
        for line in above:
            if (
                len(line.text) <= _LONGEST_CLAUSE
                and (found := _TITLED.search(line.text))
                and not re.search(r"(?:年度?|局|单位|部门)(?:项目|预算)?$", found[1])
            ):
                header.project = found[1].removeprefix("关于")
                break
    if not header.department and (found := _ABOUT.search(text)):
        header.department = found[1]
    if not header.department:
        signed = [line.text.strip() for line in lines if _SIGNED.match(line.text.strip())]
        header.department = signed[-1] if signed else ""
    if header.money.annual is None and (found := _MONEY.search(text)):
        header.money = type(header.money)(
            round(float(found[1].replace(",", "")) * _FACTORS[found[2]], 2), None, "预算金额", found[1]
        )
    if header.year is None and (found := re.search(r"(20\d\d)年", text) or re.search(r"(20\d\d)年", whole)):
        header.year = int(found[1])
    return header
