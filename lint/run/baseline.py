"""The baseline: findings that are already known and no longer reported.

A sorted JSON file of fingerprints with what a reader needs to recognise them. A finding that
occurs n times in the baseline hides n equal ones, the n+1st is reported.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from lint.model import Finding, Report
from lint.run.system_errors import in_words
from lint.settings import SettingsError

VERSION = 1


def written(report: Report) -> str:
    """The report's findings as the text of a baseline file, the same for the same findings."""
    counts = Counter(item.fingerprint for item in report.findings)
    first: dict[str, Finding] = {}
    for item in report.findings:
        first.setdefault(item.fingerprint, item)
    entries = [
        {
            "fingerprint": key,
            "count": counts[key],
            "code": item.code,
            "project": item.project,
            "period": item.period,
            "level2": item.level2,
            "name": item.name,
            "value": item.value,
        }
        for key, item in first.items()
    ]
    entries.sort(key=lambda entry: (str(entry["project"]), str(entry["code"]), str(entry["fingerprint"])))
    return json.dumps({"tool": "jxlint", "version": VERSION, "findings": entries}, ensure_ascii=False, indent=1) + "\n"


def read(path: Path) -> Counter[str]:
    """Fingerprints of a baseline file with their counts. Raises SettingsError."""
    remedy = "请用 --write-baseline 重新生成"
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(f"找不到基线文件 {path}，{remedy}。") from None
    except OSError as error:
        raise SettingsError(f"基线文件 {path} 无法读取（{in_words(error)}），{remedy}。") from None
    except (ValueError, RecursionError):
        raise SettingsError(f"基线文件 {path} 不是合法的 JSON，{remedy}。") from None
    try:
        if content["tool"] != "jxlint" or content["version"] != VERSION:
            raise SettingsError(f"基线文件 {path} 不是本版本 jxlint 写成的，{remedy}。")
        return Counter({str(entry["fingerprint"]): int(entry["count"]) for entry in content["findings"]})
    except (KeyError, TypeError, ValueError):
        raise SettingsError(f"基线文件 {path} 缺少必要的内容，{remedy}。") from None


def hide(report: Report, known: Counter[str]) -> Report:
    """The report without the known findings; how many were hidden is in `hidden` and a notice."""
    left = Counter(known)
    shown = []
    for item in report.findings:
        if left[item.fingerprint] > 0:
            left[item.fingerprint] -= 1
        else:
            shown.append(item)
    hidden = len(report.findings) - len(shown)
    if not hidden:
        return report
    notice = f"基线中已有的 {hidden} 个问题未再列出。"
    return replace(report, findings=tuple(shown), hidden=report.hidden + hidden, notices=(*report.notices, notice))
