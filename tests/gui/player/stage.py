"""What a player test plays on: real profiles, views and windows, deleted in the order WebEngine needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connect_desktop.player.course_view import CourseView, page_folder
from connect_desktop.player.dialogs import ContentDialogs
from connect_desktop.player.flow import CourseFlow
from connect_desktop.player.profile import ContentRights, LearnerProfile
from connect_desktop.player.window import PlayerWindow
from connect_desktop.resources import resources_dir
from tests.gui.player.small_course import ScriptedDialogs, SmallCourse, SmallPackage

PACKAGE = "pkg_aaaabbbbccccddddeeeeffffgggghhhh"


class Stage:
    """What a test plays on: one learner's profile, courses in it, and the wait for what they do."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.rights = ContentRights()
        self.dialogs = ScriptedDialogs()
        self.downloads = folder / "downloads"
        self._profiles: dict[str, LearnerProfile] = {}
        self._views: list[CourseView] = []
        self._windows: list[PlayerWindow] = []

    def allow(self, **rights: bool) -> None:
        self.rights = replace(self.rights, **rights)

    def profile(self, learner: str = "ada") -> LearnerProfile:
        if learner not in self._profiles:
            self._profiles[learner] = LearnerProfile(
                learner,
                self.folder / learner,
                page_folder(resources_dir()),
                rights=self.rights,
                ask_where=lambda name: self.downloads / name,
            )
        return self._profiles[learner]

    def view(
        self, course: SmallCourse, package: SmallPackage, *, learner: str = "ada", id: str = PACKAGE
    ) -> CourseView:
        view = CourseView(self.profile(learner), id, package, dialogs=self.dialogs)
        view.answer_calls(course.call)
        self._views.append(view)
        view.resize(800, 600)
        view.show()
        return view

    def flow(self, course: SmallCourse, package: SmallPackage, **kwargs: str) -> tuple[CourseFlow, CourseView]:
        view = self.view(course, package, **kwargs)
        return CourseFlow(course, view, view), view

    def window(
        self, course: SmallCourse, package: SmallPackage, *, id: str = PACKAGE, dialogs: ContentDialogs | None = None
    ) -> PlayerWindow:
        view = CourseView(self.profile(), id, package, dialogs=dialogs or self.dialogs)
        window = PlayerWindow(course, view)
        self._windows.append(window)
        window.show()
        return window

    def until(self, holds: Callable[[], bool], timeout: int = 8000) -> None:
        self.qtbot.waitUntil(holds, timeout=timeout)

    def evaluate(self, view: CourseView, javascript: str) -> Any:
        answers: list[Any] = []
        view.page().runJavaScript(javascript, 0, answers.append)
        self.until(lambda: bool(answers))
        return answers[0]

    def strike(self) -> None:
        """Delete pages before the profiles they were made with."""
        for window in self._windows:
            window.course_view.dispose()
            window.deleteLater()
        for view in self._views:
            view.dispose()
            view.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for profile in self._profiles.values():
            profile.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
