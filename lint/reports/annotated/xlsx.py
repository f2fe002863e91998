"""An annotated copy of a workbook: comments, fills, the sheet 问题清单; all else as it was.

The parts are edited in place: a library that reads a workbook and writes it again loses shapes,
pictures, validations, themes. A sheet that is annotated is parsed and written again as XML, the
style sheet gets styles behind its own, and nothing is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from lint.model import SEVERITY_WORDS, Finding, Location
from lint.package.markup import parsed
from lint.reports.annotated.marks import AUTHOR, FILLS, list_row, remark, worst
from lint.reports.annotated.ooxml import Package
from lint.reports.annotated.sheets import LIST_COLUMNS, LIST_SHEET, PLACE_COLUMN, REPLY_COLUMN
from lint.reports.facts.places import column_letters
from lint.reports.formats.cells import fitting, is_live
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
_WITHDRAWN = "上次审核指出的问题，本次已不再出现。"
_OUR_LEADS = tuple(f"\n【{word}】" for word in SEVERITY_WORDS.values())  # how a remark behind another's comment begins
_NOTE_LINE = 26  # characters a line of a comment's box holds, for its height

Place = tuple[int, int]
Placed = tuple[Finding, Location]


def annotated(data: bytes, findings: Sequence[Finding], places: Sequence[Location], settings: Settings) -> bytes:
    """The copy's bytes. `findings` are the file's own, `places` the cell of each; those without one
    stand in 问题清单 alone.

    Raises ReadError for a package that cannot be taken apart.
    """
    return _Copy(Package(data, settings)).annotated(list(zip(findings, places, strict=True)))


class _Copy:
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
        self.styles = _Styles(package, next(part for kind, part in targets.values() if kind == "styles"))
        self.sheets = {
            sheet.get("name"): targets[sheet.get(f"{{{self.office}}}id")][1]
            for sheet in self.book.iter(self._tag("sheet"))
            if targets.get(sheet.get(f"{{{self.office}}}id"), ("",))[0] == "worksheet"
        }

    def annotated(self, findings: Sequence[Placed]) -> bytes:
        by_sheet: dict[str, dict[Place, list[Finding]]] = {}
        for finding, place in findings:
            if place.sheet and place.sheet in self.sheets and place.row:
                cells = by_sheet.setdefault(place.sheet, {})
                cells.setdefault((place.row, place.column or 1), []).append(finding)
        for number, (name, part) in enumerate(self.sheets.items(), 1):
            if name in by_sheet or self._annotated_before(part):
                self._sheet(part, by_sheet.get(name, {}), number)
        self._list(findings)
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

    def _sheet(self, part: str, cells: Mapping[Place, list[Finding]], number: int) -> None:
        root = self.package.root(part)
        anchors = _merge_anchors(root, self._tag("mergeCell"))
        at: dict[Place, list[Finding]] = {}
        for place, found in cells.items():
            at.setdefault(anchors(place), []).extend(found)
        grid = _Grid(root, self.main)
        if self._annotated_before(part):
            self._withdraw(part, grid)
        for place, found in sorted(at.items()):
            cell = grid.cell(place)
            cell.set("s", str(self.styles.filled(int(cell.get("s", "0")), FILLS[worst(found)])))
        if at:
            self._comments(root, part, at, number)
        self.package.put(part, root)

    def _withdraw(self, part: str, grid: _Grid) -> None:
        """Takes back the remarks and fills of an earlier copy, so that only what is found now is marked."""
        name = self._comments_part(part)
        assert name is not None
        comments = self.package.root(name)
        for reference in _withdraw_remarks(comments, self.main):
            cell = grid.cell((_row_of(reference), _column_of(reference)))
            cell.set("s", str(self.styles.unfilled(int(cell.get("s", "0")), FILLS.values())))
        self.package.put(name, comments)

    def _comments(self, root: Any, part: str, at: Mapping[Place, list[Finding]], number: int) -> None:
        related = self.package.targets(part)
        name = self._comments_part(part)
        if name is None:
            name = self.package.fresh("xl/jxlint-comments{}.xml")
            self.package.relate(part, f"{self.office}/comments", name)
            self.package.declare(name, f"{_SPREADSHEET}comments+xml")
            comments = parsed(f'<comments xmlns="{self.main}"><authors/><commentList/></comments>'.encode())
        else:
            comments = self.package.root(name)
        fresh = _write_comments(comments, self.main, {place: remark(found) for place, found in sorted(at.items())})
        self.package.put(name, comments)
        drawing = root.find(self._tag("legacyDrawing"))
        target = related.get(drawing.get(f"{{{self.office}}}id"), ("", ""))[1] if drawing is not None else ""
        shapes = "".join(_shape(place, remark(at[place]), 900 + number, index) for index, place in enumerate(fresh, 1))
        if target in self.package:
            old = self.package.read(target)
            end = old.rindex(b"</")  # shapes go before the end tag of the root
            self.package.put(target, old[:end] + _self_contained(shapes) + old[end:])
            return
        target = self.package.fresh("xl/drawings/jxlint-notes{}.vml")
        self.package.put(target, (_VML_HEAD.format(block=900 + number) + shapes + "</xml>").encode())
        self.package.declare_ending("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
        identity = self.package.relate(part, f"{self.office}/vmlDrawing", target)
        element = root.makeelement(self._tag("legacyDrawing"), {f"{{{self.office}}}id": identity})
        behind = next((child for child in root if etree.QName(child).localname in _BEHIND_NOTES), None)
        if drawing is not None:
            root.replace(drawing, element)
        elif behind is not None:
            behind.addprevious(element)
        else:
            root.append(element)

    def _list(self, findings: Sequence[Placed]) -> None:
        names = {sheet.get("name") for sheet in self.book.iter(self._tag("sheet"))}
        title, number = LIST_SHEET, 1
        while title in names:
            number += 1
            title = f"{LIST_SHEET}{number}"
        part = self.package.fresh("xl/worksheets/jxlint-list{}.xml")
        self.package.put(part, self._list_part(findings))
        self.package.declare(part, f"{_SPREADSHEET}worksheet+xml")
        identity = self.package.relate(self.book_part, f"{self.office}/worksheet", part)
        sheets = self.book.find(self._tag("sheets"))
        free = max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0) + 1
        etree.SubElement(
            sheets, self._tag("sheet"), {"name": title, "sheetId": str(free), f"{{{self.office}}}id": identity}
        )

    def _list_part(self, findings: Sequence[Placed]) -> bytes:
        head, plain, live = self.styles.heading(), self.styles.wrapped(), self.styles.wrapped(quoted=True)
        link, reply = self.styles.link(), self.styles.wrapped(colour="FFFFF2CC")
        columns = "".join(
            f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
            for at, (_, width) in enumerate(LIST_COLUMNS, 1)
        )
        rows = [_row_xml(1, [(title, head) for title, _ in LIST_COLUMNS])]
        links = []
        for number, (finding, place) in enumerate(findings, 1):
            cells = []
            for column, value in enumerate(list_row(number, finding)):
                style = live if isinstance(value, str) and is_live(value) else plain
                cells.append((value, reply if column == REPLY_COLUMN else style))
            if place.sheet and place.sheet in self.sheets and place.row:
                cells[PLACE_COLUMN] = (cells[PLACE_COLUMN][0], link)
                sheet = place.sheet.replace("'", "''")
                there = f"'{sheet}'!{column_letters(place.column or 1)}{place.row}"
                here = f"{column_letters(PLACE_COLUMN + 1)}{number + 1}"
                links.append(f"<hyperlink ref={quoteattr(here)} location={quoteattr(there)}/>")
            rows.append(_row_xml(number + 1, cells))
        last = f"{column_letters(len(LIST_COLUMNS))}{len(findings) + 1}"
        hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{self.main}">'
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
            f'state="frozen"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>'
            f'<autoFilter ref="A1:{last}"/>{hyperlinks}<pageSetup paperSize="9" orientation="landscape"/></worksheet>'
        ).encode()


class _Grid:
    """The rows and cells of a sheet by their addresses; missing ones are made in their places."""

    def __init__(self, root: Any, main: str) -> None:
        self._main = main
        self._data = root.find(f"{{{main}}}sheetData")
        self._rows: dict[int, Any] = {}
        at = 0
        for row in self._data:
            at = int(row.get("r", at + 1))
            self._rows[at] = row
        self._columns = [
            (int(item.get("min", "0")), int(item.get("max", "0")), item.get("style"))
            for item in root.iter(f"{{{main}}}col")
        ]

    def cell(self, place: Place) -> Any:
        """The cell at (row, column); a new one takes the style its row or column has."""
        number, column = place
        row = self._rows.get(number)
        if row is None:
            row = self._made_row(number)
        at = 0
        after = None
        for cell in row:
            at = _column_of(cell.get("r", "")) or at + 1
            if at == column:
                return cell
            if at > column:
                after = cell
                break
        made = row.makeelement(f"{{{self._main}}}c", {"r": f"{column_letters(column)}{number}"})
        style = row.get("s") if row.get("customFormat") in ("1", "true") else None
        style = style or next((given for low, high, given in self._columns if low <= column <= high and given), None)
        if style:
            made.set("s", style)
        if after is None:
            row.append(made)
        else:
            after.addprevious(made)
        return made

    def _made_row(self, number: int) -> Any:
        row = self._data.makeelement(f"{{{self._main}}}row", {"r": str(number)})
        behind = min((at for at in self._rows if at > number), default=None)
        if behind is None:
            self._data.append(row)
        else:
            self._rows[behind].addprevious(row)
        self._rows[number] = row
        return row


class _Styles:
    """The style sheet, lengthened: every style that was there keeps its number."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        self._root = package.root(part)
        self._main = etree.QName(self._root).namespace or ""
        self._formats = self._list("cellXfs")
        self._made: dict[tuple[str, ...], int] = {}

    def put(self) -> None:
        """Writes the style sheet back."""
        self._package.put(self._part, self._root)

    def filled(self, style: int, colour: str) -> int:
        """The style with its fill replaced by a colour (RRGGBB)."""
        return self._once(
            ("filled", str(style), colour), lambda: self._clone(style, fillId=self._fill(f"FF{colour}"), applyFill=1)
        )

    def unfilled(self, style: int, colours: Iterable[str]) -> int:
        """The style without its fill where that is one of these colours, else the style itself."""
        styles, fills = list(self._formats), list(self._list("fills"))
        number = int(styles[style].get("fillId", "0")) if style < len(styles) else 0
        colour = fills[number].find(f".//{{{self._main}}}fgColor") if number < len(fills) else None
        if colour is None or colour.get("rgb", "")[-6:] not in set(colours):
            return style
        return self._once(("unfilled", str(style)), lambda: self._clone(style, fillId=0, applyFill=0))

    def heading(self) -> int:
        """Bold on grey, wrapped."""
        return self._once(
            ("heading",),
            lambda: self._wrapped(fillId=self._fill("FFD9D9D9"), applyFill=1, fontId=self._font("<b/>"), applyFont=1),
        )

    def wrapped(self, *, quoted: bool = False, colour: str = "") -> int:
        """Wrapped text; `quoted` with the quote prefix that keeps a formula-like text a text."""
        extra = {"quotePrefix": 1} if quoted else {}
        extra |= {"fillId": self._fill(colour), "applyFill": 1} if colour else {}
        return self._once(("wrapped", str(quoted), colour), lambda: self._wrapped(**extra))

    def link(self) -> int:
        """Blue and underlined, wrapped."""
        return self._once(
            ("link",), lambda: self._wrapped(fontId=self._font('<u/><color rgb="FF0563C1"/>'), applyFont=1)
        )

    def _once(self, key: tuple[str, ...], make: Any) -> int:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _wrapped(self, **attributes: int) -> int:
        index = self._clone(0, numFmtId=0, applyAlignment=1, **attributes)
        style = self._formats[index]
        for child in list(style):
            style.remove(child)
        etree.SubElement(style, f"{{{self._main}}}alignment", vertical="top", wrapText="1")
        return index

    def _clone(self, style: int, **attributes: int) -> int:
        styles = list(self._formats)
        made = deepcopy(styles[style]) if style < len(styles) else etree.Element(f"{{{self._main}}}xf")
        for name, value in attributes.items():
            made.set(name, str(value))
        return self._append(self._formats, made)

    def _fill(self, colour: str) -> int:
        pattern = f'<patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor indexed="64"/></patternFill>'
        xml = f'<fill xmlns="{self._main}">{pattern}</fill>'
        return self._once(("fill", colour), lambda: self._append(self._list("fills"), parsed(xml.encode())))

    def _font(self, marks: str) -> int:
        fonts = self._list("fonts")
        made = deepcopy(fonts[0]) if len(fonts) else etree.Element(f"{{{self._main}}}font")
        for mark in parsed(f'<font xmlns="{self._main}">{marks}</font>'.encode()):
            for old in made.findall(mark.tag):
                made.remove(old)
            made.insert(0, mark)
        order = {
            name: at for at, name in enumerate(("b", "i", "strike", "u", "vertAlign", "sz", "color", "name", "family"))
        }
        made[:] = sorted(made, key=lambda item: order.get(etree.QName(item).localname, len(order)))
        return self._append(fonts, made)

    def _list(self, name: str) -> Any:
        found = self._root.find(f"{{{self._main}}}{name}")
        return found if found is not None else etree.SubElement(self._root, f"{{{self._main}}}{name}")

    def _append(self, parent: Any, element: Any) -> int:
        parent.append(element)
        parent.set("count", str(len(parent)))
        return len(parent) - 1


