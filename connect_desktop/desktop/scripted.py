"""A player window played by a script file, from its first step to the closed window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QEventLoop

from connect_desktop.errors import ConnectError
from connect_desktop.player.script import PATIENCE, PlayScript
from connect_desktop.player.window import PlayerWindow


class Performance(Struct, frozen=True, kw_only=True):
    """What a script brought home: its screenshots, and what its `eval` steps found (as JSON has it)."""

    screenshots: tuple[Path, ...] = ()
    values: tuple[Any, ...] = ()


class ScriptFailed(ConnectError):
    """A step of a script failed or waited in vain."""

    code = "script-failed"

    def __init__(self, sentence: str) -> None:
        super().__init__("The script did not reach its end: {sentence}", sentence=sentence)


class ScriptUnreadable(ConnectError):
    """No script at this place, or one that is not a list of steps."""

    code = "script-unreadable"

    def __init__(self, path: Path) -> None:
        super().__init__("{path} is not a script; it must be a JSON list of steps.", path=path)


def read_steps(script: Path) -> list[dict[str, str]]:
    """The steps in a file; raises `ScriptUnreadable`."""
    try:
        steps = json.loads(script.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ScriptUnreadable(script) from error
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise ScriptUnreadable(script)
    return steps


def play_steps(
    window: PlayerWindow, steps: list[dict[str, str]], folder: Path, *, patience: int = PATIENCE
) -> Performance:
    """Play the steps and close the window. Screenshots go to `folder`; a step waits `patience` ms.

    Raises `ScriptFailed`; the window is closed then too, with every answer kept.
    """
    ended: list[dict[str, Any] | str] = []
    loop = QEventLoop()
    player = PlayScript(window, steps, folder=folder, patience=patience, parent=window)
    window.closed.connect(loop.quit)
    for signal in (player.finished, player.failed):
        signal.connect(ended.append)
        # From here and not after a loop of our own: a dialog of the content has one too, and waits in it.
        signal.connect(lambda _: window.close())
    player.start()
    loop.exec()
    if isinstance(ended[0], str):
        raise ScriptFailed(ended[0])
    return Performance(screenshots=tuple(map(Path, ended[0]["screenshots"])), values=tuple(ended[0]["values"]))
