"""The player windows."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from connect_desktop.paths import DataPaths
from connect_desktop.player.course_view import CourseView, page_folder
from connect_desktop.player.profile import NO_RIGHTS, ContentRights, LearnerProfile
from connect_desktop.resources import resources_dir
from connect_desktop.runtime.library import OpenedCourse
from connect_desktop.store.records import Learner

if TYPE_CHECKING:
    from connect_desktop.packages.members import PackageReader
    from connect_desktop.player.window import PlayerWindow
    from connect_desktop.runtime.running_course import RunningCourse
    from connect_desktop.ui.inspector.window import InspectorWindow

_log = logging.getLogger(__name__)


class Players(QObject):
    """Opens player windows and keeps them until they are closed; `dispose` ends it."""

    def __init__(self, application: QApplication, paths: DataPaths) -> None:
        super().__init__(application)
        self._paths = paths
        self._profiles: dict[str, LearnerProfile] = {}
        self._prepared: list[CourseView] = []
        self._windows: list[PlayerWindow] = []
        self._inspectors: dict[PlayerWindow, InspectorWindow] = {}

    def prepare(
        self, package_id: str, reader: PackageReader, learner: Learner, rights: ContentRights = NO_RIGHTS
    ) -> CourseView:
        """Where a course will be seen: its page begins to load, which goes on while the course is opened."""
        profile = self._profile(learner)
        profile.rights = rights
        view = CourseView(profile, package_id, reader)
        self._prepared.append(view)
        return view

    def open(self, opened: OpenedCourse, view: CourseView) -> PlayerWindow:
        """Show a player window on an opened course and begin it; the window is kept until it is closed."""
        from connect_desktop.player.window import PlayerWindow  # a page that begins to load need not wait for it

        self._prepared.remove(view)
        window = PlayerWindow(opened.running, view)
        self._windows.append(window)
        window.inspect_requested.connect(partial(self._inspect, window, opened.running))
        window.closed.connect(partial(self._closed, window))
        window.start()
        window.show_with_page()
        return window

    def dispose(self) -> None:
        """Delete the windows and then the profiles, which must outlive every page."""
        for inspector in self._inspectors.values():
            shiboken6.delete(inspector)
        self._inspectors.clear()
        for view in self._prepared:
            view.dispose()
            shiboken6.delete(view)
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
