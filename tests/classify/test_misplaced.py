from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lint.checks import build, by_code
from lint.checks.engine.walk import Engine
from lint.checks.tools import Tools
from lint.classify.judge import Judge
from lint.model import LEVEL1_OF_LEVEL2, Indicator, Submission, Table
from lint.settings import load
from lint.settings.manifest import ModelError
from lint.settings.shipped import shipped
from tests.cli.command import jxlint
from tests.shipped import TOOLS


def _check(*rows: tuple[str, str, str], form: str = "2015", uncertain: bool = False, tools: Tools = TOOLS):  # type: ignore[no-untyped-def]
    indicators = tuple(
        Indicator("年度", LEVEL1_OF_LEVEL2.get(level2, ""), level2, name, value, uncertain=uncertain)
        for level2, name, value in rows
    )
    submission = Submission("a.txt", "text", tables=(Table(1, project="保洁", form=form, indicators=indicators),))
    return Engine(build([by_code("C001")], tools), tools).check(submission)


def test_a_hit_says_where_it_stands_where_it_belongs_and_which_words_say_so() -> None:
    findings, _ = _check(("成本指标", "供暖时间", "2024年11月15日"))
    (finding,) = findings
    assert finding.data["expected_level2"] == "时效指标"
    for word in ("成本指标", "时效指标", "时间", "2024年11月15日"):
        assert word in finding.message
    assert "移到时效指标" in finding.suggestion
    assert "改写" in finding.suggestion
    assert 0.5 <= finding.confidence <= 1


@pytest.mark.parametrize("level2", ["数量指标", "经济效益指标", "可持续影响指标"])
@pytest.mark.parametrize("name", ["经济效益", "社会效益指标", "质量指标1", "服务对象满意度", ""])
def test_names_that_are_categories_are_never_judged(level2: str, name: str) -> None:
    findings, coverage = _check((level2, name, "≥95%"))
    assert not findings
    assert coverage["C001"].not_applicable == 1


def test_local_categories_are_never_judged() -> None:
    findings, coverage = _check(("部门管理", "设备验收合格率", "≥98%"))
    assert not findings
    assert coverage["C001"].not_applicable == 1


def test_uncertain_rows_are_never_judged() -> None:
    findings, coverage = _check(("成本指标", "供暖时间", "2024年11月15日"), uncertain=True)
    assert not findings
    assert coverage["C001"].could_not == 1


def test_the_newer_form_has_its_own_costs() -> None:
    (finding,), _ = _check(("社会成本指标", "设备购置费", "≤86万元"), form="2021")
    assert finding.data["expected_level2"] == "经济成本指标"
    (finding,), _ = _check(("质量指标", "设备购置费", "≤86万元"), form="2015")
    assert finding.data["expected_level2"] == "成本指标"


def test_one_row_is_judged_alike_alone_and_in_company() -> None:
    row = ("质量指标", "参训学员人数", "≥321人")
    (alone,), _ = _check(row)
    (among,), _ = _check(("数量指标", "检查家次", "≥17家次"), row, ("时效指标", "完工时间", "2024年11月"))
    assert (alone.message, alone.confidence) == (among.message, among.confidence)


def _with_models(folder: Path) -> Tools:
    return Tools.of(load(flags={"classify.models": str(folder)}))


def test_the_models_of_the_settings_are_used_and_kept_to_themselves(tmp_path: Path) -> None:
    row = ("成本指标", "供暖时间", "2024年11月15日")
    folder = tmp_path / "models"
    shutil.copytree(shipped("models"), folder)
    own = _with_models(folder)
    (alone,), _ = _check(row, tools=own)
    (among,), _ = _check(row)
    assert alone == among
    for path in folder.iterdir():
        path.unlink()
    assert _check(row, tools=own)[0], "models are read once"
    assert not _check(row, tools=_with_models(folder))[0], "another judge has judgements of its own"
    assert _check(row)[0]


def test_a_model_that_was_changed_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    shutil.copytree(shipped("models"), folder)
    (folder / "category.npy").write_bytes(b"changed")
    findings, coverage = _check(("成本指标", "供暖时刻表", "2024年11月16日"), tools=_with_models(folder))
    assert not findings
    assert coverage["C001"].could_not == 1
    assert "模型" in coverage["C001"].why[0]
    with pytest.raises(ModelError, match=r"category\.npy"):
        Judge(folder).find_patterns("供暖时间", "时效指标")


def test_commands_use_the_models_of_the_settings(tmp_path: Path) -> None:
    done = jxlint("classify", "--set", f"classify.models={json.dumps(str(tmp_path))}", stdin="供暖时间\n".encode())
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr
    done = jxlint("suggest", "节能环保", "--set", f"classify.models={json.dumps(str(tmp_path))}")
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr
