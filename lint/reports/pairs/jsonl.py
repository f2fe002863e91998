"""One pair a line, as JSON."""

from __future__ import annotations

import json

from lint.reports.pairs.records import record_pairs
from lint.settings.sections.similarity import Similarity
from lint.similarity.engines.columns import Corpus
from lint.similarity.engines.embedded import Copies


def render(corpus: Corpus, copies: Copies, options: Similarity) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in record_pairs(corpus, copies, options))
