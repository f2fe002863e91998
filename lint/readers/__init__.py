"""Readers: a file → rows of cells that know where they stand, one module a carrier.

`read` looks at a file's content, never at its name alone, and never raises for a bad document.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lint.model import Document, Unreadable
from lint.readers import archive
from lint.readers.detection import parse
from lint.readers.limits import ReadError
from lint.settings import Settings

STANDARD_INPUT = "-"


def read(path: str, settings: Settings) -> Document | Unreadable:
    """The rows of one file. Never raises for a bad document.

    `path` "-" is standard input; `archive.zip/member.xlsx` is a file inside an archive.
    """
    limit = settings.get("limits.file_megabytes") * 1_000_000
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        try:
            inside = archive.member(path, settings)
        except ReadError as error:
            return Unreadable(path, f"{path}：{error}")
        if inside is None:
            return Unreadable(path, f"找不到文件 {path}，请检查路径。")
        data = inside
    except IsADirectoryError:
        return Unreadable(path, f"{path} 是文件夹，不是文件，请给出其中的文件。")
    except PermissionError:
        return Unreadable(path, f"没有读取 {path} 的权限，请检查文件权限。")
    except (OSError, ValueError) as error:
        return Unreadable(path, f"{path} 无法读取（{getattr(error, 'strerror', None) or '路径不合法'}），请检查文件。")
    if len(data) > limit:
        return Unreadable(
            path,
            f"{path} 超过 {settings.get('limits.file_megabytes')} MB 的上限，"
            "请拆分后再检查，或在 rules.toml 调高 limits.file_megabytes。",
        )
    return parse(data, path, settings)
