"""The spaCy pipeline: a Chinese text with every layer of the language on it.

Text is never changed; components add layers to the Doc in a fixed order, each replaceable
(`pipeline.replace_pipe`):

    target     doc._.target       the text as the rules see a value (`Language.parse`), doc._.plain
    tags       token.tag_         parts of speech from the segmenter's dictionary
    quantities doc._.quantities   numbers with comparator and unit; spans["quantities"]
    dates      doc._.dates        dates and periods; spans["dates"]
    states     doc._.states, doc._.standards, doc._.references
    vagueness  doc._.vague        vague words
    head       doc._.head         the noun a name is about, as a Span; doc._.demand

The row rules ask the same Language without the Doc around it, because a million rows must not wait
for it; the pipeline shows all layers of a text together (`jxlint parse`) and is where a layer is
replaced or a statistical one added.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lint.language.language import Language

if TYPE_CHECKING:
    import spacy
    from spacy.tokens import Doc

COMPONENTS = ("target", "tags", "quantities", "dates", "states", "vagueness", "head")
_PREFIX = "jxlint_"
_EXTENSIONS = ("plain", "target", "quantities", "dates", "states", "standards", "references", "vague", "demand", "head")
_NOT_HEADS = frozenset("，。、；：（）()“”\"'：:,.;·-/ ")
_WRITTEN = "written"  # key of a Doc's user data: the text before it was normalised


def build_pipeline(language: Language) -> spacy.language.Language:
    """A pipeline whose layers are those of `language`. Loads spaCy and the dictionary (one to two seconds)."""
    import spacy
    from spacy.language import Language as Spacy
    from spacy.tokens import Doc

    for name in _EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    for name, add in _ADDERS.items():
        if not Spacy.has_factory(_PREFIX + name):
            Spacy.factory(_PREFIX + name, func=_factory(add))
    pipeline = spacy.blank("zh")
    pipeline.tokenizer = _Tokenizer(language, pipeline.vocab)
    for name in COMPONENTS:
        pipeline.add_pipe(_PREFIX + name, name=name)
    return pipeline


class _Tokenizer:
    """Makes a Doc of the words that the language's segmenter finds in the normalised text."""

    def __init__(self, language: Language, vocab: Any) -> None:
        self.language = language
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words = self.language.segmenter.cut(text)
        return Doc(self._vocab, words=list(words), spaces=[False] * len(words), user_data={_WRITTEN: text})


_Layer = Callable[["Doc", Language], None]


def _factory(add: _Layer) -> Callable[[Any, str], Callable[[Doc], Doc]]:
    """A spaCy factory of a component that adds one layer, in the words of its pipeline's language."""

    def make(nlp: Any, name: str) -> Callable[[Doc], Doc]:
        def component(doc: Doc) -> Doc:
            add(doc, nlp.tokenizer.language)
            return doc

        return component

    return make


def _add_target(doc: Doc, language: Language) -> None:
    doc._.target = language.parse(doc.user_data.get(_WRITTEN, doc.text))
    doc._.plain = doc._.target.text


def _add_tags(doc: Doc, language: Language) -> None:
    for token in doc:
        token.tag_ = language.segmenter.tag(token.text)


def _add_quantities(doc: Doc, language: Language) -> None:
    doc._.quantities = doc._.target.quantities
    _mark(doc, "quantities", doc._.quantities)


def _add_dates(doc: Doc, language: Language) -> None:
    doc._.dates = doc._.target.dates
    _mark(doc, "dates", doc._.dates)


def _add_states(doc: Doc, language: Language) -> None:
    target = doc._.target
    doc._.states, doc._.standards, doc._.references = target.states, target.standards, target.references


def _add_vague(doc: Doc, language: Language) -> None:
    doc._.vague = doc._.target.vague


def _add_head(doc: Doc, language: Language) -> None:
    doc._.demand = language.read_name(doc.user_data.get(_WRITTEN, doc.text))
    nouns = [token.i for token in doc if token.text not in _NOT_HEADS]
    doc._.head = doc[nouns[-1] : nouns[-1] + 1] if nouns else None


_ADDERS: dict[str, _Layer] = {
    "target": _add_target, "tags": _add_tags, "quantities": _add_quantities, "dates": _add_dates,
    "states": _add_states, "vagueness": _add_vague, "head": _add_head,
}  # fmt: skip


def _mark(doc: Doc, layer: str, found: Any) -> None:
    """Marks found items as spans, widened to whole words."""
    spans = [doc.char_span(item.start, item.end, label=layer, alignment_mode="expand") for item in found]
    doc.spans[layer] = [span for span in spans if span is not None]
