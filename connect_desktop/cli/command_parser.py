"""A sub-command's parser that is empty until that command is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from connect_desktop.cli.shared_options import AddOptions
from connect_desktop.errors import ConnectError


class CommandMisused(ConnectError):
    """Something was asked for in words that the command line does not know."""

    code = "command-misused"

    def __init__(self, program: str, reason: str) -> None:
        super().__init__(
            "“{program}” cannot be understood ({reason}); “{program} --help” says what it takes.",
            program=program,
            reason=reason,
        )


class CommandParser(argparse.ArgumentParser):
    """Takes its options from `options` when it is first to parse something: most of a command line's options belong to
    commands that are not asked for, and a course's first page would wait for all of them.

    Raises `CommandMisused` rather than to end the process.
    """

    def __init__(self, *, options: Sequence[AddOptions] = (), **settings: Any) -> None:
        super().__init__(**settings)
        self._options = options

    def complete(self) -> None:
        """Have all options now."""
        options, self._options = self._options, ()
        for add in options:
            add(self)

    def error(self, message: str) -> NoReturn:
        raise CommandMisused(self.prog, message)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        self.complete()
        return super().parse_known_args(args, namespace)
