"""What keys do in a player window, and what fills the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWebEngineCore import QWebEngineFullScreenRequest
from PySide6.QtWidgets import QApplication, QWidget

from connect_desktop.player.course_view import CourseView
from connect_desktop.player.surroundings import Surroundings

_FULL = Qt.WindowState.WindowFullScreen


class WindowKeys(QObject):
    """The shortcuts of a window. Content needs Esc for itself while nothing fills the screen."""

    def __init__(
        self,
        window: QWidget,
        view: CourseView,
        surroundings: Surroundings,
        *,
        reload: Callable[[], object],
        inspect: Callable[[], object],
        print_seen: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._surroundings = surroundings
        for keys, act in (
            ("F11", self._toggle_full_screen),
            ("F5", reload),
            ("Ctrl+Shift+I", inspect),
            (QKeySequence.StandardKey.Print, print_seen),
            ("Ctrl+L", surroundings.header.contents.toggle),
            (QKeySequence.StandardKey.ZoomIn, lambda: view.zoom_by(1)),
            ("Ctrl+=", lambda: view.zoom_by(1)),
            (QKeySequence.StandardKey.ZoomOut, lambda: view.zoom_by(-1)),
            ("Ctrl+0", lambda: view.setZoomFactor(1.0)),
            (QKeySequence.StandardKey.Close, window.close),
            (QKeySequence.StandardKey.Quit, QApplication.quit),
        ):
            QShortcut(QKeySequence(keys), window, act)
        self._escape = QShortcut(QKeySequence("Esc"), window, self._leave_full_screen)
        self._escape.setEnabled(window.isFullScreen())
        surroundings.header.full_screen.clicked.connect(self._toggle_full_screen)
        view.page().fullScreenRequested.connect(self._content_full_screen)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowStateChange:
            self._escape.setEnabled(self._window.isFullScreen())
        return super().eventFilter(watched, event)

    def _toggle_full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ _FULL)

    def _leave_full_screen(self) -> None:
        self._view.leave_content_full_screen()
        self._window.setWindowState(self._window.windowState() & ~_FULL)

    def _content_full_screen(self, request: QWebEngineFullScreenRequest) -> None:
        """A film or a page of the content fills the screen: nothing of ours stands beside it."""
        alone = request.toggleOn()
        self._surroundings.leave_content_alone(alone)
        state = self._window.windowState()
        self._window.setWindowState(state | _FULL if alone else state & ~_FULL)
