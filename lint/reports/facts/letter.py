"""What the 审核反馈意见 of one submission says, apart from how it looks: sentences and table rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lint.model import FORM_KINDS, SEVERITY_WORDS, UNREAD_FORM, FileReport, Finding, Report, Submission
from lint.reports.facts.copies import KIND_WORDS, Account, read_account
from lint.reports.facts.figures import Figures, count_file, group_by_file, index_submissions, say_coverage
from lint.reports.facts.grades import Grade, grade
from lint.reports.facts.grouping import Group, group_by_cause, join_hints, split_common
from lint.reports.facts.places import say_place
from lint.reports.facts.rulebook import Rulebook
from lint.settings import Settings

PLAIN_SENSE = "常理或算术"  # basis of a rule that cites no document
_CODE = re.compile(r"^[0-9]{2,9}\s*[-—－]+\s*")  # the budget code forms print before a department's name
_LONGEST = 120  # characters of a name or value that a row of the table quotes
_MOST_PLACES = 12  # places listed of findings told as one; the rest is counted


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of a table of findings; `index` is the head's place in `report.findings`."""

    number: int
    place: tuple[str, ...]
    original: tuple[str, ...]
    problem: tuple[str, ...]
    basis: str
    repair: str
    index: int


@dataclass(frozen=True)
class Letter:
    """All that one document tells. `projects` pairs a heading with its problems."""

    file: FileReport
    department: str
    year: int | None
    figures: Figures
    grades: tuple[Grade, ...]
    shared: tuple[Problem, ...] = ()
    projects: tuple[tuple[str, tuple[Problem, ...]], ...] = ()
    copies: tuple[tuple[str, Account], ...] = ()
    notes: tuple[str, ...] = ()
    rules: Rulebook = field(default_factory=Rulebook)
    told: int = field(default=0)

    @property
    def title(self) -> str:
        """关于…绩效目标的审核反馈意见."""
        year = f"{self.year}年度" if self.year else ""
        return f"关于{self.department}{year}绩效目标的审核反馈意见"

    @property
    def addressee(self) -> str:
        """The department, or 有关单位 where the form names none."""
        return self.department or "有关单位"


def write_letters(report: Report, settings: Settings) -> list[Letter]:
    """One letter a file of the report, in its order."""
    found, submissions = group_by_file(report), index_submissions(report)
    place_of = {id(finding): index for index, finding in enumerate(report.findings)}
    rules = Rulebook(report.rules)
    return [_letter(file, found[file.path], submissions, place_of, rules, settings) for file in report.files]


def write_summary(letter: Letter, settings: Settings) -> list[str]:
    """The summary's paragraphs."""
    name = letter.file.path.replace("\\", "/").rsplit("/", 1)[-1]
    if letter.file.unread:
        return [f"你单位报送的《{name}》未能读取，无法审核。原因：{letter.file.unread}"]
    if letter.file.kind not in FORM_KINDS:
        if letter.file.kind == UNREAD_FORM:
            return [f"你单位报送的《{name}》疑似绩效表，版面未能读出，未作审核。请报送表格完整的原始文件。"]
        return [f"你单位报送的《{name}》中没有找到绩效目标表，未作审核。请核对所报文件。"]
    figures, overall = letter.figures, letter.grades[-1]
    said = [f"你单位报送的《{name}》收悉。经审核，{say_coverage(figures).replace(' ', '')}"]
    if figures.findings:
        counts = "、".join(f"{word}{figures.by_severity.get(level, 0)}处" for level, word in SEVERITY_WORDS.items())
        merged = f"，同一原因或重复出现的合并列示为{letter.told}条" if letter.told < figures.findings else ""
        explained = f"；其中{figures.explained}处已有整改说明" if figures.explained else ""
        said[0] += f"发现问题{figures.findings}处（{counts}）{merged}{explained}。"
    elif _all_judged(letter.file):
        said[0] += "未发现问题。"
    else:
        said[0] += "在能够判断的内容中没有发现问题；未能判断的内容见覆盖情况附件，仍需人工核对。"
    measured = figures.targets
    if measured:
        share = 100 * figures.measurable // measured
        said[0] += f"参加判断的{measured}个指标值中，可核验的{figures.measurable}个，占{share}%。"
    details = "，".join(filter(None, ("" if overall.score is None else f"{overall.score:.1f}分", overall.why)))
    details = f"（{details}）" if details else ""
    said.append(f"按照财预〔2015〕88号文件关于绩效目标审核的四方面内容，综合评定为“{overall.word}”{details}。")
    if figures.findings:
        days = settings.reports.reply_days
        said.append(
            f"请对照所附问题清单逐项修改，确有理由不作修改的请写明整改说明，并于收到本意见之日起{days}个工作日内重新报送。"
        )
    return said


def list_grades(letter: Letter) -> Iterator[tuple[str, ...]]:
    """审核内容, 等级, 得分, 问题, 判断行数, 未能判断, 说明."""
    for item in letter.grades:
        score = "—" if item.score is None else f"{item.score:.1f}"
        yield (
            item.review,
            item.word,
            score,
            str(item.findings),
            str(item.rows),
            f"{item.could_not_share:.0%}",
            item.why,
        )


def list_coverage(letter: Letter) -> Iterator[tuple[str, ...]]:
    """规则, 已检查, 有问题, 不适用, 未能判断, 原因."""
    for code, counts in sorted(letter.file.coverage.items()):
        numbers = (counts.looked, counts.flagged, counts.not_applicable, counts.could_not)
        yield (letter.rules.heading(code), *map(str, numbers), "；".join(counts.why))


