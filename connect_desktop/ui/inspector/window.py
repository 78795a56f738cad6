"""The window in which an instructor looks into a running course."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from connect_desktop.look.window_size import open_at
from connect_desktop.runtime.events import Called, ContentsChanged, NavigationAsked, RuntimeEvent
from connect_desktop.ui.inspector.activity_view import ActivityView
from connect_desktop.ui.inspector.calls_view import CallsView
from connect_desktop.ui.inspector.course import InspectedCourse
from connect_desktop.ui.inspector.headline import Headline
from connect_desktop.ui.inspector.objectives_view import ObjectivesView
from connect_desktop.ui.inspector.report import report_text
from connect_desktop.ui.inspector.request_view import RequestView

# How long what happens is gathered before it is shown, in milliseconds; longer where showing takes long itself, so that
# a large course has the thread for most of the time.
_GATHERING = 100
_TIMES_AS_LONG = 4
_CALLS_IN_REPORT = 500


class InspectorWindow(QWidget):
    """Shows the course as it stands, and its calls from the moment it is opened.

    It listens to the course only while it is open: closed, it costs a running course nothing.
    """

    def __init__(self, course: InspectedCourse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspectorWindow")
        self.setWindowTitle(self.tr("{title} – look inside").format(title=course.title))
        open_at(self, 1120, 760)
        self._course = course
        self._unsubscribe: Callable[[], None] | None = None
        self._called: list[Called] = []
        self._changed = False
        self._gathering = QTimer(self, singleShot=True, interval=_GATHERING)
        self._gathering.timeout.connect(self._show_what_happened)
        self.headline = Headline(self.report)
        self.activities = ActivityView()
        self.request = RequestView()
        self.objectives = ObjectivesView()
        self.calls = CallsView()
        self._seen = course.inspect()
        self._lay_out()
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Close), self.close),
            (QKeySequence(QKeySequence.StandardKey.Find), self._go_to_filter),
            (QKeySequence("F5"), self.refresh),
            (QKeySequence("Ctrl+Shift+C"), self.headline.copy.copy),
            (QKeySequence("Ctrl+1"), self.activities.tree.setFocus),
            (QKeySequence("Ctrl+2"), lambda: self._go_to(self.request)),
            (QKeySequence("Ctrl+3"), lambda: self._go_to(self.objectives)),
            (QKeySequence("Ctrl+4"), lambda: self._go_to(self.calls, self.calls.list)),
        ):
            QShortcut(keys, self, act)

    def refresh(self) -> None:
        """Look into the course anew."""
        self._seen = seen = self._course.inspect()
        self.headline.show_inspection(seen)
        self.activities.show_inspection(seen)
        self.request.show_inspection(seen)
        self.objectives.show_inspection(seen)

    def report(self) -> str:
        """Everything there is to see, as text."""
        self._show_what_happened()
        return report_text(self._seen, self.calls.lines(_CALLS_IN_REPORT))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._unsubscribe is None:
            self._unsubscribe = self._course.subscribe(self._heard, calls=True)
            self.calls.model.clear()
            self.refresh()
            self.activities.tree.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._gathering.stop()
        self._called.clear()

    def _heard(self, event: RuntimeEvent) -> None:
        """Runs inside the content's call: what is to be shown waits."""
        if isinstance(event, Called):
            self._called.append(event)
        elif isinstance(event, ContentsChanged | NavigationAsked):
            self._changed = True
        else:
            return
        if not self._gathering.isActive():
            self._gathering.start()

    def _show_what_happened(self) -> None:
        taking = QElapsedTimer()
        taking.start()
        called, self._called = self._called, []
        if self._changed or any(one.delivery not in self._seen.parts for one in called):
            self._changed = False
            self.refresh()
        self.calls.add(called, self._seen.parts)
        self._gathering.setInterval(max(_GATHERING, _TIMES_AS_LONG * taking.elapsed()))

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.request, self.tr("Last request"))
        self.tabs.addTab(self.objectives, self.tr("Global objectives"))
        self.tabs.addTab(self.calls, self.tr("API calls"))
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setObjectName("inspectorParts")
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.activities)
        parts.addWidget(self.tabs)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 16, 14)
        inner.addWidget(parts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addLayout(inner, 1)

    def _go_to(self, tab: QWidget, focus: QWidget | None = None) -> None:
        self.tabs.setCurrentWidget(tab)
        (focus or tab).setFocus()

    def _go_to_filter(self) -> None:
        self._go_to(self.calls, self.calls.filter)
        self.calls.filter.selectAll()