def _write_comments(comments: Any, main: str, remarks: Mapping[Place, str]) -> list[Place]:
    """Adds remarks to a comments part; returns the places that had no comment before."""
    authors, listed = (comments.find(f"{{{main}}}{name}") for name in ("authors", "commentList"))
    names = [author.text for author in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{{{main}}}author").text = AUTHOR
        names.append(AUTHOR)
    number = names.index(AUTHOR)
    existing = {item.get("ref"): item for item in listed}
    fresh = []
    for place, text in remarks.items():
        reference = f"{column_letters(place[1])}{place[0]}"
        comment = existing.get(reference)
        if comment is None:
            comment = etree.SubElement(listed, f"{{{main}}}comment", ref=reference, authorId=str(number))
            fresh.append(place)
            lead = ""
        else:
            lead = "\n"
        words = comment.find(f"{{{main}}}text")
        if words is None:
            words = etree.SubElement(comment, f"{{{main}}}text")
        if "".join(map(str, words.itertext())) == _WITHDRAWN:
            words[:], lead = [], ""
        run = etree.SubElement(words, f"{{{main}}}r")
        look = etree.SubElement(run, f"{{{main}}}rPr")
        etree.SubElement(look, f"{{{main}}}sz", val="9")
        content = etree.SubElement(run, f"{{{main}}}t")
        content.text = lead + fitting(text)
        content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return fresh


def _withdraw_remarks(comments: Any, main: str) -> list[str]:
    """Empties our own comments and takes our lines out of others'; returns the cells they stood at."""
    authors = [author.text for author in comments.iter(f"{{{main}}}author")]
    places = []
    for comment in comments.iter(f"{{{main}}}comment"):
        words = comment.find(f"{{{main}}}text")
        author = int(comment.get("authorId", "-1"))
        if words is None:
            continue
        if 0 <= author < len(authors) and authors[author] == AUTHOR:
            words[:] = []
            etree.SubElement(etree.SubElement(words, f"{{{main}}}r"), f"{{{main}}}t").text = _WITHDRAWN
            places.append(comment.get("ref", ""))
            continue
        ours = [run for run in words if "".join(map(str, run.itertext())).startswith(_OUR_LEADS)]
        for run in ours:
            words.remove(run)
        if ours:
            places.append(comment.get("ref", ""))
    return places


def _merge_anchors(root: Any, tag: str) -> Any:
    """A function from a place to the top-left cell of the merged range it lies in, or itself."""
    ranges = []
    for item in root.iter(tag):
        first, _, last = item.get("ref", "").partition(":")
        top, left = _row_of(first), _column_of(first)
        ranges.append((top, left, _row_of(last or first), _column_of(last or first)))

    def anchor(place: Place) -> Place:
        row, column = place
        for top, left, bottom, right in ranges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return place

    return anchor


def _column_of(reference: str) -> int:
    column = 0
    for letter in reference:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter.upper()) - ord("A") + 1
    return column


