"""Reviewers' exceptions: [[exceptions]] of a project's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lint.settings.dotted import find_line
from lint.settings.errors import SettingsError

_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "fingerprint": str,
    "project": str,
    "file": str,
    "rule": str,
    "reason": str,
    "by": str,
    "until": (dt.date, str),
}


@dataclass(frozen=True, slots=True)
class RuleException:
    """A reviewer's exception: which findings are silenced, why, by whom, until when.

    At least one of fingerprint, project, file (a glob on the path's end) and rule is given; all
    that are given must match. `reason` and `by` are mandatory.
    """

    reason: str
    by: str
    fingerprint: str = ""
    project: str = ""
    file: str = ""
    rule: str = ""
    until: dt.date | None = None
    origin: str = ""

    def describe(self) -> str:
        """The selectors in words, for messages."""
        parts = [f"{k}={v}" for k in ("fingerprint", "project", "file", "rule") if (v := getattr(self, k))]
        return "、".join(parts)


def read_exceptions(given: Any, path: Path, text: str) -> tuple[RuleException, ...]:
    """The exceptions of a project's file, `text` its whole content. Raises SettingsError."""
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        line = find_line(text, "exceptions")
        raise SettingsError(f"{path} 第 {line} 行：exceptions 应写成 [[exceptions]] 的形式。")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[exceptions]]")]
    found = []
    for index, item in enumerate(given):
        where = f"{path} 第 {lines[index] if index < len(lines) else 1} 行"
        for key, value in item.items():
            if key not in _KEYS:
                raise SettingsError(f"{where}：exceptions 里的 {key} 是未知的设置项。")
            if not isinstance(value, _KEYS[key]):
                raise SettingsError(f"{where}：exceptions 里的 {key} 类型不对。")
        for key in ("reason", "by"):
            if not str(item.get(key, "")).strip():
                word = "理由 reason" if key == "reason" else "设置人 by"
                raise SettingsError(f"{where}：例外必须写明{word}。")
        if not any(item.get(key) for key in ("fingerprint", "project", "file", "rule")):
            raise SettingsError(f"{where}：例外须指明 fingerprint、project、file、rule 中至少一项。")
        until = item.get("until")
        if isinstance(until, str):
            try:
                until = dt.date.fromisoformat(until)
            except ValueError:
                raise SettingsError(f"{where}：until 应为 2026-12-31 这样的日期。") from None
        selectors = {k: item.get(k, "") for k in ("fingerprint", "project", "file", "rule")}
        found.append(RuleException(item["reason"], item["by"], until=until, origin=where, **selectors))
    return tuple(found)
