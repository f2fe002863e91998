"""The words of rules.toml: none that never matches, none with two meanings, all used."""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lint.checks import all_rules, build
from lint.checks.engine.walk import Engine
from lint.checks.tools import Tools
from lint.language.lexicon import Lexicon
from lint.model import Indicator, Submission, Table
from lint.run.chain import check
from lint.run.inputs import find
from lint.settings import Settings, SettingsError, load
from tests.run.test_batch import form
from tests.shipped import LANGUAGE, TOOLS


def section() -> dict[str, Any]:
    return copy.deepcopy(dict(load().get("language")))


def lexicon(words: dict[str, Any]) -> Lexicon:
    return Lexicon(Settings({**load().values, "language": words}).language)


@pytest.mark.parametrize("word", ["㎡", "平方 米", "％", "（个）"])
def test_a_word_that_can_never_match_is_an_error(word: str) -> None:
    words = section()
    words["vague"]["words"].append(word)
    with pytest.raises(SettingsError, match="永远不会命中"):
        lexicon(words)


def test_a_unit_of_two_dimensions_is_an_error() -> None:
    words = section()
    words["units"]["mass"]["元"] = {"scale": 1.0}
    with pytest.raises(SettingsError, match="同时属于"):
        lexicon(words)


def test_a_name_ending_of_two_dimensions_is_an_error() -> None:
    words = section()
    words["names"]["money"].append("率")
    with pytest.raises(SettingsError, match="同时列在"):
        lexicon(words)


def test_a_bad_regular_expression_is_an_error() -> None:
    words = section()
    words["standards"]["patterns"].append("(")
    with pytest.raises(SettingsError, match="正则"):
        lexicon(words)


def test_every_state_word_is_a_state() -> None:
    states = load().get("language.states")
    dead = [
        word
        for word in states["whole"]
        if LANGUAGE.parse(word).kind not in ("state", "quantity", "date", "reference", "standard")
    ]
    assert dead == []


def test_every_part_of_a_state_decides() -> None:
    dead = [
        word
        for word in load().get("language.states.part")
        if LANGUAGE.parse(f"甲乙{word}").kind in ("vague", "other", "empty")
    ]
    assert dead == []


def test_every_vague_word_leaves_a_value_unchecked() -> None:
    kinds = {word: LANGUAGE.parse(f"甲乙{word}").kind for word in load().get("language.vague.words")}
    assert {word: kind for word, kind in kinds.items() if kind != "vague"} == {}


def test_every_unit_is_read_after_a_number() -> None:
    dead = []
    for text, unit in LANGUAGE.lexicon.units.items():
        found = LANGUAGE.parse(f"≥7{text}").quantities
        if not found or found[0].unit.dimension != unit.dimension:
            dead.append(text)
    assert dead == []


def test_every_name_ending_decides() -> None:
    reader = LANGUAGE.names
    endings = LANGUAGE.lexicon.endings
    dead = [word for word, dimension in endings.items() if reader.read(f"甲乙{word}").dimension != dimension]
    assert dead == []


def test_every_vague_target_of_v001_can_be_checked() -> None:
    known = load().language.examples
    examples = [entry.target for entry in known.targets] + list(known.by_category.values())[:-1]
    assert [text for text in examples if LANGUAGE.parse(text).kind in ("vague", "other", "empty")] == []


def test_every_demand_has_a_name_an_example_and_what_it_accepts() -> None:
    options, names = load().rule("U001"), load().get("language.dimensions")
    demands = set(LANGUAGE.lexicon.endings.values()) - {""}
    assert demands == set(options["accepts"]) == set(load().language.examples.by_dimension)
    assert demands <= set(names)
    assert set(load().get("language.units")) | {"count"} <= set(names)


def test_examples_of_u001_agree_with_their_demand() -> None:
    options = load().rule("U001")
    for demand, example in load().language.examples.by_dimension.items():
        first = LANGUAGE.parse(example)
        kind = "date" if first.dates else first.quantities[0].unit.dimension
        counted = first.quantities[0].unit.counted if first.quantities else ""
        assert {kind, f"{kind}:{counted}"} & set(options["accepts"][demand]), demand


def test_words_of_a_project_reach_the_rules() -> None:
    values = copy.deepcopy(dict(load().values))
    values["language"]["states"]["whole"].append("收官")
    values["language"]["counted"]["generic"].append("架仓")
    settings = Settings(values, {}, load().values)
    row = Indicator("年度", "产出指标", "质量指标", "节目录制", "收官")
    unit = Indicator("年度", "产出指标", "数量指标", "粮仓数量", "≥3架仓")
    submission = Submission("a.txt", "text", tables=(Table(1, indicators=(row, unit)),))
    rules = [rule for rule in all_rules() if rule.code in ("V001", "U001")]
    tools = Tools.of(settings)
    engine, shipped = Engine(build(rules, tools), tools), Engine(build(rules, TOOLS), TOOLS)
    assert tools.language.parse("≥3架仓").dimension == "count"
    for _ in range(2):  # neither leaves anything in the other
        assert [finding.code for finding in engine.check(submission)[0]] == []
        assert [finding.code for finding in shipped.check(submission)[0]] == ["V001"]


@pytest.mark.parametrize("module", ["lint.checks.rules.values", "lint.checks.rules.units", "lint.language"])
def test_nothing_heavy_is_imported(module: str) -> None:
    code = (
        f"import sys, {module}\nfrom lint.language import Language\nfrom lint.settings import load\n"
        "Language.of(load()).parse('≥95%')\n"
        "print([n for n in ('spacy', 'jieba', 'pint', 'numpy', 'pandas') if n in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_words_of_a_project_reach_worker_processes(tmp_path: Path, method: str) -> None:
    (tmp_path / "表.txt").write_text(form("供暖保障", "收官"), encoding="utf-8")
    (tmp_path / "own.toml").write_text('[language.states]\nextend-whole = ["收官"]\n', encoding="utf-8")
    codes = []
    for project in (None, tmp_path / "own.toml"):
        settings = load(project, {"run.start_method": method})
        with find([str(tmp_path / "表.txt")], settings) as inputs:
            found = check(inputs, settings, select=["V001"], jobs=1).findings
        codes.append([finding.code for finding in found if finding.value == "收官"])
    assert codes == [["V001"], []]
