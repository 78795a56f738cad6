"""The player window: a course in its frame, with its contents, its ways on and out, and its state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWebEngineCore import QWebEngineFullScreenRequest
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from connect_desktop.player.contents_panel import ContentsPanel
from connect_desktop.player.course_stack import CourseStack
from connect_desktop.player.course_view import CourseView
from connect_desktop.player.dialogs import ContentDialogs
from connect_desktop.player.flow import CourseFlow, Phase
from connect_desktop.player.header_bar import HeaderBar
from connect_desktop.player.navigation_bar import NavigationBar
from connect_desktop.player.notice_bar import NoticeBar
from connect_desktop.player.ports import Course, Delivery, PackageReader
from connect_desktop.player.profile import LearnerProfile
from connect_desktop.player.screens import Screen
from connect_desktop.runtime.events import ContentsChanged, RuntimeEvent
from connect_desktop.runtime.navigation import Command, Completion, ContentsEntry, NavigationRequest, Offer

# How long a window may stand unpainted before it looks broken, in milliseconds.
_LONG_UNPAINTED = 150


class PlayerWindow(QMainWindow):
    """Plays one launch of a course.

    `start` begins it. `finished` says that the course ended its session (the end screen is up); `inspect_requested`
    that somebody wants to look into the course; `closed` that the window is gone, every answer kept and the course
    closed. `profile` must outlive the window.
    """

    finished = Signal()
    inspect_requested = Signal()
    closed = Signal()

    def __init__(
        self,
        course: Course,
        reader: PackageReader[Any],
        profile: LearnerProfile,
        package_id: str,
        *,
        dialogs: ContentDialogs | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("playerWindow")
        self.setWindowTitle(course.title)
        self.resize(1180, 800)
        self._course = course
        self._withdraw = profile.scheme.serve(package_id, reader)
        # First, so that the page's process starts while the rest is made.
        self._view = CourseView(profile, package_id, course.call, dialogs=dialogs, parent=self)
        self._header = HeaderBar(course.title, self)
        self._notice = NoticeBar(self)
        self._contents = ContentsPanel(self)
        self._navigation = NavigationBar(self)
        self._stack = CourseStack(self._view, self)
        self._flow = CourseFlow(course, self._view, self)
        self._wants_contents = True
        self._leaves_when_ended = False
        self._content_alone = False
        self._stalled = False
        self._refresh = QTimer(self, singleShot=True, interval=0)
        self._unveil = QTimer(self, singleShot=True, interval=_LONG_UNPAINTED)
        self._unsubscribe = course.subscribe(self._heard)
        self._lay_out()
        self._connect(profile)
        self._add_shortcuts()
        self._refresh_now()

    @property
    def flow(self) -> CourseFlow:
        return self._flow

    @property
    def course_view(self) -> CourseView:
        return self._view

    @property
    def contents_panel(self) -> ContentsPanel:
        return self._contents

    @property
    def shown_screen(self) -> Screen | None:
        """What stands in the course's place; None while the course itself is shown."""
        return self._stack.shown_screen

    @property
    def contents(self) -> tuple[ContentsEntry, ...]:
        """The table of contents as it stands now."""
        return self._course.contents()

    @property
    def notice(self) -> str:
        """The sentence shown across the window; "" if there is none."""
        return self._notice.sentence

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
        self._notice.hide()
        self._leaves_when_ended = command is Command.SUSPEND_ALL
        self._flow.request(NavigationRequest(command))

    def choose(self, identifier: str) -> None:
        """Go to a part of the contents."""
        self._notice.hide()
        self._flow.request(NavigationRequest(Command.CHOICE, identifier))

    def closeEvent(self, event: QCloseEvent) -> None:
        # The content leaves first; `_closed` closes the window when all it said has been answered.
        self._flow.close()
        event.setAccepted(self._flow.phase is Phase.CLOSED)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._escape.setEnabled(self.isFullScreen())

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("playerSplitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._contents)
        splitter.addWidget(self._stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([280, 900])
        self._contents.setMinimumWidth(200)
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._notice)
        layout.addWidget(splitter, 1)
        layout.addWidget(self._navigation)
        self.setCentralWidget(central)

    def _connect(self, profile: LearnerProfile) -> None:
        self._refresh.timeout.connect(self._refresh_now)
        self._unveil.timeout.connect(lambda: self.setUpdatesEnabled(True))
        self._view.loaded.connect(lambda: self.setUpdatesEnabled(True))
        self._header.asked.connect(self.ask)
        self._header.contents.toggled.connect(self._want_contents)
        self._header.reload.clicked.connect(self._flow.reload)
        self._header.inspect.clicked.connect(self.inspect_requested)
        self._header.full_screen.clicked.connect(self._toggle_full_screen)
        self._navigation.asked.connect(self.ask)
        self._contents.chosen.connect(self.choose)
        self._stack.begin_asked.connect(self._notice.hide)
        self._stack.begin_asked.connect(self._flow.begin)
        self._stack.reload_asked.connect(self._flow.reload)
        self._stack.close_asked.connect(self.close)
        self._flow.delivered.connect(self._show_delivery)
        self._flow.idle.connect(self._show_choice)
        self._flow.ended.connect(self._show_end)
        self._flow.crashed.connect(self._stack.show_crash)
        self._flow.refused.connect(self._notice.say)
        self._flow.stalled.connect(self._say_stalled)
        self._flow.unkept.connect(self._say_unkept)
        self._flow.phase_changed.connect(self._phase_changed)
        # Queued, so that `closed` never comes while whoever calls `close` is still in that call.
        self._flow.closed.connect(self._closed, Qt.ConnectionType.QueuedConnection)
        self._view.refused.connect(self._say_refused)
        self._view.missed.connect(self._say_missed)
        self._view.close_asked.connect(self.close)
        self._view.page().fullScreenRequested.connect(self._content_full_screen)
        profile.downloaded.connect(self._say_downloaded)

    def _add_shortcuts(self) -> None:
        for keys, act in (
            ("F11", self._toggle_full_screen),
            ("F5", self._flow.reload),
            ("Ctrl+Shift+I", self.inspect_requested.emit),
            ("Ctrl+L", self._header.contents.toggle),
            (QKeySequence.StandardKey.ZoomIn, lambda: self._view.zoom_by(1)),
            ("Ctrl+=", lambda: self._view.zoom_by(1)),
            (QKeySequence.StandardKey.ZoomOut, lambda: self._view.zoom_by(-1)),
            ("Ctrl+0", lambda: self._view.setZoomFactor(1.0)),
            (QKeySequence.StandardKey.Close, self.close),
            (QKeySequence.StandardKey.Quit, QApplication.quit),
        ):
            QShortcut(QKeySequence(keys), self, act)
        # Content needs the key for itself while nothing fills the screen.
        self._escape = QShortcut(QKeySequence("Esc"), self, self._leave_full_screen)
        self._escape.setEnabled(False)

    def _heard(self, event: RuntimeEvent) -> None:
        self._header.saved.heard(event)
        if isinstance(event, ContentsChanged):
            self._refresh.start()

    def _refresh_now(self) -> None:
        controls, entries, phase = self._course.controls(), self._course.contents(), self._flow.phase
        busy = phase is Phase.LEAVING
        playing = self._flow.delivery is not None
        self._contents.show_entries(entries)
        self._contents.setEnabled(not busy)
        offered = controls.contents is not Offer.HIDDEN
        self._header.contents.setVisible(offered)
        self._contents.setVisible(offered and self._wants_contents and not self._content_alone)
        self._navigation.offer(controls, busy=busy, shown=(playing or busy) and not self._content_alone)
        self._header.offer(controls, busy=busy, playing=playing or busy)
        self._header.show_progress(self._progress(entries))

    def _progress(self, entries: tuple[ContentsEntry, ...]) -> float:
        """What the course says, else the part of its pages that is done."""
        outcome = self._course.outcome()
        if outcome.completion is Completion.COMPLETED:
            return 1.0
        if outcome.progress is not None:
            return outcome.progress
        pages = [entry for entry in entries if entry.launchable]
        done = [entry for entry in pages if entry.outcome.completion is Completion.COMPLETED]
        return len(done) / len(pages) if pages else 0.0

    def _show_delivery(self, delivery: Delivery) -> None:
        self._stack.show_course()
        self._header.show_part(delivery.title)
        self._view.setFocus()
        self._refresh.start()

    def _show_choice(self) -> None:
        self._header.show_part("")
        self._stack.show_choice()

    def _show_end(self, suspended: bool) -> None:
        self._header.show_part("")
        self._stack.show_end(self._course.outcome(), suspended=suspended)
        self.finished.emit()
        if self._leaves_when_ended:
            self.close()

    def _phase_changed(self) -> None:
        if self._stalled and self._flow.phase is not Phase.LEAVING:
            self._stalled = False
            self._notice.hide()
        self._refresh.start()

    def _say_stalled(self) -> None:
        self._stalled = True
        self._notice.say(
            self.tr("The course does not answer. What it has not saved yet is lost if you go on without it."),
            (self.tr("Go on without it"), self._flow.force),
        )

    def _say_unkept(self, reason: str) -> None:
        sentence = self.tr("The course said something while it was left that could not be kept. {reason}")
        self._notice.say(
            sentence.format(reason=reason),
            (self.tr("Try again"), self._flow.keep_last_words),
            (self.tr("Go on without it"), self._flow.give_up_last_words),
        )

    def _say_refused(self, url: QUrl) -> None:
        sentence = self.tr("The course wanted to open {address}, which is outside it and not allowed by your settings.")
        # What follows the path is long, and at times nobody else's business.
        self._notice.say(sentence.format(address=url.toDisplayString().partition("?")[0]))

    def _say_missed(self, host: str) -> None:
        sentence = self.tr(
            "Parts of this course come from {host} on the internet, which courses may not reach here; it may not work "
            "without them."
        )
        self._notice.say(sentence.format(host=host))

    def _say_downloaded(self, path: str) -> None:
        self._notice.say(self.tr("{name} is saved in {folder}.").format(name=Path(path).name, folder=Path(path).parent))

    def _closed(self) -> None:
        self._unsubscribe()
        self._withdraw()
        # Hidden first: a view that is hidden without a page makes itself a new one.
        self.close()
        self._view.dispose()
        self.closed.emit()

    def _want_contents(self, wanted: bool) -> None:
        self._wants_contents = wanted
        self._refresh_now()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _leave_full_screen(self) -> None:
        self._view.leave_content_full_screen()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)

    def _content_full_screen(self, request: QWebEngineFullScreenRequest) -> None:
        """A film or a page of the content fills the screen: nothing of ours stands beside it."""
        self._content_alone = request.toggleOn()
        self._header.setVisible(not self._content_alone)
        self._refresh_now()
        if self._content_alone:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowFullScreen)
        else:
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
