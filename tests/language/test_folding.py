"""One text, one folding: forms that others hang on keep their exact results over all corpora.

python -m tests.language.test_folding    prints the digests of forms.json anew
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.checks.engine.identity import fingerprint
from lint.classify.features import value_forms
from lint.language import folding
from lint.language.money import stated_amounts, states_money
from lint.similarity.engines.signature import shingles
from tests.language.corpora import written_texts

ROOT = Path(__file__).resolve().parents[2]
DIGESTS = Path(__file__).parent / "data" / "forms.json"
FORMS: dict[str, Callable[[str], object]] = {
    "normalise": folding.normalise,
    "squash": folding.squash,
    "fold_spelling": folding.fold_spelling,
    "fold_words": folding.fold_words,
    "fold_figures": folding.fold_figures,
    "fold_owner": folding.fold_owner,
    "fold_name": folding.fold_name,
    "fold_category": folding.fold_category,
    "value_forms": value_forms,
    "fold_copy": folding.fold_copy,
    "fold_copied_name": folding.fold_copied_name,
    "fold_copied_value": folding.fold_copied_value,
    "fold_copied_passage": folding.fold_copied_passage,
    "fold_project": folding.fold_project,
    "fold_path": folding.fold_path,
    "stated_amounts": lambda text: stated_amounts(folding.fold_copied_value(text)),
    "states_money": lambda text: states_money(folding.fold_copied_value(text)),
}
_SAMPLED = 8  # fingerprints are made of the forms above: one text in eight tells that they still are


def digest_of(form: Callable[[str], object]) -> str:
    return hashlib.sha256("\n".join(str(form(text)) for text in written_texts()).encode()).hexdigest()


def digest_of_fingerprints() -> str:
    found = [fingerprint("V001", text, text, "年度", "数量指标", text, text) for text in written_texts()[::_SAMPLED]]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def digest_of_signatures() -> str:
    found = shingles(written_texts())
    return hashlib.sha256(found.hashes.tobytes() + found.text.tobytes()).hexdigest()


def digests() -> dict[str, str]:
    given = {"texts": hashlib.sha256("\n".join(written_texts()).encode()).hexdigest()}
    others = {"fingerprints": digest_of_fingerprints(), "signatures": digest_of_signatures()}
    return given | {name: digest_of(form) for name, form in FORMS.items()} | others


KNOWN = json.loads(DIGESTS.read_text(encoding="utf-8")) if DIGESTS.exists() else {}


def test_the_corpora_are_those_of_the_digests() -> None:
    """Where corpora grow: check out the commit before, take its digests over the new corpora, then go on."""
    assert hashlib.sha256("\n".join(written_texts()).encode()).hexdigest() == KNOWN["texts"]


@pytest.mark.parametrize("name", FORMS)
def test_results_are_those_of_the_fingerprints_and_models_in_use(name: str) -> None:
    assert digest_of(FORMS[name]) == KNOWN[name]


def test_fingerprints_are_those_of_the_baselines_in_use() -> None:
    assert digest_of_fingerprints() == KNOWN["fingerprints"]


def test_signatures_are_those_of_the_libraries_in_use() -> None:
    assert digest_of_signatures() == KNOWN["signatures"]


def test_no_form_but_these_has_a_digest() -> None:
    assert set(KNOWN) == {"texts", "fingerprints", "signatures", *FORMS}


@given(st.text(max_size=30) | st.text(r"\\{}$^geqlst95%~ 一", max_size=20))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = folding.normalise(text)
    assert folding.normalise(once) == once


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        (r"$\geq 95\%$", "≥95%"),
        (r"\leqslant \text{合同天数}", "≤合同天数"),
        (r"300\mathrm{m}^{2}", "300m2"),
        (r"14\sim22\,^{\circ}C", "14~22°C"),
        (r"\left( 一 \right)", "(一)"),
        (r"\geq\!5", "≥!5"),
        ("① 完成验收 ②拨付", ";完成验收;拨付"),
        ("l00％", "100%"),
        ("1 000 人", "1 000人"),
        ("面积（㎡）", "面积(m2)"),
    ],
)
def test_normalised(text: str, normalised: str) -> None:
    assert folding.normalise(text) == normalised


@pytest.mark.parametrize(
    ("one", "other", "shortest", "cut"),
    [
        ("验收", "验收合格率", 2, True),
        ("验收", "验收合格率", 4, False),
        ("验收合格", "验收合格率", 4, True),
        ("合格率", "验收合格率", 2, False),
        ("费", "费", 2, True),
        ("", "验收", 2, False),
        ("", "", 4, True),
    ],
)
def test_cut_names(one: str, other: str, shortest: int, cut: bool) -> None:
    assert folding.is_cut(one, other, shortest) is cut
    assert folding.is_cut(other, one, shortest) is cut


def test_no_other_module_folds() -> None:
    """A second normaliser is a second idea of when two texts are equal."""
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "lint").rglob("*.py"))
        if path.name != "folding.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if "unicodedata.normalize" in line
    ]
    assert found == []


if __name__ == "__main__":
    print(json.dumps(digests(), indent=1))
