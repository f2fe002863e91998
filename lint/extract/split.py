"""Lines of a document → forms: where each begins, goes on over a page, and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lint.extract.columns import head_row
from lint.extract.lines import Line
from lint.extract.stack import head_run
from lint.extract.words import Words, squash
from lint.model import Location

_ABOVE = 3  # lines above an untitled form that may belong to it
_STARTS = ("项目名称", "单位名称")


@dataclass(slots=True)
class Form:
    """The lines of one form, its title apart; `ended` tells that its last row was seen."""

    title: str = ""
    location: Location = field(default_factory=Location)
    lines: list[Line] = field(default_factory=list)
    ended: bool = False
    headed: bool = False
    labelled: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Split:
    """The forms of a document, the lines outside them, and each line's form number."""

    forms: list[Form]
    outside: list[Line]


def split(lines: Sequence[Line], words: Words) -> Split:
    """Cuts a document's lines into forms; lines that belong to none come back in `outside`."""
    splitter = _Splitter(lines, words)
    index = 0
    while index < len(lines):
        index += splitter.take(index)
    return _with_content(splitter.forms, splitter.outside, words)


class _Splitter:
    """Walks the lines and keeps the form that is open."""

    def __init__(self, lines: Sequence[Line], words: Words) -> None:
        self.lines = lines
        self.words = words
        self.forms: list[Form] = []
        self.outside: list[Line] = []
        self.form: Form | None = None

    def take(self, index: int) -> int:
        """Puts the line at `index` where it belongs; how many lines that used up."""
        line = self.lines[index]
        if line.bare:
            self._put(line)
            return 1
        title, used = _title(self.lines, index, self.words)
        if title:
            self._titled(index, title, used)
            return used
        self._plain(index, line)
        return 1

    def _put(self, line: Line) -> None:
        if self.form is None or self.form.ended:
            self.outside.append(line)
        else:
            self.form.lines.append(line)

    def _titled(self, index: int, title: str, used: int) -> None:
        form = self.form
        following = self.lines[index + used : index + used + 4]
        if form is not None and _goes_on(form, title, following, self.words):
            self.outside.extend(self.lines[index : index + used])
        elif form is not None and not form.lines:
            form.title += title
        else:
            self._open(title, self.lines[index])

    def _open(self, title: str, line: Line) -> Form:
        self.form = Form(title, line.location)
        self.forms.append(self.form)
        return self.form

    def _plain(self, index: int, line: Line) -> None:
        words = self.words
        start = _start_label(line, words)
        head = head_row(line, words) is not None or (line.lone and head_run(self.lines, index, words) > 0)
        form = self.form
        if form is not None and _other_sheet(form, line):
            form = None
        if form is not None and start in form.labelled and (form.headed or start == "项目名称"):
            form = None
        if form is None or (form.ended and (start == "项目名称" or head)):
            if not (head or (start == "项目名称" and len(line.spots) > 1)):
                self.form = None
                self.outside.append(line)
                return
            form = self._open("", line)
            form.lines += self._above()
        contact = words.contact(line.text)
        chapter = line.paragraph and form.lines and words.is_chapter(line.text) and not words.field(line.text)
        if chapter or (form.ended and not contact):
            self.form = None
            self.outside.append(line)
            return
        self.form = form
        if start:
            form.labelled.add(start)
        form.headed |= head
        form.lines.append(line)
        form.ended |= bool(contact) and (form.headed or bool(form.labelled))

    def _above(self) -> list[Line]:
        """The lines just above an untitled form that give its year or its unit of money."""
        taken: list[Line] = []
        while self.outside and len(taken) < _ABOVE and self.words.is_running_head(self.outside[-1].text):
            taken.append(self.outside.pop())
        return taken[::-1]


def _title(lines: Sequence[Line], index: int, words: Words) -> tuple[str, int]:
    """The title that starts at a line, and how many lines it takes (a page may break it in two)."""
    line = lines[index]
    if not line.lone:
        return "", 0
    if words.is_title(line.text):
        return line.text, 1
    if index + 1 < len(lines) and lines[index + 1].lone:
        both = line.text + lines[index + 1].text
        broken = (
            any(mark in squash(line.text) for mark in ("绩效", "支出", "项目", "预算", "整体"))
            and len(squash(line.text)) > 4
        )
        if broken and not words.is_title(lines[index + 1].text) and words.is_title(both) and not words.field(line.text):
            return both, 2
    return "", 0


def _goes_on(form: Form, title: str, following: Sequence[Line], words: Words) -> bool:
    """Whether a title only repeats that of an open form over its next page."""
    if form.ended or not form.lines:
        return False
    if squash(title) != squash(form.title) and not words.is_continuation(title):
        return False
    for line in following:
        if _start_label(line, words):
            return False
        if head_row(line, words) is not None or words.kind(line.text).category is not None:
            return True
    return words.is_continuation(title)


def _start_label(line: Line, words: Words) -> str:
    """项目名称 or 单位名称 where the line opens with that label."""
    text = line.text
    label = squash(text).replace("：", ":").split(":", 1)[0]
    found = words.field(label)
    return found if found in _STARTS and head_row(line, words) is None else ""


def _other_sheet(form: Form, line: Line) -> bool:
    sheet = form.lines[-1].location.sheet if form.lines else form.location.sheet
    return line.location.sheet != sheet


def _with_content(forms: list[Form], outside: list[Line], words: Words) -> Split:
    """Forms that hold something of a form; the lines of the others go back outside."""
    kept = []
    for form in forms:
        if form.headed or (form.title and form.labelled) or (form.title and _labels(form, words) > 1):
            kept.append(form)
        else:
            outside.extend(form.lines)
    return Split(kept, outside)


def _labels(form: Form, words: Words) -> int:
    return sum(
        bool(words.field(line.text) or words.head(line.text) or words.kind(line.text).category) for line in form.lines
    )
