"""Zip packages (.xlsx, .docx, archives) as reading and annotating share them.

Opened only within the limits (`opening`), XML parsed without entities (`markup`), the tables of a Word
document walked and numbered one way (`word`).
"""

from lint.package.opening import ReadError, check_expansion, open_package, read_member

__all__ = ["ReadError", "check_expansion", "open_package", "read_member"]
