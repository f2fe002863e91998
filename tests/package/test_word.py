"""Tables of a Word document have one number, whoever counts them."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from lint.package.word import W, walk_inside, walk_tables
from lint.readers.docx import read
from lint.settings import load


def table(name, *, inner="", row=""):
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{row}<w:tc>"
        f"<w:p><w:r><w:t>{name}</w:t></w:r></w:p>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    )


DELETED = '<w:trPr><w:del w:id="1" w:author="甲"/></w:trPr>'
FALLBACK = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f"{nsdecls('w')}><mc:Fallback><w:p/>{table('旧')}</mc:Fallback></mc:AlternateContent>"
)
CONTENT = f"<w:sdt {nsdecls('w')}><w:sdtContent>{table('控件')}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ([table("一"), table("二")], ["一", "二"]),
        ([table("外", inner=table("内")), table("后")], ["外", "内", "后"]),
        ([table("前"), FALLBACK, table("后")], ["前", "后"]),
        ([table("外", inner=table("删中"), row=DELETED), table("后")], ["外", "后"]),
        ([CONTENT, table("后")], ["控件", "后"]),
    ],
)
def test_reading_and_annotating_number_tables_alike(parts, names):
    document = docx.Document()
    for part in parts:
        document.element.body.sectPr.addprevious(parse_xml(part))
    found = list(walk_tables(document.element.body))
    assert [next(item.iter(f"{W}t")).text for item in found] == names
    buffer = io.BytesIO()
    document.save(buffer)
    read_cells = [cell for row in read(buffer.getvalue(), "a.docx", load()).rows for cell in row.cells]
    at = {cell.text: cell.location.part for cell in read_cells if cell.text in names}
    assert at == {name: number for number, name in enumerate(names, 1) if name in at}
    assert set(at) == set(names) - ({"外"} if DELETED in parts[0] else set())


def test_cells_in_content_controls_are_cells_of_the_row():
    row = parse_xml(
        f"<w:tr {nsdecls('w')}><w:tc/><w:sdt><w:sdtContent><w:tc/></w:sdtContent></w:sdt><w:ins><w:tc/></w:ins></w:tr>"
    )
    assert len(list(walk_inside(row, f"{W}tc"))) == 3
