"""The library of earlier submissions: one SQLite file.

SQLite and not DuckDB: several readers beside one writer, a writer that dies (kill -9) leaves the
last committed state, it comes with Python, and one table is looked up by an index in a millisecond,
where a column store would scan. A submission is added or removed in one transaction.

Tables are found as the engine finds them: by the bands of their signatures, then by the estimate,
then by the account. Rarity is counted over the whole library (table `kind`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lint.model import LEVEL1_OF_LEVEL2, Indicator, Submission, Table
from lint.settings import SettingsError
from lint.settings.sections.similarity import Similarity
from lint.similarity.account import Account, Accountant
from lint.similarity.background import read_background
from lint.similarity.engines import signature
from lint.similarity.rarity import Rarity
from lint.similarity.view import TableView, view

APPLICATION = 0x6A78_6C69  # "jxli": marks the file as ours (SQLite's application_id)
_BUSY = 30_000  # milliseconds a writer waits for another
_ROWS, _TEXTS = 0, 1  # what a band was made of
_SIGNED = {_ROWS: signature.BANDS, _TEXTS: signature.BANDS // 2}  # bands stored of each
_HALF = 1 << 63

_MIGRATIONS = (
    """
    CREATE TABLE submission (
        id INTEGER PRIMARY KEY, path TEXT NOT NULL, digest TEXT NOT NULL UNIQUE, added TEXT NOT NULL);
    CREATE TABLE form (
        id INTEGER PRIMARY KEY, submission INTEGER NOT NULL REFERENCES submission ON DELETE CASCADE,
        number INTEGER NOT NULL, project TEXT NOT NULL, department TEXT NOT NULL, year INTEGER,
        scope TEXT NOT NULL, annual_budget REAL, total_budget REAL);
    CREATE INDEX form_submission ON form (submission);
    CREATE TABLE indicator (
        form INTEGER NOT NULL REFERENCES form ON DELETE CASCADE, place INTEGER NOT NULL, period TEXT NOT NULL,
        level2 TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL,
        PRIMARY KEY (form, place)) WITHOUT ROWID;
    CREATE TABLE passage (
        form INTEGER NOT NULL REFERENCES form ON DELETE CASCADE, field TEXT NOT NULL, text TEXT NOT NULL,
        PRIMARY KEY (form, field)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE signature (
        form INTEGER NOT NULL REFERENCES form ON DELETE CASCADE, kind INTEGER NOT NULL, value BLOB NOT NULL,
        PRIMARY KEY (form, kind)) WITHOUT ROWID;
    CREATE TABLE band (
        kind INTEGER NOT NULL, number INTEGER NOT NULL, key INTEGER NOT NULL,
        form INTEGER NOT NULL REFERENCES form ON DELETE CASCADE,
        PRIMARY KEY (kind, number, key, form)) WITHOUT ROWID;
    CREATE INDEX band_form ON band (form);
    CREATE TABLE kind (
        name TEXT NOT NULL, shape TEXT NOT NULL, forms INTEGER NOT NULL,
        PRIMARY KEY (name, shape)) WITHOUT ROWID;
    """,
)
VERSION = len(_MIGRATIONS)
"""Version of the schema; a library of an earlier one is brought up to it when it is opened."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One submission of the library: departments and years are those of its tables."""

    number: int
    path: str
    added: str
    tables: int
    departments: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A table of the library that the table asked about was copied from, and the account."""

    view: TableView
    account: Account


class Library:
    """An open library; a context manager. `options` is the section [similarity].

    Raises SettingsError with a Chinese sentence where the file is missing, is no library, was made
    by a later version, or cannot be written.
    """

    def __init__(self, path: Path, options: Similarity, *, create: bool = False) -> None:
        if not create and not path.is_file():
            raise SettingsError(f"找不到材料库 {path}，请先用 jxlint library add 建立。")
        self.path = path
        self._options = options
        try:
            self._base = sqlite3.connect(path, timeout=_BUSY / 1000, isolation_level=None)
            self._prepare()
        except sqlite3.DatabaseError as error:
            raise SettingsError(f"{path} 不能作为材料库使用（{error}），请检查文件是否完好、可写。") from None
        self._accountant: Accountant | None = None

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def _prepare(self) -> None:
        (mark,) = self._base.execute("PRAGMA application_id").fetchone()
        (tables,) = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if mark != APPLICATION and tables:
            raise SettingsError(f"{self.path} 不是 jxlint 的材料库。")
        self._base.execute(f"PRAGMA busy_timeout = {_BUSY}")
        self._base.execute("PRAGMA foreign_keys = ON")
        self._base.execute("PRAGMA synchronous = FULL")
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise SettingsError(f"材料库 {self.path} 由更新版本的 jxlint 建立，请升级后再用。")
        if version < VERSION:
            self._base.execute("PRAGMA journal_mode = WAL")
            self._migrate()

    def _migrate(self) -> None:
        """Brings the schema up to VERSION in one transaction, filling what the steps added."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            (version,) = self._base.execute("PRAGMA user_version").fetchone()  # another process may have been faster
            for step in _MIGRATIONS[version:]:
                for statement in step.split(";"):
                    if statement.strip():
                        self._base.execute(statement)
            if 0 < version < VERSION:
                self._index(self._base.execute("SELECT id FROM form ORDER BY id").fetchall())
            self._base.execute(f"PRAGMA application_id = {APPLICATION}")
            self._base.execute(f"PRAGMA user_version = {VERSION}")
            self._base.execute("COMMIT")
        except BaseException:
            self._base.execute("ROLLBACK")
            raise

    def add(self, submission: Submission) -> bool:
        """Adds a submission with its tables, in one transaction; False where it is already there."""
        digest = _digest(submission)
        self._base.execute("BEGIN IMMEDIATE")
        try:
            if self._base.execute("SELECT 1 FROM submission WHERE digest = ?", (digest,)).fetchone():
                self._base.execute("ROLLBACK")
                return False
            now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            number = self._base.execute(
                "INSERT INTO submission (path, digest, added) VALUES (?, ?, ?)", (submission.path, digest, now)
            ).lastrowid
            self._index([(self._insert(number, table),) for table in submission.tables])
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise
        self._accountant = None
        return True

    def _insert(self, submission: int | None, table: Table) -> int:
        form = self._base.execute(
            "INSERT INTO form (submission, number, project, department, year, scope, annual_budget, total_budget)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                submission,
                table.number,
                table.project,
                table.department or table.implementer,
                table.year,
                table.scope,
                table.annual_budget,
                table.total_budget,
            ),
        ).lastrowid
        assert form is not None
        self._base.executemany(
            "INSERT INTO indicator VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(form, at, r.period, r.level2, r.name, r.value, r.unit) for at, r in enumerate(table.indicators)],
        )
        texts = [(form, name, text) for name, text in table.texts.items() if text]
        self._base.executemany("INSERT INTO passage VALUES (?, ?, ?)", texts)
        return form

    def _index(self, forms: Sequence[tuple[int]]) -> None:
        """Signatures, bands and counts of newly stored forms."""
        views = [self._view(form) for (form,) in forms]
        for kind in (_ROWS, _TEXTS):
            signed, identity = signature.sign([_text(each, kind) for each in views])
            keys = signature.band_keys(signed)
            for (form,), values, words, known in zip(forms, signed, keys, identity.tolist(), strict=True):
                if not known:
                    continue
                self._base.execute("INSERT INTO signature VALUES (?, ?, ?)", (form, kind, values.tobytes()))
                self._base.executemany(
                    "INSERT OR IGNORE INTO band VALUES (?, ?, ?, ?)",
                    [(kind, at, key, form) for at, key in _stored(words, kind)],
                )
        kinds = [row_kind for each in views for row_kind in {row.kind for row in each.rows}]
        self._base.executemany(
            "INSERT INTO kind VALUES (?, ?, 1) ON CONFLICT (name, shape) DO UPDATE SET forms = forms + 1", kinds
        )

    def submissions(self) -> list[Stored]:
        """What the library holds, in the order it was added."""
        found = []
        for number, path, added in self._base.execute("SELECT id, path, added FROM submission ORDER BY id").fetchall():
            forms = self._base.execute("SELECT department, year FROM form WHERE submission = ?", (number,)).fetchall()
            departments = tuple(dict.fromkeys(department for department, _ in forms if department))
            years = tuple(sorted({year for _, year in forms if year}))
            found.append(Stored(number, path, added, len(forms), departments, years))
        return found

    def remove(self, number: int) -> bool:
        """Removes one submission by its number; False where there is none."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            forms = self._base.execute("SELECT id FROM form WHERE submission = ?", (number,)).fetchall()
            kinds = [row_kind for (form,) in forms for row_kind in {row.kind for row in self._view(form).rows}]
            self._base.executemany("UPDATE kind SET forms = forms - 1 WHERE name = ? AND shape = ?", kinds)
            self._base.execute("DELETE FROM kind WHERE forms <= 0")
            gone = self._base.execute("DELETE FROM submission WHERE id = ?", (number,)).rowcount
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise
        self._accountant = None
        return gone > 0

    def tables(self) -> int:
        """How many tables the library holds."""
        (number,) = self._base.execute("SELECT count(*) FROM form").fetchone()
        return int(number)

    def copies(self, asked: TableView) -> list[Earlier]:
        """Stored tables that `asked` was copied from, best first.

        The table itself, filed under the same department, project and year, is not its own source.
        """
        found = []
        for form in self._candidates(asked):
            stored = self._view(form)
            itself = (stored.department, stored.core, stored.year) == (asked.department, asked.core, asked.year)
            if itself and stored.project == asked.project:
                continue
            account = self._accounts().compare(asked, stored)
            if account.verdict:
                found.append(Earlier(stored, account))
        return sorted(found, key=lambda each: -each.account.score)

    def _candidates(self, asked: TableView) -> list[int]:
        forms: dict[int, float] = {}
        for kind in (_ROWS, _TEXTS):
            text = _text(asked, kind)
            signed, identity = signature.sign([text])
            if not identity[0]:
                continue
            keys = _stored(signature.band_keys(signed)[0], kind)
            near = {
                form
                for at, key in keys
                for (form,) in self._base.execute(
                    "SELECT form FROM band WHERE kind = ? AND number = ? AND key = ? LIMIT ?",
                    (kind, at, key, self._options.library_bucket),
                )
            }
            for form in near:
                (value,) = self._base.execute(
                    "SELECT value FROM signature WHERE form = ? AND kind = ?", (form, kind)
                ).fetchone()
                likeness = float((np.frombuffer(value, dtype=np.uint16) == signed[0]).mean())
                if likeness >= self._options.estimate:
                    forms[form] = max(likeness, forms.get(form, 0.0))
        ranked = sorted(forms, key=lambda form: (-forms[form], form))
        return ranked[: self._options.library_candidates]

    def _accounts(self) -> Accountant:
        if self._accountant is None:
            rarity = Rarity(_Kinds(self._base), {}, self.tables(), self._options, read_background())
            self._accountant = Accountant(rarity, self._options)
        return self._accountant

    def _view(self, form: int) -> TableView:
        path, number, project, department, year, scope, annual, total = self._base.execute(
            "SELECT path, number, project, department, year, scope, annual_budget, total_budget"
            " FROM form JOIN submission ON submission.id = form.submission WHERE form.id = ?",
            (form,),
        ).fetchone()
        rows = self._base.execute(
            "SELECT period, level2, name, value, unit FROM indicator WHERE form = ? ORDER BY place", (form,)
        )
        indicators = tuple(
            Indicator(period, LEVEL1_OF_LEVEL2.get(level2, ""), level2, name, value, unit)
            for period, level2, name, value, unit in rows
        )
        texts = dict(self._base.execute("SELECT field, text FROM passage WHERE form = ?", (form,)).fetchall())
        table = Table(
            number=number,
            project=project,
            department=department,
            year=year,
            scope=scope,
            annual_budget=annual,
            total_budget=total,
            texts=texts,
            indicators=indicators,
        )
        return view(table, self._options, path)


class _Kinds(dict[tuple[str, str], int]):
    """How many stored tables carry a row, looked up when asked and remembered."""

    def __init__(self, base: sqlite3.Connection) -> None:
        super().__init__()
        self._base = base

    def get(self, key: tuple[str, str], default: Any = 0) -> Any:
        """Tables that carry the row of this name and masked value."""
        if key not in self:
            found = self._base.execute("SELECT forms FROM kind WHERE name = ? AND shape = ?", key).fetchone()
            self[key] = found[0] if found else default
        return self[key]


def _stored(words: signature.Words, kind: int) -> Iterator[tuple[int, int]]:
    """Band numbers and keys of one signature as SQLite's signed integers."""
    for at, key in enumerate(words[: _SIGNED[kind]].tolist()):
        yield at, key - 2 * _HALF if key >= _HALF else key


def _text(table: TableView, kind: int) -> str:
    """What is signed of a table: its rows, or its texts; its project's name set aside."""
    if kind == _ROWS:
        text = "\n".join(f"{row.name} {row.value} {row.unit}" for row in table.indicators)
        project = table.table.project
        return text.replace(project, "") if len(project) > 3 else text
    return "\n".join(table.texts.values())


def _digest(submission: Submission) -> str:
    """What the submission says, apart from where its file lies."""
    state = hashlib.sha256()
    for table in submission.tables:
        parts = [table.project, table.department, str(table.year), str(table.annual_budget)]
        parts += [f"{k}={v}" for k, v in sorted(table.texts.items())]
        parts += [f"{r.period}|{r.level2}|{r.name}|{r.value}|{r.unit}" for r in table.indicators]
        state.update("\x1f".join(parts).encode("utf-8", "surrogatepass") + b"\x1e")
    return state.hexdigest()
