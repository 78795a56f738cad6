"""Windows content opens with `window.open`: real ones, whose opener chain leads to the API."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from connect_desktop.look.window_size import open_at
from connect_desktop.player.later import later
from connect_desktop.player.page import ContentPage

_BLANK = QUrl("about:blank")
# How long a popup's page may take to leave before the window is gone without it, in milliseconds.
_PATIENCE = 2000
# How much later than its wish to close a page's wish to be printed may come, though it had that first, in milliseconds.
_GRACE = 250
# How long before that the engine may take to print it, in milliseconds.
_PATIENCE_TO_PRINT = 20_000


class PopupWindow(QWidget):
    """One window of content. It is `gone` when its page was left, so that its unload handlers have run."""

    gone = Signal()

    def __init__(self, make_page: Callable[[QObject], ContentPage]) -> None:
        super().__init__()
        self.setObjectName("playerPopup")
        self.view = QWebEngineView(self)
        self.page = make_page(self.view)
        self.view.setPage(self.page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        open_at(self, 900, 650)
        self._leaving = False
        self.page.titleChanged.connect(self.setWindowTitle)
        self.page.geometryChangeRequested.connect(self._place)
        self.page.windowCloseRequested.connect(self._leave_soon)
        # It is told from inside the navigation.
        self.page.blocked.connect(later(self, self._refused))
        self.page.renderProcessTerminated.connect(self._vanish)
        self.view.loadFinished.connect(self._loaded)
        from PySide6.QtGui import QKeySequence, QShortcut  # most courses open no window

        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self.page.print_seen)

    def leave(self) -> None:
        """Leave the page, then go. Its handlers run and may still call the API."""
        if self._leaving:
            return
        self._leaving = True
        self.page.leaving = True
        self.hide()
        # Much content opens a window to have it printed and closes it in the same breath.
        if self.page.is_printing:
            self.page.printed.connect(later(self, self._leave_page))
            QTimer.singleShot(_PATIENCE_TO_PRINT, self, self._leave_page)
        else:
            self._leave_page()

    def _leave_soon(self) -> None:
        self.hide()
        QTimer.singleShot(_GRACE, self, self.leave)

    def _leave_page(self) -> None:
        self.page.setUrl(_BLANK)
        QTimer.singleShot(_PATIENCE, self, self._vanish)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.leave()

    def _place(self, wanted: QRect) -> None:
        available = self.screen().availableGeometry()
        self.resize(wanted.size().boundedTo(available.size()).expandedTo(self.minimumSizeHint()))
        if not wanted.topLeft().isNull():
            self.move(
                min(max(wanted.x(), available.x()), available.right() - self.width() + 1),
                min(max(wanted.y(), available.y()), available.bottom() - self.height() + 1),
            )

    def _refused(self, url: QUrl) -> None:
        """A window opened for what may not be shown would stay empty; one with a page keeps that."""
        if self.page.url() == url:
            self.leave()

    def _loaded(self) -> None:
        if self._leaving and self.page.url() == _BLANK:
            self._vanish()

    def _vanish(self) -> None:
        self._leaving = True
        self.hide()
        self.gone.emit()
        self.deleteLater()


class Popups(QObject):
    """The windows content has open now. `empty` is emitted when the last of them is gone."""

    empty = Signal()

    def __init__(self, make_page: Callable[[QObject], ContentPage], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_page = make_page
        self._windows: list[PopupWindow] = []

    @property
    def windows(self) -> tuple[PopupWindow, ...]:
        return tuple(self._windows)

    def open(self, kind: QWebEnginePage.WebWindowType) -> ContentPage:
        """A page in a new window that is shown at once."""
        window = PopupWindow(self._make_page)
        window.gone.connect(lambda: self._forget(window))
        self._windows.append(window)
        if kind is not QWebEnginePage.WebWindowType.WebBrowserBackgroundTab:
            window.show()
        return window.page

    def leave(self) -> None:
        """Close them all; `empty` follows, at once if there are none."""
        if not self._windows:
            self.empty.emit()
        for window in self.windows:
            window.leave()

    def _forget(self, window: PopupWindow) -> None:
        if window in self._windows:
            self._windows.remove(window)
            if not self._windows:
                self.empty.emit()
