"""A font file of a few hundred bytes for printed tests: every character is the same small box.

What a viewer puts in for a font that is not embedded differs from machine to machine, and with it the
places of characters; some are then missing altogether. This one lies in the file itself, so that a test
reads the same page everywhere. The file says by its own map what each code means.
"""

from __future__ import annotations

import struct
import zlib

_EM = 1000
_OVER, _UNDER = 880, -120
_BOX = (60, -60, 440, 820)  # left, bottom, right, top of the ink: within the narrowest character
_HALF = (32, 126)  # the characters half an em wide: Latin letters, digits, signs of ASCII


def _table(values: str, *items: int) -> bytes:
    return struct.pack(">" + values, *items)


def font_file() -> bytes:
    """The TrueType font: two glyphs, nothing and a box."""
    left, bottom, right, top = _BOX
    # One contour of four points on the curve, their coordinates as 16 bit steps.
    xs, ys = (left, 0, right - left, 0), (bottom, top - bottom, 0, bottom - top)
    glyph = _table("hhhhh", 1, left, bottom, right, top) + _table("HH", 3, 0) + bytes([1] * 4)
    glyph += _table("hhhh", *xs) + _table("hhhh", *ys)
    glyph += bytes(-len(glyph) % 4)
    tables = {
        b"glyf": glyph,
        b"head": _table("IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, *_BOX, 0, 8, 2, 1, 0),
        b"hhea": _table("IhhhHhhhhhhhhhhhH", 0x10000, _OVER, _UNDER, 0, _EM, 0, 0, right, 1, *[0] * 7, 2),
        b"hmtx": _table("HhHh", _EM, 0, _EM, left),
        b"loca": _table("III", 0, 0, len(glyph)),
        b"maxp": _table("IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = _table("IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    place = len(head) + 16 * len(tables)
    directory, body = b"", b""
    for tag, content in sorted(tables.items()):
        padded = content + bytes(-len(content) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += tag + _table("III", total, place + len(body), len(content))
        body += padded
    return head + directory + body


def _stream(content: bytes, more: str = "") -> bytes:
    packed = zlib.compress(content)
    return f"<< /Length {len(packed)} /Filter /FlateDecode {more}>>\nstream\n".encode() + packed + b"\nendstream"


def font_objects(first: int) -> list[bytes]:
    """The PDF objects of the font, the first of which, the one a page names, has the number `first`.

    Its codes are two bytes, the character's own number.
    """
    program = font_file()
    ranges = [f"<{page:02X}00> <{page:02X}FF> <{page:02X}00>" for page in range(256)]
    said = "".join(
        f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange\n"
        for part in (ranges[start : start + 100] for start in range(0, 256, 100))
    )
    meaning = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{said}endcmap end end"
    )
    return [
        f"<< /Type /Font /Subtype /Type0 /BaseFont /TEST+Box /Encoding /Identity-H /DescendantFonts [{first + 1} 0 R] "
        f"/ToUnicode {first + 4} 0 R >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /TEST+Box /CIDSystemInfo << /Registry (Adobe) /Ordering "
        f"(Identity) /Supplement 0 >> /DW 1000 /W [{_HALF[0]} {_HALF[1]} 500] /FontDescriptor {first + 2} 0 R "
        f"/CIDToGIDMap {first + 5} 0 R >>".encode(),
        f"<< /Type /FontDescriptor /FontName /TEST+Box /Flags 4 /FontBBox [0 {_UNDER} {_EM} {_OVER}] /ItalicAngle 0 "
        f"/Ascent {_OVER} /Descent {_UNDER} /CapHeight {_OVER} /StemV 93 /FontFile2 {first + 3} 0 R >>".encode(),
        _stream(program, f"/Length1 {len(program)} "),
        _stream(meaning.encode("ascii")),
        _stream(b"\x00\x01" * 65536),
    ]