def _row_of(reference: str) -> int:
    digits = "".join(sign for sign in reference if sign.isdigit())
    return int(digits) if digits else 0


def _row_xml(number: int, cells: Sequence[tuple[str | int, int]]) -> str:
    made = []
    for column, (value, style) in enumerate(cells, 1):
        place = f'r="{column_letters(column)}{number}" s="{style}"'
        if isinstance(value, int):
            made.append(f"<c {place}><v>{value}</v></c>")
        elif value:
            text = escape(fitting(value))
            made.append(f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
        else:
            made.append(f"<c {place}/>")
    return f'<row r="{number}">{"".join(made)}</row>'


_VML_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="{block}"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    'o:connecttype="rect"/></v:shapetype>'
)


def _shape(place: Place, text: str, block: int, index: int) -> str:
    """The box of one comment (ECMA-376 part 4, 19.4: legacy VML that every spreadsheet program reads)."""
    row, column = place[0] - 1, place[1] - 1
    lines = sum(1 + len(line) // _NOTE_LINE for line in text.split("\n"))
    height = min(lines + 1, 30)
    anchor = f"{column + 1}, 15, {max(0, row - 1)}, 10, {column + 5}, 15, {max(0, row - 1) + height}, 4"
    return (
        f'<v:shape id="_x0000_s{block * 1024 + index}" type="#_x0000_t202" '
        'style="position:absolute;width:240pt;height:80pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def _self_contained(shapes: str) -> bytes:
    """Shapes with their namespaces declared on each, for a drawing whose prefixes are not known."""
    spaces = (
        ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"'
    )
    return shapes.replace("<v:shape ", f"<v:shape{spaces} ").encode()
