"""The registry of output formats: every entry is what it says, and nothing else lists formats."""

import pytest

from lint.reports.registry import PAIRS, REPORTS, ROWS, render_report
from lint.run.batch import choose_kinds
from lint.settings import SettingsError


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_what_its_entry_says(name, single, settings):
    wanted = REPORTS[name]
    content = render_report(wanted, single, settings)
    assert isinstance(content, bytes) is wanted.binary
    file_name = wanted.file_name("甲", content)
    assert file_name.startswith("甲.")
    assert not file_name.endswith(".")


def test_the_annotated_copy_is_named_by_what_it_holds(single, settings):
    wanted = REPORTS["annotated"]
    assert wanted.file_name("甲", render_report(wanted, single, settings)) == "甲.批注.xlsx"
    assert wanted.file_name("甲", b"PK word/document.xml") == "甲.批注.docx"


def test_no_two_reports_of_a_submission_have_one_name():
    assert len({item.ending for item in REPORTS.values()}) == len(REPORTS)
    for group in (REPORTS, ROWS, PAIRS):
        assert [item.name for item in group.values()] == list(group)


@pytest.mark.parametrize("wanted", [item for item in REPORTS.values() if item.single], ids=lambda item: item.name)
def test_a_single_format_refuses_several_files(wanted, report, settings):
    with pytest.raises(SettingsError, match="一次只能写一个文件"):
        render_report(wanted, report, settings)


@pytest.mark.parametrize("wanted", [*ROWS.values(), *PAIRS.values()], ids=lambda item: item.module)
def test_every_module_writes(wanted):
    assert callable(wanted.render)


def test_the_reports_of_a_batch_are_those_of_the_registry():
    assert choose_kinds(REPORTS) == tuple(REPORTS)
