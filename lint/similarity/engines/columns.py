"""Tables as columns: extracted rows in Arrow arrays, one run of rows a table.

What the engine works on when there are a million of them. A table becomes a `model.Table` only
when it is to be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lint.model import ANNUAL, LEVEL1_OF_LEVEL2, Indicator, Table

_SLICE = 200_000  # tables joined at once: Arrow's plain strings hold two gigabytes
_PROJECT = 4  # characters a project's name must have to be set aside in the rows


@dataclass(frozen=True)
class Corpus:
    """`starts` has one more entry than there are tables; rows starts[i]:starts[i+1] are those of table i.

    `rows` holds the columns period, level2, name, value, unit; `heads` one row a table: file, table,
    project, department, year, annual_budget, total_budget. `tables` keeps, by index, the tables
    that were given whole (they have texts, which columns have not).
    """

    rows: pa.Table
    heads: pa.Table
    starts: npt.NDArray[np.int64]
    tables: Mapping[int, Table] = field(default_factory=dict)
    _cache: dict[str, Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: the columns, without the lists made of them."""
        return {**self.__dict__, "_cache": {}}

    def bodies(self) -> list[str]:
        """Each table's names and values in one text, the project's own name set aside."""
        texts: list[str] = []
        for first in range(0, len(self), _SLICE):
            starts = self.starts[first : first + _SLICE + 1]
            rows = self.rows.slice(int(starts[0]), int(starts[-1] - starts[0])).combine_chunks()
            flat = pc.binary_join_element_wise(rows["name"], rows["value"], rows["unit"], "")
            flat = flat.combine_chunks() if isinstance(flat, pa.ChunkedArray) else flat
            offsets = pa.array(starts - starts[0], pa.int32())
            texts.extend(pc.binary_join(pa.ListArray.from_arrays(offsets, flat), "\n").to_pylist())
        projects = self.head("project")
        return [
            text.replace(project, "") if project and len(project) >= _PROJECT and project in text else text
            for text, project in zip(texts, projects, strict=True)
        ]

    def head(self, column: str) -> list[Any]:
        """One column of the heads as a list, made once."""
        if column not in self._cache:
            self._cache[column] = self.heads[column].to_pylist()
        values: list[Any] = self._cache[column]
        return values

    def table(self, index: int) -> Table:
        """Table `index` as plain data."""
        return self.fetch([index])[0]

    def fetch(self, indexes: Sequence[int]) -> list[Table]:
        """Several tables as plain data, read from the columns at one go."""
        columns = [index for index in indexes if index not in self.tables]
        made = dict(zip(columns, self._made(np.asarray(columns, dtype=np.int64)), strict=True))
        return [self.tables[index] if index in self.tables else made[index] for index in indexes]

    def _made(self, indexes: npt.NDArray[np.int64]) -> list[Table]:
        if not len(indexes):
            return []
        sizes = self.starts[indexes + 1] - self.starts[indexes]
        ends = np.cumsum(sizes)
        places = np.arange(int(ends[-1])) + np.repeat(self.starts[indexes] - (ends - sizes), sizes)
        taken = self.rows.take(pa.array(places))
        period, level2, name, value, unit = (taken[column].to_pylist() for column in ROWS.names)
        indicators = [
            Indicator(half or ANNUAL, LEVEL1_OF_LEVEL2.get(category, ""), category, *rest)
            for half, category, *rest in zip(period, level2, name, value, unit, strict=True)
        ]
        return [
            Table(
                number=self.head("table")[index],
                project=self.head("project")[index] or "",
                department=self.head("department")[index] or "",
                year=self.head("year")[index],
                annual_budget=self.head("annual_budget")[index],
                total_budget=self.head("total_budget")[index],
                indicators=tuple(indicators[end - size : end]),
            )
            for index, size, end in zip(indexes.tolist(), sizes.tolist(), ends.tolist(), strict=True)
        ]

    def named(self, index: int) -> dict[str, Any]:
        """file, table, project, department, year of table `index` (contract, "jxlint dedup")."""
        return {name: self.head(name)[index] for name in ("file", "table", "project", "department", "year")}


