"""The player window: a course in its frame, with its contents, its ways on and out, and its state."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from connect_desktop.look.window_size import open_at
from connect_desktop.player.course_stack import CourseStack
from connect_desktop.player.course_view import CourseView
from connect_desktop.player.flow import CourseFlow, Phase
from connect_desktop.player.later import later
from connect_desktop.player.ports import Course
from connect_desktop.runtime.navigation import Command, ContentsEntry, NavigationRequest

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEngineFrame

    from connect_desktop.player.contents_panel import ContentsPanel
    from connect_desktop.player.page import ContentPage
    from connect_desktop.player.printing.content_printing import ContentPrinting
    from connect_desktop.player.screens import Screen
    from connect_desktop.player.surroundings import Surroundings

# How long a window may stand unpainted before it looks broken, in milliseconds.
_LONG_UNPAINTED = 150


class PlayerWindow(QMainWindow):
    """Plays one launch of a course.

    `start` begins it. `finished` says that the course ended its session (the end screen is up); `inspect_requested`
    that somebody wants to look into the course; `closed` that the window is gone, every answer kept and the course
    closed. The profile of `view` must outlive the window, which takes the view over.
    """

    finished = Signal()
    inspect_requested = Signal()
    closed = Signal()

    def __init__(self, course: Course, view: CourseView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playerWindow")
        self.setWindowTitle(course.title)
        open_at(self, 1180, 800)
        self._course = course
        self._view = view
        view.answer_calls(course.call)
        # By its name: without it Qt looks whether it is an orientation, which is in the namespace `Qt` (see `later`).
        self._middle = QSplitter(parent=self)
        self._middle.setObjectName("playerSplitter")
        self._middle.setChildrenCollapsible(False)
        self._stack = CourseStack(view, self._middle)
        self._layout = self._lay_out()
        self._flow = CourseFlow(course, view, self)
        self._surroundings: Surroundings | None = None
        self._leaves_when_ended = False
        self._stalled = False
        self._unveil = QTimer(self, singleShot=True, interval=_LONG_UNPAINTED)
        self._connect()

    @property
    def surroundings(self) -> Surroundings:
        """All that stands around the course, made when it is first to be seen: a first page need not wait for it."""
        if self._surroundings is None:
            self._surroundings = self._make_surroundings()
        return self._surroundings

    @property
    def flow(self) -> CourseFlow:
        return self._flow

    @property
    def course_view(self) -> CourseView:
        return self._view

    @property
    def contents_panel(self) -> ContentsPanel:
        return self.surroundings.contents

    @property
    def shown_screen(self) -> Screen | None:
        """What stands in the course's place; None while the course itself is shown."""
        return self._stack.shown_screen

    @property
    def is_at_end(self) -> bool:
        """Whether the course has ended, and what it came to is shown."""
        return self._stack.is_at_end

    @property
    def contents(self) -> tuple[ContentsEntry, ...]:
        """The table of contents as it stands now."""
        return self._course.contents()

    @property
    def notice(self) -> str:
        """The sentence shown across the window; "" if there is none."""
        return self.surroundings.notice.sentence

    @cached_property
    def printing(self) -> ContentPrinting:
        """What prints its content, made when something is first to be printed: hardly any course is."""
        from connect_desktop.player.printing.content_printing import ContentPrinting

        made = ContentPrinting(self, self._course.title, self._view.read)
        made.saved.connect(self._say_saved_as)
        made.sent.connect(self._say_sent)
        return made

    def start(self, choose: str | None = None) -> None:
        """Start or resume the course, or start at the activity `choose`."""
        self._flow.begin(choose)

    def say_saved(self, words: str) -> None:
        """Say, on the screen of the course's end, where what was learned is saved."""
        self._stack.say_saved(words)

    def show_with_page(self) -> None:
        """Show the window, painted when its first page has loaded or is long in coming: painting would delay that."""
        self.setUpdatesEnabled(False)
        self._unveil.start()
        self.show()

    def ask(self, command: Command) -> None:
        """What the buttons do: go there, or leave."""
        self.surroundings.notice.hide()
        self._leaves_when_ended = command is Command.SUSPEND_ALL
        self._flow.request(NavigationRequest(command))

    def choose(self, identifier: str) -> None:
        """Go to a part of the contents."""
        self.surroundings.notice.hide()
        self._flow.request(NavigationRequest(Command.CHOICE, identifier))

    def print_seen(self) -> None:
        """Print what is seen of the course."""
        if self._flow.delivery is None or self.shown_screen is not None:
            self._say(self.tr("Nothing of the course is open that could be printed."))
        else:
            self._view.player_page.print_seen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.updatesEnabled():
            _ = self.surroundings

    def closeEvent(self, event: QCloseEvent) -> None:
        # The content leaves first; `_closed` closes the window when all it said has been answered.
        self._flow.close()
        event.setAccepted(self._flow.phase is Phase.CLOSED)

    def _make_surroundings(self) -> Surroundings:
        from connect_desktop.player.surroundings import Surroundings
        from connect_desktop.player.window_keys import WindowKeys

        made = Surroundings(self._course, self._flow, self._layout, self._middle)
        made.asked.connect(self.ask)
        made.chosen.connect(self.choose)
        made.header.inspect.clicked.connect(self.inspect_requested)
        self._stack.begin_asked.connect(made.notice.hide)
        made.header.print.clicked.connect(self.print_seen)
        WindowKeys(
            self,
            self._view,
            made,
            reload=self._flow.reload,
            inspect=self.inspect_requested.emit,
            print_seen=self.print_seen,
        )
        return made

    def _lay_out(self) -> QVBoxLayout:
        self._middle.addWidget(self._stack)
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._middle, 1)
        self.setCentralWidget(central)
        return layout

    def _connect(self) -> None:
        self._unveil.timeout.connect(self._show_all)
        self._view.loaded.connect(self._show_all)
        self._stack.begin_asked.connect(self._flow.begin)
        self._stack.reload_asked.connect(self._flow.reload)
        self._stack.close_asked.connect(self.close)
        self._flow.delivered.connect(self._show_delivery)
        self._flow.idle.connect(self._stack.show_choice)
        self._flow.ended.connect(self._show_end)
        self._flow.crashed.connect(self._stack.show_crash)
        self._flow.refused.connect(self._say)
        self._flow.stalled.connect(self._say_stalled)
        self._flow.unkept.connect(self._say_unkept)
        self._flow.phase_changed.connect(self._phase_changed)
        # Later, so that `closed` never comes while whoever calls `close` is still in that call.
        self._flow.closed.connect(later(self, self._closed))
        self._view.refused.connect(self._say_refused)
        self._view.missed.connect(self._say_missed)
        self._view.close_asked.connect(self.close)
        self._view.print_asked.connect(self._print)
        self._view.profile.downloaded.connect(self._say_downloaded)

    def _show_all(self) -> None:
        if not self.updatesEnabled():
            _ = self.surroundings
            self.setUpdatesEnabled(True)

    def _show_delivery(self) -> None:
        self._stack.show_course()
        self._view.setFocus()

    def _show_end(self, suspended: bool) -> None:
        self._stack.show_end(self._course.outcome(), suspended=suspended)
        self.finished.emit()
        if self._leaves_when_ended:
            self.close()

    def _phase_changed(self) -> None:
        if self._stalled and self._flow.phase is not Phase.LEAVING:
            self._stalled = False
            self.surroundings.notice.hide()

    def _say(self, sentence: str) -> None:
        self.surroundings.say(sentence)

    def _say_stalled(self) -> None:
        self._stalled = True
        self.surroundings.say(
            self.tr("The course does not answer. What it has not saved yet is lost if you go on without it."),
            (self.tr("Go on without it"), self._flow.force),
        )

    def _say_unkept(self, reason: str) -> None:
        sentence = self.tr("The course said something while it was left that could not be kept. {reason}")
        self.surroundings.say(
            sentence.format(reason=reason),
            (self.tr("Try again"), self._flow.keep_last_words),
            (self.tr("Go on without it"), self._flow.give_up_last_words),
        )

    def _say_refused(self, url: QUrl) -> None:
        sentence = self.tr("The course wanted to open {address}, which is outside it and not allowed by your settings.")
        # What follows the path is long, and at times nobody else's business.
        self.surroundings.say(sentence.format(address=url.toDisplayString().partition("?")[0]))

    def _say_missed(self, host: str) -> None:
        sentence = self.tr(
            "Parts of this course come from {host} on the internet, which courses may not reach here; it may not work "
            "without them."
        )
        self.surroundings.say(sentence.format(host=host))

    def _say_downloaded(self, path: str) -> None:
        self._say(self._saved_words(Path(path)))

    def _print(self, page: ContentPage, frame: QWebEngineFrame) -> None:
        self.printing.ask(page, frame)

    def _say_saved_as(self, path: Path) -> None:
        from PySide6.QtGui import QDesktopServices  # hardly anybody prints

        self.surroundings.say(
            self._saved_words(path), (self.tr("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))
        )

    def _say_sent(self, printer: str) -> None:
        self._say(self.tr("It is on its way to the printer “{printer}”.").format(printer=printer))

    def _saved_words(self, path: Path) -> str:
        return self.tr("{name} is saved in {folder}.").format(name=path.name, folder=path.parent)

    def _closed(self) -> None:
        if self._surroundings is not None:
            self._surroundings.end()
        # Hidden first: a view that is hidden without a page makes itself a new one.
        self.close()
        self._view.dispose()
        self.closed.emit()
