"""Spaces that a PDF writes where the font changes, and that take no room on the page."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from lint.model import Document
from lint.readers import read
from lint.settings import load


@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed")
def test_quotation_marks_of_another_font_part_no_word(tmp_path: Path) -> None:
    written = docx.Document()
    table = written.add_table(rows=2, cols=2, style="Table Grid")
    table.cell(0, 0).text, table.cell(0, 1).text = "项目名称", "城乡“两园”设施改造"
    table.cell(1, 0).text, table.cell(1, 1).text = "主管部门", "青禾县住建局"
    source = tmp_path / "form.docx"
    written.save(str(source))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    document = read(str(tmp_path / "form.pdf"), load())

    assert isinstance(document, Document)
    assert "城乡“两园”设施改造" in [cell.text for row in document.rows for cell in row.cells]
