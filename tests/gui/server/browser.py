"""A browser like any other: it knows nothing of us."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

_MAIN_WORLD = 0


class _Page(QWebEnginePage):
    """Keeps what scripts complain of."""

    def __init__(self, profile: QWebEngineProfile) -> None:
        super().__init__(profile)
        self.complaints: list[str] = []

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        if level is QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel:
            self.complaints.append(message)


class Browser:
    """One tab, in a profile that forgets."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._profile = QWebEngineProfile()
        self._page = _Page(self._profile)
        self._view: QWebEngineView | None = None

    @property
    def complaints(self) -> list[str]:
        return self._page.complaints

    def open(self, address: str) -> None:
        """Load a page."""
        with self._qtbot.waitSignal(self._page.loadFinished, timeout=30_000):
            self._page.setUrl(QUrl(address))

    def show(self, html: str, address: str) -> None:
        """A page of some other site."""
        with self._qtbot.waitSignal(self._page.loadFinished, timeout=30_000):
            self._page.setHtml(html, QUrl(address))

    def run(self, script: str) -> Any:
        """What an expression gives in the page."""
        found: list[str] = []
        wrapped = f"JSON.stringify((() => {{ try {{ return {script} }} catch {{ return null }} }})())"
        self._page.runJavaScript(wrapped, _MAIN_WORLD, found.append)
        self._qtbot.waitUntil(lambda: bool(found), timeout=30_000)
        return json.loads(found[0]) if found[0] else None

    def until(self, script: str) -> Any:
        """What the expression gives as soon as that is something."""
        given: list[Any] = []

        def there() -> bool:
            given.append(self.run(script))
            return bool(given[-1])

        self._qtbot.waitUntil(there, timeout=30_000)
        return given[-1]

    def until_in(self, there: Callable[[], bool]) -> None:
        """Let the page go on until something is so elsewhere."""
        self._qtbot.waitUntil(there, timeout=30_000)

    def speak(self, language: str) -> None:
        """Ask for pages in this language from now on."""
        self._profile.setHttpAcceptLanguage(language)

    def show_in_window(self, width: int, height: int) -> None:
        """Be a window of this size, in pixels, from now on."""
        if self._view is None:
            self._view = QWebEngineView()
            self._view.setPage(self._page)
        self._view.resize(width, height)
        self._view.show()

    def printed(self) -> bytes:
        """The PDF of the page, as its menu prints it."""
        found: list[bytes] = []
        self._page.printToPdf(lambda content: found.append(bytes(content.data())))
        self._qtbot.waitUntil(lambda: bool(found), timeout=30_000)
        return found[0]

    def close(self) -> None:
        """Close the tab; a page must not outlive its profile."""
        if self._view is not None:
            shiboken6.delete(self._view)
        shiboken6.delete(self._page)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        shiboken6.delete(self._profile)
