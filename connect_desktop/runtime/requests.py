"""`adl.nav.request` and `adl.nav.request_valid` in the words of the sequencer [SN 4th Ed. 5.6]. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connect_desktop.runtime.navigation import Command, NavigationRequest

if TYPE_CHECKING:
    from connect_desktop.runtime.sequencer import Sequencer

LEAVING_EXITS = frozenset(("time-out", "logout"))

_PLAIN = {command.value: command for command in Command if command not in (Command.START, Command.RESUME_ALL)}
_TARGETED = re.compile(r"\{target=(?P<target>[^}]+)\}(?P<command>choice|jump)")
_ASKED = re.compile(r"(?P<command>choice|jump)\.\{target=(?P<target>[^}]+)\}")


def asked_by(value: str, exit_value: str = "") -> NavigationRequest | None:
    """The request an `adl.nav.request` value makes; None for `_none_`. A SCO that timed out or logs the learner out
    leaves the whole course, whatever else it asks for [RTE 4.2.9]."""
    if exit_value in LEAVING_EXITS:
        return NavigationRequest(Command.EXIT_ALL)
    targeted = _TARGETED.fullmatch(value)
    if targeted:
        return NavigationRequest(Command(targeted["command"]), targeted["target"])
    command = _PLAIN.get(value)
    return NavigationRequest(command) if command and command not in (Command.CHOICE, Command.JUMP) else None


class RequestValidity:
    """Answers `adl.nav.request_valid.*` from the sequencer: the RTE's `Navigation`."""

    def __init__(self, sequencer: Sequencer) -> None:
        self._sequencer = sequencer

    def request_valid(self, request: str) -> str:
        targeted = _ASKED.fullmatch(request)
        if targeted:
            asked = NavigationRequest(Command(targeted["command"]), targeted["target"])
        elif request in ("continue", "previous"):
            asked = NavigationRequest(Command(request))
        else:
            return "unknown"
        valid = self._sequencer.valid(asked)
        return "unknown" if valid is None else str(valid).lower()
