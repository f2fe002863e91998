import unicodedata
from collections import Counter
from dataclasses import replace

import pytest

from lint.training.drawing import Drawn, draw, flatten
from lint.training.drawing.families import FAMILIES
from lint.training.drawing.layout import check
from lint.training.drawing.manners import HELD_OUT, MANNERS
from lint.training.drawing.model import from_json
from lint.training.drawing.prose import PROSE, fits
from lint.training.drawing.words import HEADS, LABELS, LEVEL1, LEVEL2, LOCAL_LEVELS, SIGNS, TITLES

SPLITS = ("train", "held-out")
SEEDS = range(60)
FLAT_MANNERS = sorted(MANNERS["flatten"])


def bare(text: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(text)).split())


@pytest.fixture(scope="module", params=SPLITS)
def forms(request: pytest.FixtureRequest) -> list[Drawn]:
    drawn = [draw(seed, request.param) for seed in SEEDS]
    return drawn + [draw(1000 + number, request.param, family) for number, family in enumerate((*FAMILIES, "negative"))]


def test_same_seed_same_form(forms: list[Drawn]) -> None:
    for form in forms[:20]:
        assert draw(form.seed, form.split) == form
        assert flatten(form, 3) == flatten(form, 3)


def test_other_seed_other_form() -> None:
    texts = {tuple(cell.text for cell in draw(seed, "train").cells) for seed in SEEDS}
    assert len(texts) == len(SEEDS)


def test_cells_fill_the_rectangle(forms: list[Drawn]) -> None:
    for form in forms:
        check(form.cells, form.height, form.width)
        assert from_json(form.to_json()).cells == form.cells


def test_a_gap_is_noticed() -> None:
    form = draw(1, "train")
    with pytest.raises(ValueError, match="no cell"):
        check(form.cells[:-1], form.height, form.width)


def test_parts_make_up_the_cell(forms: list[Drawn]) -> None:
    for form in forms:
        for cell in form.cells:
            assert "".join(text for text, _ in cell.pieces()) == cell.text
            assert cell.role
        for line in (*form.before, *form.title, *form.after):
            assert "".join(text for text, _ in line.parts) == line.text


def test_gold_stands_in_the_cells(forms: list[Drawn]) -> None:
    for form in forms:
        names = Counter(bare(cell.text) for cell in form.cells if cell.role == "name")
        values = {bare(cell.text) for cell in form.cells if cell.role == "value"}
        everything = bare(" ".join([*(cell.text for cell in form.cells), *(line.text for line in form.title)]))
        signs = {bare(cell.text) for cell in form.cells if cell.role == "sign"} | {""}
        assert bool(form.gold) == (form.family != "negative")
        for table in form.gold:
            assert bare(table["project"]) in everything
            for row in table["rows"]:
                assert bare(row["name"]) in names
                value = bare(row["value"])
                assert value in values or any(value.removeprefix(sign) in values for sign in signs if sign)


def test_amounts_stand_in_the_form(forms: list[Drawn]) -> None:
    for form in forms:
        for table in form.gold:
            amount = table["annual_budget_yuan"]
            if (
                amount is None or form.family == "flat" or "manner:funds:subtotals" in form.used
            ):  # only parts are printed
                continue
            texts = [
                text
                for cell in form.cells
                for text, role in cell.pieces()
                if role in ("money:annual_total", "money:part")
            ]
            figures = bare(" ".join(texts)).replace(",", "")
            wan = f"{amount / 10_000:.6f}".rstrip("0").rstrip(".")
            assert wan in figures or str(amount) in figures


def test_amounts_in_gold_have_their_unit_in_the_form(forms: list[Drawn]) -> None:
    for form in forms:
        for table in form.gold:
            if table["annual_budget_yuan"] is not None:
                texts = [
                    cell.text for cell in form.cells if cell.role not in ("name", "value", "unit", "goal", "actual")
                ]
                assert "元" in bare(" ".join([*texts, *(line.text for line in form.title)])) or "万" in " ".join(texts)


def test_training_never_sees_what_is_held_out(forms: list[Drawn]) -> None:
    for form in forms:
        if form.split == "held-out":
            assert form.unseen
            continue
        assert not form.unseen
        for use in form.used:
            kind, axis, name = use.split(":", 2)
            assert kind != "manner" or f"{axis}:{name}" not in HELD_OUT
        assert not flatten(form, form.seed).unseen
        for cell in form.cells:
            role = cell.role.removeprefix("head:")
            if (
                cell.role.startswith("head:")
                and role in HEADS
                and role not in ("name", "department", "project", "money", "goal")
            ):
                assert bare(cell.text) not in {bare(word) for word in HEADS[role].held_out}


@pytest.mark.parametrize("lists", [HEADS, LABELS, TITLES, LEVEL1, LEVEL2, LOCAL_LEVELS, SIGNS])
def test_lists_keep_the_splits_apart(lists: dict) -> None:
    for role, words in lists.items():
        assert words.train, role
        assert words.held_out, role
        assert not set(words.train) & set(words.held_out), role


def test_held_out_manners_exist() -> None:
    for key in HELD_OUT:
        axis, name = key.split(":")
        assert name in MANNERS[axis]


def test_heads_are_many() -> None:
    assert len({*HEADS["value"].train, *HEADS["value"].held_out}) >= 40
    for kind in ("project", "department", "annual_total"):
        assert len({*LABELS[kind].train, *LABELS[kind].held_out}) >= 25


@pytest.mark.parametrize("manner", FLAT_MANNERS)
def test_flattened_text_holds_every_name(manner: str) -> None:
    split = "held-out" if f"flatten:{manner}" in HELD_OUT else "train"
    tried = 0
    for seed in range(200, 240):
        form = draw(seed, split, "single")
        if manner in PROSE and not fits(form):
            continue
        flat = flatten(form, seed, manner)
        assert len(flat.text) == len(flat.roles) == len(flat.begins)
        if any(use in flat.used for use in ("manner:tears:cut_off", "manner:tears:pages", "manner:tears:watermark")):
            continue
        if "manner:glyphs:simplified" not in flat.used:
            continue
        text = bare(flat.text).replace("<br>", "").replace("<br/>", "")
        for row in flat.gold[0]["rows"]:
            assert bare(row["name"]) in text
            assert bare(row["value"]) in text or row.get("unit") or "sign" in str(form.cells)
        tried += 1
    assert tried > 3


def test_roles_follow_the_text() -> None:
    for seed in range(40):
        form = draw(seed, "train", "selfeval")
        flat = flatten(form, seed, "tabs")
        found: list[tuple[str, str]] = []
        for letter, role, begin in zip(flat.text, flat.roles, flat.begins, strict=True):
            if begin:
                found.append((role, letter))
            elif role and role != "outside":
                found[-1] = (role, found[-1][1] + letter)
        names = {bare(text) for role, text in found if role == "name"}
        if "manner:glyphs:simplified" in flat.used:
            assert {bare(cell.text) for cell in form.cells if cell.role == "name" and cell.text} <= names


def test_grid_without_roles_is_flattened_too() -> None:
    form = draw(5, "train", "single")
    plain = replace(form, cells=tuple(replace(cell, role="", parts=()) for cell in form.cells))
    assert flatten(plain, 1, "bars").text
