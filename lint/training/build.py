"""corpora/ in, models/ out: what `jxlint train` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from lint.classify import store as storing
from lint.training.corpus import Row, digests, load_accepted, load_corpora
from lint.training.fit import Models, train


def build(folder: Path | None, corpora: Path | None = None, extra: Sequence[Path] = ()) -> Models:
    """Trains every model from the corpora and stores it in `folder` (None: nowhere).

    `corpora` is a folder of corpus files (default: the shipped ones), `extra` further files.
    Raises CorpusError.
    """
    rows = load_corpora(corpora, extra)
    models = train(rows, load_accepted(corpora))
    if folder is not None:
        store(folder, models, rows, corpora, extra)
    return models


def store(
    folder: Path,
    models: Models,
    rows: Sequence[Row] | None = None,
    corpora: Path | None = None,
    extra: Sequence[Path] = (),
) -> None:
    """Writes models with a manifest that says what they were trained with and from."""
    used = load_corpora(corpora, extra) if rows is None else rows
    counts = Counter(row.source for row in used)
    storing.save(folder, models, versions(), digests(corpora, extra), dict(sorted(counts.items())))


def versions() -> dict[str, str]:
    """The versions that decide the trained bits."""
    import numpy
    import sklearn

    return {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__}
