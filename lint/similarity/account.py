"""The account of a pair of tables: what is the same, what was changed, and what that amounts to.

A pair is scored from its rows, weighted by rarity, from the block of benefit and satisfaction
rows, and from its texts. The weights and thresholds stand in rules.toml, section [similarity];
what counts and what does not was read off pairs of published forms.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from lint.language.folding import mask_numbers
from lint.settings.sections.similarity import Similarity
from lint.similarity.rarity import Rarity
from lint.similarity.view import SHORTEST_CUT, RowView, TableView

COPY = "照抄"
PART = "部分照抄"
REFILED = "同一项目重复申报"
SAME, NUMBER, WORDS = "same", "number_changed", "changed"
_REMEMBERED = 20_000  # tables whose row weights are kept


@dataclass(frozen=True, slots=True)
class RowMatch:
    """Two rows taken for one another: indexes into the views' rows, how they differ, weight in nats.

    `kind` is "same", "number_changed" (only digits differ) or "changed" (the value's words differ).
    `credit` in [0, 1] is the part of the weight that counts.
    """

    a: int
    b: int
    kind: str
    credit: float
    weight: float


@dataclass(frozen=True, slots=True)
class TextMatch:
    """One text field both tables fill: similarity in [0, 1] and weight in nats."""

    field: str
    similarity: float
    weight: float


@dataclass(frozen=True, slots=True)
class Account:
    """What a pair of tables shares.

    `score` in [0, 1]; `verdict` is 照抄, 部分照抄, 同一项目重复申报, or empty for no copy.
    `same` + `number_changed` + `different` is the row count of the larger table. `block` is the
    number of equal benefit and satisfaction rows in the same order. `signs` are Chinese phrases.
    """

    score: float
    verdict: str
    same: int
    number_changed: int
    different: int
    rows: tuple[RowMatch, ...]
    texts: tuple[TextMatch, ...]
    block: int
    signs: tuple[str, ...]

    def same_texts(self, least: float) -> tuple[str, ...]:
        """Names of the fields whose texts are at least `least` alike."""
        return tuple(text.field for text in self.texts if text.similarity >= least)


def side_by_side(a: TableView, b: TableView, account: Account) -> list[dict[str, str]]:
    """The matched rows of both tables, telling ones first, as plain data for reports.

    Keys: kind ("same", "number_changed", "changed"), level2, name, value, other_level2, other_name, other_value.
    """
    matches = sorted(account.rows, key=lambda match: (-match.weight * match.credit, match.a))
    return [
        {
            "kind": match.kind,
            "level2": (one := a.indicators[match.a]).level2,
            "name": one.name,
            "value": one.value + one.unit,
            "other_level2": (two := b.indicators[match.b]).level2,
            "other_name": two.name,
            "other_value": two.value + two.unit,
        }
        for match in matches
    ]


class Accountant:
    """Compares tables of one corpus. `options` is the section [similarity]."""

    def __init__(self, rarity: Rarity, options: Similarity) -> None:
        self._rarity = rarity
        self._options = options
        self._near: float = options.near_name * 100
        self._same_text: float = options.same_text
        self._credit = options.credit
        self._weights: dict[int, tuple[TableView, list[float]]] = {}

    def compare(self, a: TableView, b: TableView) -> Account:
        """The account of `a` and `b`; symmetric up to the order of the matches' indexes."""
        weights_a, weights_b = self._row_weights(a), self._row_weights(b)
        matches = self._match(a, b, weights_a, weights_b)
        shared = sum(match.weight * match.credit for match in matches)
        # an amount differs from project to project as it should: it speaks neither for nor against
        neutral = sum(match.weight * (1 - match.credit) for match in matches if self._is_amount(a, match))
        total_a, total_b = sum(weights_a) - neutral, sum(weights_b) - neutral
        # the mean of Dice's share and the smaller table's: a short form may be cut out of a long one
        share = (
            shared / (total_a + total_b) + shared / (2 * min(total_a, total_b)) if total_a > 0 and total_b > 0 else 0.0
        )
        generic: float = self._options.generic_weight
        telling = sum(match.weight * match.credit for match in matches if match.weight > generic)
        saturation = 1 - math.exp(-telling / self._options.row_evidence)
        row_score = min(share, 1.0) * saturation
        block, block_score = self._block(a, b, matches, weights_a)
        texts = self._texts(a, b)
        text_score = self._text_score(a, b, texts)
        score = 1 - (1 - row_score) * (1 - block_score) * (1 - text_score)
        same = sum(match.kind == SAME for match in matches)
        number = sum(match.kind == NUMBER for match in matches)
        signs = self._signs(a, b, matches, texts)
        verdict = self._verdict(a, b, score, max(row_score, text_score), signs)
        return Account(
            score=round(score, 4),
            verdict=verdict,
            same=same,
            number_changed=number,
            different=max(len(a.rows), len(b.rows)) - same - number,
            rows=tuple(matches),
            texts=tuple(texts),
            block=block,
            signs=signs,
        )

    @staticmethod
    def _is_amount(a: TableView, match: RowMatch) -> bool:
        return match.kind == NUMBER and a.rows[match.a].money

    def _row_weights(self, table: TableView) -> list[float]:
        known = self._weights.get(id(table))
        if known is None:  # the view is kept with its weights so that its id stays its own
            if len(self._weights) >= _REMEMBERED:
                self._weights.clear()
            known = self._weights[id(table)] = (table, [self._rarity.row(row) for row in table.rows])
        return known[1]

    def _match(self, a: TableView, b: TableView, of_a: list[float], of_b: list[float]) -> list[RowMatch]:
        """Rows paired greedily: equal ones first, then cut-off and near names."""
        matches: list[RowMatch] = []
        free_a, free_b = dict.fromkeys(range(len(a.rows))), dict.fromkeys(range(len(b.rows)))

        def pair(i: int, j: int, likeness: float) -> None:
            del free_a[i], free_b[j]
            kind, credit = self._kind(a.rows[i], b.rows[j])
            matches.append(RowMatch(i, j, kind, credit * likeness, (of_a[i] + of_b[j]) / 2))

        for key, likeness in _EXACT_KEYS:
            index: dict[tuple[str, ...], list[int]] = defaultdict(list)
            for j in free_b:
                index[key(b.rows[j])].append(j)
            for i in list(free_a):
                found = index.get(key(a.rows[i]))
                if found and a.rows[i].name:
                    pair(i, found.pop(0), likeness)
        near: list[tuple[float, int, int]] = []
        for i in free_a:
            for j in free_b:
                likeness = self._likeness(a.rows[i], b.rows[j])
                if likeness:
                    near.append((-likeness, i, j))
        for negative, i, j in sorted(near):
            if i in free_a and j in free_b:
                pair(i, j, -negative)
        return sorted(matches, key=lambda match: (match.a, match.b))

    def _likeness(self, one: RowView, other: RowView) -> float:
        """How nearly two names are the same, 0 where they are not: 1 for a cut-off name, else rapidfuzz's ratio."""
        if one.level2 != other.level2:
            return 0.0
        short, long = sorted((one.name, other.name), key=len)
        if len(short) < SHORTEST_CUT:
            return 0.0
        if long.startswith(short):
            return 1.0
        ratio = fuzz.ratio(short, long, score_cutoff=self._near)
        # a near name with another value is another indicator
        return ratio / 100 if one.shape == other.shape else 0.0

    def _kind(self, one: RowView, other: RowView) -> tuple[str, float]:
        if one.value == other.value:
            return SAME, 1.0
        if one.shape == other.shape:
            return NUMBER, self._credit.money if one.money else self._credit.number
        return WORDS, self._credit.words

    def _block(
        self, a: TableView, b: TableView, matches: Sequence[RowMatch], weights: Sequence[float]
    ) -> tuple[int, float]:
        """The longest common sequence of benefit and satisfaction rows with the same names and values.

        It counts where it is nearly the whole block of both tables; a row of generic words counts
        half of one towards the least length.
        """
        order_a = [i for i, row in enumerate(a.rows) if row.benefit]
        order_b = {j: at for at, j in enumerate(j for j, row in enumerate(b.rows) if row.benefit)}
        partner = {match.a: match.b for match in matches if match.kind == SAME}
        places = [(order_b[partner[i]], i) for i in order_a if partner.get(i) in order_b]
        chain = _rising(places)
        if not chain:
            return 0, 0.0
        generic = self._options.generic_weight
        length = sum(0.5 if weights[i] <= generic else 1.0 for _, i in chain)
        share = len(chain) / max(len(order_a), len(order_b))
        if length < self._options.block_rows or share < self._options.block_share:
            return len(chain), 0.0
        return len(chain), self._options.block_credit * share

    def _texts(self, a: TableView, b: TableView) -> list[TextMatch]:
        found = []
        for name, text in a.texts.items():
            other = b.texts.get(name)
            if not other:
                continue
            one, two = _without(text, a.project), _without(other, b.project)
            likeness = fuzz.ratio(mask_numbers(one), mask_numbers(two)) / 100
            weight = min(self._rarity.text(text), self._rarity.text(other))
            found.append(TextMatch(name, round(likeness, 4), round(weight, 4)))
        return found

    def _text_score(self, a: TableView, b: TableView, texts: Sequence[TextMatch]) -> float:
        """Share of the comparable texts that are nearly the same, by weight, once there is enough of it."""
        alike = [text for text in texts if text.similarity >= self._same_text]
        evidence = sum(text.weight * text.similarity for text in alike)
        telling = sum(text.weight >= self._options.long_text_weight for text in alike)
        of_a = sum(self._rarity.text(text) for text in a.texts.values())
        of_b = sum(self._rarity.text(text) for text in b.texts.values())
        if not evidence or telling < self._options.long_texts:
            return 0.0
        saturation = 1 - math.exp(-evidence / self._options.text_evidence)
        return evidence / min(of_a, of_b) * saturation if min(of_a, of_b) else 0.0

    def _signs(
        self, a: TableView, b: TableView, matches: Sequence[RowMatch], texts: Sequence[TextMatch]
    ) -> tuple[str, ...]:
        """Signs that both forms are one project filed twice; empty where they are not."""
        alike = {text.field: text for text in texts if text.similarity >= self._options.refiled_text}
        likeness = fuzz.ratio(a.core, b.core) / 100 if a.core and b.core else 0.0
        named = likeness >= self._options.refiled_name
        heads = [alike[field].weight for field in ("项目概况", "立项依据") if field in alike]
        founded = len(heads) == 2 and sum(heads) >= self._options.long_text_weight
        founded = founded or (len(heads) == 1 and len(alike) >= self._options.refiled_texts)
        amounts = [match for match in matches if match.kind == SAME and a.rows[match.a].specific]
        if a.department and b.department and a.department != b.department:
            return ()
        if not (named and (alike or amounts)) and not (founded and amounts):
            return ()
        signs = []
        if named:
            signs.append("项目名称相同" if a.core == b.core else "项目名称几乎相同")
        if founded:
            signs.append("项目概况和立项依据相同" if len(heads) == 2 else f"{len(alike)}段文字相同")
        if amounts:
            signs.append(f"{len(amounts)}项具体数量相同")
        if a.year and b.year and a.year != b.year:
            signs.append(f"年度不同（{a.year}、{b.year}）")
        signs.extend(_interlocking(a, b))
        return tuple(signs)

    def _verdict(self, a: TableView, b: TableView, score: float, strongest: float, signs: Sequence[str]) -> str:
        if a.whole != b.whole and (a.file == b.file or a.department == b.department):
            return ""  # a department-wide form repeats the rows of its own projects
        if score < self._options.part:
            return ""
        if signs:
            return REFILED
        if any(word in a.project and word in b.project for word in self._options.entitlements):
            return ""  # written alike everywhere
        return COPY if strongest >= self._options.copy else PART


_EXACT_KEYS = (
    (lambda row: (row.level2, row.name, row.value), 1.0),
    (lambda row: (row.level2, row.name, row.shape), 1.0),
    (lambda row: (row.level2, row.name), 1.0),
    (lambda row: (row.name, row.value), 0.9),  # moved to another category, often by the scan
)


def _rising(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence of `places` whose first members rise."""
    best: list[list[tuple[int, int]]] = []
    for place in places:
        before = max((chain for chain in best if chain[-1][0] < place[0]), key=len, default=[])
        best.append([*before, place])
    return max(best, key=len, default=[])


def _without(text: str, project: str) -> str:
    return text.replace(project, "") if len(project) >= SHORTEST_CUT else text


def _interlocking(a: TableView, b: TableView) -> list[str]:
    """Whether the two forms' totals fit together: equal, or together the amount one of them states."""
    one, two = a.table.annual_budget, b.table.annual_budget
    if not one or not two:
        return []
    signs = []
    if one == two:
        signs.append("年度资金总额相同")
    stated = a.amounts | b.amounts | {t for t in (a.table.total_budget, b.table.total_budget) if t}
    if any(abs(one + two - amount) < 1 for amount in stated):
        signs.append("两表资金之和等于表中总额")
    elif any(amount > max(one, two) for amount in a.amounts & b.amounts):
        signs.append("两表写着同一个大于各自资金的总额")
    return signs
