"""A small writer of text PDFs: rules and words, in the Chinese font every reader knows by name (STSong-Light, not
embedded).

Where fontTools can be imported and the form's look says so, the glyphs used are embedded instead (as a CID-keyed
subset).
"""

import zlib
from io import BytesIO
from pathlib import Path

from . import fonts
from .page import Page, Rule, Words


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _stroke(rule: Rule, height: float) -> str:
    dash = "[2 1.5] 0 d" if rule.style == "dashed" else "[] 0 d"
    moves = [(0.0, 0.0)]
    if rule.style == "double":
        moves = [(0.0, -0.8), (0.0, 0.8)] if rule.y1 == rule.y2 else [(-0.8, 0.0), (0.8, 0.0)]
    out = [f"{_number(rule.weight)} w {dash}"]
    for dx, dy in moves:
        start, end = (rule.x1 + dx, height - rule.y1 + dy), (rule.x2 + dx, height - rule.y2 + dy)
        out.append(f"{_number(start[0])} {_number(start[1])} m {_number(end[0])} {_number(end[1])} l S")
    return " ".join(out)


class _Named:
    """STSong-Light by name: characters as UCS-2, half-width Latin."""

    def code(self, text: str) -> str:
        return "".join(letter if ord(letter) < 0x10000 else "□" for letter in text).encode("utf-16-be").hex()

    def objects(self, first: int) -> list[bytes]:
        return [
            (
                "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
                f"/DescendantFonts[{first + 1} 0 R]>>"
            ).encode(),
            (
                "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
                "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
                f"/FontDescriptor {first + 2} 0 R/DW 1000/W[1[500 500]3 95 500 814 939 500]>>"
            ).encode(),
            (
                b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
                b"/Ascent 880/Descent -120/CapHeight 880/StemV 50>>"
            ),
        ]


class _Embedded:
    """The glyphs used of a font of this machine, embedded."""

    def __init__(self, kind: str, letters: set[str]) -> None:
        from fontTools import subset
        from fontTools.ttLib import TTFont

        file, index = fonts.find(kind)
        font = TTFont(file, fontNumber=index, lazy=True)
        options = subset.Options(
            retain_gids=False,
            layout_features=[],
            name_IDs=[],
            notdef_outline=True,
            drop_tables=["GSUB", "GPOS", "BASE", "vhea", "vmtx", "VORG"],
        )
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(sorted(letters)))
        cutter.subset(font)
        self.order = {name: number for number, name in enumerate(font.getGlyphOrder())}
        self.names = font.getBestCmap()
        self.units = font["head"].unitsPerEm
        self.widths = [font["hmtx"][name][0] * 1000 // self.units for name in font.getGlyphOrder()]
        if "CFF " not in font:
            raise ValueError(f"{file} is no CFF font")
        data = BytesIO()
        font.save(data)
        self.cff = TTFont(BytesIO(data.getvalue())).getTableData("CFF ")
        charset = font["CFF "].cff.topDictIndex[0].charset
        self.cids = {name: int(name[3:]) if name.startswith("cid") else number for number, name in enumerate(charset)}

    def _cid(self, letter: str) -> int:
        name = self.names.get(ord(letter), ".notdef")
        return self.cids.get(name, self.order.get(name, 0))

    def code(self, text: str) -> str:
        return "".join(f"{self._cid(letter):04x}" for letter in text)

    def objects(self, first: int) -> list[bytes]:
        pairs = sorted({(self._cid(chr(point)), point) for point in self.names})
        lines = [f"<{cid:04x}> <{chr(point).encode('utf-16-be').hex()}>" for cid, point in pairs]
        blocks = [
            "\n".join([f"{len(lines[at : at + 100])} beginbfchar", *lines[at : at + 100], "endbfchar"])
            for at in range(0, len(lines), 100)
        ]
        cmap = "\n".join(
            [
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def",
                "1 begincodespacerange <0000> <ffff> endcodespacerange",
                *blocks,
                "endcmap end end",
            ]
        ).encode()
        widths = " ".join(f"{cid}[{self.widths[self.order.get(self.names[point], 0)]}]" for cid, point in pairs)
        return [
            (
                f"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Drawn/Encoding/Identity-H/DescendantFonts[{first + 1} 0 "
                f"R]/ToUnicode {first + 4} 0 R>>"
            ).encode(),
            (
                "<</Type/Font/Subtype/CIDFontType0/BaseFont/AAAAAA+Drawn"
                "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                f"/FontDescriptor {first + 2} 0 R/DW 1000/W[{widths}]>>"
            ).encode(),
            (
                f"<</Type/FontDescriptor/FontName/AAAAAA+Drawn/Flags 4/FontBBox[-100 -300 1100 1000]/ItalicAngle "
                f"0/Ascent 880"
                f"/Descent -120/CapHeight 733/StemV 80/FontFile3 {first + 3} 0 R>>"
            ).encode(),
            _stream(self.cff, "/Subtype/CIDFontType0C"),
            _stream(cmap),
        ]


def _stream(data: bytes, more: str = "") -> bytes:
    packed = zlib.compress(data, 6)
    return f"<</Length {len(packed)}/Filter/FlateDecode{more}>>stream\n".encode() + packed + b"\nendstream"


def write_pdf(pages: list[Page], path: Path, *, embed: str = "") -> None:
    """Writes the pages; ``embed`` names the kind of font ("song", "hei") to embed, else STSong-Light is named."""
    letters = {letter for page in pages for item in page.words for letter in item.text}
    font: _Named | _Embedded = _Embedded(embed, letters) if embed else _Named()
    font_objects = font.objects(3)
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects += font_objects
    kids = []
    for page in pages:
        content = [_stroke(rule, page.height) for rule in page.rules]
        content += [_show(item, page.height, font) for item in page.words]
        objects.append(_stream("\n".join(content).encode()))
        objects.append(
            (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_number(page.width)} {_number(page.height)}]"
                f"/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects)} 0 R>>"
            ).encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)


def _show(item: Words, height: float, font: _Named | _Embedded) -> str:
    baseline = height - item.y - item.size * 0.95
    bold = f"2 Tr {_number(item.size / 40)} w " if item.bold else "0 Tr "
    place = f"1 0 0 1 {_number(item.x)} {_number(baseline)} Tm"
    return f"BT {bold}/F1 {_number(item.size)} Tf {place} <{font.code(item.text)}> Tj ET"
