"""Batches: reports of each submission and an overview; restartable; one bad file stops nothing."""

import contextlib
import io
import json
import os
import re
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from lint.cli import main
from lint.reports.facts.overview import NO_DEPARTMENT, sum_up
from lint.reports.formats.overview_html import render as page
from lint.reports.formats.overview_xlsx import render as workbook
from lint.run import batch
from lint.run import cache as kept
from lint.run.inputs import Input, Inputs
from lint.settings import SettingsError
from tests.reports.samples import HOSTILE_NAME, with_copy
from tests.run.test_cache import examined

HEAD = """{project}项目支出绩效目标表
(2024年度)
项目名称\t{project}\t主管部门\t清水县机关事务中心
一级指标\t二级指标\t三级指标\t指标值
"""
ROWS = {  # three projects with nothing in common, so that none is another one's copy
    "公务用车更新": "数量指标\t更新公务用车数量\t{value}\n质量指标\t车辆验收合格率\t≥95%\n",
    "供暖保障": "数量指标\t供暖站点数\t{value}\n时效指标\t首次供热日期\t2024年11月15日前\n",
    "会议服务": "数量指标\t承办大型会议\t{value}\n经济效益指标\t节约会务支出\t≥3万元\n",
}


def form(project, value):
    rows = "".join(f"产出指标\t{row}\n" for row in ROWS[project].format(value=value).splitlines())
    return HEAD.format(project=project) + rows + "负责人：\t\t经办人：\n"


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "申报"
    (root / "二科").mkdir(parents=True)
    (root / "甲.txt").write_text(form("公务用车更新", "≤18辆"), encoding="utf-8")
    (root / "乙.txt").write_text(form("供暖保障", "按需"), encoding="utf-8")
    (root / "二科" / "甲.txt").write_text(form("会议服务", "≥3次"), encoding="utf-8")
    (root / "坏.xlsx").write_bytes(b"PK\x03\x04broken")
    return root


