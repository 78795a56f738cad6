"""A player window played by a script file, from its first step to the closed window."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QEventLoop

from connect_desktop.errors import ConnectError
from connect_desktop.player.script import PlayScript
from connect_desktop.player.window import PlayerWindow


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


def play_steps(window: PlayerWindow, steps: list[dict[str, str]], folder: Path) -> tuple[Path, ...]:
    """Play the steps, close the window and give the screenshots taken, which go to `folder`.

    Raises `ScriptFailed`; the window is closed then too, with every answer kept.
    """
    ended: list[dict[str, list[str]] | str] = []
    closed: list[bool] = []
    loop = QEventLoop()
    player = PlayScript(window, steps, folder=folder, parent=window)
    for signal in (player.finished, player.failed):
        signal.connect(ended.append)
        signal.connect(loop.quit)
    window.closed.connect(lambda: closed.append(True))
    window.closed.connect(loop.quit)
    player.start()
    if not ended:
        loop.exec()
    if not closed:
        window.close()
        loop.exec()
    if isinstance(ended[0], str):
        raise ScriptFailed(ended[0])
    return tuple(map(Path, ended[0]["screenshots"]))
