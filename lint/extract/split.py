"""Lines of a document → forms: where each begins, goes on over a page, and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lint.extract.columns import head_row
from lint.extract.lines import Line
from lint.extract.words import Words, squash
from lint.model import Location

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
    forms: list[Form] = []
    outside: list[Line] = []
    form: Form | None = None
    skip = 0
    for index, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        title, used = _title(lines, index, words)
        if title:
            skip = used - 1
            following = lines[index + used : index + used + 4]
            if form is not None and _goes_on(form, title, following, words):
                outside.extend(lines[index : index + used])
                continue
            if form is not None and not form.lines:
                form.title += title
                continue
            form = Form(title, line.location)
            forms.append(form)
            continue
        start = _start_label(line, words)
        head = head_row(line, words) is not None
        if form is not None and _other_sheet(form, line):
            form = None
        if form is not None and start in form.labelled and (form.headed or start == "项目名称"):
            form = None
        if form is None or (form.ended and (start == "项目名称" or head) and line.spans):
            if not (head or (start == "项目名称" and len(line.spots) > 1)):
                outside.append(line)
                continue
            form = Form("", line.location)
            forms.append(form)
        contact = words.contact(line.text)
        if form.ended and not contact:
            form = None
            outside.append(line)
            continue
        if line.paragraph and words.is_chapter(line.text) and form.lines and not words.field(line.text):
            form = None
            outside.append(line)
            continue
        if start:
            form.labelled.add(start)
        form.headed |= head
        form.lines.append(line)
        if contact and (form.headed or form.labelled):
            form.ended = True
    return _with_content(forms, outside, words)


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
