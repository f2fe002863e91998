"""xlsx, md and sarif: golden files, as many findings out as in, nothing live, nothing unescaped."""

import json
import os
import re
from io import BytesIO
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from lint.reports.facts.flat import COLUMNS, flatten
from lint.reports.formats import md, sarif, xlsx
from tests.reports.golden_files import compare, compare_folder

HERE = Path(__file__).parent


def sheets(data):
    return openpyxl.load_workbook(BytesIO(data))


def as_text(book):
    lines = []
    for sheet in book:
        lines.append(f"== {sheet.title}")
        lines.extend("\t".join("" if c is None else str(c) for c in row) for row in sheet.iter_rows(values_only=True))
    return "\n".join(lines)


def test_xlsx_golden(report, settings):
    compare("report.xlsx.tsv", as_text(sheets(xlsx.render(report, settings))))


def test_xlsx_brings_back_every_finding(report, settings):
    rows = list(sheets(xlsx.render(report, settings))["问题清单"].iter_rows(values_only=True))
    assert rows[0] == COLUMNS
    assert len(rows) - 1 == len(report.findings)
    for row, finding in zip(rows[1:], report.findings, strict=True):
        assert [cell or None for cell in row] == [value or None for value in flatten(finding).values()]


def test_xlsx_holds_no_formula_and_marks_what_looks_like_one(report, settings):
    book = sheets(xlsx.render(report, settings))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    live = [cell for cell in cells if isinstance(cell.value, str) and cell.value[:1] in "=+-@" and cell.value]
    assert len(live) >= 5
    assert all(cell.quotePrefix for cell in live)


def test_xlsx_is_the_same_each_time(report, settings):
    assert xlsx.render(report, settings) == xlsx.render(report, settings)


def test_md_golden(report, settings):
    compare("report.md", md.render(report, settings))


def test_md_has_one_row_a_finding_and_no_markup_of_the_submission(report, settings):
    text = md.render(report, settings)
    rows = [line for line in text.splitlines() if re.match(r"\| (错误|警告|提示) \|", line)]
    assert len(rows) == len(report.findings)
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 9 for row in rows)
    assert not re.search(r"<\w", text)
    assert "&lt;script\\>" in text


@pytest.mark.parametrize("text", ["a|b", "<b>", "*x*", "[l](u)", "# h", "- x", "1. x", "\\|", "&amp;", "![i](u)"])
def test_md_escapes(text):
    done = md.escape(text)
    assert done != text
    assert not re.search(r"(?<!\\)[|<*\[`]", done)


def test_sarif_golden(report, settings):
    """What is said of the run in one file, each finding in one of its own."""
    log = json.loads(sarif.render(report, settings))
    results = log["runs"][0].pop("results")
    texts = {f"{number:02}-{item['ruleId']}.json": item for number, item in enumerate(results, 1)}
    compare_folder(
        "sarif",
        {name: json.dumps(item, ensure_ascii=False, indent=1) for name, item in texts.items()}
        | {"run.json": json.dumps(log, ensure_ascii=False, indent=1)},
    )


def test_sarif_follows_the_strict_schema_of_what_we_write(report, settings):
    schema = json.loads((HERE / "sarif_as_written.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(sarif.render(report, settings)))


def test_sarif_follows_the_published_schema(report, settings):
    path = os.environ.get("JXLINT_SARIF_SCHEMA")
    if not path:
        pytest.skip("JXLINT_SARIF_SCHEMA 未指向 OASIS 公布的 sarif-schema-2.1.0.json（其许可不便随仓库分发）")
    schema = json.loads(Path(path).read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(json.loads(sarif.render(report, settings)))


def test_sarif_brings_back_every_finding(report, settings):
    run = json.loads(sarif.render(report, settings))["runs"][0]
    assert len(run["results"]) == len(report.findings)
    for result, finding in zip(run["results"], report.findings, strict=True):
        assert result["ruleId"] == finding.code == run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]
        assert result["partialFingerprints"]["jxlint/v1"] == finding.fingerprint
        assert finding.message in result["message"]["text"]
        assert result["properties"]["name"] == finding.name
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == report.files[2].unread


def test_sarif_names_absolute_and_relative_paths(report):
    assert sarif._uri("a b/表.txt") == "a%20b/%E8%A1%A8.txt"
    assert sarif._uri("/tmp/a.txt") == "file:///tmp/a.txt"
