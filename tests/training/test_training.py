from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lint.classify.store import FILES, Models, contents, read_models
from lint.cli.models import renew_models
from lint.settings import load
from lint.settings.manifest import FORMAT, NAME, ModelError, read_manifest, write_files
from lint.training.models import train, versions
from tests.classify import small


@pytest.fixture(scope="module")
def trained() -> Models:
    return train(small.rows(), small.accepted())


def _saved(folder: Path, models: Models) -> Path:
    write_files(folder, contents(models), versions(), {"real.jsonl": "0" * 64}, {"real": 1})
    return folder


def test_training_twice_gives_the_same_bytes(tmp_path: Path, trained: Models) -> None:
    one, two = _saved(tmp_path / "one", trained), _saved(tmp_path / "two", train(small.rows(), small.accepted()))
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted((*FILES, NAME))
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in names)


def test_other_rows_give_other_models(tmp_path: Path, trained: Models) -> None:
    other = train(small.rows()[::2])
    assert other.category.tokens.vocabulary != trained.category.tokens.vocabulary


def test_stored_models_answer_alike(tmp_path: Path, trained: Models) -> None:
    read = read_models(_saved(tmp_path, trained))
    names, values = ["培训人次", "项目完成时间", ""], ["≥30人次", "2024年底", ""]
    before, after = trained.category.read(names, values), read.category.read(names, values)
    assert np.array_equal(before.whole, after.whole)
    assert np.array_equal(before.name, after.name)
    assert np.array_equal(before.accepted, after.accepted)
    assert np.allclose(after.whole.sum(axis=1), 1, atol=1e-5)
    assert read.words == trained.words
    assert read.patterns == trained.patterns


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-2] ^= 1
    path.write_bytes(bytes(data))


def _remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", [_flip, _remove])
def test_a_changed_or_missing_file_is_refused(
    tmp_path: Path, trained: Models, name: str, harm: Callable[[Path], None]
) -> None:
    folder = _saved(tmp_path, trained)
    harm(folder / name)
    with pytest.raises(ModelError, match=name):
        read_models(folder)


def test_a_pickled_array_is_refused_even_under_a_matching_sum(tmp_path: Path, trained: Models) -> None:
    import hashlib

    folder = _saved(tmp_path, trained)
    np.save(folder / "category.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    manifest["files"]["category.npy"] = hashlib.sha256((folder / "category.npy").read_bytes()).hexdigest()
    (folder / NAME).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match="不合格式"):
        read_models(folder)


def test_a_broken_manifest_is_refused(tmp_path: Path, trained: Models) -> None:
    folder = _saved(tmp_path, trained)
    (folder / NAME).write_text("[]", encoding="utf-8")
    with pytest.raises(ModelError, match="清单"):
        read_models(folder)


def test_models_of_another_format_are_trained_anew_and_said_so(
    tmp_path: Path, trained: Models, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _saved(tmp_path, trained)
    manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    (folder / NAME).write_text(json.dumps({**manifest, "format": 0}), encoding="utf-8")
    with pytest.raises(ModelError, match="jxlint train"):
        read_models(folder)
    monkeypatch.setattr("lint.cli.models.shipped", lambda name: folder)
    monkeypatch.setattr("lint.training.models.build", lambda folder: _saved(folder, trained))
    renew_models(load())
    assert "重新训练" in capsys.readouterr().err
    assert read_models(folder).words == trained.words
    renew_models(load())
    assert not capsys.readouterr().err, "models of this format are trained anew"


def test_models_that_cannot_be_written_are_said(
    tmp_path: Path, trained: Models, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(folder: Path) -> None:
        raise PermissionError(13, "no", str(folder))

    folder = _saved(tmp_path, trained)
    (folder / NAME).write_text(
        (folder / NAME).read_text(encoding="utf-8").replace(f'"format": {FORMAT}', '"format": 0')
    )
    monkeypatch.setattr("lint.cli.models.shipped", lambda name: folder)
    monkeypatch.setattr("lint.training.models.build", refuse)
    renew_models(load())
    assert "不可写" in capsys.readouterr().err


def test_the_shipped_models_belong_to_the_shipped_corpora() -> None:
    from lint.settings.shipped import shipped
    from lint.training.corpus import digests

    folder = shipped("models")
    assert read_manifest(folder).corpora == digests(), "corpora/ 已改动，请运行 jxlint train"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 12 * 2**20  # categories 7, layouts 4.3 MiB
