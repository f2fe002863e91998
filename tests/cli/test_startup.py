"""The command line answers, and what is light stays light."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("spacy", "pandas", "sklearn", "numpy", "jieba", "pyarrow", "openpyxl", "rich")


def test_help_lists_the_commands_in_chinese() -> None:
    done = subprocess.run([sys.executable, "-m", "lint", "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "检查申报材料" in done.stdout
    assert "Options" not in done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["explain", "T003"], ["rules"], ["config"]])
def test_light_commands_import_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom lint.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as leave:\n    status = leave.code\n"
        f"print(status, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip().splitlines()[-1] == "0 []"
