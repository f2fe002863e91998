"""The part of a form above (and below) its indicators: labels, texts, funds, year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lint.extract.lines import Line, Spot
from lint.extract.words import ACHIEVED, Words, amount, is_amount, money_unit, squash
from lint.model import ANNUAL, WHOLE, Fund, Location, Passage

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年度|年|\)?年度|\)年度|[)]?$)")
_HEAD_LENGTH = 16  # characters of a cell that heads amounts and names their unit
_YEAR_LINE = 40  # characters of a line that names the form's year
GOAL = "总体目标"
GOAL_WHOLE = "总体目标（实施期）"
_NAMES = ("项目名称", "单位名称", "主管部门", "实施单位")


@dataclass(slots=True)
class _Money:
    """One label of the funding block with the amount beside it."""

    label: str
    group: int
    row: int
    spot: Spot | None
    location: Location
    own: str = ""


@dataclass(slots=True)
class Head:
    """What the labels of a form say, gathered line by line.

    `labels` are (grid column, period) of the cells that head the two halves.
    """

    words: Words
    values: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    labels: list[tuple[int, str]] = field(default_factory=list)
    year: int | None = None
    unit: str = ""
    _field: str = ""
    _money: list[_Money] = field(default_factory=list)
    _in_funds: bool = False
    _groups: bool = False
    _fund_row: int = 0
    _amount_column: int | None = None

    # ── lines ─────────────────────────────────────────────────────────────────────────────────

    def take(self, line: Line) -> None:
        """Reads one line outside the indicators."""
        self._year_and_unit(line)
        if line.lone and self._single(line.spots[0], line):
            return
        spots = list(line.spots)
        if self._period_labels(spots):
            return
        if self._funds(spots):
            return
        self._row(spots)

    def _year_and_unit(self, line: Line) -> None:
        if self.year is None and (line.lone or len(line.text) <= 12):
            text = squash(line.text)
            if len(text) <= _YEAR_LINE and (found := _YEAR.search(text)) and not self.words.field(text.split(":")[0]):
                self.year = int(found[1])
        if not self.unit:
            heads = [spot.text for spot in line.spots if len(spot.text) <= (_YEAR_LINE if line.lone else _HEAD_LENGTH)]
            self.unit = next(filter(None, map(money_unit, heads)), "")

    def _single(self, spot: Spot, line: Line) -> bool:
        """A line of one cell: 标签：内容, a label alone, or the rest of the text above."""
        label, text = self._inline(spot.text)
        words = self.words
        if words.contact(spot.text):
            self._contacts(spot)
            return True
        if label:
            self._in_funds = False
            self._set(label, text, spot, self._period_of(spot.text))
            return True
        if self._inline_money(spot.text):
            return False
        if (name := words.field(spot.text)) and line.paragraph and not words.period_label(spot.text):
            self._field, self._in_funds = name, False  # its content is on the next line
            return True
        if self._field and not line.paragraph:
            self._more(spot)
            return True
        if self._field and line.paragraph and not words.period_label(spot.text) and not self._in_funds:
            self._more(spot)
            return True
        if words.period_label(spot.text) and not line.paragraph:
            return False
        if line.paragraph:
            self.passages.append(Passage(spot.text, spot.location))
            return True
        return False

    def _inline(self, text: str) -> tuple[str, str]:
        """(field, content) of a cell that holds label and content, else ("", "")."""
        found = re.match(r"^([^:：]{2,40})[:：](.*)$", text, re.DOTALL)
        if found and (name := self.words.field(found[1])):
            return name, found[2].strip()
        return "", ""

    def _inline_money(self, text: str) -> bool:
        found = re.match(r"^([^:：]{2,30})[:：]\s*([^:：]+)$", text)
        return bool(found and is_amount(found[2]) and any(self.words.funds.label(found[1])[:2]))

    def _contacts(self, spot: Spot) -> None:
        self._field = ""
        self._in_funds = False
        self.passages.append(Passage(spot.text, spot.location, field=self.words.contact(spot.text)))

    def _period_labels(self, spots: Sequence[Spot]) -> bool:
        """实施期目标 | 年度目标 over the halves; a lone label with text beside it is a field."""
        found = [(spot, self.words.period_label(spot.text)) for spot in spots]
        named = [(spot, period) for spot, period in found if period]
        rest = [spot for spot, period in found if not period and self.words.field(spot.text) != GOAL]
        if not named or rest:
            return False
        if len(named) == 1 and len({p for _, p in self.labels}) > 1:
            return True
        if len(named) > 1:
            self.labels = [(spot.column, period) for spot, period in named]
        else:
            self.labels = [(c, p) for c, p in self.labels if p != named[0][1]] + [(named[0][0].column, named[0][1])]
        self._field = GOAL
        self._in_funds = False
        return True

    def _row(self, spots: Sequence[Spot]) -> None:
        """A row of labels, each with the cells up to the next one as its content."""
        groups = self._grouped(spots)
        if groups[-1][0] is None and self._field:
            self._assign(self._field, None, spots, more=True)
            return
        for label, contents in groups:
            if label is None:
                self._loose(contents)
            elif name := self.words.contact(label.text):
                self._field = ""
                shown = " ".join(spot.text for spot in (label, *contents[:1]))
                self.passages.append(Passage(shown, label.location, field=name))
                self._loose(contents[1:])
            elif name := self.words.field(label.text):
                self._assign(name, label, contents)
            else:
                name, text = self._inline(label.text)
                self._set(name, text, label, self._period_of(label.text))
                self._loose(contents)

    def _grouped(self, spots: Sequence[Spot]) -> list[tuple[Spot | None, list[Spot]]]:
        """The cells of a row by label; those before the first label under None."""
        groups: list[tuple[Spot | None, list[Spot]]] = []
        for spot in spots:
            if self.words.contact(spot.text) or self.words.field(spot.text) or self._inline(spot.text)[0]:
                groups.append((spot, []))
            elif groups:
                groups[-1][1].append(spot)
            else:
                groups.append((None, [spot]))
        return groups

    def _assign(self, name: str, label: Spot | None, contents: Sequence[Spot], more: bool = False) -> None:
        self._field = name
        if label is not None:
            self._in_funds = False
        if name == GOAL:
            self._goals(label, contents, more)
            return
        if not contents:
            return
        if name in _NAMES and not more:
            self._set(name, contents[0].text, contents[0], "")
            self._loose(contents[1:])
            return
        for spot in contents:
            if more or name in self.texts:
                self._field = name
                self._more(spot)
            else:
                self._set(name, spot.text, spot, "")

    def _goals(self, label: Spot | None, contents: Sequence[Spot], more: bool) -> None:
        period = self._period_of(label.text) if label is not None else ""
        for number, spot in enumerate(contents):
            half = period if len(contents) == 1 and period else self._half_of(spot, number, len(contents))
            if half == ACHIEVED:
                self.passages.append(Passage(spot.text, spot.location, field=ACHIEVED))
                continue
            key = GOAL_WHOLE if half == WHOLE else GOAL
            self.texts[key] = f"{self.texts[key]}\n{spot.text}" if key in self.texts else spot.text
            self.passages.append(Passage(spot.text, spot.location, field=GOAL, period=half))
        self._field = GOAL

    def _half_of(self, spot: Spot, number: int, count: int) -> str:
        """The half a goal's text stands under."""
        if len({period for _, period in self.labels}) < 2:
            return (
                self.labels[0][1] if self.labels and count == 1 else (WHOLE, ANNUAL)[number] if count == 2 else ANNUAL
            )
        ordered = sorted(self.labels)
        if count == len(ordered):
            return ordered[number][1]
        nearest = min(ordered, key=lambda item: abs(item[0] - spot.column))
        return nearest[1]

    def _period_of(self, text: str) -> str:
        return self.words.period_label(re.split(r"[:：]", text, maxsplit=1)[0])

    def _set(self, name: str, text: str, spot: Spot, period: str) -> None:
        self._field = name
        if not text:
            return
        if name == "年度":
            if found := re.search(r"20\d\d", text):
                self.year = int(found[0])
            return
        if name in _NAMES:
            self.values.setdefault(name, text)
            self.passages.append(Passage(text, spot.location, field=name))
            self._field = ""
            return
        key = GOAL_WHOLE if name == GOAL and period == WHOLE else name
        self.texts[key] = f"{self.texts[key]}\n{text}" if key in self.texts else text
        self.passages.append(Passage(text, spot.location, field=name, period=period))

    def _more(self, spot: Spot) -> None:
        name = self._field
        if name == GOAL:
            self._goals(None, [spot], True)
            return
        if name in _NAMES:
            if name not in self.values:
                self._set(name, spot.text, spot, "")
            else:
                self._loose([spot])
            return
        self.texts[name] = f"{self.texts[name]}\n{spot.text}" if name in self.texts else spot.text
        self.passages.append(Passage(spot.text, spot.location, field=name))

    def _loose(self, spots: Sequence[Spot]) -> None:
        self.passages += [Passage(spot.text, spot.location) for spot in spots]

    # ── funds ─────────────────────────────────────────────────────────────────────────────────

    def _funds(self, spots: list[Spot]) -> bool:
        words = self.words.funds
        first = spots[0]
        head = words.is_head(first.text)
        labelled = any(
            (words.label(spot.text)[0] and not self.words.field(spot.text)) or self._inline_money(spot.text)
            for spot in spots
        )
        if not self._in_funds and not head and not (labelled and self._has_amount_label(spots)):
            return False
        if not head and self.words.field(first.text) and not any(words.label(first.text)[:2]):
            self._in_funds = False
            return False
        if self._in_funds and not head and self.words.contact(first.text):
            self._in_funds = False
            return False
        self._in_funds = True
        self._field = ""
        for spot in spots[:2] if head else spots:
            if unit := money_unit(spot.text):
                self.unit = unit
                break
        rest = spots[1:] if head and not (len(spots) > 1 and is_amount(spots[1].text)) else spots
        if rest and re.fullmatch(r"[(（]?[万亿]?元[)）]?", squash(rest[0].text)):
            rest = rest[1:]
        if not rest:
            return True
        if any(words.is_group(spot.text) for spot in rest):
            self._groups = True
            self._unit_of(rest)
            return True
        if self._fund_heads(rest):
            return True
        self._pairs(rest)
        return True

    def _has_amount_label(self, spots: Sequence[Spot]) -> bool:
        for spot, following in zip(spots, [*spots[1:], None], strict=True):
            beside = following is None or is_amount(following.text) or self.words.funds.label(following.text)[0]
            if beside and self.words.funds.label(spot.text)[0] and len(squash(spot.text)) >= 4:
                return True
            if self._inline_money(spot.text):
                return True
        return False

    def _unit_of(self, spots: Sequence[Spot]) -> None:
        for spot in spots:
            if unit := money_unit(spot.text):
                self.unit = unit

    def _fund_heads(self, spots: Sequence[Spot]) -> bool:
        """A row of column heads (年初预算数 | 全年预算数 | 执行数): which column holds the budget."""
        if any(is_amount(spot.text) for spot in spots):
            return False
        words = self.words.funds
        others = [spot for spot in spots if words.is_other(spot.text)]
        if not others:
            return False
        chosen = None
        for spot in spots:
            word = squash(spot.text)
            if words.is_other(word) or not any(mark in word for mark in ("预算", "资金", "金额")):
                continue
            if chosen is None or "全年" in word or "本年" in word:
                chosen = spot
        self._amount_column = chosen.column if chosen is not None else None
        self._unit_of(spots)
        return True

    def _pairs(self, spots: Sequence[Spot]) -> None:
        words = self.words.funds
        self._fund_row += 1
        group = -1
        label: Spot | None = None
        amounts: list[Spot] = []
        entries: list[_Money] = []

        def flush() -> None:
            if label is None:
                return
            found = self._chosen(amounts)
            entries.append(_Money(label.text, group, self._fund_row, found, label.location))

        for spot in spots:
            inline = re.match(r"^([^:：]{2,40}?)[:：]\s*([^:：]+)$", spot.text)
            if inline and is_amount(inline[2]) and not is_amount(inline[1]):
                flush()
                label, amounts = None, []
                group += 1
                entries.append(_Money(inline[1], group, self._fund_row, spot, spot.location, own=inline[2]))
            elif is_amount(spot.text) or squash(spot.text) in ("-", "—", "/", "无"):
                if label is not None:
                    amounts.append(spot)
            elif re.fullmatch(r"[\d.]+%", squash(spot.text)):
                continue
            else:
                flush()
                label, amounts = spot, []
                group += 1
        flush()
        for entry in entries:
            if words.is_other(entry.label):
                self.passages.append(Passage(entry.label, entry.location))
                continue
            self._money.append(entry)

    def _chosen(self, amounts: Sequence[Spot]) -> Spot | None:
        if not amounts:
            return None
        if self._amount_column is None:
            return amounts[0]
        return min(amounts, key=lambda spot: abs(spot.column - (self._amount_column or 0)))

    def funds(self, department: bool, default_unit: str = "") -> tuple[Fund, ...]:
        """The funds in yuan, group by group: each total before its parts."""
        if not self._money:
            return ()
        unit = self.unit or default_unit or "元"
        entries = [
            entry for entry in self._money if any(self.words.funds.label(entry.label)[:2]) or entry.spot or entry.own
        ]
        if self._groups or department:
            return tuple(self._by_groups(entries, unit))
        return tuple(self._by_halves(entries, unit))

    def _fund(self, entry: _Money, period: str, total: bool, unit: str) -> Fund:
        written = entry.own or (entry.spot.text if entry.spot else "")
        own_unit = money_unit(entry.label) or unit
        return Fund(
            entry.label.strip(" :：,，"),
            period,
            amount(written, own_unit) if written else None,
            total,
            written,
            own_unit,
            entry.spot.location if entry.spot else entry.location,
        )

    def _by_halves(self, entries: Sequence[_Money], unit: str) -> list[Fund]:
        words = self.words.funds
        first_row = min((entry.row for entry in entries), default=0)
        pairs = [entry for entry in entries if entry.row == first_row]
        two = len(pairs) == 2
        period_of: dict[int, str] = {}
        result: list[tuple[int, int, Fund]] = []
        for order, entry in enumerate(entries):
            total, _, named = words.label(entry.label)
            if entry.row == first_row and (two or not words.label(entry.label)[1]):
                total = True
            if named and total:
                period = named
            elif total and two and entry.row == first_row:
                other = words.label(pairs[1 - entry.group].label)[2] if entry.group < 2 else ""
                period = {ANNUAL: WHOLE, WHOLE: ANNUAL}.get(other, "") or (WHOLE, ANNUAL)[min(entry.group, 1)]
            else:
                period = named or period_of.get(entry.group) or ANNUAL
            if (
                two
                and total
                and entry.row == first_row
                and len({words.label(p.label)[2] for p in pairs}) == 1
                and named
            ):
                period = (WHOLE, ANNUAL)[min(entry.group, 1)]
            if total:
                period_of[entry.group] = period
            result.append((entry.group, order, self._fund(entry, period, total, unit)))
        periods = {fund.period for _, _, fund in result}
        ordered = sorted(result, key=lambda item: item[:2]) if len(periods) > 1 and two else result
        return [fund for _, _, fund in ordered]

    def _by_groups(self, entries: Sequence[_Money], unit: str) -> list[Fund]:
        """Department-wide forms: one total split in several ways, each way a group."""
        groups: dict[int, list[Fund]] = {}
        for entry in entries:
            total, part, _ = self.words.funds.label(entry.label)
            if entry.spot or entry.own or part or total:
                groups.setdefault(entry.group, []).append(self._fund(entry, ANNUAL, total, unit))
        amounts = [fund.amount for members in groups.values() for fund in members if fund.total and fund.amount]
        largest = max(amounts, default=None)
        result: list[Fund] = []
        for members in groups.values():
            totals = [fund for fund in members if fund.total and fund.amount == largest]
            result += totals
            if totals and members and members[0] is totals[0]:
                result += [fund for fund in members if not fund.total]
        return result
