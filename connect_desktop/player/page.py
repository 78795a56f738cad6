"""Pages of content: the player page and the popups content opens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEngineFullScreenRequest, QWebEnginePage, QWebEnginePermission
from PySide6.QtWidgets import QWidget

from connect_desktop.player.bridge import Bridge
from connect_desktop.player.dialogs import ContentDialogs
from connect_desktop.player.network import ContentFence, reachable
from connect_desktop.player.profile import LearnerProfile

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEngineFrame

_log = logging.getLogger("connect_desktop.content")

_LEVELS = {
    QWebEnginePage.JavaScriptConsoleMessageLevel.InfoMessageLevel: logging.INFO,
    QWebEnginePage.JavaScriptConsoleMessageLevel.WarningMessageLevel: logging.WARNING,
    QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel: logging.ERROR,
}

# What the player page calls the frame a course plays in.
_CONTENT = "content"

OpenWindow = Callable[[QWebEnginePage.WebWindowType], "ContentPage"]


class ContentPage(QWebEnginePage):
    """A page content lives in: answers its dialogs, keeps it inside the fence, lets it open windows.

    `said` carries a console message as (level, text, line, source). `blocked` carries an address content wanted to go
    to and may not, `missed` the name of a host it wanted a part of itself from. `print_asked` carries the frame to
    print; `printed` says that the engine is done with it.
    """

    said = Signal(int, str, int, str)
    blocked = Signal(QUrl)
    missed = Signal(str)
    print_asked = Signal(object)
    printed = Signal()

    def __init__(
        self,
        profile: LearnerProfile,
        package_id: str,
        dialogs: ContentDialogs,
        open_window: OpenWindow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(profile.web, parent)
        self._host = package_id.lower()
        self._rights = profile.rights
        self._dialogs = dialogs
        self._open_window = open_window
        self.leaving = False
        self._printing = 0
        # Kept by name: neither a parent nor the page keeps the Python side of an interceptor alive, and without that
        # everything is let through.
        self._fence = ContentFence(self._host, network=profile.rights.network, parent=self)
        self._fence.missed.connect(self.missed)
        self.setUrlRequestInterceptor(self._fence)
        self.fullScreenRequested.connect(QWebEngineFullScreenRequest.accept)
        self.permissionRequested.connect(self._deny)
        self.printRequested.connect(lambda: self.print_asked.emit(self.content_frame()))
        self.printRequestedByFrame.connect(self.print_asked.emit)

    @property
    def is_printing(self) -> bool:
        """Whether the engine is still at what is to be printed: the page must stay as long."""
        return self._printing > 0

    def begin_printing(self) -> None:
        self._printing += 1

    def end_printing(self) -> None:
        self._printing -= 1
        if not self.is_printing:
            self.printed.emit()

    def content_frame(self) -> QWebEngineFrame:
        """The outermost frame that is content's own."""
        return self.mainFrame()

    def print_seen(self) -> None:
        """Ask for what a person sees of it to be printed."""
        from connect_desktop.player.printing.frames import seen_frame  # hardly anybody prints

        self.print_asked.emit(seen_frame(self.content_frame()))

    def reaches(self, url: QUrl) -> bool:
        """Whether this page may load `url`."""
        return reachable(url, self._host, network=self._rights.network)

    def javaScriptAlert(self, origin: QUrl | str, message: str) -> None:
        self._dialogs.alert(self._window(), message)

    def javaScriptConfirm(self, origin: QUrl | str, message: str) -> bool:
        # While we take the content away this is its `beforeunload` asking whether it may stay. It may not.
        return self.leaving or self._dialogs.confirm(self._window(), message)

    def javaScriptPrompt(self, origin: QUrl | str, message: str, default: str) -> tuple[bool, str]:
        given = self._dialogs.prompt(self._window(), message, default)
        return given is not None, given or ""

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        _log.log(_LEVELS[level], "%s:%d: %s", source, line, message)
        self.said.emit(_LEVELS[level], message, line, source)

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        if self.reaches(QUrl(url)):
            return True
        self.blocked.emit(QUrl(url))
        return False

    def createWindow(self, kind: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        return self._open_window(kind)

    def _deny(self, permission: QWebEnginePermission) -> None:
        """Content asks for the camera, the place, notifications: it gets none of them."""
        permission.deny()

    def _window(self) -> QWidget | None:
        view = QObject.parent(self)
        return view.window() if isinstance(view, QWidget) else None


class PlayerPage(ContentPage):
    """The page with the API and the course's frame. Content may neither replace it nor hear its prompts.

    `strayed` carries an address of the package that content wanted in place of the player page.
    """

    strayed = Signal(QUrl)

    def __init__(
        self,
        profile: LearnerProfile,
        package_id: str,
        dialogs: ContentDialogs,
        open_window: OpenWindow,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(profile, package_id, dialogs, open_window, parent)
        self._bridge = bridge
        self._expected: QUrl | None = None

    def open(self, url: QUrl) -> None:
        """Load the player page itself: the only address its main frame ever takes."""
        self._expected = url
        self.setUrl(url)

    def content_frame(self) -> QWebEngineFrame:
        page = self.mainFrame()
        return next((frame for frame in page.children() if frame.htmlName() == _CONTENT), page)

    def javaScriptPrompt(self, origin: QUrl | str, message: str, default: str) -> tuple[bool, str]:
        answer = self._bridge.answer(message, default)
        if answer is None:
            return super().javaScriptPrompt(origin, message, default)
        return True, answer

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        # Chromium reports each call made in dismissal, with its text; the call is made later (see scorm_api.js).
        if self._bridge.mark not in message:
            super().javaScriptConsoleMessage(level, message, line, source)

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        if not is_main_frame:
            return super().acceptNavigationRequest(url, kind, is_main_frame)
        address = QUrl(url)
        if address == self._expected:
            self._expected = None
            return True
        (self.strayed if self.reaches(address) else self.blocked).emit(address)
        return False
