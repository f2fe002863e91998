"""The models that were compared, each on the same splits: what decided for the one in use.

Every contender is a function from training rows and test rows to class numbers among the nine of
the older form, from the name alone.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from lint.classify.category import nine
from lint.classify.labels import NUMBER_OF, OLDER
from lint.language.folding import fold_name
from lint.language.segmenter import Segmenter
from lint.training.baselines import by_keyword, majority
from lint.training.category import fit_category
from lint.training.corpus import Row
from lint.training.evaluation import Split, older_class, usable

Contender = Callable[[Sequence[Row], Sequence[Row]], Sequence[int]]
_SPACY_ROUNDS = 6  # passes over the corpus; more made no difference on the first split
_SPACY_BATCH = 64


def compare(splits: Sequence[Split], spacy: bool = True) -> dict[str, float]:
    """Accuracy of the category from the name alone, for every contender, over all splits."""
    found: dict[str, float] = {}
    for title, contender in contenders(spacy).items():
        right = total = 0
        for split in splits:
            taught = [row for row in split.taught if row.true_level2 in NUMBER_OF]
            asked = [row for row in split.asked if usable(row) and not row.category_is_contested]
            truth = [older_class(NUMBER_OF[row.true_level2]) for row in asked]
            right += sum(int(a) == b for a, b in zip(contender(taught, asked), truth, strict=True))
            total += len(asked)
        found[title] = round(right / total, 4)
    return found


def contenders(spacy: bool = True) -> Mapping[str, Contender]:
    """The contenders by their Chinese titles, the plainest first."""
    found: dict[str, Contender] = {
        "最多的类别": lambda train, test: [older_class(majority(train))] * len(test),
        "关键词规则": lambda train, test: [older_class(by_keyword(row.name, "")) for row in test],
        "字符 n 元组＋逻辑回归": _pipeline("char", "logistic"),
        "字符 n 元组＋线性支持向量机": _pipeline("char", "svm"),
        "jieba 词＋逻辑回归": _pipeline("word", "logistic"),
        "字符＋词＋逻辑回归": _pipeline("both", "logistic"),
        "小型集成（字符逻辑回归、词逻辑回归、补集朴素贝叶斯）": _ensemble,
        "现用模型（字符 n 元组＋指标值形式）": _in_use,
    }
    if spacy:
        found["spaCy 文本分类器（词袋）"] = _spacy
    return found


def _in_use(train: Sequence[Row], test: Sequence[Row]) -> Sequence[int]:
    answers = nine(fit_category(train).read_names([row.name for row in test])).argmax(axis=1)
    return [int(number) for number in answers]


def _texts(rows: Sequence[Row]) -> list[str]:
    return ["^" + fold_name(row.name) + "$" for row in rows]


def _truth(rows: Sequence[Row]) -> list[int]:
    return [older_class(NUMBER_OF[row.true_level2]) for row in rows]


@cache
def _segmenter() -> Segmenter:
    """The general dictionary, loaded once for all models compared (scikit-learn copies what its steps hold)."""
    return Segmenter(())


def _words(text: str) -> list[str]:
    cut = _segmenter().cut_known(text.strip("^$"))
    return [*cut, *(f"{a} {b}" for a, b in itertools.pairwise(cut)), "…" + cut[-1]] if cut else []


def _vectorizer(view: str) -> Any:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_union

    characters = CountVectorizer(analyzer="char", ngram_range=(1, 3), binary=True)
    words = CountVectorizer(analyzer=_words, binary=True)
    return {"char": characters, "word": words, "both": make_union(characters, words)}[view]


def _pipeline(view: str, kind: str) -> Contender:
    def run(train: Sequence[Row], test: Sequence[Row]) -> Sequence[int]:
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import LinearSVC

        last = LogisticRegression(C=0.5, max_iter=200, tol=1e-3) if kind == "logistic" else LinearSVC(C=0.05)
        model = make_pipeline(_vectorizer(view), last)
        model.fit(_texts(train), _truth(train))
        return [int(number) for number in model.predict(_texts(test))]

    return run


def _ensemble(train: Sequence[Row], test: Sequence[Row]) -> Sequence[int]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import ComplementNB
    from sklearn.pipeline import make_pipeline

    total = np.zeros((len(test), len(OLDER)))
    members = (
        ("char", LogisticRegression(C=0.5, max_iter=200, tol=1e-3)),
        ("word", LogisticRegression(C=0.5, tol=1e-3)),
    )
    for view, last in (*members, ("char", ComplementNB())):
        model = make_pipeline(_vectorizer(view), last)
        model.fit(_texts(train), _truth(train))
        total[:, model.classes_] += model.predict_proba(_texts(test))
    return [int(number) for number in total.argmax(axis=1)]


def _spacy(train: Sequence[Row], test: Sequence[Row]) -> Sequence[int]:
    import spacy
    from spacy.training import Example
    from thinc.api import fix_random_seed

    fix_random_seed(0)
    language = spacy.blank("zh")
    config = {
        "model": {
            "@architectures": "spacy.TextCatBOW.v3",
            "exclusive_classes": True,
            "ngram_size": 3,
            "no_output_layer": False,
        }
    }
    classifier: Any = language.add_pipe("textcat", config=config)
    for level2 in OLDER:
        classifier.add_label(level2)
    examples = [
        Example.from_dict(language.make_doc(text), {"cats": {name: float(i == number) for i, name in enumerate(OLDER)}})
        for text, number in zip(_texts(train), _truth(train), strict=True)
    ]
    optimizer = language.initialize(lambda: examples)
    for shuffled in _rounds(examples):
        for start in range(0, len(shuffled), _SPACY_BATCH):
            language.update(shuffled[start : start + _SPACY_BATCH], sgd=optimizer)
    documents = language.pipe(_texts(test))
    return [OLDER.index(max(document.cats, key=lambda name: document.cats[name])) for document in documents]


def _rounds(examples: Sequence[Any]) -> Iterator[list[Any]]:
    order = random.Random(0)  # noqa: S311 - shuffling, not secrecy
    for _ in range(_SPACY_ROUNDS):
        shuffled = list(examples)
        order.shuffle(shuffled)
        yield shuffled
