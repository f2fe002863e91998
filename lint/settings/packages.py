"""Rule packages outside the repository: entry points of the group `jxlint.rules`.

Such an entry point names a module (`acme_rules`, or `acme_rules.forms`) that holds rule classes. A
file rules.toml beside the module holds their sections, [rules.CODE] and nothing else; it becomes
part of the shipped settings, so that a project's file may change it.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lint.settings.errors import SettingsError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "jxlint.rules"
SETTINGS = "rules.toml"


@dataclass(frozen=True, slots=True)
class RulePackage:
    """One installed rule package: the entry point's name, its module, the sections of its rules."""

    name: str
    module: str
    sections: Mapping[str, Mapping[str, Any]]

    def unusable(self, why: str) -> SettingsError:
        """The error that says so in one sentence; `why` is a Chinese clause."""
        return _unusable(self.name, self.module, why)


@lru_cache(maxsize=1)
def rule_packages() -> tuple[RulePackage, ...]:
    """The installed rule packages, sorted by name. Raises SettingsError for one that cannot be used."""
    if not _declared():
        return ()
    from importlib.metadata import entry_points

    found = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return tuple(_package(point) for point in found)


def _declared() -> bool:
    """Whether any distribution on the path names the group at all.

    Most often none does: looking into their short text files takes a tenth of the time that
    `importlib.metadata` takes to be imported. Distributions of other kinds than folders (a zip file on
    the path) are not seen.
    """
    group = f"[{GROUP}]"
    for folder in map(Path, sys.path):
        for pattern in ("*.dist-info/entry_points.txt", "*.egg-info/entry_points.txt"):
            for path in folder.glob(pattern):
                with suppress(OSError, UnicodeDecodeError):
                    if group in path.read_text(encoding="utf-8"):
                        return True
    return False


def _package(point: EntryPoint) -> RulePackage:
    try:
        spec = find_spec(point.module)
    except Exception as error:  # a parent package runs its own code
        raise _unusable(point.name, point.value, f"导入时出错（{type(error).__name__}：{error}）") from None
    if spec is None or spec.origin is None:
        raise _unusable(point.name, point.value, "找不到这个模块")
    path = Path(spec.origin).with_name(SETTINGS)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _unusable(point.name, point.value, f"缺少设置文件 {path}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unusable(point.name, point.value, f"设置文件 {path} 无法读取（{error}）") from None
    sections = values.get("rules")
    if set(values) != {"rules"} or not isinstance(sections, dict) or not all(map(_is_table, sections.values())):
        raise _unusable(point.name, point.value, f"设置文件 {path} 只能有 [rules.代码] 各节")
    return RulePackage(point.name, point.module, sections)


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _unusable(name: str, module: str, why: str) -> SettingsError:
    return SettingsError(f"规则包 {name}（{module}）不能用：{why}，请更正或卸载这个包。")
