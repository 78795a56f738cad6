"""The middle of the window: the course, or the screen that stands in its place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from connect_desktop.runtime.navigation import Outcome

if TYPE_CHECKING:
    from connect_desktop.player.screens import ChooseScreen, CrashScreen, EndScreen, Screen


class CourseStack(QStackedWidget):
    """Shows `course` until told otherwise. What the buttons of a screen ask for comes by signals.

    Screens are made when they are first shown: most courses are played without seeing one.
    """

    begin_asked = Signal()
    reload_asked = Signal()
    close_asked = Signal()

    def __init__(self, course: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course = course
        self.addWidget(course)

    @property
    def shown_screen(self) -> Screen | None:
        """What stands in the course's place; None while the course itself is shown."""
        from connect_desktop.player.screens import Screen

        shown = self.currentWidget()
        return shown if isinstance(shown, Screen) else None

    @property
    def is_at_end(self) -> bool:
        """Whether what the course came to is shown."""
        return "_end" in vars(self) and self.currentWidget() is self._end

    def show_course(self) -> None:
        comes_back = self.currentWidget() is not self._course
        self.setCurrentWidget(self._course)
        if comes_back:
            self._course.setFocus()

    def show_choice(self) -> None:
        self._show(self._choose)

    def show_crash(self) -> None:
        self._show(self._crash)

    def show_end(self, outcome: Outcome, *, suspended: bool) -> None:
        """Show what the course came to; `suspended` says that it can be gone on with."""
        self._end.show_outcome(outcome, suspended=suspended)
        self._show(self._end)

    def _show(self, screen: Screen) -> None:
        self.setCurrentWidget(screen)
        screen.first.setFocus()

    def say_saved(self, words: str) -> None:
        """Say, where the course has ended, where that is saved."""
        from connect_desktop.player.screens import EndScreen

        screen = self.shown_screen
        if isinstance(screen, EndScreen):
            screen.say_saved(words)

    @cached_property
    def _choose(self) -> ChooseScreen:
        from connect_desktop.player.screens import ChooseScreen

        screen = ChooseScreen(self)
        screen.first.clicked.connect(self.begin_asked)
        screen.second.clicked.connect(self.close_asked)
        self.addWidget(screen)
        return screen

    @cached_property
    def _crash(self) -> CrashScreen:
        from connect_desktop.player.screens import CrashScreen

        screen = CrashScreen(self)
        screen.first.clicked.connect(self.reload_asked)
        screen.second.clicked.connect(self.close_asked)
        self.addWidget(screen)
        return screen

    @cached_property
    def _end(self) -> EndScreen:
        from connect_desktop.player.screens import EndScreen

        screen = EndScreen(self)
        screen.first.clicked.connect(self.close_asked)
        screen.second.clicked.connect(self.begin_asked)
        self.addWidget(screen)
        return screen
