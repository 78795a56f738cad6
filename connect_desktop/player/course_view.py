"""The web view a course plays in: play an activity, take it away without losing what it says while leaving."""

from __future__ import annotations

import json
import os
import re
import signal
from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

from connect_desktop.player.bridge import AnswerCall, Bridge
from connect_desktop.player.dialogs import ContentDialogs, QtContentDialogs
from connect_desktop.player.later import later
from connect_desktop.player.page import ContentPage, PlayerPage
from connect_desktop.player.popup import Popups
from connect_desktop.player.ports import Delivery, PackageReader
from connect_desktop.player.profile import LearnerProfile
from connect_desktop.player.scheme import player_url
from connect_desktop.player.scheme_registration import SCHEME

_ABSOLUTE = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class CourseView(QWebEngineView):
    """Shows one delivery at a time. It can be made, and loads its page, before the course is open: `answer_calls` says
    who answers for that.

    `loaded` and `unloaded` carry the delivery's number; after `unloaded` it makes no further call. `crashed` says that
    the page's process died: what was answered is kept, `play` starts a new one. `refused` carries an address content
    wanted to go to and may not, `missed` the name of a host it wanted a part of itself from. `close_asked` says that
    content closed the window it plays in. `print_asked` carries the page and the frame of it that is to be printed.
    """

    loaded = Signal(int)
    unloaded = Signal(int)
    crashed = Signal()
    refused = Signal(QUrl)
    missed = Signal(str)
    close_asked = Signal()
    print_asked = Signal(object, object)

    def __init__(
        self,
        profile: LearnerProfile,
        package_id: str,
        reader: PackageReader[Any],
        *,
        dialogs: ContentDialogs | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("playerCourse")
        self.profile = profile
        self._package_id = package_id
        self._reader = reader
        self._withdraw = profile.scheme.serve(package_id, reader)
        self._dialogs = dialogs or QtContentDialogs()
        self._bridge = Bridge(self)
        self.popups = Popups(self._content_page, self)
        self._player = PlayerPage(profile, package_id, self._dialogs, self.popups.open, self._bridge, self)
        self.setPage(self._player)
        self._ready = False
        self._showing: int | None = None
        self._loaded: int | None = None
        self._next: Delivery | None = None
        self._alive = False
        self._keeps = False
        self._disposed = False
        self._connect()
        self._open_player()

    @property
    def player_page(self) -> PlayerPage:
        return self._player

    @property
    def is_loaded(self) -> bool:
        """Whether the page of what is shown has loaded."""
        return self._showing is not None and self._showing == self._loaded

    def answer_calls(self, answer_call: AnswerCall) -> None:
        """Have the course answer what content calls."""
        self._bridge.answer_calls(answer_call)

    def play(self, delivery: Delivery) -> None:
        """Show a delivery; nothing else may be shown by now."""
        self._showing = delivery.number
        self._next = delivery
        self._player.leaving = False
        self._dialogs.listen()
        if not self._alive:
            self._open_player()
        if self._ready:
            self._load_next()

    def unload(self) -> None:
        """Take the content away, its popups first; `unloaded` follows when all it said has been answered.

        It may never follow if the content hangs: the caller bounds the wait.
        """
        self._player.leaving = True
        self._dialogs.hush()
        from PySide6.QtCore import Qt  # see `later`

        self.popups.empty.connect(self._unload_frame, Qt.ConnectionType.SingleShotConnection)
        self.popups.leave()

    def kill(self) -> None:
        """End the process of content that hangs; `crashed` follows. What it had not said yet is lost."""
        process = self._player.renderProcessPid()
        if process > 0:
            os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))
        else:
            self.crashed.emit()

    def zoom_by(self, steps: int) -> None:
        """Zoom by tenths, from a quarter to five times."""
        self.setZoomFactor(min(5.0, max(0.25, round(self.zoomFactor() + 0.1 * steps, 2))))

    def leave_content_full_screen(self) -> None:
        """Bring back what content made fill the screen."""
        self._player.triggerAction(QWebEnginePage.WebAction.ExitFullScreen)

    def read(self, address: QUrl) -> bytes | None:
        """The file of the package at an address, None for any other address; may take its time, on any thread. Raises
        `ConnectError` and OSError."""
        if address.scheme() != SCHEME or address.host() != self._package_id.lower():
            return None
        member = self._reader.find(address.path(QUrl.ComponentFormattingOption.FullyEncoded).lstrip("/"))
        if member is None:
            return None
        with self._reader.open(member) as source:
            content: bytes = source.read()
        return content

    def dispose(self) -> None:
        """Delete the pages at once, since none may outlive its profile; nothing can be shown after.

        Not to be called while one of them is asking something (a prompt, a navigation).
        """
        if self._disposed:
            return
        self._disposed = True
        self._dialogs.hush()
        for popup in self.popups.windows:
            shiboken6.delete(popup)
        self._ready = False
        self._withdraw()
        shiboken6.delete(self._player)

    def _open_player(self) -> None:
        self._alive = True
        self._player.open(player_url(self._package_id))

    def _connect(self) -> None:
        # Later: the bridge speaks from inside a prompt, in which a page must not be changed.
        self._bridge.ready.connect(later(self, self._page_ready))
        self._bridge.loaded.connect(later(self, self._page_loaded))
        self._bridge.unloaded.connect(later(self, self._page_unloaded))
        self._player.strayed.connect(later(self, self._bring_back))
        self._player.blocked.connect(later(self, self.refused.emit))
        self._player.missed.connect(later(self, self.missed.emit))
        # At once: the engine must be asked for what is there now.
        self._player.print_asked.connect(partial(self.print_asked.emit, self._player))
        self._player.windowCloseRequested.connect(later(self, self.close_asked.emit))
        self._player.renderProcessTerminated.connect(later(self, self._terminated))
        script = QWebEngineScript()
        script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
        script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
        script.setRunsOnSubFrames(False)
        script.setSourceCode(self._bridge.script())
        self._player.scripts().insert(script)

    def _content_page(self, parent: QObject) -> ContentPage:
        page = ContentPage(self.profile, self._package_id, self._dialogs, self.popups.open, parent)
        page.blocked.connect(self.refused)
        page.missed.connect(self.missed)
        page.print_asked.connect(partial(self.print_asked.emit, page))
        return page

    def _page_ready(self) -> None:
        self._ready = True
        self._load_next()

    def _load_next(self) -> None:
        delivery, self._next = self._next, None
        if delivery is None:
            return
        details = {
            "delivery": delivery.number,
            "url": content_address(delivery.url),
            "is2004": delivery.is_2004,
            "title": delivery.title,
        }
        self._run(f"connect.load({json.dumps(details)})")

    def _unload_frame(self) -> None:
        if self._ready:
            self._run(f"connect.unload({self._showing or 0})")
        else:
            self._next = None
            self.unloaded.emit(self._showing or 0)

    def _page_loaded(self, delivery: int) -> None:
        self._loaded = delivery
        if not self._keeps:
            # Now, for the first page need not wait for it.
            from connect_desktop.player.printing.keeper import keep_in

            self._keeps = True
            keep_in(self._player)
        self.loaded.emit(delivery)

    def _page_unloaded(self, delivery: int) -> None:
        self._showing = None
        self.unloaded.emit(delivery)

    def _bring_back(self, url: QUrl) -> None:
        """Content wanted the whole window for one of its pages: it gets its frame, the player page stays."""
        if url.scheme() == SCHEME and url.path() != player_url(self._package_id).path():
            self._run(f"connect.show({json.dumps(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))})")

    def _terminated(self, status: QWebEnginePage.RenderProcessTerminationStatus, _code: int) -> None:
        self._alive = self._ready = False
        self._showing = None
        if status is not QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self.crashed.emit()

    def _run(self, javascript: str) -> None:
        self._player.runJavaScript(javascript, QWebEngineScript.ScriptWorldId.MainWorld.value)


def content_address(url: str) -> str:
    """An activity's address as the player page loads it: on the package's origin unless it names another."""
    return url if _ABSOLUTE.match(url) else "/" + url.lstrip("/")


def page_folder(resources: Path) -> Path:
    """Where the player page's files are among the bundled ones."""
    return resources / "player"
