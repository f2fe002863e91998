"""What every rule carries, and that codes keep their meaning; the rules themselves are discovered."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from lint.checks import all_rules
from lint.checks.rule import CorpusRule, Rule
from lint.model import SEVERITY_WORDS, Severity
from lint.settings import load
from tests.cli.command import ROOT

RULES = {rule.code: rule for rule in all_rules()}
SOURCES = ("中发〔2018〕34号", "财预〔2015〕88号", "财预〔2020〕10号", "财预〔2021〕101号")
LISTED = re.findall(
    r"^\| \[([A-Z]\d{3})\]\(\1\.md\) \| ([a-z-]+) \| (.+?) \| (\S+) \| (\S+) \|$",
    (ROOT / "docs/rules/README.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
"""Code, name, title, severity and review of each rule as the last generated page has them."""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rule_pages", ROOT / "tools" / "rule_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_recorded_codes_keep_their_names_and_order() -> None:
    assert len(LISTED) >= 28
    assert [(rule.code, rule.name) for rule in all_rules()] == [(code, name) for code, name, *_ in LISTED]


@pytest.mark.parametrize("code", [code for code, *_ in LISTED])
def test_a_rule_says_what_its_page_says(code: str) -> None:
    title, severity, review = next(rest for each, _, *rest in LISTED if each == code)
    rule, options = RULES[code], load().options(code, RULES[code].Options)
    assert (rule.title, rule.review) == (title.replace("\\", ""), review)
    assert SEVERITY_WORDS[Severity(options.severity)] == severity
    assert options.enabled


def test_families_stand_apart_and_own_their_codes() -> None:
    families = {rule.family for rule in all_rules()}
    assert len({family.letter for family in families}) == len({family.place for family in families}) == len(families)
    assert all(re.fullmatch(f"{rule.family.letter}\\d{{3}}", rule.code) for rule in all_rules())
    assert all(family.title for family in families)


def test_ranks_name_rules_there_are_and_never_run_in_a_circle() -> None:
    for rule in all_rules():
        assert {*rule.outranks, *rule.follows} <= set(RULES), rule.code
        seen, waiting = set(), list(rule.outranks)
        while waiting:
            seen.add(code := waiting.pop())
            waiting += RULES[code].outranks
        assert rule.code not in seen
        assert seen == set(rule.outranks), f"{rule.code} outranks {seen} by way of others and does not say so"


def test_shared_words_that_a_rule_names_are_there() -> None:
    for rule in all_rules():
        for key in rule.shares:
            assert key.startswith("language.")
            assert load().get(key)


@pytest.mark.parametrize(
    "rule", [rule for rule in all_rules() if not issubclass(rule, CorpusRule)], ids=lambda rule: rule.code
)
def test_rule_explains_itself(rule: type[Rule]) -> None:
    assert rule.__doc__
    assert len(rule.__doc__.strip()) > 60
    assert rule.why.endswith("。")
    assert rule.not_a_defect.endswith("。")
    assert rule.review in ("完整性", "相关性", "适当性", "可行性")
    assert not rule.basis or any(source in rule.basis for source in SOURCES)
    assert len(rule.bad) >= 3
    assert len(rule.good) >= 3


def test_a_renamed_or_lost_code_is_not_written(tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "docs/rules").mkdir(parents=True)
    manual = (ROOT / "README.zh.md").read_text(encoding="utf-8")
    (tmp_path / "README.zh.md").write_text(manual, encoding="utf-8")
    index = tmp_path / "docs/rules/README.md"
    wanted = tool.pages(tmp_path)
    changed = wanted[tool.INDEX].replace("vague-value", "unclear-value").replace("[V002](V002.md)", "[V099](V099.md)")
    index.write_text(changed, encoding="utf-8")
    assert tool.renamed(tmp_path, wanted) == [
        "V001 unclear-value is now vague-value",
        "V099 value-repeats-name is now gone",
    ]
    assert tool.main(tmp_path) == 1
    assert index.read_text(encoding="utf-8") == changed


def test_the_tool_writes_every_page_and_the_readmes_table(tool: ModuleType, tmp_path: Path) -> None:
    manual = (ROOT / "README.zh.md").read_text(encoding="utf-8")
    (tmp_path / "README.zh.md").write_text(re.sub(r"(?m)^\| V00[1-3] .*\n", "", manual), encoding="utf-8")
    (tmp_path / "docs/rules").mkdir(parents=True)
    (tmp_path / "docs/rules/Q001.md").write_text("left over", encoding="utf-8")
    assert tool.main(tmp_path) == 0
    assert (tmp_path / "README.zh.md").read_text(encoding="utf-8") == manual
    for path in (ROOT / "docs/rules").glob("*.md"):
        assert (tmp_path / "docs/rules" / path.name).read_text(encoding="utf-8") == path.read_text(encoding="utf-8")
    assert not (tmp_path / "docs/rules/Q001.md").exists()
    assert tool.stale(tmp_path, tool.pages(tmp_path)) == []