HEADS = pa.schema(
    [
        ("file", pa.string()),
        ("table", pa.int64()),
        ("project", pa.string()),
        ("department", pa.string()),
        ("year", pa.int64()),
        ("annual_budget", pa.float64()),
        ("total_budget", pa.float64()),
    ]
)
ROWS = pa.schema([(name, pa.string()) for name in ("period", "level2", "name", "value", "unit")])


def of_tables(tables: Iterable[tuple[str, Table]]) -> Corpus:
    """A corpus of whole tables, each with its file's name, in reading order."""
    found = list(tables)
    rows: dict[str, list[str]] = {name: [] for name in ROWS.names}
    starts = [0]
    for _, table in found:
        for indicator in table.indicators:
            for name in ROWS.names:
                rows[name].append(getattr(indicator, name))
        starts.append(len(rows["name"]))
    heads = [
        {
            "file": file,
            "table": table.number,
            "project": table.project,
            "department": table.department,
            "year": table.year,
            "annual_budget": table.annual_budget,
            "total_budget": table.total_budget,
        }
        for file, table in found
    ]
    return Corpus(
        pa.table(rows, schema=ROWS),
        pa.Table.from_pylist(heads, schema=HEADS),
        np.asarray(starts, dtype=np.int64),
        dict(enumerate(table for _, table in found)),
    )


def of_rows(rows: pa.Table) -> Corpus:
    """A corpus of extracted rows: consecutive rows of one file, table number, project and year are a table.

    `rows` has the columns of `jxlint extract` (contract); missing ones count as empty.
    """
    rows = _complete(rows)
    number = rows.num_rows
    fresh = np.zeros(number, dtype=bool)
    fresh[:1] = True
    for column in ("file", "table", "project", "department", "year"):
        values = rows[column].combine_chunks()
        codes = pc.fill_null(values.dictionary_encode().indices, -1).to_numpy(zero_copy_only=False)
        fresh[1:] |= codes[1:] != codes[:-1]
    first = np.flatnonzero(fresh)
    starts = np.append(first, number).astype(np.int64)
    heads = rows.select(HEADS.names).take(pa.array(first)).cast(HEADS)
    if heads["table"].null_count:
        heads = heads.set_column(1, "table", pa.array(_numbered(heads), pa.int64()))
    return Corpus(rows.select(ROWS.names).cast(ROWS).combine_chunks(), heads.combine_chunks(), starts)


def _complete(rows: pa.Table) -> pa.Table:
    for column in (*HEADS, *ROWS):
        if column.name not in rows.column_names:
            rows = rows.append_column(column, pa.nulls(rows.num_rows, column.type))
    for name in ROWS.names:
        at = rows.column_names.index(name)
        rows = rows.set_column(at, name, pc.fill_null(rows[name].cast(pa.string()), ""))
    return rows


def _numbered(heads: pa.Table) -> list[int]:
    """Table numbers counted from 1 within each file."""
    numbers, last, number = [], object(), 0
    for file in heads["file"].to_pylist():
        number = number + 1 if file == last else 1
        last = file
        numbers.append(number)
    return numbers


def joined(corpora: Sequence[Corpus]) -> Corpus:
    """Several corpora as one, in order."""
    if len(corpora) == 1:
        return corpora[0]
    offsets = np.cumsum([0, *(corpus.rows.num_rows for corpus in corpora)])
    before = np.cumsum([0, *(len(corpus) for corpus in corpora)])
    starts = [corpus.starts[:-1] + offset for corpus, offset in zip(corpora, offsets, strict=False)]
    return Corpus(
        pa.concat_tables([corpus.rows for corpus in corpora]).combine_chunks(),
        pa.concat_tables([corpus.heads for corpus in corpora]).combine_chunks(),
        np.append(np.concatenate(starts), offsets[-1]).astype(np.int64),
        {
            int(first) + index: table
            for corpus, first in zip(corpora, before, strict=False)
            for index, table in corpus.tables.items()
        },
    )
