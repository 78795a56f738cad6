"""What stands around the course: the bar above it, its contents, the ways on, and what is to be noticed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from connect_desktop.player.contents_panel import ContentsPanel
from connect_desktop.player.flow import CourseFlow, Phase
from connect_desktop.player.header_bar import HeaderBar
from connect_desktop.player.navigation_bar import NavigationBar
from connect_desktop.player.notice_bar import NoticeBar
from connect_desktop.player.ports import Course
from connect_desktop.runtime.events import ContentsChanged, RuntimeEvent
from connect_desktop.runtime.navigation import Completion, ContentsEntry, Offer


class Surroundings(QObject):
    """Shows how the course stands, from its events and those of its flow.

    `asked` carries the `Command` of a button, `chosen` the identifier of a part that was picked. It puts its bars into
    `layout`, whose one member is `middle`, which has the course.
    """

    asked = Signal(object)
    chosen = Signal(str)

    def __init__(self, course: Course, flow: CourseFlow, layout: QVBoxLayout, middle: QSplitter) -> None:
        super().__init__(middle)
        self._course = course
        self._flow = flow
        self._wants_contents = True
        self._content_alone = False
        self.header = HeaderBar(course.title, middle.parentWidget())
        self.notice = NoticeBar(middle.parentWidget())
        self.contents = ContentsPanel(middle)
        self._navigation = NavigationBar(middle.parentWidget())
        self._refresh = QTimer(self, singleShot=True, interval=0)
        self._lay_out(layout, middle)
        self._connect()
        self._unsubscribe = course.subscribe(self._heard)
        self._show_part()
        self._refresh_now()

    def say(self, sentence: str, *actions: tuple[str, Callable[[], object]]) -> None:
        """Say a sentence across the window, with a button for each (words, what to do)."""
        self.notice.say(sentence, *actions)

    def leave_content_alone(self, alone: bool) -> None:
        """Whether a film or a page of the content fills the screen: nothing of ours stands beside it then."""
        self._content_alone = alone
        self.header.setVisible(not alone)
        self._refresh_now()

    def end(self) -> None:
        """The course is closed: it tells nothing any more."""
        self._unsubscribe()

    def _lay_out(self, layout: QVBoxLayout, middle: QSplitter) -> None:
        layout.insertWidget(0, self.header)
        layout.insertWidget(1, self.notice)
        layout.addWidget(self._navigation)
        self.contents.setMinimumWidth(200)
        middle.insertWidget(0, self.contents)
        middle.setStretchFactor(1, 1)
        middle.setSizes([280, 900])

    def _connect(self) -> None:
        self._refresh.timeout.connect(self._refresh_now)
        self.header.asked.connect(self.asked)
        self.header.contents.toggled.connect(self._want_contents)
        self.header.reload.clicked.connect(self._flow.reload)
        self._navigation.asked.connect(self.asked)
        self.contents.chosen.connect(self.chosen)
        for changed in (self._flow.delivered, self._flow.idle, self._flow.ended):
            changed.connect(self._show_part)
        self._flow.phase_changed.connect(self._refresh.start)

    def _heard(self, event: RuntimeEvent) -> None:
        if isinstance(event, ContentsChanged):
            self._refresh.start()
        else:
            self.header.saved.heard(event)

    def _show_part(self) -> None:
        delivery = self._flow.delivery
        self.header.show_part(delivery.title if delivery else "")
        self._refresh.start()

    def _refresh_now(self) -> None:
        controls, entries, phase = self._course.controls(), self._course.contents(), self._flow.phase
        busy = phase is Phase.LEAVING
        playing = self._flow.delivery is not None
        self.contents.show_entries(entries)
        self.contents.setEnabled(not busy)
        offered = controls.contents is not Offer.HIDDEN
        self.header.contents.setVisible(offered)
        self.contents.setVisible(offered and self._wants_contents and not self._content_alone)
        self._navigation.offer(controls, busy=busy, shown=(playing or busy) and not self._content_alone)
        self.header.offer(controls, busy=busy, playing=playing or busy)
        self.header.show_progress(self._progress(entries))

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

    def _want_contents(self, wanted: bool) -> None:
        self._wants_contents = wanted
        self._refresh_now()
