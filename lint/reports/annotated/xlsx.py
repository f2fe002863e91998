"""An annotated copy of a workbook: comments, fills, the sheet 问题清单; all else as it was.

The parts are edited in place: a library that reads a workbook and writes it again loses shapes,
pictures, validations, themes. A sheet that is annotated is parsed and written again as XML, the
style sheet gets styles behind its own, and nothing is taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from lint.package.markup import parse
from lint.reports.annotated.marks import AUTHOR, FILLS, Mark, find_worst, write_remark
from lint.reports.annotated.ooxml import AnnotationError, Package, read_number
from lint.reports.annotated.sheets import LIST_SHEET
from lint.reports.annotated.xlsx_cells import Grid, Place, find_anchors, read_column, read_row
from lint.reports.annotated.xlsx_comments import add_boxes, add_remarks, make_drawing, withdraw_remarks
from lint.reports.annotated.xlsx_list import make_list
from lint.reports.annotated.xlsx_styles import Styles
from lint.settings import Settings

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_BEHIND_NOTES = (  # what stands behind legacyDrawing in a sheet (ECMA-376 18.3.1.99)
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_FIRST_BLOCK = 900  # of our shapes' ids; Excel numbers its own blocks from 1, a sheet each


def annotate(data: bytes, marks: Sequence[Mark], settings: Settings) -> bytes:
    """The copy's bytes. Marks without a cell in the workbook stand in 问题清单 alone.

    Raises ReadError for a package beyond the limits, AnnotationError for a workbook whose parts
    are missing or are not what they should be.
    """
    return _Copy(Package(data, settings)).annotated(marks)


class _Copy:
    """One workbook on its way to its annotated copy."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.book_part = next(
            (part for kind, part in package.targets("").values() if kind == "officeDocument"), "xl/workbook.xml"
        )
        self.book = package.root(self.book_part)
        self.main = etree.QName(self.book).namespace or ""
        self.office = next(
            (uri for uri in self.book.nsmap.values() if uri and uri.endswith("officeDocument/relationships")), _OFFICE
        )
        targets = package.targets(self.book_part)
        styles = next((part for kind, part in targets.values() if kind == "styles"), None)
        if styles is None:
            raise AnnotationError("工作簿没有样式表")
        self.styles = Styles(package, styles)
        self.sheets = {
            sheet.get("name"): targets[sheet.get(f"{{{self.office}}}id")][1]
            for sheet in self.book.iter(self._tag("sheet"))
            if targets.get(sheet.get(f"{{{self.office}}}id"), ("",))[0] == "worksheet"
        }

    def annotated(self, marks: Sequence[Mark]) -> bytes:
        """The copy's bytes."""
        by_sheet: dict[str, dict[Place, list[Mark]]] = {}
        for mark in marks:
            place = mark.place
            if place.sheet and place.sheet in self.sheets and place.row:
                cells = by_sheet.setdefault(place.sheet, {})
                cells.setdefault((place.row, place.column or 1), []).append(mark)
        for number, (name, part) in enumerate(self.sheets.items(), 1):
            if name in by_sheet or self._annotated_before(part):
                self._annotate(part, by_sheet.get(name, {}), _FIRST_BLOCK + number)
        self._add_list(marks)
        self.styles.put()
        self.package.put(self.book_part, self.book)
        return self.package.bytes()

    def _tag(self, name: str) -> str:
        return f"{{{self.main}}}{name}"

    def _comments_part(self, part: str) -> str | None:
        """The name of a sheet's comments part, or None."""
        name = next((target for kind, target in self.package.targets(part).values() if kind == "comments"), None)
        return name if name is not None and name in self.package else None

    def _annotated_before(self, part: str) -> bool:
        """Whether the sheet has comments of an earlier annotated copy that came back."""
        name = self._comments_part(part)
        return name is not None and f"<author>{AUTHOR}</author>".encode() in self.package.read(name)

    def _annotate(self, part: str, cells: Mapping[Place, list[Mark]], block: int) -> None:
        """Fills the cells of one sheet and puts remarks at them."""
        root = self.package.root(part)
        anchor = find_anchors(root, self._tag("mergeCell"))
        at: dict[Place, list[Mark]] = {}
        for place, found in cells.items():
            at.setdefault(anchor(place), []).extend(found)
        grid = Grid(root, self.main)
        if self._annotated_before(part):
            self._withdraw(part, grid)
        for place, found in sorted(at.items()):
            cell = grid.cell(place)
            cell.set("s", str(self.styles.filled(read_number(cell, "s"), FILLS[find_worst(found)])))
        if at:
            self._comment(root, part, {place: write_remark(found) for place, found in sorted(at.items())}, block)
        self.package.put(part, root)

    def _withdraw(self, part: str, grid: Grid) -> None:
        """Takes back the remarks and fills of an earlier copy, so that only what is found now is marked."""
        name = self._comments_part(part)
        assert name is not None
        comments = self.package.root(name)
        for reference in withdraw_remarks(comments, self.main):
            cell = grid.cell((read_row(reference), read_column(reference)))
            cell.set("s", str(self.styles.unfilled(read_number(cell, "s"), FILLS.values())))
        self.package.put(name, comments)

    def _comment(self, root: Any, part: str, remarks: Mapping[Place, str], block: int) -> None:
        """Adds the remarks to the sheet's comments and a box for each cell that had none."""
        related = self.package.targets(part)
        name = self._comments_part(part)
        if name is None:
            name = self.package.fresh("xl/jxlint-comments{}.xml")
            self.package.relate(part, f"{self.office}/comments", name)
            self.package.declare(name, f"{_SPREADSHEET}comments+xml")
            comments = parse(f'<comments xmlns="{self.main}"><authors/><commentList/></comments>'.encode())
        else:
            comments = self.package.root(name)
        fresh = {place: remarks[place] for place in add_remarks(comments, self.main, remarks)}
        self.package.put(name, comments)
        drawing = root.find(self._tag("legacyDrawing"))
        target = related.get(drawing.get(f"{{{self.office}}}id"), ("", ""))[1] if drawing is not None else ""
        if target in self.package:
            self.package.put(target, add_boxes(self.package.read(target), fresh, block))
            return
        target = self.package.fresh("xl/drawings/jxlint-notes{}.vml")
        self.package.put(target, make_drawing(fresh, block))
        self.package.declare_ending("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
        self._draw(root, drawing, self.package.relate(part, f"{self.office}/vmlDrawing", target))

    def _draw(self, root: Any, old: Any, identity: str) -> None:
        """Names a drawing of boxes in the sheet, in the place that the schema gives it."""
        element = root.makeelement(self._tag("legacyDrawing"), {f"{{{self.office}}}id": identity})
        behind = next((child for child in root if etree.QName(child).localname in _BEHIND_NOTES), None)
        if old is not None:
            root.replace(old, element)
        elif behind is not None:
            behind.addprevious(element)
        else:
            root.append(element)

    def _add_list(self, marks: Sequence[Mark]) -> None:
        """The sheet 问题清单 behind the workbook's own, under a number where that name is taken."""
        names = {sheet.get("name") for sheet in self.book.iter(self._tag("sheet"))}
        title, number = LIST_SHEET, 1
        while title in names:
            number += 1
            title = f"{LIST_SHEET}{number}"
        part = self.package.fresh("xl/worksheets/jxlint-list{}.xml")
        self.package.put(part, make_list(marks, self.sheets, self.styles, self.main))
        self.package.declare(part, f"{_SPREADSHEET}worksheet+xml")
        identity = self.package.relate(self.book_part, f"{self.office}/worksheet", part)
        sheets = self.book.find(self._tag("sheets"))
        if sheets is None:
            raise AnnotationError("工作簿没有工作表目录")
        free = max((read_number(sheet, "sheetId") for sheet in sheets), default=0) + 1
        etree.SubElement(
            sheets, self._tag("sheet"), {"name": title, "sheetId": str(free), f"{{{self.office}}}id": identity}
        )
