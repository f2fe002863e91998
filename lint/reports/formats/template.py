"""A bureau's own .docx with placeholders in double braces, filled with one letter.

`{{单位}}` and other words stand anywhere in a text; `{{问题表}}` and other blocks stand alone in a
paragraph. docs/template.md lists them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lint.model import SEVERITY_WORDS
from lint.reports.facts.figures import say_coverage
from lint.reports.facts.letter import Letter, write_summary
from lint.reports.formats.cells import make_printable
from lint.reports.formats.wordml import measure_text_width
from lint.settings import Settings, SettingsError

if TYPE_CHECKING:
    from docx.document import Document

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]{1,30}?)\s*\}\}")

Blocks = Callable[["Document", float], dict[str, Callable[[], list[Any]]]]


def list_words(letter: Letter, settings: Settings) -> dict[str, str]:
    """The placeholders that stand for a text."""
    figures, overall = letter.figures, letter.grades[-1]
    found = {
        "标题": letter.title,
        "单位": letter.addressee,
        "年度": str(letter.year or ""),
        "文件": letter.file.path.replace("\\", "/").rsplit("/", 1)[-1],
        "落款": settings.reports.bureau,
        "覆盖": say_coverage(figures),
        "表数": str(figures.tables),
        "行数": str(figures.rows),
        "判断行数": str(figures.judged),
        "未判断行数": str(figures.unread),
        "问题数": str(figures.findings),
        "综合等级": overall.word,
        "综合得分": "—" if overall.score is None else f"{overall.score:.1f}",
        "期限": str(settings.reports.reply_days),
    }
    found |= {f"{word}数": str(figures.by_severity.get(level, 0)) for level, word in SEVERITY_WORDS.items()}
    found |= {f"{item.review}等级": item.word for item in letter.grades[:-1]}
    return found


def fill_template(path: str, letter: Letter, settings: Settings, blocks: Blocks) -> Document:
    """The template with its placeholders filled.

    Raises SettingsError with a sentence for a template that cannot be opened, a placeholder
    that is not known, a block that shares its paragraph, or a template without any.
    """
    document = _opened(path)
    texts = list_words(letter, settings)
    parts = blocks(document, measure_text_width(document, 0))
    used = 0
    for paragraph in list(_paragraphs(document)):
        content = "".join(node.text or "" for node in _texts(paragraph))
        names = [match[1] for match in _PLACEHOLDER.finditer(content)]
        if not names:
            continue
        used += len(names)
        unknown = next((name for name in names if name not in texts and name not in parts), None)
        if unknown is not None:
            known = "、".join((*texts, *parts))
            raise SettingsError(f"模板 {path} 中的 {{{{{unknown}}}}} 不是已知的占位符；可用的有：{known}。")
        block = next((name for name in names if name in parts), None)
        if block is None:
            _replace(paragraph, texts)
        elif _PLACEHOLDER.fullmatch(content.strip()):
            for element in parts[block]():
                paragraph.addprevious(element)
            _remove(paragraph)
        elif block == "摘要":
            _replace(paragraph, {**texts, "摘要": "".join(write_summary(letter, settings))})
        else:
            raise SettingsError(f"模板 {path} 中的 {{{{{block}}}}} 须单独成段，请把它放在自己的一段里。")
    if not used:
        raise SettingsError(f"模板 {path} 里没有占位符，请写上 {{{{问题表}}}} 等占位符后再用。")
    return document


def _opened(path: str) -> Document:
    from docx import Document as open_document  # noqa: N813  # a function, whatever its letter

    if not Path(path).is_file():
        raise SettingsError(f"找不到模板 {path}，请检查 reports.template。")
    try:
        return open_document(path)
    except Exception:  # python-docx raises zip, key, value and XML errors alike
        raise SettingsError(f"模板 {path} 不是可用的 .docx 文件，请用 Word 或 WPS 另存后再试。") from None


def _paragraphs(document: Document) -> Iterator[Any]:
    """Every w:p of the body, of its tables and text boxes, and of headers and footers."""
    from docx.oxml.ns import qn

    yield from document.element.body.iter(qn("w:p"))
    seen = set()
    for section in document.sections:
        for part in (section.header, section.footer, section.even_page_header, section.even_page_footer):
            if not part.is_linked_to_previous and id(part._element) not in seen:
                seen.add(id(part._element))
                yield from part._element.iter(qn("w:p"))


def _texts(paragraph: Any) -> list[Any]:
    from docx.oxml.ns import qn

    return [node for node in paragraph.iter(qn("w:t")) if _owner(node) is paragraph]


def _owner(node: Any) -> Any:
    """The nearest w:p above: a text box inside a paragraph has paragraphs of its own."""
    from docx.oxml.ns import qn

    while node is not None and node.tag != qn("w:p"):
        node = node.getparent()
    return node


def _replace(paragraph: Any, texts: dict[str, str]) -> None:
    """Fills placeholders; one that a word processor split over runs takes the first run's format."""
    from docx.oxml.ns import qn

    nodes = _texts(paragraph)
    while True:
        content = "".join(node.text or "" for node in nodes)
        match = next((m for m in _PLACEHOLDER.finditer(content) if m[1] in texts), None)
        if match is None:
            return
        start, filling, position = match.start(), make_printable(texts[match[1]]), 0
        filling = filling.replace("{{", "{ {")  # a text of the submission is no placeholder
        for node in nodes:
            text = node.text or ""
            begin, end = position, position + len(text)
            position = end
            if end <= match.start() or begin >= match.end():
                continue
            kept = text[: max(0, start - begin)] + (filling if begin <= start < end else "")
            node.text = kept + text[max(0, match.end() - begin) :]
            node.set(qn("xml:space"), "preserve")


def _remove(paragraph: Any) -> None:
    """Takes the paragraph out; a table cell must keep one, and a section's end stands in its last one."""
    from docx.oxml.ns import qn

    parent = paragraph.getparent()
    if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None or (
        parent.tag == qn("w:tc") and parent[-1] is paragraph
    ):
        for node in _texts(paragraph):
            node.text = ""
    else:
        parent.remove(paragraph)
