"""Plain data that every layer shares: Submission ▸ Table ▸ Indicator, Location, Finding.

The ground floor of the house: this module imports nothing of `lint`.
Words follow the contract: a *submission* (申报材料) is one input file, a *table* (绩效目标表) one
performance-target form inside it, an *indicator* (绩效指标) one row, a *finding* (问题) one defect.
Money is in yuan (元) everywhere; lines, rows, columns and pages count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LEVEL2_OF_LEVEL1: Mapping[str, tuple[str, ...]] = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
"""First-level categories and the canonical names of the second level (contract, "Words").

`成本指标` is a second-level category in the older form and a first-level one in the form of
财预〔2021〕101号; as a level 2 it belongs to 产出指标 unless the form puts it first."""

LEVEL1_OF_LEVEL2: Mapping[str, str] = {
    level2: level1 for level1, members in LEVEL2_OF_LEVEL1.items() for level2 in members
}
CANONICAL_LEVEL2: tuple[str, ...] = tuple(LEVEL1_OF_LEVEL2)

ANNUAL = "年度"
WHOLE = "实施期"


FORM_KINDS = ("performance-form", "self-evaluation", "monitoring", "evaluation-framework")
"""Kinds of files whose forms were read (contract, `check --format json`)."""
UNREAD_FORM = "unread-form"
"""The kind of a file that looks like one of them and of which no row could be read (X003)."""


class Severity(StrEnum):
    """How bad a finding is; ordered by `rank`, error first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return ("info", "warning", "error").index(self.value)