def list_copies(found: Account) -> Iterator[tuple[str, ...]]:
    """二级指标, 本表, 对照表, 异同."""
    for line in found.lines:
        yield (line.level2, line.own, line.other, KIND_WORDS[line.kind])


def explain_scheme(settings: Settings) -> str:
    """How the grades are computed, in one paragraph made from the settings."""
    weights, shares = settings.grades.weights, settings.grades.shares
    bounds = sorted(settings.grades.bounds.items(), key=lambda item: -item[1])
    taken = "、".join(f"{word}{weights[level.value]:g}" for level, word in SEVERITY_WORDS.items())
    grades = "，".join(f"{bound:g}分以上为“{word}”" for word, bound in bounds)
    parts = "、".join(f"{review}{share:g}" for review, share in shares.items())
    return (
        f"评定办法：每项审核以100分起算，每处问题按级别和所涉行数折算（每行{taken}），涉及整张表的按{settings.grades.table_rows:g}行计，"
        f"得分为100减去折算行数占判断行数的百分比；由同一原因引起的问题只计起因。{grades}，其余为“差”。"
        f"综合得分为四项的加权平均（{parts}），综合等级至多比最低一项高{settings.grades.above_worst}级。"
        f"未能判断的内容超过{settings.grades.most_unjudged:.0%}的不予评定。"
    )


def _letter(
    file: FileReport,
    found: Sequence[Finding],
    submissions: Mapping[str, Submission],
    place_of: Mapping[int, int],
    rules: Rulebook,
    settings: Settings,
) -> Letter:
    submission = submissions.get(file.path)
    tables = submission.tables if submission else ()
    departments = Counter(table.department for table in tables if table.department)
    years = Counter(table.year for table in tables if table.year)
    groups = group_by_cause(found)
    shared, rest = split_common(groups, settings.reports.common_from)
    rest = join_hints(rest, settings.reports.hints_from)
    number = 0

    def told(group: Group) -> Problem:
        nonlocal number
        number += 1
        return _problem(number, group, place_of, rules)

    first = tuple(told(group) for group in shared)
    by_table: dict[int | None, list[Group]] = {}
    for group in rest:
        by_table.setdefault(group.head.table, []).append(group)
    names = {table.number: table.project or table.title for table in tables}
    projects = tuple(
        (_project(number_of, names, members), tuple(told(group) for group in members))
        for number_of, members in by_table.items()
    )
    copies = tuple(
        (f"表{finding.table} {finding.project}", pair)
        for finding in found
        if (pair := read_account(finding, submissions)) is not None
    )
    return Letter(
        file,
        _CODE.sub("", departments.most_common(1)[0][0]) if departments else "",
        years.most_common(1)[0][0] if years else None,
        count_file(file, found, submission, rules),
        grade(file, found, rules, settings),
        first,
        projects,
        copies,
        file.notes,
        rules,
        number,
    )


def _project(number: int | None, names: Mapping[int, str], members: Sequence[Group]) -> str:
    if number is None:
        return "整份材料"
    name = members[0].head.project or names.get(number, "")
    return f"表{number}　{name}" if name else f"表{number}"


def _problem(number: int, group: Group, place_of: Mapping[int, int], rules: Rulebook) -> Problem:
    head = group.head
    place = [say_place(head.location) or "整份材料"]
    original = [line for line in ("　".join(filter(None, (head.period, head.level2))), _row(head)) if line]
    problem = [f"【{SEVERITY_WORDS[head.severity]}】{head.message}"]
    if head.data.get("also_period"):
        problem.append(f"{head.data['also_period']}的同一行同此。")
    if group.kind == "cause":
        problem.append(f"由此产生{len(group.followers)}处：{_listed(group.followers, rules)}。")
    elif group.kind == "common":
        places = [f"表{f.table}{f.project and f'（{f.project}）'}{say_place(f.location)}" for f in group.members]
        place = _some(places)
        problem.append(f"{len(group.members)}张表相同。")
    elif group.kind == "alike":
        place = _some([say_place(f.location) for f in group.members])
        original = _some([_row(f) for f in group.members])
        problem = [f"【{SEVERITY_WORDS[head.severity]}】{rules.facts(head.code).title}，共{len(group.members)}处。"]
        problem.append(f"如：{head.message}")
    problem.extend(f"已说明：{f.explained}" for f in group.members if f.explained)
    return Problem(
        number,
        tuple(place),
        tuple(original) or ("—",),
        tuple(problem),
        head.basis or PLAIN_SENSE,
        head.suggestion,
        place_of[id(head)],
    )


def _row(finding: Finding) -> str:
    if not finding.name and not finding.value:
        return ""
    return f"{_cut(finding.name) or '（无名称）'} ▸ {_cut(finding.value) or '（未填）'}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……（原文{len(text)}字，从略）"


def _listed(followers: Sequence[Finding], rules: Rulebook) -> str:
    counts = Counter(rules.facts(finding.code).title for finding in followers)
    named = "、".join(f"{title}{count}处" for title, count in counts.items())
    places = _some([say_place(finding.location) for finding in followers])
    return f"{named}（{'、'.join(places)}）"


def _some(texts: Sequence[str]) -> list[str]:
    shown = [text for text in dict.fromkeys(texts) if text]
    if len(shown) <= _MOST_PLACES:
        return shown
    return [*shown[:_MOST_PLACES], f"等{len(shown)}处"]


def _all_judged(file: FileReport) -> bool:
    return not any(counts.could_not for counts in file.coverage.values())
