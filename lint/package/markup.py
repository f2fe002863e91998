"""The XML parts of a package: none with entities, none in an odd encoding."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from lint.package.opening import ReadError, read_member

_MARKUP = (".xml", ".rels", ".vml")
_DECLARED = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9_.\-]+)""")
_ENCODINGS = {
    b"utf-8",
    b"utf8",
    b"utf-16",
    b"utf-16le",
    b"utf-16be",
    b"us-ascii",
    b"ascii",
    b"gb2312",
    b"gbk",
    b"gb18030",
}


def parse(data: bytes) -> Any:
    """The root of an XML part; no entity is expanded and nothing outside is loaded.

    Raises lxml.etree.XMLSyntaxError.
    """
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def check_markup(package: zipfile.ZipFile) -> None:
    """Refuses XML parts with a document type (entities) or an odd encoding; none has a need of them.

    Reads every XML part once, which also proves that it is whole. Raises ReadError.
    """
    for name, written in _markup(package):
        data = written.replace(b"\x00", b"") if b"\x00" in written[:200] else written
        head = data[:200]
        declared = _DECLARED.search(head)
        if declared and declared[1].lower() not in _ENCODINGS:
            raise ReadError(
                f"文件内的 {name} 用了不认识的编码，疑似恶意构造，已拒绝读取，请用 Office 或 WPS 另存后重试。"
            )
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise ReadError(
                f"文件内的 {name} 含有外部实体或实体定义，疑似恶意构造，已拒绝读取，请用 Office 或 WPS 另存后重试。"
            )


def _markup(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for member in package.infolist():
        if member.filename.lower().endswith(_MARKUP):
            yield member.filename, read_member(package, member)