SEVERITY_WORDS: Mapping[Severity, str] = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
"""How every report, list and page names a severity."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in an input file; every part counts from 1 and may be unknown (None).

    `line` is a line of a text file; `row` and `column` are the cell's address in a sheet or in a
    table of a document; `bbox` is (left, top, right, bottom) in points of the page, top-left
    origin, where the carrier has pages; `part` numbers the table inside a document.
    """

    page: int | None = None
    sheet: str | None = None
    line: int | None = None
    row: int | None = None
    column: int | None = None
    part: int | None = None
    bbox: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the user sees it, with its place.

    `column` is the 0-based grid column the cell starts in; `row_span`/`column_span` ≥ 1.
    `confidence` is the reader's own (OCR), 1.0 where the carrier states the text.
    """

    text: str
    location: Location
    column: int
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a grid, or one paragraph (`paragraph` true, a single cell).

    `grid` numbers the grid (sheet, document table, run of tabbed lines) the row came from;
    paragraphs between grids carry the number of the grid before them.
    A merged cell stands once, at its top-left place, with its spans.
    """

    cells: tuple[Cell, ...]
    grid: int
    paragraph: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of one file: its rows in reading order.

    `carrier` is decided by content ("text", "xlsx", "docx", "pdf", "scan" …). `merges` says that
    the carrier states merged cells by spans (xlsx, docx, html, pdf with lines); where it is false
    (text) a merged cell is simply empty below its first row. `notes` are Chinese sentences about
    what the reader could not do or left out; each becomes part of the report.
    """

    path: str
    carrier: str
    rows: tuple[Row, ...]
    merges: bool = False
    notes: tuple[str, ...] = ()
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure the reading of a row is of its category, its name and its value: probabilities."""

    category: float = 1.0
    name: float = 1.0
    value: float = 1.0


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator row (绩效指标).

    `value` is the target's text with LaTeX turned into plain characters; with sign, number and
    unit in columns of their own it is sign + number as written and `unit` holds the unit column.
    `level1` is the category level2 belongs to; `level1_written`/`level2_written` are the words in
    the row's own or inherited cells. `actual`, `score`, `weight`, `explanation`, `scoring`
    keep the further columns of a form (实际完成值, 得分, 分值/权重, 指标解释, 评分标准).
    `uncertain` marks a row that cannot be read for sure, `reasons` say why in Chinese (X001).
    `sure` tells category, name and value apart. `value_location` is the place of the value cell where it differs from
    the name's.
    """

    period: str
    level1: str
    level2: str
    name: str
    value: str
    unit: str = ""
    location: Location = field(default_factory=Location)
    value_location: Location | None = None
    level1_written: str = ""
    level2_written: str = ""
    uncertain: bool = False
    reasons: tuple[str, ...] = ()
    confidence: float = 1.0
    value_type: str = ""
    weight: str = ""
    explanation: str = ""
    scoring: str = ""
    actual: str = ""
    score: str = ""
    deviation: str = ""
    sure: Certainty = Certainty()


@dataclass(frozen=True, slots=True)
class Fund:
    """One amount of the funding block, in yuan; `amount` None where the cell is empty.

    `period` is 年度 or 实施期; `total` marks a 资金总额 line, otherwise it is a part (其中…).
    `written` is the cell's text, `unit` the money unit applied (元 or 万元).
    """

    label: str
    period: str
    amount: float | None
    total: bool
    written: str = ""
    unit: str = "元"
    location: Location = field(default_factory=Location)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the submission outside the indicators' cells: a goal, a label, a signature line.

    `field` is the canonical name of the form's field where known (项目概况, 立项依据, 总体目标,
    联系电话 …), otherwise empty; `table` the number of the table it stands in, None outside;
    `period` tells the halves of 总体目标 apart.
    """

    text: str
    location: Location
    field: str = ""
    table: int | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A second-level category that the form shows, whether filled or not (completeness)."""

    period: str
    level2: str
    location: Location = field(default_factory=Location)


@dataclass(frozen=True, slots=True)
class Table:
    """One performance-target form.

    `number` counts from 1 within the file in reading order, tables without rows included.
    `scope` is "project" or "department" (整体支出). `total_budget` is the 实施期/中期 total.
    `form` is "2021" where 成本指标 is a first-level category of its own, else "2015".
    `texts` holds goal, overview, basis … by canonical field name (总体目标 under its period as
    "总体目标" and "总体目标（实施期）"). `cut` marks a form that breaks off;
    `merges` one whose carrier states merged cells (`Document.merges`).
    """

    number: int
    title: str = ""
    project: str = ""
    department: str = ""
    implementer: str = ""
    year: int | None = None
    annual_budget: float | None = None
    total_budget: float | None = None
    scope: str = "project"
    form: str = "2015"
    two_halves: bool = False
    cut: bool = False
    merges: bool = False
    funds: tuple[Fund, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    slots: tuple[Slot, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    location: Location = field(default_factory=Location)
    end: Location = field(default_factory=Location)


@dataclass(frozen=True, slots=True)
class Submission:
    """One input file, read and extracted. `kind` is one of FORM_KINDS, UNREAD_FORM or "other" (no such form).

    `explanations` are the department's 整改说明 by fingerprint, from the list of an annotated copy.
    """

    path: str
    carrier: str
    kind: str = "performance-form"
    tables: tuple[Table, ...] = ()
    passages: tuple[Passage, ...] = ()
    notes: tuple[str, ...] = ()
    pages: int | None = None
    seconds: float = 0.0
    explanations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read; `reason` is one Chinese sentence with the remedy (X002)."""

    path: str
    reason: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect (问题), as every report prints it.

    `confidence` in [0, 1]. `fingerprint` is made of what the finding says (see
    `lint.checks.engine.identity`). `cause` is the fingerprint of the finding this one follows from.
    `basis` is the document cited or empty where the rule rests on arithmetic or plain sense.
    `data` holds what the rule wants other programs to know; JSON-serialisable.
    `explained` is the department's 整改说明 where it gave one.
    """

    code: str
    rule: str
    severity: Severity
    message: str
    suggestion: str
    file: str
    location: Location
    table: int | None = None
    project: str = ""
    department: str = ""
    period: str = ""
    level2: str = ""
    name: str = ""
    value: str = ""
    confidence: float = 1.0
    fingerprint: str = ""
    cause: str | None = None
    basis: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    explained: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one rule did in one file, counted in rows or tables (the rule's own subject)."""

    looked: int = 0
    flagged: int = 0
    not_applicable: int = 0
    could_not: int = 0
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What reports say and need to know of one rule.

    `family` is the letter its code begins with, `order` its place among all rules (from 0).
    `severity` is the one in force (rules.toml or the project's file). `basis` is the document
    cited, or empty; `review` one of the four reviews of 财预〔2015〕88号. `scope` tells what is
    judged at a time: "row", "table", "submission", "file" or "corpus"; `about` what a finding
    speaks of: the "target" of a row, the "row" itself (its name, its category), the "form" or the
    "file". `measurable` marks the rules that ask whether a target can be checked at all, `reading`
    those about what could not be read.
    """

    code: str
    name: str
    title: str
    family: str
    order: int
    severity: Severity
    review: str
    basis: str = ""
    why: str = ""
    scope: str = "row"
    about: str = "row"
    measurable: bool = False
    reading: bool = False


@dataclass(frozen=True, slots=True)
class FileReport:
    """The part of a report that concerns one file.

    `coverage` maps rule codes to counts. `unread` is the reason where the file is unreadable.
    """

    path: str
    kind: str
    tables: int
    indicators: int
    seconds: float
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    unread: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result of one `check`: what reports take, and nothing else.

    `submissions` are in input order; `findings` in reading order. `notices` are Chinese
    sentences about the run itself (an exception that no longer hits, a limit reached). `rules`
    are the facts of every rule known to the run by code, in the order of lists, run or not.
    """

    version: str
    files: tuple[FileReport, ...]
    findings: tuple[Finding, ...]
    submissions: tuple[Submission, ...] = ()
    notices: tuple[str, ...] = ()
    hidden: int = 0
    rules: Mapping[str, RuleFacts] = field(default_factory=dict)
