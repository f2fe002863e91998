"""Reports as small readable texts, one element or one key a line, for golden files."""

import json
import re

from lxml import html as lxml_html

_INDENT = "  "
_LONGEST = 160  # characters of a text that are shown, half from either end


def page(text):
    """The elements of an HTML page, one a line: tag, attributes by name, own text; white space is one space, a
    long text is shown by its ends.

    Style, script and data are left out: the first two have their own tests, the last is `data`.
    """
    text = re.sub(r"sha256-[\w+/=]+", "sha256-…", text)
    lines = []
    _outline(lxml_html.document_fromstring(text), 0, lines)
    return "\n".join(lines)


def _outline(element, depth, lines):
    attributes = "".join(f" {name}={_short(value)}" for name, value in sorted(element.attrib.items()))
    own = "…" if element.tag in ("style", "script") else _words(element.text)
    lines.append(f"{_INDENT * depth}{element.tag}{attributes}{f' “{own}”' if own else ''}")
    for child in element:
        _outline(child, depth + 1, lines)
        if _words(child.tail):
            lines.append(f"{_INDENT * (depth + 1)}“{_words(child.tail)}”")


def _words(text):
    return _short(re.sub(r"[ \t\r\n]+", " ", text or "").strip(" "))


def _short(text):
    """A long text by its ends and its length."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}…{len(text)}字…{text[-half:]}"


def data(text, name):
    """The data block of a page, decoded."""
    return json.loads(re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL)[1])


def keys(value):
    """A JSON value, one key a line; empty ones are left out, a list of plain values stands on one line."""
    return "\n".join(_keys(value, 0))


def _keys(value, depth):
    items = value.items() if isinstance(value, dict) else ((f"{number}.", item) for number, item in enumerate(value, 1))
    for key, item in items:
        lead = f"{_INDENT * depth}{key}"
        if item in (None, "", [], {}):
            continue
        if isinstance(item, dict) or (isinstance(item, list) and any(isinstance(each, dict | list) for each in item)):
            yield lead
            yield from _keys(item, depth + 1)
        elif isinstance(item, list):
            yield f"{lead} {' | '.join('' if each is None else _short(str(each)) for each in item)}"
        else:
            yield f"{lead} {_short(str(item))}"
