"""Corpora in, models out: what `jxlint train` does; the same rows and versions give the same bits."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lint.classify.category import SMALLEST, CategoryModel, Readings
from lint.classify.labels import CLASSES, NUMBER_OF
from lint.classify.linear import Floats, probabilities
from lint.classify.placement import PlacementModel, is_newer, place
from lint.classify.store import Models, contents
from lint.extract.flattened.model import contents as flattened_contents
from lint.extract.grids.store import contents as layout_contents
from lint.language.folding import fold_name
from lint.settings.manifest import write_files
from lint.settings.shipped import shipped
from lint.training.category import best_temperature, fit_category
from lint.training.corpus import Accepted, Row, digests, load_accepted, load_corpora
from lint.training.flattened import fit_flattened
from lint.training.layout import train_layout
from lint.training.placement import fit_placement
from lint.training.segments import known_words
from lint.training.wellformed import wellformed

FOLDS = 4  # the readings the decision is trained on come from models of the other three quarters


def build(folder: Path, corpora: Path | None = None, extra: Sequence[Path] = ()) -> Models:
    """Trains every model from the corpora and writes them to `folder` with their manifest.

    `corpora` is a folder of corpus files (default: the shipped ones), `extra` further files.
    Raises CorpusError, and OSError where `folder` cannot be written.
    """
    rows = load_corpora(corpora, extra)
    models = train(rows, load_accepted(corpora))
    counts = Counter(row.source for row in rows)
    flattened = fit_flattened(corpora or shipped("corpora"))
    content = contents(models) | layout_contents(train_layout()) | flattened_contents(flattened)
    write_files(folder, content, versions(), digests(corpora, extra), dict(sorted(counts.items())))
    return models


def versions() -> dict[str, str]:
    """The versions that decide the trained bits."""
    import numpy
    import sklearn

    return {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__}


def train(rows: Sequence[Row], accepted: Sequence[Accepted] = ()) -> Models:
    """All models of the given rows and accepted categories.

    The decision learns from readings of rows by category models that have not seen their group.
    Rows of kind "names" teach categories only; rows with a contested category do not teach the
    decision.
    """
    category, placement = train_category(rows, accepted)
    names = [fold_name(row.name) for row in rows]
    words = frozenset(known_words(names))
    return Models(category, placement, words, tuple(wellformed(rows)))


def train_category(rows: Sequence[Row], accepted: Sequence[Accepted] = ()) -> tuple[CategoryModel, PlacementModel]:
    """The category model and the decision on top of it."""
    used = [row for row in rows if row.true_level2 in NUMBER_OF and row.level2 in NUMBER_OF and row.kind != "values"]
    category = fit_category(used, accepted)
    judged = [row for row in used if row.kind != "names"]
    found = cross_fitted(judged, [row for row in used if row.kind == "names"], accepted)
    formed = [i for i, row in enumerate(judged) if row.kind == "form"]
    temperature = best_temperature(found.whole[formed], [NUMBER_OF[judged[i].true_level2] for i in formed])
    clear = [i for i, row in enumerate(judged) if not row.category_is_contested]
    whole, name = (_tempered(each[clear], temperature) for each in (found.whole, found.name))
    rows_clear = [judged[i] for i in clear]
    placed = place(Readings(whole, name, found.accepted[clear]), *decision_inputs(rows_clear))
    return category.with_temperature(temperature), fit_placement(placed, [row.misplaced for row in rows_clear])


def decision_inputs(rows: Sequence[Row]) -> tuple[list[int], list[bool], list[str], list[str]]:
    """Declared classes, generations, names and values of rows, as `place` takes them."""
    declared = [NUMBER_OF[row.level2] for row in rows]
    return declared, [is_newer(row.form) for row in rows], [row.name for row in rows], [row.value for row in rows]


def cross_fitted(
    rows: Sequence[Row], others: Sequence[Row] = (), accepted: Sequence[Accepted] = (), folds: int = FOLDS
) -> Readings:
    """Readings of every row by a model trained without the row's group (n × 11, temperature 1).

    `others` are rows that every model is trained on and nobody asks about; of `accepted` each model
    is taught those whose name is not asked about.
    """
    fold = np.array([zlib.crc32(row.group.encode()) % folds for row in rows])
    whole = np.zeros((len(rows), len(CLASSES)), dtype=np.float32)
    alone, stays = whole.copy(), whole.copy()
    for number in range(folds):
        inside, outside = np.flatnonzero(fold == number).tolist(), np.flatnonzero(fold != number).tolist()
        if not inside:
            continue
        asked = {fold_name(rows[i].name) for i in inside}
        taught = [each for each in accepted if fold_name(each.name) not in asked]
        model = fit_category([*(rows[i] for i in outside), *others], taught)
        read = model.read([rows[i].name for i in inside], [rows[i].value for i in inside])
        whole[inside], alone[inside], stays[inside] = read.whole, read.name, read.accepted
    return Readings(whole, alone, stays)


def _tempered(found: Floats, temperature: float) -> Floats:
    return probabilities((np.log(np.clip(found, SMALLEST, 1)) / temperature).astype(np.float32))
