"""HTML pages and HTML under a spreadsheet's name."""

from __future__ import annotations

import pytest

from tests.readers.making import expected, grid, html, placed, read, refused

PAGE = '<html><head><meta charset="{0}"><title>公开</title><style>td{{}}</style></head><body>{1}</body></html>'


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gb2312", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("name", ["form.xls", "form.html", "form"])
def test_every_encoding_and_name(encoding: str, name: str) -> None:
    document = read(PAGE.format(encoding, html()).encode(encoding, errors="ignore"), name)
    assert document.carrier == "html"
    if encoding != "gb2312":  # which lacks ≥
        assert placed(document) == expected()


def test_a_page_that_names_the_wrong_encoding() -> None:
    assert placed(read(PAGE.format("gb2312", html()).encode("utf-8"))) == expected()
    assert placed(read(PAGE.format("utf-8", html()).encode("gb18030"))) == expected()


def test_a_form_inside_a_layout_table_is_a_grid_of_its_own() -> None:
    page = f"<table><tr><td>栏目</td><td>{html()}</td></tr><tr><td>页脚</td></tr></table>"
    document = read(page.encode())
    inner = [row for row in document.rows if row.grid == 2]
    assert [(c.text, c.column, c.row_span, c.column_span) for row in inner for c in row.cells] == expected()
    assert [row.cells[0].text for row in document.rows if row.grid == 1] == ["栏目", "页脚"]
    assert document.rows[-1].cells[0].text == "页脚"


def test_breaks_fields_and_what_is_not_text() -> None:
    page = (
        "<p>前言&nbsp;一</p><script>var a='不是内容'</script><table><tr><td>甲<br>乙<p>丙</p></td>"
        "<td><input type=checkbox checked>是<input type=checkbox>否<input value='12个'></td></tr></table>尾"
    )
    assert grid(read(page.encode())) == [["前言 一"], ["甲\n乙\n丙", "☑是□否12个"], ["尾"]]


def test_rows_not_shown_are_read_marked_and_noted() -> None:
    document = read(b"<table><tr><td>a</td></tr><tr style='DISPLAY: none'><td>b</td></tr></table>")
    assert [row.cells[0].hidden for row in document.rows] == [False, True]
    assert "1 行设为不显示" in document.notes[0]


def test_a_web_archive() -> None:
    body = PAGE.format("utf-8", html()).encode("utf-8").hex()
    quoted = "".join(f"={body[i : i + 2].upper()}" + ("=\n" if i % 60 == 58 else "") for i in range(0, len(body), 2))
    archive = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="X"\n\n--X\nContent-Type: text/html; '
        f'charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n{quoted}\n--X--\n'
    )
    assert placed(read(archive.encode(), "form.xls")) == expected()


@pytest.mark.parametrize("span", ["999999999", "100000"])
def test_colspan_bombs_are_refused(span: str) -> None:
    page = f"<table><tr><td colspan={span}>a</td><td rowspan={span}>b</td></tr></table>"
    assert "跨列过多" in refused(page.encode())


def test_rowspan_bombs_end_with_the_table() -> None:
    document = read(b"<table><tr><td rowspan=999999999>a</td><td rowspan=x>b</td></tr><tr><td>c</td></tr></table>")
    assert placed(document) == [("a", 0, 2, 1), ("b", 1, 1, 1), ("c", 1, 1, 1)]


def test_five_thousand_nested_tables_are_refused_or_flattened() -> None:
    page = b"<html>" + b"<table><tr><td>" * 5000 + b"x" + b"</td></tr></table>" * 5000
    assert "嵌套" in refused(page)


def test_five_thousand_nested_blocks_are_read() -> None:
    page = b"<html><table><tr><td>" + b"<div>" * 5000 + "甲".encode() + b"</div>" * 5000 + b"</td></tr></table>"
    assert isinstance(grid(read(page)), list)


def test_entities_are_not_expanded() -> None:
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><table><tr><td>&x;1</td></tr></table>'
    assert "root:" not in str(grid(read(page)))
