"""Every HTML page: one policy, named hashes, no markup from a submission, no name that nobody gave."""

import base64
import hashlib
import re
from dataclasses import replace
from importlib.resources import files

import jinja2
import pytest
from lxml import html as lxml_html

from lint.reports.facts.copies import KIND_WORDS
from lint.reports.facts.overview import sum_up
from lint.reports.formats import html, overview_html
from lint.reports.page import load_asset, render_page
from lint.reports.pairs import html as pairs_html
from lint.settings import load
from lint.similarity.engines.columns import of_tables
from lint.similarity.engines.embedded import find_copies
from tests.reports.samples import HOSTILE_NAME, whole_report, with_copy
from tests.similarity.forms import CANTEEN, table

SETTINGS = load()


def pairs_page():
    options = SETTINGS.similarity
    names = (f"{HOSTILE_NAME}\x0b", f"甲{HOSTILE_NAME}")
    corpus = of_tables([("a.txt", table(n, name, CANTEEN)) for n, name in enumerate(names, 1)])
    return pairs_html.render(corpus, find_copies(corpus, options), options)


def overview_page():
    report = with_copy(whole_report())
    files = (*report.files, replace(report.files[1], path=f"{HOSTILE_NAME}\x0b"))
    return overview_html.render(sum_up(replace(report, files=files), {files[-1].path: [HOSTILE_NAME]}, SETTINGS))


PAGES = {
    "report": lambda: html.render(with_copy(whole_report()), SETTINGS),
    "overview": overview_page,
    "pairs": pairs_page,
}


@pytest.fixture(params=PAGES)
def page(request):
    return PAGES[request.param]()


def test_one_strict_policy_names_the_hashes_of_what_is_there(page):
    root = lxml_html.document_fromstring(page)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    named = {}
    for tag, sources in (("style", root.xpath("//style")), ("script", root.xpath("//script[not(@type)]"))):
        for element in sources:
            digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
            named[f"{tag}-src"] = f"'sha256-{digest}'"
    expected = {"default-src": "'none'", **named, "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    assert dict(part.strip().split(" ", 1) for part in policy.split(";")) == expected
    assert "http" not in re.sub(r"http-equiv|http://www.w3.org/\S+", "", page)


def test_nothing_of_a_submission_becomes_markup_or_runs(page):
    root = lxml_html.document_fromstring(page)
    assert "&lt;script&gt;alert" in page
    assert not root.xpath("//@style | //@onclick | //@onerror | //link | //iframe | //img | //object | //@src")
    assert {script.get("type") for script in root.xpath("//script")} <= {"application/json", None}
    assert len(root.xpath("//script[not(@type)]")) <= 1
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", page)


@pytest.mark.parametrize("name", [item.name for item in files("lint.reports").joinpath("templates").iterdir()])
def test_no_template_turns_escaping_off(name):
    text = files("lint.reports").joinpath("templates", name).read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|Markup|style=\"|onclick", text)


def test_a_name_that_nobody_gave_is_an_error():
    with pytest.raises(jinja2.UndefinedError, match="'names' is undefined"):
        render_page("report.html", style="page")


def test_the_script_names_the_kinds_of_copies_as_the_other_reports_do():
    (written,) = re.findall(r"const WORD = \{(.*?)\};", load_asset("report.js"))
    words = dict(re.findall(r'"?([\w-]+)"?: "([^"]+)"', written))
    assert words == KIND_WORDS
