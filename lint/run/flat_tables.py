"""Flat files of indicator rows as columns (Parquet of `extract`, CSV of a system), and submissions beside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from lint.model import CANONICAL_LEVEL2, Submission, Unreadable
from lint.run.inputs import Input, Inputs
from lint.settings import Settings
from lint.similarity.engines.columns import Corpus, joined, of_rows, of_tables

HEADERS = {
    "项目名称": "project",
    "单位名称": "department",
    "部门名称": "department",
    "年度": "year",
    "预算年度": "year",
    "二级指标": "level2",
    "三级指标": "name",
    "指标名称": "name",
    "指标值": "value",
    "年度指标值": "value",
    "计量单位": "unit",
    "度量单位": "unit",
    "文件": "file",
}
"""Header words of a flat file and the contract's column they stand for; the contract's own names are taken too."""
NEEDED = frozenset({"project", "name", "value"})
_PARQUET = b"PAR1"
_PROBE = 4096  # bytes in which a CSV's header line must end
_ENCODINGS = ("utf-8-sig", "gb18030")


def load_corpus(
    inputs: Inputs, settings: Settings, jobs: int = 0, done: Callable[[str], None] | None = None
) -> tuple[Corpus, list[str]]:
    """The tables of all inputs in order, and one Chinese sentence for each input that could not be used."""
    parts: dict[int, Corpus] = {}
    problems: dict[int, str] = {}
    others: list[tuple[int, Input]] = []
    for index, item in enumerate(inputs.items):
        if isinstance(item, Unreadable):
            problems[index] = item.reason
        elif (kind := _kind(item.source)) is None:
            others.append((index, item))
        else:
            try:
                parts[index] = of_rows(_flat(item, kind))
            except (pa.ArrowException, OSError, ValueError, KeyError):
                problems[index] = f"{item.path} 不是完整的扁平指标表，请确认含有“项目名称、三级指标、指标值”各列。"
            if done is not None:
                done(item.path)
    for (index, item), loaded in zip(others, _submissions(others, settings, jobs, done), strict=True):
        if isinstance(loaded, Unreadable):
            problems[index] = loaded.reason
        else:
            parts[index] = of_tables((item.path, table) for table in loaded.tables)
    corpora = [parts[index] for index in sorted(parts)] or [of_tables([])]
    return joined(corpora), [problems[index] for index in sorted(problems)]


def _submissions(
    others: list[tuple[int, Input]], settings: Settings, jobs: int, done: Callable[[str], None] | None
) -> Iterator[Submission | Unreadable]:
    if not others:
        return iter(())  # columns alone: the readers are not imported
    from lint.run.chain import load_all

    return load_all(Inputs([item for _, item in others]), settings, jobs, done)


def _kind(source: str) -> str | None:
    """The word parquet or csv for a flat file, None for anything that the readers must make sense of."""
    try:
        with Path(source).open("rb") as file:
            head = file.read(_PROBE)
    except OSError:
        return None
    if head.startswith(_PARQUET):
        return "parquet"
    line = head.split(b"\n", 1)[0]
    for encoding in _ENCODINGS:
        try:
            names = next(csv.reader(io.StringIO(line.decode(encoding))), [])
        except (UnicodeDecodeError, csv.Error):
            continue
        if {HEADERS.get(name.strip(), name.strip()) for name in names} >= NEEDED:
            return "csv"
    return None


def _flat(item: Input, kind: str) -> pa.Table:
    if kind == "parquet":
        import pyarrow.parquet as pq

        rows = pq.read_table(item.source)
    else:
        rows = _csv(Path(item.source).read_bytes())
    return name_columns(rows, item.path)


def _csv(data: bytes) -> pa.Table:
    import pyarrow.csv as pv

    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError("encoding")
    names = next(csv.reader(io.StringIO(text)))
    return pv.read_csv(
        pa.BufferReader(text.encode()),
        read_options=pv.ReadOptions(column_names=[name.strip() for name in names], skip_rows=1),
        parse_options=pv.ParseOptions(newlines_in_values=True),
        convert_options=pv.ConvertOptions(
            column_types=dict.fromkeys((name.strip() for name in names), pa.string()), strings_can_be_null=False
        ),
    )


def name_columns(rows: pa.Table, path: str) -> pa.Table:
    """`rows` with the contract's column names and types. Raises KeyError where a needed one is missing."""
    kept: dict[str, pa.ChunkedArray] = {}
    for name in rows.column_names:
        column = HEADERS.get(name.strip(), name.strip())
        if column not in kept:
            kept[column] = rows[name]
    for name in NEEDED:
        kept[name]
    _inherit(kept)
    if "file" not in kept:
        kept["file"] = pa.chunked_array([pa.array([path] * rows.num_rows, pa.string())])
    if "level2" in kept:
        kept["level2"] = _canonical(kept["level2"].cast(pa.string()))
    for name in ("year", "table"):
        if name in kept and not pa.types.is_integer(kept[name].type):
            kept[name] = _integers(kept[name])
    for name in ("annual_budget", "total_budget"):
        if name in kept and not pa.types.is_floating(kept[name].type):
            kept[name] = kept[name].cast(pa.float64()) if pa.types.is_integer(kept[name].type) else _numbers(kept[name])
    return pa.table(kept)


def _inherit(kept: dict[str, pa.ChunkedArray]) -> None:
    """Where merged cells left the project empty, the row belongs to the project above."""
    project = pc.utf8_trim_whitespace(pc.fill_null(kept["project"].cast(pa.string()), ""))
    empty = pc.equal(project, "")
    if not pc.any(empty).as_py():
        return
    for name in ("project", "department", "year"):
        if name in kept:
            column, merged = kept[name].combine_chunks(), empty.combine_chunks()
            above = pc.fill_null_forward(pc.if_else(merged, pa.scalar(None, column.type), column))
            kept[name] = pa.chunked_array([pc.if_else(merged, above, column)])


def _integers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The first whole number in each cell (2025年 → 2025), null where there is none."""
    found = pc.struct_field(pc.extract_regex(column.cast(pa.string()), r"(?P<n>\d{1,9})"), "n")
    return found.cast(pa.int64())


def _numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells that are plain numbers, null for others."""
    text = pc.replace_substring(pc.utf8_trim_whitespace(column.cast(pa.string())), ",", "")
    plain = pc.if_else(pc.match_substring_regex(text, r"^-?\d+(\.\d+)?$"), text, None)
    return plain.cast(pa.float64())


def _canonical(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Second-level names written short (经济效益) as the canonical ones; an empty cell takes the one above."""
    short = {name.removesuffix("指标"): name for name in CANONICAL_LEVEL2}
    encoded = column.combine_chunks().dictionary_encode()
    words = [
        None if not (word or "").strip() else short.get(word.strip().removesuffix("指标"), word.strip())
        for word in encoded.dictionary.to_pylist()
    ]
    named = pa.array(words, pa.string()).take(encoded.indices)
    return pa.chunked_array([pc.fill_null(pc.fill_null_forward(named), "")])
