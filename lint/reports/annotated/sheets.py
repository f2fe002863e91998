"""The sheets and columns that an annotated copy adds, by the titles under which they are found again.

`lint.run.replies` looks for REPLY and MARK to read back what a department wrote, and leaves ROWS_SHEET out.
"""

from __future__ import annotations

LIST_SHEET = "问题清单"
ROWS_SHEET = "识读结果"
REPLY = "整改说明（由申报单位填写）"
MARK = "指纹（请勿改动）"

LIST_COLUMNS: tuple[tuple[str, float], ...] = (
    ("序号", 6),
    ("级别", 7),
    ("规则", 26),
    ("位置", 24),
    ("项目", 24),
    ("所属类别", 20),
    ("原内容", 34),
    ("问题", 48),
    ("修改建议", 42),
    ("依据", 20),
    ("状态", 9),
    (REPLY, 40),
    (MARK, 20),
)
"""Titles and widths in characters of the sheet 问题清单."""

PLACE_COLUMN = 3  # 0-based column of the links to the cells
REPLY_COLUMN = 11
