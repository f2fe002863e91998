"""The command line: arguments in, exit code out; one module a command."""

from lint.cli.main import COMMANDS, UNUSABLE, UserError, group, main

__all__ = ["COMMANDS", "UNUSABLE", "UserError", "group", "main"]
