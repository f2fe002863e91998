"""The spaCy pipeline: its order, its layers, that it agrees with the parser, that it keeps to itself."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from lint.language import normalise, parse_target, words
from lint.language.pipeline import COMPONENTS, annotate, nlp
from lint.language.words import ends_in_verb, tag

ROOT = Path(__file__).resolve().parents[2]


def test_components_in_their_order() -> None:
    assert tuple(nlp().pipe_names) == COMPONENTS
    assert nlp().lang == "zh"


@pytest.mark.parametrize(
    "text",
    ["每平方米每月0.2元", "2024年12月底前完成≥95%", "不发生消防事故", "达到国家卫生城市标准", "≤合同天数", "明显提升"],
)
def test_layers_agree_with_the_parser(text: str) -> None:
    doc, target = annotate(text), parse_target(text)
    assert doc.text == normalise(text) == target.text
    assert doc._.quantities == target.quantities
    assert doc._.dates == target.dates
    if not target.quantities and not target.dates:
        assert (doc._.references, doc._.standards) == (target.references, target.standards)
        assert target.kind not in ("state",) or doc._.states == target.states
        assert doc._.vague == target.vague
    assert len(doc.spans["quantities"]) == len(target.quantities)


def test_words_are_those_of_the_segmenter() -> None:
    for text in ("机关工作人员服务满意度", "高标准农田建设面积≥3000亩", "遗属补助发放达标率"):
        assert words(text) == tuple(token.text for token in annotate(text))
    assert "满意度" in words("机关工作人员服务满意度")
    assert "高标准农田" in words("高标准农田建设面积")


def test_head_and_demand() -> None:
    doc = annotate("机关工作人员服务满意度")
    assert doc._.head.text == "满意度"
    assert doc._.demand.dimension == "ratio"
    assert annotate("")._.head is None


def test_a_component_can_be_replaced() -> None:
    @Language.component("test_vagueness")
    def own(doc: Doc) -> Doc:
        doc._.vague = ("甲",)
        return doc

    pipeline = nlp()
    try:
        pipeline.replace_pipe("vagueness", "test_vagueness")
        assert annotate("乙")._.vague == ("甲",)
    finally:
        pipeline.replace_pipe("vagueness", "jxlint_vagueness")
    assert annotate("明显")._.vague == ("明显",)


def test_parts_of_speech() -> None:
    assert tag("满意度") == "n"
    assert tag("测量").startswith("v")
    assert tag("３") == tag("，") == ""
    assert ends_in_verb("工程测量")
    assert not ends_in_verb("物业管理服务费")


def test_no_cache_file_is_written_or_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        trap = Path(folder) / "jieba.cache"
        trap.write_bytes(b"not a cache")
        code = "from lint.language import words\nprint(words('专项资金使用率'))"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env={"TMPDIR": folder}
        )
        assert "使用率" in done.stdout
        assert trap.read_bytes() == b"not a cache"
        assert [path.name for path in Path(folder).iterdir()] == ["jieba.cache"]


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
