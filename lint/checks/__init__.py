"""The rules: what one is (`rule`), which there are (`registry`, `rules/`), and the walk that asks them (`engine/`)."""

from lint.checks.registry import all_rules, build, by_code, options_of, select

__all__ = ["all_rules", "build", "by_code", "options_of", "select"]
