"""The desktop application: the one QApplication, and the player windows."""

from __future__ import annotations

import logging
import os
import sys
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from connect_desktop.departure import Application
from connect_desktop.errors import ConnectError
from connect_desktop.garbage import GarbageCollection
from connect_desktop.paths import DataPaths
from connect_desktop.player.chromium_flags import set_chromium_flags
from connect_desktop.player.course_view import page_folder
from connect_desktop.player.profile import NO_RIGHTS, ContentRights, LearnerProfile
from connect_desktop.player.scheme import register_scheme
from connect_desktop.player.window import PlayerWindow
from connect_desktop.resources import resources_dir
from connect_desktop.runtime.library import OpenedCourse
from connect_desktop.store.records import Learner

if TYPE_CHECKING:
    from connect_desktop.runtime.running_course import RunningCourse
    from connect_desktop.ui.inspector.window import InspectorWindow

_log = logging.getLogger(__name__)
# In seconds. While other threads work the UI thread gets its turn after so long, or twice: with Python's own 5 ms most
# of a frame of the screen would be gone before it begins.
_TURN = 0.001


class NoScreen(ConnectError):
    """A window is wanted where none can be shown."""

    code = "no-screen"

    def __init__(self) -> None:
        super().__init__(
            "There is no screen here to open a window on; start it in a desktop session, or play a course with "
            "--headless-script."
        )


def create_application(*, watched: bool = True) -> QApplication:
    """The one QApplication of this process; WebEngine wants its flags and its schemes before it.

    Raises `NoScreen` where somebody is to watch and cannot; nobody watches a script.
    """
    if _lacks_screen():
        if watched:
            raise NoScreen
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    set_chromium_flags()
    register_scheme()
    # The style is named here: `setStyle` gives the style back, and Python then has to meet all its five hundred names.
    application = Application([sys.argv[0], "-style", "fusion"])
    application.setApplicationName("connect-desktop")
    application.setDesktopFileName("org.connect_desktop.ConnectDesktop")
    application.setWindowIcon(QIcon(str(resources_dir() / "icons" / "app.svg")))
    sys.excepthook = _report
    sys.setswitchinterval(_TURN)
    GarbageCollection(application)
    return application


class Players(QObject):
    """Opens player windows and keeps them until they are closed; `dispose` ends it."""

    def __init__(self, application: QApplication, paths: DataPaths) -> None:
        super().__init__(application)
        self._paths = paths
        self._profiles: dict[str, LearnerProfile] = {}
        self._windows: list[PlayerWindow] = []
        self._inspectors: dict[PlayerWindow, InspectorWindow] = {}

    def open(self, opened: OpenedCourse, learner: Learner, rights: ContentRights = NO_RIGHTS) -> PlayerWindow:
        """Show a player window on an opened course and begin it; the window is kept until it is closed."""
        profile = self._profile(learner)
        profile.rights = rights
        window = PlayerWindow(opened.running, opened.reader, profile, opened.package.id)
        self._windows.append(window)
        window.inspect_requested.connect(partial(self._inspect, window, opened.running))
        window.closed.connect(partial(self._closed, window))
        window.show_with_page()
        window.start()
        return window

    def dispose(self) -> None:
        """Delete the windows and then the profiles, which must outlive every page."""
        for inspector in self._inspectors.values():
            shiboken6.delete(inspector)
        self._inspectors.clear()
        for window in self._windows:
            shiboken6.delete(window)
        for profile in self._profiles.values():
            shiboken6.delete(profile)

    def _profile(self, learner: Learner) -> LearnerProfile:
        profile = self._profiles.get(learner.id)
        if profile is None:
            folder = self._paths.profiles / learner.id
            profile = LearnerProfile(learner.id, folder, page_folder(resources_dir()), parent=self)
            self._profiles[learner.id] = profile
        return profile

    def _inspect(self, window: PlayerWindow, running: RunningCourse) -> None:
        """Show the window that looks into the course; it goes when the player window goes."""
        inspector = self._inspectors.get(window)
        if inspector is None:
            # No course waits for what only an instructor asks for.
            from connect_desktop.ui.inspector.window import InspectorWindow

            inspector = InspectorWindow(running)
            self._inspectors[window] = inspector
        inspector.show()
        inspector.raise_()
        inspector.activateWindow()

    def _closed(self, window: PlayerWindow) -> None:
        inspector = self._inspectors.pop(window, None)
        if inspector is not None:
            inspector.close()
            inspector.deleteLater()
        self._windows.remove(window)
        window.deleteLater()


def _lacks_screen() -> bool:
    """Qt would end the process: only X11 and Wayland systems can be without a display."""
    told = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform.startswith(("linux", "freebsd")) and not any(os.environ.get(name) for name in told)


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug of ours in a slot: logged whole; the windows stay, since nothing stored depends on them."""
    _log.critical("please report this", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
