"""审核反馈意见 as a Word document, in the layout of official documents (GB/T 9704-2012).

A short letter on upright pages (figures, grades, seal and date), then annexes on broad pages: the
findings by project, the near-duplicates side by side, what was checked and what could not be.
With `reports.template` a bureau's own .docx is filled instead: see docs/template.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from lint.model import FORM_KINDS, Report
from lint.reports.facts.figures import say_coverage
from lint.reports.facts.letter import (
    Letter,
    Problem,
    explain_scheme,
    list_copies,
    list_coverage,
    list_grades,
    write_letters,
    write_summary,
)
from lint.reports.formats import wordml
from lint.reports.formats.wordml import (
    BODY,
    FIVE,
    HEAD1,
    HEAD2,
    THREE,
    TITLE,
    TWO,
    UPRIGHT_WIDTH,
    Column,
    Look,
    make_paragraph,
)
from lint.reports.originals import ALONE, Originals
from lint.settings import Settings, SettingsError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

BROAD_WIDTH = 225.0  # mm of text on a page turned by 90° (GB/T 9704-2012, 5.2.1)
_TITLE = Look(TITLE, TWO, "center", 0, 34, before=16)
_TEXT = Look()
_ADDRESS = Look(indent=0)
_HEAD1 = Look(HEAD1, THREE, "left", 2, keep=True)
_HEAD2 = Look(HEAD2, FIVE + 3.5, "left", 0, 24, keep=True, before=6)
_ANNEX = Look(HEAD1, THREE, "left", 0, keep=True)
_NOTE = Look(BODY, FIVE, "left", 0, 0, before=4)
_RIGHT = Look(BODY, THREE, "right", 0)

_PROBLEMS = (
    Column("序号", 10, centred=True),
    Column("位置", 27),
    Column("原内容", 44),
    Column("问题", 56),
    Column("依据", 24),
    Column("修改建议", 64),
)
_GRADES = (
    Column("审核内容", 24, centred=True),
    Column("等级", 18, centred=True),
    Column("得分", 16, centred=True),
    Column("问题数", 16, centred=True),
    Column("判断行数", 20, centred=True),
    Column("未能判断", 20, centred=True),
    Column("说明", 42),
)
_COVERAGE = (
    Column("规则", 70),
    Column("已检查", 18, centred=True),
    Column("有问题", 18, centred=True),
    Column("不适用", 18, centred=True),
    Column("未能判断", 20, centred=True),
    Column("未能判断的原因", 81),
)
_COPIES = (Column("二级指标", 32), Column("本表", 80), Column("对照表", 80), Column("异同", 20, centred=True))
_CROP_MM = 41.0  # width of a row's picture in the column 原内容


def render(report: Report, settings: Settings, originals: Originals = ALONE) -> bytes:
    """The document's bytes; several files make several letters one after the other.

    Raises SettingsError where the template cannot be used, or is used for several files at once.
    """
    from docx import Document

    images = originals.pictures(report)
    found = write_letters(report, settings)
    template = settings.reports.template
    if template:
        from lint.reports.formats.template import fill_template

        if len(found) != 1:
            raise SettingsError("使用自备模板时一次只能写一份审核反馈意见，请用 --out 目录 分别输出。")
        document = fill_template(
            template, found[0], settings, lambda doc, width: make_blocks(doc, found[0], settings, images, width)
        )
    else:
        document = Document()
        _prepare(document)
        for number, letter in enumerate(found):
            _built_in(document, letter, settings, images, first=number == 0)
    _stamp(document, found)
    buffer = BytesIO()
    document.save(buffer)
    return _steady(buffer.getvalue())


def make_blocks(
    document: Document, letter: Letter, settings: Settings, images: Mapping[int, bytes], width: float
) -> dict[str, Callable[[], list[Any]]]:
    """What fills a placeholder standing alone in a paragraph: functions that make lists of w:p and w:tbl."""
    cell = _cells(document, images, width)

    def problems() -> list[Any]:
        made: list[Any] = []
        for name, rows in letter.projects:
            made.append(make_paragraph(name, _HEAD2))
            made.append(wordml.make_table(_PROBLEMS, map(cell, rows), width))
        return made or [make_paragraph("各项目没有其他问题。" if letter.shared else "无。", _NOTE)]

    def shared() -> list[Any]:
        rows = map(cell, letter.shared)
        return [wordml.make_table(_PROBLEMS, rows, width)] if letter.shared else [make_paragraph("无。", _NOTE)]

    def copies() -> list[Any]:
        made: list[Any] = []
        for name, pair in letter.copies:
            made.append(make_paragraph(f"{name}　与　{pair.other}（{pair.note}）", _HEAD2))
            made.append(wordml.make_table(_COPIES, list_copies(pair), width))
        return made or [make_paragraph("无。", _NOTE)]

    def coverage() -> list[Any]:
        return [
            make_paragraph(say_coverage(letter.figures), _NOTE),
            wordml.make_table(_COVERAGE, list_coverage(letter), width),
            make_paragraph("已检查、不适用、未能判断按各规则的对象（行或表）计数。", _NOTE),
            *(make_paragraph(note, _NOTE) for note in letter.notes),
        ]

    return {
        "摘要": lambda: [make_paragraph(text, _TEXT) for text in write_summary(letter, settings)],
        "等级表": lambda: [wordml.make_table(_GRADES, list_grades(letter), min(width, UPRIGHT_WIDTH))],
        "共性问题": shared,
        "问题表": problems,
        "近似附件": copies,
        "覆盖附件": coverage,
        "评定办法": lambda: [make_paragraph(explain_scheme(settings), _NOTE)],
    }


def _built_in(
    document: Document, letter: Letter, settings: Settings, images: Mapping[int, bytes], *, first: bool
) -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION

    section = document.sections[0] if first else document.add_section(WD_SECTION.NEW_PAGE)
    _page(section, WD_ORIENT.PORTRAIT)
    put = _appender(document)
    upright = make_blocks(document, letter, settings, {}, UPRIGHT_WIDTH)
    put(
        make_paragraph(letter.title, _TITLE),
        make_paragraph("", _TEXT),
        make_paragraph(f"{letter.addressee}：", _ADDRESS),
    )
    put(*upright["摘要"]())
    read = not letter.file.unread and letter.file.kind in FORM_KINDS
    annexes = _annexes(letter) if read else []
    if read:
        put(make_paragraph("一、审核等级", _HEAD1), *upright["等级表"]())
        put(make_paragraph("二、有关事项", _HEAD1))
        put(*(make_paragraph(text, _TEXT) for text in _matters(letter)))
        put(*_annex_list(annexes))
    put(make_paragraph("", _TEXT), make_paragraph("", _TEXT))
    bureau = settings.reports.bureau
    put(
        make_paragraph(f"{bureau}（盖章）　　" if bureau else "（审核单位盖章）　　", _RIGHT),
        make_paragraph("　　年　　月　　日　　", _RIGHT),
    )
    if not annexes:
        return
    _page(document.add_section(WD_SECTION.NEW_PAGE), WD_ORIENT.LANDSCAPE)
    broad = make_blocks(document, letter, settings, images, BROAD_WIDTH)
    for number, (name, key) in enumerate(annexes, 1):
        put(make_paragraph(f"附件{number}　{name}", _ANNEX))
        if key == "问题表" and letter.shared:
            put(make_paragraph("共性问题（多张表相同，只列一次）", _HEAD2), *broad["共性问题"]())
            put(make_paragraph("分项目问题", _HEAD2))
        put(*broad[key]())
    put(*broad["评定办法"]())


def _annexes(letter: Letter) -> list[tuple[str, str]]:
    found = []
    if letter.shared or letter.projects:
        found.append(("问题清单", "问题表"))
    if letter.copies:
        found.append(("近似照抄情况对照", "近似附件"))
    return [*found, ("检查覆盖情况和评定办法", "覆盖附件")]


def _annex_list(annexes: Sequence[tuple[str, str]]) -> list[Any]:
    lines = [
        f"附件：{number}. {name}" if number == 1 else f"　　　{number}. {name}"
        for number, (name, _) in enumerate(annexes, 1)
    ]
    return [make_paragraph("", _TEXT), *(make_paragraph(line, _TEXT) for line in lines)]


def _matters(letter: Letter) -> list[str]:
    said = ["本意见由程序按规则逐行检查后生成，供审核人员复核使用；认为问题不成立的，请写明理由。"]
    if letter.figures.unread:
        said.append(
            f"有{letter.figures.unread}行（{letter.figures.unread_share:.0%}）因版面或识读原因未能判断，"
            "未列入问题不等于没有问题，请对照原件核对。"
        )
    if letter.copies:
        said.append(f"有{len(letter.copies)}张表与其他绩效目标表近乎照抄，逐行对照见附件。")
    return said


def _cells(document: Document, images: Mapping[int, bytes], width: float) -> Callable[[Problem], list[Any]]:
    """Turns a problem into the cells of its row, with the picture of the row where there is one."""

    def cells(problem: Problem) -> list[Any]:
        original: list[Any] = list(problem.original)
        image = images.get(problem.index)
        if image is not None:
            from docx.shared import Mm

            inline = document.part.new_pic_inline(BytesIO(image), width=Mm(_CROP_MM * width / BROAD_WIDTH))
            original += [wordml.make_picture(inline), "（上图为原件，两者不一致时以原件为准）"]
        place, said = list(problem.place), list(problem.problem)
        return [str(problem.number), place, original, said, problem.basis, problem.repair]

    return cells


def _appender(document: Document) -> Callable[..., None]:
    body = document.element.body

    def put(*elements: Any) -> None:
        for element in elements:
            body.sectPr.addprevious(element) if body.sectPr is not None else body.append(element)

    return put


def _prepare(document: Document) -> None:
    """Fonts, font table, odd and even pages' numbers."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = document.styles["Normal"]
    normal.font.name = wordml.LATIN
    normal.font.size = Pt(THREE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    document.settings.odd_and_even_pages_header_footer = True
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith("fontTable.xml"):
            part._blob = _font_table(part.blob)  # python-docx keeps it as bytes
    section = document.sections[0]
    right, left = (Look("宋体", wordml.FOUR, align, 0, 0) for align in ("right", "left"))
    for footer, number in (
        (section.footer, wordml.make_page_number(right, after="　")),
        (section.even_page_footer, wordml.make_page_number(left, before="　")),
    ):
        footer.is_linked_to_previous = False
        holder = footer.paragraphs[0]._p
        holder.addprevious(number)
        holder.getparent().remove(holder)


def _font_table(blob: bytes) -> bytes:
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, others in wordml.FALLBACKS.items()
    )
    return blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")


def _page(section: Section, orientation: Any) -> None:
    """A4 with the margins of GB/T 9704-2012: 37 above, 28 at the binding, text 156 × 225 mm; or turned by 90°."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    broad = orientation == WD_ORIENT.LANDSCAPE
    section.orientation = orientation
    section.page_width, section.page_height = (Mm(297), Mm(210)) if broad else (Mm(210), Mm(297))
    top, right, bottom, left = (28, 35, 26, 37) if broad else (37, 26, 35, 28)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.footer_distance = Mm(bottom - 7 - 5)  # the number stands 7 mm below the text


def _stamp(document: Document, found: Sequence[Letter]) -> None:
    """Title and fixed times in the properties: the same report makes the same file."""
    import datetime as dt

    properties = document.core_properties
    properties.title = (found[0].title if found else "审核反馈意见")[:250]
    properties.author = properties.last_modified_by = "jxlint"
    properties.comments = ""
    properties.created = properties.modified = dt.datetime(2000, 1, 1)


def _steady(data: bytes) -> bytes:
    """The package with fixed times of its members."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for item in old.infolist():
            info = ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(item.filename))
    return buffer.getvalue()
