"""While an exchange works on its thread, the UI thread gets its turn at once."""

from __future__ import annotations

import gc
import sys

# Python's own 5 ms would be a third of a frame each time the UI thread wakes.
_TURN = 0.001


class Breathing:
    """Shortens turns, and has collections of garbage look at what is new only: one that looks at each object of every
    window takes longer than a frame."""

    def __init__(self) -> None:
        self._turn: float | None = None

    def begin(self) -> None:
        if self._turn is None:
            self._turn = sys.getswitchinterval()
            sys.setswitchinterval(_TURN)
            gc.freeze()

    def end(self) -> None:
        if self._turn is not None:
            sys.setswitchinterval(self._turn)
            gc.unfreeze()
            self._turn = None
