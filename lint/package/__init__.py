"""Zip packages (.xlsx, .docx, archives) as reading and annotating share them.

Opened only within the limits (`opening`), XML parsed without entities (`markup`), the tables of a Word
document walked and numbered one way (`word`).
"""

from lint.package.opening import PackageLimits, ReadError, check_expansion, open_package, read_member

__all__ = ["PackageLimits", "ReadError", "check_expansion", "open_package", "read_member"]
