"""The corpora: labelled indicator rows with their provenance.

One JSON object a line, or a table of names (sector, category, name, value) where a row is nothing
more; the fields are described in corpora/README.md. Loading validates every row, so that training
never meets a row whose label cannot be meant.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lint.model import CANONICAL_LEVEL2
from lint.settings.shipped import shipped

FILES: tuple[str, ...] = (
    "real.jsonl",
    "annotated.jsonl",
    "authored.jsonl",
    "blind_forms.jsonl",
    "added_names.tsv",
    "blind_names.tsv",
)
"""Corpus files in the order they are read; the order is part of what a model is trained from."""
ACCEPTED = "acceptable.tsv"
"""Names with every category in which reviewers would leave them."""
PUBLIC_NAMES = "public_names.tsv"
"""Names from public pages, for testing alone: never trained on."""

KINDS: tuple[str, ...] = ("form", "names", "judged", "values")
FORMS: tuple[str, ...] = ("2015", "2021")
FIELDS: tuple[str, ...] = ("category", "destination", "unit", "vague")
SOURCES = {
    "real": "公开材料",
    "authored": "标注作者编写",
    "added": "本项目补写",
    "blind": "盲写",
    "public": "公开网页",
    "reviewed": "审核人员判定",
}
"""The sources of rows in words."""
_NAME_COLUMNS = ["sector", "level2", "name", "value"]
_ACCEPTED_COLUMNS = ["sector", "name", "value", "best", "others"]
_NEWER_COSTS = ("经济成本指标", "社会成本指标", "生态环境成本指标")
_LONGEST = 500  # characters of a name, value or project; the longest in the corpora has 70


class CorpusError(Exception):
    """A corpus that cannot be used; the text is one Chinese sentence with file and line."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled indicator row.

    `source`: "real" (published forms), "authored" (the two authors of the label set), "blind"
    (this project's own, by writers who had seen none of the former) or "reviewed" (a reviewer's
    verdicts). `kind`: "form" (part of a whole form), "names" (rows listed by category; tells
    nothing of misplacement), "judged" (rows that show what counts as misplaced) or "values" (a
    verdict on the value; tells nothing of the category). `group` keeps what must not be split
    between training and testing together: a table, or the same name under several categories.
    `level2` is the category it stands in, `true_level2` the one it belongs to; `vague` and `unit`
    are 0 or 1 or None where nobody said; `contested` names the fields on which annotators differed.
    """

    source: str
    document: str
    group: str
    sector: str
    project: str
    form: str
    level2: str
    name: str
    value: str
    true_level2: str
    vague: int | None
    unit: int | None
    kind: str
    contested: tuple[str, ...] = ()

    @property
    def misplaced(self) -> bool:
        """Whether the row belongs to another category than the one it stands in."""
        return self.level2 != self.true_level2

    @property
    def category_is_contested(self) -> bool:
        """Whether annotators differed on the category or on where to move the row."""
        return "category" in self.contested or "destination" in self.contested


@dataclass(frozen=True, slots=True)
class Accepted:
    """A name and value with the category that fits best and the others a reviewer would leave it in.

    Every category not named is one it would have to be moved from.
    """

    sector: str
    name: str
    value: str
    best: str
    others: tuple[str, ...]


def load_corpora(folder: Path | None = None, extra: Iterable[Path] = ()) -> list[Row]:
    """All rows of the corpora in a fixed order: the shipped files, then `extra` files.

    `folder` holds the files named in FILES (default: the shipped corpora). Raises CorpusError.
    """
    base = folder or shipped("corpora")
    rows: list[Row] = []
    for path in (*(base / name for name in FILES), *extra):
        rows.extend(read_rows(path))
    return rows


def load_accepted(folder: Path | None = None) -> list[Accepted]:
    """The shipped names with the categories they may stand in. Raises CorpusError."""
    path = (folder or shipped("corpora")) / ACCEPTED
    found = []
    for number, cells in table(read_text(path), path, _ACCEPTED_COLUMNS):
        sector, name, value, best, listed = cells
        others = tuple(listed.split("、")) if listed else ()
        if not name.strip() or not {best, *others} <= set(CANONICAL_LEVEL2) or best in others:
            raise CorpusError(f"语料文件 {path} 第 {number} 行的类别不规范或名称为空，请更正后重试。")
        found.append(Accepted(sector, name, value, best, others))
    return found


def read_rows(path: Path) -> list[Row]:
    """The rows of one corpus file. Raises CorpusError naming the first line that is wrong."""
    text = read_text(path)
    if path.suffix == ".tsv":
        return list(_names(text, path))
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except json.JSONDecodeError:
            raise CorpusError(f"语料文件 {path} 第 {number} 行不是合法的 JSON，请更正后重试。") from None
        problem = _problem(given)
        if problem:
            raise CorpusError(f"语料文件 {path} 第 {number} 行{problem}，请更正后重试。")
        rows.append(Row(**{**given, "contested": tuple(given["contested"])}))
    return rows


def read_text(path: Path) -> str:
    """The text of a corpus file. Raises CorpusError."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CorpusError(f"语料文件 {path} 无法读取，请确认文件存在且为 UTF-8 编码。") from None


