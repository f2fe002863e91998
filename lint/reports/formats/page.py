"""The shell of every HTML page: one self-contained file under a strict content security policy.

No request leaves the page: style and script are inline and named by their hashes, pictures are
data URIs, everything else is forbidden.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from html import escape
from importlib.resources import files
from typing import Any

from lint.reports.formats.cells import printable

_ASSETS = "assets"


def text(value: object) -> str:
    """The value as HTML text or attribute value: escaped, without control characters."""
    return escape(printable(str(value)), quote=True)


def data_block(name: str, value: Any) -> str:
    """A JSON data block that no text in it can close or turn into markup."""
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        raw = raw.replace(sign, code)
    return f'<script type="application/json" id="{text(name)}">{printable(raw)}</script>'


def page(title: str, body: str, data: str = "", script: str = "") -> str:
    """A whole page. `body` and `data` are markup, `script` names an asset without its ending."""
    style = asset("page.css")
    code = asset(f"{script}.js") if script else ""
    allowed = f"script-src '{_digest(code)}'; " if code else ""
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; {allowed}img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n{data}\n"
        + (f"<script>{code}</script>\n" if code else "")
        + "</body>\n</html>\n"
    )


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """The text of a shipped style or script."""
    return files("lint.reports").joinpath(_ASSETS, name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
