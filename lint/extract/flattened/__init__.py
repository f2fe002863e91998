"""Text that has lost its cells → forms: web pages copied, converters' output, PDF copies, pasted tables, previews.

`pieces` cuts the text at whatever still parts it, `schema` finds the heads, `body` says what gaps mean in this
text, `decode` finds the best reading of a whole body with `emission` and `model` scoring its runs, `rows` and
`header` turn it into a form, `doubt` says how sure it is, `assembly` gives the shared model's tables.
"""

from __future__ import annotations

from lint.extract.flattened.reading import Reading, agrees, read_flattened

__all__ = ["Reading", "agrees", "read_flattened"]
