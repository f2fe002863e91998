"""Comma- or otherwise separated values in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import csv
import io
from collections import Counter

from lint.model import Cell, Document, Location, Row
from lint.readers.limits import Meter, ReadError
from lint.readers.text import NotTextError, decode
from lint.settings import Settings

_BLANK = " \t\n\x0b\x0c\u3000\xa0\ufeff"
_DELIMITERS = ",\t;|，"
_SAMPLED = 50  # lines looked at to find the delimiter
_HEADERS = ("二级指标", "三级指标", "指标名称", "指标值", "项目名称")
_HEADER_CELLS = 3  # header words that make a text file a table of separated values


def read(data: bytes, path: str, settings: Settings) -> Document:
    """One row a record, cells placed by record and field. Raises ReadError."""
    limits = settings.limits
    meter = Meter(limits)
    try:
        text = decode(data)
    except NotTextError:
        raise ReadError("CSV 文件的编码无法识别或含二进制内容，请另存为 UTF-8 编码的 CSV 后重试。") from None
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    rows = []
    csv.field_size_limit(max(len(text) + 1, csv.field_size_limit()))  # of the process: never lowered
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=False)
    try:
        for number, record in enumerate(reader, 1):
            if len(record) > limits.columns:
                raise ReadError(f"CSV 第 {number} 行超过 {limits.columns} 列，请检查引号或分隔符是否写错。")
            cells = tuple(
                [
                    Cell(meter.cell(shown), Location(None, None, None, number, index + 1), index)
                    for index, field in enumerate(record)
                    if (shown := field.strip(_BLANK))
                ]
            )
            if cells:
                meter.row()
                rows.append(Row(cells, 1))
    except csv.Error:
        raise ReadError("CSV 文件的结构有误（引号不成对或有断行），请另存为 .xlsx 后重试。") from None
    return Document(path, "csv", tuple(rows), notes=tuple(meter.notes()))


def delimiter(text: str) -> str:
    """The sign that most evenly separates the first lines; a comma where none does."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:_SAMPLED]
    best, score = ",", 0.0
    for sign in _DELIMITERS:
        counts = [_outside_quotes(line, sign) for line in lines]
        common = Counter(count for count in counts if count)
        if not common:
            continue
        number, lines_with = common.most_common(1)[0]
        # Records that agree on the number of fields, weighted by how many fields the first has:
        # the header is the one line that has no free text in it.
        value = lines_with / len(lines) + (1 if counts[0] == number else 0) + min(counts[0], 20) / 100
        if value > score:
            best, score = sign, value
    return best


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def looks_like(text: str) -> bool:
    """Whether a text's first line is a header of separated values (for files of another name)."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return any(sum(field.strip(' "') in _HEADERS for field in first.split(sign)) >= _HEADER_CELLS for sign in ",;")
