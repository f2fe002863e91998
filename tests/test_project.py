"""The project's own files: commands of the README, constraints, generated pages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def command(name: str) -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name}-command -->\n```\n(.+)\n```\n<!-- /{name}-command -->", readme)
    assert found is not None, name
    return found[1]


def test_the_two_commands_are_one_line_each_and_the_same_in_both_readmes() -> None:
    chinese = (ROOT / "README.zh.md").read_text(encoding="utf-8")
    for name, end in (("sample", "check samples --fail-on never"), ("test", "-m pytest")):
        assert command(name).endswith(end)
        assert command(name) in chinese


def test_constraints_pin_every_dependency_and_name_no_place() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "http:" not in text
    assert "https:" not in text
    assert "/" not in re.sub(r"#.*", "", text)
    pinned = {line.split("==")[0] for line in text.splitlines() if "==" in line}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^    "([A-Za-z0-9_.-]+?)(?:\[[^]]*\])?>=', project, re.MULTILINE)
    listed += re.findall(r'= \["([a-z0-9-]+)>=', project)
    assert len(listed) > 20
    assert {name.lower().replace("_", "-") for name in listed} - {"hatchling"} <= pinned


def test_rule_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "rule_pages.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_readme_lists_every_rule_as_it_is() -> None:
    from lint.checks import all_rules
    from lint.model import SEVERITY_WORDS
    from lint.settings import load

    words = {level.value: word for level, word in SEVERITY_WORDS.items()}
    settings = load()
    chinese = (ROOT / "README.zh.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([A-Z]\d{3}) \| ([a-z-]+) \| (.+?) \| (\S+) \|$", chinese, re.MULTILINE)
    assert listed == [
        (rule.code, rule.name, rule.title, words[settings.rule(rule.code)["severity"]]) for rule in all_rules()
    ]


def test_the_readme_names_every_command_and_option_of_check() -> None:
    from lint.cli import COMMANDS, group
    from lint.cli.check import command as check

    chinese = (ROOT / "README.zh.md").read_text(encoding="utf-8")
    assert [
        name for name in group.list_commands(None) if f"`{name}" not in chinese and f"jxlint {name}" not in chinese
    ] == []  # type: ignore[arg-type]
    assert set(COMMANDS) >= set(group.list_commands(None))  # type: ignore[arg-type]
    options = [option for parameter in check.params for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if option not in chinese] == []
