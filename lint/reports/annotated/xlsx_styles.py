"""The style sheet of a workbook, lengthened: every style that was there keeps its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from lxml import etree

from lint.package.markup import parse
from lint.reports.annotated.ooxml import Package, read_number

_FONT_ORDER = ("b", "i", "strike", "u", "vertAlign", "sz", "color", "name", "family")  # ECMA-376 18.8.22


class Styles:
    """The style sheet of one package; styles are told by their numbers in cellXfs."""

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
        number = read_number(styles[style], "fillId") if style < len(styles) else 0
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

    def _once(self, key: tuple[str, ...], make: Callable[[], int]) -> int:
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
        return self._once(("fill", colour), lambda: self._append(self._list("fills"), parse(xml.encode())))

    def _font(self, marks: str) -> int:
        fonts = self._list("fonts")
        made = deepcopy(fonts[0]) if len(fonts) else etree.Element(f"{{{self._main}}}font")
        for mark in parse(f'<font xmlns="{self._main}">{marks}</font>'.encode()):
            for old in made.findall(mark.tag):
                made.remove(old)
            made.insert(0, mark)
        order = {name: at for at, name in enumerate(_FONT_ORDER)}
        made[:] = sorted(made, key=lambda item: order.get(etree.QName(item).localname, len(order)))
        return self._append(fonts, made)

    def _list(self, name: str) -> Any:
        found = self._root.find(f"{{{self._main}}}{name}")
        return found if found is not None else etree.SubElement(self._root, f"{{{self._main}}}{name}")

    def _append(self, parent: Any, element: Any) -> int:
        parent.append(element)
        parent.set("count", str(len(parent)))
        return len(parent) - 1
