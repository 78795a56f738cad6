"""The one QApplication of this process."""

from __future__ import annotations

import logging
import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon

from connect_desktop.desktop.departure import Application
from connect_desktop.desktop.garbage import GarbageCollection
from connect_desktop.errors import ConnectError
from connect_desktop.player.chromium_flags import set_chromium_flags
from connect_desktop.player.scheme_registration import register_scheme
from connect_desktop.resources import resources_dir

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from connect_desktop.ui.preferences import Preferences

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


def _lacks_screen() -> bool:
    """Qt would end the process: only X11 and Wayland systems can be without a display."""
    told = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform.startswith(("linux", "freebsd")) and not any(os.environ.get(name) for name in told)


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug of ours in a slot: logged whole; the windows stay, since nothing stored depends on them."""
    _log.critical("please report this", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)


def dress(application: QApplication, preferences: Preferences) -> None:
    """Give the windows to come their language and their look."""
    from connect_desktop.look.theme import apply_theme
    from connect_desktop.look.translation import install_translation

    install_translation(application)
    apply_theme(application, preferences.scheme)
