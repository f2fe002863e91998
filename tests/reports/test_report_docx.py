"""审核反馈意见: what it says (golden), how it is laid out, nothing lost, a bureau's own template."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx as library
import pytest
from docx.oxml.ns import qn

from lint.reports.facts.letter import write_letters
from lint.reports.formats import docx
from lint.settings import SettingsError, load
from tests.reports.golden_files import compare
from tests.reports.samples import HOSTILE_NAME, big_report


def opened(data):
    return library.Document(BytesIO(data))


def as_text(document):
    """Paragraphs and table rows in their order, one a line."""
    lines = []
    for element in document.element.body:
        if element.tag == qn("w:p"):
            lines.append(library.text.paragraph.Paragraph(element, document).text)
        elif element.tag == qn("w:tbl"):
            table = library.table.Table(element, document)
            lines.extend(" | ".join(cell.text.replace("\n", " / ") for cell in row.cells) for row in table.rows)
    return "\n".join(lines)


def problem_rows(document):
    tables = [table for table in document.tables if table.rows[0].cells[0].text == "序号"]
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows[1:]]


def test_golden(report, settings):
    compare("report.docx.txt", as_text(opened(docx.render(report, settings))))


def test_every_finding_is_told_by_itself_or_counted_in_a_group(single, settings):
    rows = problem_rows(opened(docx.render(single, settings)))
    assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
    told = 0
    for _, _, _, problem, _, _ in rows:
        follow = re.search(r"由此产生(\d+)处", problem)
        same = re.search(r"(\d+)张表相同", problem)
        told += 1 + (int(follow[1]) if follow else 0) + (int(same[1]) - 1 if same else 0)
    assert told == len(single.findings)


def test_one_row_a_finding_where_nothing_repeats(settings):
    big = big_report(20, 10)
    rows = problem_rows(opened(docx.render(big, settings)))
    assert len(rows) == 20 * 8  # the three hints of a table are told as one
    assert sum("共3处" in row[3] for row in rows) == 20


def test_the_budget_code_of_a_department_is_no_part_of_its_name(single, settings):
    coded = tuple(replace(t, department="016-清水县机关事务中心") for t in single.submissions[0].tables)
    (letter,) = write_letters(replace(single, submissions=(replace(single.submissions[0], tables=coded),)), settings)
    assert letter.addressee == "清水县机关事务中心"
    assert letter.title == "关于清水县机关事务中心2024年度绩效目标的审核反馈意见"


def test_layout_of_official_documents(single, settings):
    document = opened(docx.render(single, settings))
    upright, broad = document.sections
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    margins = [upright.top_margin, upright.bottom_margin, upright.left_margin, upright.right_margin]
    assert [round(size.mm) for size in margins] == [37, 35, 28, 26]
    assert broad.page_width > broad.page_height
    fonts = {node.get(qn("w:eastAsia")) for node in document.element.iter(qn("w:rFonts"))}
    assert {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"} <= fonts
    for table in document.tables:
        rows = table._tbl.findall(qn("w:tr"))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    with ZipFile(BytesIO(docx.render(single, settings))) as package:
        assert "w:altName" in package.read("word/fontTable.xml").decode()
        assert "PAGE" in "".join(package.read(name).decode() for name in package.namelist() if "footer" in name)


def test_it_is_the_same_each_time_and_hostile_text_stays_text(single, settings):
    data = docx.render(single, settings)
    assert data == docx.render(single, settings)
    assert HOSTILE_NAME in as_text(opened(data))


def test_it_says_nothing_found_only_where_all_was_judged(report, settings):
    clean = replace(report, files=report.files[1:2], findings=(), submissions=report.submissions[1:])
    assert "未发现问题。" in as_text(opened(docx.render(clean, settings)))
    unsure = replace(report, files=report.files[:1], findings=(), submissions=report.submissions[:1])
    text = as_text(opened(docx.render(unsure, settings)))
    assert "未发现问题。" not in text
    assert "在能够判断的内容中没有发现问题" in text


def test_an_unread_file_gets_a_letter_that_says_so(report, settings):
    unread = replace(report, files=report.files[2:], findings=report.findings[-1:], submissions=())
    text = as_text(opened(docx.render(unread, settings)))
    assert "未能读取，无法审核" in text
    assert "文件已损坏" in text


def test_copies_stand_side_by_side(single, settings):
    first = single.findings[0]
    data = {
        "sibling": {"file": single.files[0].path, "table": 2, "project": "公务接待"},
        "score": 0.93,
        "same": 1,
        "number_changed": 0,
        "different": 7,
        "pairs": [
            {
                "kind": "same",
                "level2": "数量指标",
                "name": "更新公务用车数量",
                "value": "≤18辆",
                "other_name": "更新公务用车数量",
                "other_value": "≤18辆",
            }
        ],
    }
    copied = replace(first, code="D001", name="", value="", data=data, fingerprint="d" * 16)
    report = replace(single, findings=(copied, *single.findings))
    (letter,) = write_letters(report, settings)
    (name, pair) = letter.copies[0]
    assert (name, pair.other, pair.note) == ("表1 公务用车", "表2 公务接待", "相同 1 行，只改数字 0 行，不同 7 行")
    assert [line.kind for line in pair.lines] == ["same"] + ["differs"] * 14
    text = as_text(opened(docx.render(report, settings)))
    assert "附件2　近似照抄情况对照" in text
    assert "数量指标 | 更新公务用车数量 ▸ ≤18辆 | 更新公务用车数量 ▸ ≤18辆 | 相同" in text


def own_template(path, *texts):
    document = library.Document()
    for text in texts:
        paragraph = document.add_paragraph()
        for part in text if isinstance(text, list) else [text]:
            paragraph.add_run(part)
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "综合等级"
    table.cell(0, 1).text = "{{综合等级}}"
    document.sections[0].header.paragraphs[0].text = "{{单位}}专用"
    document.save(path)
    return path


def with_template(path, tmp_path):
    config = tmp_path / "own.toml"
    config.write_text(f"[reports]\ntemplate = {str(path)!r}\nbureau = '清水县财政局'\n", encoding="utf-8")
    return load(config)


def test_a_bureaus_own_template(single, tmp_path):
    path = own_template(
        tmp_path / "t.docx",
        ["致{{单", "位}}", "：共{{问题数}}处"],
        "{{ 摘要 }}",
        "{{问题表}}",
        "{{落款}}",
        "{{覆盖附件}}",
    )
    document = opened(docx.render(single, with_template(path, tmp_path)))
    text = as_text(document)
    assert "致清水县机关事务中心：共17处" in text
    assert "{{" not in text
    assert "清水县财政局" in text
    assert len(problem_rows(document)) == 5
    assert document.sections[0].header.paragraphs[0].text == "清水县机关事务中心专用"
    assert document.tables[-1].cell(0, 1).text == "良"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["{{问题清丹}}"], "{{问题清丹}} 不是已知的占位符"),
        (["见{{问题表}}"], "{{问题表}} 须单独成段"),
    ],
)
def test_a_wrong_template_is_named(single, tmp_path, texts, said):
    settings = with_template(own_template(tmp_path / "t.docx", *texts), tmp_path)
    with pytest.raises(SettingsError, match=re.escape(said)):
        docx.render(single, settings)


def test_a_template_that_is_none(single, report, tmp_path):
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(SettingsError, match="不是可用的"):
        docx.render(single, with_template(bad, tmp_path))
    with pytest.raises(SettingsError, match="找不到模板"):
        docx.render(single, with_template(tmp_path / "no.docx", tmp_path))
    with pytest.raises(SettingsError, match="一次只能写一份"):
        docx.render(report, with_template(own_template(tmp_path / "t.docx"), tmp_path))
    plain = tmp_path / "plain.docx"
    library.Document().save(plain)
    with pytest.raises(SettingsError, match="没有占位符"):
        docx.render(single, with_template(plain, tmp_path))
