"""Leaving when somebody else ends the application: a signal, the end of the desktop session, the system's “Quit”."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QEvent, QEventLoop, QSocketNotifier, QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QWidget

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
# How long the end of a desktop session is held up for content to leave, in milliseconds.
_PATIENCE = 8000
# How long one that is only starting is left to open its window, in milliseconds.
_AGAIN = 50


class Application(QApplication):
    """Ends by closing every window the way its learner does, so that content says its last words; it is over with the
    last of them. A second signal ends the process at once.
    """

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._is_running = False
        self.commitDataRequest.connect(self._session_ends)
        # Python runs a handler only between its own steps, and Qt's loop takes none: a byte on this socket wakes it.
        self._woken, self._waking = socket.socketpair()
        self._woken.setblocking(False)
        self._waking.setblocking(False)
        signal.set_wakeup_fd(self._waking.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._woken.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._signalled)
        for name in _SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _next_time_at_once)

    def exec(self) -> int:  # type: ignore[override]
        self._is_running = True
        return super().exec()

    def leave(self) -> None:
        """Close every window; some take a while, and end by themselves. One that is only starting opens its window
        first, as its course may be open already."""
        for window in _shown():
            window.close()
        if _shown():
            return
        if self._is_running:
            self.exit()
        else:
            QTimer.singleShot(_AGAIN, self, self.leave)

    def event(self, event: QEvent) -> bool:
        # Qt would close one window after the other and give up at the first that takes a while.
        if event.type() is QEvent.Type.Quit and _shown():
            event.ignore()
            self.leave()
            return True
        return super().event(event)

    def _signalled(self) -> None:
        self._woken.recv(64)
        self.leave()

    def _session_ends(self, manager: QSessionManager) -> None:
        """The desktop waits for as long as this takes."""
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
        self.leave()
        if _shown():
            loop = QEventLoop()
            self.lastWindowClosed.connect(loop.quit)
            QTimer.singleShot(_PATIENCE, loop, loop.quit)
            loop.exec()


def _shown() -> list[QWidget]:
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def _next_time_at_once(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
