"""PDF forms with all, some or none of their rules: rows right, or in doubt, never silently wrong."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, replace

import pytest

from lint.extract import extract
from lint.readers.page import unruled as spaces
from lint.readers.page.layout import Piece
from tests.readers.making import loaded, read
from tests.readers.printing import LAYOUTS, Form, Look, forms, printed, without
from tests.shipped import LANGUAGE

BARE = Look(across="none", down="none")
SECOND_EDGE = {"one": 3, "two": 3, "signs": 2}  # between second and third level

Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows of the forms that were missed, and rows found that are none of them, in doubt and not."""

    missed: Counter[Row]
    doubted: int
    wrong_unsaid: list[Row]


def _plain(text: str) -> str:
    return text.replace("＝", "=").replace("％", "%").replace(" ", "")


def _outcome(some: list[Form], data: bytes) -> Outcome:
    tables = extract(read(data, "form.pdf"), loaded(), LANGUAGE).tables
    right = Counter((*row[:2], *map(_plain, row[2:])) for form in some for row in form.rows)
    found = [
        ((row.period, row.level2, _plain(row.name), _plain(row.value), _plain(row.unit)), row.uncertain)
        for table in tables
        for row in table.indicators
    ]
    return Outcome(
        right - Counter(row for row, _ in found),
        sum(uncertain for _, uncertain in found),
        [row for row, uncertain in found if not uncertain and row not in right],
    )


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize(
    "look",
    [
        replace(BARE, middle=False, lead=6),
        replace(BARE, merged=False, middle=False, lead=6),
        replace(BARE, lead=6),
        Look(down="none"),
        Look(down="none", height=420),
        Look(across="head", down="none", lead=6),
        Look(across="none", lead=6),
        replace(BARE, shade="cells", lead=6),
        Look(turn=90),
        Look(sideways=True),
        Look(dashed=True),
        Look(double=3, lead=4),
        Look(height=420, split=True, middle=False),
    ],
    ids=[
        "top", "not merged", "middle", "horizontal", "horizontal on two pages", "three rules", "vertical",
        "shaded", "turned", "sideways", "dashed", "double", "row cut by the page",
    ],
)  # fmt: skip
def test_rows_are_read_whatever_rules_are_drawn(look: Look, layout: str) -> None:
    some = forms(layout, 3, merged=look.merged)
    outcome = _outcome(some, printed(some, look))
    assert not outcome.missed
    assert not outcome.wrong_unsaid


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_vertical_rule_missing_between_second_and_third_level(layout: str) -> None:
    some = forms(layout, 3)
    outcome = _outcome(some, printed(some, without(Look(), SECOND_EDGE[layout])))
    assert not outcome.missed
    assert outcome.doubted == 0
    assert not outcome.wrong_unsaid


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("look", [Look(), Look(middle=False), Look(merged=False), Look(outer=False)])
def test_nothing_is_in_doubt_where_all_rules_are_drawn(look: Look, layout: str) -> None:
    some = forms(layout, 3, merged=look.merged)
    outcome = _outcome(some, printed(some, look))
    assert not outcome.missed
    assert outcome.doubted == 0


@pytest.mark.parametrize("layout", ["one", "signs"])  # in narrow cells any two texts may be one that was broken
def test_two_rows_without_the_rule_between_them_are_in_doubt(layout: str) -> None:
    some = forms(layout, 3)
    outcome = _outcome(some, printed(some, Look(unruled=frozenset([3]))))
    assert outcome.missed
    assert not outcome.wrong_unsaid


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_form_without_rules_goes_on_on_the_next_page(layout: str) -> None:
    some = forms(layout, 4)
    outcome = _outcome(some, printed(some, replace(BARE, height=420)))
    assert not outcome.missed
    assert not outcome.wrong_unsaid


def test_two_forms_side_by_side() -> None:
    some = forms("one", 2)
    outcome = _outcome(some, printed(some, Look(size=6), beside=True))
    assert not outcome.missed
    assert outcome.doubted == 0


def test_running_text_is_no_table() -> None:
    page = [Piece("字", 60 + 10 * x, 60 + 16 * y, 70 + 10 * x, 70 + 16 * y, 10) for y in range(40) for x in range(45)]
    assert spaces.guesses([], ([], []), page, 2.5, 4.0) == ([], [])


def test_a_page_of_scattered_characters_ends_in_bounded_time() -> None:
    chance = random.Random(1)
    places = [(chance.uniform(0, 590), chance.uniform(0, 840)) for _ in range(20_000)]
    start = time.process_time()
    spaces.guesses([], ([], []), [Piece("字", x, y, x + 3, y + 3, 3) for x, y in places], 2.5, 4.0)
    level = [(60.0 + 40 * (i % 12), 20.0 + 2 * (i // 12)) for i in range(4800)]
    spaces.guesses([], ([], []), [Piece("字", x, y, x + 2, y + 1.5, 1.5) for x, y in level], 2.5, 4.0)
    assert time.process_time() - start < 20