def table(text: str, path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table below its heads, with their numbers; every line has the head's columns.

    Raises CorpusError naming the first line that has not.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if number == 1 and cells == list(columns):
            continue
        if not line and number == len(lines):
            return
        if number == 1 or len(cells) != len(columns) or max(map(len, cells)) > _LONGEST:
            raise CorpusError(f"语料文件 {path} 第 {number} 行应为 {'、'.join(columns)} 各列，以制表符分隔。")
        yield number, cells


def _names(text: str, path: Path) -> Iterator[Row]:
    """The rows of a table of names; its file's name up to the first underscore is their source."""
    source = path.stem.partition("_")[0]
    for number, (sector, level2, name, value) in table(text, path, _NAME_COLUMNS):
        if level2 not in CANONICAL_LEVEL2 or not name.strip():
            raise CorpusError(f"语料文件 {path} 第 {number} 行的类别不规范或名称为空，请更正后重试。")
        form = "2021" if level2 in _NEWER_COSTS else "2015"
        yield Row(source, path.stem, sector, sector, "", form, level2, name, value, level2, None, None, "names")


def write_rows(path: Path, rows: Sequence[Row], append: bool = False) -> None:
    """Writes rows as JSON lines, one a row, in the order of the fields of Row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a" if append else "w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def digests(folder: Path | None = None, extra: Iterable[Path] = ()) -> dict[str, str]:
    """SHA-256 of every corpus file by name: what a model was trained from."""
    base = folder or shipped("corpora")
    paths = (*(base / name for name in (*FILES, ACCEPTED)), *extra)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _problem(given: Any) -> str:
    """What is wrong with a decoded line, or an empty string."""
    if not isinstance(given, Mapping):
        return "不是一个 JSON 对象"
    names = set(Row.__dataclass_fields__)
    if missing := sorted(names - set(given)):
        return f"缺少字段 {missing[0]}"
    if unknown := sorted(set(given) - names):
        return f"有未知的字段 {unknown[0]}"
    texts = ("source", "document", "group", "sector", "project", "form", "level2", "name", "value", "true_level2")
    for name in (*texts, "kind"):
        if not isinstance(given[name], str) or len(given[name]) > _LONGEST:
            return f"的字段 {name} 应为不超过 {_LONGEST} 字的文字"
    if given["kind"] not in KINDS:
        return f"的字段 kind 应为 {'、'.join(KINDS)} 之一"
    if given["form"] not in FORMS:
        return f"的字段 form 应为 {'、'.join(FORMS)} 之一"
    for name in ("vague", "unit"):
        if given[name] not in (0, 1, None) or isinstance(given[name], bool):
            return f"的字段 {name} 应为 0、1 或 null"
    contested = given["contested"]
    if not isinstance(contested, list) or not set(contested) <= set(FIELDS):
        return f"的字段 contested 只能列出 {'、'.join(FIELDS)}"
    if given["true_level2"] not in CANONICAL_LEVEL2 and given["true_level2"] != given["level2"]:
        return "的字段 true_level2 不是规范的二级指标"
    return ""
