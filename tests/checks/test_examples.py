"""Every rule's own examples, run through the real engine as submissions."""

from __future__ import annotations

import pytest

from lint.checks import all_rules, build
from lint.checks.engine.walk import Engine
from lint.checks.examples import submission_of
from lint.checks.rule import CorpusRule, Example, Rule
from lint.model import Unreadable
from tests.shipped import TOOLS

ENGINE = Engine(build(all_rules(), TOOLS), TOOLS)
SINGLE = [rule for rule in all_rules() if not issubclass(rule, CorpusRule)]
BAD = [(rule, example) for rule in SINGLE for example in rule.bad]
GOOD = [(rule, example) for rule in SINGLE for example in rule.good]


def codes(example: Example) -> set[str]:
    subject = submission_of(example)
    checked = ENGINE.check_unreadable(subject) if isinstance(subject, Unreadable) else ENGINE.check(subject)
    return {finding.code for finding in checked[0]}


def label(item: object) -> str:
    if isinstance(item, type) and issubclass(item, Rule):
        return item.code
    assert isinstance(item, Example)
    rows = [" ".join(row[-2:]) for row in item.rows]
    return (f"{item.name} {item.value}".strip() or item.text or "；".join(rows) or item.note or "facts")[:40]


@pytest.mark.parametrize(("rule", "example"), BAD, ids=label)
def test_bad_example_is_flagged(rule: type[Rule], example: Example) -> None:
    found = codes(example)
    assert rule.code in found
    family = {code for code in found if code[0] == rule.code[0]}
    assert family <= {rule.code, *example.also}


@pytest.mark.parametrize(("rule", "example"), GOOD, ids=label)
def test_good_example_passes(rule: type[Rule], example: Example) -> None:
    assert rule.code not in codes(example)
