"""Work that only the UI thread can do, in pieces: between two of them it attends to everything else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T")


class Instalments(QObject, Generic[T]):
    """Hands its things over to `work`, `at_once` of them at most a turn of the event loop."""

    def __init__(self, work: Callable[[Sequence[T]], None], at_once: int, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._at_once = at_once
        self._left: deque[T] = deque()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return not self._left

    def begin(self, things: Iterable[T]) -> None:
        """Work on these, the first at once; what was left of others is dropped."""
        self._left = deque(things)
        self._go_on()

    def _go_on(self) -> None:
        piece = [self._left.popleft() for _ in range(min(self._at_once, len(self._left)))]
        if not self._left:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self._work(piece)
