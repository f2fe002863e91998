"""Word documents: merges, nested tables, tracked changes, what stands beside the tables."""

from __future__ import annotations

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.readers import making
from tests.readers.making import expected, grid, placed, read, refused, saved, word


def test_merged_cells_stand_once_with_their_spans() -> None:
    document = read(saved(word()))
    assert (document.carrier, document.merges) == ("docx", True)
    assert [row.paragraph for row in document.rows[:3]] == [True, True, False]
    assert placed(document)[2:] == expected()[2:]
    place = document.rows[5].cells[2].location
    assert (place.part, place.row, place.column) == (1, 4, 4)


def _with_body(xml: str) -> bytes:
    document = docx.Document()
    body = document.element.body
    for element in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)
    return saved(document)


def _run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def _cell(text: str, extra: str = "") -> str:
    return f"<w:tc><w:tcPr>{extra}</w:tcPr><w:p>{_run(text)}</w:p></w:tc>"


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    change = 'w:id="1" w:author="a"'
    xml = (
        f"<w:p>{_run('不低于')}<w:ins {change}>{_run('95')}</w:ins>"
        f"<w:del {change}><w:r><w:delText>90</w:delText></w:r></w:del>{_run('%')}</w:p>"
    )
    document = read(_with_body(xml))
    assert grid(document) == [["不低于95%"]]
    assert "修订" in document.notes[0]


def test_a_deleted_row_is_left_out() -> None:
    xml = (
        f"<w:tbl><w:tr>{_cell('甲')}</w:tr>"
        f"<w:tr><w:trPr><w:del w:id='1' w:author='a'/></w:trPr>{_cell('乙')}</w:tr></w:tbl>"
    )
    assert grid(read(_with_body(xml))) == [["甲"]]


def test_content_controls_boxes_symbols_and_hidden_text() -> None:
    xml = (
        f"<w:tbl><w:tr><w:sdt><w:sdtContent>{_cell('甲')}</w:sdtContent></w:sdt>"
        "<w:tc><w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r><w:r><w:t>是</w:t></w:r>"
        "<w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:t>3</w:t><w:br/><w:t>项</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
    )
    assert grid(read(_with_body(xml))) == [["甲", "☑是≥3\n项"], ["框内"]]


def test_rows_that_start_further_right() -> None:
    xml = (
        f"<w:tbl><w:tr>{_cell('甲')}{_cell('乙')}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{_cell('丙')}</w:tr></w:tbl>"
    )
    assert placed(read(_with_body(xml))) == [("甲", 0, 1, 1), ("乙", 1, 1, 1), ("丙", 1, 1, 1)]


def test_a_merge_that_goes_on_without_a_start_is_a_cell() -> None:
    xml = (
        f"<w:tbl><w:tr>{_cell('甲', '<w:vMerge/>')}</w:tr><w:tr>{_cell('', '<w:vMerge/>')}{_cell('乙')}</w:tr></w:tbl>"
    )
    assert placed(read(_with_body(xml))) == [("甲", 0, 2, 1), ("乙", 1, 1, 1)]


def test_a_table_inside_a_cell_is_a_grid_of_its_own_behind_its_row() -> None:
    inner = f"<w:tbl><w:tr>{_cell('内')}</w:tr></w:tbl><w:p/>"
    xml = f"<w:tbl><w:tr><w:tc><w:p>{_run('外')}</w:p>{inner}</w:tc></w:tr><w:tr>{_cell('下')}</w:tr></w:tbl>"
    document = read(_with_body(xml))
    assert grid(document) == [["外"], ["内"], ["下"]]
    assert [row.grid for row in document.rows] == [1, 2, 1]


def test_headers_and_footers_come_last() -> None:
    document = word()
    document.sections[0].header.paragraphs[0].text = "仅供内部审核"
    assert grid(read(saved(document)))[-1] == ["仅供内部审核"]


def test_five_thousand_nested_tables_are_refused() -> None:
    xml = "<w:tbl><w:tr><w:tc>" * 5000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5000
    body = f'<?xml version="1.0"?><w:document {nsdecls("w")}><w:body>{xml}</w:body></w:document>'
    assert "嵌套" in refused(
        making.repacked(saved(docx.Document()), {"word/document.xml": body.encode()})
    ) or "损坏" in refused(making.repacked(saved(docx.Document()), {"word/document.xml": body.encode()}))


SPAN = "<w:gridSpan w:val='99999'/>"


def test_a_span_bomb_is_refused() -> None:
    assert "跨列过多" in refused(_with_body(f"<w:tbl><w:tr>{_cell('甲', SPAN)}</w:tr></w:tbl>"))
