"""Word documents in OOXML (.docx): paragraphs and tables in body order, as the page shows them.

python-docx opens the package; the walk is over its XML, because tracked changes, content
controls, text boxes and vertical merges are not in the library's own objects. Inserted text
counts, deleted text does not; a table inside a cell becomes a grid of its own behind its row.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx as library

from lint.model import Cell, Document, Location, Row
from lint.package import open_package
from lint.package.markup import check_markup
from lint.package.word import FALLBACK, is_deleted_row, read_value, walk_inside
from lint.package.word import W as _W
from lint.readers.grid import rows_of
from lint.readers.limits import Limits, Meter, ReadError
from lint.settings import Settings

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_P, _TBL, _TR, _TC, _R, _T = (_W + name for name in ("p", "tbl", "tr", "tc", "r", "t"))
_VAL = _W + "val"
_SKIPPED = frozenset(
    [_W + name for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "sectPr")]
    + [_W + name for name in ("delText", "instrText", "delInstrText", "footnoteReference", "annotationRef", "rt")]
    + [FALLBACK]
)
_SIGNS = {  # characters of symbol fonts (w:sym), by the low byte Word stores
    "F0FE": "☑", "F052": "☑", "F0FD": "☒", "F054": "☒", "F053": "☒", "F0A8": "□", "F06F": "□", "F0A3": "□",
    "F0FC": "√", "F0FB": "×", "F0B3": "≥", "F0A1": "≤", "F0B1": "±", "F0B4": "×",
}  # fmt: skip
_SYMBOL_FONT = {"F0B3": "≥", "F0A3": "≤", "F0B1": "±", "F0B4": "×", "F0B8": "÷", "F0B9": "≠", "F0A5": "∞"}

BROKEN = "Word 文件已损坏或不完整，请用 Word 或 WPS 打开后另存为 .docx 再上传。"


def read(data: bytes, path: str, settings: Settings) -> Document:
    """Paragraphs and tables of the body in order, headers and footers last. Raises ReadError."""
    limits = settings.limits
    package = open_package(data, limits)
    check_markup(package)
    try:
        document = library.Document(io.BytesIO(data))
        walker = _Walker(limits)
        walker.walk(document.element.body)
        for part in _margins(document):
            walker.walk(part)
    except ReadError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # any file can make the library fail in any way
        raise ReadError(BROKEN) from error
    notes = walker.meter.notes()
    if walker.deleted:
        notes.append("文档带有未接受的修订：按“接受全部修订”之后的内容检查，删除的文字没有计入。")
    return Document(path, "docx", tuple(walker.out), merges=True, notes=tuple(notes))


def _margins(document: Any) -> Iterator[Any]:
    """Header and footer elements, each once: internal marks are printed there."""
    seen = set()
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/header", "/footer")):
            continue
        element = getattr(relation.target_part, "element", None)
        if element is not None and id(element) not in seen:
            seen.add(id(element))
            yield element


class _Walker:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.meter = Meter(limits)
        self.out: list[Row] = []
        self.grids = 0
        self.tables = 0
        self.deleted = False

    def walk(self, body: Any) -> None:
        """Blocks of a body, cell or text box, without recursion."""
        stack: list[tuple[Any, int]] = [(body, 0)]
        while stack:
            item, depth = stack.pop()
            if isinstance(item, list):
                self.out.extend(item)
                continue
            tag = item.tag
            if tag == _P:
                text, boxes = self._paragraph(item)
                self._line(text)
                stack.extend((box, depth) for box in reversed(boxes))
            elif tag == _TBL:
                if depth >= self.limits.nesting:
                    raise ReadError(f"文档里表格嵌套超过 {self.limits.nesting} 层，疑似恶意构造，请另存后重试。")
                stack.extend((step, depth + 1) for step in reversed(self._table(item)))
            elif tag in _SKIPPED or not isinstance(tag, str):
                self.deleted = self.deleted or tag == _W + "del"
            else:
                stack.extend((child, depth) for child in reversed(item))

    def _line(self, text: str) -> None:
        for line in text.split("\n"):
            if shown := line.strip():
                self.meter.row()
                if "\t" in shown:
                    # A form typed with tab stops: its columns are all the structure there is.
                    self.out.append(self._tabbed(line))
                else:
                    self.out.append(Row((Cell(self.meter.cell(shown), Location(), 0),), self.grids, paragraph=True))

    def _tabbed(self, line: str) -> Row:
        cells = tuple(
            Cell(self.meter.cell(part.strip()), Location(column=index + 1), index)
            for index, part in enumerate(line.split("\t"))
            if part.strip()
        )
        if len(cells) > 1:
            return Row(cells, self.grids)
        return Row((Cell(cells[0].text, Location(), 0),), self.grids, paragraph=True)

    def _table(self, table: Any) -> list[Any]:
        """The table's rows in runs, each followed by the tables inside its cells."""
        self.grids += 1
        self.tables += 1
        grid = self.grids
        lines: list[tuple[int, list[Cell]]] = []
        inner: list[tuple[int, Any]] = []
        open_merges: dict[int, tuple[int, int]] = {}  # grid column → (line, cell) of the merge above
        for number, line in enumerate(walk_inside(table, _TR), 1):
            self.meter.row()
            cells: list[Cell] = []
            column = read_value(line.find(f"{_W}trPr/{_W}gridBefore"), 0)
            if is_deleted_row(line):
                self.deleted = True
                continue
            still_open: dict[int, tuple[int, int]] = {}
            for cell in walk_inside(line, _TC):
                properties = cell.find(_W + "tcPr")
                wide = 1 if properties is None else read_value(properties.find(_W + "gridSpan"), 1)
                merge = None if properties is None else properties.find(_W + "vMerge")
                text, tables = self._cell(cell)
                if column + wide > self.limits.columns:
                    raise ReadError(
                        f"文档里的表格超过 {self.limits.columns} 列（单元格跨列过多），疑似恶意构造，请另存后重试；"
                        "确属正常时可调高 limits.columns。"
                    )
                above = open_merges.get(column)
                if merge is not None and merge.get(_VAL) != "restart" and above is not None:
                    place, index = above
                    start = lines[place][1][index]
                    joined = start.text or self.meter.cell(text)
                    lines[place][1][index] = Cell(
                        joined, start.location, start.column, number - lines[place][0] + 1, start.column_span
                    )
                    still_open[column] = above
                else:
                    location = Location(part=self.tables, row=number, column=column + 1)
                    cells.append(Cell(self.meter.cell(text), location, column, 1, wide))
                    if merge is not None:
                        still_open[column] = (len(lines), len(cells) - 1)
                inner.extend((number, each) for each in tables)
                column += wide
            open_merges = still_open
            lines.append((number, cells))
        rows = rows_of(lines, grid)
        if not inner:
            return [rows]
        steps: list[Any] = []
        start_at = 0
        for number, each in inner:
            stop = next(
                (index for index, row in enumerate(rows) if (row.cells[0].location.row or 0) > number), len(rows)
            )
            steps.extend((rows[start_at:stop], each))
            start_at = max(start_at, stop)
        steps.append(rows[start_at:])
        return steps

    def _cell(self, cell: Any) -> tuple[str, list[Any]]:
        """A cell's text, its paragraphs by line, and the tables inside it."""
        lines: list[str] = []
        tables: list[Any] = []
        stack = list(reversed(cell))
        while stack:
            item = stack.pop()
            if item.tag == _P:
                text, boxes = self._paragraph(item)
                lines.append(text)
                stack.extend(reversed(boxes))
            elif item.tag == _TBL:
                tables.append(item)
            elif isinstance(item.tag, str) and item.tag not in _SKIPPED:
                stack.extend(reversed(item))
        return "\n".join(line for line in (each.strip() for each in lines) if line), tables

    def _paragraph(self, paragraph: Any) -> tuple[str, list[Any]]:
        """A paragraph's text and the text boxes anchored in it."""
        words: list[str] = []
        boxes: list[Any] = []
        stack = list(reversed(paragraph))
        while stack:
            item = stack.pop()
            tag = item.tag
            if tag == _T or tag == _M + "t":
                words.append(item.text or "")
            elif tag in _SKIPPED or not isinstance(tag, str):
                self.deleted = self.deleted or tag in (_W + "del", _W + "moveFrom")
            elif tag == _W + "tab":
                words.append("\t")
            elif tag in (_W + "br", _W + "cr"):
                words.append("\n")
            elif tag == _W + "noBreakHyphen":
                words.append("-")
            elif tag == _W + "sym":
                words.append(_sign(item))
            elif tag == _W + "checkBox":
                words.append(_box(item))
            elif tag == _W + "txbxContent":
                boxes.append(item)
            elif tag == _R and _vanished(item):
                continue
            else:
                stack.extend(reversed(item))
        return "".join(words).replace("\xa0", " ").replace("\u200b", ""), boxes


def _sign(item: Any) -> str:
    code = (item.get(_W + "char") or "").upper()
    if (item.get(_W + "font") or "").lower() == "symbol":
        return _SYMBOL_FONT.get(code, "")
    return _SIGNS.get(code, "")


def _box(item: Any) -> str:
    state = item.find(_W + "checked")
    if state is None:
        state = item.find(_W + "default")
    return "☑" if state is not None and state.get(_VAL, "1") in ("1", "true", "on") else "□"


def _vanished(run: Any) -> bool:
    """Whether a run is hidden text."""
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(_VAL, "1") not in ("0", "false", "off")
