"""Page images: scans in grey or colour with faint rules, skew and specks, and photographs with perspective and
shade.
"""

import random
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from . import fonts
from .page import Page, Rule

PAPER = 252


def draw_page(page: Page, dpi: int, kind: str) -> Image.Image:
    """The page in grey at ``dpi``, without any damage."""
    scale = dpi / 72
    image = Image.new("L", (round(page.width * scale), round(page.height * scale)), 255)
    pen = ImageDraw.Draw(image)
    for rule in page.rules:
        _draw_rule(pen, rule, scale)
    for item in page.words:
        pixels = max(6, round(item.size * scale))
        font = fonts.load(kind, pixels, item.bold)
        natural = font.getlength(item.text)
        room = fonts.width(item.text, item.size) * scale
        y = round(item.y * scale) - round(pixels * 0.12)
        if natural > room * 1.01:
            x = item.x * scale
            for letter in item.text:
                pen.text((round(x), y), letter, font=font, fill=0)
                x += fonts.advance(letter) * pixels
        else:
            pen.text((round(item.x * scale + (room - natural) / 2), y), item.text, font=font, fill=0)
    return image


def _draw_rule(pen: ImageDraw.ImageDraw, rule: Rule, scale: float) -> None:
    x1, y1, x2, y2 = (round(value * scale) for value in (rule.x1, rule.y1, rule.x2, rule.y2))
    weight = max(1, round(rule.weight * scale * 0.8))
    tone = 70 if rule.weight < 0.5 else 0
    if rule.style == "double":
        gap = max(2, round(0.8 * scale))
        shifts = ((0, -gap), (0, gap)) if y1 == y2 else ((-gap, 0), (gap, 0))
        for dx, dy in shifts:
            pen.line((x1 + dx, y1 + dy, x2 + dx, y2 + dy), fill=tone, width=1)
    elif rule.style == "dashed":
        length, step = max(x2 - x1, y2 - y1), max(4, round(3.5 * scale))
        for at in range(0, length, step):
            end = min(length, at + step * 3 // 5)
            if x1 == x2:
                pen.line((x1, y1 + at, x1, y1 + end), fill=tone, width=1)
            else:
                pen.line((x1 + at, y1, x1 + end, y1), fill=tone, width=1)
    else:
        pen.line((x1, y1, x2, y2), fill=tone, width=weight)


def scan(pages: list[Page], path: Path, dpi: int, kind: str, rng: random.Random) -> Path:
    """Writes the pages as scanned: one page as PNG or JPEG, several as a PDF of images. Returns the file written."""
    colour = rng.random() < 0.3
    skew = rng.choice((0.0, 0.0, rng.uniform(-1, 1), rng.uniform(-5, 5)))
    soft = rng.choice((0.0, 0.0, 0.4, 0.7))
    quality = rng.choice((0, 0, 35, 55, 75))
    images = []
    for page in pages:
        image = draw_page(page, dpi, kind)
        if soft:
            image = image.filter(ImageFilter.GaussianBlur(soft * dpi / 200))
        if skew:
            image = image.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
        image = _specks(image, rng)
        if colour:
            tint = rng.choice(((255, 255, 252), (252, 250, 240), (246, 249, 255)))
            image = ImageChops.multiply(image.convert("RGB"), Image.new("RGB", image.size, tint))
        images.append(image)
    if len(images) > 1:
        target = path.with_name(path.name + ".pdf")
        images[0].save(
            target,
            save_all=True,
            append_images=images[1:],
            resolution=dpi,
            quality=quality or 85,
            title="",
            creationDate=None,
            modDate=None,
        )
        return target
    if quality:
        target = path.with_name(path.name + ".jpg")
        images[0].save(target, quality=quality, dpi=(dpi, dpi))
    else:
        target = path.with_name(path.name + ".png")
        images[0].save(target, dpi=(dpi, dpi))
    return target


def _specks(image: Image.Image, rng: random.Random) -> Image.Image:
    if rng.random() < 0.5:
        return image
    pen = ImageDraw.Draw(image)
    for _ in range(rng.randint(5, 60)):
        x, y = rng.randrange(image.width), rng.randrange(image.height)
        pen.point((x, y), fill=rng.randint(60, 200))
    if rng.random() < 0.15:
        x = rng.randrange(image.width)
        pen.line((x, 0, x + rng.randint(-3, 3), image.height), fill=200, width=1)
    return image


def photo(page: Page, path: Path, kind: str, rng: random.Random) -> Path:
    """Writes one page as photographed: on a table, in perspective, unevenly lit, as JPEG."""
    dpi = rng.choice((150, 170, 200, 220))
    sheet = draw_page(page, dpi, kind).convert("RGB")
    sheet = ImageChops.multiply(
        sheet, Image.new("RGB", sheet.size, rng.choice(((250, 248, 240), (244, 244, 246), (252, 250, 250))))
    )
    border = round(0.09 * max(sheet.size))
    width, height = sheet.width + 2 * border, sheet.height + 2 * border
    shift = 0.6 * border
    corners = [
        (border + rng.uniform(-shift, shift), border + rng.uniform(-shift, shift)),
        (border + sheet.width + rng.uniform(-shift, shift), border + rng.uniform(-shift, shift)),
        (border + sheet.width + rng.uniform(-shift, shift), border + sheet.height + rng.uniform(-shift, shift)),
        (border + rng.uniform(-shift, shift), border + sheet.height + rng.uniform(-shift, shift)),
    ]
    coefficients = perspective(corners, [(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)])
    table = Image.new("RGB", (width, height), rng.choice(((118, 102, 84), (90, 92, 96), (150, 140, 120), (60, 62, 66))))
    warped = sheet.transform((width, height), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    mask = Image.new("L", sheet.size, 255).transform(
        (width, height), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BILINEAR
    )
    table.paste(warped, (0, 0), mask)
    table = _shade(table, rng)
    if rng.random() < 0.6:
        table = table.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.9)))
    target = path.with_name(path.name + ".jpg")
    table.save(target, quality=rng.choice((45, 60, 75, 85)))
    return target


def _shade(image: Image.Image, rng: random.Random) -> Image.Image:
    ramp = (
        Image.linear_gradient("L")
        .resize((512, 512))
        .rotate(rng.uniform(0, 360), resample=Image.Resampling.BICUBIC, fillcolor=128)
    )
    ramp = ramp.crop((106, 106, 406, 406)).filter(ImageFilter.GaussianBlur(20)).resize(image.size)
    darkest = rng.uniform(0.45, 0.8)
    ramp = ramp.point([round(255 * (darkest + (1 - darkest) * value / 255)) for value in range(256)])
    return ImageChops.multiply(image, Image.merge("RGB", (ramp, ramp, ramp)))


def perspective(corners: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    """The eight coefficients that carry ``corners`` of the output to ``source`` of the input (Pillow's order)."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    size = 8
    for pivot in range(size):
        best = max(range(pivot, size), key=lambda row: abs(rows[row][pivot]))
        rows[pivot], rows[best] = rows[best], rows[pivot]
        for row in range(size):
            if row != pivot and rows[row][pivot]:
                factor = rows[row][pivot] / rows[pivot][pivot]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[pivot], strict=True)]
    return [rows[row][size] / rows[row][row] for row in range(size)]
