"""Renders a drawn form into a file of any carrier."""

import importlib.util
import random
import shutil
import subprocess
from pathlib import Path

from lint.training.drawing.model import Drawn

from .image import photo, scan
from .office import write_docx, write_xlsx
from .page import draw_look, set_pages
from .pdf import write_pdf


def render(drawn: Drawn, kind: str, path: Path) -> Path:
    """Writes the form as ``kind`` (xlsx, docx, pdf, office-pdf, scanDPI, photo); ``path`` is the file's name
    without suffix.

    Returns the file written: a scan of several pages becomes a PDF of images. ``office-pdf`` writes the document that
    ``convert_office`` turns into a PDF. Raises ValueError for another kind.
    """
    target = path.with_name(path.name + "." + kind)
    if kind == "xlsx":
        write_xlsx(drawn, target)
    elif kind == "docx":
        write_docx(drawn, target)
    elif kind == "office-pdf":
        target = path.with_name(path.name + ".docx")
        write_docx(drawn, target)
    elif kind == "pdf":
        look = draw_look(drawn, "pdf")
        embed = look.font if drawn.seed % 2 and importlib.util.find_spec("fontTools") else ""
        write_pdf(set_pages(drawn, look), target, embed=embed)
    elif kind == "photo":
        look = draw_look(drawn, "photo")
        return photo(
            set_pages(drawn, look, one=True)[0], path, look.font, random.Random(f"photo:{drawn.split}:{drawn.seed}")
        )
    elif kind.startswith("scan"):
        look = draw_look(drawn, "scan")
        rng = random.Random(f"scan:{drawn.split}:{drawn.seed}")
        return scan(set_pages(drawn, look), path, int(kind[4:]), look.font, rng)
    else:
        raise ValueError(f"no carrier {kind!r}")
    return target


def convert_office(folder: Path) -> None:
    """Turns every document in the folder into a PDF through LibreOffice, all in one run."""
    files = sorted(str(file) for file in folder.glob("*.docx"))
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office and files:
        subprocess.run(
            [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files],
            check=True,
            capture_output=True,
            timeout=60 + 20 * len(files),
        )
