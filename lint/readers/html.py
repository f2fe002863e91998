"""HTML: web pages with forms, and the HTML tables that government systems save as .xls.

Tables keep their rowspan and colspan; a table inside a cell becomes a grid of its own behind the
row it stands in, so that layout tables around a form do no harm. Text outside tables becomes
paragraphs. Web archives (.mht, "single file web page") hold the same HTML in a MIME part.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as markup

from lint.model import Cell, Document, Location, Row
from lint.readers.grid import Occupied, rows_of
from lint.readers.limits import Limits, Meter, ReadError
from lint.readers.text import NotTextError, decode
from lint.settings import Settings

_SILENT = frozenset({"script", "style", "noscript", "template", "head", "title", "select", "textarea", "iframe", "svg"})
_BLOCK = frozenset(
    re.findall(
        r"\w+",
        "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main form fieldset caption "
        "center blockquote pre tr td th table body address figure",
    )
)
_LEFT_OUT = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,9}")
_SNIFFED = 4096  # bytes at the start in which a page names its encoding


def read(data: bytes, path: str, settings: Settings) -> Document:
    """The tables and paragraphs of a page in reading order. Raises ReadError."""
    limits = settings.limits
    root = _parse(text_of(data))
    walker = _Walker(limits)
    rows = walker.rows(root)
    return Document(path, "html", tuple(rows), merges=True, notes=tuple(walker.notes()))


def looks_like(data: bytes) -> bool:
    """Whether bytes are HTML: a tag of a page or a table near the start, in any encoding."""
    head = data[:_SNIFFED].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<div", b"<style")):
        return True
    return head.startswith(b"<") and (b"<html" in head or b"<table" in head)


def looks_like_archive(data: bytes) -> bool:
    """Whether bytes are a web archive (MIME)."""
    head = data[:_SNIFFED].lower()
    return b"mime-version:" in head and (b"multipart/related" in head or b"text/html" in head)


def read_archive(data: bytes, path: str, settings: Settings) -> Document:
    """The HTML parts of a web archive as one document. Raises ReadError."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    rows: list[Row] = []
    notes: list[str] = []
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        found = read(body, path, settings)
        shift = max((row.grid for row in rows), default=0)
        rows.extend(Row(row.cells, row.grid + shift, row.paragraph) for row in found.rows)
        notes.extend(found.notes)
    if not rows:
        raise ReadError("网页归档里没有可读的页面，请另存为 .html 或 .xlsx 后重试。")
    return Document(path, "html", tuple(rows), merges=True, notes=tuple(notes))


def text_of(data: bytes) -> str:
    """The page's characters. Its own word on the encoding counts only where the bytes bear it out:

    systems write `gb2312` over UTF-8 and the reverse. Raises ReadError.
    """
    declared = _CHARSET.search(data[:_SNIFFED])
    name = declared[1].decode("ascii").lower() if declared else ""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:_SNIFFED]
    if not wide:
        for encoding in ("utf-8-sig", {"big5": "big5hkscs"}.get(name, "gb18030"), "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    try:
        return decode(data)
    except NotTextError:
        pass
    if name and not wide:
        # A broken character or two in a long page; the page is readable beside them.
        return data.decode("gb18030" if name.startswith("gb") else "utf-8", errors="replace")
    raise ReadError("网页文件的编码无法识别，请用浏览器或 Excel 打开后另存为 .xlsx 再上传。")


def _parse(text: str) -> Any:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).replace("\x00", "")
    parser = markup.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = markup.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ReadError("网页文件没有内容或已损坏，请用浏览器或 Excel 打开后另存为 .xlsx 再上传。") from None
    return root


