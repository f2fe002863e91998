"""HTML pages: templates filled, one self-contained file each under one strict content security policy.

No request leaves a page: style and script are inline and named by their hashes, pictures are data URIs,
everything else is forbidden. Templates lie in `templates/`, styles and scripts in `assets/`. Every value
is escaped (Jinja2 with autoescape) and rid of control characters; a name that a template asks for and
nobody gave is an error.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from lint.reports.formats.cells import make_printable

_POLICY = "default-src 'none'; style-src {style}; {script}img-src data:; base-uri 'none'; form-action 'none'"


def render_page(
    template: str, *, style: str, script: str = "", data: Mapping[str, Any] | None = None, **content: Any
) -> str:
    """A whole page.

    `template` extends base.html; `style` and `script` name assets without their endings; `data` are
    JSON blocks by the id that the script reads them under; `content` is what the template asks for.
    """
    css, code = load_asset(f"{style}.css"), load_asset(f"{script}.js") if script else ""
    return (
        _environment()
        .get_template(template)
        .render(
            content,
            policy=Markup(_POLICY.format(style=_source(css), script=f"script-src {_source(code)}; " if code else "")),  # noqa: S704  # ours
            style=Markup(css),  # noqa: S704  # a shipped file
            script=Markup(code),  # noqa: S704  # a shipped file
            data=data or {},
        )
    )


def escape_text(text: str) -> Markup:
    """A text as markup, for what is put together outside a template."""
    return escape(make_printable(text))


@lru_cache(maxsize=8)
def load_asset(name: str) -> str:
    """The text of a shipped style or script."""
    return files("lint.reports").joinpath("assets", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("lint.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_without_control_characters,
    )
    made.policies["json.dumps_function"] = _json
    made.filters["score"] = lambda value: "—" if value is None else f"{value:.1f}"
    made.filters["percent"] = lambda share, digits=0: f"{share:.{digits}%}"
    return made


def _without_control_characters(value: Any) -> Any:
    return make_printable(value) if type(value) is str else value  # markup has been through here when it was text


def _json(value: Any, **_: Any) -> str:
    """For the filter tojson, which makes sure that no text in it closes the block or becomes markup."""
    return make_printable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _source(content: str) -> str:
    """The policy's name of an inline style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
