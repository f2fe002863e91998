"""Decidable states, named standards, references and vague words in a normalised value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lint.language.folding import LIST_MARK
from lint.language.lexicon import Lexicon

_TRIM = ":,;。、.()!\"'“”’‘ "
_LEADS = re.compile(r"^(?:(?:全年|年内|本年度?|当年|确保|实现|做到|力保|均|保持|达到|为|已)+)")
_WITH_DIGIT = re.compile(r"[A-Za-z]*\d[A-Za-z0-9.]*")
_ASSIGN = re.compile(r"^[≥≤><=]+")


def read_states(text: str, lexicon: Lexicon, segment: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """The decidable states that `text` names, in order of their weight.

    `segment` splits text into words; it is asked only where a one-character negation has to be
    told from the beginning of another word (无投诉, 无人机).
    """
    body = _ASSIGN.sub("", text.strip(_TRIM)).strip(_TRIM)
    if not body:
        return ()
    if body in lexicon.state_whole:
        return (body,)
    every = lexicon.state_every.search(body)
    if every and len(body) > len(every[0]):
        return (every[0],)
    core = _LEADS.sub("", body)
    if core in lexicon.state_whole:
        return (core,)
    if body[0] == "已" and len(body) > 2 and not lexicon.vague.search(body):
        return (body[:10],)
    if not lexicon.hedges.search(body) and (shaped := lexicon.state_pattern.search(body)):
        return (shaped[0],)
    found = lexicon.state_part.search(body)
    if found:
        rest = body[: found.start()] + body[found.end() :]
        return () if lexicon.hedges.search(rest) else (found[0],)
    for negation in lexicon.negations:
        if not core.startswith(negation) or len(core) == len(negation) or lexicon.hedges.search(core):
            continue
        if len(negation) > 1 or segment(core)[0] == negation:
            return (core[: len(negation) + 8],)
    return ()


def read_standards(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The named standards, grades and documents."""
    return tuple(match[0] for match in lexicon.standard.finditer(text))


def read_codes(text: str) -> tuple[str, ...]:
    """Digits that are no quantity, with the letters about them (DN300): a code can be looked up."""
    return tuple(match[0] for match in _WITH_DIGIT.finditer(LIST_MARK.sub("", text)))


def read_references(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """What the value points to that can be looked up (中标价, 合同天数, 不高于上年)."""
    if lexicon.not_reference.search(text):
        return ()
    found = [match[0] for match in lexicon.reference.finditer(text)]
    compared = lexicon.compared.search(text)
    if compared:
        found.append(compared[0])
    return tuple(found)


def read_vague(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The vague words in `text`, each once, in order."""
    return tuple(dict.fromkeys(match[0] for match in lexicon.vague.finditer(text)))