class _Walker:
    """Walks the page without recursion: a page may nest deeper than the interpreter's stack."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.meter = Meter(limits)
        self.grids = 0
        self.unseen = 0
        self.out: list[Row] = []
        self.words: list[str] = []

    def rows(self, root: Any) -> list[Row]:
        stack: list[tuple[str, Any, int]] = [("enter", root, 0)]
        while stack:
            step, node, depth = stack.pop()
            if step == "text":
                self.words.append(node)
                continue
            if step == "break":
                self._flush()
                continue
            if step == "row":
                self.out.extend(node)
                continue
            tag = node.tag
            if not isinstance(tag, str) or tag in _SILENT:
                continue
            if tag == "table":
                if depth >= self.limits.nesting:
                    raise ReadError(
                        f"网页里表格嵌套超过 {self.limits.nesting} 层，疑似恶意构造，请另存为 .xlsx 后重试。"
                    )
                self._flush()
                stack.extend(reversed(self._table(node, depth + 1)))
                continue
            block = tag in _BLOCK
            if block or tag in ("br", "hr"):
                self._flush()
            children: list[tuple[str, Any, int]] = []
            if node.text:
                children.append(("text", node.text, depth))
            for child in node:
                children.append(("enter", child, depth))
                if child.tail:
                    children.append(("text", child.tail, depth))
            if block:
                children.append(("break", None, depth))
            stack.extend(reversed(children))
        self._flush()
        return self.out

    def notes(self) -> list[str]:
        """What was cut or is not shown on the page."""
        notes = self.meter.notes()
        if self.unseen:
            notes.append(f"网页里有 {self.unseen} 行设为不显示，内容已读取，请核对是否应当申报。")
        return notes

    def _flush(self) -> None:
        text = _tidy("".join(self.words))
        self.words.clear()
        if text:
            self.meter.row()
            cell = Cell(self.meter.cell(text), Location(), 0)
            self.out.append(Row((cell,), self.grids, paragraph=True))

    def _table(self, table: Any, depth: int) -> list[tuple[str, Any, int]]:
        """The table's own rows in runs, each followed by the tables inside its cells."""
        self.grids += 1
        grid = self.grids
        lines: list[tuple[int, list[Cell]]] = []
        inner: list[tuple[int, Any]] = []
        taken = Occupied(self.limits.columns)
        listed = list(_own_rows(table))
        for number, (line, hidden) in enumerate(listed, 1):
            self.meter.row()
            cells = []
            for cell in line:
                if cell.tag not in ("td", "th"):
                    continue
                tall = min(_span(cell, "rowspan"), len(listed) - number + 1)
                wide = _span(cell, "colspan")
                try:
                    column = taken.place(tall, wide)
                except ValueError:
                    raise ReadError(
                        f"网页里的表格超过 {self.limits.columns} 列（单元格跨列过多），疑似恶意构造，"
                        "请另存为 .xlsx 后重试；确属正常时可调高 limits.columns。"
                    ) from None
                text, tables = _content(cell)
                inner.extend((number, each) for each in tables)
                unseen = hidden or _is_hidden(cell)
                place = Location(part=grid, row=number, column=column + 1)
                cells.append(Cell(self.meter.cell(text), place, column, tall, wide, hidden=unseen))
            if cells and all(cell.hidden for cell in cells) and any(cell.text for cell in cells):
                self.unseen += 1
            lines.append((number, cells))
            taken.next_row()
        rows = rows_of(lines, grid)
        if not inner:
            return [("row", rows, depth)]
        steps: list[tuple[str, Any, int]] = []
        start = 0
        for number, each in inner:
            stop = next(
                (index for index, row in enumerate(rows) if (row.cells[0].location.row or 0) > number), len(rows)
            )
            steps.append(("row", rows[start:stop], depth))
            steps.append(("enter", each, depth))
            start = max(start, stop)
        steps.append(("row", rows[start:], depth))
        return steps


def _own_rows(table: Any) -> Iterator[tuple[Any, bool]]:
    """The table's rows, not those of tables inside it, with whether they are not shown."""
    for child in table:
        if child.tag == "tr":
            yield child, _is_hidden(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            whole = _is_hidden(child)
            for line in child:
                if line.tag == "tr":
                    yield line, whole or _is_hidden(line)


def _is_hidden(node: Any) -> bool:
    style = node.get("style")
    return node.get("hidden") is not None or bool(style and _LEFT_OUT.search(style))


def _span(cell: Any, name: str) -> int:
    """A span as browsers take it: at least 1; what is no number counts as 1."""
    written = cell.get(name)
    if written is None:
        return 1
    match = _NUMBER.match(written.strip())
    return max(1, int(match[0])) if match else 1


def _content(cell: Any) -> tuple[str, list[Any]]:
    """The text of a cell without that of tables inside it, and those tables."""
    if not len(cell):
        return _tidy(cell.text) if cell.text else "", []
    words: list[str] = []
    tables: list[Any] = []
    stack: list[Any] = [cell]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            words.append(node)
            continue
        tag = node.tag
        if not isinstance(tag, str) or tag in _SILENT:
            continue
        if tag == "table":
            tables.append(node)
            continue
        if tag == "br":
            words.append("\x0b")
        elif tag == "input":
            words.append(_input(node))
        block = tag in _BLOCK and node is not cell
        if block:
            words.append("\x0b")
        later: list[Any] = [_SPACES.sub(" ", node.text)] if node.text else []
        for child in node:
            later.append(child)
            if child.tail:
                later.append(_SPACES.sub(" ", child.tail))
        if block:
            later.append("\x0b")
        stack.extend(reversed(later))
    return _tidy("".join(words)), tables


def _input(node: Any) -> str:
    """What a form field shows: a box ticked or not, or its text."""
    kind = (node.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if node.get("checked") is not None else "□"
    return "" if kind in ("hidden", "submit", "button", "image", "file") else (node.get("value") or "")


def _tidy(text: str) -> str:
    if text.isalnum():
        return text
    text = _SPACES.sub(" ", text.replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", ""))
    return re.sub(r" *\x0b[ \x0b]*", "\n", text).strip(" \n\u3000")
