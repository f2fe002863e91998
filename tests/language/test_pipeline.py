"""The spaCy pipeline: its order, its layers, that it shows what the rules see, that it keeps to itself."""

from __future__ import annotations

import copy
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from spacy.language import Language as Spacy
from spacy.tokens import Doc

from lint.checks.engine.walk import Engine
from lint.checks.rule import RowRule, Subject
from lint.cli.parse import layers_of
from lint.language import Language, normalise
from lint.language.pipeline import COMPONENTS, build_pipeline
from lint.model import Indicator, Submission, Table
from lint.settings import Settings, load
from tests.language import corpora
from tests.shipped import LANGUAGE, TOOLS

_EVERY = 200  # one text in two hundred: some four hundred
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pipeline() -> Spacy:
    return build_pipeline(LANGUAGE)


def test_components_in_their_order(pipeline: Spacy) -> None:
    assert tuple(pipeline.pipe_names) == COMPONENTS
    assert pipeline.lang == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "每平方米每月0.2元", "2024年12月底前完成≥95%", "不发生消防事故", "达到国家卫生城市标准", "≤合同天数",
        "明显提升", "DN300", "2026年6月底前完成验收", "１ ０００ 人", "",
    ],
)  # fmt: skip
def test_layers_are_what_the_rules_see(pipeline: Spacy, text: str) -> None:
    doc, target = pipeline(text), LANGUAGE.parse(text)
    assert doc._.target is target
    assert doc.text == doc._.plain == normalise(text) == target.text
    assert (doc._.quantities, doc._.dates, doc._.vague) == (target.quantities, target.dates, target.vague)
    assert (doc._.states, doc._.standards, doc._.references) == (target.states, target.standards, target.references)
    assert doc._.demand is LANGUAGE.read_name(text)
    assert len(doc.spans["quantities"]) == len(target.quantities)


def test_words_are_those_of_the_segmenter(pipeline: Spacy) -> None:
    cut = LANGUAGE.segmenter.cut
    for text in ("机关工作人员服务满意度", "高标准农田建设面积≥3000亩", "遗属补助发放达标率"):
        assert cut(text) == tuple(token.text for token in pipeline(text))
    assert "满意度" in cut("机关工作人员服务满意度")
    assert "高标准农田" in cut("高标准农田建设面积")


def test_head_and_demand(pipeline: Spacy) -> None:
    doc = pipeline("机关工作人员服务满意度")
    assert doc._.head.text == "满意度"
    assert doc._.demand.dimension == "ratio"
    assert pipeline("")._.head is None


def test_a_component_can_be_replaced() -> None:
    @Spacy.component("test_vagueness")
    def own(doc: Doc) -> Doc:
        doc._.vague = ("甲",)
        return doc

    pipeline = build_pipeline(LANGUAGE)
    pipeline.replace_pipe("vagueness", "test_vagueness")
    assert pipeline("乙")._.vague == ("甲",)
    assert build_pipeline(LANGUAGE)("明显")._.vague == ("明显",)


def test_parts_of_speech() -> None:
    tag, ends_in_verb = LANGUAGE.segmenter.tag, LANGUAGE.segmenter.ends_in_verb
    assert tag("满意度") == "n"
    assert tag("测量").startswith("v")
    assert tag("３") == tag("，") == ""
    assert ends_in_verb("工程测量")
    assert not ends_in_verb("物业管理服务费")


def test_each_language_cuts_with_its_own_dictionary() -> None:
    values = copy.deepcopy(dict(load().values))
    values["language"]["dictionary"]["words"].append("架仓粮食")
    own = Language.of(Settings(values, {}, load().values))
    assert "架仓粮食" in own.segmenter.cut("储备架仓粮食")
    assert "架仓粮食" not in LANGUAGE.segmenter.cut("储备架仓粮食")
    assert own.segmenter.tag("架仓粮食") == "n"
    assert LANGUAGE.segmenter.tag("架仓粮食") == ""


@pytest.mark.slow
def test_no_cache_file_is_written_or_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        trap = Path(folder) / "jieba.cache"
        trap.write_bytes(b"not a cache")
        code = (
            "from lint.language import Language\nfrom lint.settings import load\n"
            "print(Language.of(load()).segmenter.cut('专项资金使用率'))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env={"TMPDIR": folder}
        )
        assert "使用率" in done.stdout
        assert trap.read_bytes() == b"not a cache"
        assert [path.name for path in Path(folder).iterdir()] == ["jieba.cache"]


@pytest.mark.slow
def test_parse_prints_what_the_rules_see_of_corpus_values(pipeline: Spacy) -> None:
    """A few hundred values and names of the corpora, as the engine gives them to the rules."""
    seen: list[Subject] = []

    class Watching(RowRule):
        code = "V001"

        def check_row(self, subject: Subject) -> None:
            seen.append(subject)

    texts = [text for text in corpora.texts()[::_EVERY] if text.strip()]
    rows = tuple(Indicator("年度", "产出指标", "数量指标", text, text) for text in texts)
    rule = Watching.__new__(Watching)
    Engine([rule], TOOLS).check(Submission("a.txt", "text", tables=(Table(1, indicators=rows),)))
    assert len(seen) >= 300
    for subject in seen:
        target, printed = subject.target, layers_of(pipeline(subject.indicator.value), LANGUAGE)
        assert printed["text"] == target.text
        assert printed["kind"] == target.kind
        assert [(q["comparator"], q["low"], q["high"], q.get("name", "")) for q in printed["quantities"]] == [
            (q.comparator, q.low, q.high, q.unit.name) for q in target.quantities
        ]
        assert [d["text"] for d in printed["dates"]] == [d.text for d in target.dates]
        for layer in ("states", "standards", "references", "vague"):
            assert tuple(printed[layer]) == getattr(target, layer), layer
        demand = LANGUAGE.read_name(subject.indicator.name)
        assert printed["demands"] == {"dimension": demand.dimension, "evidence": demand.evidence}
        assert printed["cell"]["target"] == LANGUAGE.cells.read(subject.indicator.value).degree


def test_parse_command_shows_the_layers() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lint", "parse", "无人机巡查≥3次/年"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert '"无人机"' in done.stdout
    assert '"comparator": "≥"' in done.stdout
