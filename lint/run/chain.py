"""One run: paths in, a Report out. Joins readers → extract → checks; reports come after.

The only module that knows the whole chain; the command line and programs call it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lint import __version__
from lint.extract import Extractor
from lint.language import Language
from lint.model import Coverage, FileReport, Finding, Report, Submission, Unreadable
from lint.readers import read
from lint.run.inputs import Input, Inputs
from lint.run.replies import apply_replies, take_apart
from lint.run.workers import Bounds, Stopped, run_each
from lint.settings import Settings, SettingsError

if TYPE_CHECKING:
    from lint.checks.rule import Rule
    from lint.checks.tools import Tools


@dataclass(frozen=True, slots=True)
class Examined:
    """One file read and judged by the rules that need no other file."""

    submission: Submission | Unreadable
    findings: tuple[Finding, ...] = ()
    coverage: dict[str, Coverage] = field(default_factory=dict)
    seconds: float = 0.0


class Known(Protocol):
    """Remembers examined files by path and source; see `lint.run.cache.Store`."""

    def get(self, path: str, source: str) -> Examined | None:
        """The file as examined before, or None."""

    def put(self, path: str, source: str, examined: Examined) -> None:
        """Remembers one file."""


def load(path: str, settings: Settings, extractor: Extractor) -> Submission | Unreadable:
    """Reads and extracts one file; never raises for a bad document. `extractor` is that of the settings."""
    start = time.perf_counter()
    document = read(path, settings)
    if isinstance(document, Unreadable):
        return replace(document, seconds=time.perf_counter() - start)
    document, explanations = take_apart(document)
    return replace(extractor.extract(document), seconds=time.perf_counter() - start, explanations=explanations)


def load_all(
    inputs: Inputs, settings: Settings, jobs: int = 0, done: Callable[[str], None] | None = None
) -> Iterator[Submission | Unreadable]:
    """All files of a run, read and extracted, in input order.

    `jobs` is the number of worker processes (0: one a core); `done` is called with the path of
    each file as it is finished.
    """
    for examined in _each(inputs, partial(_loader, settings), jobs, done, Bounds.of(settings)):
        yield examined.submission


def check(
    inputs: Inputs,
    settings: Settings,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    jobs: int = 0,
    done: Callable[[str], None] | None = None,
    against: Path | None = None,
    known: Known | None = None,
) -> Report:
    """Reads, extracts and judges all files of a run.

    `against` is a library of earlier submissions that D001 compares with, too.
    `select` and `ignore` are words of `lint.checks.select`. Files are in input order, findings in
    reading order. Every file that cannot be read is a finding X002 and has `unread` in its
    FileReport. `known` remembers files examined before; `done` is not called for those. Raises
    SettingsError where no rule is left.
    """
    from lint.checks import build, options_of
    from lint.checks import select as choose
    from lint.checks.catalogue import catalogue
    from lint.checks.engine.walk import Engine
    from lint.checks.tools import Tools

    chosen = choose(select, ignore)
    codes = tuple(rule.code for rule in chosen if options_of(rule, settings).enabled)
    if not codes:
        raise SettingsError("没有可运行的规则：请检查 --select、--ignore 和各规则的 enabled 设置。")
    prepare = partial(_examiner, settings, codes)
    files: list[Examined] = list(_each(inputs, prepare, jobs, done, Bounds.of(settings), known))
    read_files = [item for item in files if isinstance(item.submission, Submission)]
    tools = Tools.of(settings)
    submissions = [item.submission for item in read_files if isinstance(item.submission, Submission)]
    findings, coverage = _judge_together(chosen, tools, submissions, against)
    together = {id(item): (found, counts) for item, found, counts in zip(read_files, findings, coverage, strict=True)}
    shown: list[Finding] = []
    reports: list[FileReport] = []
    for item in files:
        found, counts = together.get(id(item), ([], {}))
        everything, covered = [*item.findings, *found], {**item.coverage, **counts}
        if isinstance(item.submission, Unreadable):
            everything, covered = Engine(build(chosen, tools), tools).check_unreadable(item.submission)
        shown.extend(_in_order(everything))
        reports.append(_file_report(item, covered))
    report = Report(
        __version__,
        tuple(reports),
        tuple(shown),
        tuple(submissions),
        tuple(inputs.notices),
        rules=catalogue(settings),
    )
    return apply_replies(report)


def _judge_together(
    chosen: Sequence[type[Rule]], tools: Tools, submissions: Sequence[Submission], against: Path | None
) -> tuple[list[list[Finding]], list[dict[str, Coverage]]]:
    """What the corpus rules find among the submissions, and in the library `against`: one list a submission."""
    from lint.checks import build
    from lint.checks.engine.walk import Engine
    from lint.checks.rule import CorpusRule
    from lint.similarity.comparison import Comparison

    engine = Engine(build([rule for rule in chosen if issubclass(rule, CorpusRule)], tools), tools)
    options = tools.settings.similarity
    if against is None:
        return engine.check_corpus(Comparison(submissions, options))
    from lint.similarity.library import Library

    with Library(against, options) as library:
        return engine.check_corpus(Comparison(submissions, options, library))


def _loader(settings: Settings) -> Callable[[Input], Examined]:
    extractor = Extractor(settings, Language.of(settings))

    def work(item: Input) -> Examined:
        loaded = _load_input(item, settings, extractor)
        return Examined(loaded, seconds=loaded.seconds)

    return work


def _examiner(settings: Settings, codes: Sequence[str]) -> Callable[[Input], Examined]:
    """The work of one worker process: its own rules, built once."""
    from lint.checks import all_rules, build
    from lint.checks.engine.walk import Engine
    from lint.checks.rule import CorpusRule
    from lint.checks.tools import Tools
    from lint.classify.repair import with_patterns

    wanted = [rule for rule in all_rules() if rule.code in codes and not issubclass(rule, CorpusRule)]
    tools = Tools.of(settings)
    engine = Engine(build(wanted, tools), tools)
    extractor = Extractor(settings, tools.language)
    answered = frozenset(rule.code for rule in wanted if rule.answered_by_patterns)

    def work(item: Input) -> Examined:
        start = time.perf_counter()
        loaded = _load_input(item, settings, extractor)
        if isinstance(loaded, Unreadable):
            return Examined(loaded, seconds=loaded.seconds)
        found, coverage = engine.check(loaded)
        findings = with_patterns(found, answered, tools.judge) if answered else found
        return Examined(loaded, tuple(findings), coverage, time.perf_counter() - start)

    return work


def _load_input(item: Input, settings: Settings, extractor: Extractor) -> Submission | Unreadable:
    loaded = load(item.source, settings, extractor)
    if item.path == item.source:
        return loaded
    if isinstance(loaded, Unreadable):  # spooled: the user knows the file by its own name
        return replace(loaded, path=item.path, reason=loaded.reason.replace(item.source, item.path))
    return replace(loaded, path=item.path)


def _each(
    inputs: Inputs,
    prepare: Callable[[], Callable[[Input], Examined]],
    jobs: int,
    done: Callable[[str], None] | None,
    bounds: Bounds,
    known: Known | None = None,
) -> Iterator[Examined]:
    """Examined files in input order; a worker that was stopped leaves an Unreadable."""
    results: list[Examined | None] = [None] * len(inputs.items)
    readable: list[tuple[int, Input]] = []
    for index, item in enumerate(inputs.items):
        if not isinstance(item, Input):
            results[index] = Examined(item)
        elif known is not None and (remembered := known.get(item.path, item.source)) is not None:
            results[index] = remembered
        else:
            readable.append((index, item))
    for position, outcome in run_each(prepare, [item for _, item in readable], jobs, bounds):
        index, item = readable[position]
        if isinstance(outcome, Stopped):
            outcome = Examined(Unreadable(item.path, f"{item.path}：{outcome.reason}"))
        elif known is not None:
            known.put(item.path, item.source, outcome)
        results[index] = outcome
        if done is not None:
            done(item.path)
    yield from (result for result in results if result is not None)


def _file_report(item: Examined, coverage: dict[str, Coverage]) -> FileReport:
    loaded = item.submission
    seconds = round(item.seconds, 3)
    if isinstance(loaded, Unreadable):
        return FileReport(loaded.path, "unreadable", 0, 0, seconds, coverage, loaded.reason)
    rows = sum(len(table.indicators) for table in loaded.tables)
    return FileReport(loaded.path, loaded.kind, len(loaded.tables), rows, seconds, coverage, "", loaded.notes)


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    from lint.checks.engine.findings import in_reading_order

    return in_reading_order(findings)
