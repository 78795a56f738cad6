"""The desktop application: its windows, and who opens which. Wired by `app.py`."""

from __future__ import annotations

import json
import logging
import os
import sys
from functools import partial
from pathlib import Path
from types import TracebackType

import shiboken6
from PySide6.QtCore import QEventLoop, QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.player.chromium_flags import set_chromium_flags
from connect_desktop.player.course_view import page_folder
from connect_desktop.player.profile import LearnerProfile
from connect_desktop.player.scheme import register_scheme
from connect_desktop.player.window import PlayerWindow
from connect_desktop.resources import resources_dir
from connect_desktop.runtime.library import Library, OpenedCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.rte.launch import Mode
from connect_desktop.store.records import Learner
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.operation import Operation
from connect_desktop.ui.ports import Play
from connect_desktop.ui.preferences import Preferences
from connect_desktop.ui.theme import apply_theme

_log = logging.getLogger(__name__)

_MODES = {Play.NORMAL: Mode.NORMAL, Play.RESTART: Mode.NORMAL, Play.BROWSE: Mode.BROWSE, Play.REVIEW: Mode.REVIEW}


class ScriptFailed(ConnectError):
    """A step of a script waited in vain."""

    code = "script-failed"

    def __init__(self, sentence: str) -> None:
        super().__init__("The script did not reach its end: {sentence}", sentence=sentence)


class ScriptUnreadable(ConnectError):
    """No script at this place, or one that is not a list of steps."""

    code = "script-unreadable"

    def __init__(self, path: Path) -> None:
        super().__init__("{path} is not a script; it must be a JSON list of steps.", path=path)


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
    application = QApplication(sys.argv[:1])
    application.setApplicationName("connect-desktop")
    application.setWindowIcon(QIcon(str(resources_dir() / "icons" / "app.svg")))
    sys.excepthook = _report
    return application


class Desktop(QObject):
    """Opens windows and keeps them until they are closed; `dispose` ends it."""

    def __init__(self, application: QApplication, paths: DataPaths, library: Library) -> None:
        super().__init__(application)
        self._paths = paths
        self._library = library
        self._preferences = Preferences(paths.settings)
        self._profiles: dict[str, LearnerProfile] = {}
        self._players: list[PlayerWindow] = []
        self._library_window: LibraryWindow | None = None
        apply_theme(application, self._preferences.scheme)

    def show_library(self) -> None:
        """The library window; what is chosen there opens in player windows."""
        window = LibraryWindow(self._library, self._preferences)
        window.play_requested.connect(self._play_requested)
        window.show()
        self._library_window = window

    def open_player(self, opened: OpenedCourse, learner: Learner) -> PlayerWindow:
        """Show a player window on an opened course and begin it; the window is kept until it is closed."""
        window = PlayerWindow(opened.running, opened.reader, self._profile(learner), opened.package.id)
        self._players.append(window)
        window.closed.connect(partial(self._player_closed, window))
        window.show()
        window.start()
        return window

    def play_script(self, window: PlayerWindow, script: Path, folder: Path) -> tuple[Path, ...]:
        """Play by the steps in `script`, close the window and give the screenshots taken.

        Raises `ScriptUnreadable` or `ScriptFailed`; the window is closed then too, with every answer kept.
        """
        from connect_desktop.player.script import PlayScript

        steps = _steps(script)
        ended: list[dict[str, list[str]] | str] = []
        loop = QEventLoop()
        player = PlayScript(window, steps, folder=folder, parent=self)
        for signal in (player.finished, player.failed):
            signal.connect(ended.append)
            signal.connect(loop.quit)
        player.start()
        if not ended:
            loop.exec()
        window.closed.connect(loop.quit)
        window.close()
        loop.exec()
        if isinstance(ended[0], str):
            raise ScriptFailed(ended[0])
        return tuple(map(Path, ended[0]["screenshots"]))

    def dispose(self) -> None:
        """Delete the windows and then the profiles, which must outlive every page."""
        for window in [*self._players, self._library_window]:
            if window is not None:
                shiboken6.delete(window)
        for profile in self._profiles.values():
            shiboken6.delete(profile)

    def _play_requested(self, package_id: str, play: Play) -> None:
        window = self._library_window
        learner = window.learner if window else None
        if window is None or learner is None:
            return
        options = LaunchOptions(mode=_MODES[play])

        def opened(course: OpenedCourse) -> None:
            player = self.open_player(course, learner)
            player.closed.connect(window.refresh)

        Operation(
            lambda _progress: self._library.open(package_id, learner, options, anew=play is Play.RESTART), owner=window
        ).success(opened).failure(window.actions_of_courses.complain).start()

    def _profile(self, learner: Learner) -> LearnerProfile:
        profile = self._profiles.get(learner.id)
        if profile is None:
            folder = self._paths.profiles / learner.id
            profile = LearnerProfile(learner.id, folder, page_folder(resources_dir()), parent=self)
            self._profiles[learner.id] = profile
        return profile

    def _player_closed(self, window: PlayerWindow) -> None:
        self._players.remove(window)
        window.deleteLater()


def _steps(script: Path) -> list[dict[str, str]]:
    try:
        steps = json.loads(script.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ScriptUnreadable(script) from error
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise ScriptUnreadable(script)
    return steps


def _lacks_screen() -> bool:
    """Qt would end the process: only X11 and Wayland systems can be without a display."""
    told = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform.startswith(("linux", "freebsd")) and not any(os.environ.get(name) for name in told)


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug of ours in a slot: logged whole; the windows stay, since nothing stored depends on them."""
    _log.critical("please report this", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
