"""A zip package whose parts are changed one by one; every other part keeps its bytes."""

from __future__ import annotations

import posixpath
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from lint.package import open_package, read_member
from lint.package.markup import check_markup, parse
from lint.settings import Settings

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PARTS = "[Content_Types].xml"


def serialise(root: Any) -> bytes:
    """The part's bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


class AnnotationError(Exception):
    """An original that cannot carry annotations; the text says why in a Chinese phrase."""


def read_number(element: Any, name: str, default: int = 0) -> int:
    """An attribute as a whole number, the default where it is missing. Raises AnnotationError."""
    text = element.get(name)
    if text is None:
        return default
    try:
        return int(text)
    except ValueError:
        raise AnnotationError(f"{etree.QName(element).localname} 的 {name} 不是数：{text[:20]}") from None


class Package:
    """The parts of an OOXML file by name. Raises ReadError for a package beyond the limits."""

    def __init__(self, data: bytes, settings: Settings) -> None:
        package = open_package(data, settings.limits)
        check_markup(package)
        self._members = [item for item in package.infolist() if not item.is_dir()]
        self._package = package
        self._changed: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._changed or any(item.filename == name for item in self._members)

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises AnnotationError where there is none."""
        if name in self._changed:
            return self._changed[name]
        try:
            return read_member(self._package, self._package.getinfo(name))
        except KeyError:
            raise AnnotationError(f"缺少部件 {name}") from None

    def root(self, name: str) -> Any:
        """A part as parsed XML. Raises AnnotationError where it is none."""
        try:
            return parse(self.read(name))
        except etree.XMLSyntaxError:
            raise AnnotationError(f"部件 {name} 不是完整的 XML") from None

    def put(self, name: str, content: Any) -> None:
        """Sets a part's bytes, or its root element."""
        self._changed[name] = content if isinstance(content, bytes) else serialise(content)

    def fresh(self, pattern: str) -> str:
        """The first name that is not taken; `pattern` has {} for the number."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """The part's relationships: id → (type's last word, name of the target part)."""
        name = _relations_of(part)
        if name not in self:
            return {}
        return {
            item.get("Id"): (item.get("Type", "").rsplit("/", 1)[-1], _absolute(part, item.get("Target", "")))
            for item in self.root(name)
            if item.get("TargetMode") != "External"
        }

    def relate(self, part: str, kind: str, target: str) -> str:
        """Adds a relationship of this type URI from one part to another; returns its id."""
        name = _relations_of(part)
        empty = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
        root = self.root(name) if name in self else parse(empty)
        taken = {item.get("Id") for item in root}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        relative = posixpath.relpath(target, posixpath.dirname(part) or ".")
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=f"rId{number}", Type=kind, Target=relative)
        self.put(name, root)
        return f"rId{number}"

    def declare(self, part: str, content_type: str) -> None:
        """States the content type of a new part."""
        root = self.root(_PARTS)
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)
        self.put(_PARTS, root)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """States the content type of an ending where none is stated."""
        root = self.root(_PARTS)
        if not any(item.get("Extension", "").lower() == ending for item in root):
            root.insert(0, root.makeelement(f"{{{_TYPES}}}Default", Extension=ending, ContentType=content_type))
            self.put(_PARTS, root)

    def bytes(self) -> bytes:
        """The whole package: old parts in their order with their bytes, new ones behind."""
        buffer = BytesIO()
        left = dict(self._changed)
        with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
            for item in self._members:
                info = ZipInfo(item.filename, item.date_time)
                info.compress_type = ZIP_DEFLATED
                info.external_attr = item.external_attr
                content = left.pop(item.filename, None)
                package.writestr(info, read_member(self._package, item) if content is None else content)
            for name, content in left.items():
                info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = ZIP_DEFLATED
                package.writestr(info, content)
        return buffer.getvalue()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _absolute(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
