"""Chinese fonts found on this machine through fontconfig, and the width of text in them."""

import subprocess
from functools import cache

from PIL import ImageFont

WANTED = {
    "song": ("SimSun", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN"),
    "hei": ("SimHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei", "Droid Sans Fallback"),
}


@cache
def find(kind: str, bold: bool = False) -> tuple[str, int]:
    """File and face number of a font of the kind ("song" or "hei"). Raises FileNotFoundError when there is no
    Chinese font.
    """
    for family in WANTED[kind]:
        pattern = f"{family}:lang=zh-cn" + (":bold" if bold else "")
        found = subprocess.run(
            ["fc-match", "-f", "%{file}|%{index}|%{family}", pattern], capture_output=True, text=True, check=True
        )
        file, index, names = found.stdout.split("|", 2)
        if family in names:
            return file, int(index)
    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn", "-f", "%{file}|%{index}\n"], capture_output=True, text=True, check=True
    )
    for line in sorted(listed.stdout.splitlines()):
        file, index = line.split("|")
        return file, int(index)
    raise FileNotFoundError("fontconfig knows no Chinese font")


@cache
def load(kind: str, pixels: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels."""
    file, index = find(kind, bold)
    return ImageFont.truetype(file, pixels, index=index)


@cache
def advance(letter: str) -> float:
    """Width of a character in parts of the font's size: one for full-width characters, about half for the rest."""
    if ord(letter) < 0x2E80 and letter not in "≥≤≧≦①②③④⑤⑥⑦⑧⑨⑩★☆■□√✔☑…—“”‘’▲◆㎡℃═×·":
        return 0.5 if letter not in "mwMW%@" else 0.8
    return 1.0


def width(text: str, size: float) -> float:
    """Width of a line of text at the size, in the size's unit."""
    return sum(map(advance, text)) * size