def run(*arguments):
    """The real command; its exit code and what it said on either stream."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said), pytest.raises(SystemExit) as ended:
        main(["check", *map(str, arguments), "--jobs", "1"])
    return SimpleNamespace(exit_code=ended.value.code, output=said.getvalue())


def listing(out):
    return sorted(path.name for path in out.iterdir() if not path.name.startswith("."))


def times(out):
    return {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.is_file()}


def test_a_folder_becomes_reports_and_an_overview(folder, tmp_path):
    out = tmp_path / "结果"
    done = run(folder, "--out", out, "--report", "docx,html,annotated,json")
    assert done.exit_code == 2, done.output  # one unreadable file
    names = listing(out)
    assert {"index.html", "汇总.xlsx", "乙.html", "乙.json", "乙.审核反馈意见.docx", "乙.批注.xlsx"} <= set(names)
    assert len([name for name in names if name.startswith("甲")]) == 8
    assert len({name.casefold() for name in names}) == len(names)
    assert not [name for name in names if name.startswith("坏")]
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "坏.xlsx" in index
    assert "无法读取的文件" in index
    for name in re.findall(r'href="([^"#]+)"', index):
        from urllib.parse import unquote

        assert (out / unquote(name)).is_file()


def test_a_second_run_does_only_what_changed(folder, tmp_path):
    out = tmp_path / "结果"
    run(folder, "--out", out)
    before = times(out)
    again = run(folder, "--out", out)
    assert "新写 0 份" in again.output
    assert {k: v for k, v in times(out).items() if k not in ("index.html", "汇总.xlsx")} == {
        k: v for k, v in before.items() if k not in ("index.html", "汇总.xlsx")
    }
    (folder / "乙.txt").write_text(form("供暖保障", "≥3处"), encoding="utf-8")
    changed = run(folder, "--out", out)
    assert "新写 1 份" in changed.output
    assert times(out)["乙.html"] != before["乙.html"]
    forced = run(folder, "--out", out, "--force")
    assert "新写 3 份" in forced.output


def test_other_settings_and_lost_reports_are_written_again(folder, tmp_path):
    out = tmp_path / "结果"
    run(folder, "--out", out)
    (out / "乙.html").unlink()
    assert "新写 1 份" in run(folder, "--out", out).output
    config = tmp_path / "own.toml"
    config.write_text('[reports]\nbureau = "清水县财政局"\n', encoding="utf-8")
    assert "新写 3 份" in run(folder, "--out", out, "--config", config).output


def test_reports_of_files_that_are_gone_go_too(folder, tmp_path):
    out = tmp_path / "结果"
    run(folder, "--out", out, "--report", "md")
    foreign = out / "别人的.md"
    foreign.write_text("留着", encoding="utf-8")
    (folder / "乙.txt").unlink()
    run(folder, "--out", out, "--report", "md")
    assert "乙.md" not in listing(out)
    assert foreign.read_text(encoding="utf-8") == "留着"


def test_an_output_folder_inside_the_input_folder_is_not_read(folder):
    out = folder / "结果"
    first = run(folder, "--out", out, "--report", "docx,html,annotated,xlsx")
    second = run(folder, "--out", out, "--report", "docx,html,annotated,xlsx")
    assert "新写 3 份" in first.output
    assert "新写 0 份材料的报告，3 份未变" in second.output


def test_no_input_is_ever_overwritten(folder):
    page_before = folder / "甲.html"
    page_before.write_text("<p>原件</p>", encoding="utf-8")
    done = run(folder / "甲.txt", page_before, "--out", folder, "--report", "html")
    assert page_before.read_text(encoding="utf-8") == "<p>原件</p>"
    taken = run(folder / "乙.txt", "--out", folder, "--report", "text")
    assert "会覆盖同名的输入文件" in taken.output
    assert taken.exit_code == 2
    assert done.exit_code in (0, 1, 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--report", "docx"], "要与 --out"),
        (["--force"], "要与 --out"),
        (["--out", "x", "--output", "y"], "不能同用"),
        (["--out", "x", "--report", "pptx"], "没有名为 pptx"),
    ],
)
def test_options_that_do_not_go_together(folder, arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(folder, *arguments)
    assert done.exit_code == 2
    assert said in done.output


def test_an_interrupted_batch_goes_on_where_it_stopped(folder, tmp_path, monkeypatch, settings):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    out = tmp_path / "结果"
    monkeypatch.setattr(batch, "write", stopped)
    assert run(folder, "--out", out).exit_code == 130
    monkeypatch.undo()
    sources = sorted(path for path in folder.rglob("*") if path.is_file())
    inputs = Inputs([Input(str(path), str(path)) for path in sources])
    assert batch.count_pending(inputs, batch.open_store(out, settings, (), (), force=False)) == 1  # the unreadable one
    assert "新写 3 份" in run(folder, "--out", out).output


def test_one_report_that_fails_stops_no_other(folder, tmp_path, monkeypatch):
    from lint.reports.formats import md

    render = md.render

    def sometimes(report, settings):
        if "乙" in report.files[0].path:
            raise KeyError("意外")
        return render(report, settings)

    monkeypatch.setattr(md, "render", sometimes)
    out = tmp_path / "结果"
    done = run(folder / "甲.txt", folder / "乙.txt", "--out", out, "--report", "md")
    assert done.exit_code == 2
    assert "乙.txt 的报告未能写出" in done.output
    assert "甲.md" in listing(out)
    assert "的报告未能写出" in (out / "index.html").read_text(encoding="utf-8")
    monkeypatch.undo()
    assert (
        "新写 1 份材料的报告，1 份未变"
        in run(folder / "甲.txt", folder / "乙.txt", "--out", out, "--report", "md").output
    )


def test_names_are_safe_unique_and_stable():
    paths = [
        "a/表.txt",
        "b/表.txt",
        "表.docx",
        "CON.txt",
        "x" * 300 + ".txt",
        "../..",
        "a/A:b*?.txt",
        "index.html",
        "Ａ.txt",
        "a.txt",
    ]
    names = batch.make_names_safe(paths)
    assert len({name.casefold() for name in names.values()}) == len(paths)
    for name in names.values():
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        assert len(name.encode()) < 200
        assert name.strip(" .") == name
        assert name.lower() not in ("con", "index", "")
    assert batch.make_names_safe(paths) == names
    assert batch.make_names_safe(["只一份.txt", "-"]) == {"只一份.txt": "只一份", "-": "材料"}


def test_a_manifest_with_foreign_names_harms_nothing(tmp_path):
    out = tmp_path / "o"
    (out / ".jxlint").mkdir(parents=True)
    victim = tmp_path / "victim.txt"
    victim.write_text("x", encoding="utf-8")
    bad = {"files": {"a": {"key": "k", "outputs": ["../victim.txt", 7, ".."]}, "b": [], "c": {"outputs": "x"}}}
    (out / ".jxlint" / "manifest.json").write_text(json.dumps(bad), encoding="utf-8")
    source = tmp_path / "a.txt"
    source.write_text(form("公务用车更新", "≤18辆"), encoding="utf-8")
    assert run(source, "--out", out, "--report", "md").exit_code in (0, 1)
    assert victim.read_text(encoding="utf-8") == "x"


def test_a_batch_prunes_what_earlier_ones_kept(folder, tmp_path):
    out = tmp_path / "o"
    run(folder, "--out", out, "--report", "md")
    records = sorted((out / ".jxlint" / "examined").glob("*.json.gz"))
    assert len(records) == 3
    old = time.time() - 200 * 86_400
    for record in records:
        os.utime(record, (old, old))
    run(folder / "甲.txt", "--out", out, "--report", "md")
    assert len(list((out / ".jxlint" / "examined").glob("*.json.gz"))) == 1


def test_pending_counts_the_work_that_is_left(tmp_path, settings):
    sources = [tmp_path / f"{n}.txt" for n in range(3)]
    for source in sources:
        source.write_text(source.name, encoding="utf-8")
    inputs = Inputs([Input(path.name, str(path)) for path in sources])
    store = kept.Store(tmp_path / "k", settings, [], [])
    assert batch.count_pending(inputs, store) == 3
    store.put("1.txt", str(sources[1]), examined())
    assert batch.count_pending(inputs, store) == 2


def test_kinds():
    assert batch.choose_kinds([]) == ("docx", "html")
    assert batch.choose_kinds(["HTML", "md", "html"]) == ("html", "md")
    with pytest.raises(SettingsError):
        batch.choose_kinds(["exe"])


def test_the_overview_ranks_counts_and_pairs(report, settings):
    found = sum_up(with_copy(report), {"教育局.xlsx": ["教育局.html"]}, settings)
    assert [(item.rank, item.file.path) for item in found.entries] == [(1, "教育局.xlsx"), (2, report.files[0].path)]
    assert [file.path for file in found.unread] == ["坏.pdf"]
    assert len(found.copies) == 1
    assert found.copies[0].one[0] == "清水县机关事务中心"
    assert found.defects[0].code == "V001"
    assert found.defects[0].findings == 6
    (department,) = found.departments
    assert (department.submissions, department.rows, department.judged, department.unread) == (2, 30, 29, 1)
    other = replace(report, submissions=())
    assert sum_up(other, {}, settings).departments[0].name == NO_DEPARTMENT


def test_equal_scores_share_a_rank_and_ungraded_ones_stand_behind(report, settings):
    clean = report.files[1]
    files = (clean, replace(clean, path="b"), replace(clean, path="c", kind="other"), replace(clean, path="d"))
    found = sum_up(replace(report, files=files, findings=()), {}, settings)
    assert [item.rank for item in found.entries] == [1, 1, 1, None]


def test_the_summary_workbook_holds_it_all(report, settings):
    book = openpyxl.load_workbook(io.BytesIO(workbook(sum_up(with_copy(report), {}, settings))))
    assert book.sheetnames == ["排名", "部门", "常见问题", "跨材料雷同", "未读文件"]
    rows = list(book["排名"].iter_rows(values_only=True))
    assert rows[0][:5] == ("名次", "文件", "部门", "综合等级", "得分")
    assert len(rows) == 3
    at = rows[0].index("未读占比")
    assert [row[at] for row in rows[1:]] == ["0.0%", "3.7%"]
    assert len(list(book["跨材料雷同"].iter_rows())) == 2
    assert book["未读文件"]["A2"].value == "坏.pdf"
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_overview_page_in_a_browser(browser, tmp_path, report, settings):
    hostile = replace(report.files[1], path=f"{HOSTILE_NAME}.xlsx")
    full = replace(report, files=(*report.files, hostile))
    path = tmp_path / "index.html"
    path.write_text(page(sum_up(full, {hostile.path: ["a b#.html"]}, settings)), encoding="utf-8")
    browser.open(path.as_uri())
    assert browser.run("document.querySelectorAll('#ranking tbody tr').length") == 3
    assert browser.run("document.querySelectorAll('img, #ranking script').length") == 0
    assert browser.run("document.querySelector('#ranking tbody a').getAttribute('href')") == "a%20b%23.html"
    browser.run(
        "const s = document.getElementById('search'); s.value = '事务中心.txt'; s.dispatchEvent(new Event('input'))"
    )
    assert browser.run("document.getElementById('count').textContent") == "显示 1 / 3 份"
    browser.run("s.value = ''; s.dispatchEvent(new Event('input'))")
    browser.run("document.querySelectorAll('#ranking [data-column]')[4].click()")
    first = "document.querySelector('#ranking tbody tr td:nth-child(5)').textContent"
    assert float(browser.run(first)) < 100
    assert browser.requests() == []
    assert browser.complaints() == []


@pytest.mark.skipif(not Path("../shared/forms").is_dir(), reason="没有 ../shared/forms，只用自制材料测试")
def test_real_forms_of_several_carriers(tmp_path):
    forms = [Path("../shared/forms") / name for name in ("project.xlsx", "form.docx", "table.html")]
    done = run(*forms, "--out", tmp_path / "o", "--report", "annotated,docx")
    assert done.exit_code == 1, done.output
    names = listing(tmp_path / "o")
    assert {"project.批注.xlsx", "form.批注.docx", "table.批注.xlsx", "form.审核反馈意见.docx"} <= set(names)
