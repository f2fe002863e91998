"""What a rule is: its reach, its outcomes, its examples.

A rule is a pure function of its subject and the settings: it opens no file, prints nothing,
keeps no state between subjects. It declares its reach by the class it extends; the engine does
the walking, counts coverage, resolves exclusions and makes findings of hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from lint.model import Indicator, Location, Severity, Submission, Table, Unreadable
from lint.settings.sections import RuleOptions

if TYPE_CHECKING:
    from lint.checks.tools import Tools
    from lint.language import Target
    from lint.similarity.comparison import Comparison


About = Literal["target", "row", "form", "file"]


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The rule has nothing to say about this subject."""


@dataclass(frozen=True, slots=True)
class CouldNot:
    """The rule should judge this subject and cannot; `why` is a short Chinese phrase."""

    why: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One defect a rule found; the engine adds code, place, identity.

    `message` is one sentence a reviewer can paste, `suggestion` what to do, with both ways out.
    `indicator` names the row for table and submission rules; a row rule leaves it None.
    `location` overrides the row's; `subject` tells findings apart that concern no row (a missing
    category's name) and becomes part of the fingerprint. `cause` is a key chosen by the rule:
    within one table (one submission for submission rules) all hits with the same key spring from
    one defect, whatever their rule; the one with `explains` set to the key, else the first in
    reading order, is the cause and the engine names its fingerprint in the others.
    """

    message: str
    suggestion: str
    confidence: float = 1.0
    indicator: Indicator | None = None
    table: Table | None = None
    location: Location | None = None
    subject: str = ""
    period: str = ""
    level2: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity | None = None
    cause: str = ""
    explains: str = ""


Outcome = Hit | CouldNot | NotApplicable | None
"""None: looked at and found in order."""

NOT_APPLICABLE = NotApplicable()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row rule sees: the indicator, its table and the parsed target."""

    indicator: Indicator
    table: Table
    target: Target


@dataclass(frozen=True, slots=True)
class Example:
    """One row (or table) that a rule must flag or must pass; printed by `explain`, run as a test.

    For a row rule: level2, name, value, unit, and the facts of the table that matter
    (`table` keyword arguments of model.Table). For other rules `rows` holds several
    (level2, name, value) or (period, level2, name, value) tuples, or `text` one passage a line.
    `label` is the form's field the passages stand in (`model.Passage.field`). `also` lists the
    codes of other rules that rightly fire on a bad example. `lint.checks.examples` builds the
    submission meant.
    """

    level2: str = ""
    name: str = ""
    value: str = ""
    unit: str = ""
    period: str = "年度"
    rows: Sequence[tuple[str, ...]] = ()
    text: str = ""
    table: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""
    note: str = ""
    label: str = ""
    also: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A family of rules: the letter its codes begin with, its Chinese name, its place in lists.

    Each family is stated once, in its module; the places are those of the contract's list.
    """

    letter: str
    title: str
    place: int


class Rule:
    """Base of all rules: everything known of a rule stands in its class.

    Class attributes: `code` (stable), `name` (English, as in the contract), `title` (Chinese),
    `family`, `basis` (document cited, or "" for arithmetic and plain sense), `review` (which of the
    four reviews of 财预〔2015〕88号 it belongs to: 完整性 相关性 适当性 可行性), `bad` and `good`
    examples. The docstring's first paragraph says what and why, the rest when it is not a defect; it
    is English. `why` and `not_a_defect` say the same in Chinese, for `explain` and the rule pages.

    `about` is what a finding speaks of: the "target" of a row, the "row" (its name, its category),
    the "form" or the "file". `measurable` says that the rule asks whether a target can be checked at
    all, `reading` that it is about what could not be read: such a rule is asked about uncertain rows,
    too. On one row a hit silences those of the rules it `outranks` (codes), and follows from (has as
    its cause) a hit of a rule it `follows`. `may_slip` says that hits on rows in a row may spring from
    values that slipped by one row. Hits that are `answered_by_patterns` get well-formed neighbours;
    `teaches` names what a reviewer's verdict on a finding teaches: "category", "vagueness" or "".

    Severity, words and thresholds stand in rules.toml under [rules.CODE]; a rule that has more than
    `RuleOptions` states the type of its section as a nested dataclass `Options`. Words that several
    rules need stand in [language] (`self.words`); no rule reads another one's section. `shares` names
    the keys of [language] that `explain` shows with the rule's own.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    title: ClassVar[str]
    family: ClassVar[Family]
    scope: ClassVar[str]
    basis: ClassVar[str] = ""
    review: ClassVar[str] = "适当性"
    why: ClassVar[str] = ""
    not_a_defect: ClassVar[str] = ""
    about: ClassVar[About] = "row"
    measurable: ClassVar[bool] = False
    reading: ClassVar[bool] = False
    outranks: ClassVar[Sequence[str]] = ()
    follows: ClassVar[Sequence[str]] = ()
    may_slip: ClassVar[bool] = False
    answered_by_patterns: ClassVar[bool] = False
    teaches: ClassVar[str] = ""
    shares: ClassVar[Sequence[str]] = ()
    bad: ClassVar[Sequence[Example]] = ()
    good: ClassVar[Sequence[Example]] = ()

    Options: ClassVar[type[RuleOptions]] = RuleOptions
    options: RuleOptions

    def __init__(self, options: RuleOptions, tools: Tools) -> None:
        self.options = options
        self.tools = tools
        self.language = tools.language
        self.words = tools.words


class RowRule(Rule):
    """Judges one indicator at a time.

    `needs_table` False promises that the outcome depends on the row's level2, name, value, unit
    and `uncertain` alone, so that the engine may reuse it for equal rows. A rule that also has
    something to say of the table as a whole is a TableRule beside; its coverage counts rows, and
    tables only where it flags them.
    """

    scope = "row"
    needs_table: ClassVar[bool] = False

    def check_row(self, subject: Subject) -> Outcome:
        """The outcome for one row."""
        raise NotImplementedError


class TableRule(Rule):
    """Judges one table at a time."""

    scope = "table"

    def check_table(self, table: Table) -> Iterable[Outcome]:
        """Hits, or a single NOT_APPLICABLE/CouldNot; nothing where the table is in order."""
        raise NotImplementedError


class SubmissionRule(Rule):
    """Judges one submission at a time (its passages)."""

    scope = "submission"

    def check_submission(self, submission: Submission) -> Iterable[Outcome]:
        """Hits, or a single NOT_APPLICABLE/CouldNot."""
        raise NotImplementedError


class FileRule(Rule):
    """Judges a file that gave no submission; the engine asks it for unreadable files."""

    scope = "file"

    def check_file(self, unreadable: Unreadable) -> Hit:
        """The one hit on the file."""
        raise NotImplementedError


class CorpusRule(Rule):
    """Judges all submissions of a run together (copies)."""

    scope = "corpus"

    def check_corpus(self, run: Comparison) -> Iterable[tuple[int, Outcome]]:
        """Outcomes, each with the index of the submission it belongs to."""
        raise NotImplementedError
