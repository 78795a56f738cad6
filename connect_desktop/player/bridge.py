"""The way of an API call from the page into the running course: one `window.prompt`, answered at once.

The prompt's message is the page's mark. Its default text is JSON: a list `[delivery, method, argument…]` for an API
call, an object `{"event": …}` for what the player page tells us. JSON both ways, since strings of content hold NUL and
half surrogate pairs (compressed suspend data does) that do not survive the bare way [design decision 3].
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from connect_desktop.player.responses import PLAYER_PATH

_log = logging.getLogger(__name__)

AnswerCall = Callable[[int, str, Sequence[str]], str]

# What `json.loads` and `json.dumps` come down to: a call of content waits for both.
_read_json = json.JSONDecoder().raw_decode
_write_json = json.JSONEncoder().encode


class Bridge(QObject):
    """Answers marked prompts of one player page. The mark is new for every bridge and never shown to content.

    The page may be there before the course is: `answer_calls` says who answers what content calls.
    """

    ready = Signal()
    loaded = Signal(int)
    unloaded = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mark = f"connect-{os.urandom(24).hex()}"
        self._answer_call: AnswerCall = _nobody

    def answer_calls(self, answer_call: AnswerCall) -> None:
        self._answer_call = answer_call

    def script(self) -> str:
        """JavaScript to run when a document is created: hands the mark to the player page and to nothing else."""
        return f"if (location.pathname === {json.dumps(PLAYER_PATH)}) window.connectMark = {json.dumps(self.mark)};"

    def answer(self, message: str, default: str) -> str | None:
        """The answer to a prompt of ours; None for the content's own."""
        if message != self.mark:
            return None
        payload, _end = _read_json(default)
        if isinstance(payload, dict):
            self._happened(payload)
            return ""
        delivery, method, *args = payload
        try:
            return _write_json(self._answer_call(delivery, method, args))
        except Exception:
            _log.exception("%s was not answered; please report this", method)
            return json.dumps("" if "Get" in method else "false")

    def _happened(self, told: dict[str, Any]) -> None:
        match told["event"]:
            case "ready":
                self.ready.emit()
            case "loaded":
                self.loaded.emit(told["delivery"])
            case "unloaded":
                self.unloaded.emit(told["delivery"])


def _nobody(delivery: int, method: str, _args: Sequence[str]) -> str:
    raise RuntimeError(f"{method} of delivery {delivery} came before any course")
