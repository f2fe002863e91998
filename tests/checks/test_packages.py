"""Rule packages outside the repository: found by their entry point, used like any rule; a bad one is named."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.cli.command import ROOT, ROWS, form, jxlint_process, write

GUIDE = (ROOT / "docs/rule-packages.md").read_text(encoding="utf-8")


def of_guide(name: str) -> str:
    """The text of a file as the guide gives it."""
    match = re.search(rf"```\w+\n# {re.escape(name)}\n(.*?)```", GUIDE, re.DOTALL)
    assert match is not None
    return match[1]


RULES, SETTINGS = of_guide("acme_rules/__init__.py"), of_guide("acme_rules/rules.toml")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder on the path with the distribution `acme` in it, as pip would leave it."""
    site = tmp_path / "site"
    package = site / "acme_rules"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(RULES, encoding="utf-8")
    (package / "rules.toml").write_text(SETTINGS, encoding="utf-8")
    about = site / "acme-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n", encoding="utf-8")
    points = tomllib.loads(of_guide("pyproject.toml"))["project"]["entry-points"]["jxlint.rules"]
    lines = ["[jxlint.rules]", *(f"{name} = {module}" for name, module in points.items())]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write(tmp_path / "form.txt", form(ROWS))
    return site


def run(site: Path, *arguments: str):
    return jxlint_process(*arguments, cwd=site.parent, env={"PYTHONPATH": f"{ROOT}:{site}"})


def test_a_rule_of_an_installed_package_runs_like_any_other(installed: Path) -> None:
    done = run(installed, "check", "form.txt", "--format", "json", "--select", "Z")
    report = json.loads(done.stdout)
    assert {item["name"] for item in report["findings"]} == {"巡检泵站数量", "泵站设备完好率"}
    assert {item["severity"] for item in report["findings"]} == {"warning"}
    assert set(report["files"][0]["coverage"]) == {"Z001"}


def test_it_is_listed_last_explained_and_changed_by_a_projects_file(installed: Path) -> None:
    listed = json.loads(run(installed, "rules", "--format", "json").stdout)
    assert listed[-1]["code"] == "Z001"
    assert "本地不用的说法" in run(installed, "explain", "Z001").stdout
    write(installed.parent / "jxlint.toml", '[rules.Z001]\nseverity = "info"\nextend-words = ["村庄"]\n')
    done = run(installed, "check", "form.txt", "--format", "json", "--select", "local-word")
    found = json.loads(done.stdout)["findings"]
    assert len(found) == 3
    assert {item["severity"] for item in found} == {"info"}
    write(installed.parent / "jxlint.toml", "[rules.Z001]\nword = []\n")
    wrong = run(installed, "check", "form.txt")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "rules.Z001.word 是未知的设置项" in wrong.stderr


BROKEN = {
    "找不到这个模块": ("acme-1.0.dist-info/entry_points.txt", "[jxlint.rules]\nacme = acme_rulez\n"),
    "导入时出错": ("acme_rules/__init__.py", "import no_such_module\n"),
    "没有规则": ("acme_rules/__init__.py", "RULES = ()\n"),
    "不是一个大写字母加三位数字": ("acme_rules/__init__.py", RULES.replace('"Z001"', '"ACME1"')),
    "规则 V001 已经有了": ("acme_rules/rules.toml", SETTINGS.replace("Z001", "V001")),
    "没有写明 title": ("acme_rules/__init__.py", RULES.replace('    title = "本地不用的说法"\n', "")),
    "没有写明 它的 family": ("acme_rules/__init__.py", RULES.replace('Family("Z"', 'Family("Y"')),
    "没有 [rules.Z001]": ("acme_rules/rules.toml", SETTINGS.replace("Z001", "Z002")),
    "无法读取": ("acme_rules/rules.toml", "[rules.Z001\n"),
    "rules.Z001.wordz 是未知的设置项": ("acme_rules/rules.toml", SETTINGS.replace("words", "wordz")),
    "rules.Z001.severity 没有填写": ("acme_rules/rules.toml", SETTINGS.replace('severity = "warning"\n', "")),
    "只能有 [rules.代码] 各节": ("acme_rules/rules.toml", SETTINGS + "[limits]\npages = 1\n"),
}


@pytest.mark.parametrize("words", BROKEN)
def test_a_package_that_cannot_be_used_is_named_in_one_sentence(installed: Path, words: str) -> None:
    name, text = BROKEN[words]
    (installed / name).write_text(text, encoding="utf-8")
    done = run(installed, "check", "form.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert "规则包 acme（acme_rule" in done.stderr
    assert words in done.stderr
    assert "卸载" in done.stderr


def test_a_missing_settings_file_is_named(installed: Path) -> None:
    (installed / "acme_rules/rules.toml").unlink()
    done = run(installed, "config", "rules.V001")
    assert done.returncode == 2
    assert "缺少设置文件" in done.stderr
