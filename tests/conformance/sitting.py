"""A learner before a real player window: looks at its controls, presses them, waits for what comes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import SplitResult, urlsplit

import shiboken6
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTreeWidgetItem, QTreeWidgetItemIterator

from connect_desktop.player.course_view import CourseView
from connect_desktop.player.flow import Phase
from connect_desktop.player.profile import LearnerProfile
from connect_desktop.player.screens import EndScreen
from connect_desktop.player.window import PlayerWindow
from connect_desktop.runtime.events import NavigationAsked, RuntimeEvent
from connect_desktop.runtime.library import OpenedCourse
from tests.conformance.scenario import Command

# How long the window may take for anything, in milliseconds.
_PATIENCE = 20_000
_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_FRAME = "document.querySelector('iframe[name=content]')"


class Sitting:
    """One player window on an opened course, from its opening until it is closed."""

    def __init__(self, opened: OpenedCourse, profile: LearnerProfile) -> None:
        self.window = PlayerWindow(opened.running, CourseView(profile, opened.package.id, opened.reader))
        self._panel = self.window.contents_panel
        self._flow = self.window.flow
        self._seen: int | None = None
        self._asked = False
        self._closed = False
        opened.running.subscribe(self._heard)
        self._flow.phase_changed.connect(self._phase_changed)
        self._flow.refused.connect(self._answered)
        self.window.closed.connect(self._remember_closed)
        self.window.show()

    def begin(self, first: str | None) -> None:
        """Start the course as the application does, or choose the activity `first` in the contents instead."""
        if first is None:
            self.window.start()
        else:
            self.choose(first)

    def wait_for_page(self) -> SplitResult | None:
        """The address of the page that comes next, as the page itself knows it; None if none comes."""
        until(lambda: self._at_rest() and (self._flow.delivery is None or self._shows_another_page()))
        if not self._shows_another_page():
            return None
        delivery = self._flow.delivery
        self._seen = None if delivery is None else delivery.number
        return urlsplit(str(self.evaluate(f"{_FRAME}.contentWindow.location.href")))

    def said(self) -> str:
        """What the window shows in place of what was expected."""
        screen = self.window.shown_screen
        shown = screen.heading.text() if screen is not None else "the course"
        return f"“{shown}”, “{self.window.notice}”"

    def perform(self, commands: Sequence[Command]) -> list[list[Any]]:
        """Let the page make these calls; all it made, as [method, [argument…], answer]."""
        told = json.dumps([{"call": command.call, "args": command.args} for command in commands])
        calls: list[list[Any]] = json.loads(str(self.evaluate(f"{_FRAME}.contentWindow.perform({told})")))
        return calls

    def click_button(self) -> bool:
        """Press the page's button with the mouse; whether it is there and noticed that."""
        button = f"{_FRAME}.contentDocument.querySelector('button')"
        place = self.evaluate(f"{button}.hidden ? null : JSON.stringify({button}.getBoundingClientRect())")
        if place is None:
            return False
        box = json.loads(str(place))
        view = self.window.course_view
        point = QPoint(round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2))
        QTest.mouseClick(view.focusProxy() or view, Qt.MouseButton.LeftButton, pos=point)
        return until(lambda: self.evaluate(f"{button}.hidden") is True)

    def offers(self, control: str) -> bool:
        """Whether a button can be pressed."""
        return self._button(control).isVisible() and self._button(control).isEnabled()

    def offers_contents(self) -> bool:
        """Whether there is a table of contents with something in it to choose."""
        return self._panel.isVisible() and self._panel.isEnabled() and any(map(_choosable, self._rows()))

    def lists(self, identifier: str) -> bool:
        return self._panel.isVisible() and self._row(identifier) is not None

    def can_choose(self, identifier: str) -> bool:
        row = self._row(identifier)
        return self.offers_contents() and row is not None and _choosable(row)

    def press(self, control: str) -> bool:
        """Press a button once it can be; False if it never can."""
        if not until(lambda: self._at_rest() and self.offers(control)):
            return False
        QTest.mouseClick(self._button(control), Qt.MouseButton.LeftButton)
        return True

    def choose(self, identifier: str) -> bool:
        """Click a row of the contents once it can be chosen; False if it never can."""
        if not until(lambda: self._at_rest() and self.can_choose(identifier)):
            return False
        row = self._row(identifier)
        assert row is not None
        tree = self._panel.tree
        tree.scrollToItem(row)
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualItemRect(row).center())
        return True

    def has_ended(self) -> bool:
        """Wait until the window rests; whether the end is on screen and the content gone."""
        until(self._at_rest)
        return isinstance(self.window.shown_screen, EndScreen) and self.is_empty()

    def is_empty(self) -> bool:
        """Wait until the window rests; whether no content is left in it."""
        until(self._at_rest)
        return self._flow.delivery is None and self.evaluate(f"{_FRAME} === null") is True

    def has_closed(self) -> bool:
        return until(lambda: self._closed)

    def close(self) -> None:
        """Close the window, as a learner would, and delete it."""
        if not self._closed:
            self.window.close()
            until(lambda: self._closed)
        self.window.course_view.dispose()
        shiboken6.delete(self.window)

    def evaluate(self, javascript: str) -> object:
        answers: list[object] = []
        self.window.course_view.page().runJavaScript(javascript, 0, answers.append)
        until(lambda: bool(answers))
        return answers[0]

    def _at_rest(self) -> bool:
        return self._closed or (not self._asked and self._flow.phase is not Phase.LEAVING)

    def _shows_another_page(self) -> bool:
        delivery = self._flow.delivery
        return delivery is not None and delivery.number != self._seen and self.window.course_view.is_loaded

    def _heard(self, event: RuntimeEvent) -> None:
        if isinstance(event, NavigationAsked) and self._flow.phase is Phase.PLAYING:
            self._asked = True

    def _phase_changed(self) -> None:
        if self._flow.phase is not Phase.LEAVING:
            self._asked = False

    def _answered(self, _sentence: str) -> None:
        self._asked = False

    def _remember_closed(self) -> None:
        self._closed = True

    def _button(self, control: str) -> QPushButton:
        button = self.window.findChild(QPushButton, f"playerControl-{control}")
        assert isinstance(button, QPushButton)
        return button

    def _rows(self) -> list[QTreeWidgetItem]:
        rows = []
        at = QTreeWidgetItemIterator(self._panel.tree)
        while (row := at.value()) is not None:
            rows.append(row)
            at += 1
        return rows

    def _row(self, identifier: str) -> QTreeWidgetItem | None:
        matching = (row for row in self._rows() if row.data(0, Qt.ItemDataRole.UserRole) == identifier)
        return next(matching, None)


def until(holds: Callable[[], bool], patience: int = _PATIENCE) -> bool:
    """Let events happen until it holds; False if it does not within `patience` milliseconds."""
    loop, deadline = QEventLoop(), QDeadlineTimer(patience)
    alarm = QTimer(singleShot=True)
    alarm.start(patience)
    while not holds():
        if deadline.hasExpired():
            return False
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return True


def _choosable(row: QTreeWidgetItem) -> bool:
    return row.flags() & _CHOOSABLE == _CHOOSABLE
