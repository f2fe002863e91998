"""Reviewers' verdicts on findings: read, checked, and turned into corpus rows.

A verdict file is the findings export (csv) with two columns more: 判定 (对 or 错) and 正确类别 (a
second-level category, for misplaced indicators).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lint.classify.labels import NUMBER_OF
from lint.training.corpus import CorpusError, Row, read_rows, write_rows

VERDICT, RIGHT_CATEGORY = "判定", "正确类别"
_NEEDED = ("code", "level2", "name", "value", VERDICT)
_WORDS: Mapping[str, bool] = {
    "对": True,
    "正确": True,
    "是": True,
    "√": True,
    "错": False,
    "误报": False,
    "否": False,
    "×": False,
}
_LARGEST = 64 * 2**20  # bytes
_LONGEST = 500
_ENCODINGS = ("utf-8-sig", "gb18030")


class VerdictError(Exception):
    """A verdict file that cannot be used; the text is one Chinese sentence with line and remedy."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a verdict file: corpus rows, and lines without a verdict or of no use."""

    rows: tuple[Row, ...]
    unmarked: int
    unused: int


def read_verdicts(path: Path, teaches: Mapping[str, str]) -> Taken:
    """The rows a verdict file teaches.

    `teaches` says by code what a verdict on a rule's finding is good for (`Rule.teaches`): "category", or
    "vagueness" (what the lexical rule is measured by). Verdicts on other rules are of no use and counted as
    unused. Raises VerdictError for the first line that cannot be meant.
    """
    lines = csv.reader(io.StringIO(_text(path)))
    header = [cell.strip() for cell in next(lines, [])]
    if missing := [name for name in _NEEDED if name not in header]:
        raise VerdictError(
            f"{path} 的表头缺少“{missing[0]}”一列；请在 jxlint check --format csv 的结果上加“判定”“正确类别”两列。"
        )
    rows: list[Row] = []
    unmarked = unused = 0
    for cells in lines:
        where = f"{path} 第 {lines.line_num} 行"
        given = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        if not given.get(VERDICT):
            unmarked += 1
            continue
        row = _row(given, where, path.name, teaches.get(given.get("code", ""), ""))
        if row is None:
            unused += 1
        else:
            rows.append(row)
    return Taken(tuple(rows), unmarked, unused)


def add(rows: Sequence[Row], corpus: Path) -> tuple[int, int]:
    """Appends rows to a local corpus; (rows new, rows whose earlier verdict was replaced).

    The last verdict on a row counts, so the file holds each row once. Raises CorpusError where the
    local corpus is not one.
    """
    known = read_rows(corpus) if corpus.exists() else []
    kept = {_identity(row): row for row in known}
    new = sum(_identity(row) not in kept for row in {_identity(row): row for row in rows}.values())
    before = dict(kept)
    kept.update((_identity(row), row) for row in rows)
    replaced = sum(before[key] != row for key, row in kept.items() if key in before)
    try:
        temporary = corpus.with_name(corpus.name + ".new")
        write_rows(temporary, list(kept.values()))
        temporary.replace(corpus)
    except OSError:
        raise CorpusError(f"本地语料 {corpus} 无法写入，请用 --corpus 指定可写的文件。") from None
    return new, replaced


def _identity(row: Row) -> tuple[str, str, str, str, bool]:
    return row.form, row.level2, row.name, row.value, row.kind == "values"


def _row(given: Mapping[str, str], where: str, file: str, lesson: str) -> Row | None:
    word = given[VERDICT]
    if word not in _WORDS:
        raise VerdictError(f"{where}：“判定”写的是“{word[:20]}”，只能写“对”或“错”。")
    right, code = _WORDS[word], given["code"]
    if any(len(given.get(name, "")) > _LONGEST for name in ("name", "value", "project")):
        raise VerdictError(f"{where}：名称、指标值或项目名称超过 {_LONGEST} 字，请检查是否错列。")
    level2, correct = given["level2"], _category(given.get(RIGHT_CATEGORY, ""), where)
    newer = level2 in ("经济成本指标", "社会成本指标", "生态环境成本指标")
    base = Row(
        source="reviewed",
        document=file,
        group="审核：" + given["name"],
        sector="",
        project=given.get("project", ""),
        form="2021" if newer else "2015",
        level2=level2,
        name=given["name"],
        value=given["value"],
        true_level2=level2,
        vague=None,
        unit=None,
        kind="judged",
    )
    if not base.name or level2 not in NUMBER_OF:
        return None
    if lesson == "category":
        if right and not correct:
            raise VerdictError(f"{where}：{code} 判为“对”时，请在“正确类别”写明应属的二级指标。")
        if right and correct == level2:
            raise VerdictError(f"{where}：{code} 判为“对”，“正确类别”却与所列类别“{level2}”相同，请核对。")
        if not right and correct and correct != level2:
            raise VerdictError(f"{where}：{code} 判为“错”，“正确类别”却写了别的类别“{correct}”，请核对。")
        return replace(base, true_level2=correct or level2)
    if lesson == "vagueness":
        return replace(base, kind="values", vague=int(right))
    return None


def _category(text: str, where: str) -> str:
    if not text:
        return ""
    name = text if text.endswith("指标") else text + "指标"
    if name not in NUMBER_OF:
        raise VerdictError(
            f"{where}：“正确类别”写的是“{text[:20]}”，不是规范的二级指标；可用的有{'、'.join(NUMBER_OF)}。"
        )
    return name


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise VerdictError(f"{path} 过大，请拆成小于 64 MB 的文件。")
        data = path.read_bytes()
    except OSError:
        raise VerdictError(f"找不到或无法读取 {path}，请检查路径。") from None
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise VerdictError(f"{path} 不是 UTF-8 或 GB18030 编码的 CSV，请另存为 CSV UTF-8 后重试。")
