"""The HTML report: self-contained, escaped, under a policy that holds; used in a real browser."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
from lxml import html as lxml_html

from lint.reports.formats import html
from tests.reports import outlines
from tests.reports import samples as made
from tests.reports.golden_files import compare_folder


def data_of(page):
    return outlines.data(page, "report-data")


def test_golden(single, settings):
    page = html.render(single, settings)
    data = data_of(page)
    fields, rows = data.pop("fields"), data.pop("findings")
    findings = [dict(zip(fields, row, strict=True)) for row in rows]
    texts = {"page.txt": outlines.page(page), "data.txt": outlines.keys(data), "findings.txt": outlines.keys(findings)}
    compare_folder("html", texts)


def test_every_finding_is_in_the_data(report, settings):
    data = data_of(html.render(report, settings))
    assert len(data["findings"]) == len(report.findings)
    fields = data["fields"]
    for row, finding in zip(data["findings"], report.findings, strict=True):
        found = dict(zip(fields, row, strict=True))
        for key in ("code", "message", "suggestion", "name", "value", "fingerprint", "explained", "cause"):
            assert found[key] == getattr(finding, key)
        if finding.name:
            table = data["tables"][found["context"]]
            assert table["rows"][found["row"]][2:4] == [finding.name, finding.value]


def test_nothing_of_a_submission_becomes_markup(report, settings):
    page = html.render(report, settings)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    scripts = lxml_html.fromstring(page).xpath("//script")
    assert [script.get("type") for script in scripts] == ["application/json", None]
    assert not lxml_html.fromstring(page).xpath("//@style | //@onclick | //@onerror | //link | //iframe | //@src")


def test_an_unread_and_an_empty_report(report, settings):
    unread = replace(report, files=report.files[2:], findings=report.findings[-1:], submissions=())
    assert "文件无法读取：文件已损坏" in html.render(unread, settings)
    other = replace(report.files[1], kind="other", tables=0, indicators=0, coverage={})
    assert "文件中没有绩效目标表，未作检查" in html.render(replace(unread, files=(other,), findings=()), settings)


def test_it_says_nothing_found_only_where_all_was_judged(report, settings):
    clean = replace(report, files=report.files[1:2], findings=(), submissions=report.submissions[1:])
    assert 'data-empty="没有发现问题。"' in html.render(clean, settings)
    unsure = replace(report, files=report.files[:1], findings=(), submissions=report.submissions[:1])
    assert "没有发现问题，但有内容未能判断" in html.render(unsure, settings)


def opened(browser, tmp_path, page, mark=""):
    path = tmp_path / "report.html"
    path.write_text(page, encoding="utf-8")
    browser.open(path.as_uri() + mark)
    return path


CARDS = "document.querySelectorAll('.finding').length"


def test_in_a_browser_filters_search_and_keys(browser, tmp_path, single, settings):
    opened(browser, tmp_path, html.render(single, settings))
    assert browser.run(CARDS) == 17
    assert browser.run("document.getElementById('count').textContent") == "共 17 处"
    browser.run("document.querySelector('[data-severity=warning]').click()")
    assert browser.run(CARDS) == 4
    browser.run("document.getElementById('clear').click()")
    browser.run("document.querySelector('[data-filter=rule][data-value=U001]').click()")
    assert browser.run(CARDS) == 3
    assert browser.run("document.getElementById('rule').value") == "U001"
    browser.run("document.getElementById('clear').click()")
    browser.run("document.activeElement.blur()")
    browser.key("/")
    assert browser.run("document.activeElement.id") == "search"
    browser.type("供暖 成本")
    browser.wait("document.querySelectorAll('.finding').length === 3")
    browser.key("Escape")
    browser.key("j")
    assert browser.run("document.activeElement.dataset.index") is not None
    first = browser.run("document.activeElement.dataset.index")
    browser.key("j")
    assert browser.run("document.activeElement.dataset.index") != first
    browser.key("Enter")
    assert browser.run("document.querySelector('tr.here td:nth-child(3)').textContent") == "供暖时间"
    assert browser.requests() == []
    assert browser.complaints() == []


def test_in_a_browser_cause_and_explained(browser, tmp_path, single, settings):
    opened(browser, tmp_path, html.render(single, settings))
    browser.run("[...document.querySelectorAll('button')].find(b => b.textContent === '由此产生 3 处').click()")
    assert browser.run(CARDS) == 3
    browser.run("[...document.querySelectorAll('.finding button')].find(b => b.textContent === '查看起因').click()")
    assert "X001" in browser.run("document.activeElement.textContent")
    browser.run("const e = document.getElementById('explained'); e.value = 'yes'; e.dispatchEvent(new Event('change'))")
    assert browser.run(CARDS) == 1
    assert "=已按<b>要求</b>修改" in browser.run("document.querySelector('.explained').textContent")


def test_in_a_browser_hostile_text_stays_text(browser, tmp_path, report, settings):
    opened(browser, tmp_path, html.render(report, settings))
    assert browser.run("document.querySelectorAll('#list img, #list script, #list b b').length") == 0
    assert made.HOSTILE_NAME in browser.run("document.getElementById('list').textContent")
    inject = "const s = document.createElement('script'); s.textContent = 'window.broken = 1'; document.body.append(s)"
    browser.run(inject)
    assert browser.run("typeof window.broken") == "undefined"  # the policy holds


def test_in_a_browser_a_finding_is_reached_by_its_fingerprint(browser, tmp_path, single, settings):
    wanted = single.findings[-1]
    opened(browser, tmp_path, html.render(single, settings), f"#{wanted.fingerprint}")
    assert browser.run("document.activeElement.id") == "finding-16"


def test_in_a_browser_ten_thousand_findings_stay_usable(browser, tmp_path, settings):
    big = made.big_report(1000, 10)
    opened(browser, tmp_path, html.render(big, settings))
    assert browser.run(CARDS) == 50
    assert browser.run("document.getElementById('count').textContent") == "共 10000 处"
    start = time.perf_counter()
    browser.run("document.querySelector('.next').click()")
    browser.run("document.querySelector('[data-severity=info]').click()")
    browser.run("const s = document.getElementById('search'); s.value = '777号'; s.dispatchEvent(new Event('input'))")
    browser.wait(f"{CARDS} === 3")
    assert time.perf_counter() - start < 20  # a frozen page, not a slow machine, fails this
    assert browser.run("document.querySelectorAll('*').length") < 3000


def test_in_a_browser_on_a_phone_nothing_sticks_out(browser, tmp_path, report, settings):
    try:
        browser.size(375, 700, mobile=True)
        opened(browser, tmp_path, html.render(report, settings))
        assert browser.run("document.documentElement.scrollWidth") <= 375
        buttons = "[...document.querySelectorAll('.tools button, .pager button')]"
        assert browser.run(f"{buttons}.filter(b => b.offsetHeight && b.offsetHeight < 36).length") == 0
        keep_screenshot(browser, "phone.png")
    finally:
        browser.size(1280, 900)


def test_in_a_browser_print_shows_every_finding(browser, tmp_path, settings):
    opened(browser, tmp_path, html.render(made.big_report(7, 10), settings))
    assert browser.run(CARDS) == 50
    printed = pdfium.PdfDocument(browser.pdf())
    text = "".join(page.get_textpage().get_text_bounded() for page in printed)
    printed.close()
    assert text.count("建议：") == 70
    assert "上一页" not in text


def keep_screenshot(browser, name):
    """Screenshots for a person to look at, where JXLINT_SCREENSHOTS names a folder."""
    if folder := os.environ.get("JXLINT_SCREENSHOTS"):
        browser.screenshot(Path(folder) / name)
