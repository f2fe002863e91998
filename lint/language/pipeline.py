"""The spaCy pipeline: a Chinese text with every layer of the language on it.

Text is never changed; components add layers to the Doc in a fixed order, each replaceable
(`nlp.replace_pipe`):

    normalise  doc._.plain        the normalised text the other layers refer to
    tags       token.tag_         parts of speech from the segmenter's dictionary
    quantities doc._.quantities   numbers with comparator and unit; spans["quantities"]
    dates      doc._.dates        dates and periods; spans["dates"]
    states     doc._.states, doc._.standards, doc._.references
    vagueness  doc._.vague        vague words
    head       doc._.head         the noun a name is about, as a Span; doc._.demand

The row rules call the same functions without the Doc around them, because a million rows must not
wait for it; the pipeline shows all layers of a text together (`jxlint parse`) and is where a layer
is replaced or a statistical one added.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lint.language.names import name_reader
from lint.language.normalise import normalise
from lint.language.parse import current_parser
from lint.language.quantities import read_quantities
from lint.language.states import read_references, read_standards, read_states, read_vague
from lint.language.words import tag, tokenizer

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENTS = ("normalise", "tags", "quantities", "dates", "states", "vagueness", "head")
_PREFIX = "jxlint_"
_EXTENSIONS = ("plain", "quantities", "dates", "states", "standards", "references", "vague", "demand", "head")
_NOT_HEADS = frozenset("，。、；：（）()“”\"'：:,.;·-/ ")


@lru_cache(maxsize=1)
def nlp() -> Language:
    """The pipeline, built once. Loads spaCy and jieba's dictionary (one to two seconds)."""
    tokenizer()  # loaded by us first, so that spaCy's own segmenter set-up finds it ready and reads no cache
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    for name in _EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    steps = {
        "normalise": _normalise, "tags": _tags, "quantities": _quantities, "dates": _dates,
        "states": _states, "vagueness": _vagueness, "head": _head,
    }  # fmt: skip
    pipeline = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    for name in COMPONENTS:
        if not Language.has_factory(_PREFIX + name):
            Language.component(_PREFIX + name, func=steps[name])
        pipeline.add_pipe(_PREFIX + name, name=name)
    return pipeline


def annotate(text: str) -> Doc:
    """The Doc of a name or value with all its layers. The Doc's text is the normalised text."""
    return nlp()(normalise(text))


def _normalise(doc: Doc) -> Doc:
    doc._.plain = normalise(doc.text)
    return doc


def _tags(doc: Doc) -> Doc:
    for token in doc:
        token.tag_ = tag(token.text)
    return doc


def _quantities(doc: Doc) -> Doc:
    parser = current_parser()
    doc._.quantities = read_quantities(doc._.plain, parser.dates.read(doc._.plain), parser.lexicon)
    _mark(doc, "quantities", doc._.quantities)
    return doc


def _dates(doc: Doc) -> Doc:
    doc._.dates = current_parser().dates.read(doc._.plain)
    _mark(doc, "dates", doc._.dates)
    return doc


def _states(doc: Doc) -> Doc:
    lexicon = current_parser().lexicon
    doc._.states = read_states(doc._.plain, lexicon, lambda text: [token.text for token in nlp().make_doc(text)])
    doc._.standards = read_standards(doc._.plain, lexicon)
    doc._.references = read_references(doc._.plain, lexicon)
    return doc


def _vagueness(doc: Doc) -> Doc:
    doc._.vague = read_vague(doc._.plain, current_parser().lexicon)
    return doc


def _head(doc: Doc) -> Doc:
    doc._.demand = name_reader(current_parser().lexicon).read(doc.text)
    nouns = [token.i for token in doc if token.text not in _NOT_HEADS]
    doc._.head = doc[nouns[-1] : nouns[-1] + 1] if nouns else None
    return doc


def _mark(doc: Doc, layer: str, found: Any) -> None:
    """Marks found items as spans, widened to whole words."""
    spans = [doc.char_span(item.start, item.end, label=layer, alignment_mode="expand") for item in found]
    doc.spans[layer] = [span for span in spans if span is not None]
