"""Rows read from PDF forms with all, some or none of their rules, and from scans of them.

Run from the repository root:

    python -m benchmarks.pdf_layouts [--forms 4] [--seed 7] [--scans] [--errors] [NAME…]

The forms are printed by `tests/readers/printing.py` from the authored corpus: three official
layouts (one column; two columns with 实施期 and 年度; sign, number and unit in columns of their own)
by the ways of drawing them below. A row is right where period, level 2, name, value and unit are
equal as in `benchmarks.carriers`. `unsaid` counts rows that are wrong and not marked uncertain,
`lost` the names and targets of right rows that stand in no row found. `--scans` draws some of the
looks as images of 200 dpi (extra `ocr`, and a Chinese font on the machine, e.g. fonts-wqy-microhei).
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.carriers import found_rows, plain, score
from lint.extract import extract
from lint.language import Language
from lint.model import Document, Submission
from lint.readers.detection import parse
from lint.settings import loading as settings
from tests.readers.printing import LAYOUTS, Form, Look, forms, printed, without

BARE = Look(across="none", down="none")
ACROSS = Look(down="none")
LOOKS: dict[str, Look] = {
    "ruled": Look(),
    "ruled, top, 11 pt": Look(size=11, middle=False),
    "ruled, 6 pt": Look(size=6),
    "ruled, not merged": Look(merged=False),
    "no outer rules": Look(outer=False),
    "double rules": Look(double=1.8, lead=4),
    "double rules, wide": Look(double=3, lead=4),
    "dashed rules": Look(dashed=True),
    "no rules": BARE,
    "no rules, top": replace(BARE, middle=False),
    "no rules, centred": replace(BARE, centred=True),
    "no rules, not merged": replace(BARE, merged=False, middle=False),
    "no rules, tight": replace(BARE, pad=2, lead=1, middle=False),
    "no rules, roomy": replace(BARE, pad=5.4, lead=6),
    "no rules, 6 pt": replace(BARE, size=6),
    "no rules, two pages": replace(BARE, height=420),
    "horizontal rules": ACROSS,
    "horizontal, not merged": replace(ACROSS, merged=False),
    "horizontal, two pages": replace(ACROSS, height=420),
    "three rules": Look(across="head", down="none"),
    "vertical rules": Look(across="none"),
    "frame and head": Look(across="head"),
    "one vertical missing": Look(),
    "two verticals missing": Look(),
    "one missing, not merged": Look(merged=False),
    "no rule below a row": Look(unruled=frozenset([3])),
    "zebra": replace(BARE, shade="zebra", merged=False),
    "shaded cells": replace(BARE, shade="cells"),
    "row cut by page": Look(height=420, split=True, middle=False),
    "two pages": Look(height=420),
    "turned 90°": Look(turn=90),
    "sideways": Look(sideways=True),
    "no rules, sideways": replace(BARE, sideways=True),
    "side by side": Look(size=6),
}
SCANS: dict[str, Look] = {
    "scan, ruled": Look(size=10.5),
    "scan, double rules": Look(size=10.5, double=3, lead=4),
    "scan, dashed rules": Look(size=10.5, dashed=True),
    "scan, no rules": replace(BARE, size=10.5),
    "scan, horizontal rules": replace(ACROSS, size=10.5),
    "scan, one missing": Look(size=10.5),
}
MISSING = {"one": (3,), "two": (3, 6), "signs": (2,)}
"""The column edge between second and third level, by layout."""


@dataclass(slots=True)
class Tally:
    """What one look gave."""

    gold: int = 0
    found: int = 0
    right: int = 0
    uncertain: int = 0
    unsaid: int = 0
    lost: int = 0
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def drawn(name: str, look: Look, layout: str, count: int, seed: int) -> tuple[bytes, list[Form]]:
    """The file and the forms of a look."""
    some = forms(layout, count, seed, look.merged)
    if "missing" in name:
        look = without(look, *MISSING[layout], *((MISSING[layout][0] + 1,) if "two" in name else ()))
    pdf = printed(some, look, beside="side by side" in name, legible=name in SCANS)
    return pdf, some[:2] if "side by side" in name else some


def scanned(data: bytes) -> bytes:
    """The pages of a PDF as grey, slightly grainy images in a PDF."""
    import numpy as np
    from PIL import Image

    document = pypdfium2.PdfDocument(data)
    chance = np.random.default_rng(3)
    images = []
    for page in document:
        pixels = page.render(scale=200 / 72, grayscale=True).to_numpy().astype(np.float32)
        noisy = pixels * 0.92 + chance.normal(0, 7, pixels.shape)
        images.append(Image.fromarray(noisy.clip(0, 255).astype(np.uint8)))
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=200, save_all=True, append_images=images[1:])
    return out.getvalue()


def read(data: bytes) -> Submission:
    """The submission in a file."""
    shipped = settings.load()
    language = Language.of(shipped)
    document = parse(data, "form.pdf", shipped)
    if not isinstance(document, Document):
        raise SystemExit(document.reason)
    return extract(document, shipped, language)


def measured(data: bytes, some: Sequence[Form], errors: bool) -> Tally:
    """One file against the forms printed in it."""
    start = time.perf_counter()
    submission = read(data)
    seconds = time.perf_counter() - start
    gold = Counter(
        (number, period, level2, plain(name), plain(value), plain(unit))
        for number, form in enumerate(some, 1)
        for period, level2, name, value, unit in form.rows
    )
    found = found_rows(submission)
    rows = [(table.number, row) for table in submission.tables for row in table.indicators]
    unsaid = [
        key
        for number, row in rows
        if not row.uncertain
        and (key := (number, row.period, row.level2, plain(row.name), plain(row.value), plain(row.unit))) not in gold
    ]
    told = "\n".join(plain(row.name) + "\n" + plain(row.value) + plain(row.unit) for _, row in rows)
    lost = [key for key in gold if key[3] not in told or key[4] not in told]
    if errors:
        doubted = {(row.name, row.value) for _, row in rows if row.uncertain}
        for key in sorted((gold - found).elements()):
            print("   missing", key)
        for key in sorted((found - gold).elements()):
            print("   extra  ", key, "" if key in unsaid else "?")
        print(f"   {len(doubted)} uncertain of {len(rows)}")
    right = sum((gold & found).values())
    uncertain = sum(row.uncertain for _, row in rows)
    return Tally(gold.total(), found.total(), right, uncertain, len(unsaid), len(lost), seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="looks whose name contains one of these")
    parser.add_argument("--forms", type=int, default=4, help="forms a layout")
    parser.add_argument("--seed", type=int, default=7, help="which forms are drawn")
    parser.add_argument("--layout", choices=sorted(LAYOUTS), help="only this layout")
    parser.add_argument("--scans", action="store_true", help="scans too")
    parser.add_argument("--errors", action="store_true", help="list rows missed and rows too many")
    options = parser.parse_args()
    looks = LOOKS | (SCANS if options.scans else {})
    print(f"{'':26} {'rows':>5} {'F1':>6} {'uncertain':>9} {'unsaid':>6} {'lost':>5} {'s':>6}   F1 by layout")
    for name, look in looks.items():
        if options.names and not any(part in name for part in options.names):
            continue
        total = Tally()
        shares = []
        for layout in LAYOUTS if options.layout is None else [options.layout]:
            data, some = drawn(name, look, layout, options.forms, options.seed)
            part = measured(scanned(data) if name in SCANS else data, some, options.errors)
            total.add(part)
            shares.append(f"{layout} {score(part.right, part.gold, part.found):.3f}")
        print(
            f"{name:26} {total.gold:>5} {score(total.right, total.gold, total.found):6.3f} {total.uncertain:>9} "
            f"{total.unsaid:>6} {total.lost:>5} {total.seconds:6.1f}   {'  '.join(shares)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
